"""Receiving orders of the hotline, answering, returning, and what they become."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, outbox
from governance.access import operation
from governance.bodies import body_of
from governance.calendars import current_calendar
from governance.custody import begin_custody, end_custody
from governance.errors import RuleViolation
from governance.local_values import local_term
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.switches import applies
from governance.transitions import check_move, move
from governance.workdays.counting import due_date
from governance.workdays.results import DueDate
from governance.workdays.terms import Regime, Term, Unit
from responsibilities.models import Entry
from services.hotline_states import OrderEnd, OrderStatus
from services.models import Application, HotlineOrder

# 山东省政务服务热线管理办法（参照）: 5 working days, complex ones 10, returned within 2; a county may set its own.
ANSWER = Term(rule="services.hotline_answer", number=5, unit=Unit.WORKING_DAYS, regime=Regime.NATURAL)
COMPLEX = Term(rule="services.hotline_answer_complex", number=10, unit=Unit.WORKING_DAYS, regime=Regime.NATURAL)
RETURN = Term(rule="services.hotline_return", number=2, unit=Unit.WORKING_DAYS, regime=Regime.NATURAL)

RECEIVED = outbox.declare("services.hotline.received", _("An order of the hotline is to be answered"))


@operation(_("Receive hotline order"), at="self", lock=False)
def receive_order(
    body: Organisation,
    *,
    by: Account,
    order_no: str,
    subject: str,
    text: str,
    caller_name: str = "",
    caller_telephone: str = "",
    is_complex: bool = False,
) -> HotlineOrder:
    """接单: the body has the order, and its days begin. Raises RuleViolation `order_known`, `not_a_body`, `invalid`."""
    holder = body_of(body, field="body")
    order_no = order_no.strip()
    if HotlineOrder.objects.filter(order_no=order_no).exists():
        raise RuleViolation("order_known", _("Order %(no)s is here already.") % {"no": order_no}, field="order_no")
    now = timezone.now()
    today = timezone.localdate(now)
    due = _due(COMPLEX if is_complex else ANSWER, holder, today)
    order = HotlineOrder(
        order_no=order_no,
        holder=holder,
        subject=subject.strip(),
        text=text.strip(),
        caller_name=caller_name.strip(),
        caller_telephone=caller_telephone.strip(),
        is_complex=is_complex,
        received_at=now,
        received_by=by,
        due_on=due.limit_on,
        due_provisional=due.provisional,
        return_until=_due(RETURN, holder, today).limit_on,
    )
    check_fields(order, skip=("holder", "received_by", "answered_by", "right_body", "right_entry", "application"))
    order.save(force_insert=True)
    begin_custody(order, holder, at=now)
    audit.record(order, organisation=holder, after=audit.snapshot(order, "order_no", "holder", "due_on", "is_complex"))
    outbox.emit(
        RECEIVED,
        to=[holder],
        about=order,
        right="view_hotline_orders",
        api_path=f"/api/v1/services/hotline/{order.pk}/",
        page_path=f"/services/order/{order.pk}/",
        label=order.order_no,
    )
    return order


@operation(_("Answer hotline order"), at="holder")
def answer_order(order: HotlineOrder, *, by: Account, answer: str, version: int | None = None) -> HotlineOrder:
    """办结答复. Raises RuleViolation `wrong_state`, `answer_missing`; StaleVersion."""
    if not answer.strip():
        raise RuleViolation("answer_missing", _("Say what was done."), field="answer")
    _end(order, OrderStatus.ANSWERED, OrderEnd.ANSWERED, by=by, answer=answer.strip())
    return order


@operation(_("Return hotline order"), at="holder")
def return_order(
    order: HotlineOrder,
    *,
    by: Account,
    answer: str,
    right_body: Organisation,
    right_entry: Entry | None = None,
    version: int | None = None,
) -> HotlineOrder:
    """退单: it is another body's, which is named, and by which entry of the duty list if there is one; within its days.

    Raises RuleViolation `wrong_state`, `returned_too_late`, `answer_missing`, `returned_to_ourselves`, `not_a_body`,
    `body_closed`, `entry_of_another_body`; StaleVersion.
    """
    check_move(order, OrderStatus.RETURNED)
    if applies("returned_too_late", at=order.holder) and timezone.localdate() > order.return_until:
        too_late = _("It could be returned until %(day)s; now it is answered, and a dispute goes to the hotline.")
        raise RuleViolation("returned_too_late", too_late % {"day": order.return_until})
    if not answer.strip():
        raise RuleViolation("answer_missing", _("Say why it is another body's."), field="answer")
    named = body_of(right_body, field="right_body")
    if named.pk == order.holder_id:
        raise RuleViolation("returned_to_ourselves", _("Name another body than your own."), field="right_body")
    if right_entry is not None and not right_entry.participations.filter(body=named).exists():
        message = _("This entry does not name %(body)s.") % {"body": named}
        raise RuleViolation("entry_of_another_body", message, field="right_entry")
    _end(
        order, OrderStatus.RETURNED, OrderEnd.RETURNED,
        by=by, answer=answer.strip(), right_body=named, right_entry=right_entry,
    )  # fmt: skip
    return order


@operation(_("Make hotline order an application"), at="holder")
def link_order(
    order: HotlineOrder, *, by: Account, application: Application, version: int | None = None
) -> HotlineOrder:
    """转为办件: the application it has become is named, and the link stays; the caller is still to be answered.

    Raises RuleViolation `wrong_state`, `application_elsewhere`, `application_linked`; StaleVersion.
    """
    if application.centre_id != order.holder_id and application.body_id != order.holder_id:
        elsewhere = _("%(number)s is neither received nor decided by %(body)s.")
        words = {"number": application, "body": order.holder}
        raise RuleViolation("application_elsewhere", elsewhere % words, field="application")
    if HotlineOrder.objects.filter(application=application).exists():
        message = _("%(number)s belongs to another order already.") % {"number": application}
        raise RuleViolation("application_linked", message, field="application")
    move(order, OrderStatus.BECAME, organisation=order.holder, application=application)
    return order


@operation(_("Open caller of hotline order"), at="holder")
def open_caller(order: HotlineOrder, *, by: Account, reason: str) -> dict[str, str]:
    """开启来电人信息: who called, for whoever has to speak with them; that it was opened, and why, is recorded.

    Raises RuleViolation `reason_missing`.
    """
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say for what you need to know who called."), field="reason")
    audit.record(order, organisation=order.holder, reason=reason.strip())
    return {"caller_name": order.caller_name, "caller_telephone": order.caller_telephone}


def _due(term: Term, holder: Organisation, today: datetime.date) -> DueDate:
    local = local_term(term.rule, at=holder, on=today)
    return due_date(local.as_term() if local else term, today, current_calendar(), event="received")


def _end(order: HotlineOrder, to: str, because: str, *, by: Account, answer: str, **changes: object) -> None:
    now = timezone.now()
    move(order, to, organisation=order.holder, reason=answer, answered_at=now, answered_by=by, answer=answer, **changes)
    end_custody(order, because, at=now)
