"""Handing papers over: from agent to window, window to body, and back; who receives them holds them."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access import operation
from governance.custody import take_custody
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.transitions import move
from services.models import Application, HandOver
from services.operations.clocks import advance, change
from services.operations.telling import HANDED_OVER, SENT_BACK, tell
from services.states import OVER, ApplicationStatus, HandOverAnswer


@operation(_("Hand over papers"), at="holder")
def hand_over_application(
    application: Application,
    *,
    by: Account,
    receiver: Organisation,
    reason: str,
    originals: str = "",
    version: int | None = None,
) -> HandOver:
    """转办、交接: the papers are on their way with their list; the holder answers for them until they are received.

    Before acceptance the application is “passed on” (转办) meanwhile; the five days run on. Raises RuleViolation
    `application_over`, `papers_on_the_way`, `has_the_papers`, `body_closed`, `reason_missing`, `invalid`; StaleVersion.
    """
    if application.status in OVER - {ApplicationStatus.ISSUED}:
        raise RuleViolation("application_over", _("The application is over; its papers stay where they are."))
    if application.offered_to_id is not None:
        message = _("The papers are on their way to %(receiver)s already.")
        raise RuleViolation("papers_on_the_way", message % {"receiver": application.offered_to})
    if receiver.pk == application.holder_id:
        raise RuleViolation("has_the_papers", _("%(body)s has the papers.") % {"body": receiver}, field="receiver")
    if not receiver.is_open():
        raise RuleViolation("body_closed", _("%(body)s no longer exists.") % {"body": receiver}, field="receiver")
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why they go there."), field="reason")
    hand_over = HandOver(
        application=application,
        sender=application.holder,
        receiver=receiver,
        reason=reason.strip(),
        originals=originals.strip(),
        sent_by=by,
    )
    check_fields(hand_over, skip=("application", "sender", "receiver", "sent_by", "answered_by", "right_body"))
    hand_over.save(force_insert=True)
    if application.status == ApplicationStatus.SUBMITTED:
        advance(application, ApplicationStatus.REDIRECTED, reason=hand_over.reason, offered_to=receiver)
    else:
        change(application, reason=hand_over.reason, offered_to=receiver)
    tell(HANDED_OVER, application, to=[receiver])
    return hand_over


def _open(application: Application) -> HandOver:
    hand_over = application.hand_overs.filter(status=HandOverAnswer.OPEN).first()
    if hand_over is None:
        raise RuleViolation("papers_answered", _("No papers are on their way: this has been answered."))
    return hand_over


@operation(_("Receive papers"), at="offered_to")
def receive_papers(application: Application, *, by: Account, version: int | None = None) -> Application:
    """签收: the receiver has the papers from this instant. Raises RuleViolation `papers_answered`; StaleVersion."""
    hand_over = _open(application)
    at = take_custody(application, hand_over.receiver, at=timezone.now())
    _answer(hand_over, HandOverAnswer.RECEIVED, by, at=at)
    moved = {"holder": hand_over.receiver, "offered_to": None}
    if application.status == ApplicationStatus.REDIRECTED:
        advance(application, ApplicationStatus.SUBMITTED, **moved)
    else:
        change(application, **moved)
    return application


@operation(_("Send papers back"), at="offered_to")
def send_papers_back(
    application: Application,
    *,
    by: Account,
    reason: str,
    right_body: Organisation | None = None,
    version: int | None = None,
) -> Application:
    """退回: the papers stay with whoever sent them, who knows why, and whose the matter is if that is known.

    Raises RuleViolation `papers_answered`, `reason_missing`, `competent_body_is_ours`; StaleVersion.
    """
    hand_over = _open(application)
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why the papers go back."), field="reason")
    if right_body is not None and right_body.pk == hand_over.receiver_id:
        raise RuleViolation("competent_body_is_ours", _("Name another body than your own."), field="right_body")
    _answer(hand_over, HandOverAnswer.SENT_BACK, by, reason=reason.strip(), right_body=right_body)
    if application.status == ApplicationStatus.REDIRECTED:
        advance(application, ApplicationStatus.SUBMITTED, reason=reason.strip(), offered_to=None)
    else:
        change(application, reason=reason.strip(), offered_to=None)
    tell(SENT_BACK, application, to=[hand_over.sender])
    return application


def _answer(
    hand_over: HandOver,
    answer: str,
    by: Account,
    *,
    at: datetime.datetime | None = None,
    reason: str = "",
    right_body: Organisation | None = None,
) -> None:
    move(
        hand_over,
        answer,
        organisation=hand_over.receiver,
        reason=reason,
        answered_at=at or timezone.now(),
        answered_by=by,
        answer_reason=reason,
        right_body=right_body,
    )
