"""Reading the rows below the header: each becomes an item, a section or a total, or is skipped with a reason."""

from dataclasses import replace
from typing import Literal

from django.utils.translation import gettext as _

from governance.spreadsheets import row_patterns
from governance.spreadsheets.cells import report_changes
from governance.spreadsheets.file_rows import FileRow, FileRows
from governance.spreadsheets.grid import Grid
from governance.spreadsheets.header import Header
from governance.spreadsheets.item_cells import ItemCells, join_cells
from governance.spreadsheets.sections import Sections
from governance.spreadsheets.table import (
    ColumnMap,
    Confirmation,
    Fault,
    Repair,
    Section,
    Sheet,
    SheetRow,
    Skipped,
)
from governance.spreadsheets.text import date


def read_rows(sheet: Sheet, grid: Grid, header: Header, columns: ColumnMap) -> None:
    """Add all rows below the header to the sheet, so that every row is accounted for."""
    reader = _TableReader(sheet, grid, header, columns)
    reader.read_above()
    for index in range(header.bottom + 1, len(grid.rows)):
        if index in grid.begins:
            reader.begin_sheet(index)
        reader.read(index)
    reader.sections.close(1)
    reader.sections.compare_declared()
    if grid.begins:
        _name_sections(sheet, grid)


def _name_sections(sheet: Sheet, grid: Grid) -> None:
    """Put rows without a section under the name of their sheet: some lists have a sheet for each domain."""
    named = {begin: Section(begin + 1, name, name) for begin, name in grid.begins.items()}
    for row in sheet.rows:
        if row.section is None:
            row.section = named[max(begin for begin in named if begin < row.number)]


class _TableReader:
    """Reads the rows one by one, in their order."""

    def __init__(self, sheet: Sheet, grid: Grid, header: Header, columns: ColumnMap) -> None:
        self.sheet, self.header = sheet, header
        self.rows = FileRows(grid, header, columns)
        self.sections = Sections(sheet, self.rows)
        self.cells = ItemCells(sheet, self.rows)
        self.header_ends = 0  # of a further sheet: the index of its header
        self.below_note = False
        self.may_continue = False  # whether the next row may go on with the item above

    def read_above(self) -> None:
        """Read what is above the header: the first section may begin there, and a title may state the number of
        items."""
        above = [row for row in self.rows.rows[: self.header.top] if row.cells]
        sections: list[FileRow] = []
        for row in reversed(above):
            # Only the nearest one may do without a number: farther up, 属地管理（81项） is the title of the table.
            if self.rows.begins_section(row) and (not sections or row_patterns.read_section(row.text).style):
                sections.append(row)
            elif not row_patterns.is_note(row.text):
                break
        for row in reversed(sections):
            self._begin_section(row)
        for row in above:
            if row not in sections and (stated := row_patterns.declared_total(row.text)) is not None:
                self.sections.declared.append((row, stated))

    def read(self, index: int) -> None:
        row = self.rows[index]
        items = len(self.sheet.rows)
        self._read(index, row)
        joined = self.sheet.skipped and self.sheet.skipped[-1] == Skipped(row.number, "continuation", row.text)
        self.cells.report_errors(row, of_item=joined or len(self.sheet.rows) > items)

    def _read(self, index: int, row: FileRow) -> None:
        if index < self.header_ends:
            self._skip(row, "note" if row.cells else "blank")  # a title above the header of a further sheet
        elif not row.cells:
            # A row that a merged cell passes through belongs to the item above, even if nothing else is in it.
            self._skip(row, "blank", keep_open=bool(self.rows.filled_from_above(row)))
        elif self.rows.repeats_header(row):
            self.sheet.repairs.append(Repair("repeated_header", _("A repeated header was skipped."), row.number))
            self._skip(row, "repeated_header", keep_open=True)
        elif self._is_note(row):
            self.below_note = True
            self._skip(row, "note")
        elif self.rows.is_total(row):
            self.sections.add_total(row)
            self.may_continue = False
        elif self.rows.is_section(row):
            self._begin_section(row)
        elif self.rows.is_number_only(row):
            self._skip(row, "number_only")
        elif self._continues(row):
            self._continue(row)
        elif self.rows.is_stray(row):
            self._add_stray(row)
        else:
            self._add_item(row)

    def _skip(
        self,
        row: FileRow,
        reason: Literal["blank", "number_only", "repeated_header", "continuation", "note"],
        *,
        keep_open: bool = False,
    ) -> None:
        self.sheet.skipped.append(Skipped(row.number, reason, row.text))
        self.may_continue = self.may_continue and keep_open

    def _is_note(self, row: FileRow) -> bool:
        if all(row_patterns.is_note(cell.text) for cell in row.cells.values()):
            return True
        if self.rows.is_complete(row):
            return False
        first = next(iter(row.cells.values()))
        alone = len(row.cells) == 1 and row.index > self.rows.last_item
        return self.below_note or row_patterns.is_note(first.text) or (alone and date(first.text) is not None)

    def _continues(self, row: FileRow) -> bool:
        return self.may_continue and self.rows.lacks_names(row)

    def _add_stray(self, row: FileRow) -> None:
        if row.index > self.rows.last_item:
            self.below_note = True
            self._skip(row, "note")
            return
        first = next(iter(row.cells.values()))
        message = _("This text belongs to no row: %(text)s") % {"text": row.text}
        self.sheet.faults.append(Fault("stray_text", message, row.number, first.column, row.text))
        self._skip(row, "note")

    def _begin_section(self, row: FileRow) -> None:
        self.sections.add_section(row)
        self.may_continue = self.below_note = False

    def begin_sheet(self, index: int) -> None:
        """Begin the next of several stacked sheets: it continues nothing of the one above and repeats the header."""
        self.sections.close(1)
        self.below_note = self.may_continue = False
        self.sections.begin_group()
        self.header_ends = next(
            (at for at in range(index, len(self.rows)) if self.rows.repeats_header(self.rows[at])), index
        )

    def _continue(self, row: FileRow) -> None:
        """Join a row to the item above, which is written over two rows."""
        above = self.sheet.rows[-1]
        for at, cell in row.cells.items():
            column = self.header.columns.get(at)
            if column is None:
                self.cells.add_unknown(row, at, above)
                continue
            report_changes(self.sheet, cell, row.changes.get(at, frozenset()))
            join_cells(above.cells[column.key], cell)
        message = _("Row %(row)s continues row %(above)s and was joined to it.")
        values = {"row": row.number, "above": above.number}
        self.sheet.repairs.append(Repair("continuation", message % values, row.number, value=row.text))
        self._skip(row, "continuation", keep_open=True)

    def _add_item(self, row: FileRow) -> None:
        if self.below_note:
            message = _("The table continues below a note, from row %(row)s. Do these rows belong to it?") % {
                "row": row.number
            }
            self.sheet.confirmations.append(Confirmation("rows_after_note", message, row.number, value=row.text))
            self.below_note = False
        item = SheetRow(row.number, {}, self.sections.innermost)
        for at, column in self.header.columns.items():
            item.cells[column.key] = self.cells.read(row, at, column, may_repeat=self.may_continue)
        for at in row.cells.keys() - self.header.columns.keys():
            self.cells.add_unknown(row, at, item)
        for at in self.header.unknown.keys() - row.cells.keys():
            merge = self.rows.merges.get((row.index, at))
            if merge is not None and (origin := self.rows[merge.top].cells.get(at)):
                item.extra[self.header.titles[at]] = replace(origin, row=row.number, filled=True)
        if self.rows.numbered and not item[self.rows.numbered]:
            message = _("Row %(row)s has no number. Is it an item?") % {"row": row.number}
            self.sheet.confirmations.append(Confirmation("unnumbered", message, row.number, value=row.text))
        if self._begins_item(item):
            self.sections.count_item()
        self.sheet.rows.append(item)
        self.may_continue = True

    def _begins_item(self, item: SheetRow) -> bool:
        """Whether the row is a new item, and not one more body of the item above."""
        column = self.header.columns[self.rows.ordinal_at] if self.rows.ordinal_at is not None else None
        if column is None or not column.fill_down or not self.sheet.rows:
            return True
        cell, above = item.cells[column.key], self.sheet.rows[-1].cells[column.key]
        return (cell.text or cell.proposal) != (above.text or above.proposal)
