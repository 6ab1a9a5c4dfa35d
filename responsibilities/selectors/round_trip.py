"""A draft given out as a spreadsheet, and what a spreadsheet that comes back would do to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.spreadsheets.table import Confirmation, Fault
from responsibilities.contents import Content, contents, contents_at
from responsibilities.edits import CellEdit, Conflict, RowEdit
from responsibilities.models import Edition, Item
from responsibilities.selectors.comparison import FieldChange
from responsibilities.selectors.table import rows_that_say, table_rows
from responsibilities.spreadsheets.cells import cell_writer, row_layout
from responsibilities.spreadsheets.round_trip import KeyedTable, edits_of, read_table, write_table

# What a person may say of a cell that both sides changed.
KEEP_LIST, TAKE_FILE = "list", "file"


def exported_table(edition: Edition) -> bytes:
    """The edition as an xlsx whose rows keep their keys, so that it can be edited and brought back."""
    note = _("Exported for editing. The hidden row and column hold the keys by which the portal finds the rows again.")
    rows = [(row.key, row.cells) for row in table_rows(edition)]
    return write_table(
        edition.duty_list.kind, rows, edition=edition.pk, version=edition.version, title=str(edition), note=note
    )


@dataclass
class RoundTrip:
    """What a file that came back would do: edits of the draft, and what stands in their way.

    `says` is what the draft says now. `missing` are rows of the export that the file no longer has and the draft still
    does, by key with version; `missing_changed` those of them that the draft has changed since, which are never taken
    out.
    """

    table: KeyedTable
    edits: list[RowEdit]
    missing: dict[str, int]
    missing_changed: list[str]
    titles: dict[str, str]
    labels: dict[str, str]
    says: dict[int, Content]

    @property
    def faults(self) -> list[Fault]:
        return self.table.faults

    @property
    def confirmations(self) -> list[Confirmation]:
        return self.table.confirmations

    @property
    def changes(self) -> list[FieldChange]:
        """The cells that are changed in rows that were there already; `party` is the name of the row."""
        return [
            FieldChange(column, self.labels[column], cell.was, cell.becomes, self.titles[edit.key])
            for edit in self.edits
            if edit.key in self.titles
            for column, cell in edit.cells.items()
        ]

    @property
    def added(self) -> list[str]:
        """Names of the new rows."""
        return [
            " ".join(edit.cells[column].becomes for column in ("seq_no", "title") if column in edit.cells)
            for edit in self.edits
            if edit.key not in self.titles
        ]

    @property
    def missing_titles(self) -> list[str]:
        return [self.titles[key] for key in self.missing]

    @property
    def missing_changed_titles(self) -> list[str]:
        return [self.titles[key] for key in self.missing_changed]

    def removals(self) -> list[RowEdit]:
        return [RowEdit(key, removed=True, version=version) for key, version in self.missing.items()]


def round_trip(edition: Edition, *, file: BinaryIO, filename: str, sheet: str | None = None) -> RoundTrip:
    """导回修改: the cells that a file changed since it was exported from the draft or another edition of its list.

    Raises UnreadableSpreadsheet, RuleViolation `no_row_keys`, or `other_list` if it was exported from another list.
    """
    duty_list = edition.duty_list
    table = read_table(file, filename, kind=duty_list.kind, sheet=sheet)
    base = Edition.objects.filter(pk=table.edition, duty_list=duty_list).first()
    if base is None or table.version > base.version:
        message = _("%(file)s was not exported from %(list)s. Bring it back to the list it comes from.")
        raise RuleViolation("other_list", message % {"file": filename, "list": duty_list}, "file")
    says = contents(edition)
    rows = {row.key: row for row in rows_that_say(edition, says)}
    now = {key: row.cells for key, row in rows.items()}
    is_as_exported = base == edition and table.version == edition.version
    exported = now if is_as_exported else _cells_at(base, table.version)
    found = edits_of(table, exported, now)
    titles = {key: f"{cells['seq_no']} {cells['title']}" for key, cells in {**exported, **now}.items()}
    labels = {column.key: column.title for column in row_layout(duty_list.kind).columns}
    missing = [key for key in found.missing if key in now]
    return RoundTrip(
        table,
        found.edits,
        missing={key: rows[key].version for key in missing if now[key] == exported[key]},
        missing_changed=[key for key in missing if now[key] != exported[key]],
        titles=titles,
        labels=labels,
        says=says,
    )


def _cells_at(edition: Edition, version: int) -> dict[str, dict[str, str]]:
    """The cells of the edition as they were at a version, by the identity of the item."""
    then = contents(edition) if version == edition.version else contents_at(edition, version)
    writer = cell_writer(edition.duty_list.kind, then.values())
    uids = dict(Item.objects.filter(pk__in=then).values_list("pk", "uid"))
    return {str(uids[item]): writer.cells(content) for item, content in then.items()}


def settled(edits: list[RowEdit], conflicts: list[Conflict], choices: Mapping[str, str]) -> list[RowEdit]:
    """The edits after a person has chosen for each conflict, named as `conflict_name` has it.

    Who takes the file's text has seen the list's; who keeps the list's gives the cell, or the whole row, up.
    """
    chosen = {(c.key, c.column): (choices.get(conflict_name(c)), c) for c in conflicts}
    result = []
    for edit in edits:
        choice, _conflict = chosen.get((edit.key, ""), ("", None))
        if choice == KEEP_LIST:
            continue
        cells = {}
        for column, cell in edit.cells.items():
            choice, conflict = chosen.get((edit.key, column), ("", None))
            if choice == TAKE_FILE and conflict is not None:
                cells[column] = CellEdit(conflict.theirs, cell.becomes)
            elif choice != KEEP_LIST:
                cells[column] = cell
        result.append(replace(edit, cells=cells))
    return result


def conflict_name(conflict: Conflict) -> str:
    """How a conflict is named where a choice is made: its row's key and its column."""
    return f"{conflict.key}.{conflict.column}" if conflict.column else conflict.key
