"""Celery entry points of enforcement; each only calls."""

from celery import shared_task

from enforcement import sweeping


@shared_task
def sweep_transfers() -> None:
    """Tell both bodies of transfers whose answer is overdue."""
    sweeping.report_overdue_transfers()


@shared_task
def recount_deadlines() -> None:
    """Compute running clocks again where the calendar has changed since."""
    sweeping.recount_deadlines()
