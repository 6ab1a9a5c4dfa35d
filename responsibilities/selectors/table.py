"""An edition as a table of cells, as the grid, files and the API have it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from responsibilities.contents import contents
from responsibilities.models import Edition, Entry
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
    says = contents(edition, items)
    writer: CellWriter = cell_writer(edition.duty_list.kind, says.values())
    rows = Entry.objects.filter(edition=edition, item__in=says).order_by("position", "pk")
    return [
        TableRow(str(uid), entry, version, writer.cells(says[item]))
        for entry, uid, item, version in rows.values_list("pk", "item__uid", "item_id", "version")
    ]
