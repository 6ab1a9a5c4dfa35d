"""Computing running clocks again when the calendar they rest on has changed."""

from django.utils.translation import gettext_lazy as _

from enforcement.models import EnforcementCase, Transfer
from governance import audit
from governance.access import operation
from governance.calendars import current_calendar
from governance.models import Account
from governance.models.clock import CLOCK_FIELDS
from governance.workdays.counting import recompute


@operation(_("Compute due date again"), at="clock_owner")
def recompute_deadline(matter: EnforcementCase | Transfer, *, by: Account) -> bool:
    """重新计算期限: the due date follows from the calendar as loaded now; whether the day changed.

    Term, start and rule stay what they were; the audit keeps the date before, so that owners see the difference.
    """
    before = audit.snapshot(matter, *CLOCK_FIELDS)
    matter.due = recompute(matter.due, current_calendar())
    after = audit.snapshot(matter, *CLOCK_FIELDS)
    if after == before:
        return False
    matter.save(update_fields=CLOCK_FIELDS)
    audit.record(matter, before=before, after=after)
    return before["due_at"] != after["due_at"]
