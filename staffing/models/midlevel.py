"""Mid-level posts (中层职数): the ceiling the county sets for a township, and how the township splits it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.transitions import version_field
from staffing.querysets import MidlevelCeilingQuerySet, MidlevelPlanQuerySet
from staffing.states import MIDLEVEL_MOVES, MidlevelState, MidlevelStatus


class MidlevelCeiling(models.Model):
    """中层职数核定: from its day on a township has no more mid-level posts than this, by a document of the county.

    It is pooled over offices and institutions, unless it says how many of it are the institutions'. Rows stay; a later
    one takes the place of an earlier one.
    """

    township = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="midlevel_ceilings",
        verbose_name=_("township"),
        db_index=False,
    )
    count = models.PositiveSmallIntegerField(_("mid-level posts"))
    institution_count = models.PositiveSmallIntegerField(
        _("of these in institutions"),
        null=True,
        blank=True,
        help_text=_("Empty: pooled over offices and institutions."),
    )
    effective_on = models.DateField(_("effective on"))
    document = models.ForeignKey(
        "staffing.QuotaDocument", models.PROTECT, related_name="midlevel_ceilings", verbose_name=_("document")
    )

    objects = MidlevelCeilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ceiling of mid-level posts")
        verbose_name_plural = _("ceilings of mid-level posts")
        ordering = ["township__path", "-effective_on"]
        constraints = [
            models.UniqueConstraint(fields=["township", "effective_on"], name="midlevel_ceiling_once_a_day"),
            models.CheckConstraint(
                name="midlevel_ceiling_parts_fit",
                condition=Q(institution_count=None) | Q(institution_count__lte=F("count")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.township} · {self.effective_on} · {self.count}"


class MidlevelPlan(models.Model):
    """中层职数分配: by a document of the township its offices and institutions have so many mid-level posts each.

    The database holds that from a plan's first to its last day its posts are no more than the ceiling of each day.
    """

    MOVES = MIDLEVEL_MOVES
    LOCKED_AFTER = "township"

    township = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="midlevel_plans",
        verbose_name=_("township"),
        db_index=False,
    )
    status = models.CharField(
        _("decision"), max_length=12, choices=MidlevelStatus.choices, default=MidlevelStatus.PROPOSED
    )
    document_no = models.CharField(_("document number"), max_length=64)
    decided_on = models.DateField(_("decided on"))
    effective_on = models.DateField(_("effective on"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    version = version_field()

    objects = MidlevelPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation of mid-level posts")
        verbose_name_plural = _("allocations of mid-level posts")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "effective_on"],
                condition=Q(status=MidlevelStatus.APPROVED),
                name="midlevel_plan_one_begins_a_day",
            ),
            models.UniqueConstraint(
                fields=["township"],
                condition=Q(status=MidlevelStatus.APPROVED, ends_on=None),
                name="midlevel_plan_one_goes_on",
            ),
            models.CheckConstraint(
                name="midlevel_plan_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("effective_on"))
            ),
            models.CheckConstraint(
                name="midlevel_plan_approved_by_another",
                condition=~Q(status=MidlevelStatus.APPROVED)
                | Q(approved_by__isnull=False) & ~Q(approved_by=F("proposed_by")),
            ),
        ]
        indexes = [models.Index(fields=["township", "-effective_on"], name="midlevel_plan_of_township")]

    def __str__(self) -> str:
        return f"{self.township} · {self.document_no}"

    def state_on(self, on: datetime.date | None = None) -> MidlevelState:
        """What the plan is on the day (today if not given): in force is a fact of the clock, not a status."""
        on = on or timezone.localdate()
        if self.status != MidlevelStatus.APPROVED:
            return MidlevelState(self.status)
        if on < self.effective_on:
            return MidlevelState.APPROVED
        return MidlevelState.IN_FORCE if self.ends_on is None or on <= self.ends_on else MidlevelState.CHANGED


class MidlevelShare(models.Model):
    """One body's mid-level posts under a plan; frozen once the plan is decided."""

    plan = models.ForeignKey(
        MidlevelPlan, models.PROTECT, related_name="shares", verbose_name=_("allocation"), db_index=False
    )
    body = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="midlevel_shares", verbose_name=_("body")
    )
    count = models.PositiveSmallIntegerField(_("mid-level posts"))

    class Meta:
        verbose_name = _("share of mid-level posts")
        verbose_name_plural = _("shares of mid-level posts")
        ordering = ["body__path"]
        constraints = [models.UniqueConstraint(fields=["plan", "body"], name="midlevel_share_once")]

    def __str__(self) -> str:
        return f"{self.body}: {self.count}"
