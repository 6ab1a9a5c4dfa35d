"""Who may see what of applications, and the filters that can be chained."""

import datetime
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from governance import access
from governance.bodies import bodies_of
from governance.fields import keyed_indexes
from governance.models import Account
from services.states import DECIDED, HANDLED, OPEN, Clock, HandOverAnswer

SEEN_BY = ("centre", "body", "holder", "offered_to", "village")


def places_of(account: Account, right: str) -> list[int]:
    """Keys of the bodies where the account has the right; of whoever has a post below one, such as a village agent,
    the places themselves. Constants, for the database's choice of indexes; see `governance.bodies`."""
    bodies = bodies_of(account, right)
    if bodies:
        return bodies
    known: dict[str, list[int]] = account.__dict__.setdefault("_places", {})
    if right not in known:
        known[right] = list(access.organisations_of(account, right).order_by().values_list("pk", flat=True))
    return known[right]


def at_places(places: Iterable[int], *fields: str) -> Q:
    places = list(places)
    condition = Q(pk__in=[])
    for field in fields:
        condition |= Q(**{f"{field}__in": places})
    return condition


class ApplicationQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Applications the account's bodies received, hold, are offered, decide, or were asked about."""
        from services.models import Opinion

        places = places_of(account, "view_applications")
        asked = Opinion.objects.filter(body__in=places).values("application")
        return self.filter(at_places(places, *SEEN_BY) | Q(pk__in=asked))

    def search(self, words: str, account: Account) -> Self:
        """By number; by a whole identity number for who may see the applicant, else a hit would give it away."""
        named = Q(identity_index__in=keyed_indexes(words)) & at_places(places_of(account, "view_applicant"), *SEEN_BY)
        return self.filter(Q(number__mentions=words) | named)

    def held_by(self, account: Account) -> Self:
        """Open applications whose papers the account's bodies have now."""
        return self.open().filter(at_places(places_of(account, "view_applications"), "holder"))

    def offered_to_us(self, account: Account) -> Self:
        return self.open().filter(at_places(places_of(account, "view_applications"), "offered_to"))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def to_decide(self) -> Self:
        return self.filter(status__in=HANDLED)

    def decided(self) -> Self:
        return self.filter(status__in=DECIDED)

    def past_due(self, today: datetime.date | None = None) -> Self:
        """Whose clock has certainly ended: neither paused nor by a provisional day."""
        today = today or timezone.localdate()
        return self.exclude(clock=Clock.OVER).filter(due_on__lt=today, due_provisional=False, paused_left=None)

    def untold(self) -> Self:
        return self.exclude(told_of=F("clock"))


class OpinionQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        from services.models import Application

        seen = Application.objects.for_user(account).order_by().values("pk")
        return self.filter(application__in=seen)

    def asked_of(self, account: Account) -> Self:
        return self.filter(answered_at=None, body__in=places_of(account, "give_opinion"))


class HandOverQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        return self.filter(at_places(places_of(account, "view_applications"), "sender", "receiver"))

    def waiting(self) -> Self:
        return self.filter(status=HandOverAnswer.OPEN)
