"""Who may see what of the centres, and the filters that can be chained."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from governance import access
from governance.models import Account


class WindowQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Where a centre serves whom is public: every account sees it."""
        return self

    def open(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(opened_on__lte=on).filter(Q(closed_on=None) | Q(closed_on__gt=on))


class CentreMatterQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """All of the county for who looks after centres; a body that sits in them sees its own matters only."""
        from services.models import Stationing

        seen = Stationing.objects.for_user(account).order_by()
        return self.filter(access.within(account, "view_stationing", "county") | Q(pk__in=seen.values("matter")))


class StationingQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Of one's own townships' centres everything, and one's own matters in every centre."""
        return self.filter(access.within(account, "view_stationing", "centre", "matter__body"))

    def of_open_centres(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(Q(centre__closed_on=None) | Q(centre__closed_on__gte=on))

    def expected(self) -> Self:
        """What belongs in the centre."""
        return self.filter(matter__should_enter=True)

    def entered(self) -> Self:
        return self.expected().filter(has_entered=True)

    def missing(self) -> Self:
        """What belongs in the centre and is not there."""
        return self.expected().filter(has_entered=False)
