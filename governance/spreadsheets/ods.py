"""What the content.xml of an ods file says besides the values, counted before a parser reads it."""

import re
from typing import NamedTuple

from governance.spreadsheets.grid import Merge, SheetDetails, is_error
from governance.spreadsheets.limits import Budget
from governance.spreadsheets.scan import local_name, walk

_SHAPES = {"frame", "custom-shape", "rect", "line", "ellipse", "circle", "connector", "polyline", "polygon", "path"}
_NUMBERS = ("float", "percentage", "currency")


def _is_nothing(height: str) -> bool:
    """Whether a height is zero: 0cm, 0.00in."""
    return height.strip("cminpt") != "" and height.strip("0.cminpt") == ""


def _count(values: dict[str, str], name: str) -> int:
    return max(1, int(values.get(name, 1)))  # a damaged file could hold a negative number


def _format_of_day(text: str) -> str:
    """The format of a displayed day: with year and month, or month and day; empty for a whole date and for names."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 2:
        return ""
    return "yyyy-m" if len(numbers[0]) == 4 else "m-d"


class _Filled(NamedTuple):
    """Neighbouring cells with the same content: the first column, the column behind the last, and the content of
    each."""

    begin: int
    end: int
    type: str
    text: str
    struck: str
    is_struck: bool
    is_unseen: bool


class _ContentReader:
    """Reads content.xml, in which equal neighbouring rows and cells are written once with a count."""

    def __init__(self, budget: Budget) -> None:
        self.sheets: dict[str, SheetDetails] = {}
        self.budget = budget
        self.hidden_styles: set[str] = set()  # of tables that are not displayed and of rows without height
        self.struck_styles: set[str] = set()
        self.style = ""
        self.row = self.column = self.row_repeat = self.cell_repeat = 0
        self.filled: list[_Filled] = []
        self.inside: list[str] = []
        self.spans: list[bool] = []  # whether each open run of text is struck out
        self.shapes = 0  # that are open, one inside the other
        self.drawn: list[str] = []
        self.begin_cell({})

    def begin_cell(self, values: dict[str, str]) -> None:
        self.type = values.get("value-type", "")
        self.cell_struck = values.get("style-name", "") in self.struck_styles
        self.is_shown = True
        self.text: list[str] = []
        self.struck: list[str] = []
        self.comment: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        values = {local_name(key): value for key, value in attributes.items()}
        self.inside.append(name)
        if name == "style":
            self.style = values.get("name", "")
        elif (name == "table-properties" and values.get("display") == "false") or (
            name == "table-row-properties" and _is_nothing(values.get("row-height", "1"))
        ):
            self.hidden_styles.add(self.style)
        elif name == "text-properties" and values.get("text-line-through-style", "none") != "none":
            self.struck_styles.add(self.style)
        elif name == "table":
            title = values.get("name", "")
            self.sheet = self.sheets[title] = SheetDetails(hidden=values.get("style-name", "") in self.hidden_styles)
            self.budget.start_sheet(title)
            self.row = self.column = 0
        elif not self.sheets:
            return
        elif name == "table-column":
            repeat = _count(values, "number-columns-repeated")
            if values.get("visibility") in ("collapse", "filter"):
                self.sheet.hidden_columns.update(range(self.column, min(self.column + repeat, 16_384)))
            self.column += repeat
        elif name == "table-row":
            self.column, self.filled = 0, []
            self.row_repeat = _count(values, "number-rows-repeated")
            if values.get("visibility") in ("collapse", "filter") or values.get("style-name") in self.hidden_styles:
                self.sheet.hidden_rows.update(range(self.row, min(self.row + self.row_repeat, 100_000)))
        elif name in ("table-cell", "covered-table-cell"):
            self.begin_cell(values)
            self.cell_repeat = _count(values, "number-columns-repeated")
            rows, columns = _count(values, "number-rows-spanned"), _count(values, "number-columns-spanned")
            if rows > 1 or columns > 1:
                merge = Merge(self.row, self.column, self.row + rows - 1, self.column + columns - 1)
                self.sheet.merges.append(merge)
        elif name in _SHAPES:
            self.shapes += 1
            self.budget.add_details()
        elif name == "span":
            self.spans.append(values.get("style-name", "") in self.struck_styles)
        elif name == "p" and self.words:
            self.add("\n")
        elif name == "p" and self.words is self.text:
            self.is_shown = False  # unless something is in it

    def characters(self, text: str) -> None:
        if "p" in self.inside and self.sheets:
            self.add(text)

    @property
    def words(self) -> list[str]:
        """The text that is being read: of a comment, of something drawn or of the cell."""
        if "annotation" in self.inside:
            return self.comment
        return self.drawn if self.shapes else self.text

    def add(self, text: str) -> None:
        words = self.words
        words.append(text)
        self.is_shown |= words is self.text
        if words is self.text and any(self.spans):
            self.struck.append(text)

    def end(self, name: str) -> None:
        self.inside.pop()
        if name in ("table-cell", "covered-table-cell") and self.sheets:
            self.end_cell()
        elif name == "span" and self.spans:
            self.spans.pop()
        elif name in _SHAPES and self.shapes:
            self.shapes -= 1
            if not self.shapes and "annotation" not in self.inside:
                self.end_drawing()
        elif name == "table-row":
            for cells in self.filled:
                self.budget.add(self.row + self.row_repeat - 1, cells.end - 1, len(cells.text))
                self.budget.add_characters(len(cells.text) * ((cells.end - cells.begin) * self.row_repeat - 1))
            for row in range(self.row, self.row + self.row_repeat if self.filled else self.row):
                for cells in self.filled:
                    for column in range(cells.begin, cells.end):
                        self.note_cell((row, column), cells)
            self.row += self.row_repeat

    def end_drawing(self) -> None:
        at, text = (self.row, self.column), "".join(self.drawn)
        self.drawn = []
        self.budget.add_characters(len(text))
        self.sheet.drawings[at] = "\n".join(filter(None, (self.sheet.drawings.get(at), text)))

    def end_cell(self) -> None:
        at = self.row, self.column
        self.column += self.cell_repeat
        text, struck, comment = "".join(self.text), "".join(self.struck), "".join(self.comment)
        if comment:
            self.budget.add_details()
            self.budget.add_characters(len(comment))
            self.sheet.comments[at] = comment
        if at in self.sheet.drawings and self.type == "string":
            self.sheet.values[at] = text  # without what is drawn, which the parser would take for a part of it
        if self.type or text:
            is_struck = self.cell_struck or bool(struck and struck.strip() == text.strip())
            self.filled.append(_Filled(at[1], self.column, self.type, text, struck, is_struck, not self.is_shown))

    def note_cell(self, at: tuple[int, int], cell: _Filled) -> None:
        if is_error(cell.text):
            self.budget.add_details()
            self.sheet.errors[at] = cell.text.strip()
        elif cell.type in _NUMBERS and cell.text:
            self.budget.add_details()
            self.sheet.shown[at] = cell.text
        elif cell.type in _NUMBERS or cell.type == "date":
            self.budget.add_details()
            if cell.is_unseen:
                self.sheet.unseen.add(at)
            elif code := _format_of_day(cell.text):
                self.sheet.formats[at] = code
        if cell.is_struck:
            self.budget.add_details()
            self.sheet.struck.add(at)
        elif cell.struck:
            self.budget.add_details()
            self.sheet.struck_parts[at] = cell.struck


def scan_ods(data: bytes, budget: Budget) -> dict[str, SheetDetails]:
    """Count every sheet of content.xml and collect the details that the parser does not return (`SheetDetails`)."""
    content = _ContentReader(budget)
    walk(data, budget, content.start, content.end, content.characters)
    return content.sheets
