"""Year tables that come with the portal: the notices in `reference/` and, for past years, chinesecalendar; no ORM."""

import csv
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import chinese_calendar
from chinese_calendar import constants
from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.workdays import Day, YearTable

REFERENCE = Path(__file__).parent / "reference"
COLUMNS = ("date", "is_off", "is_statutory", "is_makeup", "name")

# Later years of the package are not used: a year's table is data with its document, and upgrading a dependency must
# not move anybody's date.
PACKAGE_UNTIL = 2026


@dataclass(frozen=True, slots=True)
class ShippedYear:
    """A year's table in `reference/`, with the notice it comes from."""

    year: int
    source_document: str
    published_on: datetime.date
    days: tuple[Day, ...]


def shipped_years() -> list[ShippedYear]:
    """The official tables the portal ships with."""
    with (REFERENCE / "calendar-years.csv").open(encoding="utf-8", newline="") as years:
        return [
            ShippedYear(
                int(row["year"]),
                row["source_document"],
                datetime.date.fromisoformat(row["published_on"]),
                tuple(read_days((REFERENCE / f"calendar-{row['year']}.csv").read_text(encoding="utf-8").splitlines())),
            )
            for row in csv.DictReader(years)
        ]


def read_days(lines: Iterable[str]) -> list[Day]:
    """The days of a year table written as CSV: date, is_off, is_statutory, is_makeup (1, 0 or empty), name.

    Raises RuleViolation naming the row: `calendar_columns_missing`, `calendar_row_invalid`.
    """
    reader = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise RuleViolation(
            "calendar_columns_missing",
            _("The table lacks the columns %(columns)s.") % {"columns": _(", ").join(missing)},
            field="days",
        )
    return [_read_day(row, number) for number, row in enumerate(reader, start=2)]


_FLAGS = {"1": True, "0": False, "": False}


def _read_day(row: dict[str, str], number: int) -> Day:
    try:
        cells = {column: (row[column] or "").strip() for column in COLUMNS}
        return Day(
            datetime.date.fromisoformat(cells["date"]),
            is_off=_FLAGS[cells["is_off"]],
            is_statutory=_FLAGS[cells["is_statutory"]],
            is_makeup=_FLAGS[cells["is_makeup"]],
            name=cells["name"],
        )
    except (ValueError, KeyError) as fault:
        raise RuleViolation(
            "calendar_row_invalid",
            _(
                "Row %(row)s: a date like 2026-05-01 is needed, marked either as a day off or, on a Saturday or Sunday,"
                " as a make-up working day; only a day off can be statutory. Found: %(fault)s"
            )
            % {"row": number, "fault": fault},
            field="days",
        ) from fault


@cache
def package_tables() -> dict[int, YearTable]:
    """The years chinesecalendar knows, up to `PACKAGE_UNTIL`: used where no table has been loaded.

    The package does not tell statutory holidays from the weekend days beside them; every announced day off that was
    not exchanged for another counts as statutory here.
    """
    edition = f"chinesecalendar {chinese_calendar.__version__}"
    by_year: dict[int, list[Day]] = {}
    for on, name in constants.holidays.items():
        day = Day(on, is_off=True, is_statutory=on not in constants.in_lieu_days, name=_chinese(name))
        by_year.setdefault(on.year, []).append(day)
    for on, name in constants.workdays.items():
        by_year.setdefault(on.year, []).append(Day(on, is_makeup=True, name=_chinese(name)))
    return {
        year: YearTable(year, edition, tuple(sorted(days, key=lambda day: day.on)), source=edition)
        for year, days in by_year.items()
        if year <= PACKAGE_UNTIL
    }


def _chinese(name: str) -> str:
    return constants.Holiday(name).chinese
