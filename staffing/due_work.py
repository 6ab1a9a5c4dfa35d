"""What time alone brings about in staffing."""

import logging

from django.utils import timezone

from governance.models import Organisation
from governance.operations.founding import portal_account
from staffing.models import QuotaApproval, Secondment
from staffing.operations.approvals import expire_quota_approval
from staffing.operations.ledger import report_ledger_faults
from staffing.operations.secondments import begin_secondment, report_overdue_return
from staffing.selectors.ledger import ledger_faults
from staffing.states import SecondmentStatus

logger = logging.getLogger(__name__)


def verify_ledgers() -> int:
    """Recount every county's ledger and tell the staffing office of what does not hold; returns how many faults."""
    found = 0
    for county in Organisation.objects.filter(depth=1):
        faults = [str(fault) for fault in ledger_faults(county)]
        for fault in faults:
            logger.error("The quota ledger does not add up: %s", fault)
        if faults:
            report_ledger_faults(county, by=portal_account(), faults=faults)
        found += len(faults)
    return found


def sweep_secondments() -> int:
    """Begin what was approved for today or before, and tell once of each overdue return; returns how many were told."""
    portal, today = portal_account(), timezone.localdate()
    related = ("person", "lender__managed_by", "borrower")
    for secondment in Secondment.objects.filter(status=SecondmentStatus.APPROVED, starts_on__lte=today):
        begin_secondment(secondment, by=portal)
    overdue = Secondment.objects.overdue(today).filter(reported_on=None).select_related(*related)
    return sum(report_overdue_return(secondment, by=portal) for secondment in overdue)


def expire_quota_approvals() -> int:
    """Let slips expire whose last day has passed; returns how many."""
    past = QuotaApproval.objects.past_their_day().order_by("expires_on", "pk")
    by = portal_account()
    return sum(expire_quota_approval(approval, by=by) for approval in past.iterator())
