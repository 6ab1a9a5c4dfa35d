"""Absences, and the county's dated rules on what they do to service terms."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from staffing.querysets import TermInterruptionQuerySet
from staffing.service_terms import Pause
from staffing.states import AbsenceKind, TermEffect


class Absence(models.Model):
    """离岗: days on which a person did not serve. An earlier register may not say since when."""

    person = models.ForeignKey(
        "staffing.Person", models.PROTECT, related_name="absences", verbose_name=_("person"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=24, choices=AbsenceKind.choices)
    starts_on = models.DateField(_("from day"), null=True, blank=True, help_text=_("Empty: not stated."))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: it goes on."))
    document_no = models.CharField(_("document number"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "starts_on"], name="absence_once"),
            models.CheckConstraint(
                name="absence_dates_ordered",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="absence_kind_known", condition=Q(kind__in=AbsenceKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on or ''}–{self.ends_on or ''}"

    def pause_by(self, rules: "Iterable[TermInterruption]") -> Pause | None:
        """What it takes out of a service term, by the rule in force when it began; None where it counts."""
        began = self.starts_on or datetime.date.max
        held = [rule for rule in rules if rule.kind == self.kind and rule.valid_from <= began]
        rule = max(held, key=lambda rule: rule.valid_from, default=None)
        if rule is None or rule.effect == TermEffect.COUNTS:
            return None
        return Pause(self.starts_on, self.ends_on, restarts=rule.effect == TermEffect.RESTARTS)


class TermInterruption(models.Model):
    """服务期中断规则: from a day on, absences of a kind that begin do this to the count. Without a row they count."""

    county = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="term_interruptions",
        verbose_name=_("county"),
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=24, choices=AbsenceKind.choices)
    effect = models.CharField(_("effect"), max_length=12, choices=TermEffect.choices)
    valid_from = models.DateField(_("valid from"))
    document_no = models.CharField(_("document number"), max_length=64)

    objects = TermInterruptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule on interrupted service")
        verbose_name_plural = _("rules on interrupted service")
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["county", "kind", "valid_from"], name="term_interruption_once"),
            models.CheckConstraint(name="term_interruption_effect", condition=Q(effect__in=TermEffect.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_effect_display()}"
