"""Celery entry points of the kernel; each only calls."""

from celery import shared_task
from django.core.management import call_command

from governance import (
    attachments,
    event_delivery,
    examinations,
    idempotency,
    installation,
    job_worker,
    sign_in_attempts,
)
from governance.audit.reporting import verify_and_notify
from governance.audit.sealing import seal
from governance.operations import saved_forms


@shared_task
def deliver_due() -> None:
    """Deliver what is due, to the portal's inboxes and by webhook."""
    event_delivery.deliver_when_asked()


@shared_task
def run_jobs() -> None:
    """Do the long work that waits, and what a dead worker left."""
    job_worker.run_waiting()


@shared_task
def seal_audit() -> None:
    """Seal new audit entries into the chain."""
    seal()


@shared_task
def verify_audit() -> None:
    """Verify the audit log, tell the audit administrators if something is wrong, and seal what came late."""
    verify_and_notify()


@shared_task
def let_terms_pass() -> None:
    """Go on with examinations whose turn was not taken in its term."""
    examinations.let_terms_pass()


@shared_task
def purge_idempotent_requests() -> None:
    """Forget the stored answers to requests and forms that are more than a day old."""
    idempotency.purge()


@shared_task
def purge_sign_in_attempts() -> None:
    """Forget wrong passwords that no longer count."""
    sign_in_attempts.purge()


@shared_task
def purge_saved_forms() -> None:
    """Forget forms that were begun and not touched for thirty days."""
    saved_forms.purge_saved_forms()


@shared_task
def purge_sessions() -> None:
    """Forget sessions that have ended by time."""
    call_command("clearsessions")


@shared_task
def purge_tokens() -> None:
    """Forget the tokens of other systems that have expired."""
    call_command("cleartokens")


@shared_task
def purge_orphan_files() -> None:
    """Delete stored files that no row refers to; not in a copy, which may not know the rows of the real portal."""
    if not installation.is_elsewhere():
        attachments.purge_orphans()
