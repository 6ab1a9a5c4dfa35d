"""What time alone brings about: choosing the rows for which an operation is due, each in a transaction of its own."""

from django.db.models import QuerySet

from enforcement.models import EnforcementCase, Transfer
from enforcement.operations.clocks import recompute_deadline
from enforcement.operations.transfers import report_overdue
from governance.calendars import current_calendar
from governance.operations.founding import portal_account


def report_overdue_transfers() -> int:
    """Report transfers past their term that have not been reported; returns how many."""
    waiting = Transfer.objects.overdue().filter(overdue_reported_at=None).order_by("due_at")
    by = portal_account()
    return sum(report_overdue(transfer, by=by) for transfer in waiting.iterator())


def recompute_deadlines() -> int:
    """Recount running clocks that rest on another calendar than today's; returns how many days changed.

    Of cases only provisional ones: 90 calendar days that stay where they end do not move with the calendar.
    """
    version = current_calendar().version
    by = portal_account()

    def outdated(rows: QuerySet) -> QuerySet:
        return rows.exclude(due_steps__calendar_version=version).order_by("pk")

    transfers = outdated(Transfer.objects.open())
    cases = outdated(EnforcementCase.objects.open().filter(due_provisional=True))
    return sum(recompute_deadline(matter, by=by) for rows in (transfers, cases) for matter in rows.iterator())
