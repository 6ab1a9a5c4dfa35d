"""The rows below the header: each becomes an item, a section, a total, or is skipped for a stated reason."""

from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from governance.spreadsheets import rows as patterns
from governance.spreadsheets.cells import as_number, make_cell, report_changes, set_value
from governance.spreadsheets.grid import Grid, Merge, Raw
from governance.spreadsheets.header import Header
from governance.spreadsheets.table import (
    Cell,
    Column,
    ColumnMap,
    Fault,
    Notice,
    Repair,
    Row,
    Section,
    Sheet,
    Skipped,
    Total,
)
from governance.spreadsheets.text import column_letter, date, match_key, ordinal


def read_rows(sheet: Sheet, grid: Grid, header: Header, columns: ColumnMap) -> None:
    """Add everything below the header to the sheet; afterwards every row is accounted for."""
    reader = _Reader(sheet, grid, header, columns)
    for index in range(header.bottom + 1, len(grid.rows)):
        reader.read(index)
    reader.close_sections(1)


class _Line:
    """One row of the file: its filled cells by column index, and what was changed in them."""

    def __init__(self, index: int, values: list[Raw], passed_over: set[int]) -> None:
        self.index = index
        self.number = index + 1
        self.cells: dict[int, Cell] = {}
        self.changes: dict[int, frozenset[str]] = {}
        for column, raw in enumerate(values):
            if raw == "" or column in passed_over:
                continue
            cell, changes = make_cell(raw, index, column)
            if cell.text:
                self.cells[column], self.changes[column] = cell, changes

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells.values())

    @property
    def keys(self) -> dict[int, str]:
        return {column: match_key(cell.text) for column, cell in self.cells.items()}


class _Reader:
    """Keeps what one row needs to know of the rows around it."""

    def __init__(self, sheet: Sheet, grid: Grid, header: Header, columns: ColumnMap) -> None:
        self.sheet, self.grid, self.header, self.columns = sheet, grid, header, columns
        self.lines = [_Line(index, values, header.passed_over) for index, values in enumerate(grid.rows)]
        self.ordinal_at = next((at for at, column in header.columns.items() if column.kind == "ordinal"), None)
        self.naming = {at for at, column in header.columns.items() if column.needs_value}
        self.numeric = [at for at, column in header.columns.items() if column.kind == "number"]
        self.heads = [line.keys for line in self.lines[: header.bottom + 1] if line.cells]
        self.merges = self._merges_by_cell()
        self.spans = {(merge.top, merge.left): merge for merge in grid.about.merges}
        body = self.lines[header.bottom + 1 :]
        self.numbered_in_digits = any(self._ordinal_text(line)[:1].isdecimal() for line in body)
        self.numbered = self._numbered_key(body)
        self.last_item = max((line.index for line in body if self._looks_like_item(line)), default=-1)
        self.open: list[Section] = []
        self.styles: list[str] = []
        self.below_note = False
        self.may_continue = False
        self.since_total = 0  # items already counted when the last total or section row came
        self.told: set[object] = set()

    def _merges_by_cell(self) -> dict[tuple[int, int], Merge]:
        """Cells below the first one of a range merged downwards, in its left column, that may be filled from it."""
        found = {}
        for merge in self.grid.about.merges:
            column = self.header.columns.get(merge.left)
            if column and (column.fill_down or column.fill_merged) and merge.top > self.header.bottom:
                for row in range(merge.top + 1, min(merge.bottom + 1, len(self.grid.rows))):
                    found[row, merge.left] = merge
        return found

    def _numbered_key(self, body: list[_Line]) -> str:
        """The key of the numbering column if rows are expected to be numbered, else empty."""
        column = self.header.columns[self.ordinal_at] if self.ordinal_at is not None else None
        if column is None or column.fill_down or not any(self.ordinal_at in line.cells for line in body):
            return ""
        return column.key

    def _ordinal_text(self, line: _Line) -> str:
        cell = line.cells.get(self.ordinal_at) if self.ordinal_at is not None else None
        return cell.text if cell else ""

    def _looks_like_item(self, line: _Line) -> bool:
        """At least a number and a text, or two texts; enough to know that a table goes on."""
        first = next(iter(line.cells.values()), None)
        return (
            len(line.cells) > 1 and first is not None and not patterns.is_note(first.text) and not self._is_total(line)
        )

    # --- What a row is ---
    def read(self, index: int) -> None:
        line = self.lines[index]
        if not line.cells:
            # A row that a merged cell passes through belongs to the item above, even if nothing else is in it.
            self._skip(line, "blank", keep_open=bool(self._filled_from_above(line)))
        elif self._repeats_header(line):
            self.sheet.repairs.append(Repair("repeated_header", _("A repeated header was left out."), line.number))
            self._skip(line, "repeated_header", keep_open=True)
        elif self._is_note(line):
            self.below_note = True
            self._skip(line, "note")
        elif self._is_total(line):
            self._add_total(line)
        elif self._is_section(line):
            self._add_section(line)
        elif self._is_number_only(line):
            self._skip(line, "number_only")
        elif self._continues(line):
            self._continue(line)
        elif self._is_stray(line):
            self._add_stray(line)
        else:
            self._add_item(line)

    def _skip(
        self,
        line: _Line,
        reason: Literal["blank", "number_only", "repeated_header", "continuation", "note"],
        *,
        keep_open: bool = False,
    ) -> None:
        self.sheet.skipped.append(Skipped(line.number, reason, line.text))
        self.may_continue = self.may_continue and keep_open

    def _filled_from_above(self, line: _Line) -> list[int]:
        return [at for at in self.header.columns if at not in line.cells and (line.index, at) in self.merges]

    def _repeats_header(self, line: _Line) -> bool:
        return bool(line.cells) and line.keys in self.heads

    def _is_note(self, line: _Line) -> bool:
        if all(patterns.is_note(cell.text) for cell in line.cells.values()):
            return True
        if self._is_complete(line):
            return False
        first = next(iter(line.cells.values()))
        alone = len(line.cells) == 1 and line.index > self.last_item
        return self.below_note or patterns.is_note(first.text) or (alone and date(first.text) is not None)

    def _is_complete(self, line: _Line) -> bool:
        """Whether it is an item wherever it stands: every value it needs is there, or a number and two texts."""
        if len(line.cells) < 2:
            return False
        numbered = ordinal(self._ordinal_text(line)) is not None and len(line.cells) > 2
        return numbered or (bool(self.naming) and self.naming <= line.cells.keys())

    def _is_total(self, line: _Line) -> bool:
        cells = list(line.cells.values())
        if not cells or not patterns.is_total(cells[0].text):
            return False
        return all(as_number(cell) is not None or patterns.read_count(cell.text) is not None for cell in cells[1:])

    def _is_section(self, line: _Line) -> bool:
        if len(line.cells) == 2 and self.numbered_in_digits:
            (at, numeral), (_other, text) = line.cells.items()
            return at == self.ordinal_at and patterns.is_section_numeral(numeral.text) and as_number(text) is None
        if len(line.cells) != 1:
            return False
        ((at, cell),) = line.cells.items()
        if at == self.ordinal_at and ordinal(cell.text) is not None:
            return False
        if patterns.is_section(cell.text):
            return True
        # One short text over half the table, or alone in the numbering column with items to come.
        if len(cell.text) > patterns.LONGEST_SECTION or line.index > self.last_item:
            return False
        merge = self.spans.get((line.index, at))
        wide = merge is not None and merge.right - merge.left + 1 >= max(2, len(self.header.titles) / 2)
        return wide or at == self.ordinal_at

    def _is_number_only(self, line: _Line) -> bool:
        """Numbering prepared in advance for rows that were never filled in."""
        return line.index > self.last_item and line.cells.keys() == {self.ordinal_at}

    def _lacks_names(self, line: _Line) -> bool:
        """Neither numbered nor named: no item of its own."""
        if not self.naming:
            return False
        present = line.cells.keys() | set(self._filled_from_above(line))
        return not self.naming & present and self.ordinal_at not in line.cells

    def _continues(self, line: _Line) -> bool:
        return self.may_continue and self._lacks_names(line)

    def _is_stray(self, line: _Line) -> bool:
        alone = len(line.cells) == 1 and self.ordinal_at in line.cells and ordinal(self._ordinal_text(line)) is None
        return self._lacks_names(line) or alone

    # --- What becomes of it ---
    def _add_stray(self, line: _Line) -> None:
        if line.index > self.last_item:
            self.below_note = True
            self._skip(line, "note")
            return
        first = next(iter(line.cells.values()))
        message = _("This text belongs to no row: %(text)s") % {"text": line.text}
        self.sheet.faults.append(Fault("stray_text", message, line.number, first.column, line.text))
        self._skip(line, "note")

    def _add_section(self, line: _Line) -> None:
        *numeral, cell = line.cells.values()
        found = patterns.read_section(cell.text, numeral[0].text if numeral else "")
        if found.style not in self.styles:
            self.styles.append(found.style)
        level = self.styles.index(found.style) + 1
        self.close_sections(level)
        parent = self.open[-1] if self.open else None
        section = Section(line.number, line.text, found.title, found.number, found.stated, level, parent)
        self.open.append(section)
        self.sheet.sections.append(section)
        self.since_total = len(self.sheet.rows)
        self.may_continue = self.below_note = False

    def close_sections(self, level: int) -> None:
        """Close the open sections of this level and below, and compare what they say with what they hold."""
        while self.open and self.open[-1].level >= level:
            section = self.open.pop()
            if section.stated is not None and section.stated != section.counted:
                message = _("%(section)s states %(stated)s items, but %(counted)s follow.") % {
                    "section": section.title,
                    "stated": section.stated,
                    "counted": section.counted,
                }
                self.sheet.notices.append(Notice("count_differs", message, section.row, value=section.text))

    def _add_total(self, line: _Line) -> None:
        first, *others = line.cells.items()
        items = self.sheet.rows
        group = items[self.since_total :]
        subtotal = patterns.is_subtotal(first[1].text)
        counted = len(group) if subtotal else len(items)
        stated = patterns.stated_total(first[1].text)
        if stated is None and not self.numeric and len(others) == 1:
            number = as_number(others[0][1])
            stated = int(number) if number is not None else patterns.read_count(others[0][1].text)
        # People write 合计 under each group too.
        if stated is not None and stated not in {len(group), counted}:
            self._total_differs(line, first[1], stated, counted)
        for at in self.numeric:
            if at in line.cells and at != first[0]:
                key = self.header.columns[at].key
                sums = [self._sum(group, key), *([] if subtotal else [self._sum(items, key)])]
                number = as_number(line.cells[at])
                if number is not None and number not in sums:
                    self._total_differs(line, line.cells[at], number, sums[-1])
        self.sheet.totals.append(Total(line.number, line.text, stated, counted))
        self.since_total = len(items)
        self.may_continue = False

    @staticmethod
    def _sum(rows: list[Row], key: str) -> Decimal:
        values = [row.cells[key].value for row in rows]
        return sum((Decimal(value) for value in values if isinstance(value, int | Decimal)), Decimal(0))

    def _total_differs(self, line: _Line, cell: Cell, stated: object, counted: object) -> None:
        message = _("The total says %(stated)s, but the rows give %(counted)s.") % {
            "stated": stated,
            "counted": counted,
        }
        self.sheet.notices.append(Notice("total_differs", message, line.number, cell.column, line.text))

    def _continue(self, line: _Line) -> None:
        """One item over two rows: its texts are joined to those of the row above."""
        above = self.sheet.rows[-1]
        for at, cell in line.cells.items():
            column = self.header.columns.get(at)
            if column is None:
                self._unmapped(line, at, above)
                continue
            report_changes(self.sheet, cell, line.changes[at])
            _join(above.cells[column.key], cell)
        self._check_formulas(line)
        message = _("Row %(row)s continues row %(above)s and was joined to it.")
        values = {"row": line.number, "above": above.number}
        self.sheet.repairs.append(Repair("continuation", message % values, line.number, value=line.text))
        self._skip(line, "continuation", keep_open=True)

    def _add_item(self, line: _Line) -> None:
        if self.below_note:
            message = _("The table goes on below a note, with row %(row)s.") % {"row": line.number}
            self.sheet.notices.append(Notice("rows_after_note", message, line.number, value=line.text))
            self.below_note = False
        row = Row(line.number, {}, self.open[-1] if self.open else None)
        for at, column in self.header.columns.items():
            row.cells[column.key] = self._item_cell(line, at, column)
        for at in line.cells.keys() - self.header.columns.keys():
            self._unmapped(line, at, row)
        self._check_formulas(line)
        if self.numbered and not row[self.numbered]:
            message = _("Row %(row)s has no number. Is it an item?") % {"row": line.number}
            self.sheet.notices.append(Notice("unnumbered", message, line.number, value=line.text))
        for section in self.open:
            section.counted += 1
        self.sheet.rows.append(row)
        self.may_continue = True

    def _item_cell(self, line: _Line, at: int, column: Column) -> Cell:
        cell = line.cells.get(at)
        values = self.grid.rows[line.index]
        raw: Raw = values[at] if at < len(values) else ""
        merge = self.merges.get((line.index, at))
        if cell is not None:
            report_changes(self.sheet, cell, line.changes[at])
        elif merge is not None and (origin := self.lines[merge.top].cells.get(at)):
            cell = Cell(line.number, column_letter(at), "", origin.text, origin.text, filled=True)
            raw = self.grid.rows[merge.top][at]
            self._report_fill(merge, origin)
        else:
            cell = Cell(line.number, column_letter(at))
            self._propose(cell, column, line)
        set_value(self.sheet, cell, column, raw)
        explained = cell.text or cell.proposal or (line.index, at) in self.grid.about.problems
        if column.needs_value and not explained:
            message = _("%(title)s is empty.") % {"title": column.title}
            self.sheet.faults.append(Fault("blank_value", message, line.number, cell.column))
        return cell

    def _report_fill(self, merge: Merge, origin: Cell) -> None:
        if merge in self.told:
            return
        self.told.add(merge)
        message = _("The merged cell %(first)s:%(last)s was read as filled in each of its rows: %(text)s") % {
            "first": origin.ref,
            "last": f"{column_letter(merge.right)}{merge.bottom + 1}",
            "text": origin.text,
        }
        self.sheet.repairs.append(Repair("merged", message, origin.row, origin.column, origin.text))

    def _propose(self, cell: Cell, column: Column, line: _Line) -> None:
        """An unmerged blank in a column of repeated values probably means "as above", which only a person can say."""
        if not column.fill_down or not self.may_continue or not self.sheet.rows:
            return
        above = self.sheet.rows[-1].cells[column.key]
        cell.proposal = above.text or above.proposal
        if cell.proposal:
            message = _("%(title)s is empty. Is it the same as above: %(text)s?")
            values = {"title": column.title, "text": cell.proposal}
            self.sheet.notices.append(
                Notice("blank_below_value", message % values, line.number, cell.column, cell.proposal)
            )

    def _unmapped(self, line: _Line, at: int, row: Row) -> None:
        cell = line.cells[at]
        if at not in self.header.titles and self.columns.keep_unknown:
            row.extra[cell.column] = cell
        elif at not in self.header.titles:
            if at not in self.told:
                self.told.add(at)
                message = _("Column %(column)s has no heading but holds data.") % {"column": cell.column}
                self.sheet.faults.append(Fault("untitled_column", message, line.number, cell.column, cell.text))
        elif self.columns.keep_unknown and (title := self.header.titles[at]) in row.extra:
            _join(row.extra[title], cell)
        elif self.columns.keep_unknown:
            row.extra[title] = cell

    def _check_formulas(self, line: _Line) -> None:
        for at in self.header.columns:
            problem = self.grid.about.problems.get((line.index, at))
            if problem == "formula_error":
                message = _("The formula in this cell gives an error.")
            elif problem:
                message = _(
                    "The formula in this cell was never computed. Open the file in Excel or WPS and save it again."
                )
            else:
                continue
            self.sheet.faults.append(Fault(problem, message, line.number, column_letter(at)))


def _join(above: Cell, below: Cell) -> None:
    above.text = "\n".join(filter(None, (above.text, below.text)))
    above.source = "\n".join(filter(None, (above.source, below.source)))
    if above.value is None or isinstance(above.value, str):
        above.value = above.text
