"""What time alone brings about: choosing the rows for which an operation is due, each in a transaction of its own."""

from governance.operations.founding import portal_account
from services.models import ServicePoint
from services.operations.points import report_lapsed_point


def report_lapsed_points() -> int:
    """Report points of which items lapsed since people were told; returns how many."""
    by = portal_account()
    waiting = ServicePoint.objects.open().with_untold_lapses().order_by("pk")
    return sum(report_lapsed_point(point, by=by) for point in waiting.iterator())
