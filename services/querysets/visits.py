"""Who may see which visits, and the filters that can be chained."""

import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from governance.models import Account
from services.querysets.applications import at_places, places_of
from services.visit_states import PRESENT, VisitStatus


class VisitQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Visits to one's own centres."""
        return self.filter(at_places(places_of(account, "view_visits"), "centre"))

    def of_day(self, day: datetime.date | None = None) -> Self:
        return self.filter(day=day or timezone.localdate())

    def waiting(self) -> Self:
        """In the order in which they are called."""
        return self.filter(status=VisitStatus.WAITING).order_by("number")

    def present(self) -> Self:
        return self.filter(status__in=PRESENT)
