"""Tables of the kernel, one file per noun."""

from governance.models.account import Account, Membership
from governance.models.attachment import Attachment
from governance.models.audit import AuditEntry, AuditSeal
from governance.models.calendar import CalendarDay, CalendarYear
from governance.models.checklist import Checklist, Criterion, CriterionFinding, Evidence, Examination, Sample
from governance.models.client import Client
from governance.models.idempotency import IdempotentRequest
from governance.models.installation import Installation
from governance.models.issued_number import IssuedNumber
from governance.models.job import Job
from governance.models.local_values import LocalTerm, LocalValue
from governance.models.organisation import Alias, Organisation
from governance.models.outbox import Attempt, Event, EventDelivery, Notification, Subscription
from governance.models.rule_suspension import RuleSuspension
from governance.models.saved_form import SavedForm
from governance.models.sequence import Sequence
from governance.models.signin import SignInAttempt

__all__ = [
    "Account",
    "Alias",
    "Attachment",
    "Attempt",
    "AuditEntry",
    "AuditSeal",
    "CalendarDay",
    "CalendarYear",
    "Checklist",
    "Client",
    "Criterion",
    "CriterionFinding",
    "Event",
    "EventDelivery",
    "Evidence",
    "Examination",
    "IdempotentRequest",
    "Installation",
    "IssuedNumber",
    "Job",
    "LocalTerm",
    "LocalValue",
    "Membership",
    "Notification",
    "Organisation",
    "RuleSuspension",
    "Sample",
    "SavedForm",
    "Sequence",
    "SignInAttempt",
    "Subscription",
]
