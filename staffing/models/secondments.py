"""Borrowed people: secondments (借调) and call-ups (抽调), with a compulsory end."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.text import LONGEST_REASON
from governance.transitions import version_field
from staffing.querysets import SecondmentQuerySet
from staffing.states import OPEN_SECONDMENTS, SECONDMENT_MOVES, Origin, SecondmentKind, SecondmentStatus


class Secondment(models.Model):
    """借调、抽调: a person works for another body until a day. Quota, pay and appraisal stay with the lender.

    What an earlier register states without beginning, end or approver comes in as history and stays so. One inside a
    service term names who allowed it and by which document.
    """

    MOVES = SECONDMENT_MOVES
    LOCKED_AFTER = "person"

    person = models.ForeignKey(
        "staffing.Person", models.PROTECT, related_name="secondments", verbose_name=_("person"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SecondmentKind.choices)
    status = models.CharField(_("state"), max_length=20, choices=SecondmentStatus.choices)
    lender = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="lent_people", verbose_name=_("lender")
    )
    borrower = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="borrowed_people",
        verbose_name=_("borrower"),
    )
    borrower_name = models.CharField(_("borrower or task"), max_length=100, blank=True)
    starts_on = models.DateField(_("from day"), null=True, blank=True)
    day_is_stated = models.BooleanField(_("day stated"), default=True, help_text=_("Else only the month is."))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    extended_from = models.DateField(_("last day before the extension"), null=True, blank=True)
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    exception_approver = models.CharField(_("exception allowed by"), max_length=60, blank=True)
    exception_document = models.CharField(_("document of the exception"), max_length=64, blank=True)
    unit_opinion = models.CharField(_("unit's opinion"), max_length=LONGEST_REASON, blank=True)
    department_opinion = models.CharField(_("department's opinion"), max_length=LONGEST_REASON, blank=True)
    approval_document = models.CharField(_("approved by document"), max_length=64, blank=True)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices, default=Origin.RECORDED)
    reported_on = models.DateField(_("overdue return reported on"), null=True, blank=True, editable=False)
    version = version_field()

    objects = SecondmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("secondment")
        verbose_name_plural = _("secondments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(status__in=OPEN_SECONDMENTS), name="secondment_one_at_a_time"
            ),
            models.CheckConstraint(
                name="secondment_has_an_end",
                condition=Q(origin=Origin.HISTORY)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="secondment_names_a_borrower", condition=Q(borrower__isnull=False) | ~Q(borrower_name="")
            ),
            models.CheckConstraint(
                name="secondment_exception_is_whole",
                condition=Q(exception_approver="", exception_document="")
                | (~Q(exception_approver="") & ~Q(exception_document="")),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_on"], name="secondment_of_person"),
            models.Index(fields=["status", "ends_on"], name="secondment_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.place}"

    @property
    def place(self) -> str:
        """Where the person works meanwhile, in words."""
        return self.borrower.name if self.borrower else self.borrower_name

    @property
    def began_in_term(self) -> bool:
        """Judged by the day it began, whatever has ended since."""
        return self.starts_on is not None and bool(self.person.terms_binding(self.starts_on))

    def is_overdue(self, on: datetime.date) -> bool:
        """逾期未归."""
        return self.status == SecondmentStatus.RUNNING and self.ends_on is not None and self.ends_on < on
