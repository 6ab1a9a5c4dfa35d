"""The cells of an item, taken from its row or from a cell merged downwards."""

from django.utils.translation import gettext as _

from governance.spreadsheets import row_patterns
from governance.spreadsheets.cells import (
    ask_about_zeros,
    holds_codes,
    lost_digits,
    report_changes,
    set_value,
    undo_date,
)
from governance.spreadsheets.file_rows import FileRow, FileRows
from governance.spreadsheets.grid import Merge, Raw, column_letter
from governance.spreadsheets.table import Cell, Column, Confirmation, Fault, Repair, Sheet, SheetRow


class ItemCells:
    """Reads the cells of items; what concerns many rows is reported once."""

    def __init__(self, sheet: Sheet, rows: FileRows) -> None:
        self.sheet, self.rows = sheet, rows
        self.reported: set[object] = set()

    def read(self, row: FileRow, at: int, column: Column, *, may_repeat: bool) -> Cell:
        """The cell of an item in a column; `may_repeat`: a blank may mean the value of the item above."""
        cell = row.cells.get(at)
        values = self.rows.grid.rows[row.index]
        raw: Raw = values[at] if at < len(values) else ""
        merge = self.rows.merges.get((row.index, at))
        fails = at in row.errors or at in row.uncomputed
        if cell is not None:
            report_changes(self.sheet, cell, row.changes.get(at, frozenset()))
        elif merge is not None and (origin := self.rows[merge.top].cells.get(at)):
            cell = Cell(row.number, column_letter(at), "", origin.text, origin.text, filled=True)
            raw = self.rows.grid.rows[merge.top][at]
            self._report_fill(merge, origin)
        else:
            cell = Cell(row.number, column_letter(at))
            if may_repeat and not fails:
                self._propose(cell, column, row)
        if column.kind in ("text", "code") and self.sheet.rows:
            self._read_ditto(cell, self.sheet.rows[-1].cells[column.key])
        if column.kind in ("ordinal", "code"):
            undo_date(self.sheet, cell, raw, self.rows.grid.details.formats.get((row.index, at), ""))
        set_value(self.sheet, cell, column, raw)
        if column.needs_value and not (cell.text or cell.proposal or fails):
            message = _("%(title)s is empty.") % {"title": column.title}
            self.sheet.faults.append(Fault("blank_value", message, row.number, cell.column))
        return cell

    def _read_ditto(self, cell: Cell, above: Cell | None) -> None:
        """Replace 同上 by the text of the cell above."""
        text = (above.text or above.proposal) if above else ""
        if not text or not row_patterns.is_ditto(cell.text):
            return
        message = _("“%(sign)s” was read as the text above: %(text)s")
        values = {"sign": cell.text, "text": text}
        self.sheet.repairs.append(Repair("same_as_above", message % values, cell.row, cell.column, cell.source))
        cell.source = cell.text = text

    def _report_fill(self, merge: Merge, origin: Cell) -> None:
        if merge in self.reported:
            return
        self.reported.add(merge)
        message = _("The text of the merged cell %(first)s:%(last)s was used for each of its rows: %(text)s") % {
            "first": origin.ref,
            "last": f"{column_letter(merge.right)}{merge.bottom + 1}",
            "text": origin.text,
        }
        self.sheet.repairs.append(Repair("merged", message, origin.row, origin.column, origin.text))

    def _propose(self, cell: Cell, column: Column, row: FileRow) -> None:
        """Propose the value above for a blank in a column of repeated values; a person must confirm it."""
        if not column.fill_down or not self.sheet.rows:
            return
        above = self.sheet.rows[-1].cells[column.key]
        cell.proposal = above.text or above.proposal
        if cell.proposal:
            message = _("%(title)s is empty. Is it the same as above: %(text)s?")
            values = {"title": column.title, "text": cell.proposal}
            self.sheet.confirmations.append(
                Confirmation("blank_below_value", message % values, row.number, cell.column, cell.proposal)
            )

    def add_unknown(self, row: FileRow, at: int, item: SheetRow) -> None:
        """Keep a cell of a column that the table does not have; without a heading it is a fault."""
        cell = row.cells[at]
        if self.rows.columns.keep_unknown:
            if self.sheet.rows and item is not self.sheet.rows[-1]:
                self._read_ditto(cell, self.sheet.rows[-1].extra.get(self.rows.header.titles.get(at, cell.column)))
            raw = self.rows.grid.rows[row.index][at]
            ask_about_zeros(self.sheet, cell)
            if message := lost_digits(cell, raw):
                self.sheet.confirmations.append(Confirmation("digits_lost", message, cell.row, cell.column, cell.text))
            elif holds_codes(self.rows.header.titles.get(at, "")):
                undo_date(self.sheet, cell, raw, self.rows.grid.details.formats.get((row.index, at), ""))
        if at not in self.rows.header.titles and self.rows.columns.keep_unknown:
            item.extra[cell.column] = cell
        elif at not in self.rows.header.titles:
            if at not in self.reported:
                self.reported.add(at)
                message = _("Column %(column)s has no heading but holds data.") % {"column": cell.column}
                self.sheet.faults.append(Fault("untitled_column", message, row.number, cell.column, cell.text))
        elif self.rows.columns.keep_unknown and (title := self.rows.header.titles[at]) in item.extra:
            join_cells(item.extra[title], cell)
        elif self.rows.columns.keep_unknown:
            item.extra[title] = cell

    def report_errors(self, row: FileRow, *, of_item: bool) -> None:
        """Report cells without a value: a fault in a known column of an item, elsewhere to be confirmed."""
        for at in sorted([*row.errors, *row.uncomputed]):
            is_needed = of_item and at in self.rows.header.columns
            error = row.errors.get(at, "")
            code = "error_value" if error else "formula_without_value"
            if error and is_needed:
                message = _("This cell shows the error %(error)s. Correct its formula or enter the value.")
            elif error:
                message = _("This cell shows the error %(error)s and is read as empty.")
            elif is_needed:
                message = _(
                    "The formula in this cell was never computed. Open the file in Excel or WPS and save it again."
                )
            else:
                message = _(
                    "The formula in this cell was never computed, and the cell is read as empty. If its value matters, "
                    "open the file in Excel or WPS and save it again."
                )
            place = (code, message % {"error": error}, row.number, column_letter(at), error)
            if is_needed:
                self.sheet.faults.append(Fault(*place))
            else:
                self.sheet.confirmations.append(Confirmation(*place))


def join_cells(above: Cell, below: Cell) -> None:
    above.text = "\n".join(filter(None, (above.text, below.text)))
    above.source = "\n".join(filter(None, (above.source, below.source)))
    if above.value is None or isinstance(above.value, str):
        above.value = above.text
