"""Tables of staffing, one file per noun."""

from staffing.models.absences import Absence, TermInterruption
from staffing.models.accounts import HeadCount, QuotaAccount
from staffing.models.documents import QuotaDocument
from staffing.models.movements import QuotaEntry, QuotaMovement
from staffing.models.people import Assignment, Person, ServiceTerm
from staffing.models.person_movements import Appraisal, PersonMovement
from staffing.models.secondments import Secondment

__all__ = [
    "Absence",
    "Appraisal",
    "Assignment",
    "HeadCount",
    "Person",
    "PersonMovement",
    "QuotaAccount",
    "QuotaDocument",
    "QuotaEntry",
    "QuotaMovement",
    "Secondment",
    "ServiceTerm",
    "TermInterruption",
]
