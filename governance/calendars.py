"""The calendar in force, read from the database for `workdays` to count with."""

from functools import lru_cache

from governance.models.calendar import CalendarYear
from governance.workdays.calendar import Calendar, YearTable
from governance.year_tables import package_tables


def current_calendar() -> Calendar:
    """工作日历 as loaded now: the current edition of each year, the package for past years that have none.

    One small query each time asks which editions are current, so that a table loaded or undone by another process
    counts at once; their days are read only when that answer is new.
    """
    return _calendar_of(tuple(CalendarYear.objects.current().order_by("year").values_list("pk", "digest")))


# The digest belongs to the key because a row's number may be given again after a rolled-back load.
@lru_cache(maxsize=4)
def _calendar_of(editions: tuple[tuple[int, str], ...]) -> Calendar:
    tables = dict(package_tables())
    for loaded in CalendarYear.objects.filter(pk__in=[pk for pk, _digest in editions]).prefetch_related("days"):
        tables[loaded.year] = YearTable(
            loaded.year,
            str(loaded.edition),
            tuple(day.as_day() for day in loaded.days.all()),
            source=loaded.source_document,
            official=loaded.is_official,
        )
    return Calendar(tables.values())
