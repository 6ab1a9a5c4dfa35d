"""Who may see what of the catalogue, and the filters that can be chained."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from governance.models import Account
from governance.text import words_of
from services.item_choices import VillageRole


class ServiceItemQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """The catalogue is published (行政许可法 30): every account sees it."""
        return self


class HandlingItemQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """The catalogue is published (行政许可法 30): every account sees it."""
        return self


class ImplementationQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """The catalogue is published (行政许可法 30): every account sees it."""
        return self

    def in_force(self, on: datetime.date | None = None) -> Self:
        """The one of each item that says how it is done on the day (today if not given)."""
        on = on or timezone.localdate()
        return self.filter(effective_from__lte=on).filter(Q(effective_to=None) | Q(effective_to__gte=on))

    def received_here(self) -> Self:
        """Those under which applications are received in the portal: not only on the province's platform."""
        return self.filter(is_on_platform=False)

    def in_villages(self) -> Self:
        """Those of which the catalogue gives villages a part."""
        return self.exclude(village_role=VillageRole.NONE)

    def to_be_verified(self, on: datetime.date | None = None) -> Self:
        """Those that nobody has confirmed for the day (today if not given)."""
        return self.filter(Q(confirmed_until=None) | Q(confirmed_until__lt=on or timezone.localdate()))

    def without_ground(self) -> Self:
        """Done in the village without a legal ground: from an earlier register, since none is written now."""
        return self.filter(village_role=VillageRole.DIRECT, village_ground="")

    def search(self, words: str) -> Self:
        """Those with every word in their name, main item, code or body."""
        matches = Q()
        for word in words_of(words):
            matches &= (
                Q(name__mentions=word)
                | Q(item__service_item__name__mentions=word)
                | Q(item__code__mentions=word)
                | Q(body__name__mentions=word)
            )
        return self.filter(matches)
