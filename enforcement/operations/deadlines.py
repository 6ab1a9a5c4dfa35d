"""Computing running clocks again when the calendar they rest on has changed."""

from enforcement.models import EnforcementCase, Transfer
from enforcement.models.clock import CLOCK_FIELDS
from governance import audit
from governance.access import operation, require
from governance.calendars import current_calendar
from governance.models import Account
from governance.workdays import recompute


@operation
def recount_deadline(matter: EnforcementCase | Transfer, *, by: Account) -> bool:
    """重新计算期限: the due date follows from the calendar as loaded now; whether the day changed.

    Term, start and rule stay what they were; the audit keeps the date before, so that owners see the difference.
    """
    model = type(matter)
    matter = model._default_manager.select_for_update(no_key=True).get(pk=matter.pk)
    place = matter.receiver if isinstance(matter, Transfer) else matter.holder
    require(by, "recount_deadline", at=place)
    before = audit.snapshot(matter, *CLOCK_FIELDS)
    matter.due = recompute(matter.due, current_calendar())
    after = audit.snapshot(matter, *CLOCK_FIELDS)
    if after == before:
        return False
    matter.save(update_fields=CLOCK_FIELDS)
    audit.record("recount_deadline", matter, by=by, organisation=place, before=before, after=after)
    return before["due_at"] != after["due_at"]
