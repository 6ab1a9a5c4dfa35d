"""Whether a local rule holds: the county may switch it off for some days, by a document (see RuleSuspension)."""

import datetime

from governance.models import Organisation, RuleSuspension
from governance.rulebook import RULES, Source


def applies(code: str, *, at: Organisation, on: datetime.date | None = None) -> bool:
    """Whether the local rule holds at the organisation on the day (today if not given).

    It does not where its suspension is in force at the organisation or above it. A rule of law or of the house always
    holds: asking is an error of the program.
    """
    if RULES[code].kind != Source.LOCAL:
        raise LookupError(f"{code} is no local rule; it is never switched off.")
    line = [at.path[:length] for length in range(at.steplen, len(at.path) + 1, at.steplen)]
    return not RuleSuspension.objects.in_force(on).filter(code=code, organisation__path__in=line).exists()
