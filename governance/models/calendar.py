"""What the counting of days rests on: the official year tables."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.fields import DigestField
from governance.workdays.calendar import LONGEST_DAY_NAME, Day


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
