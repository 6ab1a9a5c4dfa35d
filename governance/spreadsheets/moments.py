"""Dates and times as programs display them; in a column of numbers or codes nobody means them."""

import datetime
import re
from dataclasses import dataclass

from governance.spreadsheets.text import CHINESE_NUMERAL, chinese_numeral, date
from governance.text import match_key

_NUMBER = rf"\d{{1,2}}|{CHINESE_NUMERAL}"
_TIME = r"(?:上午|下午)?\d{1,4}(?::\d{2}){1,2}(?:am|pm)?|(?:上午|下午)?\d{1,2}时(?:\d{1,2}分(?:\d{1,2}秒)?)?"
# 1月2日, 一月二日, 2026年1月, 2026年1月2日, each also with a time.
_CHINESE = re.compile(
    rf"(?:(?P<year>\d{{4}}|{CHINESE_NUMERAL})年)?(?P<month>{_NUMBER})月(?:(?P<day>{_NUMBER})[日号])?(?P<time>{_TIME})?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# 2-Jan, Jan-26, 2-Jan-26.
_ENGLISH = re.compile(rf"(?:(?P<day>\d{{1,2}})-)?(?P<month>{'|'.join(_MONTHS)})(?:-(?P<year>\d{{2}}))?")
_ONLY = re.compile(rf"{_TIME}|(?:星期|周)[一二三四五六日天]")


@dataclass(frozen=True)
class Moment:
    """The parts of a date that a text names; `time` if it also names a time. All parts are empty if no such date
    exists."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: bool = False


def read_moment(text: str) -> Moment | None:
    """Read 1月2日, 2026年1月, 2026/1/2, 2-Jan, 3:04 or 星期四; None for other texts. 1-2, 1/2 and 1号 are numbers."""
    if (written := date(text)) is not None:
        return Moment(written.year, written.month, written.day)
    key = "".join(match_key(text).split())
    if _ONLY.fullmatch(key):
        return Moment(time=True)
    if match := _CHINESE.fullmatch(key):
        year, month, day = (_number(match[name]) for name in ("year", "month", "day"))
        return _possible(Moment(year, month, day, time=match["time"] is not None))
    if (match := _ENGLISH.fullmatch(key)) and (match["day"] or match["year"]):
        month, year, day = _MONTHS.index(match["month"]) + 1, _number(match["year"]), _number(match["day"])
        if day is None and year is not None and year <= 12:  # Jan-05 is the fifth, as it was typed
            year, day = None, year
        return _possible(Moment(year and year + (1900 if year > 29 else 2000), month, day))
    return None


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else chinese_numeral(text)


def _possible(moment: Moment) -> Moment:
    try:
        datetime.date(moment.year or 2000, moment.month or 0, moment.day or 1)
    except ValueError:
        return Moment()
    return moment
