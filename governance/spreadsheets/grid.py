"""A sheet as plain values before anybody knows what it is about."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

Raw: TypeAlias = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta


class Merge(NamedTuple):
    """A merged range, zero-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class About:
    """What a file says of a sheet beside its values; rows and columns are zero-based.

    `problems` holds formula cells that show an error, or that were saved without ever being computed.
    """

    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    problems: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)


@dataclass
class Grid:
    """The values of one sheet from A1 on.

    `broken_at` is the first row of a csv file that cannot be read under this delimiter.
    """

    name: str
    rows: list[list[Raw]]
    about: About = field(default_factory=About)
    delimiter: str = ""
    broken_at: int | None = None


class Book(Protocol):
    """An opened file. `names` are its visible sheets, `hidden` the others."""

    kind: str
    encoding: str
    names: list[str]
    hidden: list[str]

    def grids(self, name: str) -> Iterator[Grid]:
        """The sheet, once for each way it can be read; the caller keeps the one that makes sense."""
