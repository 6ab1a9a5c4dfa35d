"""From a file to lists: which layout it has, and which of its rows belong to which list."""

from collections.abc import Collection
from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.models import Organisation
from governance.organisations import directory
from governance.spreadsheets import ColumnMap, Fault, Limits, Row, Sheet, match_key, read_one_of
from responsibilities.kinds import ListKind
from responsibilities.spreadsheets.entries import EntryReader
from responsibilities.spreadsheets.keys import keyed, shown_notices
from responsibilities.spreadsheets.layouts import LAYOUTS, LIST_WORDS
from responsibilities.spreadsheets.parsed import ParsedList

# The longest lists have some hundred items, with a row for each body some thousand.
LIMITS = Limits(rows=10_000)


def read_lists(
    file: BinaryIO, filename: str, *, owner: Organisation, kinds: Collection[str], sheet: str | None = None
) -> list[ParsedList]:
    """The owner's lists of these kinds that the file holds, in the order of `kinds`; a kind without rows is left out.

    Every fault, finding and repair names its row and column. A fault of the table as a whole is in each of its lists.
    Raises UnreadableSpreadsheet if the file is no table of any layout of the kinds.
    """
    layouts = list(dict.fromkeys(layout for kind in kinds for layout in LAYOUTS[kind]))
    if len(kinds) > 1:
        layouts = [layout for layout in layouts if any(column.key == "list" for column in layout.columns)]
    choices = [ColumnMap(keyed(layout.columns)) for layout in layouts]
    at, table = read_one_of(file, filename, choices=choices, sheet=sheet, limits=LIMITS)
    layout = layouts[at]
    table.notices = sorted(shown_notices(table), key=lambda notice: (notice.row or 0, notice.column))
    rows, faults = _by_kind(table, kinds)
    bodies = Organisation.objects.open().filter(path__startswith=owner.county_path)
    names = directory(within=bodies)
    lists = []
    for kind in kinds:
        if not rows[kind] and len(kinds) > 1:
            continue
        parsed = ParsedList(kind, table, faults=[*table.faults, *faults])
        EntryReader(parsed, owner, names, layout).read(rows[kind])
        parsed.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
        parsed.findings.sort(key=lambda finding: finding.row)
        lists.append(parsed)
    return lists


def _by_kind(table: Sheet, kinds: Collection[str]) -> tuple[dict[str, list[Row]], list[Fault]]:
    """The rows of each kind of list; a table without a column 清单 is one list only."""
    rows: dict[str, list[Row]] = {kind: [] for kind in ListKind.values}
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
            message = _("“%(text)s” is none of the three lists: %(lists)s.")
            values = {"text": text, "lists": "、".join(LIST_WORDS)}
            faults.append(Fault("unknown_list", message % values, row.number, cell.column, text, tuple(LIST_WORDS)))
    return rows, faults
