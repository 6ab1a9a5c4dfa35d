"""Entries with their bodies, as values for the API, and what an entry is connected with."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from governance.models import Organisation
from responsibilities.models import Crosswalk, Entry, LegalBasis, Participation
from responsibilities.selectors.amendments import amended_entries

MOST_NAMING = 20

Values = dict[str, Any]


def with_bodies(rows: Iterable[Values]) -> list[Values]:
    """Values of entries, with the values of their `participations`, and whether a township leads (`township_led`) and
    the edition in preparation changes it (`amendment_pending`); two queries however many rows.

    A row holds `id` and `edition__duty_list__id`.
    """
    found = list(rows)
    parts = Participation.objects.filter(entry__in=[row["id"] for row in found]).order_by("entry_id", "position")
    of_entry: dict[int, list[Values]] = {row["id"]: [] for row in found}
    for part in parts.values(
        "entry_id", "role", "body_class", "body__code", "body__name", "body__kind", "duty_text", "source_text"
    ):
        of_entry[part["entry_id"]].append(dict(part))
    amended = amended_entries({row["id"]: row["edition__duty_list__id"] for row in found})
    return [
        {
            **row,
            "participations": of_entry[row["id"]],
            "township_led": any(_is_township_lead(part) for part in of_entry[row["id"]]),
            "amendment_pending": row["id"] in amended,
        }
        for row in found
    ]


def with_everything(rows: Iterable[Values]) -> list[Values]:
    """The same with the values of `legal_bases` and `correspondences`; two queries more."""
    found = with_bodies(rows)
    keys = [row["id"] for row in found]
    bases = LegalBasis.objects.filter(entry__in=keys).order_by("entry_id", "position")
    crosswalks = Crosswalk.objects.filter(entry__in=keys).order_by("pk")
    below: dict[int, dict[str, list[Values]]] = {key: {"legal_bases": [], "correspondences": []} for key in keys}
    for basis in bases.values("entry_id", "text", "law"):
        below[basis["entry_id"]]["legal_bases"].append(dict(basis))
    for crosswalk in crosswalks.values("entry_id", "item__uid", "source_text"):
        below[crosswalk["entry_id"]]["correspondences"].append(dict(crosswalk))
    return [row | below[row["id"]] for row in found]


def _is_township_lead(part: Values) -> bool:
    is_township = part["body_class"] == Participation.BodyClass.TOWNSHIPS or (
        part["body__kind"] == Organisation.Kind.TOWNSHIP
    )
    return part["role"] == Participation.Role.LEAD and is_township


@dataclass(frozen=True)
class Correspondences:
    """Entries of other lists about the same thing: those the entry names, and those that name its item."""

    named: list[Entry]
    naming: list[Entry]
    more: bool = False  # other lists name it too: a county's item stands in those of all its townships

    def __bool__(self) -> bool:
        return bool(self.named or self.naming)


def correspondences(entry: Entry, on: datetime.date | None = None) -> Correspondences:
    """对照: both directions of the crosswalk, as the other lists are in force on the date (today).

    Of those that name the item the first twenty.
    """
    others = Entry.objects.in_force(on).select_related("edition__duty_list").order_by("edition_id", "position")
    pairs = Crosswalk.objects.filter(Q(entry=entry) | Q(item=entry.item_id)).values_list("entry", "item")
    # Read first: most entries have none, and the database expects of every item as many as the county's have.
    ours = [item for key, item in pairs if key == entry.pk]
    theirs = [key for key, item in pairs if item == entry.item_id]
    naming = list(others.filter(pk__in=theirs)[: MOST_NAMING + 1])
    return Correspondences(list(others.filter(item__in=ours)), naming[:MOST_NAMING], len(naming) > MOST_NAMING)


def entry_in_force(entry: Entry, on: datetime.date | None = None) -> Entry | None:
    """The entry its item has in the edition in force on the date (today); None if the item has ended or not begun."""
    return Entry.objects.in_force(on).filter(item=entry.item_id).select_related("item", "edition__duty_list").first()
