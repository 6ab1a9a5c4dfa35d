"""Limits for the cost of one file, counted before a parser reads it. Runs in the parser's process, too."""

from dataclasses import dataclass

from governance.spreadsheets.grid import column_letter


@dataclass(frozen=True)
class Limits:
    """The limits for one file. They are counted; what the file claims about its size is not trusted.

    `tags` are those of XML, or records of an .xls file; blank cells have them, too. `cells` is the area from A1 to the
    last filled cell, summed over all sheets. `details` are what is said of cells beside their values: how numbers are
    shown, marks, comments, merges. `rows` are those below the header.
    """

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 64 * 1024 * 1024
    tags: int = 4_000_000
    cells: int = 400_000
    details: int = 150_000
    rows: int = 400_000
    characters: int = 12_000_000
    cell_characters: int = 131_072  # as many as the csv module reads; Excel has 32,767


class Unreadable(Exception):
    """A file that cannot be read: a code, for which `refusals` has the message, and the place."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code, self.where = code, where


class Budget:
    """Counts over a whole workbook, against the limits: characters, tags, and the areas that its sheets span.

    The area is what matters: a parser lays out every cell between A1 and the last one, and one filled cell in the
    last row of the sheet is enough to exhaust memory.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.characters = self.tags = self.details = 0
        self.rows = self.columns = self.other_sheets = 0
        self.start_sheet("")

    def start_sheet(self, name: str) -> None:
        self.other_sheets += self.rows * self.columns
        self.sheet, self.rows, self.columns = name, 0, 0

    def add(self, row: int, column: int, characters: int) -> None:
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.other_sheets + self.rows * self.columns > self.limits.cells:
            raise Unreadable("too_far", f"{self.sheet}!{column_letter(column)}{row + 1}")
        if characters > self.limits.cell_characters:
            raise Unreadable("too_much_text", f"{self.sheet}!{column_letter(column)}{row + 1}")
        self.add_characters(characters)

    def add_characters(self, characters: int) -> None:
        self.characters += characters
        if self.characters > self.limits.characters:
            raise Unreadable("too_much_text", self.sheet)

    def add_details(self, details: int = 1) -> None:
        self.details += details
        if self.details > self.limits.details:
            raise Unreadable("too_many_marks", self.sheet)

    def add_tags(self, tags: int) -> None:
        self.tags += tags
        if self.tags > self.limits.tags:
            raise Unreadable("too_many_cells", self.sheet)
