"""What the records of an .xls workbook say besides its values ([MS-XLS])."""

import struct

from governance.spreadsheets.formats import BUILT_IN, may_hide, misread, usable
from governance.spreadsheets.grid import SheetDetails
from governance.spreadsheets.limits import Budget
from governance.spreadsheets.xls_texts import Pieces, rich_text, shared_texts

_BEGIN, _END, _SHEET, _ROW, _COLUMNS, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D, 0x0006
_FONT, _FORMAT, _STYLE = 0x0031, 0x041E, 0x00E0
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _SHARED_TEXT, _TEXT = 0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204
_SHARED_TEXTS, _RICH_TEXT, _TRUTH_OR_ERROR = 0x00FC, 0x00D6, 0x0205
_NOTE, _OBJECT, _OBJECT_TEXT, _CONTINUE = 0x001C, 0x005D, 0x01B6, 0x003C
_DRAWING, _ANCHOR = 0x00EC, b"\x10\xf0\x12\0\0\0"  # OfficeArtClientAnchorSheet
_DRAWN = {1, 2, 3, 4, 5, 6, 8, 9, 30}  # lines, rectangles, ovals, arcs, charts, texts, pictures, polygons, other shapes
_VERSION_1997 = b"\x00\x06"
_ERROR_RESULT = 2
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!"}
_OTHER_ERROR = "#N/A"
_MOST_COMMENT = 32_767


def _short_number(content: bytes) -> float:
    """The value of an RkNumber: an integer of 30 bits or the upper half of a float, perhaps of a hundred times it."""
    bits = struct.unpack("<i", content)[0]
    number = bits >> 2 if bits & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", bits & ~3))[0]
    return number / 100 if bits & 1 else float(number)


def scan_xls(data: bytes, budget: Budget) -> list[SheetDetails]:
    """The details of each sheet, in the order of the workbook."""
    book = _Book(budget)
    at = 0
    while at + 4 <= len(data):
        budget.add_tags(1)
        kind, length = struct.unpack_from("<HH", data, at)
        book.note(kind, data[at + 4 : at + 4 + length], at)
        at += 4 + length
    return list(book.sheets.values())


class _Book:
    """Reads the records one by one; those of fonts and formats come before the cells that use them."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.sheets: dict[int, SheetDetails] = {}
        self.inside: list[SheetDetails] = []  # a sheet may hold charts, which are streams with records of their own
        self.fonts: list[bool] = []
        self.formats: dict[int, str] = {}
        self.styles: list[tuple[str, bool]] = []
        self.is_1997 = True
        self.shared: list[bytes] = []  # the record of shared texts, and those that continue it
        self.struck: dict[int, tuple[bool, str]] = {}
        self.object = -1
        self.texts: dict[int, str] = {}
        self.noted: set[int] = set()  # objects that are comments
        self.anchor = 0, 0
        self.anchors: dict[int, tuple[int, int]] = {}  # of drawn objects
        self.before = 0

    def note(self, kind: int, content: bytes, at: int) -> None:
        if kind == _SHARED_TEXTS or (kind == _CONTINUE and self.shared):
            self.shared.append(content)
            return
        if self.shared:
            self.note_shared_texts()
        if kind == _SHEET:
            self.sheets[struct.unpack_from("<I", content)[0]] = SheetDetails()
        elif kind == _BEGIN:
            self.inside.append(self.sheets.get(at, SheetDetails()))
            self.is_1997 = content[:2] == _VERSION_1997
            self.budget.start_sheet("")
            if at in self.sheets:
                self.texts, self.noted, self.anchors = {}, set(), {}
        elif kind == _END and self.inside:
            details = self.inside.pop()
            if not self.inside:
                self.note_drawings(details)
        elif kind == _FONT:
            self.fonts.append(bool(struct.unpack_from("<H", content, 2)[0] & 0x0008))
            if len(self.fonts) == 4:
                self.fonts.append(False)  # the format's font numbers skip 4
        elif kind == _FORMAT:
            number, length, flags = struct.unpack_from("<HHB", content)
            wide = bool(flags & 1)
            text = content[5 : 5 + length * (2 if wide else 1)]
            self.formats[number] = text.decode("utf-16-le" if wide else "latin-1", errors="replace")
        elif kind == _STYLE:
            font, number = struct.unpack_from("<HH", content)
            code = self.formats.get(number, BUILT_IN.get(number, ""))
            struck = font < len(self.fonts) and self.fonts[font]
            self.styles.append((usable(code), struck))
        elif self.inside:
            self.note_in_sheet(kind, content, self.inside[-1])
        self.before = kind

    def note_in_sheet(self, kind: int, content: bytes, details: SheetDetails) -> None:
        if kind == _ROW and len(content) > 12 and (content[12] & 0x20 or content[6:8] == b"\0\0"):
            self.budget.add_details()
            details.hidden_rows.add(struct.unpack_from("<H", content)[0])
        elif kind == _COLUMNS:
            first, last, width, _format, flags = struct.unpack_from("<5H", content)
            if flags & 1 or not width:
                details.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind in (_NUMBER, _SHORT_NUMBER, _SHARED_TEXT, _TEXT, _RICH_TEXT, _FORMULA, _TRUTH_OR_ERROR):
            row, column, style = struct.unpack_from("<3H", content)
            self.note_style(details, (row, column), style, number=kind in (_NUMBER, _SHORT_NUMBER, _FORMULA))
            self.note_value(kind, content, details, (row, column))
        elif kind == _SHORT_NUMBERS:
            row, first = struct.unpack_from("<HH", content)
            for index in range((len(content) - 6) // 6):
                style = struct.unpack_from("<H", content, 4 + 6 * index)[0]
                at = row, first + index
                self.note_style(details, at, style, number=True)
                if at in details.formats and misread(details.formats[at]):
                    details.values[at] = _short_number(content[6 + 6 * index : 10 + 6 * index])
        else:
            self.note_comment(kind, content, details)

    def note_value(self, kind: int, content: bytes, details: SheetDetails, at: tuple[int, int]) -> None:
        if kind == _TRUTH_OR_ERROR and content[7]:
            self.budget.add_details()
            details.errors[at] = _ERRORS.get(content[6], _OTHER_ERROR)
        elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == _ERROR_RESULT:
            self.budget.add_details()
            details.errors[at] = _ERRORS.get(content[8], _OTHER_ERROR)
        elif kind == _NUMBER and at in details.formats and misread(details.formats[at]):
            details.values[at] = struct.unpack_from("<d", content, 6)[0]
        elif kind == _SHORT_NUMBER and at in details.formats and misread(details.formats[at]):
            details.values[at] = _short_number(content[6:10])
        elif kind == _SHARED_TEXT:
            number = struct.unpack_from("<I", content, 6)[0]
            self.note_struck(details, at, *self.struck.get(number, (False, "")))
        elif kind == _RICH_TEXT:
            self.note_struck(details, at, *self.struck_in(rich_text(content, is_1997=self.is_1997)))

    def note_shared_texts(self) -> None:
        for number, pieces in enumerate(shared_texts(self.shared)):
            self.budget.add_tags(1)
            if pieces:
                self.struck[number] = self.struck_in(pieces)
        self.shared = []

    def struck_in(self, pieces: Pieces) -> tuple[bool, str]:
        """Whether all of a text is struck out, and which words of it are."""
        struck = [0 <= font < len(self.fonts) and self.fonts[font] for _text, font in pieces]
        words = [text for (text, _font), is_struck in zip(pieces, struck, strict=True) if is_struck]
        others = [text for (text, _font), is_struck in zip(pieces, struck, strict=True) if not is_struck]
        return bool(words) and not "".join(others).strip(), "…".join(words)

    def note_struck(self, details: SheetDetails, at: tuple[int, int], whole: bool, words: str) -> None:
        if whole:
            self.budget.add_details()
            details.struck.add(at)
        elif words and at not in details.struck:
            self.budget.add_details()
            self.budget.add_characters(len(words))  # many cells may refer to one text
            details.struck_parts[at] = words

    def note_style(self, details: SheetDetails, at: tuple[int, int], style: int, *, number: bool) -> None:
        self.budget.add(*at, 0)
        code, struck = self.styles[style] if style < len(self.styles) else ("", False)
        if struck:
            self.budget.add_details()
            details.struck.add(at)
        if code and (number or may_hide(code)):  # a format with empty sections also hides texts
            self.budget.add_details()
            details.formats[at] = code

    def note_drawings(self, details: SheetDetails) -> None:
        for number, at in self.anchors.items():
            if number not in self.noted:
                self.budget.add_details()
                text = self.texts.get(number, "")
                self.budget.add_characters(len(text))
                details.drawings[at] = "\n".join(filter(None, (details.drawings.get(at), text)))

    def note_comment(self, kind: int, content: bytes, details: SheetDetails) -> None:
        """A comment is an object with a text; the record that names its cell comes last. Where other objects lie is
        said before them."""
        if kind == _DRAWING and len(anchor := content.rpartition(_ANCHOR)[2][:8]) == 8 and _ANCHOR in content:
            _flags, column, _dx, row = struct.unpack("<4H", anchor)
            self.anchor = row, column
        elif kind == _OBJECT and len(content) >= 8:
            drawn, self.object = struct.unpack_from("<2H", content, 4)
            if drawn in _DRAWN:
                self.anchors[self.object] = self.anchor
        elif kind == _CONTINUE and self.before == _OBJECT_TEXT and content:
            text = content[1:].decode("utf-16-le" if content[0] & 1 else "latin-1", errors="replace")
            self.texts[self.object] = text[:_MOST_COMMENT]
        elif kind == _NOTE and len(content) >= 8:
            row, column, _flags, number = struct.unpack_from("<4H", content)
            self.noted.add(number)
            text = details.comments[row, column] = self.texts.get(number, "")
            self.budget.add_details()
            self.budget.add_characters(len(text))
