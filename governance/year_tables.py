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
from django.utils.translation import gettext_lazy

from governance.errors import RuleViolation
from governance.shipped_tables import read_table
from governance.spreadsheets.text import NO, YES, date
from governance.text import match_key
from governance.wording import listed
from governance.workdays.calendar import LONGEST_DAY_NAME, Day, YearTable

REFERENCE = Path(__file__).parent / "reference"
COLUMNS = ("date", "is_off", "is_statutory", "is_makeup", "name")
# As the page offers them, in its reader's language; both are understood.
HEADINGS = gettext_lazy("date,is_off,is_statutory,is_makeup,name")

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
    return [
        ShippedYear(
            int(row["year"]),
            row["source_document"],
            datetime.date.fromisoformat(row["published_on"]),
            tuple(read_days((REFERENCE / f"calendar-{row['year']}.csv").read_text(encoding="utf-8").splitlines())),
        )
        for row in read_table(REFERENCE / "calendar-years.csv")
    ]


# What people head the columns with, beside the names above.
_HEADINGS = {
    "date": ("日期", "时间"),
    "is_off": ("休息", "放假", "是否放假", "是否休息"),
    "is_statutory": ("法定", "法定节假日", "是否法定", "是否法定节假日"),
    "is_makeup": ("调休上班", "调休", "上班", "补班", "是否调休上班", "是否补班", "是否调休"),
    "name": ("名称", "节日", "节假日", "说明", "备注"),
}
_COLUMN_OF = {match_key(name): column for column in COLUMNS for name in (column, *_HEADINGS[column])}
_YES, _NO = {"1", "true", *YES}, {"0", "", "false", *NO}
_OFF, _MAKEUP = {"休", "放假", "休息"}, {"班", "上班", "补班", "调休", "调休上班"}
# How a day is marked in each column: 班 says yes to a make-up working day and no to a day off.
_MARKS = {
    "is_off": (_YES | _OFF, _NO | _MAKEUP),
    "is_statutory": (_YES | {"法定"}, _NO | _OFF | _MAKEUP),
    "is_makeup": (_YES | _MAKEUP, _NO | _OFF),
}


def read_days(lines: Iterable[str]) -> list[Day]:
    """The days of a year table, written as CSV or pasted from a spreadsheet: date, is_off, is_statutory, is_makeup
    (1, 0 or empty), name, in this order or under headings of their own; with commas of either width, or tabs.

    Raises RuleViolation naming the row: `calendar_columns_missing`, `calendar_row_invalid`, `calendar_name_too_long`.
    """
    text = "\n".join(lines)
    delimiter = "\t" if "\t" in text else ","
    if delimiter == ",":
        text = text.replace("，", ",")
    rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    headings = [_COLUMN_OF.get(match_key(cell), "") for cell in rows[0]] if rows else []
    missing = [column for column in COLUMNS if column not in headings]
    if missing:
        if not set(COLUMNS) & {match_key(cell) for row in rows[:1] for cell in row}:  # a table with headings in Chinese
            missing = [_HEADINGS[column][0] for column in missing]
        raise RuleViolation(
            "calendar_columns_missing",
            _("The table lacks the columns %(columns)s.") % {"columns": listed(missing)},
            field="days",
        )
    return [
        _read_day(dict(zip(headings, [*row, *[""] * len(headings)], strict=False)), number, rows[0])
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def _marked(row: dict[str, str], column: str) -> bool:
    yes, no = _MARKS[column]
    mark = match_key(row[column])
    if mark not in yes | no:
        raise ValueError(row[column])
    return mark in yes


def _read_day(row: dict[str, str], number: int, titles: list[str]) -> Day:
    if len(name := row["name"].strip()) > LONGEST_DAY_NAME:
        title = next(title for title in titles if _COLUMN_OF.get(match_key(title)) == "name")
        message = _("Row %(row)s, column %(column)s: a name may have %(limit)s characters, this one has %(length)s.")
        values = {"row": number, "column": title.strip(), "limit": LONGEST_DAY_NAME, "length": len(name)}
        raise RuleViolation("calendar_name_too_long", message % values, field="days")
    try:
        on = date(row["date"])
        if on is None:
            raise ValueError(row["date"])
        return Day(
            on,
            is_off=_marked(row, "is_off"),
            is_statutory=_marked(row, "is_statutory"),
            is_makeup=_marked(row, "is_makeup"),
            name=name,
        )
    except ValueError as fault:
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
