"""What a worksheet of an .xlsx file says that the parser does not return."""

import re
from collections.abc import Mapping

from governance.spreadsheets.formats import may_hide, misread
from governance.spreadsheets.grid import EXACT_DIGITS, SheetDetails
from governance.spreadsheets.limits import Budget
from governance.spreadsheets.scan import RichText, SharedTexts, Styles, cell_position, changes_meaning, walk


class _XlsxSheet:
    """Reads the part of one worksheet cell by cell."""

    def __init__(self, strings: SharedTexts, styles: Styles, budget: Budget) -> None:
        self.found = SheetDetails()
        self.strings, self.styles, self.budget = strings, styles, budget
        self.row, self.column = -1, -1
        self.element = ""
        self.rows_are_hidden = False  # unless a row says otherwise
        self.ranges: list[str] = []  # of the conditional format that is being read
        self.rule = False
        self.begin_cell({})

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        self.type, self.style = attributes.get("t", ""), attributes.get("s", "")
        self.has_formula = self.has_value = False
        self.pieces: list[str] = []
        self.runs = RichText()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.element = name
        if name == "sheetFormatPr":
            self.rows_are_hidden = attributes.get("zeroHeight") in ("1", "true") or _is_zero(
                attributes.get("defaultRowHeight")
            )
        elif name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            is_hidden = attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("ht"))
            if is_hidden or (self.rows_are_hidden and not attributes.keys() & {"hidden", "ht"}):
                self.budget.add_details()
                self.found.hidden_rows.add(self.row)
        elif name == "c":
            position = cell_position(attributes.get("r", ""))
            self.row, self.column = position or (self.row, self.column + 1)
            self.begin_cell(attributes)
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "is"):
            # A formula without a computed value has an empty one; a formula that yields "" has the type str.
            self.has_value = name == "is" or self.type == "str"
        elif name == "col" and (attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("width"))):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.found.hidden_columns.update(range(first - 1, min(last, 16_384)))
        elif name == "conditionalFormatting":
            self.ranges, self.rule = [attributes.get("sqref", "")], False
        elif name == "cfRule":
            style = attributes.get("dxfId", "")
            self.rule |= style.isdecimal() and int(style) in self.styles.rules
        elif self.ranges and changes_meaning(name, attributes):  # newer programs say the style in the rule
            self.rule = True
        else:
            self.runs.start(name, attributes)

    def characters(self, text: str) -> None:
        if self.element in ("v", "t"):
            self.pieces.append(text)
        elif self.element == "sqref" and self.ranges:
            self.ranges.append(text)
        if self.element == "t":
            self.runs.add(text)

    def end(self, name: str) -> None:
        self.element = ""
        if name == "conditionalFormatting":
            self.end_rule()
        if name != "c" or not (self.has_formula or self.has_value or self.pieces):
            return
        at = self.row, self.column
        text = "".join(self.pieces)
        length = len(text)
        struck = self.runs.all_struck, "…".join(self.runs.struck)
        if self.type == "s" and text.isdecimal() and int(text) < len(self.strings.lengths):
            length = self.strings.lengths[int(text)]
            struck = self.strings.struck.get(int(text), (False, ""))
        self.budget.add(self.row, self.column, length)
        if self.type == "e":
            self.budget.add_details()
            self.found.errors[at] = text
        elif self.has_formula and not (self.has_value or text):
            self.budget.add_details()
            self.found.uncomputed.add(at)
        if self.styles.is_struck(self.style) or (struck[0] and struck[1]):
            self.budget.add_details()
            self.found.struck.add(at)
        elif struck[1]:
            self.budget.add_details()
            self.budget.add_characters(len(struck[1]))
            self.found.struck_parts[at] = struck[1]
        code, is_number = self.styles.format(self.style), self.type in ("", "n", "d")
        if code and (is_number or may_hide(code)):
            self.budget.add_details()
            self.found.formats[at] = code
        if is_number and self.type != "d":
            self.note_number(at, text, code)

    def note_number(self, at: tuple[int, int], text: str, code: str) -> None:
        if length_of_number(text) > EXACT_DIGITS:
            self.budget.add_details()
            self.found.digits[at] = text
        elif code and misread(code):
            self.found.values[at] = float(text)

    def end_rule(self) -> None:
        """The rule is told at the first cell of each of its ranges."""
        for cells in "".join(self.ranges).split() if self.rule else ():
            at = cell_position(cells.partition(":")[0].replace("$", ""))
            if at is not None:
                self.budget.add_details()
                self.budget.add_characters(len(cells))
                self.found.rules[at] = cells
        self.ranges, self.rule = [], False


def _is_zero(size: str | None) -> bool:
    return size is not None and size.strip("0.") == ""


def length_of_number(text: str) -> int:
    """The number of digits before the decimal point, also for 1.23E+17."""
    digits, _e, exponent = text.strip("+-").lower().partition("e")
    if exponent:
        return int(exponent) + 1 if re.fullmatch(r"[+-]?\d{1,4}", exponent) else 0
    return len(digits.partition(".")[0])


def scan_xlsx_sheet(data: bytes, name: str, strings: SharedTexts, styles: Styles, budget: Budget) -> SheetDetails:
    """Count one worksheet and collect the details that the parser does not return (`SheetDetails`)."""
    budget.start_sheet(name)
    sheet = _XlsxSheet(strings, styles, budget)
    walk(data, budget, sheet.start, sheet.end, sheet.characters)
    return sheet.found
