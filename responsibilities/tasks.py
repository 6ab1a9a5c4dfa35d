"""Celery entry points of duty lists; each only calls."""

from celery import shared_task

from responsibilities import clustering


@shared_task
def group_inventories() -> None:
    """Group the rows of inventories that wait for it."""
    clustering.group_waiting()
