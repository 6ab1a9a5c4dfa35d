"""A table of records as read from a file, and the reader of one row: cells to values, and faults with their place."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from governance.directory import Directory
from governance.errors import RuleViolation
from governance.imports import ImportedTable
from governance.models import Organisation
from governance.operations.validation import check_fields
from governance.spreadsheets.table import Fault, Remark, Sheet, SheetRow
from governance.text import in_one_line


@dataclass
class RecordTable(ImportedTable):
    """The records of a file by their natural key; `rows` holds the row of each."""

    sheet: Sheet
    name: str
    records: dict[Any, Any] = field(default_factory=dict)
    rows: dict[Any, int] = field(default_factory=dict)
    findings: list[Remark] = field(default_factory=list)
    explained: dict[str, list[int]] = field(default_factory=dict)
    unsound: set[int | None] = field(default_factory=set)  # the rows that have a fault

    def __post_init__(self) -> None:
        self.unsound.update(fault.row for fault in self.sheet.faults)

    @property
    def title(self) -> str:
        return self.name

    @property
    def count(self) -> int:
        return len(self.records)

    @property
    def faults(self) -> list[Fault]:  # type: ignore[override]
        return self.sheet.faults

    def add(self, key: Any, record: Any, row: "RowReader", *, column: str) -> None:
        """The record of the row; a fault of that column if an earlier row has the same key."""
        if key in self.records:
            message = _("%(object)s is already in row %(first)s.")
            row.fault("number_twice", message % {"object": record, "first": self.rows[key]}, column)
            return
        self.records[key], self.rows[key] = record, row.number


class RowReader:
    """Reads one row; what is wrong in it becomes a fault of the table."""

    def __init__(self, table: RecordTable, row: SheetRow) -> None:
        self.table, self.row, self.number = table, row, row.number

    def fault(self, code: str, message: str, column: str, value: str = "", suggestions: tuple[str, ...] = ()) -> None:
        heading = self.table.sheet.headings.get(column)
        letter = heading.column if heading else ""
        self.table.faults.append(Fault(code, message, self.number, letter, value, suggestions))
        self.table.unsound.add(self.number)

    @property
    def is_sound(self) -> bool:
        return self.number not in self.table.unsound

    def words(self, column: str) -> list[str]:
        return [word.strip() for word in self.row[column].split("、") if word.strip()]

    def day(self, column: str) -> Any:
        cell = self.row.cells.get(column)
        return cell.value if cell and isinstance(cell.value, datetime.date) else None

    def yuan(self, column: str) -> int | None:
        cell = self.row.cells.get(column)
        if cell is None or cell.value is None:
            return None
        if isinstance(cell.value, int) and cell.value >= 0:
            return cell.value
        message = _("“%(value)s” is not an amount in whole yuan.") % {"value": cell.text}
        self.fault("not_whole_yuan", message, column, cell.text)
        return None

    def one_of(self, column: str, meanings: Mapping[str, Any]) -> Any:
        text = self.row[column]
        if not text or text in meanings:
            return meanings.get(text)
        words = tuple(word for word in meanings if not word.isascii())
        message = _("“%(value)s” is not allowed in this column. Use one of: %(words)s.")
        self.fault("unknown_word", message % {"value": text, "words": "、".join(words)}, column, text)
        return None

    def body(self, column: str, name: str, names: Directory) -> Organisation | None:
        found = names.find(name)
        if found is None:
            unknown = names.unknown(name)
            self.fault(unknown.code, unknown.message, column, name, unknown.suggestions)
        elif names.is_given(name):
            self.table.explained.setdefault(name, []).append(self.number)
        return found

    def in_order(self, record: models.Model, first: str, last: str) -> None:
        low, high = getattr(record, first), getattr(record, last)
        if low is not None and high is not None and high < low:
            labels = [record._meta.get_field(name).verbose_name for name in (first, last)]  # type: ignore[union-attr]
            message = _("%(last)s (%(high)s) is before or below %(first)s (%(low)s).")
            values = {"first": labels[0], "last": labels[1], "low": low, "high": high}
            self.fault("out_of_order", message % values, last, str(high))

    def fits(self, record: models.Model) -> None:
        """Check lengths and choices: SQLite would store what PostgreSQL refuses. A short text has one line: a line end
        in its cell is a space."""
        for known in record._meta.concrete_fields:
            if isinstance(known, models.CharField) and isinstance(text := getattr(record, known.attname), str):
                setattr(record, known.attname, in_one_line(text))
        try:
            check_fields(record, skip={field.name for field in record._meta.concrete_fields if field.is_relation})
        except RuleViolation as refusal:
            self.fault("does_not_fit", str(refusal), refusal.field or "")
