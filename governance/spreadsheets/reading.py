"""Reading a table: choose the sheet, find the header, and account for every row below it."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from governance.spreadsheets.cells import source_text
from governance.spreadsheets.grid import Book, Grid, column_letter, stack
from governance.spreadsheets.header import Header, check_header, find_header
from governance.spreadsheets.items import read_rows
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.refusals import broken, too_large, too_many_rows
from governance.spreadsheets.table import ColumnMap, Confirmation, Sheet, UnreadableSpreadsheet
from governance.spreadsheets.workbook import open_book
from governance.text import clean

DEFAULT_LIMITS = Limits()
_LOST = "\N{REPLACEMENT CHARACTER}"
# Instead of a sheet's name, which cannot be this: all sheets that hold such a table, in their order.
ALL_SHEETS = "*"


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
    """Read the one table in a file: xlsx, xls, ods or csv, judged by its content and not by its name.

    `sheet` names the sheet if several hold such a table, or is `ALL_SHEETS`; `encoding` and `delimiter` override what
    is guessed for csv. The result lists repairs, confirmations and faults, each with its place; with faults, nothing
    may be imported. Raises UnreadableSpreadsheet if the file holds no such table.
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
    """As `read`, for a table with several possible layouts: the index of the one that fits the header best, and the
    table.

    The file is opened once, and its rows are read once.
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
        result = Sheet(grid.name, book.kind, book.encoding, grid.delimiter, stacked=tuple(grid.begins.values()))
        result.header_row, result.last_row = header.bottom + 1, len(grid.rows)
        result.preamble = [text for row in grid.rows[: header.top] if (text := _line(row))]
        result.headings, result.repairs, similar, result.faults = check_header(grid, header, columns)
        result.confirmations = [
            *_stacked(grid),
            *similar,
            *_unread(book, sheet, others),
            *_hidden(grid, header),
            *_beside(grid, header),
        ]
        found.append(((-len(result.faults), len(result.headings)), at, result, grid, header))
    if not found:
        raise next((refusal for refusal in refusals if refusal.code != "no_header"), refusals[0])
    _fit, at, result, grid, header = max(found, key=lambda candidate: candidate[0])
    if (rows := result.last_row - result.header_row) > limits.rows:
        raise too_many_rows(filename, rows + grid.unread, limits.rows)
    read_rows(result, grid, header, choices[at])
    return at, result


def _line(row: list) -> str:
    return " ".join(text for value in row if (text := clean(source_text(value))[0]))


def _choose(book: Book, filename: str, columns: ColumnMap, sheet: str | None) -> tuple[Grid, Header, list[str]]:
    """The sheet that holds the table, its header, and the names of the other sheets with data."""
    every = sheet == ALL_SHEETS
    if every:
        sheet = None
    if sheet is not None:
        # The name as in the file, if it was typed without invisible characters.
        sheet = next((name for name in (*book.names, *book.hidden) if sheet in (name, clean(name)[0])), sheet)
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
            grid, header = max(headed, key=lambda pair: pair[1].score)
            found.append((book.complete(grid), header))
        elif book.kind == "csv" and all(grid.broken_at for grid, _header in candidates):
            raise broken(filename, _row(max(grid.broken_at or 0 for grid, _header in candidates)))
    if not filled:
        raise UnreadableSpreadsheet("empty_workbook", _("%(file)s holds no data.") % {"file": filename}, filename)
    if not found:
        message = _("No header was found in %(file)s. The table needs the headings %(headings)s in one row.")
        titles = "、".join(column.title for column in columns if column.required)
        raise UnreadableSpreadsheet("no_header", message % {"file": filename, "headings": titles}, "、".join(filled))
    if len(found) > 1 and every:
        _check_same_columns(found, filename)
        taken = [grid.name for grid, _header in found]
        return stack([grid for grid, _header in found]), found[0][1], [name for name in filled if name not in taken]
    if len(found) > 1:
        names = "、".join(grid.name for grid, _header in found)
        message = _("%(file)s holds several such tables: %(names)s. Choose one, or enter * to read all in this order.")
        raise UnreadableSpreadsheet("several_tables", message % {"file": filename, "names": names}, names)
    grid, header = found[0]
    if grid.broken_at is not None:
        raise broken(filename, _row(grid.broken_at))
    return grid, header, [name for name in filled if name != grid.name]


def _check_same_columns(found: list[tuple[Grid, Header]], filename: str) -> None:
    (first, header), *others = found
    for grid, other in others:
        if {at: column.key for at, column in other.columns.items()} != {at: c.key for at, c in header.columns.items()}:
            message = _(
                "%(file)s: the columns of sheet %(other)s differ from those of %(first)s. Import the sheets one by one."
            )
            values = {"file": filename, "other": grid.name, "first": first.name}
            raise UnreadableSpreadsheet("sheets_differ", message % values, grid.name)


def _stacked(grid: Grid) -> list[Confirmation]:
    """Which rows come from which sheet."""
    confirmations = []
    ends = [*list(grid.begins)[1:], len(grid.rows)]
    for (begin, name), end in zip(grid.begins.items(), ends, strict=False):
        message = _("The sheet %(sheet)s was read as rows %(first)s to %(last)s.")
        values = {"sheet": name, "first": begin + 1, "last": end}
        confirmations.append(Confirmation("stacked_sheet", message % values, begin + 1, value=name))
    return confirmations


def _row(number: int) -> str:
    return _("row %(row)s") % {"row": number}


def _unread(book: Book, sheet: str | None, others: list[str]) -> list[Confirmation]:
    confirmations = []
    for name in others:
        message = _("The sheet %(sheet)s was not read: it holds no such table.") % {"sheet": name}
        confirmations.append(Confirmation("other_sheet", message, value=name))
    for name in book.hidden:
        if name == sheet:
            message = _("The sheet %(sheet)s is hidden.") % {"sheet": name}
        else:
            message = _("The hidden sheet %(sheet)s was not read.") % {"sheet": name}
        confirmations.append(Confirmation("hidden_sheet", message, value=name))
    return confirmations


def _beside(grid: Grid, header: Header) -> list[Confirmation]:
    """What may change the meaning of a text: struck out, hidden by its format, under a drawing, with a comment."""
    details = grid.details
    confirmations = _lost(grid, header)
    for row, cells in groupby(sorted(details.struck), key=itemgetter(0)):
        struck = [at for at in cells if _text(grid, at)]
        filled = (
            {(row, at) for at, raw in enumerate(grid.rows[row]) if raw != "" and at not in header.passed_over}
            if struck
            else set()
        )
        if not struck or row < header.top:
            continue
        if len(struck) > 1 and filled <= set(struck):
            message = _("Row %(row)s is struck out in the file and was read like any other: %(text)s")
            values = {"row": row + 1, "text": _line(grid.rows[row])}
            confirmations.append(Confirmation("struck_row", message % values, row + 1, value=values["text"]))
        else:
            confirmations += [_struck_text(at, _text(grid, at)) for at in struck]
    confirmations += [_struck_text(at, text) for at, text in details.struck_parts.items() if at[0] >= header.top]
    for at in sorted(details.unseen):
        if text := _text(grid, at):
            message = _("The number format of %(cell)s shows nothing, and “%(text)s” was read there.")
            confirmations.append(_at(at, "unseen_value", message, text))
    for at, ranges in sorted(details.rules.items()):
        message = _(
            "A rule strikes out or hides what is in %(range)s, depending on the content. It was read all the same."
        )
        confirmations.append(Confirmation("rule", message % {"range": ranges}, at[0] + 1, column_letter(at[1]), ranges))
    for at, text in sorted(details.drawings.items()):
        if text:
            message = _("There is a text box or drawing over %(cell)s, which is not read: %(text)s")
        else:
            message = _("There is a drawing or picture over %(cell)s, which is not read.")
        confirmations.append(_at(at, "drawing", message, clean(text)[0]))
    for at, text in sorted(details.comments.items()):
        if clean(text)[0]:
            message = _("There is a comment on %(cell)s, which is not read: %(text)s")
            confirmations.append(_at(at, "comment", message, text.strip()))
    return confirmations


def _lost(grid: Grid, header: Header) -> list[Confirmation]:
    """Cells in which � stands: the program that wrote the file could not read what was there."""
    confirmations = []
    for row in range(header.top, len(grid.rows)):
        for at, raw in enumerate(grid.rows[row]):
            if isinstance(raw, str) and _LOST in raw:
                message = _("%(cell)s has lost characters, for which � stands: %(text)s. Correct it in the file.")
                confirmations.append(_at((row, at), "characters_lost", message, clean(raw)[0]))
    return confirmations


def _at(at: tuple[int, int], code: str, message: str, text: str) -> Confirmation:
    row, column = at[0] + 1, column_letter(at[1])
    return Confirmation(code, message % {"cell": f"{column}{row}", "text": text}, row, column, text)


def _text(grid: Grid, at: tuple[int, int]) -> str:
    row, column = at
    inside = row < len(grid.rows) and column < len(grid.rows[row])
    return clean(source_text(grid.rows[row][column]))[0] if inside else ""


def _struck_text(at: tuple[int, int], text: str) -> Confirmation:
    message = _("“%(text)s” is struck out in %(cell)s and was read like any other text.")
    return _at(at, "struck_text", message, text)


def _hidden(grid: Grid, header: Header) -> list[Confirmation]:
    """Hidden rows and columns: they are read, and a person who cannot see them must know."""
    confirmations = []
    for row in sorted(grid.details.hidden_rows):
        if header.bottom < row < len(grid.rows) and _line(grid.rows[row]):
            message = _("Row %(row)s is hidden in the file and was read like any other.") % {"row": row + 1}
            confirmations.append(Confirmation("hidden_row", message, row + 1, value=_line(grid.rows[row])))
    for index in sorted(grid.details.hidden_columns & header.titles.keys()):
        message = _("Column %(column)s (%(title)s) is hidden in the file and was read like any other.") % {
            "column": column_letter(index),
            "title": header.titles[index],
        }
        confirmations.append(
            Confirmation("hidden_column", message, column=column_letter(index), value=header.titles[index])
        )
    return confirmations
