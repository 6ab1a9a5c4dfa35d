"""Until when a service term binds, and from when a person is free (足年足月); no ORM, no clock."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from governance.workdays.counting import add_months

ONE_DAY = datetime.timedelta(days=1)
LONGEST_TERM = 10  # years


def free_from(starts_on: datetime.date, years: int) -> datetime.date:
    """解除之日: the same day of the month, `years` years later; that day is free. 29 February becomes 28 February."""
    try:
        return starts_on.replace(year=starts_on.year + years)
    except ValueError:  # no 29 February in that year
        return starts_on.replace(year=starts_on.year + years, day=28)


@dataclass(frozen=True)
class Pause:
    """Days that do not count, both included; after a break the term may begin anew. None: not stated, or not over."""

    starts_on: datetime.date | None
    ends_on: datetime.date | None
    restarts: bool = False


def free_after(
    starts_on: datetime.date, years: int, pauses: Iterable[Pause] = (), *, probation_months: int = 0
) -> datetime.date | None:
    """The day a term with its pauses no longer binds. Probation that does not count comes before it.

    None while a pause that began in the term is not over, or its days are not stated: nobody knows then.
    """
    pauses = list(pauses)
    counts_from = add_months(starts_on, probation_months)
    free = free_from(counts_from, years)
    if any(pause.starts_on is None for pause in pauses):
        return None
    for pause in sorted(pauses, key=_start):
        first = max(_start(pause), counts_from)
        if first >= free:
            break
        if pause.ends_on is None:
            return None
        if pause.ends_on < first:
            continue
        back = pause.ends_on + ONE_DAY
        free = free_from(back, years) if pause.restarts else free + (back - first)
        counts_from = back
    return free


def _start(pause: Pause) -> datetime.date:
    return pause.starts_on or datetime.date.min


def bound_until(starts_on: datetime.date, years: int) -> datetime.date:
    """The last day on which the term binds."""
    return free_from(starts_on, years) - ONE_DAY


def binds(starts_on: datetime.date, years: int, on: datetime.date) -> bool:
    """Whether the day lies within the term."""
    return starts_on <= on <= bound_until(starts_on, years)


def free_if_started_by(on: datetime.date, years: int) -> datetime.date:
    """The latest start of a term that no longer binds on the day: what `free_from` says, asked the other way round."""
    start = free_from(on, -years)
    return start + ONE_DAY if free_from(start + ONE_DAY, years) <= on else start
