"""Tables of enforcement, one file per noun."""

from enforcement.models.cases import CaseFile, EnforcementCase
from enforcement.models.custody import Custody
from enforcement.models.grants import PowerGrant
from enforcement.models.powers import PenaltyPower
from enforcement.models.transfers import Transfer, TransferFile

__all__ = ["CaseFile", "Custody", "EnforcementCase", "PenaltyPower", "PowerGrant", "Transfer", "TransferFile"]
