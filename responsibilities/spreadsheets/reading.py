"""From a file to lists: finding its layout, and assigning its rows to lists."""

from collections.abc import Collection, Mapping
from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.directory import directory
from governance.models import Organisation
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import read_one_of
from governance.spreadsheets.table import ColumnMap, Fault, Sheet, SheetRow
from governance.text import match_key
from responsibilities.kinds import ListKind
from responsibilities.spreadsheets.cells import CellWriter, long_cells, too_long
from responsibilities.spreadsheets.entries import EntryReader
from responsibilities.spreadsheets.keys import keyed, shown_confirmations
from responsibilities.spreadsheets.layouts import LAYOUTS, LIST_WORDS
from responsibilities.spreadsheets.parsed import ParsedList, content_of

# The longest lists have some hundred items, with a row for each body some thousand. A file that the portal gave out
# has rows besides its 10,000 entries, one of them for the keys of its columns.
LIMITS = Limits(rows=10_100)


def read_lists(
    file: BinaryIO,
    filename: str,
    *,
    owner: Organisation,
    kinds: Collection[str],
    sheet: str | None = None,
    explained: Mapping[str, Organisation] | None = None,
    roles: Mapping[str, str] | None = None,
) -> list[ParsedList]:
    """The owner's lists of these kinds in the file, in the order of `kinds`; a kind without rows is left out.

    `explained`: the bodies a person has chosen for unknown names in this file, `roles`
    the roles for words before bodies. Every fault, finding and repair names
    its row and column. A fault of the whole table is in each of its lists. Raises UnreadableSpreadsheet if the file has
    no layout of the kinds.
    """
    layouts = list(dict.fromkeys(layout for kind in kinds for layout in LAYOUTS[kind]))
    if len(kinds) > 1:
        layouts = [layout for layout in layouts if any(column.key == "list" for column in layout.columns)]
    choices = [ColumnMap(keyed(layout.columns)) for layout in layouts]
    at, table = read_one_of(file, filename, choices=choices, sheet=sheet, limits=LIMITS)
    layout = layouts[at]
    table.confirmations = sorted(
        shown_confirmations(table), key=lambda confirmation: (confirmation.row or 0, confirmation.column)
    )
    rows, faults = _by_kind(table, kinds)
    bodies = Organisation.objects.open().filter(path__startswith=owner.county_path)
    names = directory(within=bodies).explaining(explained or {})
    lists = []
    for kind in kinds:
        if not rows[kind] and len(kinds) > 1:
            continue
        parsed = ParsedList(kind, table, faults=[*table.faults, *faults])
        EntryReader(parsed, owner, names, layout, roles).read(rows[kind])
        _check_cells(parsed)
        parsed.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
        parsed.findings.sort(key=lambda finding: finding.row)
        lists.append(parsed)
    return lists


def _check_cells(parsed: ParsedList) -> None:
    """A cell that is short enough may still not fit into the official form, where bodies share one."""
    bodies = {part.body.pk: part.body.name for entry in parsed.entries for part in entry.parts if part.body}
    writer = CellWriter(parsed.kind, bodies)
    headings = parsed.sheet.headings
    for entry in parsed.entries:
        for column, length in long_cells(writer, content_of(entry)):
            heading = headings.get(column) or headings.get("duties")
            letter = heading.column if heading else ""
            parsed.faults.append(Fault("too_long", too_long(column, parsed.kind, length), entry.row, letter))


def _by_kind(table: Sheet, kinds: Collection[str]) -> tuple[dict[str, list[SheetRow]], list[Fault]]:
    """The rows of each kind of list; a table without a column 清单 holds one list only."""
    rows: dict[str, list[SheetRow]] = {kind: [] for kind in ListKind.values}
    if "list" not in table.headings:
        rows[next(iter(kinds))] = table.rows
        return rows, []
    faults = []
    for row in table.rows:
        cell = row.cells["list"]
        text = cell.text or cell.proposal
        kind = next((kind for word, kind in LIST_WORDS.items() if word in match_key(text)), None)
        if kind is not None:
            rows[kind].append(row)
        elif text:
            message = _("“%(text)s” is not one of the three lists: %(lists)s.")
            values = {"text": text, "lists": "、".join(LIST_WORDS)}
            faults.append(Fault("unknown_list", message % values, row.number, cell.column, text, tuple(LIST_WORDS)))
    return rows, faults
