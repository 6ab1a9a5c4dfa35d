"""What batches did to a draft, entry by entry and cell by cell."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from responsibilities.contents import read_content
from responsibilities.models import Batch, BatchRow, Edition
from responsibilities.selectors.comparison import ChangeKind, FieldChange
from responsibilities.spreadsheets.cells import CellWriter, cell_writer, row_layout


@dataclass(frozen=True)
class RowChange:
    """One entry that the batch added, took out or changed, with the cells that are not the same."""

    title: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...]
    reason: str = ""


def batch_changes(batch: Batch, rows_of_it: Iterable[BatchRow] | None = None) -> list[RowChange]:
    """The entries of the batch, or these rows of it, in their order; two queries."""
    chosen = batch.rows.order_by("pk") if rows_of_it is None else rows_of_it
    rows = [(row, read_content(row.before), read_content(row.after)) for row in chosen]
    kind = batch.edition.duty_list.kind
    writer = cell_writer(kind, [content for _row, *both in rows for content in both if content])
    return [
        RowChange(
            title=f"{(after or before).seq_no} {(after or before).title}",  # type: ignore[union-attr]
            kind=_kind(before, after),
            fields=tuple(_fields(kind, writer, before, after)),
            reason=row.reason,
        )
        for row, before, after in rows
    ]


@dataclass(frozen=True)
class SavedChange:
    """Who saved a row, when and why, and which columns it changed: all with a text if the row came or went."""

    by: str
    at: datetime.datetime
    reason: str
    columns: tuple[str, ...]


def saved_changes(
    edition: Edition, *, since: int = 0, items: Iterable[int] | None = None
) -> dict[int, list[SavedChange]]:
    """What was saved of each item of a draft, all or these, after that version, the latest first; two queries."""
    rows = BatchRow.objects.filter(batch__edition=edition, batch__version__gt=since).order_by("-batch__version")
    if items is not None:
        rows = rows.filter(item__in=list(items))
    said: list[tuple[int, Any, Any, list[Any]]] = [
        (item, read_content(before), read_content(after), batch)
        for item, before, after, *batch in rows.values_list(
            "item", "before", "after", "batch__by__name", "batch__at", "reason", "batch__reason"
        )
    ]
    kind = edition.duty_list.kind
    writer = cell_writer(kind, [content for _item, *both, _batch in said for content in both if content])
    changes: dict[int, list[SavedChange]] = {}
    for item, before, after, batch in said:
        by, at, own, reason = batch
        columns = tuple(field.name for field in _fields(kind, writer, before, after))
        changes.setdefault(item, []).append(SavedChange(by, at, own or reason, columns))
    return changes


def _kind(before: Any, after: Any) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after is None else ChangeKind.CHANGED


def _fields(kind: str, writer: CellWriter, before: Any, after: Any) -> Iterator[FieldChange]:
    one, other = (writer.cells(content) if content else {} for content in (before, after))
    for column in row_layout(kind).columns:
        was, becomes = one.get(column.key, ""), other.get(column.key, "")
        if was != becomes:
            yield FieldChange(column.key, column.title, was, becomes)
