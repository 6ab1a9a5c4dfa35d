"""Entries with their bodies, for lists of the API, and what an entry is connected with."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from responsibilities.models import Crosswalk, Entry, Participation
from responsibilities.selectors.amendments import amended_entries

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
    rows = list(rows)
    bodies: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    led = set()
    parts = Participation.objects.filter(entry__in=bodies).order_by("entry_id", "position")
    for entry, role, body_class, code, name, kind in parts.values_list(
        "entry_id", "role", "body_class", "body__code", "body__name", "body__kind"
    ):
        named = None if code is None else {"code": code, "name": name}
        bodies[entry].append({"role": role, "body": named, "body_class": body_class})
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


def full_entry(entry: Entry) -> dict[str, Any]:
    """One entry as its row, with the duties of every body, legal bases and correspondences."""
    (row,) = entry_rows(Entry.objects.filter(pk=entry.pk).values(*ROW_FIELDS))
    duties = entry.participations.values("duty_text", "source_text").order_by("position")
    crosswalks = entry.crosswalks.order_by("pk").values(uid=F("item__uid"), reference=F("source_text"))
    return row | {
        "participations": [part | duty for part, duty in zip(row["participations"], duties, strict=True)],
        "legal_bases": list(entry.legal_bases.order_by("position").values("text", "law")),
        "correspondences": [{"item": found["uid"], "reference": found["reference"]} for found in crosswalks],
    }


@dataclass(frozen=True)
class Correspondences:
    """Entries of other lists about the same thing: those the entry names, and those that name its item."""

    named: list[Entry]
    naming: list[Entry]

    def __bool__(self) -> bool:
        return bool(self.named or self.naming)


def correspondences(entry: Entry, on: datetime.date | None = None) -> Correspondences:
    """对照: both directions of the crosswalk, as the other lists are in force on the date (today)."""
    others = Entry.objects.in_force(on).select_related("edition__duty_list").order_by("edition_id", "position")
    named = others.filter(item__in=Crosswalk.objects.filter(entry=entry).values("item"))
    naming = others.filter(pk__in=Crosswalk.objects.filter(item=entry.item_id).values("entry"))
    return Correspondences(list(named), list(naming))


def entry_in_force(entry: Entry, on: datetime.date | None = None) -> Entry | None:
    """The entry its item has in the edition in force on the date (today); None if the item has ended or not begun."""
    return Entry.objects.in_force(on).filter(item=entry.item_id).select_related("edition").first()
