"""Who may see which hotline orders, and the filters that can be chained."""

import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from governance.models import Account
from services.hotline_states import WAITING_ORDERS
from services.querysets.applications import at_places, places_of


class HotlineOrderQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Orders one's own bodies have or had to answer."""
        return self.filter(at_places(places_of(account, "view_hotline_orders"), "holder"))

    def waiting(self) -> Self:
        return self.filter(status__in=WAITING_ORDERS)

    def past_due(self, today: datetime.date | None = None) -> Self:
        return self.waiting().filter(due_on__lt=today or timezone.localdate(), due_provisional=False)
