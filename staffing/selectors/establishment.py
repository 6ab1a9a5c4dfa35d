"""The establishment table: who has how many places of each category on a day."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from staffing.models import QuotaAccount
from staffing.selectors.ledger import BALANCES
from staffing.states import HolderKind, QuotaCategory


@dataclass(frozen=True)
class EstablishmentPart:
    """One category: the accounts `with_balances`, and their sums, None where one of them is not known."""

    category: Any
    rows: list[QuotaAccount]
    total: dict[str, int | None]


def establishment(accounts: QuerySet[QuotaAccount]) -> list[EstablishmentPart]:
    """编制核定和实有情况表 of accounts `with_balances`: townships, other bodies and the pool, by category.

    Bodies outside the register have no people here and are left out.
    """
    order = {category: number for number, category in enumerate(QuotaCategory.values)}
    rows = sorted(
        accounts.exclude(kind=HolderKind.UNREGISTERED).select_related("organisation"),
        key=lambda row: (
            order[row.category],
            row.level != "township",
            row.organisation.path if row.organisation else "~",
        ),
    )
    return [
        EstablishmentPart(QuotaCategory(name).label, part := list(found), _sums(part))
        for name, found in groupby(rows, _category)
    ]


def _category(account: QuotaAccount) -> str:
    return account.category


def _sums(rows: list[Any]) -> dict[str, int | None]:
    sums: dict[str, int | None] = {}
    for name in BALANCES:
        values = [getattr(row, name) for row in rows]
        sums[name] = None if None in values else sum(values)
    return sums
