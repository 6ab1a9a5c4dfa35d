"""Results of ratings, by item and by cause: never by a clerk or a township (no league table)."""

from dataclasses import dataclass

from django.db.models import Count

from governance.models import Account
from services.models import Rating
from services.rating_states import POOR_GRADES, Grade, RatingCause, RatingStatus


@dataclass(frozen=True)
class Results:
    """How many of each grade an item has; of the poor ones, how many of each cause. Mistaken ones do not count."""

    grades: list[Grade]
    by_item: list[tuple[str, list[int]]]
    by_cause: list[tuple[str, int]]


def rating_results(account: Account) -> Results:
    rows = Rating.objects.for_user(account).exclude(status=RatingStatus.MISTAKEN).order_by()
    counted = rows.values_list("application__item__name", "grade").annotate(count=Count("pk"))
    items: dict[str, dict[str, int]] = {}
    for name, grade, count in counted:
        items.setdefault(name, {})[grade] = items.get(name, {}).get(grade, 0) + count
    causes = dict(rows.filter(grade__in=POOR_GRADES).values_list("cause").annotate(count=Count("pk")))
    grades = list(Grade)
    return Results(
        grades,
        [(name, [given.get(grade, 0) for grade in grades]) for name, given in sorted(items.items())],
        [(str(RatingCause(cause).label), count) for cause, count in sorted(causes.items()) if cause],
    )
