"""Handling accepted applications: opinions, special stages, extension, decision, result, and the ends on the way."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access import operation
from governance.bodies import body_of
from governance.custody import end_custody
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.transitions import check_move
from services.clocks import ARTICLE_45, EXTENSION, JOINT_EXTENSION
from services.models import Application, Opinion, SpecialStage
from services.operations.clocks import advance, change, standing_now
from services.operations.telling import ANSWERED, ASKED, DECIDED, tell
from services.states import HANDLED, ApplicationStatus, CheckResult, Decision, PapersEnd, Way


def check_is_handled(application: Application) -> None:
    """Raise RuleViolation `wrong_state` unless the application is accepted and not decided."""
    if application.status not in HANDLED:
        message = _("%(number)s is “%(state)s”: this is done between acceptance and decision.")
        raise RuleViolation("wrong_state", message % {"number": application, "state": application.get_status_display()})


@operation(_("Take up application"), at="body")
def take_up_application(application: Application, *, by: Account, version: int | None = None) -> Application:
    """承办: whoever takes it up is the handler. Raises RuleViolation `wrong_state`; StaleVersion."""
    advance(application, ApplicationStatus.IN_PROCESS, handler=by)
    return application


@operation(_("Ask for an opinion"), at="body")
def ask_opinion(
    application: Application,
    *,
    by: Account,
    body: Organisation,
    question: str,
    due_on: datetime.date,
    version: int | None = None,
) -> Opinion:
    """征求并联意见: the body is asked beside all others; a licence has 45 working days from now on (许可法 42).

    Raises RuleViolation `wrong_state`, `not_a_body`, `body_closed`, `asks_itself`, `asked_already`, `day_is_over`,
    `invalid`; StaleVersion.
    """
    check_is_handled(application)
    body = body_of(body, field="body")
    if body.pk == application.body_id:
        raise RuleViolation("asks_itself", _("%(body)s decides it itself.") % {"body": body}, field="body")
    if application.opinions.filter(body=body).exists():
        raise RuleViolation("asked_already", _("%(body)s has been asked already.") % {"body": body}, field="body")
    if due_on < timezone.localdate():
        raise RuleViolation("day_is_over", _("This day is over."), field="due_on")
    opinion = Opinion(application=application, body=body, question=question.strip(), due_on=due_on)
    check_fields(opinion, skip=("application", "body", "answered_by"))
    opinion.save(force_insert=True)
    change(application, reason=opinion.question, is_joint=True)
    tell(ASKED, application, to=[body])
    return opinion


@operation(_("Give opinion"), at="body")
def give_opinion(opinion: Opinion, *, by: Account, stance: str, text: str, version: int | None = None) -> Opinion:
    """并联意见: what the body says, once. Raises RuleViolation `opinion_given`, `reason_missing`; StaleVersion."""
    if opinion.answered_at is not None:
        raise RuleViolation("opinion_given", _("The opinion has been given already."))
    if not text.strip():
        raise RuleViolation("reason_missing", _("Say in words what your body thinks of it."), field="text")
    opinion.answered_at, opinion.answered_by, opinion.stance, opinion.text = timezone.now(), by, stance, text.strip()
    opinion.version += 1
    opinion.save()
    change(opinion.application, reason=opinion.text)
    tell(ANSWERED, opinion.application, to=[opinion.application.body])
    return opinion


@operation(_("Begin special stage"), at="body")
def begin_special_stage(
    application: Application,
    *,
    by: Account,
    kind: str,
    expected_days: int,
    told_on: datetime.date | None = None,
    counts: bool = False,
    basis: str = "",
    version: int | None = None,
) -> Application:
    """特别程序: its days do not count from the day on which the applicant was told in writing, if the law says so.

    Of a licence the law says so for these five kinds (许可法 45); of anything else `basis` names the rule, or the stage
    counts. Raises RuleViolation `wrong_state`, `basis_missing`, `told_later`, `invalid`; StaleVersion.
    """
    check_move(application, ApplicationStatus.SPECIAL_STAGE)
    today = timezone.localdate()
    basis = basis.strip() or (ARTICLE_45 if application.item.is_licence else "")
    if not counts and not basis:
        message = _("Days are left out of a limit only where a rule says so: name it, or let the stage count.")
        raise RuleViolation("basis_missing", message, field="basis")
    if told_on is not None and told_on > today:
        raise RuleViolation("told_later", _("This day has not come."), field="told_on")
    if application.stages.filter(kind=kind, first_on=today).exists():
        message = _("This stage has been begun today already.")
        raise RuleViolation("stage_begun", message, field="kind")
    stage = SpecialStage(
        application=application, kind=kind, counts=counts, basis=basis, first_on=today,
        expected_days=expected_days, told_on=told_on,
    )  # fmt: skip
    check_fields(stage, skip=("application",))
    stage.save(force_insert=True)
    advance(application, ApplicationStatus.SPECIAL_STAGE, reason=basis)
    return application


@operation(_("End special stage"), at="body")
def end_special_stage(
    application: Application, *, by: Account, outcome: str, version: int | None = None
) -> Application:
    """特别程序结束: today is its last day; the limits run on from tomorrow. Raises RuleViolation `wrong_state`."""
    check_move(application, ApplicationStatus.IN_PROCESS)
    if application.status != ApplicationStatus.SPECIAL_STAGE:
        raise RuleViolation("wrong_state", _("No special stage is going on."))
    stage = application.stages.get(last_on=None)
    stage.last_on, stage.outcome = timezone.localdate(), outcome.strip()
    stage.save(update_fields=["last_on", "outcome"])
    advance(application, ApplicationStatus.IN_PROCESS, reason=stage.outcome)
    return application


@operation(_("Extend limit of application"), at="body")
def extend_application(
    application: Application, *, by: Account, reason: str, version: int | None = None
) -> Application:
    """延长期限: by ten working days, of joint handling by fifteen, once, with the head's approval and a reason the
    applicant is told (许可法 42).

    Raises RuleViolation `wrong_state`, `no_extension`, `extended_already`, `limit_over`, `reason_missing`.
    """
    check_is_handled(application)
    if not application.item.is_licence:
        raise RuleViolation("no_extension", _("No rule lets the limit of this item be extended."))
    if application.extended_by:
        raise RuleViolation("extended_already", _("The limit has been extended once already."))
    legal = standing_now(application).legal
    if legal is not None and legal.due.is_overdue(timezone.now()):
        message = _("The legal limit ended on %(day)s: what is over is not extended.")
        raise RuleViolation("limit_over", message % {"day": legal.due.limit_on})
    if not reason.strip():
        raise RuleViolation("reason_missing", _("The applicant is told why."), field="reason")
    change(
        application,
        reason=reason.strip(),
        extended_by=JOINT_EXTENSION if application.is_joint else EXTENSION,
        extension_reason=reason.strip(),
        extension_approved_by=by,
    )
    return application


@operation(_("Decide application"), at="body")
def decide_application(
    application: Application,
    *,
    by: Account,
    decision: str,
    explanation: str = "",
    result: str = "",
    version: int | None = None,
) -> Application:
    """决定: granted, or refused with reasons (许可法 38); the ten working days for handing it over begin (44).

    Raises RuleViolation `wrong_state`, `refusal_without_reasons`, `opinions_missing`, `gaps_open`, `papers_elsewhere`;
    StaleVersion. Of two who decide at once the slower is refused.
    """
    granted = decision == Decision.GRANT
    to = ApplicationStatus.DECIDED_GRANT if granted else ApplicationStatus.DECIDED_REFUSE
    check_move(application, to)
    if application.holder_id != application.body_id:
        message = _("%(holder)s has the papers; they are handed over to %(body)s before it decides.")
        words = {"holder": application.holder, "body": application.body}
        raise RuleViolation("papers_elsewhere", message % words)
    if not granted and not explanation.strip():
        message = _("A refusal says why, and where to turn against it.")
        raise RuleViolation("refusal_without_reasons", message, field="explanation")
    if granted:
        _check_ready(application)
    advance(
        application,
        to,
        reason=explanation.strip(),
        decided_at=timezone.now(),
        decided_by=by,
        explanation=explanation.strip(),
        result=result.strip(),
        handler=application.handler or by,
    )
    tell(DECIDED, application, to=[application.centre])
    return application


def _check_ready(application: Application) -> None:
    """Nothing is granted while a body that was asked is silent or a paper is missing."""
    silent = list(application.opinions.filter(answered_at=None).select_related("body"))
    if silent:
        message = _("%(bodies)s have yet to give their opinion.")
        raise RuleViolation("opinions_missing", message % {"bodies": _(", ").join(str(one.body) for one in silent)})
    missing = list(application.gaps.filter(brought_at=None))
    if missing:
        message = _("Still missing: %(papers)s. Nothing is granted before they are there.")
        raise RuleViolation("gaps_open", message % {"papers": _(", ").join(map(str, missing))})


@operation(_("Hand over result"), at="holder")
def issue_application(
    application: Application, *, by: Account, received_by: str, version: int | None = None
) -> Application:
    """出证、送达: the applicant, or the agent, has the result. `received_by` says who signed for it.

    Raises RuleViolation `wrong_state`; StaleVersion.
    """
    advance(application, ApplicationStatus.ISSUED, reason=received_by.strip(), issued_at=timezone.now())
    return application


@operation(_("Close application"), at="holder")
def close_application(application: Application, *, by: Account, version: int | None = None) -> Application:
    """办结归档: nothing more is done; nobody holds the papers. Raises RuleViolation `wrong_state`; StaleVersion."""
    _end(application, ApplicationStatus.CLOSED, "")
    return application


@operation(_("Withdraw application"), at="holder")
def withdraw_application(
    application: Application, *, by: Account, reason: str, version: int | None = None
) -> Application:
    """撤回: the applicant takes it back before it is decided. Raises RuleViolation `wrong_state`; StaleVersion."""
    _end(application, ApplicationStatus.WITHDRAWN, reason)
    return application


@operation(_("Terminate application"), at="holder")
def terminate_application(
    application: Application, *, by: Account, reason: str, version: int | None = None
) -> Application:
    """终止: it cannot be decided any more, such as when a named gap was not closed; the applicant is told why.

    Raises RuleViolation `wrong_state`, `reason_missing`; StaleVersion.
    """
    if not reason.strip():
        raise RuleViolation("reason_missing", _("The applicant is told why."), field="reason")
    _end(application, ApplicationStatus.TERMINATED, reason, explanation=reason.strip())
    return application


@operation(_("Let application lapse"), at="holder")
def lapse_application(application: Application, *, by: Account, version: int | None = None) -> Application:
    """视为放弃: what was asked for did not come in its time. Raises RuleViolation `wrong_state`, `still_time`."""
    check_move(application, ApplicationStatus.LAPSED)
    request = application.supplement_requests.get()
    if not request.due.is_overdue(timezone.now()):
        message = _("The applicant has until %(day)s to bring the papers.")
        raise RuleViolation("still_time", message % {"day": request.due_on})
    _end(application, ApplicationStatus.LAPSED, "")
    return application


@operation(_("Check promise of applicant"), at="body")
def check_commitment(
    application: Application, *, by: Account, result: str, explanation: str = "", version: int | None = None
) -> Application:
    """承诺核查: what the applicant promised is so, or it is not and the decision is annulled (许可法 69).

    Raises RuleViolation `no_promise`, `not_granted`, `checked_already`, `annulled_without_reasons`; StaleVersion.
    """
    if application.way != Way.COMMITMENT:
        raise RuleViolation("no_promise", _("This application does not rest on a promise."))
    granted = (ApplicationStatus.DECIDED_GRANT, ApplicationStatus.ISSUED, ApplicationStatus.CLOSED)
    if application.status not in granted:
        raise RuleViolation("not_granted", _("A promise is checked after the decision that rests on it."))
    if application.check_result:
        raise RuleViolation("checked_already", _("The promise has been checked already."))
    is_false = result == CheckResult.FALSE
    if is_false and not explanation.strip():
        message = _("Say what was not as promised: the decision is annulled because of it.")
        raise RuleViolation("annulled_without_reasons", message, field="explanation")
    now = timezone.now()
    change(
        application,
        reason=explanation.strip(),
        check_result=result,
        checked_at=now,
        annulled_at=now if is_false else None,
    )
    return application


def _end(application: Application, to: str, reason: str, **changes: object) -> None:
    now = timezone.now()
    if application.offered_to_id is not None:
        message = _("The papers are on their way to %(receiver)s; it ends once they have been received.")
        raise RuleViolation("papers_on_the_way", message % {"receiver": application.offered_to})
    advance(application, to, reason=reason.strip(), ended_at=now, **changes)
    end_custody(application, PapersEnd.OVER, at=now)
