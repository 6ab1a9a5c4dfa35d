"""What must be true before a case is sent, accepted or sent back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from enforcement.models import EnforcementCase, Transfer
from enforcement.operations.bodies import body_of
from enforcement.operations.cases import check_entry_in_force
from enforcement.selectors import current_entry
from enforcement.states import (
    NAMES_RIGHT_BODY,
    CaseStatus,
    GrantLevel,
    ReturnReason,
    TransferReason,
    TransferStatus,
)
from governance.errors import RuleViolation, StaleVersion
from governance.models import Organisation
from responsibilities.models import Entry
from responsibilities.selectors import competent_bodies

# 行政处罚法 25: who disputes a case negotiates, or the common superior designates; nobody passes it round. For market
# supervision the ministry's rule says so itself (市场监督管理行政处罚程序规定 13–18).
JURISDICTION = "《行政处罚法》第二十五条"
TERRITORY = "《行政处罚法》第二十二条"
NO_POWER = "《行政处罚法》第十七条"


def check_version(obj: EnforcementCase | Transfer, version: int | None) -> None:
    if version is not None and version != obj.version:
        raise StaleVersion(current=obj.version, given=version)


def check_not_in_transfer(case: EnforcementCase) -> None:
    if case.status == CaseStatus.TRANSFERRING:
        current = case.transfers.select_related("receiver").get(status=TransferStatus.SENT)
        raise RuleViolation(
            "already_in_transfer",
            _("%(case)s is already in transfer to %(receiver)s (%(letter)s), which has until %(due)s to answer.")
            % {
                "case": case,
                "receiver": current.receiver,
                "letter": current.document_no,
                "due": timezone.localtime(current.due_at).strftime("%Y-%m-%d %H:%M"),
            },
        )
    if case.status == CaseStatus.TRANSFERRED:
        raise RuleViolation(
            "no_passing_on",
            _(
                "%(holder)s has accepted the case; who accepted it does not pass it on. If it is not competent after"
                " all, it asks the common superior to designate the competent body."
            )
            % {"holder": case.holder},
            basis=JURISDICTION,
        )


def check_receiver(case: EnforcementCase, receiver: Organisation) -> None:
    if receiver == case.holder:
        raise RuleViolation(
            "receiver_holds_it", _("%(body)s already holds the case.") % {"body": receiver}, field="receiver"
        )


def _coded(choices: type[TransferReason] | type[ReturnReason], code: str) -> str:
    if code not in choices.values:
        raise RuleViolation(
            "invalid",
            _("“%(code)s” is none of the reasons: %(reasons)s.")
            % {"code": code, "reasons": _(", ").join(str(label) for label in choices.labels)},
            field="reason_code",
        )
    return code


def check_reason(case: EnforcementCase, code: str) -> None:
    """What the code claims about the grant must be true of the grant the case rests on."""
    _coded(TransferReason, code)
    if code == TransferReason.LEVEL_RESERVED and case.grant.level != GrantLevel.BELOW_HEARING:
        raise RuleViolation(
            "reason_does_not_fit",
            _("%(township)s holds this power for all penalties; nothing of it is reserved to the county level.")
            % {"township": case.township},
            field="reason_code",
        )
    if code == TransferReason.GRANT_WITHDRAWN and case.grant.is_in_force():
        raise RuleViolation(
            "reason_does_not_fit",
            _("%(township)s still holds this power; its grant has not ended.") % {"township": case.township},
            field="reason_code",
        )


def entry_relied_on(
    case: EnforcementCase, receiver: Organisation, reason_code: str, entry: Entry | None
) -> Entry | None:
    """Why the case is the receiver's: an entry it leads, the catalogue's department, the place, or its earlier filing.

    Returns the entry, if there is one.
    """
    check_entry_in_force(entry, field="entry")
    if entry is not None:
        _check_entry_names(entry, receiver, case, field="entry")
        return entry
    own = current_entry(case)
    if own is not None and receiver in competent_bodies(own, township=case.township):
        return own
    if reason_code in (TransferReason.NOT_OUR_TERRITORY, TransferReason.FILED_EARLIER):
        return None
    if receiver == case.power.department:
        return None
    raise RuleViolation(
        "receiver_without_basis",
        _(
            "Nothing says that the case is for %(receiver)s: name the entry of the duty list it leads. The catalogue"
            " names %(department)s for this power."
        )
        % {"receiver": receiver, "department": case.power.department},
        field="entry",
        basis=NO_POWER,
    )


def _check_entry_names(entry: Entry, body: Organisation, case: EnforcementCase, *, field: str) -> None:
    competent = competent_bodies(entry, township=case.township)
    if body not in competent:
        raise RuleViolation(
            "entry_names_other_body",
            _("“%(entry)s” does not name %(body)s as the lead; it names %(others)s.")
            % {"entry": entry, "body": body, "others": "、".join(str(other) for other in competent) or "—"},
            field=field,
        )


def check_unanswered(transfer: Transfer, version: int | None) -> None:
    if transfer.status != TransferStatus.SENT:
        raise RuleViolation(
            "already_answered",
            _("%(letter)s was answered on %(time)s by %(name)s: %(answer)s. After acceptance nothing is sent back.")
            % {
                "letter": transfer.document_no,
                "time": timezone.localtime(transfer.answered_at).strftime("%Y-%m-%d %H:%M"),
                "name": transfer.answered_by,
                "answer": transfer.get_status_display(),
            },
            basis=JURISDICTION,
        )
    check_version(transfer, version)


def check_first_return(case: EnforcementCase) -> None:
    earlier = case.transfers.filter(status=TransferStatus.SENT_BACK).select_related("receiver").first()
    if earlier is not None:
        raise RuleViolation(
            "returned_before",
            _(
                "The case was already sent back once, by %(body)s (%(letter)s); it is not sent round. Accept it and"
                " raise a jurisdiction dispute: the justice bureau has the competent body designated."
            )
            % {"body": earlier.receiver, "letter": earlier.document_no},
            basis=JURISDICTION,
        )


def check_return(reason_code: str, explanation: str, external_ref: str) -> None:
    """The reason is one of the codes, and says what such a reason must say."""
    _coded(ReturnReason, reason_code)
    if not explanation.strip():
        raise RuleViolation("invalid", _("Say why; a return without reasons is no answer."), field="explanation")
    if reason_code == ReturnReason.DUPLICATE and not external_ref.strip():
        raise RuleViolation(
            "open_case_missing", _("Cite the number of your open case on the same act."), field="external_ref"
        )


def competent_body_named(
    case: EnforcementCase,
    transfer: Transfer,
    reason_code: str,
    right_body: Organisation | None,
    right_entry: Entry | None,
) -> Organisation | None:
    if reason_code not in NAMES_RIGHT_BODY and right_body is None:
        if right_entry is not None:
            raise RuleViolation(
                "right_body_missing", _("An entry is cited to show whose it is: name the body."), field="right_body"
            )
        return None
    if right_body is None:
        raise RuleViolation(
            "right_body_missing",
            _("Who sends a case back as not its own names the competent body."),
            field="right_body",
            basis=JURISDICTION if reason_code == ReturnReason.NOT_OUR_ITEM else TERRITORY,
        )
    right_body = body_of(right_body, field="right_body")
    if right_body == transfer.receiver:
        raise RuleViolation(
            "right_body_is_us",
            _("%(body)s cannot send the case back and name itself.") % {"body": right_body},
            field="right_body",
        )
    if reason_code == ReturnReason.NOT_OUR_ITEM and right_entry is None:
        raise RuleViolation(
            "right_entry_missing",
            _("Cite the entry of the duty list under which %(body)s is competent.") % {"body": right_body},
            field="right_entry",
        )
    if right_entry is not None:
        check_entry_in_force(right_entry, field="right_entry")
        _check_entry_names(right_entry, right_body, case, field="right_entry")
    return right_body
