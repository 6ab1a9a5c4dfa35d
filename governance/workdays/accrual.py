"""Money that grows with every day a payment is late, up to a cap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from governance.workdays.calendar import ONE_DAY, days
from governance.workdays.terms import Pause

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Accrual:
    """What has accrued: `amount` in yuan for `days` late days from `first_on`; `capped_on` once at the cap."""

    first_on: date
    days: int
    amount: Decimal
    capped_on: date | None


def daily_accrual(
    principal: Decimal,
    due_on: date,
    until: date,
    *,
    rate: Decimal = Decimal("0.03"),
    pauses: Iterable[Pause] = (),
) -> Accrual:
    """加处罚款: `principal × rate` for each day after the (rolled) payment deadline, never more than the principal.

    3 % a day and the cap are 行政处罚法 72. The days of a pause do not accrue, both ends inclusive, in the party's
    favour: reconsideration or litigation from acceptance to delivery of the result (行政处罚法 73), approved deferral.
    Fractions of a fen are dropped, in the party's favour too.
    """
    pauses = tuple(pauses)
    counted = 0
    amount = Decimal(0)
    capped_on = None
    for day in days(due_on + ONE_DAY, until):
        if any(pause.covers(day) for pause in pauses):
            continue
        counted += 1
        amount = min(principal, principal * rate * counted)
        if amount == principal:
            capped_on = day
            break
    return Accrual(due_on + ONE_DAY, counted, amount.quantize(CENT, ROUND_DOWN), capped_on)
