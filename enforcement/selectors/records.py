"""One case, one transfer, one power in full, for other systems."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from enforcement.models import CaseFile, EnforcementCase, PenaltyPower, Transfer, TransferFile
from enforcement.models.clock import Clock
from enforcement.selectors.rows import local
from governance.models import Account, Organisation
from governance.workdays import explain
from responsibilities.models import Entry

Record = dict[str, Any]
# Where a file of a case or transfer is fetched: from its row to an address.
Address = Callable[[Any], str]


def case_record(case: EnforcementCase, *, party: str, file_url: Address) -> Record:
    """A case with what it rests on, its files, holders and transfers. `party` is the name as the reader sees it."""
    files = case.files.select_related("attachment")
    transfers = case.transfers.select_related("sender", "receiver").order_by("round")
    return {
        **_case_facts(case, party=party),
        "grant": {
            "form": case.grant.form,
            "level": case.grant.level,
            "decision_document": case.grant.decision_document,
            "accepted_on": case.grant.accepted_on,
            "valid_to": case.grant.valid_to,
        },
        "handler": case.handler.name,
        "external_ref": case.external_ref,
        "due": due_record(case),
        "files": [file_record(file, file_url) for file in files],
        "custody": [
            {"holder": body(row.holder), "since": local(row.since), "until": local(row.until)}
            for row in case.custodies.select_related("holder")
        ],
        "transfers": [
            {
                "id": transfer.pk,
                "document_no": transfer.document_no,
                "round": transfer.round,
                "sender": body(transfer.sender),
                "receiver": body(transfer.receiver),
                "status": transfer.status,
                "sent_at": local(transfer.sent_at),
                "answered_at": local(transfer.answered_at),
            }
            for transfer in transfers
        ],
        "version": case.version,
    }


def transfer_record(transfer: Transfer, *, account: Account, party: str | None, file_url: Address) -> Record:
    """A transfer with its case and manifest as far as the account may see them.

    `party` is None if the account does not see the case (any more); then only its number and cause are told.
    """
    case = transfer.case
    facts = {"id": case.pk, "case_no": case.case_no, "cause": case.cause}
    files = TransferFile.objects.for_user(account).filter(transfer=transfer)
    return {
        "id": transfer.pk,
        "document_no": transfer.document_no,
        "round": transfer.round,
        "case": facts if party is None else _case_facts(case, party=party),
        "sender": body(transfer.sender),
        "receiver": body(transfer.receiver),
        "status": transfer.status,
        "urgency": transfer.urgency,
        "reason_code": transfer.reason_code,
        "explanation": transfer.explanation,
        "entry": entry_record(transfer.entry),
        "sender_ref": transfer.sender_ref,
        "sent_at": local(transfer.sent_at),
        "sent_by": transfer.sent_by.name,
        "due_at": local(transfer.due_at),
        "due_provisional": transfer.due_provisional,
        "due": due_record(transfer),
        "overdue": transfer.is_overdue(timezone.now()),
        "files": [file_record(file, file_url) for file in files],
        "answered_at": local(transfer.answered_at),
        "answered_by": transfer.answered_by.name if transfer.answered_by else None,
        "receiver_ref": transfer.receiver_ref,
        "return_reason": transfer.return_reason,
        "return_explanation": transfer.return_explanation,
        "right_body": body(transfer.right_body),
        "right_entry": entry_record(transfer.right_entry),
        "version": transfer.version,
    }


def _case_facts(case: EnforcementCase, *, party: str) -> Record:
    """What belongs to a case wherever it is shown in full."""
    return {
        "id": case.pk,
        "case_no": case.case_no,
        "cause": case.cause,
        "status": case.status,
        "facts": case.facts,
        "place": case.place,
        "party_kind": case.party_kind,
        "party_name": party,
        "township": body(case.township),
        "organ": body(case.organ),
        "holder": body(case.holder),
        "offered_to": body(case.offered_to),
        "power": {
            "id": case.power_id,
            "catalogue_no": case.power.catalogue_no,
            "title": case.power.title,
            "legal_basis": case.power.legal_basis,
        },
        "entry": entry_record(case.entry),
        "found_at": local(case.found_at),
        "acted_on": case.acted_on,
        "filed_at": local(case.filed_at),
        "due_at": local(case.due_at),
        "due_provisional": case.due_provisional,
    }


def power_record(power: PenaltyPower) -> Record:
    """A power with its fines, in yuan, and measures."""
    return {
        "id": power.pk,
        "catalogue_no": power.catalogue_no,
        "catalogue_edition": power.catalogue_edition,
        "title": power.title,
        "department": body(power.department),
        "domain": power.domain,
        "penalty_kinds": power.penalty_kinds,
        "legal_basis": power.legal_basis,
        "basis_valid_from": power.basis_valid_from,
        "basis_valid_to": power.basis_valid_to,
        "fine_citizen_min": power.fine_citizen_min,
        "fine_citizen_max": power.fine_citizen_max,
        "fine_organisation_min": power.fine_organisation_min,
        "fine_organisation_max": power.fine_organisation_max,
        "summary_allowed": power.summary_allowed,
        "measures": power.measures,
        "procedure_ruleset": power.procedure_ruleset,
        "protected_interest": power.protected_interest,
    }


def body(organisation: Organisation | None) -> Record | None:
    return None if organisation is None else {"code": organisation.code, "name": organisation.name}


def entry_record(entry: Entry | None) -> Record | None:
    """The entry with the edition that is pinned by it."""
    if entry is None:
        return None
    edition = entry.edition
    return {
        "id": entry.pk,
        "item": entry.item.uid,
        "seq_no": entry.seq_no,
        "title": entry.title,
        "edition": {
            "id": edition.pk,
            "list": edition.duty_list.title,
            "edition_no": edition.edition_no,
            "effective_from": edition.effective_from,
        },
    }


def due_record(matter: Clock) -> Record:
    """When it is due, under which term and document, by which calendar, and how that was counted, in words."""
    due = matter.due
    return {
        "at": local(matter.due_at),
        "provisional": matter.due_provisional,
        "rule": due.term.rule,
        "basis": due.term.basis,
        "calendar_version": due.calendar_version,
        "explanation": explain(due),
    }


def file_record(file: CaseFile | TransferFile, url: Address) -> Record:
    """A file of a case, or of a manifest as it went out."""
    facts = file.attachment if isinstance(file, CaseFile) else file
    return {
        "id": file.pk,
        "name": facts.name,
        "content_type": facts.content_type,
        "size": facts.size,
        "sha256": facts.sha256,
        "url": url(file),
    }
