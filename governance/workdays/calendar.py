"""Which days are working days: year tables and the calendar made of them."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
SATURDAY = 5

# 全国年节及纪念日放假办法 (2024), article 2: the days that are off in every year without anybody announcing them.
# The lunar festivals (春节, 端午, 中秋) are unknown until somebody enters them.
FIXED_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}


LONGEST_DAY_NAME = 40  # characters, at every door


@dataclass(frozen=True, slots=True)
class Day:
    """One line of a year table: a day that is not what its weekday says, or that the law names.

    `is_off` 放假, `is_statutory` 法定节假日 (a subset of the days off), `is_makeup` 调休上班.
    """

    on: date
    is_off: bool = False
    is_statutory: bool = False
    is_makeup: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        if self.is_off == self.is_makeup:
            raise ValueError(f"{self.on}: a listed day is either off or a make-up working day")
        if self.is_statutory and not self.is_off:
            raise ValueError(f"{self.on}: a statutory holiday is a day off")
        if self.is_makeup and self.on.weekday() < SATURDAY:
            raise ValueError(f"{self.on}: only a Saturday or Sunday can be a make-up working day")


def may_arrange(year: int, on: date) -> bool:
    """Whether a year's notice may arrange the day: of its own year, or of the December before, for New Year's Day."""
    return on.year == year or (on.year == year - 1 and on.month == 12)


@dataclass(frozen=True, slots=True)
class YearTable:
    """The announced arrangement of one year (节假日安排), or, if not `official`, days somebody entered in advance.

    It may arrange days of the December before, and then counts for them rather than that year's own. `edition` tells
    it from other tables of its year and enters the calendar's version; `source` names its document.
    """

    year: int
    edition: str
    days: tuple[Day, ...]
    source: str = ""
    official: bool = True

    def __post_init__(self) -> None:
        seen = set()
        for day in self.days:
            if not may_arrange(self.year, day.on):
                raise ValueError(f"{day.on} does not belong to {self.year}")
            if day.on in seen:
                raise ValueError(f"{day.on} is listed twice")
            seen.add(day.on)


class Calendar:
    """工作日历: answers for every day of every year, and says which years are only provisional (暂定).

    A year without an official table knows its fixed statutory holidays and the days of an unofficial table, and has no
    make-up days. No question about any year raises.
    """

    def __init__(self, tables: Iterable[YearTable] = ()) -> None:
        self._tables: dict[int, YearTable] = {}
        self._days: dict[date, Day] = {}
        for table in sorted(tables, key=lambda table: table.year):
            if table.year in self._tables:
                raise ValueError(f"two tables for {table.year}")
            self._tables[table.year] = table
            self._days.update((day.on, day) for day in table.days)
        self.version = _version(self._tables.values())

    def __repr__(self) -> str:
        return f"<Calendar {self.version}>"

    @property
    def official_years(self) -> list[int]:
        return [table.year for table in self._tables.values() if table.official]

    def is_provisional(self, year: int) -> bool:
        """Whether the year has no official table, so that its days may still change."""
        table = self._tables.get(year)
        return table is None or not table.official

    def source(self, year: int) -> str:
        """The document behind a year's table; empty for a year without one."""
        table = self._tables.get(year)
        return table.source if table else ""

    def day(self, on: date) -> Day | None:
        """What is announced or fixed by law for the day; None for an ordinary weekday or weekend."""
        day = self._days.get(on)
        if day is None and self.is_provisional(on.year):
            return _fixed_days(on.year).get(on)
        return day

    def is_working_day(self, on: date) -> bool:
        """工作日: a weekday not announced as off, or an announced make-up working day."""
        day = self.day(on)
        return day.is_makeup if day else on.weekday() < SATURDAY

    def is_statutory_holiday(self, on: date) -> bool:
        """法定节假日, on which measures are not enforced (行政强制法 43); a bridged or weekend day off is not one."""
        day = self.day(on)
        return day is not None and day.is_statutory

    def next_working_day(self, on: date) -> date:
        """The day itself if it is a working day, else the first one after it."""
        while not self.is_working_day(on):
            on += ONE_DAY
        return on

    def last_working_day(self, on: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        while not self.is_working_day(on):
            on -= ONE_DAY
        return on

    def add_working_days(self, start: date, number: int) -> date:
        """The working day `number` after the start, or before it if negative; the start itself is not counted."""
        step = ONE_DAY if number >= 0 else -ONE_DAY
        remaining = abs(number)
        on = start
        while remaining:
            on += step
            remaining -= self.is_working_day(on)
        return on

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """The working days from first to last, both inclusive."""
        return (day for day in days(first, last) if self.is_working_day(day))


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both inclusive."""
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


@cache
def _fixed_days(year: int) -> dict[date, Day]:
    names = {date(year, month, day): name for (month, day), name in FIXED_HOLIDAYS.items()}
    names[_qingming(year)] = "清明节"
    return {on: Day(on, is_off=True, is_statutory=True, name=name) for on, name in names.items()}


def _qingming(year: int) -> date:
    """清明 is a solar term, known in advance: the common formula of the 21st century, exact from 2001 to 2099."""
    of_century = year % 100
    return date(year, 4, int(of_century * 0.2422 + 4.81) - of_century // 4)


def _version(tables: Iterable[YearTable]) -> str:
    """Names every table in use, runs of years of one edition together: `2004-2025=chinesecalendar 1.11.0, 2026=1`."""
    parts = []
    # Subtracting the position keeps only unbroken runs of years together.
    numbered = enumerate(tables)
    for _key, run in itertools.groupby(numbered, key=lambda pair: (pair[1].edition, pair[1].year - pair[0])):
        members = [table for _position, table in run]
        first, last = members[0], members[-1]
        years = str(first.year) if first is last else f"{first.year}-{last.year}"
        parts.append(f"{years}={first.edition}")
    return ", ".join(parts)
