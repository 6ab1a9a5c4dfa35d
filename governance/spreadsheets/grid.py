"""A sheet as plain values, before its header is known."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

Raw: TypeAlias = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta


# The digits of a number that spreadsheet programs keep. An identity number of 18 digits loses its last ones.
EXACT_DIGITS = 15


_ERROR = re.compile(
    r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA)"
    r"|(?:Err|错误):\d{3}",
    re.IGNORECASE,
)


def is_error(text: str) -> bool:
    """Whether a cell shows the error of a formula: #N/A, #REF!, Err:502."""
    return _ERROR.fullmatch(text.strip()) is not None


class Merge(NamedTuple):
    """A merged range, zero-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class SheetDetails:
    """What a file says about a sheet besides its values; rows and columns are zero-based.

    `errors` are cells that show an error such as #N/A, `uncomputed` formulas that were saved without a value. `formats`
    are the formats of numbers, except the general one, and once they are applied those of days and times. `digits` are
    numbers with more digits than a program keeps, as written in the file, `values` those that the parser returns
    otherwise. `shown` is what people see in a cell where the value does not say it, `unseen` are cells whose format
    shows nothing. `struck` are cells that are struck out as a whole, `struck_parts` the words struck out in others.
    `drawings` are what lies over a cell, with the text in it, and `rules` ranges whose cells a rule strikes out or
    hides.
    """

    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    digits: dict[tuple[int, int], str] = field(default_factory=dict)
    values: dict[tuple[int, int], float | str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    unseen: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    struck_parts: dict[tuple[int, int], str] = field(default_factory=dict)
    drawings: dict[tuple[int, int], str] = field(default_factory=dict)
    rules: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)


@dataclass
class Grid:
    """The values of one sheet from A1 on.

    `broken_at` is the first row of a csv file that cannot be read with this delimiter, `unread` counts its rows beyond
    those that are kept. `begins` maps the first row of each stacked sheet to its name.
    """

    name: str
    rows: list[list[Raw]]
    details: SheetDetails = field(default_factory=SheetDetails)
    delimiter: str = ""
    broken_at: int | None = None
    unread: int = 0
    begins: dict[int, str] = field(default_factory=dict)


def stack(grids: Sequence[Grid]) -> Grid:
    """Several sheets as one, one below the other in their order; rows are counted on."""
    first = grids[0]
    whole = Grid(
        first.name, [], SheetDetails(hidden_columns=set().union(*(grid.details.hidden_columns for grid in grids)))
    )
    for grid in grids:
        down = len(whole.rows)
        details = whole.details
        whole.begins[down] = grid.name
        whole.rows += grid.rows
        details.hidden_rows |= {row + down for row in grid.details.hidden_rows}
        for name in ("struck", "uncomputed", "unseen"):
            moved = {(row + down, column) for row, column in getattr(grid.details, name)}
            getattr(details, name).update(moved)
        details.merges += [
            merge._replace(top=merge.top + down, bottom=merge.bottom + down) for merge in grid.details.merges
        ]
        for name in ("errors", "formats", "digits", "shown", "struck_parts", "drawings", "rules", "comments"):
            placed = {(row + down, column): value for (row, column), value in getattr(grid.details, name).items()}
            getattr(details, name).update(placed)
    return whole


# A header is looked for in the first rows, of which the lowest may be these many rows high.
SEARCH_ROWS = 50
MAX_HEADER_ROWS = 3


class Book(Protocol):
    """An opened file. `names` are its visible sheets, `hidden` the others."""

    kind: str
    encoding: str
    names: list[str]
    hidden: list[str]

    def grids(self, name: str) -> Iterator[Grid]:
        """The sheet, once for each way to read it, perhaps only its first rows; the caller chooses the best one."""

    def complete(self, grid: Grid) -> Grid:
        """The same grid with all its rows."""


def column_letter(index: int) -> str:
    """The name of the column at a zero-based index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
