"""Which days and whole numbers can be given at all, in forms, filters and the API.

Beyond them Python and the databases fail: the day after 9999-12-31 does not exist, and no column holds 10**30.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST_DAY = datetime.date(1900, 1, 1)
LAST_DAY = datetime.date(2200, 12, 31)
LARGEST_NUMBER = 2**63 - 1  # of a bigint


def fault_of(value: Any) -> str:
    """What is wrong with a day, a moment or a number that lies too far out; empty if it does not, and for the rest."""
    if isinstance(value, datetime.date):
        day = value.date() if isinstance(value, datetime.datetime) else value
        if not FIRST_DAY <= day <= LAST_DAY:
            return _("Only days from %(first)s to %(last)s can be given.") % {"first": FIRST_DAY, "last": LAST_DAY}
    elif isinstance(value, int | Decimal) and not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        return _("This number is too large.")
    return ""


def check_bounds(value: Any) -> None:
    """The same as a validator of a form's field."""
    if fault := fault_of(value):
        raise ValidationError(fault, code="out_of_bounds")
