"""Celery entry points of enforcement; each only calls."""

from celery import shared_task

from enforcement import due_work


@shared_task
def sweep_transfers() -> None:
    """Tell both bodies of transfers whose answer is overdue."""
    due_work.report_overdue_transfers()


@shared_task
def recompute_deadlines() -> None:
    """Compute running clocks again where the calendar has changed since."""
    due_work.recompute_deadlines()
