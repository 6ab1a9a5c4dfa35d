"""What time alone brings about in staffing."""

import logging

from governance.models import Organisation
from governance.operations.founding import portal_account
from staffing.operations.ledger import report_ledger_faults
from staffing.selectors.ledger import ledger_faults

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
