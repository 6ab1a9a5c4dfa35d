"""Counting what the XML of a workbook will cost before it is parsed, and collecting what the parser does not return."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from governance.spreadsheets.formats import BUILT_IN, may_hide, usable
from governance.spreadsheets.limits import Budget

# No program nests deeper. Handlers look at all open elements, so their number is limited.
_DEEPEST = 256


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def walk(data: bytes, budget: Budget, start: Callable[[str, dict[str, str]], None], end=None, characters=None) -> None:
    """Parse XML whose tags are within the budget.

    A document type declaration is refused: it could define exploding entities.
    """
    budget.add_tags(data.count(b"<"))  # an upper bound, cheap to count
    depth = 0

    def refuse(*_args: object) -> None:
        raise expat.ExpatError("document type declaration")

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise expat.ExpatError("elements are nested too deep")
        start(local_name(name), attributes)

    def finish(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(local_name(name))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    if characters:
        parser.CharacterDataHandler = characters
    parser.Parse(data, True)


# --- xlsx ------------------------------------------------------------------------------------------------------------
def scan_relationships(data: bytes, budget: Budget) -> list[tuple[str, str, str]]:
    """Identifier, type and target of every internal relationship of a part."""
    found: list[tuple[str, str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            found.append((attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", "")))

    walk(data, budget, start)
    return found


def scan_workbook(data: bytes, budget: Budget) -> dict[str, str]:
    """The identifier of each sheet's part, by the sheet's name."""
    sheets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identifier = next(
                (value for key, value in attributes.items() if local_name(key) == "id" and ":" in key), ""
            )
            sheets[attributes.get("name", "")] = identifier

    walk(data, budget, sheet)
    return sheets


def _is_on(attributes: Mapping[str, str]) -> bool:
    return attributes.get("val", "1") not in ("0", "false")


@dataclass
class Styles:
    """By style number: the number format, empty for the general one, and whether text is struck out. `rules` are the
    styles of conditional formats that strike out or hide what is in a cell."""

    formats: list[str] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    rules: set[int] = field(default_factory=set)

    def format(self, style: str) -> str:
        return self.formats[int(style)] if style.isdecimal() and int(style) < len(self.formats) else ""

    def is_struck(self, style: str) -> bool:
        return style.isdecimal() and int(style) < len(self.struck) and self.struck[int(style)]


def changes_meaning(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a part of a conditional format strikes out or hides what is in a cell."""
    return (name == "strike" and _is_on(attributes)) or (
        name == "numFmt" and may_hide(usable(attributes.get("formatCode", "")))
    )


def scan_styles(data: bytes, budget: Budget) -> Styles:
    own: dict[str, str] = {}
    fonts: list[bool] = []
    styles = Styles()
    inside: list[str] = []
    rule = -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rule
        above = inside[-1] if inside else ""
        inside.append(name)
        if name == "dxf" and above == "dxfs":
            rule += 1
        elif "dxfs" in inside:
            if changes_meaning(name, attributes):
                styles.rules.add(rule)
        elif name == "numFmt" and above == "numFmts":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and above == "fonts":
            fonts.append(False)
        elif name == "strike" and "fonts" in inside and fonts:
            fonts[-1] = _is_on(attributes)
        elif name == "xf" and above == "cellXfs":
            number, font = attributes.get("numFmtId", "0"), int(attributes.get("fontId", 0))
            code = own.get(number) or BUILT_IN.get(int(number), "")
            styles.formats.append(usable(code))
            styles.struck.append(font < len(fonts) and fonts[font])

    walk(data, budget, start, lambda _name: inside.pop())
    return styles


class RichText:
    """The text of one cell with the parts of it that are struck out."""

    def __init__(self) -> None:
        self.length = 0
        self.struck: list[str] = []
        self.all_struck = True
        self.in_struck_run = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "r":
            self.in_struck_run = False
        elif name == "strike":
            self.in_struck_run = _is_on(attributes)

    def add(self, text: str) -> None:
        self.length += len(text)
        if self.in_struck_run:
            self.struck.append(text)
        elif text.strip():
            self.all_struck = False


@dataclass
class SharedTexts:
    """The length of every shared text, since a short cell may refer to a long text thousands of times. `struck` holds,
    for each text, whether all of it is struck out, and the words that are."""

    lengths: list[int] = field(default_factory=list)
    struck: dict[int, tuple[bool, str]] = field(default_factory=dict)


def scan_shared_strings(data: bytes, budget: Budget) -> SharedTexts:
    found = SharedTexts()
    text = RichText()
    in_text = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal text, in_text
        if name == "si":
            text = RichText()
        in_text = name == "t"
        text.start(name, attributes)

    def end(name: str) -> None:
        nonlocal in_text
        in_text = False
        if name == "si":
            if text.struck:
                found.struck[len(found.lengths)] = text.all_struck, "…".join(text.struck)
            found.lengths.append(text.length)

    def characters(characters: str) -> None:
        if in_text:
            text.add(characters)

    walk(data, budget, start, end, characters)
    return found


def scan_comments(data: bytes, budget: Budget) -> dict[tuple[int, int], str]:
    """The comments on cells; for a thread all its messages."""
    found: dict[tuple[int, int], list[str]] = {}
    at: tuple[int, int] | None = None
    element = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal at, element
        element = name
        if name in ("comment", "threadedComment"):
            budget.add_details()
            at = cell_position(attributes.get("ref", ""))
            if at in found:
                found[at].append("\n")
            elif at is not None:
                found[at] = []

    def end(name: str) -> None:
        nonlocal element
        element = ""

    def characters(text: str) -> None:
        if at is not None and element in ("t", "text"):
            budget.add_characters(len(text))
            found[at].append(text)

    walk(data, budget, start, end, characters)
    return {place: "".join(texts) for place, texts in found.items()}


_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


def scan_drawings(data: bytes, budget: Budget) -> dict[tuple[int, int], str]:
    """What lies over the cells: text boxes, lines, pictures and charts, each at the cell where it begins, with its
    text."""
    found: dict[tuple[int, int], list[str]] = {}
    inside: list[str] = []
    corner = {"row": 0, "col": 0}
    texts: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        inside.append(name)
        if name in _ANCHORS:
            corner.update(row=0, col=0)
            texts.clear()
        elif name == "p" and texts:
            texts.append("\n")

    def characters(text: str) -> None:
        if inside[-1] in corner and inside[-2] == "from" and text.strip().isdecimal():
            corner[inside[-1]] = int(text)
        elif inside[-1] == "t" and "Fallback" not in inside:  # which says the same for older programs
            budget.add_characters(len(text))
            texts.append(text)

    def end(name: str) -> None:
        inside.pop()
        if name in _ANCHORS:
            budget.add_details()
            found.setdefault((corner["row"], corner["col"]), []).append("".join(texts).strip())

    walk(data, budget, start, end, characters)
    return {place: "\n".join(filter(None, texts)) for place, texts in found.items()}


_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def cell_position(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
