"""Entries with their bodies, for lists of the API, and what an entry is connected with."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from responsibilities.models import Crosswalk, Entry, LegalBasis, Participation
from responsibilities.selectors.amendments import amended_entries

MOST_NAMING = 20

# What a row of a list of entries consists of; its bodies come from one query for all rows.
ROW_FIELDS = (
    "id",
    "seq_no",
    "position",
    "title",
    "group",
    "content",
    "office",
    "process_note",
    "item__uid",
    "heading__title",
    "edition_id",
    "edition__edition_no",
    "edition__status",
    "edition__effective_from",
    "edition__effective_to",
    "edition__duty_list_id",
    "edition__duty_list__kind",
    "edition__duty_list__owner__code",
    "edition__duty_list__owner__name",
)


def entry_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `Entry.objects.values(*ROW_FIELDS)` as the API shows them, each with its bodies and their roles."""
    return _rows(list(rows), duties=())


def full_entries(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with the duties of every body, legal bases and correspondences; five queries however many rows."""
    full = {row["id"]: row for row in _rows(list(rows), duties=("duty_text", "source_text"))}
    for row in full.values():
        row["legal_bases"], row["correspondences"] = [], []
    bases = LegalBasis.objects.filter(entry__in=full).order_by("entry_id", "position")
    for entry, text, law in bases.values_list("entry_id", "text", "law"):
        full[entry]["legal_bases"].append({"text": text, "law": law})
    crosswalks = Crosswalk.objects.filter(entry__in=full).order_by("pk")
    for entry, item, reference in crosswalks.values_list("entry_id", "item__uid", "source_text"):
        full[entry]["correspondences"].append({"item": item, "reference": reference})
    return list(full.values())


def _rows(rows: list[dict[str, Any]], duties: tuple[str, ...]) -> list[dict[str, Any]]:
    bodies: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    led = set()
    parts = Participation.objects.filter(entry__in=bodies).order_by("entry_id", "position")
    for entry, role, body_class, code, name, kind, *texts in parts.values_list(
        "entry_id", "role", "body_class", "body__code", "body__name", "body__kind", *duties
    ):
        named = None if code is None else {"code": code, "name": name}
        part = {"role": role, "body": named, "body_class": body_class}
        bodies[entry].append(part | dict(zip(duties, texts, strict=True)))
        if role == "lead" and (body_class == "townships" or kind == "township"):
            led.add(entry)
    amended = amended_entries({row["id"]: row["edition__duty_list_id"] for row in rows})
    return [_row(row, bodies[row["id"]], row["id"] in led, row["id"] in amended) for row in rows]


def _row(
    row: dict[str, Any], bodies: list[dict[str, Any]], township_led: bool, amendment_pending: bool
) -> dict[str, Any]:
    return {
        "id": row["id"],
        "item": row["item__uid"],
        "list": {
            "id": row["edition__duty_list_id"],
            "kind": row["edition__duty_list__kind"],
            "owner": {"code": row["edition__duty_list__owner__code"], "name": row["edition__duty_list__owner__name"]},
        },
        "edition": {
            "id": row["edition_id"],
            "edition_no": row["edition__edition_no"],
            "status": row["edition__status"],
            "effective_from": row["edition__effective_from"],
            "effective_to": row["edition__effective_to"],
        },
        "seq_no": row["seq_no"],
        "heading": row["heading__title"],
        "group": row["group"],
        "title": row["title"],
        "content": row["content"],
        "office": row["office"],
        "process_note": row["process_note"],
        "township_led": township_led,
        "amendment_pending": amendment_pending,
        "participations": bodies,
    }


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
    return Entry.objects.in_force(on).filter(item=entry.item_id).select_related("edition").first()
