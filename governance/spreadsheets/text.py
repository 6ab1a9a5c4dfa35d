"""Characters: what is stored, what is compared, and the numbers and dates people write."""

import datetime
import functools
import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_SPACES = dict.fromkeys([0x00A0, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)], " ")
_FULL_WIDTH = {
    full: full - 0xFEE0
    for start, end in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for full in range(start, end + 1)
}
_CONTROL = {code: None for code in (*range(0x20), 0x7F) if code not in (0x09, 0x0A)}
_REPAIRS = {"full_width": _FULL_WIDTH, "invisible": _INVISIBLE | _CONTROL, "spaces": _SPACES}
# Most texts have nothing to repair, which one search finds out quicker than three translations.
_ODD = re.compile("[" + "".join(re.escape(chr(code)) for table in _REPAIRS.values() for code in table) + "]")

_DIGITS = {
    digit: value
    for value, digits in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for digit in digits
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
CHINESE_NUMERAL = f"[{''.join((*_DIGITS, *_UNITS))}]+"


def clean(source: str) -> tuple[str, frozenset[str]]:
    """The text to store, and what had to be changed for it: any of full_width, invisible, spaces.

    Digits and letters become ordinary ones, invisible characters go, odd spaces and line ends become ordinary ones,
    and the ends are trimmed. Punctuation stays as it was written: it belongs to the legal text.
    """
    if source.isascii() and source == source.strip() and source.isprintable():
        return source, frozenset()
    changes = set()
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    for change, table in _REPAIRS.items() if _ODD.search(text) else ():
        changed = text.translate(table)
        if changed != text:
            changes.add(change)
            text = changed
    if text != text.strip():
        changes.add("spaces")
        text = text.strip()
    return text, frozenset(changes)


@functools.lru_cache(maxsize=10_000)  # the bodies of a list are named in every row, and each name is tried often
def match_key(text: str) -> str:
    """The form in which two spellings of one name are equal: NFKC, no spaces, no invisible characters, lower case."""
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return "".join(text.split()).casefold()


def chinese_numeral(text: str) -> int | None:
    """The number that a Chinese numeral says (一百六十三 is 163, 二〇二六 is 2026); None if it is not one."""
    text = match_key(text)
    if not text:
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
    """The number in a numbering cell: 1, １, 1., （一）, 第3项. None for what is no single number, such as 1-1."""
    key = match_key(text)
    key = re.sub(r"^第(.+?)[项条号]?$", r"\1", key)
    key = re.sub(r"^[(\[]?(.+?)[)\]]?[.、,]?$", r"\1", key)
    if re.fullmatch(r"\d{1,9}(\.0+)?", key):
        return int(float(key))
    return chinese_numeral(key)


_DATE = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?(?:[t ]?0{1,2}:00(?::00)?)?")


def date(text: str) -> datetime.date | None:
    """The day written as 2026-09-01, 2026.9.1, 2026/9/1, 2026年9月1日 or 20260901; None for anything vaguer."""
    key = match_key(text)
    match = _DATE.fullmatch(key) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", key)
    if match is None:
        return None
    try:
        return datetime.date(*map(int, match.groups()))
    except ValueError:
        return None


def column_letter(index: int) -> str:
    """The name of the column at a zero-based index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
