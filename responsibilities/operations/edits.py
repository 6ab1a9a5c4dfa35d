"""Editing a draft as a table: cells, new rows, moves, removals, splits and mergers, in one batch."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.access import operation
from governance.errors import RuleViolation
from governance.models import Account
from governance.text import clean
from responsibilities.contents import Content, RowHead, contents, row_heads
from responsibilities.edits import UNMOVED, Conflict, EditConflict, FaultyCells, RowEdit
from responsibilities.models import Batch, Edition, Item, Lineage
from responsibilities.operations.batches import MOST_NAMED, LineageKey, lineages_of, write_batch
from responsibilities.operations.locks import check_is_draft
from responsibilities.selectors.batches import saved_changes
from responsibilities.spreadsheets.cells import CellFault, CellReader, CellWriter, cell_writer, row_layout


@dataclass(frozen=True)
class Edited:
    """What edits came to: their batch, None if nothing changed, and the keys of all rows they name, new ones by the
    word they came under."""

    batch: Batch | None
    keys: dict[str, str]


@operation(_("Edit entries"), at="duty_list.owner")
def edit_entries(edition: Edition, *, by: Account, edits: Sequence[RowEdit], reason: str) -> Edited:
    """编辑条目: the draft has these cells, rows and places from now on, all of them or none; one batch.

    Only what an edit names is touched: a cell that others changed meanwhile is left alone, unless the edit changes it
    too, which is refused with both texts. Raises EditConflict, FaultyCells, RuleViolation
    `not_a_draft`, `reason_missing`, `row_twice`, `version_missing`, `unknown_row`, `unknown_column` or
    `duplicate_number`.
    """
    check_is_draft(edition)
    if not reason.strip() and any(not edit.reason.strip() for edit in edits):
        raise RuleViolation("reason_missing", _("Say why, for whoever approves the edition."), "reason")
    plan = plan_edits(edition, edits)
    if plan.conflicts:
        raise EditConflict(plan.conflicts)
    if plan.faults:
        raise FaultyCells(plan.faults, plan.titles)
    return write_edits(edition, edits, plan, by=by, kind=Batch.Kind.EDIT, reason=reason.strip())


def write_edits(
    edition: Edition,
    edits: Sequence[RowEdit],
    plan: "Plan",
    *,
    by: Account,
    kind: str,
    reason: str,
    details: Mapping[str, Any] | None = None,
) -> Edited:
    """Write a plan in whose way nothing stands, into a draft that the caller has locked."""
    Item.objects.bulk_create(plan.new.values())
    keys = {**plan.items, **{key: item.pk for key, item in plan.new.items()}}
    batch = write_batch(
        edition,
        by=by,
        kind=kind,
        changes={keys[key]: content for key, content in plan.changes.items()},
        order=[keys[key] for key in plan.order],
        lineages={*lineages_of(edition), *_lineages(edits, keys)},
        reason=reason,
        reasons={keys[edit.key]: edit.reason.strip() for edit in edits if edit.reason.strip() and edit.key in keys},
        details=details,
        heads=plan.heads,
        says=plan.says,
    )
    named = {edit.key: edit.key for edit in edits}
    return Edited(batch, named | {key: str(item.uid) for key, item in plan.new.items()})


@dataclass
class Plan:
    """What edits would do to a draft, or what stands in their way. Rows go by their keys."""

    items: dict[str, int]
    titles: dict[str, str]
    order: list[str]
    heads: list[RowHead]
    says: Mapping[int, Content]  # of the rows that the edits name, or of all
    new: dict[str, Item] = field(default_factory=dict)
    changes: dict[str, Content | None] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


def plan_edits(edition: Edition, edits: Sequence[RowEdit], says: Mapping[int, Content] | None = None) -> Plan:
    """What `edit_entries` would do; writes nothing. `says` is what the draft says now, where the caller has read all of
    it. Raises RuleViolation `row_twice`, `version_missing`, `unknown_row`, `unknown_column`."""
    return _Planner(edition, edits, says).plan(edits)


class _Planner:
    """Holds each edit against what the draft says now."""

    def __init__(self, edition: Edition, edits: Sequence[RowEdit], says: Mapping[int, Content] | None) -> None:
        duty_list = edition.duty_list
        heads = row_heads(edition)
        self.items = {head.key: head.item for head in heads}
        self.versions = {head.key: head.version for head in heads}
        named = [self.items[edit.key] for edit in edits if edit.key in self.items]
        self.edition = edition
        self.now = contents(edition, named if len(named) <= MOST_NAMED else None) if says is None else says
        self.headless = bool(heads) and not any(head.heading for head in heads)
        self.writer: CellWriter = cell_writer(duty_list.kind, self.now.values())
        self.labels = {column.key: column.title for column in row_layout(duty_list.kind).columns}
        self.reader: CellReader | None = None
        titles = {head.key: f"{head.seq_no} {head.title}" for head in heads}
        self.result = Plan(self.items, titles, list(self.items), heads, self.now)

    def plan(self, edits: Sequence[RowEdit]) -> Plan:
        keys = [edit.key for edit in edits]
        if len(set(keys)) < len(keys):
            # Read one after the other, the second would put back what the first changed.
            raise RuleViolation("row_twice", _("A row stands twice among the edits. Say all of it at once."), "key")
        gone = self._gone(keys)
        for edit in edits:
            if unknown := edit.cells.keys() - self.labels.keys():
                message = _("This list has no column “%(column)s”.") % {"column": min(unknown)}
                raise RuleViolation("unknown_column", message, "cells")
            if edit.key in self.items:
                self._existing(edit)
            elif edit.key in gone:
                if not edit.removed:
                    last = gone[edit.key].entries.order_by("-pk").first()
                    self.result.conflicts.append(Conflict(edit.key, str(last) if last else edit.key, "gone"))
            elif not edit.removed:
                self._new(edit)
        self._place([edit for edit in edits if edit.key not in gone or edit.key in self.items])
        if self.result.conflicts:
            self._name_colleagues(gone)
        return self.result

    def _name_colleagues(self, gone: Mapping[str, Item]) -> None:
        """Say of each conflict who saved the other version, when, and why."""
        items = self.items | {key: item.pk for key, item in gone.items()}
        changes = saved_changes(self.edition, items=[items[conflict.key] for conflict in self.result.conflicts])
        named = []
        for conflict in self.result.conflicts:
            found = changes.get(items[conflict.key], [])
            last = next((change for change in found if not conflict.column or conflict.column in change.columns), None)
            named.append(replace(conflict, by=last.by, at=last.at, reason=last.reason) if last else conflict)
        self.result.conflicts = named

    def _gone(self, keys: list[str]) -> dict[str, Item]:
        """Rows that are not in the draft, though their items are the list's: taken out since the editor saw them."""
        absent = [key for key in keys if key not in self.items and _is_identity(key)]
        found = Item.objects.filter(uid__in=absent, duty_list=self.edition.duty_list)
        known = {str(item.uid): item for item in found}
        if strangers := set(absent) - set(known):
            raise RuleViolation(
                "unknown_row", _("The row %(key)s does not belong to this list.") % {"key": min(strangers)}, "key"
            )
        return known

    def _existing(self, edit: RowEdit) -> None:
        content = self.now[self.items[edit.key]]
        title = self.result.titles[edit.key]
        if edit.removed:
            if edit.version is None:
                message = _("To take out %(entry)s, say which version of it you have seen.") % {"entry": title}
                raise RuleViolation("version_missing", message, "version")
            if edit.version != self.versions[edit.key]:
                self.result.conflicts.append(Conflict(edit.key, title, "changed"))
            self.result.changes[edit.key] = None
            return
        cells = self.writer.cells(content)
        changed = []
        for column, cell in edit.cells.items():
            current = cells[column]
            if _same(cell.becomes, current) or _same(cell.was, cell.becomes):
                continue
            if not _same(cell.was, current):
                self.result.conflicts.append(
                    Conflict(edit.key, title, "cell", column, self.labels[column], cell.was, current, cell.becomes)
                )
                continue
            cells[column] = cell.becomes
            changed.append(column)
        if changed:
            self._read(edit.key, cells, changed, content)

    def _new(self, edit: RowEdit) -> None:
        cells = {column: cell.becomes for column, cell in edit.cells.items()}
        self.result.new[edit.key] = Item(duty_list=self.edition.duty_list)
        self.result.titles[edit.key] = f"{cells.get('seq_no', '')} {cells.get('title', '')}".strip()
        self._read(edit.key, cells, list(self.labels), None)
        self.result.order.append(edit.key)

    def _read(self, key: str, cells: dict[str, str], changed: list[str], was: Content | None) -> None:
        if self.reader is None:
            duty_list = self.edition.duty_list
            self.reader = CellReader(duty_list.kind, duty_list.owner, headless=self.headless)
        content, faults = self.reader.read(key, cells, changed, was)
        self.result.faults += faults
        if content is not None:
            self.result.changes[key] = content

    def _place(self, edits: Sequence[RowEdit]) -> None:
        order = self.result.order
        for edit in edits:
            if edit.after is UNMOVED or edit.removed:
                continue
            if edit.after is not None and edit.after not in order:
                raise RuleViolation(
                    "unknown_row", _("The row %(key)s is no longer there.") % {"key": edit.after}, "after"
                )
            order.remove(edit.key)
            order.insert(0 if edit.after is None else order.index(str(edit.after)) + 1, edit.key)
        self.result.order = [key for key in order if self.result.changes.get(key, True) is not None]


def _lineages(edits: Sequence[RowEdit], keys: dict[str, int]) -> set[LineageKey]:
    """Splits and mergers that the edits state."""
    found: set[LineageKey] = set()
    for edit in edits:
        if edit.split_from in keys and not edit.removed:
            found.add((Lineage.Kind.SPLIT.value, keys[edit.split_from], keys[edit.key]))
        if edit.merged_into in keys and edit.removed:
            found.add((Lineage.Kind.MERGED.value, keys[edit.key], keys[edit.merged_into]))
    return found


def _same(one: str, other: str) -> bool:
    """Whether two texts of a cell read the same: what `clean` puts right and blanks at line ends do not count."""
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in clean(text)[0].split("\n"))


def _is_identity(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False
