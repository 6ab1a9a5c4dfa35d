"""A draft on its way to Excel or WPS and back: rows keep their keys, so what comes back is the cells that changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.spreadsheets import ColumnMap, Fault, Notice, Row, Sheet, read, write
from governance.spreadsheets.text import clean
from responsibilities.edits import CellEdit, RowEdit
from responsibilities.spreadsheets.cells import row_layout
from responsibilities.spreadsheets.keys import ROW_KEY, keyed, read_key, row_key, shown_notices
from responsibilities.spreadsheets.reading import LIMITS


def write_table(
    kind: str, rows: Iterable[tuple[str, Mapping[str, str]]], *, edition: int, version: int, title: str, note: str
) -> bytes:
    """The rows, each an item's identity with its cells, as an xlsx that `read_table` reads back."""
    lines: list[dict[str, object]] = [
        {**cells, "seq_no": _number(cells["seq_no"]), ROW_KEY.key: row_key(item, edition, version)}
        for item, cells in rows
    ]
    columns = (*row_layout(kind).columns, ROW_KEY)
    return write(columns, lines, title=title, notes=[note], sheet_name=title, keyed=True)


def _number(text: str) -> int | str:
    """A plain number as one, so that a spreadsheet program sorts 2 before 10."""
    return int(text) if text.isdecimal() else text


@dataclass(frozen=True)
class KeyedRow:
    """One row of a file that came back; `item` is empty if it is new."""

    number: int
    item: str
    cells: dict[str, str]


@dataclass
class KeyedTable:
    """A file that came back: which edition at which version it was made from, its rows, and what is wrong with it."""

    sheet: Sheet
    edition: int
    version: int
    rows: list[KeyedRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def notices(self) -> list[Notice]:
        return self.sheet.notices

    def place_of(self, key: str, column: str) -> tuple[int | None, str]:
        """Row and column letter of a cell, by the row's key as in its edit."""
        numbers = {_edit_key(row): row.number for row in self.rows}
        heading = self.sheet.headings.get(column)
        return numbers.get(key), heading.column if heading else ""


def is_keyed(sheet_or_columns: Iterable[str]) -> bool:
    """Whether a table with these columns was exported with keys."""
    return ROW_KEY.key in set(sheet_or_columns)


def read_table(file: BinaryIO, filename: str, *, kind: str, sheet: str | None = None) -> KeyedTable:
    """The file as a table with keys, whatever was reordered, inserted or merged in it.

    Raises UnreadableSpreadsheet, or RuleViolation `no_row_keys` if it was not exported from here.
    """
    columns = ColumnMap(keyed(row_layout(kind).columns, all_optional=True), keep_unknown=True)
    found = read(file, filename, columns=columns, sheet=sheet, limits=LIMITS)
    if not is_keyed(found.headings):
        message = _("%(file)s has no row keys: it was not exported from a draft here. Import it as a list.")
        raise RuleViolation("no_row_keys", message % {"file": filename}, "file")
    letter = found.headings[ROW_KEY.key].column
    found.notices = shown_notices(found)
    found.notices += _ignored_columns(found)
    table = KeyedTable(found, 0, 0, faults=list(found.faults))
    seen: dict[str, int] = {}
    bases: dict[tuple[int, int], int] = {}
    for row in found.rows:
        table.rows.append(_keyed(row, letter, table.faults, seen, bases))
    if len(bases) > 1:
        _first, *others = bases.values()
        message = _("Rows of different exports stand in this file; bring back one at a time.")
        table.faults += [Fault("mixed_exports", message, number, letter) for number in others]
    if bases:
        table.edition, table.version = next(iter(bases))
    return table


def _keyed(
    row: Row, letter: str, faults: list[Fault], seen: dict[str, int], bases: dict[tuple[int, int], int]
) -> KeyedRow:
    text = row[ROW_KEY.key]
    cells = {key: cell.text or cell.proposal for key, cell in row.cells.items() if key != ROW_KEY.key}
    if not text:
        return KeyedRow(row.number, "", cells)
    key = read_key(text)
    if key is None:
        message = _("This is no key of a row. Empty the cell if the row is new.")
        faults.append(Fault("broken_key", message, row.number, letter, text))
        return KeyedRow(row.number, "", cells)
    if key.item in seen:
        message = _("Rows %(first)s and %(second)s have the same key. Empty the hidden cell %(cell)s of the new one.")
        values = {"first": seen[key.item], "second": row.number, "cell": f"{letter}{row.number}"}
        faults.append(Fault("key_twice", message % values, row.number, letter, text))
    seen.setdefault(key.item, row.number)
    bases.setdefault((key.edition, key.version), row.number)
    return KeyedRow(row.number, key.item, cells)


def _ignored_columns(sheet: Sheet) -> list[Notice]:
    """Columns somebody put in are not part of the list; that they are left out needs a yes."""
    extra = {title: cell.column for row in sheet.rows for title, cell in row.extra.items()}
    message = _("Column %(column)s (%(title)s) is not part of the list and is left out.")
    return [
        Notice("column_left_out", message % {"column": letter, "title": title}, column=letter, value=title)
        for title, letter in extra.items()
    ]


def _edit_key(row: KeyedRow) -> str:
    return row.item or f"row-{row.number}"


@dataclass(frozen=True)
class Differences:
    """What a file changed, beside the export it came from: edits of rows, and rows that it no longer has."""

    edits: list[RowEdit]
    missing: list[str]


def edits_of(table: KeyedTable, base: Mapping[str, Mapping[str, str]], there: Collection[str]) -> Differences:
    """The cells that are not as they were exported, and new rows behind the ones they stand behind.

    `base` are the exported cells by item, `there` the items that the draft has now. Where rows stand is not compared:
    people sort a table to work on it. A row whose key is not among the exported ones is a fault of the table.
    """
    edits: list[RowEdit] = []
    last: str | None = None
    columns = table.sheet.headings.keys() - {ROW_KEY.key}
    for row in table.rows:
        key = _edit_key(row)
        if not row.item:
            cells = {column: CellEdit("", text) for column, text in row.cells.items() if text}
            edits.append(RowEdit(key, cells, after=last))
        elif row.item not in base:
            column = table.sheet.headings[ROW_KEY.key].column
            message = _("This row was not in the export it claims to come from.")
            table.faults.append(Fault("unknown_key", message, row.number, column))
        else:
            was = base[row.item]
            changed = {
                column: CellEdit(was[column], row.cells[column])
                for column in columns
                if not reads_same(was[column], row.cells[column])
            }
            if changed:
                edits.append(RowEdit(key, changed))
        if key in there or not row.item:
            last = key
    present = {row.item for row in table.rows}
    return Differences(edits, [item for item in base if item not in present])


def reads_same(one: str, other: str) -> bool:
    """Whether two texts are the same once read from a file: widths of digits, blanks and line ends do not count."""
    return _as_read(one) == _as_read(other)


def _as_read(text: str) -> str:
    return "\n".join(line.strip() for line in clean(text)[0].split("\n"))
