"""Transfers between bodies, and the manifest that went with each."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.models.cases import EnforcementCase
from enforcement.querysets import TransferFileQuerySet, TransferQuerySet
from enforcement.states import TRANSFER_MOVES, SendBackReason, TransferReason, TransferStatus, Urgency
from governance.fields import DigestField, LongTextField
from governance.models.clock import Clock, is_past
from governance.models.judged import Judged
from governance.models.organisation import Organisation
from governance.transitions import version_field


class Transfer(Judged, Clock):
    """移送: a case offered by the body that holds it to the one it belongs to; custody moves on acceptance.

    Each sending is a row of its own, `round` counts them within the case. The letter (移送函) and its manifest never
    change; the answer is written once, and is due at `due_at`.
    """

    MOVES = TRANSFER_MOVES
    LOCKED_AFTER = "case"

    document_no = models.CharField(_("letter number"), max_length=64, unique=True)
    case = models.ForeignKey(
        EnforcementCase, models.PROTECT, related_name="transfers", verbose_name=_("case"), db_index=False
    )
    round = models.PositiveSmallIntegerField(_("round"))
    sender = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="sent_transfers",
        verbose_name=_("sender"),
        db_index=False,
    )
    receiver = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="received_transfers",
        verbose_name=_("receiver"),
        db_index=False,
    )
    status = models.CharField(_("state"), max_length=12, choices=TransferStatus.choices, default=TransferStatus.SENT)
    reason_code = models.CharField(_("reason"), max_length=20, choices=TransferReason.choices)
    explanation = LongTextField(_("explanation"))
    # Where the list gives the item to the sender, or no entry says whose it is: why it is the receiver's all the same.
    argument = LongTextField(_("argument against the list"), blank=True)
    # What the reason “filed earlier” claims, and what “another territory” does.
    earlier_case_no = models.CharField(_("number of the earlier filing"), max_length=64, blank=True)
    earlier_filed_on = models.DateField(_("filed earlier on"), null=True, blank=True)
    territory = models.CharField(_("where the place lies"), max_length=200, blank=True)
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
    overdue_reported_at = models.DateTimeField(_("told as overdue at"), null=True, blank=True, editable=False)

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
    send_back_reason = models.CharField(
        _("reason of the return"), max_length=20, choices=SendBackReason.choices, blank=True
    )
    send_back_explanation = LongTextField(_("explanation of the return"), blank=True)
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
                name="transfer_filed_earlier_says_which_and_when",
                condition=Q(reason_code=TransferReason.FILED_EARLIER, earlier_filed_on__isnull=False)
                & ~Q(earlier_case_no="")
                | ~Q(reason_code=TransferReason.FILED_EARLIER) & Q(earlier_case_no="", earlier_filed_on=None),
            ),
            models.CheckConstraint(
                name="transfer_other_territory_says_where",
                condition=Q(reason_code=TransferReason.NOT_OUR_TERRITORY) & ~Q(territory="")
                | ~Q(reason_code=TransferReason.NOT_OUR_TERRITORY) & Q(territory=""),
            ),
            models.CheckConstraint(
                name="transfer_return_has_reason",
                condition=Q(status=TransferStatus.SENT_BACK) & ~Q(send_back_reason="")
                | ~Q(status=TransferStatus.SENT_BACK) & Q(send_back_reason="", right_body=None, right_entry=None),
            ),
            # 退回须指明管辖单位: “not ours” without a name is no answer.
            models.CheckConstraint(
                name="transfer_return_names_right_body",
                condition=~Q(send_back_reason__in=[SendBackReason.NOT_OUR_ITEM, SendBackReason.NOT_OUR_TERRITORY])
                | Q(right_body__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_return_names_right_entry",
                condition=~Q(send_back_reason=SendBackReason.NOT_OUR_ITEM) | Q(right_entry__isnull=False),
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

    @property
    def clock_owner(self) -> Organisation:
        """Who has to answer within the term."""
        return self.receiver

    def is_overdue(self, now: datetime.datetime | None = None) -> bool:
        """Whether the receiver has certainly let the term pass without an answer."""
        return is_overdue(self.status, self.due_at, self.due_provisional, now)


def is_overdue(
    status: str, due_at: datetime.datetime, due_provisional: bool, now: datetime.datetime | None = None
) -> bool:
    """Whether a transfer with these values has certainly passed its term without an answer."""
    return status == TransferStatus.SENT and is_past(due_at, due_provisional, now)


class TransferFile(models.Model):
    """移送清单: one file as it went out. Name, type, size and SHA-256 are copied, so the manifest speaks for itself."""

    transfer = models.ForeignKey(
        Transfer, models.PROTECT, related_name="files", verbose_name=_("transfer"), db_index=False
    )
    position = models.PositiveSmallIntegerField(_("position"))
    attachment = models.ForeignKey("governance.Attachment", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    digest = DigestField(_("SHA-256"))

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
