"""Until when a service term binds, and from when a person is free (足年足月); no ORM, no clock."""

import datetime

ONE_DAY = datetime.timedelta(days=1)
LONGEST_TERM = 10  # years


def free_from(starts_on: datetime.date, years: int) -> datetime.date:
    """解除之日: the same day of the month, `years` years later; that day is free. 29 February becomes 28 February."""
    try:
        return starts_on.replace(year=starts_on.year + years)
    except ValueError:  # no 29 February in that year
        return starts_on.replace(year=starts_on.year + years, day=28)


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
