"""Finding the header among titles, units and dates, and saying which column is which."""

import difflib
import itertools
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from governance.spreadsheets.cells import source_text
from governance.spreadsheets.grid import Grid
from governance.spreadsheets.table import Column, ColumnMap, Fault, Heading, Repair
from governance.spreadsheets.text import clean, column_letter, match_key, ordinal

SEARCH_ROWS = 50
MAX_HEADER_ROWS = 3
# At least this many known headings make a row the header; fewer if the table has fewer columns.
KNOWN_HEADINGS = 3
_LONGEST_HEADING = 60
# Heads the column in which a file was given back with what is wrong in it (`remarks.py`); it is passed over.
REMARKS = "错误说明"
_SIMILAR = 0.5


@dataclass
class Header:
    """The header block of a grid: its rows (zero-based), and what stands in each column."""

    top: int
    bottom: int
    columns: dict[int, Column] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, tuple[str, ...]] = field(default_factory=dict)
    repeated: dict[int, Column] = field(default_factory=dict)
    passed_over: set[int] = field(default_factory=set)

    @property
    def score(self) -> tuple[int, int, int, int]:
        """Better headers recognise more, leave less unknown, and are shorter; ties go to the earlier one."""
        return len(self.columns), -len(self.unknown) - len(self.repeated), self.top - self.bottom, -self.top


class _Names:
    """The column for a heading, by its title or a synonym."""

    def __init__(self, columns: ColumnMap) -> None:
        self.columns = {match_key(name): column for column in columns for name in (column.title, *column.synonyms)}
        self.printed = {match_key(name): name for column in columns for name in (column.title, *column.synonyms)}

    def find(self, title: str) -> Column | None:
        """By the whole heading, else by its lower part, else by its upper part; each also without （…） and marks."""
        parts = title.split("/")
        for text in (title, parts[-1], parts[0]):
            key = match_key(text)
            bare = re.sub(r"\(.*?\)|\[.*?\]|[*:]", "", key)
            if column := self.columns.get(key) or self.columns.get(bare):
                return column
        return None

    def similar(self, title: str) -> tuple[str, ...]:
        keys = difflib.get_close_matches(match_key(title), self.printed, n=3, cutoff=_SIMILAR)
        return tuple(self.printed[key] for key in keys)


def find_header(grid: Grid, columns: ColumnMap) -> Header | None:
    """The best header block within the first rows, or None if no row has enough known headings."""
    names = _Names(columns)
    texts = [[clean(source_text(value))[0] for value in row] for row in grid.rows[: SEARCH_ROWS + MAX_HEADER_ROWS]]
    best: Header | None = None
    for top in range(min(SEARCH_ROWS, len(texts))):
        if not any(texts[top]):
            continue
        for bottom in range(top, min(top + MAX_HEADER_ROWS, len(texts))):
            if bottom > top and not _may_be_heading(texts[bottom]):
                break
            header = _read_block(grid, texts, top, _reach(grid, top, bottom, len(texts)), names)
            if best is None or header.score > best.score:
                best = header
    if best is None:
        return None
    wanted = min(KNOWN_HEADINGS, len(columns.columns))
    exact = len(best.columns)
    near = sum(1 for suggestions in best.unknown.values() if suggestions)
    return best if exact >= min(2, wanted) and exact + near >= wanted else None


def _may_be_heading(row: list[str]) -> bool:
    """Whether a row can be a lower row of a header: short texts and no numbering, which would make it an item."""
    filled = [text for text in row if text and REMARKS not in text]
    return bool(filled) and all(len(text) <= _LONGEST_HEADING and ordinal(text) is None for text in filled)


def _reach(grid: Grid, top: int, bottom: int, limit: int) -> int:
    """The last row of the block: a cell merged from inside it downwards belongs to it as a whole."""
    for merge in sorted(grid.about.merges):
        if top <= merge.top <= bottom < merge.bottom <= top + MAX_HEADER_ROWS - 1 and merge.bottom < limit:
            bottom = merge.bottom
    return bottom


def _read_block(grid: Grid, texts: list[list[str]], top: int, bottom: int, names: _Names) -> Header:
    header = Header(top, bottom)
    width = max(len(row) for row in texts[top : bottom + 1])
    block = [row + [""] * (width - len(row)) for row in texts[top : bottom + 1]]
    _spread(grid, block, top)
    taken: set[str] = set()
    for index in range(width):
        parts = [row[index] for row in block if row[index]]
        title = "/".join(dict.fromkeys("".join(part.split("\n")) for part in parts))
        if not title:
            continue
        if REMARKS in title:
            header.passed_over.add(index)
            continue
        header.titles[index] = title
        column = names.find(title)
        if column is None:
            header.unknown[index] = names.similar(title) if len(title) <= _LONGEST_HEADING else ()
        elif column.key in taken:
            header.repeated[index] = column
        else:
            taken.add(column.key)
            header.columns[index] = column
    return header


def _spread(grid: Grid, block: list[list[str]], top: int) -> None:
    """Write an upper heading over all the columns it spans, so that each lower heading can be joined to it."""
    for merge in grid.about.merges:
        row = merge.top - top
        if 0 <= row < len(block) - 1 and merge.right > merge.left:
            for index in range(merge.left, min(merge.right + 1, len(block[row]))):
                block[row][index] = block[row][merge.left]
    # Where nothing is merged (csv, careless tables), a blank beside an upper heading, above a lower one, belongs to it.
    for upper, lower in itertools.pairwise(block):
        for index in range(1, len(upper)):
            if not upper[index] and lower[index] and lower[index - 1]:
                upper[index] = upper[index - 1]


def check_header(
    grid: Grid, header: Header, columns: ColumnMap
) -> tuple[dict[str, Heading], list[Repair], list[Fault]]:
    """What the header means: the recognised headings, what was joined, and every heading that is wrong or missing."""
    row = header.bottom + 1
    headings = {
        column.key: Heading(header.titles[index], column_letter(index)) for index, column in header.columns.items()
    }
    repairs: list[Repair] = []
    if header.bottom > header.top:
        message = _("The header stands in %(count)s rows, which were joined.") % {
            "count": header.bottom - header.top + 1
        }
        repairs.append(Repair("joined_header", message, header.top + 1))
    faults: list[Fault] = []
    missing = [column for column in columns if column.key not in headings]
    missing_titles = {name for column in missing for name in (column.title, *column.synonyms)}
    for index, suggestions in header.unknown.items():
        title, letter = header.titles[index], column_letter(index)
        likely = tuple(name for name in suggestions if name in missing_titles)
        if columns.keep_unknown and not likely:
            continue
        if likely:
            message = _("Column %(column)s has an unknown heading: %(title)s. Did you mean %(suggestion)s?")
        else:
            message = _("Column %(column)s has an unknown heading: %(title)s.")
        values = {"column": letter, "title": title, "suggestion": likely[0] if likely else ""}
        faults.append(Fault("unknown_header", message % values, row, letter, title, likely or suggestions))
    for index, column in header.repeated.items():
        message = _("Column %(column)s has the same heading as column %(first)s: %(title)s.") % {
            "column": column_letter(index),
            "first": headings[column.key].column,
            "title": header.titles[index],
        }
        faults.append(Fault("duplicate_header", message, row, column_letter(index), header.titles[index]))
    for column in missing:
        if column.required:
            message = _("The column %(title)s is missing.") % {"title": column.title}
            faults.append(Fault("missing_column", message, row, value=column.title, suggestions=column.synonyms))
    return headings, repairs, faults
