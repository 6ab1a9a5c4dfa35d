"""Moving custody: the only writer of `Custody`."""

import datetime

from enforcement.models import Custody, EnforcementCase
from enforcement.states import CustodyEnd
from governance.models import Organisation


def begin_custody(case: EnforcementCase, holder: Organisation, *, at: datetime.datetime) -> None:
    """The holder has the new case from `at`; nobody had it before."""
    Custody.objects.create(case=case, holder=holder, since=at)


def take_custody(case: EnforcementCase, holder: Organisation, *, at: datetime.datetime) -> datetime.datetime:
    """The holder has the case from `at`, and whoever had it before has it until that same instant; returns it.

    Part of an operation that holds the case's lock. If the clock has not moved since the last change, the instant
    lies one microsecond later, so that no custody is empty.
    """
    at = end_custody(case, CustodyEnd.HANDED_OVER, at=at)
    begin_custody(case, holder, at=at)
    return at


def end_custody(case: EnforcementCase, because: CustodyEnd, *, at: datetime.datetime) -> datetime.datetime:
    """Whoever has the case has it until `at`, for this reason; returns the instant."""
    current = Custody.objects.filter(case=case, until=None).first()
    if current is not None:
        at = max(at, current.since + datetime.timedelta(microseconds=1))
        current.until, current.ended_because = at, because
        current.save(update_fields=["until", "ended_because"])
    return at
