"""Celery entry points of the service centre; each only calls."""

from celery import shared_task

from services import due_work


@shared_task
def sweep_applications() -> None:
    """Tell who holds an application that its clock has ended, or that silence has accepted it."""
    due_work.report_clocks()


@shared_task
def recompute_application_clocks() -> None:
    """Compute clocks again where the calendar has changed since."""
    due_work.recompute_clocks()


@shared_task
def purge_progress_attempts() -> None:
    """Forget old tries of check words."""
    due_work.purge()
