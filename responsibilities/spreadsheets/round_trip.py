"""Exporting a draft to Excel or WPS and reading it back: rows keep their keys, so the changed cells are known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.spreadsheets.reading import read
from governance.spreadsheets.table import ColumnMap, Confirmation, Fault, Sheet, SheetRow
from governance.spreadsheets.writing import write
from governance.text import clean
from responsibilities.edits import CellEdit, RowEdit
from responsibilities.spreadsheets.cells import row_layout
from responsibilities.spreadsheets.keys import ROW_KEY, keyed, read_key, row_key, shown_confirmations
from responsibilities.spreadsheets.reading import LIMITS


def write_table(
    kind: str, rows: Iterable[tuple[str, Mapping[str, str]]], *, edition: int, version: int, title: str, note: str
) -> bytes:
    """The rows, each with its item's identity and cells, as an xlsx that `read_table` can read."""
    lines: list[dict[str, object]] = [
        {**cells, "seq_no": _number(cells["seq_no"]), ROW_KEY.key: row_key(item, edition, version)}
        for item, cells in rows
    ]
    columns = (*row_layout(kind).columns, ROW_KEY)
    return write(columns, lines, title=title, notes=[note], sheet_name=title, keyed=True)


def _number(text: str) -> int | str:
    """A plain number as an integer, so that a spreadsheet program sorts 2 before 10."""
    return int(text) if text.isdecimal() else text


@dataclass(frozen=True)
class KeyedRow:
    """One row of a returned file; `item` is empty for a new row."""

    number: int
    item: str
    cells: dict[str, str]


@dataclass
class KeyedTable:
    """A returned file: the edition and version it was exported from, its rows and its faults."""

    sheet: Sheet
    edition: int
    version: int
    rows: list[KeyedRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def confirmations(self) -> list[Confirmation]:
        return self.sheet.confirmations

    def place_of(self, key: str, column: str) -> tuple[int | None, str]:
        """Row and column letter of a cell, by the row's key as in its edit."""
        heading = self.sheet.headings.get(column)
        return self._numbers.get(key), heading.column if heading else ""

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {_edit_key(row): row.number for row in self.rows}


def is_keyed(sheet_or_columns: Iterable[str]) -> bool:
    """Whether a table with these columns was exported with keys."""
    return ROW_KEY.key in set(sheet_or_columns)


def read_table(file: BinaryIO, filename: str, *, kind: str, sheet: str | None = None) -> KeyedTable:
    """The file as a table with keys, also after rows or columns were reordered, inserted or merged.

    Raises UnreadableSpreadsheet, or RuleViolation `no_row_keys` if it was not exported from the portal.
    """
    columns = ColumnMap(keyed(row_layout(kind).columns, all_optional=True), keep_unknown=True)
    found = read(file, filename, columns=columns, sheet=sheet, limits=LIMITS)
    if not is_keyed(found.headings):
        message = _("%(file)s has no row keys: it was not exported from a draft here. Import it as a list.")
        raise RuleViolation("no_row_keys", message % {"file": filename}, "file")
    letter = found.headings[ROW_KEY.key].column
    found.confirmations = shown_confirmations(found)
    found.confirmations += _ignored_columns(found)
    table = KeyedTable(found, 0, 0, faults=list(found.faults))
    seen: dict[str, int] = {}
    bases: dict[tuple[int, int], int] = {}
    for row in found.rows:
        table.rows.append(_keyed(row, letter, table.faults, seen, bases))
    if len(bases) > 1:
        _first, *others = bases.values()
        message = _("This file mixes rows of different exports. Import the rows of each export from a file of its own.")
        table.faults += [Fault("mixed_exports", message, number, letter) for number in others]
    if bases:
        table.edition, table.version = next(iter(bases))
    return table


def _keyed(
    row: SheetRow, letter: str, faults: list[Fault], seen: dict[str, int], bases: dict[tuple[int, int], int]
) -> KeyedRow:
    text = row[ROW_KEY.key]
    cells = {key: cell.text or cell.proposal for key, cell in row.cells.items() if key != ROW_KEY.key}
    if not text:
        return KeyedRow(row.number, "", cells)
    key = read_key(text)
    if key is None:
        message = _("This is not a row key. Clear the cell if the row is new.")
        faults.append(Fault("broken_key", message, row.number, letter, text))
        return KeyedRow(row.number, "", cells)
    if key.item in seen:
        message = _("Rows %(first)s and %(second)s have the same key. Clear the hidden cell %(cell)s of the new row.")
        values = {"first": seen[key.item], "second": row.number, "cell": f"{letter}{row.number}"}
        faults.append(Fault("key_twice", message % values, row.number, letter, text))
    seen.setdefault(key.item, row.number)
    bases.setdefault((key.edition, key.version), row.number)
    return KeyedRow(row.number, key.item, cells)


def _ignored_columns(sheet: Sheet) -> list[Confirmation]:
    """Added columns are no part of the list; a person must confirm that they are ignored."""
    extra = {title: cell.column for row in sheet.rows for title, cell in row.extra.items()}
    message = _("Column %(column)s (%(title)s) is not part of the list and is ignored.")
    return [
        Confirmation("column_left_out", message % {"column": letter, "title": title}, column=letter, value=title)
        for title, letter in extra.items()
    ]


def _edit_key(row: KeyedRow) -> str:
    return row.item or f"row-{row.number}"


@dataclass(frozen=True)
class Differences:
    """The changes of a file compared with its export: edits of rows, and rows that it no longer has."""

    edits: list[RowEdit]
    missing: list[str]


def edits_of(table: KeyedTable, base: Mapping[str, Mapping[str, str]], there: Collection[str]) -> Differences:
    """The changed cells, and new rows after the row above them.

    `base` are the exported cells by item, `there` the items that the draft has now. The order of rows is not compared,
    since people sort tables to work on them. A row whose key was not exported is a fault of the table.
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
    """Whether two texts are equal once read from a file; widths of digits, blanks and line ends do not count."""
    return one == other or _as_read(one) == _as_read(other)


def _as_read(text: str) -> str:
    return "\n".join(line.strip() for line in clean(text)[0].split("\n"))
