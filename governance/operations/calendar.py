"""Loading and undoing year tables, and setting the county's own terms."""

import datetime
import json
from collections import Counter
from collections.abc import Sequence

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import lock_row, operation, require
from governance.calendars import current_calendar
from governance.digests import sha256_of
from governance.errors import RuleViolation
from governance.models.account import Account
from governance.models.calendar import CalendarDay, CalendarYear
from governance.models.local_values import LocalValue
from governance.models.organisation import Organisation
from governance.operations.local_values import lay_down
from governance.workdays.calendar import FIXED_HOLIDAYS, LONGEST_DAY_NAME, Day, may_arrange
from governance.workdays.terms import Regime, Unit
from governance.year_tables import shipped_years


@operation(_("Load calendar year"), at="self")
def load_calendar_year(
    county: Organisation,
    *,
    by: Account,
    year: int,
    days: Sequence[Day],
    source_document: str,
    published_on: datetime.date | None = None,
    is_official: bool = True,
) -> CalendarYear:
    """导入年度节假日安排: a new edition of the year's table becomes the current one; earlier editions stay.

    `days` are the days that differ from their weekday (`year_tables.read_days` reads them from CSV). A table that is
    not official holds days known before the notice, such as lunar festivals; its year stays provisional. Stored due
    dates carry the calendar's version, and whatever owns them computes them again when it has changed.

    Raises RuleViolation: `source_document_missing`, `calendar_day_of_other_year`, `calendar_day_twice`,
    `calendar_name_too_long`, `statutory_day_missing` (放假办法 2), `calendar_year_already_official`,
    `calendar_year_unchanged`.
    """
    _check_days(year, days, is_official)
    if not source_document.strip():
        raise RuleViolation(
            "source_document_missing", _("Name the document the table comes from."), field="source_document"
        )
    if not is_official and not current_calendar().is_provisional(year):
        raise RuleViolation(
            "calendar_year_already_official",
            _("%(year)s already has an official table; days known in advance cannot replace it.") % {"year": year},
            field="year",
        )
    digest = _digest(year, days, source_document, is_official)
    previous = CalendarYear.objects.current().filter(year=year).first()
    if previous and previous.digest == digest:
        raise RuleViolation(
            "calendar_year_unchanged",
            _("The current table of %(year)s already says exactly this.") % {"year": year},
            field="days",
        )

    CalendarYear.objects.current().filter(year=year).update(is_current=False)
    last_edition = CalendarYear.objects.filter(year=year).aggregate(last=Max("edition"))["last"] or 0
    loaded = CalendarYear.objects.create(
        year=year,
        edition=last_edition + 1,
        is_official=is_official,
        source_document=source_document,
        published_on=published_on,
        loaded_by=by,
        digest=digest,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(
            calendar_year=loaded,
            date=day.on,
            is_off=day.is_off,
            is_statutory=day.is_statutory,
            is_makeup=day.is_makeup,
            name=day.name,
        )
        for day in days
    )
    audit.record(
        loaded,
        before={"edition": previous and previous.edition},
        after={
            **audit.snapshot(loaded, "year", "edition", "is_official", "source_document", "digest"),
            "days": len(days),
        },
    )
    return loaded


@operation(_("Undo calendar year"), lock=False)
def undo_calendar_year(calendar_year: CalendarYear, *, by: Account, county: Organisation, reason: str) -> CalendarYear:
    """撤销导入: the edition is no longer current, the one before it is again; without one the year is as never loaded.

    Raises RuleViolation: `reason_missing`, `calendar_year_not_current`.
    """
    lock_row(county)  # before the year, as in loading
    lock_row(calendar_year)
    require(at=county)
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why the table is undone."), field="reason")
    if not calendar_year.is_current:
        raise RuleViolation(
            "calendar_year_not_current",
            _("Only the current table of a year can be undone; this is edition %(edition)s of %(year)s.")
            % {"edition": calendar_year.edition, "year": calendar_year.year},
        )

    calendar_year.is_current = False
    calendar_year.undone_at = timezone.now()
    calendar_year.save(update_fields=["is_current", "undone_at"])
    restored = CalendarYear.objects.filter(year=calendar_year.year, undone_at=None).order_by("-edition").first()
    if restored:
        restored.is_current = True
        restored.save(update_fields=["is_current"])
    audit.record(
        calendar_year,
        before={"edition": calendar_year.edition},
        after={"edition": restored and restored.edition},
        reason=reason,
    )
    return calendar_year


@operation(_("Set local term"), at="self")
def set_local_term(
    organisation: Organisation,
    *,
    by: Account,
    code: str,
    number: int,
    unit: Unit,
    effective_from: datetime.date,
    document_no: str,
    effective_to: datetime.date | None = None,
    regime: Regime = Regime.NATURAL,
    roll_organ: bool = False,
    pausable: bool = False,
    note: str = "",
) -> LocalValue:
    """规定本地期限: from its date the term is in force for the organisation and all below that have none of their own.

    The term in force until then ends the day before; a term already set for a later date ends this one. Deadlines
    that have begun keep the term they began with.

    Raises RuleViolation: `local_term_invalid`, `local_term_contradicts_law` (行政处罚法 85, 行政强制法 69), and what
    `lay_down` raises.
    """
    if number < 1 or (unit is Unit.HOURS and pausable):
        raise RuleViolation(
            "local_term_invalid", _("A term is at least 1, and a term in hours cannot be suspended."), field="number"
        )
    if unit is Unit.NATURAL_DAYS and regime.unit_of_days(number) is not unit:
        raise RuleViolation(
            "local_term_contradicts_law",
            _("Under this law %(number)s days are working days.") % {"number": number},
            field="unit",
            basis=regime.article,
        )
    return lay_down(
        organisation,
        code=code,
        number=number,
        unit=unit.value,
        regime=regime.value,
        roll_organ=roll_organ,
        pausable=pausable,
        effective_from=effective_from,
        effective_to=effective_to,
        document_no=document_no,
        note=note,
    )


def load_shipped_calendars(county: Organisation, *, by: Account) -> list[CalendarYear]:
    """Load the official tables that come with the portal for the years nothing has ever been loaded for."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    return [
        load_calendar_year(
            county,
            by=by,
            year=shipped.year,
            days=shipped.days,
            source_document=shipped.source_document,
            published_on=shipped.published_on,
        )
        for shipped in shipped_years()
        if shipped.year not in known
    ]


def _check_days(year: int, days: Sequence[Day], is_official: bool) -> None:
    strangers = [day.on for day in days if not may_arrange(year, day.on)]
    if strangers:
        raise RuleViolation(
            "calendar_day_of_other_year",
            _("%(date)s does not belong to %(year)s.") % {"date": strangers[0], "year": year},
            field="days",
        )
    twice = [on for on, times in Counter(day.on for day in days).items() if times > 1]
    if twice:
        raise RuleViolation(
            "calendar_day_twice", _("%(date)s is listed more than once.") % {"date": twice[0]}, field="days"
        )
    for day in days:
        if len(day.name) > LONGEST_DAY_NAME:
            message = _("%(date)s: a name may have %(limit)s characters, this one has %(length)s.")
            values = {"date": day.on, "limit": LONGEST_DAY_NAME, "length": len(day.name)}
            raise RuleViolation("calendar_name_too_long", message % values, field="days")
    if not is_official:
        return
    # A table cut short would turn holidays into working days: every notice lists at least these.
    off = {(day.on.month, day.on.day) for day in days if day.is_off and day.on.year == year}
    for (month, day_number), name in FIXED_HOLIDAYS.items():
        if (month, day_number) not in off:
            raise RuleViolation(
                "statutory_day_missing",
                _("An official table lists %(date)s (%(name)s) as a day off; this one does not.")
                % {"date": datetime.date(year, month, day_number), "name": name},
                field="days",
            )


def _digest(year: int, days: Sequence[Day], source_document: str, is_official: bool) -> str:
    lines = sorted([day.on.isoformat(), day.is_off, day.is_statutory, day.is_makeup, day.name] for day in days)
    text = json.dumps([year, source_document, is_official, lines], ensure_ascii=False)
    return sha256_of([text.encode()])
