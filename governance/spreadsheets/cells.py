"""From a raw value to a cell: its source, the text to store, the typed value, and what had to be said about it."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from governance.spreadsheets.grid import Raw
from governance.spreadsheets.rows import decimal
from governance.spreadsheets.table import Cell, Column, Fault, Repair, Sheet, Value
from governance.spreadsheets.text import clean, column_letter, date, ordinal

# A double holds 15 digits; an identity number typed as a number has already lost its last ones.
_EXACT = 10**15
_SERIAL_DAY_ZERO = datetime.date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119


def source_text(raw: Raw) -> str:
    """What a person sees in the cell."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else format(raw, ".15g")
    if isinstance(raw, datetime.datetime):
        return raw.date().isoformat() if raw.time() == datetime.time() else raw.isoformat(" ")
    return str(raw)


def make_cell(raw: Raw, row: int, index: int) -> tuple[Cell, frozenset[str]]:
    """The cell at a zero-based place, with what was changed in its text."""
    source = source_text(raw)
    text, changes = clean(source)
    return Cell(row + 1, column_letter(index), source, text, text), changes


_CHANGES = {
    "full_width": lambda: _("Full-width digits or letters were made ordinary."),
    "invisible": lambda: _("Invisible characters were removed."),
    "spaces": lambda: _("Spaces were trimmed or made ordinary."),
}


def report_changes(sheet: Sheet, cell: Cell, changes: frozenset[str]) -> None:
    for change in sorted(changes):
        sheet.repairs.append(Repair(change, _CHANGES[change](), cell.row, cell.column, cell.source))


def set_value(sheet: Sheet, cell: Cell, column: Column, raw: Raw) -> None:
    """Give the cell its typed value, and say what was wrong with it."""
    if not cell.text:
        cell.value = None
    elif isinstance(raw, float) and abs(raw) >= _EXACT:
        message = _(
            "This number is too long for the spreadsheet program, which has lost its last digits. Enter it as text."
        )
        sheet.faults.append(Fault("digits_lost", message, cell.row, cell.column, cell.text))
    elif column.kind == "ordinal":
        cell.value = ordinal(cell.text)
    elif column.kind == "number":
        cell.value = _number(sheet, cell, raw)
    elif column.kind == "date":
        cell.value = _date(sheet, cell, raw)


def _number(sheet: Sheet, cell: Cell, raw: Raw) -> Value:
    number = decimal(cell.text)
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
    """The number a cell shows, whatever its column's kind; for check sums."""
    return decimal(cell.text)
