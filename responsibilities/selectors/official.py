"""An edition in the official layout of its kind: as it is printed, and as the file everybody may have."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from governance.spreadsheets.table import Column
from governance.text import clean
from responsibilities.contents import Content, contents
from responsibilities.kinds import ListKind
from responsibilities.models import Edition
from responsibilities.spreadsheets.cells import cell_writer, row_layout
from responsibilities.spreadsheets.layouts import PROCESS_LABEL, PROCESS_NOTE

INTERNAL = {"internal_note"}
# What the file has and the printed sheet has not: correspondences everywhere, the basis where the official form has no
# column for it (属地管理清单: 序号、领域、事项名称、主体责任、配合责任、备注).
_FILE_ONLY = {ListKind.TERRITORIAL: {"crosswalk", "legal_basis"}}


@dataclass(frozen=True)
class OfficialSheet:
    """The public columns of the layout, and the cells of every entry by column key, in order."""

    kind: str
    columns: list[Column]
    rows: list[dict[str, str]]

    @property
    def typed_rows(self) -> Iterator[dict[str, object]]:
        """For a spreadsheet: numbers that are plain numbers are numbers there."""
        for row in self.rows:
            number = row["seq_no"]
            yield {
                **row,
                "seq_no": int(number) if number.isascii() and number.isdigit() and number[0] != "0" else number,
            }

    @property
    def printed_columns(self) -> list[Column]:
        """Headings are rows of the printed sheet; an optional column in which nothing stands is left out."""
        hidden = {"heading", *_FILE_ONLY.get(ListKind(self.kind), {"crosswalk"})}
        filled = {key for row in self.rows for key, text in row.items() if text}
        return [
            column for column in self.columns if column.key not in hidden and (column.required or column.key in filled)
        ]

    @property
    def printed_sections(self) -> Iterator[tuple[str, list[list[tuple[str, str]]]]]:
        """Each heading with its rows: pairs of a column's key and its text."""
        keys = [column.key for column in self.printed_columns]
        for heading, rows in itertools.groupby(self.rows, lambda row: row["heading"]):
            yield heading, [[(key, row[key]) for key in keys] for row in rows]


def official_sheet(edition: Edition) -> OfficialSheet:
    """Everything public an edition says, never an internal note; read in again the file says the same. Five queries."""
    kind = edition.duty_list.kind
    says = contents(edition).values()
    writer = cell_writer(kind, says)
    columns = [column for column in row_layout(kind).columns if column.key not in INTERNAL]
    if not any(content.heading for content in says):  # a list without parts
        columns = [column for column in columns if column.key != "heading"]
    return OfficialSheet(kind, columns, [_cells(writer.cells(content), content) for content in says])


def _cells(cells: dict[str, str], content: Content) -> dict[str, str]:
    """The official form says 办理流程 before the process; a remark that came without the word stays a mere remark."""
    remark = clean(content.source.get(PROCESS_NOTE.title, ""))[0]
    if (process := cells.get(PROCESS_NOTE.key)) and process != remark:
        cells[PROCESS_NOTE.key] = f"{PROCESS_LABEL}{process}"
    return {key: text for key, text in cells.items() if key not in INTERNAL}
