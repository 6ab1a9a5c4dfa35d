"""What printed documents of enforcement need."""

from typing import Any

from django.utils import timezone

from enforcement.models import Transfer
from enforcement.operations.cases import party_as_seen
from enforcement.states import TransferReason, Urgency
from governance.bodies import full_name
from governance.models import Account

# Documents are Chinese only, whatever the language of the portal.
REASONS = {
    TransferReason.NOT_OUR_ITEM: "该行为属于你单位主体责任事项",
    TransferReason.NOT_OUR_TERRITORY: "违法行为发生地不在本辖区",
    TransferReason.LEVEL_RESERVED: "拟作处罚超出本单位承接权限",
    TransferReason.GRANT_WITHDRAWN: "该处罚权已收回，未结案件应当移交",
    TransferReason.FILED_EARLIER: "你单位对同一违法行为先行立案",
}
URGENCIES = {Urgency.ORDINARY: "一般", Urgency.URGENT: "紧急"}


def transfer_letter(transfer: Transfer, *, by: Account) -> dict[str, Any]:
    """移送函: the context of its template. Reading the party's name for it is recorded like any other look at it."""
    term = transfer.due.term
    hours = term.unit == "hours"
    return {
        "transfer": transfer,
        "case": transfer.case,
        "sender": full_name(transfer.sender),
        "receiver": full_name(transfer.receiver),
        "party": party_as_seen(transfer.case, by=by),
        "reason": REASONS[TransferReason(transfer.reason_code)],
        "urgency": URGENCIES[Urgency(transfer.urgency)],
        "term": f"自收到本函时起{term.number}小时" if hours else f"自收到本函之日起{term.number}个工作日",
        "basis": term.basis,
        "due_at": timezone.localtime(transfer.due_at),
        "due_shows_hour": hours,
        "sent_on": timezone.localtime(transfer.sent_at),
        "files": list(transfer.files.all()),
    }
