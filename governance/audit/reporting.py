"""Verifying every night, and telling the audit administrators what was found."""

import datetime
import logging
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from governance import outbox
from governance.audit.faults import Fault
from governance.audit.sealing import seal_all
from governance.audit.verification import verify
from governance.models.audit import AuditEntry
from governance.models.organisation import Organisation

logger = logging.getLogger("governance.audit")

# So long is told each night of an entry that was sealed late: the chain will say it for ever, and what is new must not
# be lost in it. `verify_audit` names all of them.
TOLD_FOR = datetime.timedelta(days=7)


def verify_and_notify() -> None:
    """Verify the log, tell the audit administrators of every fault, then seal whatever has no seal.

    In this order: what has no seal by now is told as such.
    """
    verdict = verify(since=timezone.now() - TOLD_FOR)
    for fault in verdict.faults:
        logger.error("The audit log does not verify: %s %s", fault.kind, fault.where)
    with transaction.atomic():
        for kind, found in groupby(sorted(verdict.faults, key=attrgetter("kind")), key=attrgetter("kind")):
            places = list(found)
            outbox.emit(
                kind,
                to=Organisation.objects.filter(kind=Organisation.Kind.COUNTY),
                about=AuditEntry(pk=places[0].entry_id),
                right="view_audit",
                api_path="",
                page_path=_page(places[0]),
                label=", ".join(fault.where for fault in places),
            )
    if verdict.unnamed:
        logger.error("The audit log does not verify: %s faults more.", verdict.unnamed)
    if not verdict.faults:
        logger.info("The audit log verifies: %s seals, head %s.", verdict.sealed, verdict.head)
    seal_all()


def _page(fault: Fault) -> str:
    """The entry's page if there is such an entry, else the whole log."""
    if fault.entry_id is not None and AuditEntry.objects.filter(pk=fault.entry_id).exists():
        return reverse("admin:governance_auditentry_change", args=[fault.entry_id])
    return reverse("admin:governance_auditentry_changelist")
