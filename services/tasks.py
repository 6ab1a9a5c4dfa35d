"""Celery entry points of the service centre; each only calls."""

from celery import shared_task

from services import due_work


@shared_task
def report_lapsed_points() -> None:
    """Tell villages and townships what they are to confirm."""
    due_work.report_lapsed_points()
