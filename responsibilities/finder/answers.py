"""The finder over the editions in force: which entries it looks through, and what it answers."""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, Q

from governance.models import Organisation
from responsibilities.contents import StandingEntry, read_entries
from responsibilities.finder.index import Index, weigh
from responsibilities.models import Edition, Entry, Participation, Synonym

MOST_ANSWERS = 5
Key = tuple[int, datetime.datetime]  # of an edition, with when it was published
KEPT = 8  # kept in a process: the county's lists, and those of the townships asked about last


@dataclass(frozen=True)
class Answer:
    """An entry that answers the question, with everybody's part in it; a higher score fits better."""

    entry: Entry
    score: float

    @property
    def leads(self) -> list[str]:
        """Who answers for it; in a list of a township's own duties, which names nobody, the township."""
        role = Participation.Role
        named = self._with(role.LEAD) + self._with(role.TAKEOVER)
        return named or self._with(role.UNSTATED) or [self.entry.edition.duty_list.owner.name]

    @property
    def supports(self) -> list[str]:
        return self._with(Participation.Role.SUPPORT)

    def _with(self, role: str) -> list[str]:
        return [part.party for part in self.entry.participations.all() if part.role == role]


def who_is_responsible(
    question: str,
    *,
    on: datetime.date | None = None,
    known: datetime.date | None = None,
    township: Organisation | None = None,
) -> list[Answer]:
    """这事归谁管: the entries in force on the date (today), as known then (now), that answer the question, best first,
    at most five.

    Looks through the counties' lists and, if a township is named, through its own as well. Empty if no entry fits:
    no answer is better than a wrong one.
    """
    index = _index_of(on, known, township)
    found = {match.entry: match.score for match in index.search(question)[:MOST_ANSWERS]}
    if not found:
        return []
    entries = (
        Entry.objects.filter(pk__in=found)
        .select_related("edition__duty_list__owner", "heading", "item")
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("body").order_by("position")),
            "legal_bases",
        )
        .defer("source", "internal_note")
    )
    return sorted((Answer(entry, found[entry.pk]) for entry in entries), key=lambda answer: -answer.score)


def warm() -> None:
    """Read the words and weigh the counties' lists of today; web servers do so before the first question."""
    _index_of(None, None, None).search("办理")


def _index_of(on: datetime.date | None, known: datetime.date | None, township: Organisation | None) -> Index:
    owners = Q(duty_list__owner__kind=Organisation.Kind.COUNTY)
    if township is not None:
        owners = Q(duty_list__owner=township) | Q(duty_list__owner__path=township.county_path)
    editions = Edition.objects.for_user(None).in_force(on, known).filter(owners).order_by("pk")
    kinds: dict[str, list[Key]] = {}
    for edition in editions.select_related("duty_list__owner"):
        if edition.published_at is not None:  # as every edition in force
            kinds.setdefault(edition.duty_list.owner.kind, []).append((edition.pk, edition.published_at))
    return _index(tuple(tuple(keys) for keys in kinds.values()), _synonyms_version())


def _synonyms_version() -> tuple[int, int]:
    """Changes with every synonym that comes or goes, in whichever process: rows are never altered."""
    state = Synonym.objects.aggregate(last=Max("pk"), count=Count("pk"))
    return state["last"] or 0, state["count"]


@functools.lru_cache(maxsize=KEPT)
def _index(owners: tuple[tuple[Key, ...], ...], synonyms: tuple[int, int]) -> Index:
    """The index of these editions. What is published never changes, so an index is never out of date: when another
    process publishes an edition or accepts a synonym, the next question asks for another one."""
    return Index({entry: weights for keys in owners for entry, weights in _weighed(keys, synonyms).items()})


_WEIGHED = {"title", "content", "parts", "references"}


@functools.lru_cache(maxsize=KEPT)
def _weighed(editions: tuple[Key, ...], synonyms: tuple[int, int]) -> Mapping[int, Mapping[str, float]]:
    """What the tokens of the entries weigh, apart for the county and for a township: every township's index has the
    county's entries, which take longest to read."""
    numbers = [edition for edition, _published_at in editions]
    entries = read_entries(Entry.objects.filter(edition__in=numbers), _WEIGHED).entries
    called: dict[int, list[str]] = {}
    for item, phrase in Synonym.objects.values_list("item", "phrase"):
        called.setdefault(item, []).append(phrase)

    def phrases(entry: StandingEntry) -> str:
        """An entry that names an item of another list is about the same thing, so it is called the same."""
        items = [entry.item, *(item for item, _text in entry.says.references)]
        return "\n".join(phrase for item in items for phrase in called.get(item, ()))

    return {
        entry.id: weigh(
            entry.says.title,
            phrases=phrases(entry),
            duties="\n".join([entry.says.content, *(part.duty_text for part in entry.says.parts)]),
        )
        for entry in entries
    }


def forget() -> None:
    """Drop the indexes; tests do, whose rows come again under the same numbers."""
    _index.cache_clear()
    _weighed.cache_clear()
