"""Returning a file with its faults: a column of remarks beside the table."""

import io
from collections.abc import Iterable
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from governance.spreadsheets.cells import source_text
from governance.spreadsheets.grid import Grid, Raw, column_letter, stack
from governance.spreadsheets.header import REMARKS
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import DEFAULT_LIMITS
from governance.spreadsheets.refusals import too_large
from governance.spreadsheets.table import Remark, Sheet
from governance.spreadsheets.workbook import open_book
from governance.spreadsheets.writing import BODY, LONGEST_CELL, set_text
from governance.text import length, shortened

_MARKED = PatternFill("solid", fgColor="FDE3E1")
_RED = Font(name=BODY.name, size=BODY.size, color="B3261E")
_STRUCK = Font(name=BODY.name, size=BODY.size, strike=True)
_UNSEEN = ";;;"
_TOP = Alignment(wrap_text=True, vertical="top")
_MOST_COLUMNS = 16_000
_WIDTH, _NARROW = 60, 16


def with_remarks(
    file: BinaryIO, filename: str, *, sheet: Sheet, remarks: Iterable[Remark], limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """The cells of the sheet as xlsx, with the remarks of each row under 错误说明 and faulty cells shaded.

    Rows keep their numbers; the column is ignored when the file is read again. The file is written anew from what was
    read and never opened a second time: only the parser's process opens uploaded files.
    """
    file.seek(0)
    data = file.read(limits.file_bytes + 1)
    book = open_book(data, filename, limits, sheet.encoding or None, sheet.delimiter or None)
    grid = book.complete(next(iter(book.grids(sheet.name))))
    if sheet.stacked:  # one below the other, as they were read
        grid = stack([next(iter(book.grids(name))) for name in sheet.stacked])
    width = max((len(row) for row in grid.rows), default=0)
    if width > _MOST_COLUMNS:
        raise too_large(filename, column_letter(width - 1))
    shown = grid.details.shown
    messages, marked = _by_row(remarks, sheet.header_row)
    workbook = Workbook(write_only=True)
    made = workbook.create_sheet("Sheet1" if sheet.kind == "csv" else sheet.name[:31])
    for index in range(1, width + 1):
        made.column_dimensions[get_column_letter(index)].width = _NARROW
    made.column_dimensions[get_column_letter(width + 1)].width = _WIDTH

    # These marks are kept, so that they are asked about again when the file is read; what was drawn becomes a comment.
    struck = {(row + 1, column_letter(at)) for row, at in grid.details.struck}
    unseen = {(row + 1, column_letter(at)) for row, at in grid.details.unseen}
    comments = {(row + 1, column_letter(at)): [text] for (row, at), text in grid.details.comments.items()}
    for remark in sheet.confirmations:
        if remark.code in ("drawing", "rule") and remark.row:
            comments.setdefault((remark.row, remark.column), []).append(remark.message)

    def cell(value: Raw, at: tuple[int, str]) -> WriteOnlyCell:
        written = WriteOnlyCell(made, value=None)
        if isinstance(value, int | float):
            written.value = value
        else:
            set_text(written, source_text(value))
        if at in marked:
            written.fill = _MARKED
        written.alignment = _TOP
        if at in struck:
            written.font = _STRUCK
        if at in unseen:
            written.number_format = _UNSEEN
        if at in comments:
            written.comment = Comment("\n".join(comments[at]), "")
        return written

    for number, row in enumerate(grid.rows, start=1):
        if too_long := [at for at, value in enumerate(row) if isinstance(value, str) and length(value) > LONGEST_CELL]:
            raise too_large(filename, f"{column_letter(too_long[0])}{number}")
        cells = [
            cell(shown.get((number - 1, index), value), at)
            if (at := (number, column_letter(index))) in comments or value != ""
            else None
            for index, value in enumerate(row)
        ]
        if number in messages or number == sheet.header_row:
            head = [REMARKS] if number == sheet.header_row else []
            words = "\n".join([*head, *messages.get(number, ())])
            longest = LONGEST_CELL if length(words) == len(words) else LONGEST_CELL // 2
            note = cell(shortened(words, longest), (number, ""))
            note.font = _RED
            cells = [*cells, *[None] * (width - len(cells)), note]
        made.append(cells)
    _keep_merges(made, grid)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _by_row(remarks: Iterable[Remark], header_row: int) -> tuple[dict[int, list[str]], set[tuple[int, str]]]:
    """The remarks of each row (the header's row for those of the whole table), and the cells they are about."""
    messages: dict[int, list[str]] = {}
    marked = set()
    for remark in remarks:
        row = remark.row or header_row
        place = _("Column %(column)s: ") % {"column": remark.column} if remark.column else ""
        messages.setdefault(row, []).append(f"{place}{remark.message}")
        if remark.column:
            marked.add((row, remark.column))
    return messages, marked


def _keep_merges(made, grid: Grid) -> None:
    for merge in grid.details.merges:
        first, last = f"{column_letter(merge.left)}{merge.top + 1}", f"{column_letter(merge.right)}{merge.bottom + 1}"
        made.merged_cells.ranges.add(f"{first}:{last}")
