"""Tables of the kernel, one file per noun."""

from governance.models.account import Account, Membership
from governance.models.attachment import Attachment
from governance.models.audit import AuditBlock, AuditEntry, AuditSeal
from governance.models.calendar import CalendarDay, CalendarYear, LocalTerm
from governance.models.client import Client
from governance.models.idempotency import IdempotentRequest
from governance.models.organisation import Alias, Organisation
from governance.models.outbox import Attempt, Delivery, Event, Notice, Subscription
from governance.models.sequence import Sequence

__all__ = [
    "Account",
    "Alias",
    "Attachment",
    "Attempt",
    "AuditBlock",
    "AuditEntry",
    "AuditSeal",
    "CalendarDay",
    "CalendarYear",
    "Client",
    "Delivery",
    "Event",
    "IdempotentRequest",
    "LocalTerm",
    "Membership",
    "Notice",
    "Organisation",
    "Sequence",
    "Subscription",
]
