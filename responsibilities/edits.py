"""Edits of a list as of a table: which cell was what and becomes what; and what stands in their way."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from responsibilities.spreadsheets.cells import CellFault


class _Unmoved:
    """Stands for the place a row already has."""


UNMOVED = _Unmoved()


@dataclass(frozen=True)
class CellEdit:
    """One cell: the text its editor saw, and the text it shall have."""

    was: str
    becomes: str


@dataclass(frozen=True)
class RowEdit:
    """What becomes of one row. `key` is its item's identity, or any other word for a row that is new.

    `after`: the key of the row behind which it stands from now on, None for the top. `removed` takes it out; `version`
    is that of the entry its editor saw, needed to take it out. `split_from` names the row a new one was split from,
    `merged_into` the row that takes this removed one up.
    """

    key: str
    cells: Mapping[str, CellEdit] = field(default_factory=dict)
    after: str | _Unmoved | None = UNMOVED
    removed: bool = False
    version: int | None = None
    split_from: str = ""
    merged_into: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Conflict:
    """A cell that both sides changed: what it was, what the list says now, what the edit says.

    `kind`: both changed a cell; the row is `gone` meanwhile; or it was `changed` and the edit takes it out. `by`, `at`
    and `reason` say who saved their version last, where that is known.
    """

    key: str
    title: str
    kind: Literal["cell", "gone", "changed"]
    column: str = ""
    label: str = ""
    was: str = ""
    theirs: str = ""
    yours: str = ""
    by: str = ""
    at: datetime.datetime | None = None
    reason: str = ""


class EditConflict(RuleViolation):
    """Others changed the same cells meanwhile. Nothing was written; `conflicts` show both sides."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        message = _("Somebody else changed the same meanwhile: %(places)s. Nothing was saved; choose for each.")
        places = "；".join(dict.fromkeys(f"{c.title} {c.label}".strip() for c in conflicts[:5]))
        super().__init__("edit_conflict", message % {"places": places})
        self.conflicts = conflicts


class FaultyCells(RuleViolation):
    """Some cells cannot be understood. Nothing was written; `faults` name each by row and column."""

    status = 422

    def __init__(self, faults: list[CellFault], titles: Mapping[str, str]) -> None:
        first = faults[0]
        place = titles.get(first.key, "")
        super().__init__("faulty_cells", f"{place}：{first.message}" if place else first.message, first.column or None)
        self.faults = faults


def as_edits(rows: list[dict[str, Any]]) -> list[RowEdit]:
    """Edits from plain values, as the grid and the API send them."""
    edits = []
    for row in rows:
        cells = {column: CellEdit(**cell) for column, cell in row.get("cells", {}).items()}
        named = {name: row[name] for name in row if name != "cells"}
        edits.append(RowEdit(cells=cells, **named))
    return edits
