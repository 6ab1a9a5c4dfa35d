"""How many: entries by kind and heading, by role, and led by townships, on a date."""

from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from responsibilities.models import Participation


def summary(entries: QuerySet[Any]) -> list[dict[str, Any]]:
    """Counts over the entries, which the caller has narrowed to a date, a list or an owner; three queries.

    For each kind of list: lists, entries, how many entries have a body in each role (`roles`), how many a township
    leads (`township_led`); the same for each heading, in the order of the lists.
    """
    led = Exists(Participation.objects.township_led().filter(entry=OuterRef("pk")))
    kind, title = "edition__duty_list__kind", "heading__title"
    by_heading = (
        entries.order_by()
        .values(kind, title)
        .annotate(
            entries=Count("pk"),
            township_led=Count("pk", filter=led),
            first=Min("heading__position"),
        )
        .order_by(kind, "first", title)
    )
    by_role = (
        Participation.objects.filter(entry__in=entries.order_by().values("pk"))
        .values(f"entry__{kind}", f"entry__{title}", "role")
        .annotate(entries=Count("entry", distinct=True))
        .values_list(f"entry__{kind}", f"entry__{title}", "role", "entries")
        .order_by()
    )
    roles: dict[tuple[str, str], dict[str, int]] = {}
    for row_kind, row_title, role, count in by_role:
        roles.setdefault((row_kind, row_title), {})[role] = count

    by_kind = entries.order_by().values(kind).annotate(lists=Count("edition__duty_list", distinct=True)).order_by(kind)
    kinds: dict[str, dict[str, Any]] = {
        row[kind]: {
            "kind": row[kind],
            "lists": row["lists"],
            "entries": 0,
            "township_led": 0,
            "roles": _no_roles(),
            "headings": [],
        }
        for row in by_kind
    }
    for row in by_heading:
        whole = kinds[row[kind]]
        found = roles.get((row[kind], row[title]), {})
        part = {
            "heading": row[title],
            "entries": row["entries"],
            "township_led": row["township_led"],
            "roles": _no_roles() | found,
        }
        whole["headings"].append(part)
        for name in ("entries", "township_led"):
            whole[name] += part[name]
        for role, count in found.items():
            whole["roles"][role] += count
    return list(kinds.values())


def _no_roles() -> dict[str, int]:
    return dict.fromkeys(Participation.Role.values, 0)
