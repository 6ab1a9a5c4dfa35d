"""Finding entries in the lists of a whole county: the few editions a page needs are read, and never all of them."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from governance.models import Organisation
from responsibilities.models import Edition, Entry
from responsibilities.querysets import EditionQuerySet

MOST_ENTRIES = 20_000  # looked through for one answer
MOST_EDITIONS = 400
MOST_FOUND = 1_000  # by people, who narrow a search rather than turn a hundred pages
FIRST_ENTRIES = 2_000


@dataclass(frozen=True)
class Portion:
    """Some editions, in order, of which a page looks through the entries; the `last` one is if it has them all."""

    editions: list[int]
    is_last: bool


def portions(editions: EditionQuerySet) -> Iterator[Portion]:
    """The ordered editions in two portions: some, which are often enough, and as many more as one answer may cost."""
    rows = list(editions.values_list("pk", "entry_count")[: MOST_EDITIONS + 1])
    totals = list(itertools.accumulate(count for _pk, count in rows))
    start = 0
    for most in (FIRST_ENTRIES, MOST_ENTRIES):
        stop = next((place for place, total in enumerate(totals, 1) if total >= most), len(rows))
        stop = min(stop, MOST_EDITIONS)
        if stop > start or not rows:
            yield Portion([pk for pk, _count in rows[start:stop]], is_last=stop == len(rows))
        start = max(start, stop)
        if start == len(rows):
            return


@dataclass(frozen=True)
class Found:
    """Keys of the entries that fit, in the order of the lists. Not `complete`: there may be more of them."""

    entries: list[int]
    complete: bool


def find_entries(
    words: str = "",
    *,
    on: datetime.date | None = None,
    known: datetime.date | None = None,
    kind: str = "",
    owner: Organisation | None = None,
) -> Found:
    """Entries in force on the date (today), as known then (now), that contain all the words: the county's lists first.

    At most a thousand, from at most 20,000 entries of the lists that can have them; five queries at most.
    """
    editions = Edition.objects.in_force(on, known).holding(words=words)
    if kind:
        editions = editions.filter(duty_list__kind=kind)
    if owner is not None:
        editions = editions.filter(duty_list__owner=owner)
    fitting = Entry.objects.containing(words)
    fitting = fitting.order_by("edition__duty_list__owner__path", "edition__duty_list", "position")
    found: list[int] = []
    complete = True
    for portion in portions(editions.order_by("duty_list__owner__path", "duty_list")):
        wanted = MOST_FOUND + 1 - len(found)
        found += fitting.filter(edition__in=portion.editions).values_list("pk", flat=True)[:wanted]
        complete = portion.is_last
        if len(found) > MOST_FOUND:
            return Found(found[:MOST_FOUND], complete=False)
    return Found(found, complete)
