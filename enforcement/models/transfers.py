"""Transfers between bodies, and the manifest that went with each."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.models.cases import EnforcementCase
from enforcement.models.clock import Clock
from enforcement.querysets import TransferFileQuerySet, TransferQuerySet
from enforcement.states import ReturnReason, TransferReason, TransferStatus, Urgency
from governance.transitions import version_field


class Transfer(Clock):
    """移送: a case offered by the body that holds it to the one it belongs to; custody moves on acceptance.

    Each sending is a row of its own, `round` counts them within the case. The letter (移送函) and its manifest never
    change; the answer is written once, and is due at `due_at`.
    """

    document_no = models.CharField(_("letter number"), max_length=64, unique=True)
    case = models.ForeignKey(EnforcementCase, models.PROTECT, related_name="transfers", verbose_name=_("case"))
    round = models.PositiveSmallIntegerField(_("round"))
    sender = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="sent_transfers", verbose_name=_("sender")
    )
    receiver = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="received_transfers", verbose_name=_("receiver")
    )
    status = models.CharField(_("state"), max_length=12, choices=TransferStatus.choices, default=TransferStatus.SENT)
    reason_code = models.CharField(_("reason"), max_length=20, choices=TransferReason.choices)
    explanation = models.TextField(_("explanation"))
    entry = models.ForeignKey(
        "responsibilities.Entry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transfers",
        verbose_name=_("entry relied on"),
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY)
    sender_ref = models.CharField(_("sender's number in another system"), max_length=64, blank=True)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    overdue_told_at = models.DateTimeField(_("told as overdue at"), null=True, blank=True, editable=False)

    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    receiver_ref = models.CharField(_("receiver's number in another system"), max_length=64, blank=True)
    return_reason = models.CharField(_("reason of the return"), max_length=20, choices=ReturnReason.choices, blank=True)
    return_explanation = models.TextField(_("explanation of the return"), blank=True)
    right_body = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("competent body named"),
    )
    right_entry = models.ForeignKey(
        "responsibilities.Entry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entry named"),
    )
    version = version_field()

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(status=TransferStatus.SENT), name="transfer_one_open"),
            models.UniqueConstraint(fields=["case", "round"], name="transfer_round_once"),
            models.CheckConstraint(name="transfer_to_another_body", condition=~Q(sender=F("receiver"))),
            models.CheckConstraint(
                name="transfer_answered_completely",
                condition=Q(status=TransferStatus.SENT, answered_at=None, answered_by=None)
                | ~Q(status=TransferStatus.SENT) & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_return_has_reason",
                condition=Q(status=TransferStatus.SENT_BACK) & ~Q(return_reason="")
                | ~Q(status=TransferStatus.SENT_BACK) & Q(return_reason="", right_body=None, right_entry=None),
            ),
            # 退回须指明管辖单位: “not ours” without a name is no answer.
            models.CheckConstraint(
                name="transfer_return_names_right_body",
                condition=~Q(return_reason__in=[ReturnReason.NOT_OUR_ITEM, ReturnReason.NOT_OUR_TERRITORY])
                | Q(right_body__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_return_names_right_entry",
                condition=~Q(return_reason=ReturnReason.NOT_OUR_ITEM) | Q(right_entry__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_returned_for_another_body",
                condition=Q(right_body=None) | ~Q(right_body=F("receiver")),
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "-id"], name="transfer_of_sender"),
            models.Index(fields=["receiver", "-id"], name="transfer_of_receiver"),
            models.Index(fields=["due_at"], condition=Q(status=TransferStatus.SENT), name="transfer_unanswered"),
        ]

    def __str__(self) -> str:
        return self.document_no

    def is_overdue(self, now: datetime.datetime | None = None) -> bool:
        """Whether the receiver has certainly let the term pass without an answer."""
        return self.status == TransferStatus.SENT and self.is_past_due(now)


class TransferFile(models.Model):
    """移送清单: one file as it went out. Name, type, size and SHA-256 are copied, so the manifest speaks for itself."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="files", verbose_name=_("transfer"))
    position = models.PositiveSmallIntegerField(_("position"))
    attachment = models.ForeignKey("governance.Attachment", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = TransferFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("transferred file")
        verbose_name_plural = _("manifest")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "position"], name="transfer_file_position_once"),
            models.UniqueConstraint(fields=["transfer", "attachment"], name="transfer_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
