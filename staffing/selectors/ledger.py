"""Sums over the ledger, and the recount that names the first wrong entry."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from governance import append_only
from governance.models import Organisation
from staffing.models import HeadCount, QuotaAccount, QuotaDocument, QuotaMovement
from staffing.states import (
    BETWEEN_ACCOUNTS,
    STANDINGS,
    HolderKind,
    Level,
    MovementKind,
    Origin,
    QuotaCategory,
    Source,
)

BALANCES = ("approved", "on_post", "reserved", "vacant")
TABLES = tuple(model._meta.db_table for model in (QuotaDocument, QuotaAccount, HeadCount, QuotaMovement))


def totals(accounts: QuerySet[QuotaAccount]) -> list[dict[str, Any]]:
    """Sums of accounts `with_balances`, by category. A sum is None where an account's part of it is not known."""
    rows: dict[str, dict[str, Any]] = {}
    for account in accounts.order_by().values("category", *BALANCES):
        total = rows.setdefault(account["category"], {"accounts": 0, **dict.fromkeys(BALANCES, 0)})
        total["accounts"] += 1
        for name in BALANCES:
            is_known = total[name] is not None and account[name] is not None
            total[name] = total[name] + account[name] if is_known else None
    return [{"category": category, **rows[category]} for category in QuotaCategory.values if category in rows]


def sources(movements: QuerySet[QuotaMovement]) -> list[dict[str, Any]]:
    """What townships have gained by source, counter-entries taken off; `movements` are those that count."""
    found = movements.into_townships().filter(~Q(quota_source="")).order_by()  # type: ignore[attr-defined]
    by_source = {
        (row["giver__category"], row["quota_source"]): row["places"]
        for row in found.values("giver__category", "quota_source").annotate(places=Sum("gain"))
    }
    return [
        {"category": category, "source": source, "places": by_source[category, source]}
        for category in QuotaCategory.values
        for source in Source.values
        if (category, source) in by_source
    ]


@dataclass(frozen=True)
class LedgerFault:
    """An entry that does not hold, or a table that is no longer protected."""

    code: str
    message: str
    movement: int | None = None

    def __str__(self) -> str:
        return self.message


def ledger_faults(county: Organisation) -> Iterator[LedgerFault]:
    """What is wrong with the county's ledger, the first wrong entry first; nothing if all of it holds.

    Counts again, entry by entry in the order in which they were written, what the database should have held.
    """
    for table in append_only.unguarded(connection, *TABLES):
        yield LedgerFault(
            "unguarded", _("The table %(table)s can be changed: its triggers are gone.") % {"table": table}
        )
    accounts = QuotaAccount.objects.in_bulk()
    changes: dict[tuple[int, str], dict[datetime.date, int]] = defaultdict(lambda: defaultdict(int))
    countered: dict[int, int] = defaultdict(int)
    seen: dict[int, QuotaMovement] = {}
    last = datetime.date.min
    rows = QuotaMovement.objects.filter(document__county=county).order_by("pk").select_related("document")
    for movement in rows.iterator(chunk_size=2000):
        giver, receiver = accounts[movement.giver_id], accounts[movement.receiver_id]
        taken = seen.get(movement.counters_id or 0)
        wrong = _wrong(movement, giver, receiver, taken, last)
        if not wrong and taken is not None and countered[taken.pk] + movement.count > taken.count:
            wrong = _("it takes back more than there was")
        if taken is not None:
            countered[taken.pk] += movement.count
        changes[giver.pk, movement.giver_standing][movement.effective_on] -= movement.count
        changes[receiver.pk, movement.receiver_standing][movement.effective_on] += movement.count
        seen[movement.pk], last = movement, max(last, movement.known_on)
        if not wrong and giver.kind != HolderKind.SUPERIOR:
            day = _short_on(changes[giver.pk, movement.giver_standing], movement.effective_on)
            if day is not None:
                wrong = _("%(account)s is short of places on %(day)s") % {"account": giver, "day": day}
        if wrong:
            words = {"number": movement.pk, "document": movement.document, "wrong": wrong}
            yield LedgerFault("wrong_entry", _("Entry %(number)s (%(document)s): %(wrong)s.") % words, movement.pk)


def _wrong(
    movement: QuotaMovement,
    giver: QuotaAccount,
    receiver: QuotaAccount,
    taken: QuotaMovement | None,
    last: datetime.date,
) -> str:
    """What is wrong with the entry by itself and against the one it takes back; empty if nothing."""
    before, after = STANDINGS.get(MovementKind(movement.kind), BETWEEN_ACCOUNTS)
    if movement.counters_id:
        before, after = after, before
    if giver.category != receiver.category:
        return _("its two sides are of different categories")
    if giver.county_id != receiver.county_id:
        return _("its two sides are of different counties")
    if (movement.giver_standing, movement.receiver_standing) != (before, after):
        return _("its places change in a way its kind does not know")
    if movement.count < 1:
        return _("it moves no places")
    if movement.known_on < last:
        return _("it was entered before the entry in front of it")
    if movement.counters_id and (
        taken is None
        or taken.counters_id is not None
        or (taken.giver_id, taken.receiver_id) != (movement.receiver_id, movement.giver_id)
        or taken.effective_on > movement.effective_on
    ):
        return _("what it takes back is no such entry")
    levels = {giver.level, receiver.level} == {Level.COUNTY, Level.TOWNSHIP}
    is_new = movement.origin == Origin.RECORDED and not movement.counters_id
    if levels and is_new and giver.category == QuotaCategory.ADMIN and not movement.level_approval_id:
        return _("it moves administrative quotas between levels without an approval")
    return ""


def _short_on(changes: dict[datetime.date, int], since: datetime.date) -> datetime.date | None:
    """The first day from `since` on with less than nothing."""
    balance = 0
    for day in sorted(changes):
        balance += changes[day]
        if day >= since and balance < 0:
            return day
    return None
