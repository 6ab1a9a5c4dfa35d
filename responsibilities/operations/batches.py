"""Writing what a draft says, in batches, and taking a batch back: nothing else writes into a draft."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.models import Account
from responsibilities.contents import COLUMNS, Content, RowHead, contents, read_content, row_heads
from responsibilities.models import (
    Batch,
    BatchRow,
    Crosswalk,
    Edition,
    Entry,
    Heading,
    LegalBasis,
    Lineage,
    Participation,
)
from responsibilities.operations.locks import check_is_draft
from responsibilities.orders import keep_moves
from responsibilities.spreadsheets.cells import cell_writer, long_cells, too_long

# [kind, from item or None, to item], as a batch remembers them.
LineageKey = tuple[str, int | None, int]
# So many rows are named in a query; of more, all of the draft are read.
MOST_NAMED = 1000


def write_batch(
    edition: Edition,
    *,
    by: Account,
    kind: str,
    changes: Mapping[int, Content | None],
    order: Sequence[int] | None = None,
    lineages: Iterable[LineageKey] | None = None,
    reason: str = "",
    reasons: Mapping[int, str] | None = None,
    undoes: Batch | None = None,
    details: Mapping[str, Any] | None = None,
    heads: Sequence[RowHead] | None = None,
    says: Mapping[int, Content] | None = None,
) -> Batch | None:
    """写入草稿: the draft, which the caller has locked, says of these items what `changes` says; None takes one out.

    `order` is the draft's items in order afterwards (as they stand, new ones last); `lineages` all there are
    afterwards (as they are). Entries that say the same keep their rows and versions. `by` becomes an author; `reasons`
    are those of single items, `details` go into the audit; `heads` are the draft's rows, and `says` what those of
    `changes` say, where the caller has read them under the lock. None if nothing changes. Raises RuleViolation
    `duplicate_number` or `too_long`.
    """
    rows = {head.item: head for head in (row_heads(edition) if heads is None else heads)}
    before = contents(edition, changes if len(changes) <= MOST_NAMED else None) if says is None else says
    changes = {item: content for item, content in changes.items() if before.get(item) != content}
    after: Rows = {item: row for item, row in {**rows, **changes}.items() if row is not None}
    order = [item for item in order or after if item in after]
    lineages_before = lineages_of(edition)
    lineages_after = lineages_before if lineages is None else sorted(set(lineages), key=str)
    lineages_after = [row for row in lineages_after if row[2] in after]
    if not changes and order == list(rows) and lineages_after == lineages_before:
        return None
    _check_numbers(after)
    _check_lengths(edition, changes)
    _write_rows(edition, rows, before, changes, after, order)
    _write_lineages(edition, lineages_before, lineages_after)
    edition.authors.add(by)
    edition.version += 1
    edition.save(update_fields=["version"])
    batch = Batch.objects.create(
        edition=edition,
        kind=kind,
        by=by,
        reason=reason,
        version=edition.version,
        undoes=undoes,
        order_before=list(rows),
        order_after=order,
        lineages_before=lineages_before,
        lineages_after=lineages_after,
    )
    BatchRow.objects.bulk_create(
        BatchRow(
            batch=batch,
            item_id=item,
            before=_json(before.get(item)),
            after=_json(content),
            reason=(reasons or {}).get(item, ""),
        )
        for item, content in changes.items()
    )
    audit.record(
        edition,
        before={"entries": len(rows)},
        after={"entries": len(after), "batch": batch.pk, "changed": len(changes), **(details or {})},
        reason=reason,
    )
    return batch


@dataclass
class Undone:
    """What undoing a batch does: the items it puts back, and those it leaves as they are, with why."""

    batch: Batch
    changes: dict[int, Content | None] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    kept: dict[int, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)

    @property
    def kept_titles(self) -> list[str]:
        return [f"{self.titles[item]}：{why}" for item, why in self.kept.items()]

    @property
    def restored_titles(self) -> list[str]:
        return [self.titles[item] for item in self.changes]


@operation(_("Undo batch"), at="edition.duty_list.owner")
def undo_batch(batch: Batch, *, by: Account) -> Undone:
    """撤销批次: what the batch changed is as it was before, as a unit; entries edited since stay, and are named.

    Raises RuleViolation `not_a_draft`, `already_undone`, or `edited_since` if nothing of it is left to undo.
    """
    edition = batch.edition
    check_is_draft(edition)
    if Batch.objects.filter(undoes=batch).exists():
        raise RuleViolation("already_undone", _("This was undone already."))
    undone = what_undoing_does(batch)
    now = {*lineages_of(edition)}
    added, removed = (
        {tuple(row) for row in one} - {tuple(row) for row in other}
        for one, other in (
            (batch.lineages_after, batch.lineages_before),
            (batch.lineages_before, batch.lineages_after),
        )
    )
    written = write_batch(
        edition,
        by=by,
        kind=Batch.Kind.UNDO,
        changes=undone.changes,
        order=undone.order,
        lineages={*(row for row in now - added), *(row for row in removed if row[2] not in undone.kept)},
        reason=str(batch),
        undoes=batch,
        details={"undone": batch.pk, "kept": undone.kept_titles},
    )
    if written is None:
        raise RuleViolation(
            "edited_since",
            _("Nothing is left to undo; these were edited since: %(entries)s")
            % {"entries": "；".join(undone.kept_titles) or "–"},
        )
    return undone


def what_undoing_does(batch: Batch) -> Undone:
    """What `undo_batch` would put back and what it would leave, by what the draft says now; writes nothing."""
    now = contents(batch.edition)
    undone = Undone(batch)
    for row in batch.rows.all():
        before, after = read_content(row.before), read_content(row.after)
        undone.titles[row.item_id] = f"{(after or before).seq_no} {(after or before).title}"  # type: ignore[union-attr]
        if now.get(row.item_id) == after:
            undone.changes[row.item_id] = before
        else:
            undone.kept[row.item_id] = str(_("edited since") if row.item_id in now else _("taken out since"))
    _keep_taken_numbers(undone, now)
    undone.order = keep_moves(
        batch.order_after, batch.order_before, [*now, *(item for item in undone.changes if item not in now)]
    )
    return undone


def _keep_taken_numbers(undone: Undone, now: Mapping[int, Content]) -> None:
    """An entry is not put back where its number belongs to another one by now."""
    while True:
        after = {**now, **undone.changes}
        held = Counter(content.seq_no for content in after.values() if content)
        clashing = [
            item for item, content in undone.changes.items() if content is not None and held[content.seq_no] > 1
        ]
        if not clashing:
            return
        for item in clashing:
            number = undone.changes.pop(item).seq_no  # type: ignore[union-attr]
            undone.kept[item] = str(_("its number %(number)s was given to another entry since") % {"number": number})


# --- Rows -----------------------------------------------------------------------------------------------------------


def _json(content: Content | None) -> dict[str, Any] | None:
    return None if content is None else content.as_json()


# The draft as it will be: what is written of a row that changes, the head of one that stays.
Rows = dict[int, Content | RowHead]


def _check_numbers(after: Rows) -> None:
    by_number: dict[str, Content | RowHead] = {}
    for row in after.values():
        other = by_number.setdefault(row.seq_no, row)
        if other is not row:
            raise RuleViolation(
                "duplicate_number",
                _("The number %(number)s would stand twice: “%(one)s” and “%(other)s”.")
                % {"number": row.seq_no, "one": other.title, "other": row.title},
                "seq_no",
            )


def _check_lengths(edition: Edition, changes: Mapping[int, Content | None]) -> None:
    """What a draft says fits into the cells of its official form, so that it can be exported."""
    kind = edition.duty_list.kind
    contents = [content for content in changes.values() if content is not None]
    writer = cell_writer(kind, contents)
    for content in contents:
        for column, length in long_cells(writer, content):
            message = _("%(number)s “%(title)s”: %(problem)s")
            values = {"number": content.seq_no, "title": content.title, "problem": too_long(column, kind, length)}
            raise RuleViolation("too_long", message % values, column)


def _write_rows(
    edition: Edition,
    heads: Mapping[int, RowHead],
    before: Mapping[int, Content],
    changes: Mapping[int, Content | None],
    after: Rows,
    order: Sequence[int],
) -> None:
    edition.entries.filter(item__in=[item for item, content in changes.items() if content is None]).delete()
    headings = _write_headings(edition, [after[item].heading for item in order])
    positions = {item: position for position, item in enumerate(order, start=1)}
    wanted = [item for item in after if item in changes or heads[item].position != positions[item]]
    rows = edition.entries.filter(item__in=wanted) if len(wanted) <= MOST_NAMED else edition.entries.all()
    entries = {entry.item_id: entry for entry in rows}
    _free_numbers([entry for item, entry in entries.items() if after[item].seq_no != entry.seq_no])
    touched, made = [], []
    for item in wanted:
        entry = entries.get(item)
        if entry is None:
            entry = Entry(edition=edition, item_id=item)
            made.append(entry)
        else:
            entry.version += item in changes
            touched.append(entry)
        if content := changes.get(item):
            entry.heading = headings[content.heading]
            for name in COLUMNS:
                setattr(entry, name, getattr(content, name))
        entry.position = positions[item]
    # One statement for many rows; an UPDATE with a CASE for each column takes ten times as long.
    written = ["heading", "position", "version", "search_text", *COLUMNS]
    Entry.objects.bulk_create(touched, update_conflicts=True, unique_fields=["pk"], update_fields=written)
    Entry.objects.bulk_create(made)
    _write_below(
        [
            (entry, content)
            for entry in (*touched, *made)
            if (content := changes.get(entry.item_id)) and not _same_below(before.get(entry.item_id), content)
        ]
    )
    edition.headings.filter(entries=None).delete()


def _write_headings(edition: Edition, titles: Sequence[str]) -> dict[str, Heading]:
    """The headings in the order in which their entries come."""
    wanted = list(dict.fromkeys(titles))
    headings = {heading.title: heading for heading in edition.headings.all()}
    new = [Heading(edition=edition, position=0, title=title) for title in wanted if title not in headings]
    headings |= {heading.title: heading for heading in new}
    moved = []
    for position, title in enumerate(wanted, start=1):
        if headings[title].position != position:
            headings[title].position = position
            moved.append(headings[title])
    Heading.objects.bulk_create(new)
    Heading.objects.bulk_update([heading for heading in moved if heading not in new], ["position"])
    return headings


def _free_numbers(entries: list[Entry]) -> None:
    """Two entries may exchange numbers, which are unique in every statement: first none of them has one."""
    for entry in entries:
        entry.seq_no = f"~{entry.pk}"
    Entry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["pk"], update_fields=["seq_no"])


def _same_below(one: Content | None, other: Content) -> bool:
    return one is not None and (one.parts, one.bases, one.references) == (other.parts, other.bases, other.references)


def _write_below(pairs: list[tuple[Entry, Content]]) -> None:
    """Bodies, bases and correspondences of the entries, in place of those they had."""
    entries = [entry for entry, _content in pairs]
    for model in (Participation, LegalBasis, Crosswalk):
        model._default_manager.filter(entry__in=entries).delete()
    Participation.objects.bulk_create(
        Participation(
            entry_id=entry.pk,
            position=position,
            body_id=part.body,
            body_class=part.body_class,
            role=part.role,
            duty_text=part.duty_text,
            source_text=part.source_text,
        )
        for entry, content in pairs
        for position, part in enumerate(content.parts, start=1)
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(entry_id=entry.pk, position=position, text=text, law=law)
        for entry, content in pairs
        for position, (text, law) in enumerate(content.bases, start=1)
    )
    Crosswalk.objects.bulk_create(
        Crosswalk(entry_id=entry.pk, item_id=item, source_text=text)
        for entry, content in pairs
        for item, text in content.references
    )


def lineages_of(edition: Edition) -> list[Any]:
    """Splits, mergers and decided identities of the edition, as a batch keeps them."""
    rows = Lineage.objects.filter(edition=edition).values_list("kind", "from_item_id", "to_item_id")
    return sorted(rows, key=str)


def _write_lineages(edition: Edition, before: list[Any], after: list[Any]) -> None:
    for kind, from_item, to_item in set(before) - set(after):
        Lineage.objects.filter(edition=edition, kind=kind, from_item=from_item, to_item=to_item).delete()
    Lineage.objects.bulk_create(
        Lineage(edition=edition, kind=kind, from_item_id=from_item, to_item_id=to_item)
        for kind, from_item, to_item in set(after) - set(before)
    )
