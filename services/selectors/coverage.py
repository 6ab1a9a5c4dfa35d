"""What of everything that should be there is there, township by township; nobody ranked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from governance.models import Organisation
from services.models import PointItem, ServicePoint, Stationing


@dataclass
class Coverage:
    """Figures of one township; each is the number of rows that the page and the API show for it."""

    township: Organisation
    should_enter: int = 0
    entered: int = 0
    villages: int = 0
    points: int = 0
    items_assured: int = 0
    items_to_be_verified: int = 0

    @property
    def missing(self) -> int:
        return self.should_enter - self.entered


def coverage(stationings: QuerySet[Stationing]) -> list[Coverage]:
    """Of each open township the figures of these rows, and of its villages' points; five statements for any number."""
    townships = Organisation.objects.townships().open()
    found = {township.pk: Coverage(township) for township in townships}
    expected = Count("pk", filter=Q(matter__should_enter=True))
    entered = Count("pk", filter=Q(matter__should_enter=True, has_entered=True))
    rows: Any = stationings.order_by().values("centre").annotate(expected=expected, entered=entered)
    for row in rows:
        if one := found.get(row["centre"]):
            one.should_enter, one.entered = row["expected"], row["entered"]
    by_path = {township.path: found[township.pk] for township in townships}
    villages = Organisation.objects.open().filter(kind=Organisation.Kind.VILLAGE).order_by()
    for path in villages.values_list("path", flat=True):
        if one := by_path.get(path[: -Organisation.steplen]):
            one.villages += 1
    _add(found, "points", ServicePoint.objects.open().order_by().values_list("township").annotate(Count("pk")))
    for name, items in (
        ("items_assured", PointItem.objects.assured()),
        ("items_to_be_verified", PointItem.objects.lapsed()),
    ):
        _add(found, name, items.order_by().values_list("point__township").annotate(Count("pk")))
    return list(found.values())


def _add(found: dict[int, Coverage], name: str, counted: Iterable[tuple[int, int]]) -> None:
    for township, number in counted:
        if township in found:
            setattr(found[township], name, number)
