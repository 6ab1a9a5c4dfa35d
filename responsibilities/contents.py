"""What the entries of an edition say, as plain values: read from rows, compared, kept in batches, written back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

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


def contents(edition: Edition, items: Iterable[int] | None = None) -> dict[int, Content]:
    """What each item says in the edition (all of them, or these), in its order; four queries however many."""
    entries = Entry.objects.filter(edition=edition)
    if items is not None:
        entries = entries.filter(item__in=list(items))
    keys = entries.order_by().values("pk")
    parts: dict[int, list[Part]] = {}
    rows = Participation.objects.filter(entry__in=keys).order_by("entry_id", "position")
    for entry, role, body, body_class, duty_text, source_text in rows.values_list(
        "entry_id", "role", "body_id", "body_class", "duty_text", "source_text"
    ):
        parts.setdefault(entry, []).append(Part(role, body, body_class, duty_text, source_text))
    bases: dict[int, list[tuple[str, str]]] = {}
    laws = LegalBasis.objects.filter(entry__in=keys).order_by("entry_id", "position")
    for entry, text, law in laws.values_list("entry_id", "text", "law"):
        bases.setdefault(entry, []).append((text, law))
    references: dict[int, list[tuple[int, str]]] = {}
    for entry, item, text in Crosswalk.objects.filter(entry__in=keys).values_list("entry_id", "item", "source_text"):
        references.setdefault(entry, []).append((item, text))
    return {
        row["item_id"]: Content(
            heading=row["heading__title"],
            parts=tuple(parts.get(row["pk"], ())),
            bases=tuple(bases.get(row["pk"], ())),
            references=tuple(sorted(references.get(row["pk"], ()))),
            **{name: row[name] for name in COLUMNS},
        )
        for row in entries.order_by("position", "pk").values("pk", "item_id", "heading__title", *COLUMNS)
    }


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
