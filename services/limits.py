"""When a promised limit is certainly not longer than the legal one, whatever the calendar (承诺时限不超过法定时限).

Two limits of one unit are compared as they are. Working days against calendar days are compared at the worst: a term of
n working days takes at least n calendar days, and in no year since 2004 more than 1.5 n + 10 (the ten are the longest
holidays with the weekends beside them; `tests/services/test_limits.py` counts again).
"""

from django.db.models import F, Q

from services.item_choices import LimitUnit

HOLIDAYS = 10


def is_within(promised: int, promised_unit: str, legal: int, legal_unit: str) -> bool:
    """Whether the promise is never longer than the law allows; no days at all never are."""
    if promised == 0:
        return True
    if promised_unit == LimitUnit.WORKING_DAYS and legal_unit == LimitUnit.NATURAL_DAYS:
        return 3 * promised + 2 * HOLIDAYS <= 2 * legal
    return promised <= legal


def promise_is_within() -> Q:
    """`is_within` of a row, as a rule of the database; true where no law sets a limit."""
    against_calendar = Q(promised_unit=LimitUnit.WORKING_DAYS, legal_unit=LimitUnit.NATURAL_DAYS)
    return (
        Q(legal_limit=None)
        | Q(promised_limit=0)
        | (against_calendar & Q(legal_limit__gte=(F("promised_limit") * 3 + 2 * HOLIDAYS + 1) / 2))
        | (~against_calendar & Q(legal_limit__gte=F("promised_limit")))
    )
