"""Who may see what in enforcement, and the filters that can be chained."""

import datetime
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.states import CaseStatus, PartyKind, TransferStatus
from governance.bodies import bodies_of
from governance.models import Account, Organisation
from governance.text import words_of


def _at(bodies: list[int], *fields: str) -> Q:
    condition = Q(pk__in=[])
    for field in fields:
        condition |= Q(**{f"{field}__in": bodies})
    return condition


def _late(status: str, now: datetime.datetime | None) -> Q:
    return Q(status=status, due_provisional=False, due_at__lt=now or timezone.now())


class PenaltyPowerQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """The catalogue is published (行政处罚法 24, 34): every account sees it."""
        return self

    def in_force(self, on: datetime.date | None = None) -> Self:
        """Powers whose legal basis is in force on the day (today if not given)."""
        on = on or timezone.localdate()
        return self.filter(basis_valid_from__lte=on).filter(Q(basis_valid_to=None) | Q(basis_valid_to__gte=on))

    def held_by(self, township: Organisation, on: datetime.date | None = None) -> Self:
        """Powers the township may use on the day (today if not given), devolved or entrusted."""
        return self.held_by_any([township], on)

    def held_by_any(self, townships: Iterable[Organisation], on: datetime.date | None = None) -> Self:
        from enforcement.models import PowerGrant

        return self.filter(pk__in=PowerGrant.objects.in_force(on).filter(township__in=townships).values("power"))


class PowerGrantQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Who holds which power is published (行政处罚法 20, 24): every account sees it."""
        return self

    def in_force(self, on: datetime.date | None = None) -> Self:
        """Grants in force on the day (today if not given), first and last day included."""
        on = on or timezone.localdate()
        return self.filter(accepted_on__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


SEEN_BY = ("township", "holder", "offered_to")  # whose people see a case


class CaseQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Cases the account's bodies filed, hold, or have been offered by a transfer that waits for their answer."""
        return self.filter(_at(bodies_of(account, "view_cases"), *SEEN_BY))

    def search(self, words: str, account: Account) -> Self:
        """Cases with every word in number, cause, place or party; citizens' names only for who may see them."""
        named = ~Q(party_kind=PartyKind.CITIZEN) | _at(bodies_of(account, "view_party"), *PARTY_FIELDS)
        matches = Q()
        for word in words_of(words):
            matches &= (
                Q(case_no__mentions=word)
                | Q(cause__mentions=word)
                | Q(place__mentions=word)
                | named & Q(party_name__mentions=word)
            )
        return self.filter(matches)

    def with_party_visible_to(self, account: Account) -> Self:
        """Cases whose party the account may see unmasked."""
        return self.filter(_at(bodies_of(account, "view_party"), *PARTY_FIELDS))

    def open(self) -> Self:
        """Cases that still run in the portal: filed or in transfer."""
        return self.filter(status__in=[CaseStatus.FILED, CaseStatus.TRANSFERRING])

    def held_by(self, bodies: Iterable[int]) -> Self:
        """Cases one of the bodies holds; nobody holds a voided one."""
        return self.filter(holder__in=bodies).exclude(status=CaseStatus.VOIDED)

    def overdue(self, now: datetime.datetime | None = None) -> Self:
        """Filed cases past the day by which they had to be decided; a provisional day never counts."""
        return self.filter(_late(CaseStatus.FILED, now))

    def in_time(self, now: datetime.datetime | None = None) -> Self:
        """All the others."""
        return self.exclude(_late(CaseStatus.FILED, now))


PARTY_FIELDS = ("township", "holder", "offered_to")


class CaseFileQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Files of the cases the account sees."""
        return self.filter(_at(bodies_of(account, "view_cases"), "case__township", "case__holder", "case__offered_to"))


class TransferQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Transfers the account's bodies sent or received; who sent one back keeps the record of it."""
        return self.filter(_at(bodies_of(account, "view_cases"), "sender", "receiver"))

    def incoming(self, account: Account) -> Self:
        return self.filter(_at(bodies_of(account, "view_cases"), "receiver"))

    def outgoing(self, account: Account) -> Self:
        return self.filter(_at(bodies_of(account, "view_cases"), "sender"))

    def open(self) -> Self:
        return self.filter(status=TransferStatus.SENT)

    def sent_back(self) -> Self:
        """Sent back, and the sender still holds the case and has not sent it on."""
        return self.filter(
            status=TransferStatus.SENT_BACK, case__status=CaseStatus.FILED, case__holder=models.F("sender")
        )

    def overdue(self, now: datetime.datetime | None = None) -> Self:
        """Unanswered past the limit; a provisional limit never counts."""
        return self.filter(_late(TransferStatus.SENT, now))

    def in_time(self, now: datetime.datetime | None = None) -> Self:
        """All the others."""
        return self.exclude(_late(TransferStatus.SENT, now))


class TransferFileQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Files of transfers the account's bodies sent or received; after a return the receiver has them no more."""
        bodies = bodies_of(account, "view_cases")
        received = Q(transfer__receiver__in=bodies) & ~Q(transfer__status=TransferStatus.SENT_BACK)
        return self.filter(Q(transfer__sender__in=bodies) | received)
