"""Writing a table as xlsx that opens in Excel and WPS and is read back as the same rows."""

import datetime
import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from governance.spreadsheets.table import Column
from governance.text import length

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A Chinese font by name, or Excel falls back to one that lacks half the characters.
FONT = "宋体"
BODY = Font(name=FONT, size=11)
_BOLD = Font(name=FONT, size=11, bold=True)
_TITLE = Font(name=FONT, size=16, bold=True)
_SHADE = PatternFill("solid", fgColor="E7EEF7")
_LINE = Side(style="thin", color="999999")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")

# A spreadsheet program might read these as a formula when the cell is edited or the sheet is saved as csv.
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
LONGEST_CELL = 32_767  # as `governance.text.length` counts


def write(
    columns: Iterable[Column],
    rows: Iterable[Mapping[str, object]],
    *,
    title: str = "",
    notes: Iterable[str] = (),
    sheet_name: str = "Sheet1",
    keyed: bool = False,
) -> bytes:
    """An xlsx file with a title above and notes below the table; the header is frozen and repeated in print.

    Values are taken by column key; missing ones stay blank. Numbers and dates are typed in number, ordinal and date
    columns; all other values are texts, never formulas. A text longer than Excel's 32,767 characters stands whole on a
    sheet of its own, to which its cell leads. `keyed` also writes the columns' keys (`key_heading`) into a hidden
    second header row, by which a column is found even if its heading was changed.
    """
    columns = list(columns)
    long = _LongTexts()
    header_row = (2 if title else 1) + keyed
    # All values are read before writing begins: openpyxl cannot abandon a sheet half-way.
    values = [
        [
            long.fit(_value(row.get(column.key), column), f"{get_column_letter(at)}{number}")
            for at, column in enumerate(columns, start=1)
        ]
        for number, row in enumerate(rows, start=header_row + 1)
    ]
    below = header_row + len(values) + 1
    heading = long.fit(_text(title), "A1")
    endings = [long.fit(_text(note), f"A{number}") for number, note in enumerate(notes, start=below)]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(re.sub(r"[\[\]:*?/\\]", "_", sheet_name)[:31])
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.column_dimensions[get_column_letter(index)].hidden = column.hidden
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row - keyed}:{header_row - keyed}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def cell(value: object, font: Font, alignment: Alignment, *, framed: bool = True) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=None)
        _set(made, value)
        made.font, made.alignment = font, alignment
        if framed:
            made.border = _BORDER
        return made

    if title:
        sheet.append([cell(heading, _TITLE, _CENTRED, framed=False)])
        if len(columns) > 1:
            sheet.merged_cells.ranges.add(f"A1:{get_column_letter(len(columns))}1")
    heads = [cell(None if column.hidden else column.title, _BOLD, _CENTRED) for column in columns]
    for head in heads:
        head.fill = _SHADE
    sheet.append(heads)
    if keyed:
        sheet.row_dimensions[header_row].hidden = True
        # The first column has no key, so that neither row alone counts as the whole header.
        keys = [None, *(key_heading(column.key) for column in columns[1:])]
        sheet.append([cell(key, BODY, _CENTRED) for key in keys])
    for row in values:
        sheet.append([cell(value, BODY, _WRAPPED) for value in row])
    for note in endings:
        sheet.append([cell(note, BODY, Alignment(vertical="top"), framed=False)])
    long.write(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


class _LongTexts:
    """Texts of which no cell holds all: whole, in pieces side by side, on a sheet after the table."""

    def __init__(self) -> None:
        self.sheet = _("Long texts")
        self.texts: list[tuple[str, str]] = []

    def fit(self, value: Any, place: str) -> Any:
        """What goes into the cell: the value, or its beginning with where the rest is."""
        if not isinstance(value, str) or length(value) <= LONGEST_CELL:
            return value
        self.texts.append((place, value))
        note = _("… (the whole text stands on the sheet “%(sheet)s”, row %(row)s)")
        note %= {"sheet": self.sheet, "row": len(self.texts) + 1}
        return f"{_pieces(value, LONGEST_CELL - length(note))[0]}{note}"

    def write(self, workbook: Workbook) -> None:
        if not self.texts:
            return
        sheet = workbook.create_sheet(self.sheet)
        lines = [(_("Cell"), _("Whole text")), *((place, *_pieces(text, LONGEST_CELL)) for place, text in self.texts)]
        for line in lines:
            cells = [WriteOnlyCell(sheet) for _cell in line]
            for cell, text in zip(cells, line, strict=True):
                set_text(cell, text)
            sheet.append(cells)


def _pieces(text: str, longest: int) -> list[str]:
    """The text in pieces of at most so many characters, as `length` counts; no character is halved."""
    pieces, units = [], text.encode("utf-16-le")
    while units:
        piece = units[: 2 * longest].decode("utf-16-le", "ignore")
        pieces.append(piece)
        units = units[len(piece.encode("utf-16-le")) :]
    return pieces


def key_heading(key: str) -> str:
    """The heading that identifies a column in a keyed file; one of its synonyms when the file is read."""
    return f"#{key}"


def _value(value: object, column: Column) -> object:
    """Numbers and dates stay typed only in columns that are read back as such; a code with leading zeros is a text."""
    if value is None or value == "":
        return None
    if column.kind in ("number", "ordinal") and isinstance(value, int | float | Decimal):
        return value
    if column.kind == "date" and isinstance(value, datetime.date):
        return value
    return _text(str(value))


def _text(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _set(cell: WriteOnlyCell, value: object) -> None:
    cell.value = value
    if isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        set_text(cell, value)


def set_text(cell: WriteOnlyCell, text: str) -> None:
    """Write a text, whatever it looks like."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # openpyxl makes a formula of whatever begins with =
    cell.number_format = "@"
    if _FORMULA.match(text):
        cell.quotePrefix = True  # and so it stays a text when somebody edits the cell
