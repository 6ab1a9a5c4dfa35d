"""Readings of enforcement, each shaped for whoever asks."""

from enforcement.selectors.receivers import Proposal, current_entry, proposed_receivers
from enforcement.selectors.records import case_record, power_record, transfer_record
from enforcement.selectors.rows import case_row, grant_row, power_row, transfer_row

__all__ = [
    "Proposal",
    "case_record",
    "case_row",
    "current_entry",
    "grant_row",
    "power_record",
    "power_row",
    "proposed_receivers",
    "transfer_record",
    "transfer_row",
]
