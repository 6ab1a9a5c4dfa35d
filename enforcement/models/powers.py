"""The county's penalty catalogue."""

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.querysets import PenaltyPowerQuerySet


class ProcedureRuleset(models.TextChoices):
    """程序规则: which ministry's procedure, beside the Penalty Law, governs the item."""

    GENERAL = "GEN", _("Penalty Law only")
    MARKET = "MKT", _("Market supervision")
    AGRICULTURE = "AGR", _("Agriculture")
    NATURAL_RESOURCES = "NAT", _("Natural resources")
    URBAN = "URB", _("Housing and urban management")


class ProtectedInterest(models.TextChoices):
    """What harm would lengthen the limitation to five years (行政处罚法 36)."""

    NONE = "none", _("None")
    LIFE_HEALTH = "life_health", _("Life and health")
    FINANCIAL = "financial", _("Financial safety")


def _yuan(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class PenaltyPower(models.Model):
    """处罚事项: one power of the catalogue under one version of its legal basis.

    When the basis changes the power gets a successor row: the law of the day of the act decides (行政处罚法 37).
    Fines are whole yuan over the whole statutory range; empty means the catalogue states no figure.
    """

    catalogue_no = models.CharField(_("catalogue number"), max_length=32)
    catalogue_edition = models.CharField(_("catalogue edition"), max_length=32)
    title = models.CharField(_("title"), max_length=300)
    department = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="penalty_powers", verbose_name=_("department")
    )
    domain = models.CharField(_("domain"), max_length=64)
    penalty_kinds = models.JSONField(_("kinds of penalty"), default=list)
    legal_basis = models.CharField(_("legal basis"), max_length=500)
    basis_valid_from = models.DateField(_("basis in force from"))
    basis_valid_to = models.DateField(_("last day of the basis"), null=True, blank=True)
    fine_citizen_min = _yuan(_("lowest fine, citizen (yuan)"))
    fine_citizen_max = _yuan(_("highest fine, citizen (yuan)"))
    fine_organisation_min = _yuan(_("lowest fine, organisation (yuan)"))
    fine_organisation_max = _yuan(_("highest fine, organisation (yuan)"))
    summary_allowed = models.BooleanField(_("summary procedure possible"), default=False)
    measures = models.JSONField(_("measures"), default=list, blank=True)
    procedure_ruleset = models.CharField(
        _("procedure"), max_length=8, choices=ProcedureRuleset.choices, default=ProcedureRuleset.GENERAL
    )
    protected_interest = models.CharField(
        _("protected interest"), max_length=16, choices=ProtectedInterest.choices, default=ProtectedInterest.NONE
    )

    objects = PenaltyPowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("penalty power")
        verbose_name_plural = _("penalty powers")
        ordering = ["catalogue_no", "catalogue_edition"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue_no", "catalogue_edition"], name="power_once_per_edition"),
            models.CheckConstraint(
                name="power_basis_ends_after_start",
                condition=Q(basis_valid_to=None) | Q(basis_valid_to__gte=F("basis_valid_from")),
            ),
            models.CheckConstraint(
                name="power_fine_ranges_ordered",
                condition=(
                    Q(fine_citizen_min=None) | Q(fine_citizen_max=None) | Q(fine_citizen_max__gte=F("fine_citizen_min"))
                )
                & (
                    Q(fine_organisation_min=None)
                    | Q(fine_organisation_max=None)
                    | Q(fine_organisation_max__gte=F("fine_organisation_min"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.catalogue_no} {self.title}"

    def is_in_force(self, on: datetime.date | None = None) -> bool:
        """Whether the version of the law it rests on is in force on the day (today if not given)."""
        on = on or timezone.localdate()
        return self.basis_valid_from <= on and (self.basis_valid_to is None or on <= self.basis_valid_to)
