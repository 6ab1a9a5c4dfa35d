"""The definition of a table (its columns), and a table as read from a file (rows, remarks)."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from governance.errors import RuleViolation
from governance.text import match_key

Value: TypeAlias = str | int | Decimal | datetime.date | None


class UnreadableSpreadsheet(RuleViolation):
    """The file as a whole cannot be read as a table. `where` names the file, sheet, row or cell.

    Codes: empty_file, too_large, wrong_type, broken_file, password_protected, unknown_encoding, empty_workbook,
    no_such_sheet, several_tables, sheets_differ, no_header.
    """

    status = 422

    def __init__(self, code: str, message: str, where: str = "") -> None:
        super().__init__(code, message, field="file")
        self.where = where


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `title` is the heading as printed; a heading under another one is "upper/lower". `synonyms` are other headings for
    the same thing. `required`: the file must have the column. `needs_value`: every row must fill it; a row without a
    number and without any of these continues the row above. `fill_merged`: a cell merged over several rows counts for
    each of them. `fill_down`: so it does, and an unmerged blank below a value probably means the same. `kind` says what
    `Cell.value` is: text, code (a text that a date may have replaced), ordinal (a number if it is one), number, date.
    `width` is in characters, for writing; a `hidden` column is written but not shown.
    """

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = True
    needs_value: bool = False
    fill_merged: bool = False
    fill_down: bool = False
    kind: Literal["text", "code", "ordinal", "number", "date"] = "text"
    width: int = 20
    hidden: bool = False


@dataclass(frozen=True)
class ColumnMap:
    """The columns of a table.

    `keep_unknown`: unknown columns are kept in `SheetRow.extra` instead of refused. `ask_about_similar`: a heading that
    is only similar to a known one has to be confirmed, and is no fault.
    """

    columns: tuple[Column, ...]
    keep_unknown: bool = False
    ask_about_similar: bool = False

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        titles = [match_key(name) for column in self.columns for name in {column.title, *column.synonyms}]
        for names in (keys, titles):
            if twice := {name for name in names if names.count(name) > 1}:
                raise ValueError(f"columns share the names {sorted(twice)}")

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)


@dataclass(slots=True)
class Cell:
    """One cell: `source` as in the file, `text` cleaned for storing, `value` typed by the column's kind.

    `filled`: the text comes from a cell merged downwards. `proposal` is the value above an unmerged blank, to be used
    only after a person has confirmed it.
    """

    row: int
    column: str
    source: str = ""
    text: str = ""
    value: Value = None
    filled: bool = False
    proposal: str = ""

    @property
    def ref(self) -> str:
        return f"{self.column}{self.row}"


@dataclass
class Section:
    """A heading row such as 一、党的建设（20项）: it states `stated` items and has `counted`.

    `level` 1 is the outermost; `parent` is the section around it.
    """

    row: int
    text: str
    title: str
    number: int | None = None
    stated: int | None = None
    level: int = 1
    parent: "Section | None" = None
    counted: int = 0


@dataclass(slots=True)
class SheetRow:
    """One item: its cells by column key, and its section. `row["title"]` is the text, "" if blank."""

    number: int
    cells: dict[str, Cell]
    section: Section | None = None
    extra: dict[str, Cell] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        cell = self.cells.get(key)
        return cell.text if cell else ""


@dataclass(frozen=True)
class Total:
    """A row such as 合计：81项, used as a check sum. `counted` is the actual number."""

    row: int
    text: str
    stated: int | None
    counted: int


@dataclass(frozen=True)
class Skipped:
    """A row below the header that is no item. `reason`: blank, number_only, repeated_header, continuation, note."""

    row: int
    reason: Literal["blank", "number_only", "repeated_header", "continuation", "note"]
    text: str


@dataclass(frozen=True)
class Remark:
    """A message about a place in the file; `column` is its letter. See Repair, Confirmation and Fault."""

    code: str
    message: str
    row: int | None = None
    column: str = ""
    value: str = ""


class Repair(Remark):
    """Corrected while reading. Codes: merged, joined_header, repeated_header, continuation, line_ends, look_alikes,
    full_width, invisible, spaces, number_as_text, date_serial, number_in_title, same_as_above,
    second_column."""


class Confirmation(Remark):
    """To be confirmed by a person before the import. Codes: stacked_sheet, hidden_sheet, hidden_row, hidden_column,
    other_sheet, struck_row, struck_text, unseen_value, rule, drawing, comment, date_for_number, digits_lost,
    similar_header, numbered_through, blank_below_value, count_differs, total_differs, rows_after_note, unnumbered,
    no_headings, error_value, formula_without_value."""


@dataclass(frozen=True)
class Fault(Remark):
    """Must be corrected in the file; nothing may be imported. Codes: unknown_header, missing_column, duplicate_header,
    untitled_column, blank_value, not_a_number, not_a_date, digits_lost, error_value, formula_without_value,
    stray_text."""

    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """The number of rows of each kind below the header; `read` is counted separately and equals the sum of the others.

    A section above the header is not counted.
    """

    read: int
    items: int
    sections: int
    totals: int
    skipped: int


@dataclass(frozen=True)
class Heading:
    """A recognised column of the file: its heading as written there, and its letter."""

    title: str
    column: str


@dataclass
class Sheet:
    """A table as read from a file.

    `stacked` names the sheets that were put one below the other. `kind` is xlsx, xls, ods or csv; `encoding` and
    `delimiter` are what was guessed for csv. `preamble` holds the lines above the header (title, unit, date),
    `header_row` the number of the last header row.
    """

    name: str
    kind: str
    encoding: str = ""
    delimiter: str = ""
    stacked: tuple[str, ...] = ()
    header_row: int = 0
    last_row: int = 0
    headings: dict[str, Heading] = field(default_factory=dict)
    preamble: list[str] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return Counts(
            read=self.last_row - self.header_row,
            items=len(self.rows),
            sections=sum(section.row > self.header_row for section in self.sections),
            totals=len(self.totals),
            skipped=len(self.skipped),
        )

    def texts(self, keys: Iterable[str] = ()) -> list[dict[str, str]]:
        """The rows as plain dictionaries of texts, for the named columns or all."""
        names = tuple(keys) or tuple(self.headings)
        return [{key: row[key] for key in names} for row in self.rows]
