"""Rows of lists: one query with plain values, and a dictionary for each row."""

import datetime
from typing import Any

from django.utils import timezone

from enforcement.models.cases import mask_party
from enforcement.states import TransferStatus

Row = dict[str, Any]

CASE_FIELDS = (
    "id",
    "case_no",
    "cause",
    "status",
    "party_kind",
    "party_name",
    "place",
    "township__code",
    "township__name",
    "holder__code",
    "holder__name",
    "offered_to__code",
    "offered_to__name",
    "power__catalogue_no",
    "power__title",
    "filed_at",
    "due_at",
    "due_provisional",
    "version",
)
TRANSFER_FIELDS = (
    "id",
    "document_no",
    "round",
    "case_id",
    "case__case_no",
    "case__cause",
    "sender__code",
    "sender__name",
    "receiver__code",
    "receiver__name",
    "status",
    "urgency",
    "reason_code",
    "sent_at",
    "due_at",
    "due_provisional",
    "answered_at",
    "version",
)
POWER_FIELDS = (
    "id",
    "catalogue_no",
    "catalogue_edition",
    "title",
    "department__code",
    "department__name",
    "domain",
    "penalty_kinds",
    "legal_basis",
    "basis_valid_from",
    "basis_valid_to",
    "summary_allowed",
    "procedure_ruleset",
)
GRANT_FIELDS = (
    "id",
    "power_id",
    "power__catalogue_no",
    "power__catalogue_edition",
    "power__title",
    "township__code",
    "township__name",
    "form",
    "level",
    "decision_document",
    "decided_on",
    "accepted_on",
    "valid_to",
    "transition_rule",
    "lapse_days",
)


def case_row(row: Row) -> Row:
    """A case in a list, from `values(*CASE_FIELDS)`; a citizen's name is masked for everybody."""
    return {
        "id": row["id"],
        "case_no": row["case_no"],
        "cause": row["cause"],
        "status": row["status"],
        "party_kind": row["party_kind"],
        "party_name": mask_party(row["party_kind"], row["party_name"]),
        "place": row["place"],
        "township": {"code": row["township__code"], "name": row["township__name"]},
        "holder": {"code": row["holder__code"], "name": row["holder__name"]},
        "offered_to": row["offered_to__code"] and {"code": row["offered_to__code"], "name": row["offered_to__name"]},
        "power": {"catalogue_no": row["power__catalogue_no"], "title": row["power__title"]},
        "filed_at": local(row["filed_at"]),
        "due_at": local(row["due_at"]),
        "due_provisional": row["due_provisional"],
        "version": row["version"],
    }


def transfer_row(row: Row, now: datetime.datetime) -> Row:
    """A transfer in a list, from `values(*TRANSFER_FIELDS)`."""
    waiting = row["status"] == TransferStatus.SENT
    return {
        "id": row["id"],
        "document_no": row["document_no"],
        "round": row["round"],
        "case": {"id": row["case_id"], "case_no": row["case__case_no"], "cause": row["case__cause"]},
        "sender": {"code": row["sender__code"], "name": row["sender__name"]},
        "receiver": {"code": row["receiver__code"], "name": row["receiver__name"]},
        "status": row["status"],
        "urgency": row["urgency"],
        "reason_code": row["reason_code"],
        "sent_at": local(row["sent_at"]),
        "due_at": local(row["due_at"]),
        "due_provisional": row["due_provisional"],
        "overdue": waiting and not row["due_provisional"] and row["due_at"] < now,
        "answered_at": local(row["answered_at"]),
        "version": row["version"],
    }


def power_row(row: Row) -> Row:
    """A power in a list, from `values(*POWER_FIELDS)`."""
    return {
        "id": row["id"],
        "catalogue_no": row["catalogue_no"],
        "catalogue_edition": row["catalogue_edition"],
        "title": row["title"],
        "department": {"code": row["department__code"], "name": row["department__name"]},
        "domain": row["domain"],
        "penalty_kinds": row["penalty_kinds"],
        "legal_basis": row["legal_basis"],
        "basis_valid_from": row["basis_valid_from"],
        "basis_valid_to": row["basis_valid_to"],
        "summary_allowed": row["summary_allowed"],
        "procedure_ruleset": row["procedure_ruleset"],
    }


def grant_row(row: Row) -> Row:
    """A grant in a list, from `values(*GRANT_FIELDS)`."""
    return {
        "id": row["id"],
        "power": {
            "id": row["power_id"],
            "catalogue_no": row["power__catalogue_no"],
            "catalogue_edition": row["power__catalogue_edition"],
            "title": row["power__title"],
        },
        "township": {"code": row["township__code"], "name": row["township__name"]},
        "form": row["form"],
        "level": row["level"],
        "decision_document": row["decision_document"],
        "decided_on": row["decided_on"],
        "accepted_on": row["accepted_on"],
        "valid_to": row["valid_to"],
        "transition_rule": row["transition_rule"],
        "lapse_days": row["lapse_days"],
    }


def local(moment: datetime.datetime | None) -> str | None:
    """The moment as the county's clocks show it, with its offset."""
    return None if moment is None else moment.astimezone(timezone.get_default_timezone()).isoformat()
