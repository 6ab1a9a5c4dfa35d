"""Who may see what of village points, and the filters that can be chained."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from governance import access
from governance.models import Account


class ServicePointQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Where and when a village helps people is public: every account sees it."""
        return self

    def kept_by(self, account: Account) -> Self:
        """Points of the villages whose points the account keeps or confirms."""
        return self.filter(access.within(account, "confirm_point_item", "village"))

    def open(self, on: datetime.date | None = None) -> Self:
        """Points that are not closed for good on the day (today if not given)."""
        on = on or timezone.localdate()
        return self.filter(opened_on__lte=on).filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def serving(self, on: datetime.date | None = None) -> Self:
        """Open points, without those that are closed on that very day."""
        from services.models import PointClosure

        on = on or timezone.localdate()
        shut = PointClosure.objects.filter(first_day__lte=on, last_day__gte=on)
        return self.open(on).exclude(pk__in=shut.values("point"))


class PointItemQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """What a village does of which item is public: every account sees it."""
        return self

    def kept_by(self, account: Account) -> Self:
        return self.filter(access.within(account, "confirm_point_item", "point__village"))

    def at_open_points(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(point__opened_on__lte=on).filter(Q(point__closed_on=None) | Q(point__closed_on__gt=on))

    def assured(self, on: datetime.date | None = None) -> Self:
        """What open points are certain to do on the day (today if not given)."""
        on = on or timezone.localdate()
        return self.at_open_points(on).filter(assured_until__gte=on)

    def lapsed(self, on: datetime.date | None = None) -> Self:
        """What open points are to confirm: never confirmed, or no longer for the day (today if not given)."""
        on = on or timezone.localdate()
        return self.at_open_points(on).filter(Q(assured_until=None) | Q(assured_until__lt=on))
