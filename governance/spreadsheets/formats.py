"""Number formats: what people see in a cell that holds a number, and which numbers are dates."""

import datetime
import functools
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from governance.spreadsheets.grid import EXACT_DIGITS, Grid
from governance.spreadsheets.limits import Budget

# The formats that a file names by number only (ECMA-376, 18.8.30); 27 to 36 and 50 to 58 as Chinese programs show them.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 34: "上午/下午h时mm分", 35: "上午/下午h时mm分ss秒", 36: "yyyy年m月",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "上午/下午h时mm分",
    56: "上午/下午h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip

_DAY_ZERO = datetime.datetime(1899, 12, 30)
# What stands for itself: a text in quotation marks or behind \, the currency in brackets; and what shows nothing: a
# colour, a space as wide as a character, spaces that fill the column.
_LITERAL = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[0-9A-F]{1,4})?\]|_.|\* '
    r"|\[(?:black|blue|cyan|green|magenta|red|white|yellow|[黑蓝青绿红白黄]色?|洋红色?|(?:color|颜色) ?\d{1,2})\]",
    re.IGNORECASE,
)
_MARK = "\0"  # of a literal, in a code without them
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_HOURS = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)  # that have passed
# One number, with leading zeros or in groups of three, among marks that need no quotation marks.
_AROUND = r"(?:[\0 $()+:-]|[^\W\d_a-zA-Z]|[^\x00-\x7f\w])*"
_SECTION = re.compile(rf"({_AROUND})(#,##0|#*0+)(?:\.(0*#*))?({_AROUND}%?{_AROUND})")
_MOST_SECTIONS = 4
_LONGEST = 255  # characters
_SHORT_YEARS = range(1930, 2030)  # of which a program takes two digits
_MOST_DAYS = 2_958_465  # 9999-12-31


def usable(code: str) -> str:
    """The format code; empty for the general format, and for codes longer than programs allow."""
    return "" if code.casefold() == "general" or len(code) > _LONGEST else code


@functools.lru_cache(maxsize=1_000)
def _sections(code: str) -> tuple[tuple[str, list[str]], ...]:
    """What a format says of positive numbers, negative ones, zero and texts: each with marks for its literals, and the
    words of these. Of `0;@` the last is about texts."""
    words = iter([next(filter(None, found.groups()), "") for found in _LITERAL.finditer(code.replace(_MARK, ""))])
    plain = _LITERAL.sub(_MARK, code.replace(_MARK, "")).split(";")
    if "@" in plain[-1] and len(plain) < _MOST_SECTIONS:
        plain.pop()
    return tuple((section, [next(words) for _mark in range(section.count(_MARK))]) for section in plain)


def _section(number: float, code: str) -> int:
    """Which section a number is shown by."""
    count = len(_sections(code))
    if number < 0 and count > 1:
        return 1
    return 2 if number == 0 and count > 2 else 0


@functools.lru_cache(maxsize=1_000)
def _moment(code: str) -> str:
    """The letters of a format that shows days or times; empty for one that shows numbers, or anything on a
    condition."""
    sections = _sections(code)
    plain = sections[0][0].replace(_MARK, "").lower() if sections else ""
    bare = _IN_BRACKETS.sub("", plain)
    if re.search(r"\[[<>=]", code) or re.search("[0#?]", re.sub(r"s[.]0+", "s", bare)):
        return ""
    return bare + ("h" if _HOURS.search(plain) else "")


def is_date(code: str) -> bool:
    """Whether numbers in this format are shown as days, and not only as times."""
    bare = _moment(code)
    return "y" in bare or "d" in bare or "aaa" in bare or ("m" in bare and not re.search("[hs]", bare))


def is_moment(code: str) -> bool:
    """Whether numbers in this format are shown as days, times or hours that have passed."""
    return is_date(code) or re.search("[hs]", _moment(code)) is not None


def misread(code: str) -> bool:
    """Whether the parser may take a number in this format for a day, because of a letter that is none of a date."""
    return not is_moment(code) and re.search("[ymdhsag]", code, re.IGNORECASE) is not None


def _is_blank(plain: str, words: list[str]) -> bool:
    return not re.sub(r"[\0\s]", "", plain) and not "".join(words).strip()


def may_hide(code: str) -> bool:
    """Whether some values are not shown in this format."""
    return any(_is_blank(*section) for section in _sections(code))


def hides(value: object, code: str) -> bool:
    """Whether a cell with this value shows nothing: every one with ;;; and a zero with 0;-0;;@."""
    sections = _sections(code)
    at = 3 if isinstance(value, str) else _section(value, code) if isinstance(value, int | float) else 0
    return at < len(sections) and _is_blank(*sections[at])


def day_of(number: float) -> datetime.datetime | None:
    """The date and time of a spreadsheet's serial number."""
    if not 1 <= number < _MOST_DAYS:
        return None
    return _DAY_ZERO + datetime.timedelta(seconds=round(number * 86_400))


def typed_as(moment: datetime.datetime | datetime.date, code: str) -> str:
    """What was probably typed before a program turned it into a date: 1-1 for January 1st, 13-1 for 2013年1月. Empty if
    no number was."""
    bare = _moment(code)
    if code and "d" not in bare:
        year = moment.year % 100 if moment.year in _SHORT_YEARS else moment.year
        return f"{year}-{moment.month}" if "y" in bare and "m" in bare else ""
    # A displayed year must be one that a program adds by itself: this year or, in an older file, the last one.
    # 1-2-3 is 2001-02-03.
    if (not code or "y" in bare) and datetime.date.today().year - moment.year not in (0, 1):
        return ""
    return f"{moment.month}-{moment.day}"


def shown(number: float, code: str) -> str | None:
    """The number as the format shows it: 80%, 0001234, 1,200; None for a format that is not wholly understood, since
    the digits that people read must be those of the number."""
    sections = _sections(code)
    at = _section(number, code)
    if not sections or len(sections) > _MOST_SECTIONS or any("[" in plain for plain, _words in sections):
        return None
    plain, words = sections[at]
    match = _SECTION.fullmatch(plain)
    if match is None:
        return None
    before, whole, decimals, behind = match[1], match[2], match[3] or "", match[4]
    marked = before.count(_MARK)
    before, behind = _with_words(before, words[:marked]), _with_words(behind, words[marked:])
    value = Decimal(format(number, f".{EXACT_DIGITS}g")) * (100 if "%" in match[4] else 1)
    if at == 1:
        value = abs(value)
        if not re.search("[-−(（负]", before):
            return None  # nothing shows that the number is negative, such as red alone
    try:
        value = value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than anybody reads
        return None
    if number < 0 and not value:
        return None  # programs differ over a negative zero
    digits, dot, rest = (f"{abs(value):,f}" if "," in whole else f"{abs(value):f}").partition(".")
    digits = digits if "," in whole else digits.zfill(whole.count("0"))
    optional = len(decimals) - decimals.count("0")
    rest = rest[: len(rest) - optional] + rest[len(rest) - optional :].rstrip("0")
    # What stands around the digits: 5"个工作日", ¥, %.
    frame = f"{before}{digits}{dot if rest else ''}{rest}{behind}"
    return f"-{frame}" if value < 0 else frame


def _with_words(plain: str, words: list[str]) -> str:
    following = iter(words)
    return re.sub(_MARK, lambda _mark: next(following), plain)


def apply_formats(grid: Grid, budget: Budget) -> None:
    """Put in the errors that the parser leaves out and the values that it returns otherwise, turn numbers that are
    shown as days into dates, and store how other numbers are shown and which values nobody sees."""
    details = grid.details
    for (row, column), error in details.errors.items():
        if row < len(grid.rows) and column < len(grid.rows[row]):
            grid.rows[row][column] = error
    for (row, column), digits in details.digits.items():
        details.shown[row, column] = digits.upper()
    for (row, column), meant in details.values.items():
        if row < len(grid.rows) and column < len(grid.rows[row]):
            grid.rows[row][column] = meant
    formats, details.formats, details.values = details.formats, {}, {}
    for (row, column), code in formats.items():
        if row >= len(grid.rows) or column >= len(grid.rows[row]):
            continue
        value = grid.rows[row][column]
        if value != "" and hides(value, code):
            details.unseen.add((row, column))
        if is_moment(code):
            details.formats[row, column] = code
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if is_date(code):
            grid.rows[row][column] = day_of(value) or value
        elif (row, column) not in details.digits and (text := shown(value, code)) is not None:
            budget.add_characters(len(text))
            details.shown[row, column] = text
