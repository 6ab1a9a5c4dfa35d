"""Every write of enforcement; one file per noun."""

from enforcement.operations.cases import attach_file, log_case, party_as_seen, view_party
from enforcement.operations.deadlines import recount_deadline
from enforcement.operations.powers import Loaded, load_grants, load_powers
from enforcement.operations.transfers import accept_transfer, report_overdue, return_transfer, transfer_case

__all__ = [
    "Loaded",
    "accept_transfer",
    "attach_file",
    "load_grants",
    "load_powers",
    "log_case",
    "party_as_seen",
    "recount_deadline",
    "report_overdue",
    "return_transfer",
    "transfer_case",
    "view_party",
]
