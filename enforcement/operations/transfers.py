"""Sending cases to the body they belong to, and answering."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.deadlines import answer_due
from enforcement.models import EnforcementCase, Transfer, TransferFile
from enforcement.numbers import TRANSFER_LETTER, next_number
from enforcement.operations.transfer_rules import (
    check_argument,
    check_can_be_sent,
    check_claims,
    check_not_sent_back_before,
    check_reason,
    check_receiver,
    check_send_back,
    check_unanswered,
    competent_body_named,
    entry_relied_on,
    judge_whose_item,
)
from enforcement.selectors.receivers import CaseEntries
from enforcement.states import CaseStatus, TransferStatus, Urgency
from governance import audit, outbox
from governance.access import operation
from governance.bodies import body_of
from governance.custody import take_custody
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.relations import fill
from governance.transitions import move
from responsibilities.models import Entry

TRANSFERRED = outbox.declare("enforcement.case.transferred", _("A case has been transferred to us"))
ACCEPTED = outbox.declare("enforcement.transfer.accepted", _("Our transfer has been accepted"))
SENT_BACK = outbox.declare("enforcement.transfer.sent_back", _("Our transfer has been sent back"))
OVERDUE = outbox.declare("enforcement.transfer.overdue", _("A transfer is overdue for an answer"))


@operation(_("Transfer case"), at="holder")
def transfer_case(
    case: EnforcementCase,
    *,
    by: Account,
    receiver: Organisation,
    reason_code: str,
    explanation: str,
    argument: str = "",
    earlier_case_no: str = "",
    earlier_filed_on: datetime.date | None = None,
    territory: str = "",
    urgency: str = Urgency.ORDINARY,
    entry: Entry | None = None,
    external_ref: str = "",
    version: int | None = None,
) -> Transfer:
    """移送: a numbered letter with the files as they are now is with the receiver, whose clock runs; custody stays
    with the sender until the receiver accepts.

    An office or brigade given as receiver stands for its government or department. `entry` is the item of the duty
    list under which the receiver is competent; without it the case's own entry is relied on if it names the receiver.
    `argument` says why it is the receiver's although the list says that the sender leads it, or no entry is named;
    the receiver reads it. Who says that the receiver filed first cites that filing (`earlier_case_no`,
    `earlier_filed_on`); who says that the place is not in its territory says where it lies (`territory`).
    `external_ref` is the sender's number in another system. `version` is the case's version the caller looked at.

    Raises RuleViolation: `case_voided`, `already_in_transfer`, `no_passing_on`, `not_a_body`, `body_closed`,
    `receiver_holds_it`, `reason_does_not_fit`, `entry_not_in_force`, `entry_names_other_body`,
    `receiver_without_basis`, `no_territory`, `sender_leads`, `entry_missing`, `argument_too_short`, `claim_missing`,
    `claim_does_not_fit`, `not_filed_earlier`, `invalid`, `term_not_set`; StaleVersion.
    """
    check_can_be_sent(case)
    fill([case], Organisation.objects.all(), "holder", "township")  # most often one body
    receiver = body_of(receiver, field="receiver")
    check_receiver(case, receiver)
    check_reason(case, reason_code)
    entries = CaseEntries(case)
    entry = entry_relied_on(entries, receiver, reason_code, entry)
    check_argument(entries, reason_code, entry, argument)
    claims: dict[str, Any] = {
        "earlier_case_no": earlier_case_no.strip(),
        "earlier_filed_on": earlier_filed_on,
        "territory": territory.strip(),
    }
    check_claims(case, reason_code, **claims)

    now = timezone.now()
    transfer = Transfer(
        case=case,
        round=case.transfers.count() + 1,
        sender=case.holder,
        receiver=receiver,
        reason_code=reason_code,
        explanation=explanation.strip(),
        argument=argument.strip(),
        **claims,
        entry=entry,
        urgency=urgency,
        sender_ref=external_ref.strip(),
        sent_at=now,
        sent_by=by,
    )
    judgement = judge_whose_item(entries, receiver, reason_code, entry, argument)
    transfer.keep(judgement)
    check_fields(transfer, skip=("document_no", "due_at", "due_steps", *_RELATIONS))
    transfer.due = answer_due(now, urgency=urgency, receiver=receiver)
    transfer.document_no = next_number(case.holder, TRANSFER_LETTER, now)
    transfer.save(force_insert=True)
    manifest = TransferFile.objects.bulk_create(
        TransferFile(
            transfer=transfer,
            position=position,
            attachment=file.attachment,
            name=file.attachment.name,
            content_type=file.attachment.content_type,
            size=file.attachment.size,
            digest=file.attachment.digest,
        )
        for position, file in enumerate(case.files.select_related("attachment"), start=1)
    )
    move(
        case,
        CaseStatus.TRANSFERRING,
        reason=transfer.explanation,
        offered_to=receiver,
    )
    audit.record(
        transfer,
        after=audit.snapshot(transfer, *_SENT)
        | {"files": [file.digest for file in manifest], "judgement": judgement.digest if judgement else None},
        reason=transfer.explanation,
    )
    _tell(TRANSFERRED, transfer, to=[receiver])
    return transfer


@operation(_("Accept transfer"), at="receiver", first=check_unanswered)
def accept_transfer(transfer: Transfer, *, by: Account, external_ref: str = "", version: int | None = None) -> Transfer:
    """接收: the receiver holds the case from this instant and follows its own procedure.

    `external_ref` is the receiver's number for it in its own system. Raises RuleViolation `already_answered`, also to
    the slower of two who answer at once; StaleVersion.
    """
    case = transfer.case
    at = take_custody(case, transfer.receiver, at=timezone.now())
    move(
        transfer,
        TransferStatus.ACCEPTED,
        answered_at=at,
        answered_by=by,
        receiver_ref=external_ref.strip(),
    )
    move(
        case,
        CaseStatus.TRANSFERRED,
        holder=transfer.receiver,
        offered_to=None,
    )
    _tell(ACCEPTED, transfer, to=[transfer.sender])
    return transfer


@operation(_("Send back transfer"), at="receiver", first=check_unanswered)
def send_back_transfer(
    transfer: Transfer,
    *,
    by: Account,
    reason_code: str,
    explanation: str,
    right_body: Organisation | None = None,
    right_entry: Entry | None = None,
    external_ref: str = "",
    version: int | None = None,
) -> Transfer:
    """退回: the case stays with the sender, who knows why and, if it is not the receiver's, whose it is.

    “Not ours” names the competent body, and `not_our_item` also the entry of the duty list that makes it so.
    `duplicate` cites the receiver's open case in `external_ref`; `package_incomplete` lists everything missing in the
    explanation, once.

    Raises RuleViolation: `already_answered`, `sent_back_before` (行政处罚法 25), `right_body_missing`,
    `right_entry_missing`, `right_body_is_us`, `no_territory`, `not_a_body`, `body_closed`, `entry_not_in_force`,
    `entry_names_other_body`, `right_entry_is_ours`, `open_case_missing`, `invalid`; StaleVersion.
    """
    case = transfer.case
    check_not_sent_back_before(case)
    check_send_back(reason_code, explanation, external_ref)
    right_body = competent_body_named(case, transfer, reason_code, right_body, right_entry)
    move(
        transfer,
        TransferStatus.SENT_BACK,
        reason=explanation.strip(),
        answered_at=timezone.now(),
        answered_by=by,
        receiver_ref=external_ref.strip(),
        send_back_reason=reason_code,
        send_back_explanation=explanation.strip(),
        right_body=right_body,
        right_entry=right_entry,
    )
    move(
        case,
        CaseStatus.FILED,
        reason=explanation.strip(),
        offered_to=None,
    )
    _tell(SENT_BACK, transfer, to=[transfer.sender])
    return transfer


@operation(_("Report overdue answer"), at="sender")
def report_overdue(transfer: Transfer, *, by: Account) -> bool:
    """逾期提醒: both bodies know, once, that the term for the answer has passed; whether they were told by this call.

    Silence is neither acceptance nor refusal: custody and states stay as they are. A provisional date tells nobody.
    """
    if transfer.overdue_reported_at is not None or not transfer.is_overdue():
        return False
    transfer.overdue_reported_at = timezone.now()
    transfer.save(update_fields=["overdue_reported_at"])
    audit.record(
        transfer, organisation=transfer.receiver, after=audit.snapshot(transfer, "due_at", "overdue_reported_at")
    )
    _tell(OVERDUE, transfer, to=[transfer.sender, transfer.receiver])
    return True


_RELATIONS = ("case", "sender", "receiver", "entry", "sent_by", "answered_by", "right_body", "right_entry")
_SENT = (
    "document_no", "case", "round", "sender", "receiver", "reason_code", "argument", "earlier_case_no",
    "earlier_filed_on", "territory", "entry", "urgency", "sender_ref", "sent_at", "due_at",
)  # fmt: skip


def _tell(kind: str, transfer: Transfer, *, to: list[Organisation]) -> None:
    outbox.emit(
        kind,
        to=to,
        about=transfer,
        right="view_cases",
        api_path=reverse("transfer-detail", args=[transfer.pk]),
        page_path=reverse("admin:enforcement_transfer_change", args=[transfer.pk]),
        label=transfer.document_no,
    )
