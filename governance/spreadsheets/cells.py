"""From a raw value to a cell: source, cleaned text, typed value, and the remarks about it."""

import datetime
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from governance.spreadsheets.formats import typed_as
from governance.spreadsheets.grid import EXACT_DIGITS, Grid, Raw, column_letter
from governance.spreadsheets.moments import Moment, read_moment
from governance.spreadsheets.row_patterns import decimal
from governance.spreadsheets.table import Cell, Column, Confirmation, Fault, Repair, Sheet, Value
from governance.spreadsheets.text import date, ordinal
from governance.text import clean, match_key

_EXACT = 10**EXACT_DIGITS
_SERIAL_DAY_ZERO = datetime.date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119


def source_text(raw: Raw) -> str:
    """What a person sees in the cell."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and abs(raw) >= _EXACT:
        return format(raw, f".{EXACT_DIGITS}G")  # written out, it would end in digits nobody entered
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else format(raw, ".15g")
    if isinstance(raw, datetime.datetime):
        return raw.date().isoformat() if raw.time() == datetime.time() else raw.isoformat(" ")
    return str(raw)


def make_cell(grid: Grid, row: int, index: int) -> tuple[Cell, frozenset[str]]:
    """The cell at a zero-based place as people see it, with what was changed in its text."""
    source = grid.details.shown.get((row, index)) or source_text(grid.rows[row][index])
    text, changes = clean(source)
    return Cell(row + 1, column_letter(index), source, text, text), changes


_CHANGES = {
    "line_ends": lambda: _("Unusual line breaks were replaced by ordinary ones."),
    "look_alikes": lambda: _("Look-alike characters, as in text copied from a PDF, were replaced."),
    "full_width": lambda: _("Full-width digits or letters were converted to half width."),
    "invisible": lambda: _("Invisible characters were removed."),
    "spaces": lambda: _("Spaces were trimmed or replaced by ordinary ones."),
}


def report_changes(sheet: Sheet, cell: Cell, changes: frozenset[str]) -> None:
    for change in sorted(changes):
        sheet.repairs.append(Repair(change, _CHANGES[change](), cell.row, cell.column, cell.source))


# 3.71302E+17 in a csv file, which holds what was displayed.
_SHORTENED = re.compile(r"-?\d(\.\d+)?E\+\d{2,3}", re.IGNORECASE)
# A long number in a csv file whose digits after the fifteenth are zeros: most likely a program put them there.
_ZEROED = re.compile(rf"[+-]?[1-9]\d{{{EXACT_DIGITS - 1}}}0+")
# Headings of unknown columns that hold codes, without what stands in brackets: 子项 and 条款项, but not 事项.
_CODES = re.compile(r"(号码?|[编代]?码|(?<!事)项|[条款目]|code|no\.?|id)[\d一二三四五六七八九十]*$")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_HEADING = 500


def holds_codes(heading: str) -> bool:
    """Whether a column with this heading holds numbers or codes: 编号, 事项编码（省级）, 条款项, 序号（原）.

    Of joined headings, each part counts: 编码/省级.
    """
    key = _IN_BRACKETS.sub("", match_key(heading[:_LONGEST_HEADING]))
    return any(_CODES.search(part.rstrip(":*")) for part in key.split("/"))


def lost_digits(cell: Cell, raw: Raw) -> str:
    """The message for a number of which the file no longer has every digit; empty if it has all."""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) >= _EXACT:
        return _(
            "This number is too long for the spreadsheet program, which has lost its last digits. Enter it as text."
        )
    if isinstance(raw, str) and _SHORTENED.fullmatch(cell.text):
        return _("This number was shortened by the spreadsheet program. Enter it as text, with all its digits.")
    return ""


def ask_about_zeros(sheet: Sheet, cell: Cell) -> None:
    """Ask about a number of a csv file that ends as one does whose last digits a program has replaced by zeros. Some
    codes really end so; a workbook tells which."""
    if sheet.kind == "csv" and _ZEROED.fullmatch(cell.text):
        message = _(
            "%(value)s may have lost its last digits: a spreadsheet program keeps %(digits)s and writes zeros for the "
            "others. Is it right?"
        )
        values = {"value": cell.text, "digits": EXACT_DIGITS}
        sheet.confirmations.append(Confirmation("digits_lost", message % values, cell.row, cell.column, cell.text))


def undo_date(sheet: Sheet, cell: Cell, raw: Raw, code: str) -> None:
    """Read a date in place of a number such as 1-1 as what was probably typed; a person must confirm it."""
    if isinstance(raw, datetime.date):
        typed = typed_as(raw, code)
    elif isinstance(raw, datetime.time | datetime.timedelta):
        typed = ""
    elif (moment := read_moment(cell.text)) is not None:
        typed = _typed(moment, cell.text)
    else:
        return
    if typed:
        message = _("%(date)s is a date, but a number belongs here. It was read as %(typed)s. Is that right?")
    else:
        message = _(
            "%(date)s is a date or a time, but a number belongs here. It was read as it stands. Check what was entered."
        )
    values = {"date": cell.text, "typed": typed}
    if typed:
        cell.source = cell.text = typed
    sheet.confirmations.append(Confirmation("date_for_number", message % values, cell.row, cell.column, cell.text))


def _typed(moment: Moment, text: str) -> str:
    """What was probably typed for a moment in a text; empty where no typed number becomes such a text."""
    year, month, day = moment.year, moment.month, moment.day
    if moment.time or month is None:
        return ""
    if year is None:
        return f"{month}-{day}" if day else ""
    if day is None:
        return typed_as(datetime.date(year, month, 1), "yyyy-m")
    return typed_as(datetime.date(year, month, day), "") if "/" in text else ""


def set_value(sheet: Sheet, cell: Cell, column: Column, raw: Raw) -> None:
    """Set the typed value of the cell; report what is wrong with it."""
    if not cell.filled:
        ask_about_zeros(sheet, cell)
    if not cell.text:
        cell.value = None
    elif message := lost_digits(cell, raw):
        sheet.faults.append(Fault("digits_lost", message, cell.row, cell.column, cell.text))
    elif column.kind == "ordinal":
        cell.value = ordinal(cell.text)
    elif column.kind == "number":
        cell.value = _number(sheet, cell, raw, column)
    elif column.kind == "date":
        cell.value = _date(sheet, cell, raw)


_UNIT = re.compile(r"[(（](\w{1,4})[)）]$")  # of a heading: 罚款上限（元）


def _number(sheet: Sheet, cell: Cell, raw: Raw, column: Column) -> Value:
    number = Decimal(repr(raw)) if isinstance(raw, int | float) else decimal(cell.text)
    if number is None and (unit := _UNIT.search(column.title)):
        number = decimal(cell.text.removesuffix(unit[1]))  # 5000元, where the heading says the same
    if number is None:
        message = _("%(value)s is not a number.") % {"value": cell.text}
        sheet.faults.append(Fault("not_a_number", message, cell.row, cell.column, cell.text))
        return None
    if isinstance(raw, str) and sheet.kind != "csv":
        message = _("A number stored as text was read as a number.")
        sheet.repairs.append(Repair("number_as_text", message, cell.row, cell.column, cell.source))
    return int(number) if number == number.to_integral_value() else number


def _date(sheet: Sheet, cell: Cell, raw: Raw) -> Value:
    if isinstance(raw, datetime.datetime):
        return raw.date()
    if isinstance(raw, datetime.date):
        return raw
    day = date(cell.text)
    number = decimal(cell.text)
    if day is None and number is not None and number == number.to_integral_value() and int(number) in _SERIALS:
        day = _SERIAL_DAY_ZERO + datetime.timedelta(days=int(number))
        message = _("%(value)s was read as the date %(date)s.") % {"value": cell.text, "date": day.isoformat()}
        sheet.repairs.append(Repair("date_serial", message, cell.row, cell.column, cell.source))
    if day is None:
        message = _("%(value)s is not a full date. Write it as 2026-09-01.") % {"value": cell.text}
        sheet.faults.append(Fault("not_a_date", message, cell.row, cell.column, cell.text))
    return day


def as_number(cell: Cell) -> Decimal | None:
    """The number in a cell, whatever the kind of its column; for check sums."""
    return decimal(cell.text)
