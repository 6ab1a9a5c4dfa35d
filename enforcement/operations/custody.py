"""Moving custody: the only writer of `Custody`."""

import datetime

from enforcement.models import Custody, EnforcementCase
from governance.models import Organisation


def take_custody(case: EnforcementCase, holder: Organisation, *, at: datetime.datetime) -> datetime.datetime:
    """The holder has the case from `at`, and whoever had it before has it until that same instant; returns it.

    Part of an operation that holds the case's lock. If the clock has not moved since the last change, the instant
    lies one microsecond later, so that no custody is empty.
    """
    current = Custody.objects.filter(case=case, until=None).first()
    if current is not None:
        at = max(at, current.since + datetime.timedelta(microseconds=1))
        current.until = at
        current.save(update_fields=["until"])
    Custody.objects.create(case=case, holder=holder, since=at)
    return at
