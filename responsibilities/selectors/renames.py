"""Entries of a draft that may be items of its last edition under another name."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.text import match_key
from responsibilities.contents import Content, contents
from responsibilities.differences import likeness
from responsibilities.models import Edition, Entry, Item, Lineage
from responsibilities.selectors.comparison import predecessor

# Below this share of common pairs of characters two entries have nothing to do with each other.
ALIKE = 0.35
NEAREST = 3  # former items proposed for one entry


@dataclass(frozen=True)
class Former:
    """An item that the draft no longer has, and how much of what it said the entry says as well, from 0 to 1."""

    item: Item
    entry: Entry
    likeness: float

    @property
    def percent(self) -> int:
        """Never rounded up: 100 is said only where every word is the same."""
        return int(self.likeness * 100)


@dataclass(frozen=True)
class PossibleRename:
    """An entry that is new in the draft, and the former items it may be, nearest first."""

    entry: Entry
    formers: list[Former]


def possible_renames(edition: Edition) -> list[PossibleRename]:
    """疑似更名: new entries that look like items the draft has lost, until somebody has said what they are.

    What was split, merged or declared new is not asked about. Nine queries however many entries.
    """
    base = predecessor(edition)
    if base is None:
        return []
    decided = set()
    for from_item, to_item in Lineage.objects.filter(edition=edition).values_list("from_item_id", "to_item_id"):
        decided |= {from_item, to_item}
    before, now = contents(base), contents(edition)
    lost = {item: _pairs(content) for item, content in before.items() if item not in now and item not in decided}
    found: dict[int, list[tuple[float, int]]] = {}
    for item, content in now.items():
        if lost and item not in before and item not in decided:
            near = sorted(((_nearness(_pairs(content), pairs), other) for other, pairs in lost.items()), reverse=True)
            found[item] = [(nearness, other) for nearness, other in near[:NEAREST] if nearness >= ALIKE]
    asked = {item: near for item, near in found.items() if near}
    entries = _entries(edition, asked)
    formers = _entries(base, {other for near in asked.values() for _nearness, other in near})
    return [
        PossibleRename(
            entries[item],
            [
                Former(formers[other].item, formers[other], likeness(_text(before[other]), _text(now[item])))
                for _nearness, other in near
            ],
        )
        for item, near in asked.items()
    ]


def _entries(edition: Edition, items: Iterable[int]) -> dict[int, Entry]:
    rows = edition.entries.filter(item__in=list(items)).select_related("item", "edition__duty_list")
    return {entry.item_id: entry for entry in rows}


_Pairs = tuple[frozenset[str], frozenset[str]]


def _pairs(content: Content) -> _Pairs:
    """Pairs of characters of the title, and of everything the bodies do."""
    text = match_key(content.content + "".join(part.duty_text for part in content.parts))
    return tuple(frozenset(one[at : at + 2] for at in range(len(one) - 1)) for one in (match_key(content.title), text))  # type: ignore[return-value]


def _text(content: Content) -> str:
    return "\n".join([content.title, content.content, *(part.duty_text for part in content.parts)])


def _nearness(one: _Pairs, other: _Pairs) -> float:
    """The better of two signs: alike by name, or alike by what is done."""
    return max(_share(mine, theirs) for mine, theirs in zip(one, other, strict=True))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
