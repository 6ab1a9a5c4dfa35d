"""An edition as a table of cells, as the grid, files and the API have it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from responsibilities.contents import Content, contents, row_heads
from responsibilities.models import Edition, Entry, Item
from responsibilities.selectors.batches import SavedChange, saved_changes
from responsibilities.selectors.comparison import predecessor
from responsibilities.spreadsheets.cells import CellWriter, cell_writer, row_layout


@dataclass(frozen=True)
class TableRow:
    """One entry: its key is its item's identity; `version` goes with an edit that takes it out."""

    key: str
    entry: int
    version: int
    cells: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "entry": self.entry, "version": self.version, "cells": self.cells}


def table_columns(kind: str) -> list[dict[str, Any]]:
    """The columns of a kind of list: key, title, width in characters, whether a row must fill it."""
    return [
        {"key": column.key, "title": column.title, "width": column.width, "needs_value": column.needs_value}
        for column in row_layout(kind).columns
    ]


def table_rows(edition: Edition, items: Iterable[int] | None = None) -> list[TableRow]:
    """The rows of the edition in order, of all items or of these; six queries however many."""
    return rows_that_say(edition, contents(edition, items))


def rows_that_say(edition: Edition, says: Mapping[int, Content]) -> list[TableRow]:
    """The rows of the edition in order, where the caller has read what its items say; two queries."""
    writer: CellWriter = cell_writer(edition.duty_list.kind, says.values())
    rows = Entry.objects.filter(edition=edition, item__in=says).order_by("position", "pk")
    return [
        TableRow(str(uid), entry, version, writer.cells(says[item]))
        for entry, uid, item, version in rows.values_list("pk", "item__uid", "item_id", "version")
    ]


def rows_of(edition: Edition, keys: Iterable[str]) -> list[TableRow]:
    """The rows of these keys that the edition has, in order."""
    items = Item.objects.filter(uid__in=list(keys), duty_list=edition.duty_list_id)
    return table_rows(edition, items.values_list("pk", flat=True))


@dataclass(frozen=True)
class TableChanges:
    """What was saved into a draft since somebody read it. `changes` are those of each key, the latest first; `order`
    has the keys of all rows."""

    rows: list[TableRow]
    changes: dict[str, list[SavedChange]]
    order: list[str]


def table_changes(edition: Edition, since: int) -> TableChanges:
    """The rows that were saved after that version of the draft, and who saved them; nothing of the other rows."""
    changes = saved_changes(edition, since=since)
    keys = {item.pk: str(item.uid) for item in Item.objects.filter(pk__in=changes)}
    return TableChanges(
        table_rows(edition, changes),
        {keys[item]: saved for item, saved in changes.items()},
        [head.key for head in row_heads(edition)],
    )


def rows_that_fit(edition: Edition, words: str, *, different: bool = False) -> list[str]:
    """The keys of the rows in whose cells all the words stand; with `different`, only of rows that the edition before
    has and says otherwise."""
    terms = words.lower().split()
    base = predecessor(edition) if different else None
    before = {row.key: row.cells for row in table_rows(base)} if base else {}
    return [
        row.key
        for row in table_rows(edition)
        if all(term in "\n".join(row.cells.values()).lower() for term in terms)
        and (not different or before.get(row.key, row.cells) != row.cells)
    ]
