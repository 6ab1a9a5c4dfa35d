"""What the entries of an edition say, as plain values: read from rows, compared, kept in batches, written back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responsibilities.models import BatchRow, Crosswalk, Edition, Entry, LegalBasis, Participation


@dataclass(frozen=True)
class Part:
    """One body (its key), or a class of bodies, with its role and its text."""

    role: str
    body: int | None = None
    body_class: str = ""
    duty_text: str = ""
    source_text: str = ""


@dataclass(frozen=True)
class Content:
    """Everything one entry says but where it stands. `bases` are texts with the laws they name, `references` items of
    other lists with how they were written."""

    seq_no: str
    heading: str
    title: str
    group: str = ""
    content: str = ""
    process_note: str = ""
    office: str = ""
    internal_note: str = ""
    source: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    bases: tuple[tuple[str, str], ...] = ()
    references: tuple[tuple[int, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        # By hand: `asdict` copies every text of every row, which takes a fifth of the time of a long import.
        return {**vars(self), "source": dict(self.source), "parts": [dict(vars(part)) for part in self.parts]}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Content:
        parts = tuple(Part(**part) for part in values["parts"])
        pairs: dict[str, Any] = {name: tuple(map(tuple, values[name])) for name in ("bases", "references")}
        return cls(**{**values, "parts": parts, **pairs})


# The fields of `Content` that are columns of an entry of the same name.
COLUMNS = ("seq_no", "title", "group", "content", "process_note", "office", "internal_note", "source")
EVERYTHING = frozenset({*COLUMNS, "heading", "parts", "bases", "references"})
PUBLIC = EVERYTHING - {"internal_note", "source"}  # an edition prints neither
# What the texts of an entry are called, in the order in which it is read.
LABELS: dict[str, Any] = {
    "seq_no": pgettext_lazy("of an entry", "Number"),
    "heading": _("Heading"),
    "group": _("Group"),
    "title": _("Title"),
    "content": _("Content"),
    "office": _("Office in the township"),
    "process_note": _("Process and boundaries"),
}


@dataclass(frozen=True)
class StandingEntry:
    """An entry where it stands: its keys, that of its item as others know it, its place, and what it says."""

    id: int
    edition: int
    item: int
    uid: str
    position: int
    says: Content


@dataclass(frozen=True)
class Reading:
    """Entries as they were read, and the bodies they name: code and name by key."""

    entries: list[StandingEntry]
    bodies: dict[int, tuple[str, str]]


def read_entries(entries: QuerySet[Entry], fields: Set[str] = EVERYTHING) -> Reading:
    """What the entries say, in the order of their editions; at most four queries however many.

    The one place that reads entries whole. Comparison, findings, finder, print, sheets and drafts are views of it.
    Fields of `Content` that are not asked for stay empty.
    """
    keys = entries.order_by().values("pk")
    parts: dict[int, list[Part]] = {}
    bodies: dict[int, tuple[str, str]] = {}
    if "parts" in fields:
        names = ("role", "body_id", "body_class", "duty_text", "source_text", "body__code", "body__name")
        for entry, *values, code, name in _below(Participation, keys, "position", *names):
            parts.setdefault(entry, []).append(Part(*values))
            if code is not None:
                bodies[values[1]] = code, name
    bases: dict[int, list[tuple[str, str]]] = {}
    if "bases" in fields:
        for entry, text, law in _below(LegalBasis, keys, "position", "text", "law"):
            bases.setdefault(entry, []).append((text, law))
    references: dict[int, list[tuple[int, str]]] = {}
    if "references" in fields:
        for entry, item, text in _below(Crosswalk, keys, "item_id", "item_id", "source_text"):
            references.setdefault(entry, []).append((item, text))
    columns = [name for name in COLUMNS if name in fields]
    rows = entries.order_by("edition_id", "position", "pk").values_list(
        "pk", "edition_id", "item_id", "item__uid", "position", "heading__title", *columns
    )
    empty: dict[str, Any] = {"seq_no": "", "title": ""}
    return Reading(
        [
            StandingEntry(
                *(pk, edition, item, str(uid), position),
                Content(
                    heading=heading,
                    parts=tuple(parts.get(pk, ())),
                    bases=tuple(bases.get(pk, ())),
                    references=tuple(references.get(pk, ())),
                    **empty | dict(zip(columns, values, strict=True)),
                ),
            )
            for pk, edition, item, uid, position, heading, *values in rows
        ],
        bodies,
    )


def _below(model: type[Model], entries: QuerySet[Any], order: str, *values: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a table that hangs on entries: the entry, then the values."""
    rows = model._default_manager.filter(entry__in=entries)
    return rows.order_by("entry_id", order).values_list("entry_id", *values).iterator()


def contents(edition: Edition, items: Iterable[int] | None = None) -> dict[int, Content]:
    """What each item says in the edition (all of them, or these), in its order; four queries however many."""
    entries = Entry.objects.filter(edition=edition)
    if items is not None:
        entries = entries.filter(item__in=list(items))
    return {entry.item: entry.says for entry in read_entries(entries).entries}


class RowHead(NamedTuple):
    """What is needed of every row of a draft, however few of them are read: its keys, place, number and title."""

    entry: int
    item: int
    key: str
    version: int
    position: int
    seq_no: str
    heading: str
    title: str


def row_heads(edition: Edition) -> list[RowHead]:
    """The heads of all rows of the edition in order; one query, and no long text."""
    rows = Entry.objects.filter(edition=edition).order_by("position", "pk")
    return [
        RowHead(entry, item, str(uid), *values)
        for entry, item, uid, *values in rows.values_list(
            "pk", "item_id", "item__uid", "version", "position", "seq_no", "heading__title", "title"
        )
    ]


def contents_at(edition: Edition, version: int) -> dict[int, Content]:
    """What the entries said when the edition had that version: those it has now in order, then those it has lost."""
    then = contents(edition)
    rows = BatchRow.objects.filter(batch__edition=edition, batch__version__gt=version).order_by("-batch__version")
    for item, before in rows.values_list("item_id", "before"):
        content = read_content(before)
        if content is None:
            then.pop(item, None)
        else:
            then[item] = content
    return then


def read_content(values: dict[str, Any] | None) -> Content | None:
    """What a row of a batch keeps, None where there was no entry."""
    return None if values is None else Content.from_json(values)
