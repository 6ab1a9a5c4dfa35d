"""Celery entry points of staffing; each only calls."""

from celery import shared_task

from staffing import due_work


@shared_task
def verify_ledgers() -> None:
    """Recount the quota ledgers and tell of what does not hold."""
    due_work.verify_ledgers()


@shared_task
def sweep_secondments() -> None:
    """Begin the secondments whose day has come, and tell of those who have not come back."""
    due_work.sweep_secondments()


@shared_task
def expire_quota_approvals() -> None:
    """Let slips expire whose last day has passed, and free what they reserved."""
    due_work.expire_quota_approvals()
