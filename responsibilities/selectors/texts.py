"""What entries say, with the names of their bodies: what comparisons, histories and notices of amendment compare."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from responsibilities.contents import LABELS, PUBLIC, Content, Part, read_entries
from responsibilities.models import Entry, Participation

PLACE = {"seq_no", "heading", "group"}  # where an entry stands, rather than what it says


@dataclass(frozen=True)
class NamedPart:
    """One body, or class of bodies, with its role and its duties."""

    role: str
    party: str
    key: str  # the same in another edition: bodies keep their code when they are renamed
    duty_text: str

    @classmethod
    def of(cls, part: Part, bodies: dict[int, tuple[str, str]]) -> "NamedPart":
        if part.body is None:
            return cls(part.role, str(Participation.BodyClass(part.body_class).label), part.body_class, part.duty_text)
        code, name = bodies[part.body]
        return cls(part.role, name, code, part.duty_text)


@dataclass(frozen=True, kw_only=True)
class EntryText(Content):
    """An entry as its edition prints it; without what only editors read."""

    id: int
    edition_id: int
    item_id: int
    position: int
    named: tuple[NamedPart, ...]

    def parties(self, role: str) -> str:
        return "、".join(part.party for part in self.named if part.role == role)

    def says(self) -> tuple[Any, ...]:
        """Everything but its number, its place and its key: alike if the text has not changed."""
        return (
            *(getattr(self, name) for name in LABELS if name not in PLACE),
            [(part.role, part.key, part.duty_text) for part in self.named],
            [text for text, _law in self.bases],
            sorted(text for _item, text in self.references),
        )


def entry_texts(entries: QuerySet[Entry]) -> list[EntryText]:
    """The entries with all they say, in the order of their editions; four queries however many."""
    reading = read_entries(entries, PUBLIC)
    return [
        EntryText(
            **vars(entry.says),
            id=entry.id,
            edition_id=entry.edition,
            item_id=entry.item,
            position=entry.position,
            named=tuple(NamedPart.of(part, reading.bodies) for part in entry.says.parts),
        )
        for entry in reading.entries
    ]
