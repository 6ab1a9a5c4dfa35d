"""Tables of staffing, one file per noun."""

from staffing.models.absences import Absence, TermInterruption
from staffing.models.accounts import HeadCount, QuotaAccount
from staffing.models.approvals import Arrival, QuotaApproval
from staffing.models.campaigns import Applicant, Campaign, OfferedPost
from staffing.models.documents import QuotaDocument
from staffing.models.midlevel import MidlevelCeiling, MidlevelPlan, MidlevelShare
from staffing.models.movements import QuotaEntry, QuotaMovement
from staffing.models.people import Assignment, Person, ServiceTerm
from staffing.models.person_movements import Appraisal, PersonMovement
from staffing.models.secondments import Secondment
from staffing.models.structure import ExcludedAgency, StructureChange

__all__ = [
    "Absence",
    "Applicant",
    "Appraisal",
    "Arrival",
    "Assignment",
    "Campaign",
    "ExcludedAgency",
    "HeadCount",
    "MidlevelCeiling",
    "MidlevelPlan",
    "MidlevelShare",
    "OfferedPost",
    "Person",
    "PersonMovement",
    "QuotaAccount",
    "QuotaApproval",
    "QuotaDocument",
    "QuotaEntry",
    "QuotaMovement",
    "Secondment",
    "ServiceTerm",
    "StructureChange",
    "TermInterruption",
]
