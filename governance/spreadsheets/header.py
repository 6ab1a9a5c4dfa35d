"""Finding the header among titles, units and dates, and deciding which column is which."""

import difflib
import itertools
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from governance.spreadsheets.cells import source_text
from governance.spreadsheets.grid import MAX_HEADER_ROWS, SEARCH_ROWS, Grid, column_letter
from governance.spreadsheets.table import Column, ColumnMap, Confirmation, Fault, Heading, Repair
from governance.spreadsheets.text import ordinal
from governance.text import clean, match_key

# At least this many known headings make a row the header; fewer if the table has fewer columns.
KNOWN_HEADINGS = 3
_LONGEST_HEADING = 60
_LONGEST_LOOKED_AT = 500
# The heading of the column of remarks in a returned file (`remarks.py`); it is ignored when the file is read.
REMARKS = "错误说明"
_SIMILAR = 0.5
# Comparing headings is slow: only so many are compared, short ones, from the top.
_LONGEST_SIMILAR = 20
_MOST_SIMILAR = 1000


@dataclass
class Header:
    """The header block of a grid: its rows (zero-based), and the columns found in it.

    `repeated` are second headings for a column, which are faults; `beside` are those that are kept as extra columns.
    """

    top: int
    bottom: int
    columns: dict[int, Column] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, tuple[str, ...]] = field(default_factory=dict)
    repeated: dict[int, Column] = field(default_factory=dict)
    beside: dict[int, Column] = field(default_factory=dict)
    passed_over: set[int] = field(default_factory=set)

    @property
    def score(self) -> tuple[int, int, int, int]:
        """Better headers recognise more, leave less unknown, and are shorter; ties go to the earlier one."""
        return len(self.columns), -len(self.unknown) - len(self.repeated), self.top - self.bottom, -self.top


class _KnownHeadings:
    """The column for a heading, by its title or a synonym."""

    def __init__(self, columns: ColumnMap) -> None:
        self.keep_unknown = columns.keep_unknown
        self.columns = {match_key(name): column for column in columns for name in (column.title, *column.synonyms)}
        self.printed = {match_key(name): name for column in columns for name in (column.title, *column.synonyms)}

    def find(self, title: str) -> Column | None:
        """By the whole heading, else by its lower part, else by its upper part; each also without （…） and marks."""
        parts = title.split("/")
        for text in (title, parts[-1], parts[0]):
            if len(text) > _LONGEST_LOOKED_AT:  # no heading, and slow to look at
                continue
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
    names = _KnownHeadings(columns)
    texts = [[clean(source_text(value))[0] for value in row] for row in grid.rows[: SEARCH_ROWS + MAX_HEADER_ROWS]]
    best: Header | None = None
    blocks: list[Header] = []
    for top in range(min(SEARCH_ROWS, len(texts))):
        if not any(texts[top]):
            continue
        for bottom in range(top, min(top + MAX_HEADER_ROWS, len(texts))):
            if bottom > top and not _may_be_heading(texts[bottom]):
                break
            header = _read_block(grid, texts, top, _reach(grid, top, bottom, len(texts)), names)
            blocks.append(header)
            if best is None or header.score > best.score:
                best = header
    if best is None:
        return None
    wanted = min(KNOWN_HEADINGS, len(columns.columns))
    if columns.ask_about_similar and len(best.columns) < min(2, wanted):
        return _find_similar(blocks, names, texts)
    # Only for the chosen header: comparing every row would take longer than reading the table.
    short = [index for index in best.unknown if len(best.titles[index]) <= _LONGEST_HEADING]
    best.unknown |= {index: names.similar(best.titles[index]) for index in short}
    exact = len(best.columns)
    near = sum(1 for suggestions in best.unknown.values() if suggestions)
    return best if exact >= min(2, wanted) and exact + near >= wanted else None


def _find_similar(blocks: list[Header], names: _KnownHeadings, texts: list[list[str]]) -> Header | None:
    """The block whose headings are most similar to known ones, if enough are, and one of them names the item."""
    best, found, compared = None, KNOWN_HEADINGS - 1, 0
    for header in blocks:
        rows = texts[header.top : header.bottom + 1]
        short = [index for index in header.unknown if len(header.titles[index]) <= _LONGEST_SIMILAR]
        if len(short) + len(header.columns) < KNOWN_HEADINGS or not all(map(_may_be_heading, rows)):
            continue
        compared += len(short)
        if compared > _MOST_SIMILAR:
            break
        similar = {index: names.similar(header.titles[index]) for index in short}
        candidates = [
            *header.columns.values(),
            *(names.columns[match_key(near[0])] for near in similar.values() if near),
        ]
        if len(set(candidates)) > found and any(column.needs_value for column in candidates):
            best, found = header, len(set(candidates))
            best.unknown |= similar
    return best


def _may_be_heading(row: list[str]) -> bool:
    """Whether a row can be a lower row of a header: short texts and no numbering, which would make it an item."""
    filled = [text for text in row if text and REMARKS not in text]
    return bool(filled) and all(len(text) <= _LONGEST_HEADING and ordinal(text) is None for text in filled)


def _reach(grid: Grid, top: int, bottom: int, limit: int) -> int:
    """The last row of the block, which includes the whole of each cell merged downwards."""
    for merge in sorted(grid.details.merges):
        if top <= merge.top <= bottom < merge.bottom <= top + MAX_HEADER_ROWS - 1 and merge.bottom < limit:
            bottom = merge.bottom
    return bottom


def _read_block(grid: Grid, texts: list[list[str]], top: int, bottom: int, names: _KnownHeadings) -> Header:
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
            header.unknown[index] = ()
        elif column.key in taken:
            _take_nearer(header, index, column, keep=names.keep_unknown)
        else:
            taken.add(column.key)
            header.columns[index] = column
    return header


def _take_nearer(header: Header, index: int, column: Column, *, keep: bool) -> None:
    """Of two headings for one column: 事项名称 is nearer than 名称, of equal ones that do not name the item the first.

    The other one is an extra column where such are `keep`t.
    """
    first = next(at for at, other in header.columns.items() if other.key == column.key)
    names = [match_key(name) for name in (column.title, *column.synonyms)]
    rank = {
        at: names.index(key) if (key := match_key(header.titles[at])) in names else len(names) for at in (first, index)
    }
    if not keep or (column.needs_value and rank[first] == rank[index]):
        header.repeated[index] = column
        return
    taken, other = (index, first) if column.needs_value and rank[index] < rank[first] else (first, index)
    del header.columns[first]
    header.columns[taken] = column
    header.beside[other] = column
    if match_key(header.titles[other]) == match_key(header.titles[taken]):
        header.titles[other] = f"{header.titles[other]}（{column_letter(other)}）"


def _spread(grid: Grid, block: list[list[str]], top: int) -> None:
    """Copy an upper heading to all the columns it spans, so that it can be joined to each lower heading."""
    for merge in grid.details.merges:
        row = merge.top - top
        if 0 <= row < len(block) - 1 and merge.right > merge.left:
            for index in range(merge.left, min(merge.right + 1, len(block[row]))):
                block[row][index] = block[row][merge.left]
    # Without merged cells (csv), a blank to the right of an upper heading and above a lower one belongs to it.
    for upper, lower in itertools.pairwise(block):
        for index in range(1, len(upper)):
            if not upper[index] and lower[index] and lower[index - 1]:
                upper[index] = upper[index - 1]


def _take_similar(header: Header, columns: ColumnMap) -> list[Confirmation]:
    """For a column the table needs, take the most similar heading; a person must confirm it."""
    confirmations = []
    found = {column.key for column in header.columns.values()}
    for column in columns:
        if column.key in found or not (column.required or column.needs_value):
            continue
        names = [column.title, *column.synonyms]
        like = {
            at: max(_likeness(header.titles[at], name) for name in names)
            for at, suggestions in header.unknown.items()
            if set(suggestions) & set(names)
        }
        if not like:
            continue
        at = max(like, key=lambda at: like[at])
        header.columns[at] = column
        del header.unknown[at]
        message = _("Column %(column)s (%(title)s) was read as %(known)s. Is that right?")
        values = {"column": column_letter(at), "title": header.titles[at], "known": column.title}
        confirmations.append(
            Confirmation("similar_header", message % values, header.bottom + 1, column_letter(at), header.titles[at])
        )
    return confirmations


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, match_key(one), match_key(other)).ratio()


def check_header(
    grid: Grid, header: Header, columns: ColumnMap
) -> tuple[dict[str, Heading], list[Repair], list[Confirmation], list[Fault]]:
    """The recognised headings, repairs of the header, similar headings to confirm, and every wrong or missing
    heading."""
    row = header.bottom + 1
    confirmations = _take_similar(header, columns) if columns.ask_about_similar else []
    headings = {
        column.key: Heading(header.titles[index], column_letter(index)) for index, column in header.columns.items()
    }
    repairs: list[Repair] = []
    if header.bottom > header.top:
        message = _("The header has %(count)s rows, which were joined.") % {"count": header.bottom - header.top + 1}
        repairs.append(Repair("joined_header", message, header.top + 1))
    faults: list[Fault] = []
    missing = [column for column in columns if column.key not in headings]
    missing_titles = {name for column in missing for name in (column.title, *column.synonyms)}
    for index, suggestions in header.unknown.items():
        title, letter = header.titles[index], column_letter(index)
        likely = tuple(name for name in suggestions if name in missing_titles)
        if columns.keep_unknown and not likely:
            continue
        if columns.ask_about_similar:
            message = _("Column %(column)s (%(title)s) is kept as an extra column. Did you mean %(suggestion)s?")
            values = {"column": letter, "title": title, "suggestion": likely[0]}
            confirmations.append(Confirmation("similar_header", message % values, row, letter, title))
            continue
        if likely:
            message = _("Column %(column)s has an unknown heading: %(title)s. Did you mean %(suggestion)s?")
        else:
            message = _("Column %(column)s has an unknown heading: %(title)s.")
        values = {"column": letter, "title": title, "suggestion": likely[0] if likely else ""}
        faults.append(Fault("unknown_header", message % values, row, letter, title, likely or suggestions))
    for index, column in header.repeated.items():
        message = _(
            "Column %(column)s (%(title)s) means the same as column %(first)s. Delete one of them, or give it another "
            "heading."
        ) % {
            "column": column_letter(index),
            "first": headings[column.key].column,
            "title": header.titles[index],
        }
        faults.append(Fault("duplicate_header", message, row, column_letter(index), header.titles[index]))
    for index, column in header.beside.items():
        message = _("Column %(column)s (%(title)s) is kept as an extra column: column %(first)s is read as %(known)s.")
        values = {
            "column": column_letter(index),
            "title": header.titles[index],
            "first": headings[column.key].column,
            "known": column.title,
        }
        repairs.append(Repair("second_column", message % values, row, column_letter(index), header.titles[index]))
    for column in missing:
        if column.required:
            message = _("The column %(title)s is missing.") % {"title": column.title}
            faults.append(Fault("missing_column", message, row, value=column.title, suggestions=column.synonyms))
    return headings, repairs, confirmations, faults
