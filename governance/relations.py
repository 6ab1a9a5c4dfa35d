"""Reading many relations of few rows with few queries, none of which joins many tables."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Manager, Model, QuerySet


def fill(rows: Iterable[Any], related: QuerySet[Any], *paths: str) -> None:
    """Read what these relations lead to by one query, for all rows and paths ("holder", "transfers.sender") together.

    For relations to one table: a query that joins it once for each of them takes PostgreSQL longer to plan than to run.
    What is loaded already is not read again, and serves the others.
    """
    ends: list[tuple[Model, str]] = []
    found: dict[Any, Any] = {}
    for row in rows:
        for path in paths:
            *way, name = path.split(".")
            for end in _ends(row, way):
                if end._meta.get_field(name).is_cached(end):
                    found[getattr(end, f"{name}_id")] = getattr(end, name)
                else:
                    ends.append((end, name))
    if keys := {getattr(end, f"{name}_id") for end, name in ends} - {None} - set(found):
        found |= related.in_bulk(keys)
    for end, name in ends:
        if (key := getattr(end, f"{name}_id")) is not None:
            setattr(end, name, found[key])


def _ends(row: Any, way: list[str]) -> list[Any]:
    """Where the way leads from the row; a step to many (prefetched) leads to each of them."""
    ends = [row]
    for step in way:
        following: list[Any] = []
        for end in ends:
            related = getattr(end, step)
            following += related.all() if isinstance(related, Manager) else [related]
        ends = following
    return ends
