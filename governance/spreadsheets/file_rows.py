"""The rows of a sheet as they are in the file, and what kind of row each can be: item, section, total or note."""

from governance.spreadsheets import row_patterns
from governance.spreadsheets.cells import as_number, make_cell
from governance.spreadsheets.grid import Grid, Merge, is_error
from governance.spreadsheets.header import Header
from governance.spreadsheets.table import Cell, ColumnMap
from governance.spreadsheets.text import ordinal
from governance.text import match_key


class FileRow:
    """One row of the file: its filled cells by column index, how their texts were cleaned where they were, and cells
    without a value."""

    __slots__ = ("cells", "changes", "errors", "index", "number", "uncomputed")

    def __init__(self, index: int, grid: Grid, passed_over: set[int]) -> None:
        self.index = index
        self.number = index + 1
        self.cells: dict[int, Cell] = {}
        self.changes: dict[int, frozenset[str]] = {}
        self.errors: dict[int, str] = {}
        self.uncomputed = [
            at
            for at in (range(len(grid.rows[index])) if grid.details.uncomputed else ())
            if (index, at) in grid.details.uncomputed and at not in passed_over
        ]
        for column, raw in enumerate(grid.rows[index]):
            if raw == "" or column in passed_over:
                continue
            if isinstance(raw, str) and is_error(raw):
                self.errors[column] = raw.strip()
                continue
            cell, changes = make_cell(grid, index, column)
            if cell.text:
                self.cells[column] = cell
                if changes:
                    self.changes[column] = changes

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells.values())

    @property
    def keys(self) -> dict[int, str]:
        return {column: match_key(cell.text) for column, cell in self.cells.items()}


class FileRows:
    """All rows, with what the header and the other rows say about each.

    `ordinal_at` is the index of the numbering column, `naming` the indexes of the columns that every item fills,
    `numeric` those of number columns. `last_item` is the index of the last row that looks like an item.
    """

    def __init__(self, grid: Grid, header: Header, columns: ColumnMap) -> None:
        self.grid, self.header, self.columns = grid, header, columns
        self.rows = [FileRow(index, grid, header.passed_over) for index in range(len(grid.rows))]
        self.ordinal_at = next((at for at, column in header.columns.items() if column.kind == "ordinal"), None)
        self.naming = {at for at, column in header.columns.items() if column.needs_value}
        self.numeric = [at for at, column in header.columns.items() if column.kind == "number"]
        self.heads = [row.keys for row in self.rows[: header.bottom + 1] if row.cells]
        self.merges = self._merges_by_cell()
        self.spans = {(merge.top, merge.left): merge for merge in grid.details.merges}
        body = self.rows[header.bottom + 1 :]
        self.numbered_in_digits = any(self.ordinal_text(row)[:1].isdecimal() for row in body)
        self.numbered = self._numbered_key(body)
        self.last_item = max((row.index for row in body if self.looks_like_item(row)), default=-1)

    def __getitem__(self, index: int) -> FileRow:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def _merges_by_cell(self) -> dict[tuple[int, int], Merge]:
        """Cells below the first one of a range merged downwards, in its left column, that may be filled from it."""
        found = {}
        for merge in self.grid.details.merges:
            column = self.header.columns.get(merge.left)
            is_kept = merge.left in self.header.unknown and self.columns.keep_unknown
            is_filled = column is not None and (column.fill_down or column.fill_merged)
            if (is_kept or is_filled) and merge.top > self.header.bottom:
                for index in range(merge.top + 1, min(merge.bottom + 1, len(self.grid.rows))):
                    found[index, merge.left] = merge
        return found

    def _numbered_key(self, body: list[FileRow]) -> str:
        """The key of the numbering column if rows are expected to be numbered, else empty."""
        column = self.header.columns[self.ordinal_at] if self.ordinal_at is not None else None
        if column is None or column.fill_down or not any(self.ordinal_at in row.cells for row in body):
            return ""
        return column.key

    def ordinal_text(self, row: FileRow) -> str:
        cell = row.cells.get(self.ordinal_at) if self.ordinal_at is not None else None
        return cell.text if cell else ""

    def looks_like_item(self, row: FileRow) -> bool:
        """Whether it has a number and a text, or two texts: enough to know that the table continues."""
        first = next(iter(row.cells.values()), None)
        return (
            len(row.cells) > 1 and first is not None and not row_patterns.is_note(first.text) and not self.is_total(row)
        )

    def filled_from_above(self, row: FileRow) -> list[int]:
        """The columns whose blank is part of a cell merged downwards."""
        return [at for at in self.header.columns if at not in row.cells and (row.index, at) in self.merges]

    def repeats_header(self, row: FileRow) -> bool:
        return bool(row.cells) and row.keys in self.heads

    def is_complete(self, row: FileRow) -> bool:
        """Whether it is an item wherever it stands: every value it needs is there, or a number and two texts."""
        if len(row.cells) < 2:
            return False
        numbered = ordinal(self.ordinal_text(row)) is not None and len(row.cells) > 2
        return numbered or (bool(self.naming) and self.naming <= row.cells.keys())

    def is_total(self, row: FileRow) -> bool:
        cells = list(row.cells.values())
        if not cells or not row_patterns.is_total(cells[0].text):
            return False
        return all(as_number(cell) is not None or row_patterns.read_count(cell.text) is not None for cell in cells[1:])

    def is_section(self, row: FileRow) -> bool:
        if len(row.cells) == 2 and row_patterns.is_label(next(iter(row.cells.values())).text):
            return True
        if len(row.cells) == 2 and self.numbered_in_digits:
            (at, numeral), (_other, text) = row.cells.items()
            return at == self.ordinal_at and row_patterns.is_section_numeral(numeral.text) and as_number(text) is None
        if len(row.cells) != 1:
            return False
        ((at, cell),) = row.cells.items()
        if at == self.ordinal_at and ordinal(cell.text) is not None:
            return False
        if row_patterns.is_section(cell.text):
            return True
        # One short text over half the table, or alone in the numbering column with items to come.
        if len(cell.text) > row_patterns.LONGEST_SECTION or row.index > self.last_item:
            return False
        merge = self.spans.get((row.index, at))
        wide = merge is not None and merge.right - merge.left + 1 >= max(2, len(self.header.titles) / 2)
        return wide or at == self.ordinal_at

    def begins_section(self, row: FileRow) -> bool:
        return self.is_section(row) and row_patterns.begins_list(row.text)

    def is_number_only(self, row: FileRow) -> bool:
        """Whether it holds only a number, prepared for an item that was never filled in."""
        return row.index > self.last_item and row.cells.keys() == {self.ordinal_at}

    def lacks_names(self, row: FileRow) -> bool:
        """Whether it has neither number nor name, so it is no item of its own."""
        if not self.naming:
            return False
        present = row.cells.keys() | set(self.filled_from_above(row))
        return not self.naming & present and self.ordinal_at not in row.cells

    def is_stray(self, row: FileRow) -> bool:
        alone = len(row.cells) == 1 and self.ordinal_at in row.cells and ordinal(self.ordinal_text(row)) is None
        return self.lacks_names(row) or alone
