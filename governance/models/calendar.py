"""What the counting of days rests on: the official year tables, and the county's own terms."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.fields import DigestField, LongTextField
from governance.workdays.calendar import LONGEST_DAY_NAME, Day
from governance.workdays.explain import term_text
from governance.workdays.terms import Regime, Term, Unit, Whose

UNIT_LABELS = {
    Unit.HOURS: _("hours"),
    Unit.WORKING_DAYS: _("working days"),
    Unit.NATURAL_DAYS: pgettext_lazy("unit", "calendar days"),
    Unit.MONTHS: _("months"),
    Unit.YEARS: _("years"),
}
REGIME_LABELS = {
    Regime.PENALTY: _("Penalty Law: 2, 3, 5, 7 days are working days"),
    Regime.COERCION: _("Coercion Law: up to 10 days are working days"),
    Regime.LICENSING: _("Licensing Law: all days are working days"),
    Regime.NATURAL: _("Calendar days unless the text says otherwise"),
}


class CalendarYearQuerySet(models.QuerySet["CalendarYear"]):
    def for_user(self, account) -> "CalendarYearQuerySet":
        """The calendar is public: every account sees it."""
        return self

    def current(self) -> "CalendarYearQuerySet":
        return self.filter(is_current=True)


class CalendarYear(models.Model):
    """年度节假日安排: one loaded edition of a year's table, with its document; only its state ever changes.

    At most one edition of a year is current. Undoing a load makes the edition before it current again; the undone
    edition stays, and its number is not used again. A table that is not official (dates somebody entered before the
    State Council's notice) leaves the year provisional (暂定).
    """

    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"))
    is_official = models.BooleanField(_("official"), default=True)
    source_document = models.CharField(_("source document"), max_length=200)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"), default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("loaded by")
    )
    is_current = models.BooleanField(_("current"), default=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    # Over what the table says; two tables with the same digest say the same.
    digest = DigestField(editable=False)

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["year", "edition"], name="calendar_year_edition_once"),
            models.UniqueConstraint(fields=["year"], condition=Q(is_current=True), name="calendar_year_current_once"),
            models.CheckConstraint(
                name="calendar_year_undone_is_not_current", condition=Q(undone_at=None) | Q(is_current=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.edition} · {self.source_document}"


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def for_user(self, account) -> "CalendarDayQuerySet":
        """The calendar is public: every account sees it."""
        return self


class CalendarDay(models.Model):
    """One day of a year table: off (放假), perhaps statutory (法定节假日), or a make-up working day (调休上班)."""

    calendar_year = models.ForeignKey(
        CalendarYear, models.CASCADE, related_name="days", verbose_name=_("calendar year"), db_index=False
    )
    date = models.DateField(_("date"))
    is_off = models.BooleanField(_("day off"), default=False)
    is_statutory = models.BooleanField(_("statutory holiday"), default=False)
    is_makeup = models.BooleanField(_("make-up working day"), default=False)
    name = models.CharField(_("name"), max_length=LONGEST_DAY_NAME, blank=True)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["calendar_year", "date"], name="calendar_day_once"),
            models.CheckConstraint(
                name="calendar_day_off_or_makeup",
                condition=Q(is_off=True, is_makeup=False) | Q(is_off=False, is_makeup=True),
            ),
            models.CheckConstraint(
                name="calendar_day_statutory_is_off", condition=Q(is_statutory=False) | Q(is_off=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.name}".strip()

    def as_day(self) -> Day:
        return Day(self.date, self.is_off, self.is_statutory, self.is_makeup, self.name)


class LocalTermQuerySet(models.QuerySet["LocalTerm"]):
    def for_user(self, account) -> "LocalTermQuerySet":
        """The rules a county works by are public within the portal: every account sees them."""
        return self

    def in_force(self, on: datetime.date | None = None) -> "LocalTermQuerySet":
        on = on or timezone.localdate()
        return self.filter(effective_from__lte=on).filter(Q(effective_to=None) | Q(effective_to__gte=on))


class LocalTerm(models.Model):
    """地方规定的期限: a term of the county's rule set, with the document that sets it and the dates it is in force.

    National terms are constants in the apps; what a county, or a township for itself, decides is a row here. At most
    one row is in force for each (organisation, code, date); both dates are inclusive.
    """

    organisation = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="local_terms",
        verbose_name=_("organisation"),
        db_index=False,
    )
    code = models.CharField(_("code"), max_length=64)
    number = models.PositiveSmallIntegerField(pgettext_lazy("term", "number"))
    unit = models.CharField(
        _("unit"), max_length=16, choices=[(unit.value, label) for unit, label in UNIT_LABELS.items()]
    )
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
    note = LongTextField(_("note"), blank=True)

    objects = LocalTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("local term")
        verbose_name_plural = _("local terms")
        ordering = ["code", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code", "effective_from"], name="local_term_start_once"),
            models.UniqueConstraint(
                fields=["organisation", "code"], condition=Q(effective_to=None), name="local_term_open_once"
            ),
            models.CheckConstraint(
                name="local_term_ends_after_start",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(name="local_term_number_positive", condition=Q(number__gte=1)),
            # 行政处罚法 85, 行政强制法 69, 行政许可法 82: the law says which days these are, and no local row otherwise.
            models.CheckConstraint(
                name="local_term_respects_regime",
                condition=~Q(unit="natural_days", regime="penalty", number__in=[2, 3, 5, 7])
                & ~Q(unit="natural_days", regime="coercion", number__lte=10)
                & ~Q(unit="natural_days", regime="licensing"),
            ),
            models.CheckConstraint(name="local_term_hours_never_pause", condition=~Q(unit="hours", pausable=True)),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {term_text(self.as_term())} · {self.document_no}"

    def as_term(self, *, whose: Whose = Whose.ORGAN) -> Term:
        """The term for `workdays`; its rule id is the row's code, its basis the row's document."""
        return Term(
            rule=self.code,
            number=self.number,
            unit=Unit(self.unit),
            regime=Regime(self.regime),
            whose=whose,
            roll_organ=self.roll_organ and whose is Whose.ORGAN,
            pausable=self.pausable,
            basis=self.document_no,
        )
