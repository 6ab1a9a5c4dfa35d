"""Who may see which ratings, and the filters that can be chained."""

from typing import Self

from django.db import models

from governance.models import Account
from services.querysets.applications import at_places, places_of
from services.rating_states import POOR_GRADES, WAITING, RatingStatus


class RatingQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Ratings of applications that one's bodies received or decided."""
        places = places_of(account, "view_ratings")
        return self.filter(at_places(places, "application__centre", "application__body"))

    def poor(self) -> Self:
        return self.filter(grade__in=POOR_GRADES)

    def waiting(self) -> Self:
        """Poor ones that are neither answered nor appealed against."""
        return self.poor().filter(status__in=WAITING)

    def to_call_back(self, account: Account) -> Self:
        return self.waiting().filter(assigned_to=account)

    def appealed(self) -> Self:
        return self.filter(status=RatingStatus.APPEALED)
