"""地方规定的数值: what a county, or a body for itself, has laid down in numbers, each a row with document and dates."""

import datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.fields import LongTextField
from governance.value_names import value_name
from governance.workdays.explain import term_text
from governance.workdays.terms import Regime, Term, Unit, Whose

CHECK_AGAIN_AFTER = datetime.timedelta(days=365)

UNIT_LABELS = {
    Unit.HOURS: _("hours"),
    Unit.WORKING_DAYS: _("working days"),
    Unit.NATURAL_DAYS: pgettext_lazy("unit", "calendar days"),
    Unit.MONTHS: _("months"),
    Unit.YEARS: _("years"),
}
# Units of values that are no terms.
OTHER_UNITS = {
    "yuan": _("yuan"),
    "people": pgettext_lazy("unit", "people"),
    "percent": pgettext_lazy("unit", "percent"),
    "times": pgettext_lazy("unit", "times"),
    "number": pgettext_lazy("unit", "without unit"),
}
VALUE_UNITS = {**{unit.value: label for unit, label in UNIT_LABELS.items()}, **OTHER_UNITS}
TIMES = [unit.value for unit in Unit]
REGIME_LABELS = {
    Regime.PENALTY: _("Penalty Law: 2, 3, 5, 7 days are working days"),
    Regime.COERCION: _("Coercion Law: up to 10 days are working days"),
    Regime.LICENSING: _("Licensing Law: all days are working days"),
    Regime.NATURAL: _("Calendar days unless the text says otherwise"),
}


def plain(number: Decimal) -> str:
    """5000.0000 as 5000."""
    return f"{Decimal(number).normalize():f}"


class LocalValueQuerySet(models.QuerySet["LocalValue"]):
    def for_user(self, account) -> "LocalValueQuerySet":
        """The rules a county works by are public within the portal: every account sees them."""
        return self

    def in_force(self, on: datetime.date | None = None) -> "LocalValueQuerySet":
        on = on or timezone.localdate()
        return self.filter(effective_from__lte=on).filter(Q(effective_to=None) | Q(effective_to__gte=on))

    def to_check(self, on: datetime.date | None = None) -> "LocalValueQuerySet":
        """Those that count, now or later, and which nobody has compared with their document for twelve months."""
        on = on or timezone.localdate()
        counting = self.filter(Q(effective_to=None) | Q(effective_to__gte=on))
        return counting.filter(checked_on__lte=on - CHECK_AGAIN_AFTER)


class LocalValue(models.Model):
    """地方规定的数值: a term, threshold, ratio or maximum under its code, with its document and its days.

    What the law of the state lays down once and for all is a constant in an app; what a document may change is a row
    here. At most one row is in force for each (organisation, code, day), which the database holds; both days are
    inclusive. On a day without a row no rule is known: the nearest one is no answer.
    """

    organisation = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="local_values",
        verbose_name=_("organisation"),
        db_index=False,
    )
    code = models.CharField(_("code"), max_length=64)
    number = models.DecimalField(pgettext_lazy("local value", "number"), max_digits=14, decimal_places=4)
    unit = models.CharField(pgettext_lazy("local value", "unit"), max_length=16, choices=list(VALUE_UNITS.items()))
    # These three are about terms alone.
    regime = models.CharField(
        _("counted by"),
        max_length=16,
        choices=[(regime.value, label) for regime, label in REGIME_LABELS.items()],
        default=Regime.NATURAL.value,
    )
    roll_organ = models.BooleanField(_("an organ's period rolls over"), default=False)
    pausable = models.BooleanField(_("may be suspended"), default=False)
    effective_from = models.DateField(_("effective from"))
    effective_to = models.DateField(_("last day"), null=True, blank=True)
    document_no = models.CharField(_("document number"), max_length=100)
    checked_on = models.DateField(
        _("last checked"),
        default=timezone.localdate,
        help_text=_("The day somebody last compared it with its document."),
    )
    note = LongTextField(_("note"), blank=True)

    objects = LocalValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("local value")
        verbose_name_plural = _("local values")
        ordering = ["code", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code", "effective_from"], name="local_value_start_once"),
            models.UniqueConstraint(
                fields=["organisation", "code"], condition=Q(effective_to=None), name="local_value_open_once"
            ),
            models.CheckConstraint(
                name="local_value_ends_after_start",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(name="local_value_has_code", condition=~Q(code="")),
            models.CheckConstraint(
                name="local_value_number_in_range",
                condition=Q(unit__in=TIMES, number__gte=1) | (~Q(unit__in=TIMES) & Q(number__gte=0)),
            ),
            # 行政处罚法 85, 行政强制法 69, 行政许可法 82: the law says which days these are, no local row does.
            models.CheckConstraint(
                name="local_value_respects_regime",
                condition=~Q(unit="natural_days", regime="penalty", number__in=[2, 3, 5, 7])
                & ~Q(unit="natural_days", regime="coercion", number__lte=10)
                & ~Q(unit="natural_days", regime="licensing"),
            ),
            models.CheckConstraint(name="local_value_hours_never_pause", condition=~Q(unit="hours", pausable=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.text} · {self.document_no}"

    @property
    def name(self) -> str:
        """What the value is, in words."""
        return value_name(self.code)

    @property
    def is_term(self) -> bool:
        return self.unit in TIMES

    @property
    def text(self) -> str:
        """The number with its unit in words: “5 working days”, “5000 yuan”."""
        if self.is_term and self.number == int(self.number):
            return term_text(self.as_term())
        number = plain(self.number)
        if self.unit == "number":
            return number
        return gettext("%(number)s %(unit)s") % {"number": number, "unit": self.get_unit_display()}

    def as_term(self, *, whose: Whose = Whose.ORGAN) -> Term:
        """The term for `workdays`; its rule id is the row's code, its basis the row's document."""
        return Term(
            rule=self.code,
            number=int(self.number),
            unit=Unit(self.unit),
            regime=Regime(self.regime),
            whose=whose,
            roll_organ=self.roll_organ and whose is Whose.ORGAN,
            pausable=self.pausable,
            basis=self.document_no,
        )


class LocalTerm(LocalValue):
    """地方规定的期限: the page of those local values that are terms, in the words of terms."""

    class Meta:
        proxy = True
        verbose_name = _("local term")
        verbose_name_plural = _("local terms")
        ordering = ["code", "effective_from"]
