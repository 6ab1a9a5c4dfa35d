"""Sections and totals: the number of items they state, compared with the number there is."""

from decimal import Decimal

from django.utils.translation import gettext as _

from governance.spreadsheets import row_patterns
from governance.spreadsheets.cells import as_number
from governance.spreadsheets.file_rows import FileRow, FileRows
from governance.spreadsheets.table import Cell, Confirmation, Section, Sheet, SheetRow, Total


class Sections:
    """The open sections, and the items counted so far.

    `items` can be fewer than the rows of the sheet: in some layouts an item has a row for each body.
    """

    def __init__(self, sheet: Sheet, rows: FileRows) -> None:
        self.sheet, self.rows = sheet, rows
        self.open: list[Section] = []
        self.styles: list[str] = []  # of numbering, in the order of their levels
        self.items = 0
        self.group = (0, 0)  # rows and items that were there when the last total or section came
        self.declared: list[tuple[FileRow, int]] = []  # rows above the header that say how many items follow

    @property
    def innermost(self) -> Section | None:
        return self.open[-1] if self.open else None

    def begin_group(self) -> None:
        self.group = (len(self.sheet.rows), self.items)

    def count_item(self) -> None:
        self.items += 1
        for section in self.open:
            section.counted += 1

    def compare_declared(self) -> None:
        for row, stated in self.declared:
            if stated != self.items:
                self._total_differs(row, next(iter(row.cells.values())), stated, self.items)

    def add_section(self, row: FileRow) -> None:
        *numeral, cell = row.cells.values()
        found = row_patterns.read_section(cell.text, numeral[0].text if numeral else "")
        if found.style not in self.styles:
            self.styles.append(found.style)
        level = self.styles.index(found.style) + 1
        self.close(level)
        parent = self.innermost
        section = Section(row.number, row.text, found.title, found.number, found.stated, level, parent)
        self.open.append(section)
        self.sheet.sections.append(section)
        self.begin_group()

    def close(self, level: int) -> None:
        """Close the open sections of this level and below; report those that state another number of items than they
        have."""
        while self.open and self.open[-1].level >= level:
            section = self.open.pop()
            if section.stated is not None and section.stated != section.counted:
                message = _("%(section)s states %(stated)s items, but has %(counted)s.") % {
                    "section": section.title,
                    "stated": section.stated,
                    "counted": section.counted,
                }
                self.sheet.confirmations.append(Confirmation("count_differs", message, section.row, value=section.text))

    def add_total(self, row: FileRow) -> None:
        first, *others = row.cells.items()
        items = self.sheet.rows
        group = items[self.group[0] :]
        in_group = self.items - self.group[1]
        subtotal = row_patterns.is_subtotal(first[1].text)
        counted = in_group if subtotal else self.items
        stated = row_patterns.stated_total(first[1].text)
        if stated is None and not self.rows.numeric and len(others) == 1:
            number = as_number(others[0][1])
            stated = int(number) if number is not None else row_patterns.read_count(others[0][1].text)
        # People write 合计 under each group too.
        if stated is not None and stated not in {in_group, counted}:
            self._total_differs(row, first[1], stated, counted)
        for at in self.rows.numeric:
            if at in row.cells and at != first[0]:
                key = self.rows.header.columns[at].key
                sums = [self._sum(group, key), *([] if subtotal else [self._sum(items, key)])]
                number = as_number(row.cells[at])
                if number is not None and number not in sums:
                    self._total_differs(row, row.cells[at], number, sums[-1])
        self.sheet.totals.append(Total(row.number, row.text, stated, counted))
        self.group = (len(items), self.items)

    @staticmethod
    def _sum(rows: list[SheetRow], key: str) -> Decimal:
        values = [row.cells[key].value for row in rows]
        return sum((Decimal(value) for value in values if isinstance(value, int | Decimal)), Decimal(0))

    def _total_differs(self, row: FileRow, cell: Cell, stated: object, counted: object) -> None:
        message = _("The total says %(stated)s, but the rows add up to %(counted)s.") % {
            "stated": stated,
            "counted": counted,
        }
        self.sheet.confirmations.append(Confirmation("total_differs", message, row.number, cell.column, row.text))
