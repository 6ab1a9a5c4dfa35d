"""How long people wait, by item and by hour: never by clerk or window."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from governance.models import Account
from services.models import VisitInterval
from services.visit_states import VisitStatus

MOST = 20_000  # intervals of a day that are looked at


@dataclass(frozen=True)
class Waiting:
    """Of those who took a ticket for an item in an hour: how many, and how long half of them waited, in minutes."""

    item: str
    hour: int
    people: int
    median_minutes: int


def waiting_times(account: Account, day: datetime.date) -> list[Waiting]:
    from services.models import Visit

    visits = Visit.objects.for_user(account).of_day(day)
    rows = VisitInterval.objects.filter(
        visit__in=visits.order_by().values("pk"), kind=VisitStatus.WAITING, until__isnull=False
    ).values_list("visit__item__name", "visit__taken_at", "since", "until")
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    for item, taken_at, since, until in rows[:MOST]:
        if until is None:  # filtered out; said for the types
            continue
        found[(item or "", timezone.localtime(taken_at).hour)].append((until - since).total_seconds())
    return [
        Waiting(item or "–", hour, len(seconds), round(sorted(seconds)[len(seconds) // 2] / 60))
        for (item, hour), seconds in sorted(found.items())
    ]
