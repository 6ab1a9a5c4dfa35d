"""Which township holds which power, and for how long."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.models.powers import PenaltyPower
from enforcement.querysets import PowerGrantQuerySet
from enforcement.states import GrantForm, GrantLevel, TransitionRule


class PowerGrant(models.Model):
    """赋权或委托: a township holds a power from the day it signed for it to the last day, both inclusive.

    The power passes on the day of the signature (承接确认), not of the decision; until then the department acts.
    """

    power = models.ForeignKey(
        PenaltyPower, models.PROTECT, related_name="grants", verbose_name=_("power"), db_index=False
    )
    township = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="power_grants",
        verbose_name=_("township"),
        db_index=False,
    )
    form = models.CharField(_("form"), max_length=12, choices=GrantForm.choices)
    level = models.CharField(_("level"), max_length=16, choices=GrantLevel.choices, default=GrantLevel.ALL)
    decision_document = models.CharField(_("deciding document"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    accepted_on = models.DateField(_("accepted on"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    transition_rule = models.CharField(
        _("rule for open cases"), max_length=16, choices=TransitionRule.choices, blank=True
    )
    lapse_days = models.PositiveSmallIntegerField(_("lapses after (calendar days)"), null=True, blank=True)

    objects = PowerGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["power__catalogue_no", "-accepted_on"]
        constraints = [
            models.UniqueConstraint(fields=["power", "township", "accepted_on"], name="grant_start_once"),
            models.UniqueConstraint(fields=["power", "township"], condition=Q(valid_to=None), name="grant_open_once"),
            models.CheckConstraint(
                name="grant_dates_ordered",
                condition=Q(accepted_on__gte=F("decided_on")) & (Q(valid_to=None) | Q(valid_to__gte=F("accepted_on"))),
            ),
            # 行政处罚法 20: the written entrustment states its term.
            models.CheckConstraint(
                name="grant_entrustment_has_term",
                condition=~Q(form=GrantForm.ENTRUSTMENT) | Q(valid_to__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_end_has_transition_rule", condition=Q(valid_to=None) | ~Q(transition_rule="")
            ),
            models.CheckConstraint(
                name="grant_lapse_has_days",
                condition=Q(transition_rule=TransitionRule.LAPSE_AFTER, lapse_days__isnull=False)
                | (~Q(transition_rule=TransitionRule.LAPSE_AFTER) & Q(lapse_days=None)),
            ),
        ]
        indexes = [models.Index(fields=["township", "accepted_on"], name="grant_of_township")]

    def __str__(self) -> str:
        return f"{self.township} · {self.power}"

    def is_in_force(self, on: datetime.date | None = None) -> bool:
        """Whether the township may use the power on the day (today if not given)."""
        on = on or timezone.localdate()
        return self.accepted_on <= on and (self.valid_to is None or on <= self.valid_to)
