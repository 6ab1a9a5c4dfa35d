"""What entries say, as plain values: what comparisons, histories and notices of amendment compare."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from responsibilities.models import Crosswalk, Entry, LegalBasis, Participation


@dataclass(frozen=True)
class PartText:
    """One body, or class of bodies, with its role and its duties."""

    role: str
    party: str
    code: str | None
    body_class: str
    duty_text: str

    @property
    def key(self) -> str:
        """What makes it the same body in another edition; bodies keep their code when they are renamed."""
        return self.code or self.body_class


@dataclass
class EntryText:
    """An entry as its edition prints it; without what only editors read."""

    id: int
    edition_id: int
    item_id: int
    position: int
    seq_no: str
    heading: str
    group: str
    title: str
    content: str
    process_note: str
    office: str
    parts: list[PartText] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def parties(self, role: str) -> str:
        return "、".join(part.party for part in self.parts if part.role == role)

    def says(self) -> tuple[Any, ...]:
        """Everything but its number, its place and its key: alike if the text has not changed."""
        return (
            *(self.title, self.content, self.process_note, self.office),
            *([(part.role, part.key, part.duty_text) for part in self.parts], self.bases, sorted(self.references)),
        )


_FIELDS = (
    *("id", "edition_id", "item_id", "position", "seq_no", "heading__title", "group", "title"),
    *("content", "process_note", "office"),
)


def entry_texts(entries: QuerySet[Entry]) -> list[EntryText]:
    """The entries with all they say, in the order of their editions; four queries however many."""
    texts = {row[0]: EntryText(*row) for row in entries.order_by("edition_id", "position", "pk").values_list(*_FIELDS)}
    keys = entries.order_by().values("pk")
    for entry, role, code, name, body_class, duties in (
        Participation.objects.filter(entry__in=keys)
        .order_by("entry_id", "position")
        .values_list("entry_id", "role", "body__code", "body__name", "body_class", "duty_text")
    ):
        party = name or str(Participation.BodyClass(body_class).label)
        texts[entry].parts.append(PartText(role, party, code, body_class, duties))
    for entry, text in _below(LegalBasis, keys, "position", "text"):
        texts[entry].bases.append(text)
    for entry, text in _below(Crosswalk, keys, "pk", "source_text"):
        texts[entry].references.append(text)
    return list(texts.values())


def _below(model: type[Any], keys: QuerySet[Any], order: str, value: str) -> Iterator[tuple[int, str]]:
    return model._default_manager.filter(entry__in=keys).order_by("entry_id", order).values_list("entry_id", value)
