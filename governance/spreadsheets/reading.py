"""Reading a table: choose the sheet, find the header, and account for every row below it."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from governance.spreadsheets.cells import source_text
from governance.spreadsheets.grid import Book, Grid
from governance.spreadsheets.header import Header, check_header, find_header
from governance.spreadsheets.items import read_rows
from governance.spreadsheets.refusals import broken, too_large, too_many_rows
from governance.spreadsheets.table import ColumnMap, Limits, Notice, Sheet, UnreadableSpreadsheet
from governance.spreadsheets.text import clean, column_letter
from governance.spreadsheets.workbook import open_book

DEFAULT_LIMITS = Limits()


def read(
    file: BinaryIO,
    filename: str,
    *,
    columns: ColumnMap,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Sheet:
    """Read the one table that a file holds: xlsx, xls, ods or csv, told by its content and not by its name.

    `sheet` names the sheet when several hold such a table; `encoding` and `delimiter` overrule what is guessed for
    csv. The result says what was repaired, what a person must confirm, and what is wrong, each with its place; if it
    has faults, nothing of it may be imported. Raises UnreadableSpreadsheet if there is no table to speak of.
    """
    options: dict[str, Any] = {"sheet": sheet, "encoding": encoding, "delimiter": delimiter, "limits": limits}
    return read_one_of(file, filename, choices=[columns], **options)[1]


def read_one_of(
    file: BinaryIO,
    filename: str,
    *,
    choices: Sequence[ColumnMap],
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[int, Sheet]:
    """As `read`, for a table that may be laid out in several ways: which of them fits its header best, and the table.

    The file is opened once, and its rows are read only in that way.
    """
    file.seek(0)
    data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise too_large(filename)
    book = open_book(data, filename, limits, encoding, delimiter)
    found: list[tuple[tuple[int, int], int, Sheet, Grid, Header]] = []
    refusals: list[UnreadableSpreadsheet] = []
    for at, columns in enumerate(choices):
        try:
            grid, header, others = _choose(book, filename, columns, sheet)
        except UnreadableSpreadsheet as refusal:
            refusals.append(refusal)
            continue
        result = Sheet(grid.name, book.kind, book.encoding, grid.delimiter)
        result.header_row, result.last_row = header.bottom + 1, len(grid.rows)
        result.preamble = [text for row in grid.rows[: header.top] if (text := _line(row))]
        result.headings, result.repairs, result.faults = check_header(grid, header, columns)
        result.notices = [*_unread(book, sheet, others), *_hidden(grid, header)]
        found.append(((-len(result.faults), len(result.headings)), at, result, grid, header))
    if not found:
        raise next((refusal for refusal in refusals if refusal.code != "no_header"), refusals[0])
    _fit, at, result, grid, header = max(found, key=lambda candidate: candidate[0])
    if (rows := result.last_row - result.header_row) > limits.rows:
        raise too_many_rows(filename, rows, limits.rows)
    read_rows(result, grid, header, choices[at])
    return at, result


def _line(row: list) -> str:
    return " ".join(text for value in row if (text := clean(source_text(value))[0]))


def _choose(book: Book, filename: str, columns: ColumnMap, sheet: str | None) -> tuple[Grid, Header, list[str]]:
    """The sheet that holds the table, its header, and the other sheets that hold something."""
    if sheet is not None and sheet not in (*book.names, *book.hidden):
        message = _("%(file)s has no sheet %(sheet)s; it has: %(names)s.")
        values = {"file": filename, "sheet": sheet, "names": "、".join(book.names)}
        raise UnreadableSpreadsheet("no_such_sheet", message % values, sheet)
    found: list[tuple[Grid, Header]] = []
    filled: list[str] = []
    for name in [sheet] if sheet is not None else book.names:
        candidates = [(grid, find_header(grid, columns)) for grid in book.grids(name)]
        if any(_line(row) for grid, _header in candidates for row in grid.rows):
            filled.append(name)
        headed = [(grid, header) for grid, header in candidates if header is not None]
        if headed:
            found.append(max(headed, key=lambda pair: pair[1].score))
        elif book.kind == "csv" and all(grid.broken_at for grid, _header in candidates):
            raise broken(filename, _row(max(grid.broken_at or 0 for grid, _header in candidates)))
    if not filled:
        raise UnreadableSpreadsheet("empty_workbook", _("%(file)s holds no data.") % {"file": filename}, filename)
    if not found:
        message = _("No header was found in %(file)s. The table needs the headings %(headings)s in one row.")
        titles = "、".join(column.title for column in columns if column.required)
        raise UnreadableSpreadsheet("no_header", message % {"file": filename, "headings": titles}, "、".join(filled))
    if len(found) > 1:
        names = "、".join(grid.name for grid, _header in found)
        message = _("%(file)s holds several such tables: %(names)s. Choose one.") % {"file": filename, "names": names}
        raise UnreadableSpreadsheet("several_tables", message, names)
    grid, header = found[0]
    if grid.broken_at is not None:
        raise broken(filename, _row(grid.broken_at))
    return grid, header, [name for name in filled if name != grid.name]


def _row(number: int) -> str:
    return _("row %(row)s") % {"row": number}


def _unread(book: Book, sheet: str | None, others: list[str]) -> list[Notice]:
    notices = []
    for name in others:
        message = _("The sheet %(sheet)s was not read: it holds no such table.") % {"sheet": name}
        notices.append(Notice("other_sheet", message, value=name))
    for name in book.hidden:
        if name == sheet:
            message = _("The sheet %(sheet)s is hidden.") % {"sheet": name}
        else:
            message = _("The hidden sheet %(sheet)s was not read.") % {"sheet": name}
        notices.append(Notice("hidden_sheet", message, value=name))
    return notices


def _hidden(grid: Grid, header: Header) -> list[Notice]:
    """Hidden rows and columns are read like any others, which the person who cannot see them has to know."""
    notices = []
    for row in sorted(grid.about.hidden_rows):
        if header.bottom < row < len(grid.rows) and _line(grid.rows[row]):
            message = _("Row %(row)s is hidden in the file and was read.") % {"row": row + 1}
            notices.append(Notice("hidden_row", message, row + 1, value=_line(grid.rows[row])))
    for index in sorted(grid.about.hidden_columns & header.titles.keys()):
        message = _("Column %(column)s (%(title)s) is hidden in the file and was read.") % {
            "column": column_letter(index),
            "title": header.titles[index],
        }
        notices.append(Notice("hidden_column", message, column=column_letter(index), value=header.titles[index]))
    return notices
