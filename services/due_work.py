"""What time alone brings about: choosing the rows for which an operation is due, each in a transaction of its own."""

from governance.calendars import current_calendar
from governance.operations.founding import portal_account
from services.models import Application
from services.operations.clocks import recompute_application_clock, report_application_clock
from services.progress import purge_attempts


def report_clocks() -> int:
    """Report applications whose clock has ended and was not reported; returns how many."""
    by = portal_account()
    waiting = Application.objects.past_due().untold().order_by("due_on", "pk")
    return sum(report_application_clock(application, by=by) for application in waiting.iterator())


def recompute_clocks() -> int:
    """Recount running clocks that rest on another calendar than today's; returns how many days changed."""
    by = portal_account()
    outdated = Application.objects.open().exclude(calendar_version=current_calendar().version).order_by("pk")
    return sum(recompute_application_clock(application, by=by) for application in outdated.iterator())


def purge() -> None:
    """Forget tries of check words that no limit asks for any more."""
    purge_attempts()
