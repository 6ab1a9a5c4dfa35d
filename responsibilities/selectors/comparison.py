"""What is different between two editions of a list, entry by entry and word by word."""

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from responsibilities.contents import LABELS
from responsibilities.differences import Piece, Pieces, differences, marked_against
from responsibilities.models import Edition, Entry, Lineage, Participation
from responsibilities.orders import moved
from responsibilities.selectors.succession import followed, is_behind
from responsibilities.selectors.texts import EntryText, NamedPart, entry_texts


class ChangeKind(models.TextChoices):
    """What happened to an entry; several can have happened to one."""

    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    RENAMED = "renamed", _("Renamed")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")
    RENUMBERED = "renumbered", _("Renumbered")


@dataclass(frozen=True)
class FieldChange:
    """One field whose text is another one; `party` names the body if it is about one body's duties."""

    name: str
    label: Any
    before: str
    after: str
    party: str = ""

    @cached_property
    def _pieces(self) -> tuple[Pieces, Pieces]:
        return differences(self.before, self.after)

    @property
    def pieces_before(self) -> Pieces:
        return self._pieces[0]

    @property
    def pieces_after(self) -> Pieces:
        return self._pieces[1]


@dataclass(frozen=True)
class Place:
    """Where an entry stands in an edition: under which heading, at which place of all, after which entry."""

    heading: str
    position: int
    behind: str = ""

    def __str__(self) -> str:
        values = {"number": self.position, "entry": self.behind}
        where = _("place %(number)s, after “%(entry)s”") if self.behind else _("place %(number)s, at the top")
        return " · ".join(filter(None, [self.heading, str(where % values)]))


@dataclass(frozen=True)
class MarkedEntry:
    """An entry with what the other side does not have marked: its title, its content, and what each body does."""

    text: EntryText
    title: Pieces
    content: Pieces
    parts: list[tuple[str, Pieces]]


@dataclass(frozen=True)
class Change:
    """What happened to one entry, or to those one was split into or merged from.

    `before` and `after` are the entries concerned in each edition, in its order; `fields` is empty unless exactly one
    stands on either side. `places` are the two of an entry that was moved.
    """

    kinds: tuple[ChangeKind, ...]
    before: tuple[EntryText, ...]
    after: tuple[EntryText, ...]
    fields: tuple[FieldChange, ...] = ()
    places: tuple[Place, Place] | None = None

    @cached_property
    def marked_before(self) -> list[MarkedEntry]:
        return _marked(self.before, self.after)

    @cached_property
    def marked_after(self) -> list[MarkedEntry]:
        return _marked(self.after, self.before)

    @property
    def title(self) -> str:
        return (self.after or self.before)[0].title

    @property
    def labels(self) -> list[Any]:
        return [kind.label for kind in self.kinds]


@dataclass(frozen=True)
class Comparison:
    """对比: every entry that is not the same in both editions, in the order of the later one."""

    before: Edition
    after: Edition
    changes: list[Change]
    unchanged: int

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many changes of each kind; one change may count under several."""
        counted = Counter(kind for change in self.changes for kind in change.kinds)
        return {kind.value: counted[kind] for kind in ChangeKind}

    def of_kind(self, kind: str) -> list[Change]:
        return [change for change in self.changes if not kind or kind in change.kinds]


def comparison(before: Edition, after: Edition) -> Comparison:
    """The editions entry by entry; six queries however long they are. The caller has found both visible.

    Raises RuleViolation `different_lists` unless both are editions of one list.
    """
    if before.duty_list_id != after.duty_list_id:
        raise RuleViolation(
            "different_lists", _("Two editions are compared if they are of the same list; these are not."), "to"
        )
    texts = entry_texts(Entry.objects.filter(edition__in={before.pk, after.pk}))
    old = {text.item_id: text for text in texts if text.edition_id == before.pk}
    new = {text.item_id: text for text in texts if text.edition_id == after.pk}
    changes, together = [], _together(lineages(before, after), old.keys(), new.keys())
    for kind, items in together:
        changes.append(_regrouped(kind, items, old, new))
    done = {item for _kind, items in together for item in items}
    both = [item for item in old if item in new and item not in done]
    elsewhere = moved(both, sorted(both, key=lambda item: new[item].position))
    places_before, places_after = _places(old), _places(new)
    unchanged = 0
    for item in (old.keys() | new.keys()) - done:
        change = entry_change(old.get(item), new.get(item), moved=item in elsewhere)
        if ChangeKind.MOVED in change.kinds:
            change = replace(change, places=(places_before[item], places_after[item]))
        if change.kinds:
            changes.append(change)
        else:
            unchanged += 1
    return Comparison(before, after, sorted(changes, key=_order(old, new)), unchanged)


def predecessor(edition: Edition) -> Edition | None:
    """The edition one compares with: the one it followed, or for a draft the one of its list it was copied from."""
    base = edition.based_on if edition.edition_no is None else None
    if base is not None and base.duty_list_id == edition.duty_list_id and base.revoked_at is None:
        return base
    return followed(edition, Edition.objects.public().filter(duty_list=edition.duty_list_id))


# --- Split and merged ---------------------------------------------------------------------------------------------


def regrouped(before: Edition, after: Edition) -> list[tuple[str, set[int], set[int]]]:
    """What was split or merged on the way, however often: the kind, the items before, the items after."""
    old, new = (set(edition.entries.values_list("item", flat=True)) for edition in (before, after))
    found = _together(lineages(before, after), old, new)
    return [(kind, items & old, items & new) for kind, items in found]


def lineages(before: Edition, after: Edition) -> list[tuple[str, int, int]]:
    """Splits and mergers on the way from one edition to the other, turned round where the way leads back."""
    opposite = {"split": "merged", "merged": "split"}
    found = []
    for row in Lineage.objects.filter(
        edition__duty_list=before.duty_list_id, kind__in=(Lineage.Kind.SPLIT, Lineage.Kind.MERGED)
    ).select_related("edition"):
        then, now = (row.edition == one or is_behind(row.edition, one) for one in (before, after))
        one, other = row.from_item_id or 0, row.to_item_id
        if now and not then:
            found.append((row.kind, one, other))
        elif then and not now:
            found.append((opposite[row.kind], other, one))
    return found


def _together(rows: list[tuple[str, int, int]], old: Set[int], new: Set[int]) -> list[tuple[str, set[int]]]:
    """Items that became one another, in groups: everything a chain of splits and mergers connects."""
    groups: list[tuple[set[str], set[int]]] = []
    for kind, one, other in rows:
        kinds, items = {kind}, {one, other}
        for group in [group for group in groups if group[1] & items]:
            groups.remove(group)
            kinds, items = kinds | group[0], items | group[1]
        groups.append((kinds, items))
    found = []
    for kinds, items in groups:
        befores, afters = items & old, items & new
        if befores and afters and len(befores) + len(afters) > 2:
            kind = "split" if len(afters) > len(befores) else "merged" if len(befores) > len(afters) else min(kinds)
            found.append((kind, items & (old | new)))
    return found


def _marked(side: tuple[EntryText, ...], other: tuple[EntryText, ...]) -> list[MarkedEntry]:
    """The entries of one side beside all of the other; nothing is marked where the other side has none."""
    titles = [text.title for text in other]
    texts = [said for text in other for said in (text.content, *(part.duty_text for part in text.named))]

    def mark(text: str, others: list[str]) -> Pieces:
        return marked_against(text, others) if other else (Piece(text),) if text else ()

    return [
        MarkedEntry(
            text,
            mark(text.title, titles),
            mark(text.content, texts),
            [(part.party, mark(part.duty_text, texts)) for part in text.named],
        )
        for text in side
    ]


def _regrouped(kind: str, items: set[int], old: dict[int, EntryText], new: dict[int, EntryText]) -> Change:
    before, after = (
        tuple(sorted((side[item] for item in items & side.keys()), key=lambda text: text.position))
        for side in (old, new)
    )
    return Change((ChangeKind(kind),), before, after)


# --- One entry ----------------------------------------------------------------------------------------------------


def entry_change(old: EntryText | None, new: EntryText | None, *, moved: bool = False) -> Change:
    """What happened to one entry; without kinds if nothing did."""
    if new is None or old is None:
        kind = ChangeKind.REMOVED if new is None else ChangeKind.ADDED
        return Change((kind,), () if old is None else (old,), () if new is None else (new,))
    fields = field_changes(old, new)
    names = {field.name for field in fields}
    kinds = []
    if "title" in names:
        kinds.append(ChangeKind.RENAMED)
    if names - {"title", "seq_no", "heading", "group"}:
        kinds.append(ChangeKind.CHANGED)
    if moved or names & {"heading", "group"}:
        kinds.append(ChangeKind.MOVED)
    if "seq_no" in names:
        kinds.append(ChangeKind.RENUMBERED)
    return Change(tuple(kinds), (old,), (new,), fields)


def field_changes(old: EntryText, new: EntryText) -> tuple[FieldChange, ...]:
    """The fields that are not the same, in the order in which an entry is read."""
    return tuple(field for field in _fields(old, new) if field.before != field.after)


def _fields(old: EntryText, new: EntryText) -> Iterator[FieldChange]:
    for name, label in LABELS.items():
        yield FieldChange(name, label, getattr(old, name), getattr(new, name))
    if [(part.role, part.key) for part in old.named] != [(part.role, part.key) for part in new.named]:
        for role in Participation.Role:
            yield FieldChange(role.value, role.label, old.parties(role), new.parties(role))
    yield from _duties(old.named, new.named)
    bases = ["\n".join(text for text, _law in one.bases) for one in (old, new)]
    yield FieldChange("legal_bases", _("Legal basis"), bases[0], bases[1])
    references = ["、".join(sorted(text for _item, text in one.references)) for one in (old, new)]
    yield FieldChange("correspondences", _("Correspondences"), references[0], references[1])


def _duties(old: tuple[NamedPart, ...], new: tuple[NamedPart, ...]) -> Iterator[FieldChange]:
    befores, afters = ({part.key: part for part in parts} for parts in (old, new))
    for key in dict.fromkeys([*afters, *befores]):
        before, after = befores.get(key), afters.get(key)
        party = (after or before).party  # type: ignore[union-attr]
        texts = ["" if part is None else part.duty_text for part in (before, after)]
        yield FieldChange("duty_text", _("Duties"), texts[0], texts[1], party)


def _places(texts: dict[int, EntryText]) -> dict[int, Place]:
    places, behind = {}, ""
    for number, (item, text) in enumerate(sorted(texts.items(), key=lambda row: row[1].position), start=1):
        places[item] = Place(text.heading, number, behind)
        behind = f"{text.seq_no} {text.title}"
    return places


# --- Order --------------------------------------------------------------------------------------------------------


def _order(old: dict[int, EntryText], new: dict[int, EntryText]) -> Any:
    """In the order of the later edition; what it no longer has stands where its predecessor there stands."""
    place, last = {}, -1
    for text in sorted(old.values(), key=lambda text: text.position):
        last = new[text.item_id].position if text.item_id in new else last
        place[text.item_id] = last

    def key(change: Change) -> tuple[int, int, int]:
        if change.after:
            return change.after[0].position, 0, 0
        return place[change.before[0].item_id], 1, change.before[0].position

    return key
