"""What must be true before a case is sent, accepted or sent back."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from enforcement.models import EnforcementCase, PowerGrant, Transfer
from enforcement.operations.cases import check_entry_in_force, check_not_voided
from enforcement.selectors.receivers import CaseEntries
from enforcement.states import (
    NAMES_RIGHT_BODY,
    CaseStatus,
    GrantLevel,
    ListSays,
    SendBackReason,
    TransferReason,
    TransferStatus,
)
from governance.bodies import body_of
from governance.errors import RuleViolation
from governance.judgements import Consulted, Judgement, rule_consulted
from governance.models import Organisation
from governance.switches import applies
from governance.wording import listed
from responsibilities.models import Entry
from responsibilities.selectors.bodies import competent_bodies

# 行政处罚法 25: who disputes a case negotiates, or the common superior designates; nobody passes it round. For market
# supervision the ministry's rule says so itself (市场监督管理行政处罚程序规定 13–18).

# An argument and a place are told in words; “.” or “同上” is neither. Signs and spaces do not count.
SHORTEST_ARGUMENT = 10
SHORTEST_PLACE = 4


def check_can_be_sent(case: EnforcementCase) -> None:
    check_not_voided(case)
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
        )


def check_receiver(case: EnforcementCase, receiver: Organisation) -> None:
    if receiver == case.holder:
        raise RuleViolation(
            "receiver_holds_it", _("%(body)s already holds the case.") % {"body": receiver}, field="receiver"
        )


def _coded(choices: type[TransferReason] | type[SendBackReason], code: str) -> str:
    if code not in choices.values:
        raise RuleViolation(
            "invalid",
            _("“%(code)s” is none of the reasons: %(reasons)s.")
            % {"code": code, "reasons": listed(str(label) for label in choices.labels)},
            field="reason_code",
        )
    return code


def check_reason(case: EnforcementCase, code: str) -> None:
    """What the code claims about the grant must be true of the grant the case rests on."""
    _coded(TransferReason, code)
    if code not in (TransferReason.LEVEL_RESERVED, TransferReason.GRANT_WITHDRAWN):
        return
    grant = PowerGrant.objects.get(pk=case.grant_id)  # as it is now
    if code == TransferReason.LEVEL_RESERVED and grant.level != GrantLevel.BELOW_HEARING:
        raise RuleViolation(
            "reason_does_not_fit",
            _("%(township)s holds this power for all penalties; nothing of it is reserved to the county level.")
            % {"township": case.township},
            field="reason_code",
        )
    if code == TransferReason.GRANT_WITHDRAWN and grant.is_in_force():
        raise RuleViolation(
            "reason_does_not_fit",
            _("%(township)s still holds this power; its grant has not ended.") % {"township": case.township},
            field="reason_code",
        )


def entry_relied_on(
    entries: CaseEntries, receiver: Organisation, reason_code: str, entry: Entry | None
) -> Entry | None:
    """Why the case is the receiver's: an entry it leads, the catalogue's department, the place, or its earlier filing.

    Returns the entry, if there is one.
    """
    case = entries.case
    if reason_code == TransferReason.NOT_OUR_TERRITORY:
        _check_has_territory(receiver, field="receiver")
    check_entry_in_force(entry, field="entry")
    if entry is not None:
        _check_entry_names(entry, receiver, entries.leads(entry), field="entry")
        return entry
    own = entries.that_names(receiver)
    if own is not None:
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
    )


def _check_has_territory(body: Organisation, *, field: str) -> None:
    """“Another territory” is that of another township; a department's is the whole county, the sender's included."""
    if body.kind != Organisation.Kind.TOWNSHIP:
        raise RuleViolation(
            "no_territory",
            _("%(body)s has no territory of its own. Name the township in which the act took place.") % {"body": body},
            field=field,
        )


def check_argument(entries: CaseEntries, reason_code: str, entry: Entry | None, argument: str) -> None:
    """“Not our item” is shown by an entry that the receiver leads and the sender does not. Without one it is argued.

    The argument (与清单不一致的理由) is the sender's, in words for the receiver, who may send the case back for it.
    """
    if reason_code != TransferReason.NOT_OUR_ITEM:
        return
    led = entries.led_by_holder(entry)
    if led is None and entry is not None:
        return
    if led is not None and not argument.strip():
        raise RuleViolation(
            "sender_leads",
            _(
                "By “%(entry)s” of %(edition)s %(sender)s itself leads this item. Handle it yourselves, choose the"
                " reason that fits, or say why it is the receiver’s all the same; the receiver reads that."
            )
            % {"entry": led, "edition": led.edition, "sender": entries.case.holder},
            field="argument",
        )
    if not argument.strip():
        raise RuleViolation(
            "entry_missing",
            _(
                "Nothing of the duty list is named that makes this the receiver’s item. Name the entry that it leads,"
                " or say why it is the receiver’s without one; the receiver reads that."
            ),
            field="entry",
        )
    if _length(argument) < SHORTEST_ARGUMENT:
        raise RuleViolation(
            "argument_too_short",
            _("This is no argument yet: say in at least %(count)d characters why it is the receiver’s.")
            % {"count": SHORTEST_ARGUMENT},
            field="argument",
        )


def judge_whose_item(
    entries: CaseEntries, receiver: Organisation, reason_code: str, entry: Entry | None, argument: str
) -> Judgement | None:
    """事项归属认定: what list and catalogue say today of whose item it is, kept with the letter that rests on it."""
    if reason_code != TransferReason.NOT_OUR_ITEM:
        return None
    case = entries.case
    led = entries.led_by_holder(entry)
    read = {one.pk: one for one in (entries.current, entry) if one is not None}
    says = [
        Consulted("entry", f"{one.seq_no} {one.title}：{'、'.join(map(str, entries.leads(one)))}", version=f"{pk}")
        for pk, one in read.items()
    ]
    if entry is None:
        power = case.power
        says.append(Consulted("power", f"{power}：{power.department}", power.legal_basis, power.catalogue_edition))
    named = ListSays.NOBODY if entry is None else ListSays.RECEIVER
    answer = named if led is None else ListSays.SENDER
    return Judgement(
        "enforcement.whose_item",
        answer.value,
        (*says, rule_consulted("sender_leads"), rule_consulted("receiver_without_basis")),
        {"case": case.case_no, "sender": case.holder.name, "receiver": receiver.name, "argued": bool(argument.strip())},
        on=timezone.localdate(),
        known=timezone.now(),
    )


def check_claims(
    case: EnforcementCase,
    reason_code: str,
    *,
    earlier_case_no: str,
    earlier_filed_on: datetime.date | None,
    territory: str,
) -> None:
    """“Filed earlier” says which filing and when, “another territory” says where; no other reason says either."""
    filed_earlier = reason_code == TransferReason.FILED_EARLIER
    if not filed_earlier and (earlier_case_no or earlier_filed_on):
        raise _does_not_fit("earlier_case_no" if earlier_case_no else "earlier_filed_on")
    if reason_code != TransferReason.NOT_OUR_TERRITORY and territory:
        raise _does_not_fit("territory")
    if filed_earlier and not _length(earlier_case_no):
        raise _claim_missing("earlier_case_no", _("Cite the number under which the receiver filed."))
    if filed_earlier and earlier_filed_on is None:
        raise _claim_missing("earlier_filed_on", _("Say on which day the receiver filed."))
    filed_on = timezone.localdate(case.filed_at)
    if earlier_filed_on and earlier_filed_on > filed_on:
        raise RuleViolation(
            "not_filed_earlier",
            _("%(sender)s filed on %(day)s; a filing after that day is not the earlier one.")
            % {"sender": case.township, "day": filed_on},
            field="earlier_filed_on",
        )
    if reason_code == TransferReason.NOT_OUR_TERRITORY and _length(territory) < SHORTEST_PLACE:
        raise _claim_missing(
            "territory",
            _(
                "Say where the place lies, for the receiver to check: village, road, boundary (at least %(count)d"
                " characters)."
            )
            % {"count": SHORTEST_PLACE},
        )


def _claim_missing(field: str, message: str) -> RuleViolation:
    return RuleViolation("claim_missing", message, field=field)


def _does_not_fit(field: str) -> RuleViolation:
    message = _("This belongs to another reason. Leave it empty, or choose the reason that it belongs to.")
    return RuleViolation("claim_does_not_fit", message, field=field)


def _length(text: str) -> int:
    """How many letters, digits and characters there are, without signs and spaces."""
    return sum(map(str.isalnum, text))


def _check_entry_names(entry: Entry, body: Organisation, competent: list[Organisation], *, field: str) -> None:
    if body not in competent:
        raise RuleViolation(
            "entry_names_other_body",
            _("“%(entry)s” does not name %(body)s as the lead; it names %(others)s.")
            % {"entry": entry, "body": body, "others": "、".join(str(other) for other in competent) or "—"},
            field=field,
        )


def check_unanswered(transfer: Transfer) -> None:
    """Whoever answers second is told who has answered, and not only that something changed."""
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
        )


def check_not_sent_back_before(case: EnforcementCase) -> None:
    earlier = case.transfers.filter(status=TransferStatus.SENT_BACK).select_related("receiver").first()
    if earlier is not None and applies("sent_back_before", at=case.township):
        raise RuleViolation(
            "sent_back_before",
            _(
                "The case was already sent back once, by %(body)s (%(letter)s); it is not sent round. Accept it and"
                " raise a jurisdiction dispute: the justice bureau has the competent body designated."
            )
            % {"body": earlier.receiver, "letter": earlier.document_no},
        )


def check_send_back(reason_code: str, explanation: str, external_ref: str) -> None:
    """The reason is one of the codes, and says what such a reason must say."""
    _coded(SendBackReason, reason_code)
    if not explanation.strip():
        raise RuleViolation("invalid", _("Say why; a return without reasons is no answer."), field="explanation")
    if reason_code == SendBackReason.DUPLICATE and not external_ref.strip():
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
        )
    right_body = body_of(right_body, field="right_body")
    if right_body == transfer.receiver:
        raise RuleViolation(
            "right_body_is_us",
            _("%(body)s cannot send the case back and name itself.") % {"body": right_body},
            field="right_body",
        )
    if reason_code == SendBackReason.NOT_OUR_TERRITORY:
        _check_has_territory(right_body, field="right_body")
    if reason_code == SendBackReason.NOT_OUR_ITEM and right_entry is None:
        raise RuleViolation(
            "right_entry_missing",
            _("Cite the entry of the duty list under which %(body)s is competent.") % {"body": right_body},
            field="right_entry",
        )
    if right_entry is not None:
        check_entry_in_force(right_entry, field="right_entry")
        competent = competent_bodies(right_entry, township=case.township)
        _check_entry_names(right_entry, right_body, competent, field="right_entry")
        if transfer.receiver in competent:
            raise RuleViolation(
                "right_entry_is_ours",
                _("“%(entry)s” names %(body)s as a lead too: it is no reason to send the case back.")
                % {"entry": right_entry, "body": transfer.receiver},
                field="right_entry",
            )
    return right_body
