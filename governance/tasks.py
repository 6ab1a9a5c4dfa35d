"""Celery entry points of the kernel; each only calls."""

from celery import shared_task

from governance import audit, delivery
from governance.api import idempotency


@shared_task
def deliver_due() -> None:
    """Deliver what is due, to the portal's inboxes and by webhook."""
    delivery.deliver_due()


@shared_task
def seal_audit() -> None:
    """Seal new audit entries into the chain."""
    audit.seal()


@shared_task
def purge_idempotent_requests() -> None:
    """Forget the stored answers to Idempotency-Keys that are more than a day old."""
    idempotency.purge()
