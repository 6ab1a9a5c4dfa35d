"""Giving a file back with what is wrong in it: a column of remarks beside the table."""

import io
from collections.abc import Iterable
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from governance.spreadsheets.cells import source_text
from governance.spreadsheets.grid import Grid, Raw
from governance.spreadsheets.header import REMARKS
from governance.spreadsheets.reading import DEFAULT_LIMITS
from governance.spreadsheets.refusals import too_large
from governance.spreadsheets.table import Limits, Remark, Sheet
from governance.spreadsheets.text import column_letter
from governance.spreadsheets.workbook import open_book
from governance.spreadsheets.writing import BODY, LONGEST_CELL, set_text

_MARKED = PatternFill("solid", fgColor="FDE3E1")
_RED = Font(name=BODY.name, size=BODY.size, color="B3261E")
_TOP = Alignment(wrap_text=True, vertical="top")
_MOST_COLUMNS = 16_000
_WIDTH, _NARROW = 60, 16


def with_remarks(
    file: BinaryIO, filename: str, *, sheet: Sheet, remarks: Iterable[Remark], limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """The cells of the sheet as xlsx, each row with what there is to say about it under 错误说明, faulty cells shaded.

    The rows stay where they were, and when the file is read again the column is passed over. Written anew from what
    was read, never by opening the file a second time: only the parser, in a process of its own, takes files apart.
    """
    file.seek(0)
    data = file.read(limits.file_bytes + 1)
    book = open_book(data, filename, limits, sheet.encoding or None, sheet.delimiter or None)
    grid = next(iter(book.grids(sheet.name)))
    width = max((len(row) for row in grid.rows), default=0)
    if width > _MOST_COLUMNS:
        raise too_large(filename, column_letter(width - 1))
    said, marked = _by_row(remarks, sheet.header_row)
    workbook = Workbook(write_only=True)
    made = workbook.create_sheet("Sheet1" if sheet.kind == "csv" else sheet.name[:31])
    for index in range(1, width + 1):
        made.column_dimensions[get_column_letter(index)].width = _NARROW
    made.column_dimensions[get_column_letter(width + 1)].width = _WIDTH

    def cell(value: Raw, at: tuple[int, str]) -> WriteOnlyCell:
        written = WriteOnlyCell(made, value=None)
        if isinstance(value, int | float):
            written.value = value
        else:
            set_text(written, source_text(value))
        if at in marked:
            written.fill = _MARKED
        written.alignment = _TOP
        return written

    for number, row in enumerate(grid.rows, start=1):
        if too_long := [at for at, value in enumerate(row) if isinstance(value, str) and len(value) > LONGEST_CELL]:
            raise too_large(filename, f"{column_letter(too_long[0])}{number}")
        cells = [
            cell(value, (number, column_letter(index))) if value != "" else None for index, value in enumerate(row)
        ]
        if number in said or number == sheet.header_row:
            head = [REMARKS] if number == sheet.header_row else []
            note = cell("\n".join([*head, *said.get(number, ())])[:LONGEST_CELL], (number, ""))
            note.font = _RED
            cells = [*cells, *[None] * (width - len(cells)), note]
        made.append(cells)
    _keep_merges(made, grid)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _by_row(remarks: Iterable[Remark], header_row: int) -> tuple[dict[int, list[str]], set[tuple[int, str]]]:
    """What is said in each row, in the header's for the table as a whole; and the cells it is about."""
    said: dict[int, list[str]] = {}
    marked = set()
    for remark in remarks:
        row = remark.row or header_row
        place = _("Column %(column)s: ") % {"column": remark.column} if remark.column else ""
        said.setdefault(row, []).append(f"{place}{remark.message}")
        if remark.column:
            marked.add((row, remark.column))
    return said, marked


def _keep_merges(made, grid: Grid) -> None:
    for merge in grid.about.merges:
        first, last = f"{column_letter(merge.left)}{merge.top + 1}", f"{column_letter(merge.right)}{merge.bottom + 1}"
        made.merged_cells.ranges.add(f"{first}:{last}")
