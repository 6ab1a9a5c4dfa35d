"""Approvals to fill places (用编核准): the slip that reserves, and who came by it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.fields import LongTextField
from governance.text import LONGEST_REASON
from governance.transitions import version_field
from staffing.querysets import QuotaApprovalQuerySet
from staffing.states import APPROVAL_MOVES, SLIP_IN_HAND, ApprovalStatus, PostClass


class QuotaApproval(models.Model):
    """用编核准: a unit asks to fill places; checked and approved, a numbered slip reserves them until it expires.

    The slip is a document of the ledger, and the reservation an entry of it. Nobody comes into the register but by a
    slip that is in hand.
    """

    MOVES = APPROVAL_MOVES

    organisation = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="quota_approvals",
        verbose_name=_("unit"),
        db_index=False,
    )
    account = models.ForeignKey(
        "staffing.QuotaAccount", models.PROTECT, related_name="approvals", verbose_name=_("account")
    )
    status = models.CharField(
        _("state"), max_length=12, choices=ApprovalStatus.choices, default=ApprovalStatus.SUBMITTED
    )
    count = models.PositiveSmallIntegerField(_("places"))
    entered = models.PositiveSmallIntegerField(_("arrived"), default=0)
    post_class = models.CharField(_("class of post"), max_length=16, choices=PostClass.choices)
    grade = models.CharField(_("grade"), max_length=30)
    post_title = models.CharField(_("post"), max_length=60, blank=True)
    entry_channel = models.CharField(_("to be entered by"), max_length=30)
    major = models.CharField(_("field of study"), max_length=60, blank=True)
    degree = models.CharField(_("degree"), max_length=20, blank=True)
    service_years = models.PositiveSmallIntegerField(_("years of service asked for"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"), default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    check_opinion = LongTextField(_("opinion of the check"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    slip = models.OneToOneField(
        "staffing.QuotaDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approval",
        verbose_name=_("approval slip"),
    )
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    version = version_field()

    objects = QuotaApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval to fill")
        verbose_name_plural = _("approvals to fill")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="quota_approval_asks_for_places", condition=Q(count__gte=1)),
            models.CheckConstraint(name="quota_approval_no_more_than_approved", condition=Q(entered__lte=F("count"))),
            models.CheckConstraint(
                name="quota_approval_slip_with_its_term",
                condition=Q(slip=None, expires_on=None) | Q(slip__isnull=False, expires_on__isnull=False),
            ),
            models.CheckConstraint(
                name="quota_approval_in_hand_has_slip",
                condition=~Q(status__in=[*SLIP_IN_HAND, ApprovalStatus.ENTERED, ApprovalStatus.EXPIRED])
                | Q(slip__isnull=False),
            ),
            models.CheckConstraint(
                name="quota_approval_asked_and_judged_by_others",
                condition=(Q(checked_by=None) | ~Q(checked_by=F("requested_by")))
                & (Q(approved_by=None) | ~Q(approved_by=F("checked_by")) & ~Q(approved_by=F("requested_by"))),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="quota_approval_of_unit"),
            models.Index(fields=["expires_on"], condition=Q(status__in=SLIP_IN_HAND), name="quota_approval_running"),
        ]

    def __str__(self) -> str:
        return self.slip.number if self.slip else f"{self.organisation} · {self.pk}"

    @property
    def open_places(self) -> int:
        """Places that are reserved and not yet taken."""
        return self.count - self.entered

    def has_expired(self, on: datetime.date | None = None) -> bool:
        """Whether the slip no longer lets anybody in, whether or not a task has run."""
        return self.expires_on is not None and (on or timezone.localdate()) > self.expires_on


class Arrival(models.Model):
    """上编: one person came into the register by a slip, and occupies a place that it had reserved."""

    approval = models.ForeignKey(
        QuotaApproval, models.PROTECT, related_name="arrivals", verbose_name=_("approval to fill")
    )
    person = models.OneToOneField("staffing.Person", models.PROTECT, related_name="arrival", verbose_name=_("person"))
    movement = models.OneToOneField(
        "staffing.QuotaMovement", models.PROTECT, related_name="arrival", verbose_name=_("movement")
    )
    arrived_on = models.DateField(_("arrived on"))

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.person)
