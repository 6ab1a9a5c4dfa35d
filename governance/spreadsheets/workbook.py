"""Opening a file by its content and returning its sheets as plain grids; a parser only reads what was counted."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import gettext as _

from governance import filetypes
from governance.filetypes import Kind
from governance.spreadsheets.grid import MAX_HEADER_ROWS, SEARCH_ROWS, Book, Grid, Raw, column_letter
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.parser import parse
from governance.spreadsheets.refusals import broken, is_other_table, password_protected, too_large, wrong_type
from governance.spreadsheets.table import UnreadableSpreadsheet

DELIMITERS = (",", "\t", ";")


def open_book(
    data: bytes, filename: str, limits: Limits, encoding: str | None = None, delimiter: str | None = None
) -> Book:
    """Open a file by its content; raises UnreadableSpreadsheet."""
    content = filetypes.sniff(io.BytesIO(data))
    if content.kind in (Kind.TEXT, Kind.UNKNOWN) and not is_other_table(data):
        return CsvBook(data, filename, limits, encoding or content.encoding or _utf16(data), delimiter)
    if content.kind in (Kind.XLSX, Kind.ODS, Kind.XLS):
        return Workbook(content.kind, parse(data, filename, content.kind, limits))
    if content.kind is Kind.EMPTY:
        raise UnreadableSpreadsheet("empty_file", _("%(file)s is empty.") % {"file": filename}, filename)
    if content.kind is Kind.BROKEN:
        raise broken(filename)
    if content.kind is Kind.ENCRYPTED:
        raise password_protected(filename)
    raise wrong_type(filename, content.kind, data)


# --- xlsx, ods, xls --------------------------------------------------------------------------------------------------
class Workbook:
    """The sheets that the parser returned."""

    encoding = ""

    def __init__(self, kind: str, sheets: list[Grid]) -> None:
        self.kind = kind
        self.sheets = {sheet.name: sheet for sheet in sheets}
        self.names = [sheet.name for sheet in sheets if not sheet.details.hidden]
        self.hidden = [sheet.name for sheet in sheets if sheet.details.hidden]

    def grids(self, name: str) -> Iterator[Grid]:
        yield self.sheets[name]

    def complete(self, grid: Grid) -> Grid:
        return grid


# --- csv -------------------------------------------------------------------------------------------------------------
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _utf16(data: bytes) -> str:
    """The encoding of Excel's “Unicode text” without its byte order mark; empty if it is none."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text) and re.search(r"[\t,;\n]", text):
            return encoding
    return ""


_MOST_COLUMNS = 16_384  # of a sheet in Excel


# Programs write ="01" to keep the leading zero.
_GUARDED = re.compile(r'="(.*)"', re.DOTALL)


def _unguarded(cell: str) -> str:
    match = _GUARDED.fullmatch(cell) if cell.startswith("=") else None
    return match[1].replace('""', '"') if match else cell


class CsvBook:
    """A text table. The caller chooses the delimiter for which the header is recognised."""

    kind = "csv"

    def __init__(self, data: bytes, filename: str, limits: Limits, encoding: str, delimiter: str | None) -> None:
        self.filename, self.limits = filename, limits
        self.names: list[str] = [filename]
        self.hidden: list[str] = []
        self.delimiters = (delimiter,) if delimiter else DELIMITERS
        self.encoding = encoding
        if b"\0" in data and not encoding.startswith("utf-16"):
            raise wrong_type(filename, Kind.UNKNOWN)
        try:
            self.text = data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError) as error:
            message = _("%(file)s is text in an unknown encoding. Save it as .xlsx, or as CSV in UTF-8.")
            raise UnreadableSpreadsheet("unknown_encoding", message % {"file": filename}, filename) from error
        self.begun: dict[str, tuple[Grid, Iterator[list[Raw]]]] = {}

    def grids(self, name: str) -> Iterator[Grid]:
        """The first rows with each delimiter, in which a header is looked for; the rest only of the one it is in."""
        for delimiter in self.delimiters:
            if delimiter not in self.begun:
                grid = Grid(name, [], delimiter=delimiter)
                self.begun[delimiter] = grid, self._rows(grid)
                self._add_rows(delimiter, SEARCH_ROWS + MAX_HEADER_ROWS)
            yield self.begun[delimiter][0]

    def complete(self, grid: Grid) -> Grid:
        # One row more than there may be below the header is enough to refuse the file; further ones are counted.
        self._add_rows(grid.delimiter, self.limits.rows + SEARCH_ROWS + MAX_HEADER_ROWS + 1)
        with suppress(csv.Error):
            for _row in self.begun[grid.delimiter][1]:
                grid.unread += 1
        return grid

    def _add_rows(self, delimiter: str, most: int) -> None:
        grid, rows = self.begun[delimiter]
        try:
            while len(grid.rows) < most and (row := next(rows, None)) is not None:
                grid.rows.append(row)
        except csv.Error:
            grid.broken_at = len(grid.rows) + 1

    def _rows(self, grid: Grid) -> Iterator[list[Raw]]:
        cells = 0
        for number, row in enumerate(csv.reader(self._lines(grid), delimiter=grid.delimiter, strict=True), start=1):
            width = max(len(row), 1)  # an empty line costs a row, too
            cells += width
            if cells > self.limits.cells:
                raise too_large(self.filename, f"{column_letter(width - 1)}{number}")
            yield [_unguarded(cell) for cell in row]

    def _lines(self, grid: Grid) -> Iterator[str]:
        """The lines of the text. One row, which may span several lines, has at most as many delimiters as a sheet has
        columns, since the csv reader keeps the whole row in memory."""
        row = delimiters = 0
        for line in io.StringIO(self.text, newline=""):
            if (read := len(grid.rows) + grid.unread) > row:
                row, delimiters = read, 0
            delimiters += line.count(grid.delimiter)
            if delimiters > _MOST_COLUMNS:
                raise too_large(self.filename, str(row + 1))
            yield line
