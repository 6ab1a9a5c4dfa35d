"""How many: entries by kind and heading, by role, and led by townships, in the editions in force on a date."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min, Sum, Window
from django.db.models.functions import RowNumber

from responsibilities.models import HeadingTally, Participation
from responsibilities.querysets import EditionQuerySet

MOST_HEADINGS = 150  # of a kind: every township may call its headings as it likes
_COUNTS = ("entry", "township_led", *Participation.Role.values)


def summary(editions: EditionQuerySet) -> list[dict[str, Any]]:
    """Counts over editions in force, added up from their tallies; three queries.

    For each kind of list: lists, entries, how many entries have a body in each role (`roles`), how many a township
    leads (`township_led`); the same for each heading, in the order of the lists, of which the first 150 are named.
    """
    # Between two queries something may be published: what one of them did not see counts as nothing.
    lists = dict(editions.order_by().values_list("duty_list__kind").annotate(Count("pk")))
    tallies = HeadingTally.objects.filter(edition__in=editions.values("pk"))
    sums = {f"{name}_sum": Sum(f"{name}_count") for name in _COUNTS}
    place = Window(RowNumber(), partition_by="kind", order_by=["first", "title"])
    by_title = tallies.values("kind", "title").annotate(first=Min("position"), **sums).annotate(place=place)
    headings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in by_title.filter(place__lte=MOST_HEADINGS + 1).order_by("kind", "place"):
        headings[row["kind"]].append({"heading": row["title"], **_counts(row)})
    return [
        {
            "kind": row["kind"],
            "lists": lists.get(row["kind"], 0),
            **_counts(row),
            "headings": headings[row["kind"]][:MOST_HEADINGS],
            "more_headings": len(headings[row["kind"]]) > MOST_HEADINGS,
        }
        for row in tallies.values("kind").annotate(**sums).order_by("kind")
    ]


def _counts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "entries": row["entry_sum"],
        "township_led": row["township_led_sum"],
        "roles": {role: row[f"{role}_sum"] for role in Participation.Role.values},
    }
