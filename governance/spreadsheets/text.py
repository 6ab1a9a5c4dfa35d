"""The numbers and dates people write."""

import datetime
import re

from governance.text import match_key

_DIGITS = {
    digit: value
    for value, digits in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for digit in digits
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
_LONGEST_NUMERAL = 20
CHINESE_NUMERAL = f"[{''.join((*_DIGITS, *_UNITS))}]{{1,{_LONGEST_NUMERAL}}}"


def chinese_numeral(text: str) -> int | None:
    """The value of a Chinese numeral (一百六十三 is 163, 二〇二六 is 2026); None for other texts."""
    text = match_key(text)
    if not text or len(text) > _LONGEST_NUMERAL:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = group = 0
    digit: int | None = None
    smallest = 10_000
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _UNITS:
            unit = _UNITS[character]
            # 十 alone stands for 一十; every other unit needs its digit, and units only get smaller.
            if unit >= smallest or not (digit or unit == 10):
                return None
            group += (digit or 1) * unit
            digit, smallest = None, unit
        elif character in _GROUPS:
            total = (total + group + (digit or 0)) * _GROUPS[character]
            group, digit, smallest = 0, None, 10_000
        else:
            return None
    return total + group + (digit or 0)


def ordinal(text: str) -> int | None:
    """The number in a numbering cell: 1, １, 1., （一）, 第3项. None if it is not a single number, such as 1-1."""
    key = match_key(text)
    key = re.sub(r"^第(.+?)[项条号]?$", r"\1", key)
    key = re.sub(r"^[(\[]?(.+?)[)\]]?[.、,]?$", r"\1", key)
    if re.fullmatch(r"\d{1,9}(\.0+)?", key):
        return int(float(key))
    return chinese_numeral(key)


# Marks for yes and no, as people write and choose them.
YES, NO = ("是", "√", "✓", "✔", "☑"), ("否", "×", "✕", "✗", "✘", "☒")


_DATE = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?(?:[t ]?0{1,2}:00(?::00)?)?")


def date(text: str) -> datetime.date | None:
    """The date written as 2026-09-01, 2026.9.1, 2026/9/1, 2026年9月1日 or 20260901; None for incomplete dates."""
    key = match_key(text)
    match = _DATE.fullmatch(key) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", key)
    if match is None:
        return None
    try:
        return datetime.date(*map(int, match.groups()))
    except ValueError:
        return None
