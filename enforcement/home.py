"""Home of those who handle, receive and watch cases."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from enforcement.models import EnforcementCase, Transfer
from enforcement.states import CaseStatus, TransferStatus
from governance import access
from governance.admin.display import clock
from governance.bodies import bodies_of
from governance.models import Account
from governance.panels import Act, Line, Link, Panel, Panels, begin, list_url, page_of, panel_of, verbs


def _transfers_to_answer(account: Account) -> Iterator[Panel]:
    returned = Transfer.objects.filter(case=OuterRef("case"), status=TransferStatus.SENT_BACK)
    rows = Transfer.objects.incoming(account).open().annotate(returned=Exists(returned))

    def line(transfer: Any) -> Line:
        names = ("accept",) if transfer.returned else ("accept", "send-back")  # a case is not sent back twice
        return _transfer_line(transfer, transfer.sender, verbs=verbs(account, transfer, *names))

    yield panel_of(
        _("Transfers to answer"),
        rows.select_related("case", "sender", "receiver__managed_by").order_by("due_at", "pk"),
        line,
        view="inbox",
        empty=_("Nobody waits for your answer."),
    )


def _transfers_sent(account: Account) -> Iterator[Panel]:
    rows = Transfer.objects.outgoing(account).open().select_related("case", "receiver").order_by("due_at", "pk")
    yield panel_of(
        _("Transfers without an answer yet"),
        rows,
        lambda transfer: _transfer_line(transfer, transfer.receiver),
        view="outbox",
        empty=_("Every transfer you sent has been answered."),
    )


def _transfers_sent_back(account: Account) -> Iterator[Panel]:
    rows = Transfer.objects.outgoing(account).sent_back().select_related("case__holder__managed_by", "receiver")
    yield panel_of(
        _("Sent back to us"),
        rows.order_by("answered_at", "pk"),
        lambda transfer: Line(
            title=transfer.case.cause,
            url=page_of(Transfer).url_of(transfer),
            note=f"{transfer.document_no} · {transfer.receiver}",
            at=transfer.answered_at,
            reason=f"{transfer.get_send_back_reason_display()}{_(': ')}{transfer.send_back_explanation}",
            verbs=verbs(account, transfer.case, "transfer"),
        ),
        view="sent-back",
        empty=_("Nothing was sent back to you."),
    )


def _transfer_line(transfer: Transfer, other: Any, verbs: Sequence[Link] = ()) -> Line:
    return Line(
        title=transfer.case.cause,
        url=page_of(Transfer).url_of(transfer),
        note=f"{transfer.document_no} · {other}",
        clock=clock(transfer.due_at, provisional=transfer.due_provisional),
        at=transfer.due_at,
        verbs=list(verbs),
    )


def _cases(account: Account) -> Iterator[Panel]:
    rows = EnforcementCase.objects.filter(status=CaseStatus.FILED, holder__in=bodies_of(account, "view_cases"))
    yield panel_of(
        _("Cases we hold, by date"),
        rows.select_related("holder__managed_by").order_by("due_at", "pk"),
        lambda case: Line(
            title=case.cause,
            url=page_of(EnforcementCase).url_of(case),
            note=f"{case.case_no} · {case.place}",
            clock=clock(case.due_at, provisional=case.due_provisional),
            at=case.due_at,
            verbs=verbs(account, case, "transfer", "attach"),
        ),
        view="held",
        empty=_("No open case."),
    )


def _only_watches(account: Account) -> bool:
    """Whether the reader sees transfers and answers none: supervisors, reviewers, leaders."""
    return not (access.may_anywhere(account, "accept_transfer") or access.may_anywhere(account, "transfer_case"))


def _watch(account: Account) -> Iterator[Link]:
    if _only_watches(account):
        yield _("Overdue transfers"), list_url(Transfer, "?view=overdue")


def _silent_transfers(account: Account) -> Iterator[Panel]:
    if not _only_watches(account):
        return
    rows = Transfer.objects.for_user(account).overdue().select_related("case", "receiver").order_by("due_at", "pk")
    yield panel_of(
        _("Transfers overdue for an answer"),
        rows,
        lambda transfer: _transfer_line(transfer, transfer.receiver),
        view="overdue",
        empty=_("Every transfer has been answered in time, or still has time."),
    )


# By right; panels in the order of urgency, acts beginning with the most usual.
PANELS: list[tuple[str, Panels]] = [
    ("accept_transfer", _transfers_to_answer),
    ("transfer_case", _transfers_sent_back),
    ("transfer_case", _cases),
    ("transfer_case", _transfers_sent),
    ("view_cases", _silent_transfers),
]
ACTS: list[tuple[str, Act]] = [
    ("file_case", lambda account: begin(EnforcementCase, "file")),
    ("file_case", lambda account: [(_("My cases"), list_url(EnforcementCase, "?view=mine"))]),
    ("accept_transfer", lambda account: [(_("Answer transfers"), list_url(Transfer, "?view=inbox"))]),
    ("view_cases", _watch),
]
