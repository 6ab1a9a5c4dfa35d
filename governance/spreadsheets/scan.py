"""Counting what a spreadsheet's XML will cost before a parser expands it, and noting what the parser does not tell."""

import posixpath
import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from django.utils.translation import gettext as _

from governance.spreadsheets.grid import About, Merge
from governance.spreadsheets.table import Limits, UnreadableSpreadsheet
from governance.spreadsheets.text import column_letter


class Budget:
    """Counts characters over a whole workbook, and the area a sheet spans, against the limits.

    The area is what matters: a parser lays out every cell between A1 and the last one, and one filled cell in the
    last row of the sheet is enough to exhaust memory.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.characters = 0
        self.start_sheet("")

    def start_sheet(self, name: str) -> None:
        self.sheet, self.rows, self.columns = name, 0, 0

    def add(self, row: int, column: int, characters: int) -> None:
        self.characters += characters
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.rows * self.columns > self.limits.cells or self.characters > self.limits.characters:
            where = f"{self.sheet}!{column_letter(column)}{row + 1}"
            raise UnreadableSpreadsheet(
                "too_large",
                _("The table is too large: it reaches %(where)s. Delete what lies far from the table, or split it.")
                % {"where": where},
                where,
            )


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parse(data: bytes, start: Callable[[str, dict[str, str]], None], end=None, characters=None) -> None:
    """Walk through XML. A document type declaration has no place here and could define exploding entities."""

    def refuse(*_args: object) -> None:
        raise expat.ExpatError("document type declaration")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end:
        parser.EndElementHandler = lambda name: end(_local(name))
    if characters:
        parser.CharacterDataHandler = characters
    parser.Parse(data, True)


# --- xlsx ------------------------------------------------------------------------------------------------------------
def sheet_parts(workbook: bytes, relationships: bytes) -> dict[str, str]:
    """Sheet name to the path of its part, as the workbook and its relationships say."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relationship(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identifier = next((value for key, value in attributes.items() if _local(key) == "id" and ":" in key), "")
            sheets[attributes.get("name", "")] = identifier

    _parse(relationships, relationship)
    _parse(workbook, sheet)
    return {name: targets[identifier] for name, identifier in sheets.items() if identifier in targets}


def scan_shared_strings(data: bytes) -> list[int]:
    """The length of every shared string: a short cell may refer to a very long one, thousands of times."""
    lengths: list[int] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            lengths.append(0)

    def characters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    _parse(data, start, characters=characters)
    return lengths


_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def _position(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class _XlsxSheet:
    """Reads the part of one worksheet cell by cell."""

    def __init__(self, strings: list[int], budget: Budget) -> None:
        self.found = About()
        self.strings, self.budget = strings, budget
        self.row, self.column = -1, -1
        self.element = ""
        self.begin_cell({})

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        self.type = attributes.get("t", "")
        self.has_formula = self.has_value = False
        self.text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.element = name
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.found.hidden_rows.add(self.row)
        elif name == "c":
            position = _position(attributes.get("r", ""))
            self.row, self.column = position or (self.row, self.column + 1)
            self.begin_cell(attributes)
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "is"):
            # A formula saved without ever being computed has an empty value; one that yields "" says so by its type.
            self.has_value = name == "is" or self.type == "str"
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.found.hidden_columns.update(range(first - 1, min(last, 16_384)))

    def characters(self, text: str) -> None:
        if self.element in ("v", "t"):
            self.text += text

    def end(self, name: str) -> None:
        self.element = ""
        if name != "c" or not (self.has_formula or self.has_value or self.text):
            return
        length = len(self.text)
        if self.type == "s" and self.text.isdecimal() and int(self.text) < len(self.strings):
            length = self.strings[int(self.text)]
        self.budget.add(self.row, self.column, length)
        if self.type == "e":
            self.found.problems[self.row, self.column] = "formula_error"
        elif self.has_formula and not (self.has_value or self.text):
            self.found.problems[self.row, self.column] = "formula_without_value"


def scan_xlsx_sheet(data: bytes, name: str, strings: list[int], budget: Budget) -> About:
    """Count one worksheet and note hidden rows and columns and formulas without a usable value."""
    budget.start_sheet(name)
    sheet = _XlsxSheet(strings, budget)
    _parse(data, sheet.start, sheet.end, sheet.characters)
    return sheet.found


# --- ods -------------------------------------------------------------------------------------------------------------
class _OdsContent:
    """Reads content.xml, where runs of equal rows and cells are written once with a count."""

    def __init__(self, budget: Budget) -> None:
        self.sheets: dict[str, About] = {}
        self.budget = budget
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.row = self.column = self.row_repeat = self.cell_repeat = 0
        self.filled: list[tuple[int, int]] = []
        self.in_cell = False
        self.text_length = 0
        self.typed = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        values = {_local(key): value for key, value in attributes.items()}
        if name == "style":
            self.style = values.get("name", "")
        elif name == "table-properties" and values.get("display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table":
            title = values.get("name", "")
            self.sheet = self.sheets[title] = About(hidden=values.get("style-name", "") in self.hidden_styles)
            self.budget.start_sheet(title)
            self.row = self.column = 0
        elif not self.sheets:
            return
        elif name == "table-column":
            repeat = int(values.get("number-columns-repeated", 1))
            if values.get("visibility") in ("collapse", "filter"):
                self.sheet.hidden_columns.update(range(self.column, min(self.column + repeat, 16_384)))
            self.column += repeat
        elif name == "table-row":
            self.column, self.filled = 0, []
            self.row_repeat = int(values.get("number-rows-repeated", 1))
            if values.get("visibility") in ("collapse", "filter"):
                self.sheet.hidden_rows.update(range(self.row, min(self.row + self.row_repeat, 100_000)))
        elif name in ("table-cell", "covered-table-cell"):
            self.in_cell, self.text_length = True, 0
            self.typed = "value-type" in values
            self.cell_repeat = int(values.get("number-columns-repeated", 1))
            rows, columns = int(values.get("number-rows-spanned", 1)), int(values.get("number-columns-spanned", 1))
            if rows > 1 or columns > 1:
                merge = Merge(self.row, self.column, self.row + rows - 1, self.column + columns - 1)
                self.sheet.merges.append(merge)

    def characters(self, text: str) -> None:
        if self.in_cell:
            self.text_length += len(text)

    def end(self, name: str) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self.in_cell = False
            self.column += self.cell_repeat
            if self.typed or self.text_length:
                self.filled.append((self.column - 1, self.text_length * self.cell_repeat))
        elif name == "table-row":
            for column, characters in self.filled:
                self.budget.add(self.row + self.row_repeat - 1, column, characters * self.row_repeat)
            self.row += self.row_repeat


def scan_ods(data: bytes, budget: Budget) -> dict[str, About]:
    """Count every sheet of content.xml and note its merged ranges and what is hidden."""
    content = _OdsContent(budget)
    _parse(data, content.start, content.end, content.characters)
    return content.sheets
