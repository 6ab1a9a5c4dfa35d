"""Tables of staffing, one file per noun."""

from staffing.models.accounts import HeadCount, QuotaAccount
from staffing.models.documents import QuotaDocument
from staffing.models.movements import QuotaEntry, QuotaMovement
from staffing.models.people import Assignment, Person, ServiceTerm

__all__ = [
    "Assignment",
    "HeadCount",
    "Person",
    "QuotaAccount",
    "QuotaDocument",
    "QuotaEntry",
    "QuotaMovement",
    "ServiceTerm",
]
