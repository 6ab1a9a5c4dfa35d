"""Receiving applications, and the answer to them: accept, say what is missing, or say whose they are."""

import datetime
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, numbering
from governance.access import note_use, operation
from governance.bodies import body_of
from governance.calendars import current_calendar
from governance.custody import begin_custody, end_custody
from governance.errors import NotPermitted, RuleViolation
from governance.local_values import local_term
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.transitions import check_move
from governance.workdays.counting import due_date
from governance.workdays.terms import Regime, Term, Unit, Whose
from services.check_words import new_check_word
from services.item_rules import check_offered
from services.models import Application, Implementation, PaperGap, SupplementRequest
from services.operations.clocks import advance, change, clock_columns, standing_now
from services.states import ApplicationStatus, NotAcceptedReason, PapersEnd, Way

KIND = "件"
# 补正期限: the county sets its own as a dated local term of this name; else 30 days, as most rules of procedure say.
SUPPLEMENT = Term(
    rule="services.supplement", number=30, unit=Unit.NATURAL_DAYS, regime=Regime.NATURAL, whose=Whose.PARTY
)


@operation(_("Receive application"), at="self", lock=False)
def receive_application(
    place: Organisation,
    *,
    by: Account,
    item: Implementation,
    applicant_kind: str,
    applicant_name: str,
    identity_number: str = "",
    telephone: str = "",
    address: str = "",
    subject: str = "",
    way: str = Way.ORDINARY,
    agent_consent: str = "",
) -> Application:
    """收件: the application has a number and a check word, its papers have a holder, and the five days begin.

    `place` is the township or department at whose window it is received, or the village whose agent takes it for the
    applicant (代办), who says in `agent_consent` how the applicant agreed.

    Raises RuleViolation: `not_a_body`, `body_closed`, `on_platform`, `application_item_not_in_force`,
    `not_for_this_applicant`,
    `applicant_consent_missing`, `invalid`.
    """
    centre = body_of(place, field="place")
    village = place if place.kind == Organisation.Kind.VILLAGE else None
    check_offered(item, applicant_kind=applicant_kind, on=timezone.localdate())
    if village is not None and not agent_consent.strip():
        raise RuleViolation(
            "applicant_consent_missing",
            _("An agent acts for the applicant: say how the applicant agreed, such as “signed on the form”."),
            field="agent_consent",
        )
    now = timezone.now()
    application = Application(
        item=item,
        centre=centre,
        body=item.decided_by(centre),
        holder=place,
        village=village,
        way=way,
        subject=subject.strip(),
        applicant_kind=applicant_kind,
        applicant_name=applicant_name.strip(),
        identity_number=identity_number.strip().upper(),
        telephone=telephone.strip(),
        address=address.strip(),
        agent=by if village is not None else None,
        agent_consent=agent_consent.strip() if village is not None else "",
        received_at=now,
        received_on=timezone.localdate(now),
        received_by=by,
        check_word=new_check_word(),
    )
    check_fields(application, skip=_WRITTEN)
    application.number = numbering.serial_no(centre, KIND, application.received_on.year)
    for name, value in clock_columns(application).items():
        setattr(application, name, value)
    application.save(force_insert=True)
    begin_custody(application, place, at=now)
    audit.record(application, after=audit.snapshot(application, *_RECORDED))
    return application


def check_answerable(application: Application) -> None:
    """Raise RuleViolation `deemed_accepted` once silence has accepted a licence: then there is only confirming it."""
    said = standing_now(application)
    if said.is_deemed:
        raise RuleViolation(
            "deemed_accepted",
            _(
                "Nobody answered %(number)s in five working days: it counts as accepted from %(day)s, the day of "
                "receipt. Confirm the acceptance; what is still wanted is asked for while it is handled."
            )
            % {"number": application, "day": application.completed_on or application.received_on},
        )


@operation(_("Request supplement to application"), at="holder")
def request_application_supplement(
    application: Application, *, by: Account, missing: str, version: int | None = None
) -> Application:
    """一次性告知补正: the applicant knows everything that is missing, once, and until when to bring it.

    Raises RuleViolation `supplement_asked_once`, `deemed_accepted` (许可法 32), `wrong_state`, `invalid`; StaleVersion.
    """
    if application.supplement_requests.exists():
        raise RuleViolation(
            "supplement_asked_once",
            _("Papers have been asked for once already: everything missing is said at one time."),
        )
    check_move(application, ApplicationStatus.SUPPLEMENT_REQUESTED)
    check_answerable(application)
    now = timezone.now()
    local = local_term(SUPPLEMENT.rule, at=application.centre, on=timezone.localdate(now))
    term = local.as_term(whose=Whose.PARTY) if local else SUPPLEMENT
    due = due_date(term, timezone.localdate(now), current_calendar(), event="supplement_asked")
    request = SupplementRequest(
        application=application, missing=missing.strip(), asked_at=now, asked_by=by,
        due_on=due.limit_on, due_provisional=due.provisional, due_steps=due.to_json(),
    )  # fmt: skip
    check_fields(request, skip=("application", "asked_by"))
    request.save(force_insert=True)
    advance(application, ApplicationStatus.SUPPLEMENT_REQUESTED, reason=request.missing)
    return application


@operation(_("Complete application"), at="holder")
def complete_application(application: Application, *, by: Account, version: int | None = None) -> Application:
    """补齐: everything that was asked for is there; the five days begin anew.

    Raises RuleViolation `wrong_state`; StaleVersion.
    """
    check_move(application, ApplicationStatus.SUBMITTED)
    if application.status == ApplicationStatus.REDIRECTED:
        raise RuleViolation("wrong_state", _("The papers are on their way; whoever receives them goes on."))
    now = timezone.now()
    application.supplement_requests.update(completed_at=now)
    advance(application, ApplicationStatus.SUBMITTED, completed_on=timezone.localdate(now))
    return application


@operation(_("Accept application"), at="holder")
def accept_application(
    application: Application,
    *,
    by: Account,
    gaps: str = "",
    gaps_due_on: datetime.date | None = None,
    check_due_on: datetime.date | None = None,
    version: int | None = None,
) -> Application:
    """受理: the limits run from today; of a licence that silence has accepted, from the day of receipt (许可法 32).

    Of the way “with minor gaps” each line of `gaps` names one paper that may come until `gaps_due_on`. Of the way “on a
    signed promise” `check_due_on` is the day until which the promise is checked.

    Raises RuleViolation `wrong_state`, `gaps_missing`, `gaps_not_allowed`, `date_missing`, `day_is_over`; StaleVersion.
    """
    check_move(application, ApplicationStatus.ACCEPTED)
    today = timezone.localdate()
    papers = list(dict.fromkeys(line.strip() for line in gaps.splitlines() if line.strip()))
    _check_way(application, papers, gaps_due_on, check_due_on, today)
    if gaps_due_on is not None:
        PaperGap.objects.bulk_create(
            PaperGap(application=application, paper=paper, due_on=gaps_due_on) for paper in papers
        )
    is_deemed = standing_now(application).is_deemed
    complete_on = application.completed_on or application.received_on
    advance(
        application,
        ApplicationStatus.ACCEPTED,
        accepted_on=complete_on if is_deemed else today,
        accepted_at=timezone.now(),
        accepted_by=by,
        was_deemed=is_deemed,
        check_due_on=check_due_on,
    )
    return application


@operation(_("Refuse to accept application"), at="holder")
def not_accept_application(
    application: Application,
    *,
    by: Account,
    reason_code: str,
    explanation: str,
    right_body: Organisation | None = None,
    version: int | None = None,
) -> Application:
    """不予受理: over, with the reason and, if it is another body's, whose it is.

    Raises RuleViolation `wrong_state`, `deemed_accepted`, `competent_body_missing`, `competent_body_is_ours`,
    `not_a_body`, `body_closed`, `reason_missing`; StaleVersion.
    """
    check_move(application, ApplicationStatus.NOT_ACCEPTED)
    check_answerable(application)
    if not explanation.strip():
        raise RuleViolation("reason_missing", _("Say why, in words the applicant understands."), field="explanation")
    named = right_body_named(application, right_body) if reason_code == NotAcceptedReason.NOT_OURS else None
    advance(
        application,
        ApplicationStatus.NOT_ACCEPTED,
        reason=explanation.strip(),
        not_accepted_reason=reason_code,
        explanation=explanation.strip(),
        right_body=named,
        ended_at=timezone.now(),
    )
    end_custody(application, PapersEnd.OVER, at=timezone.now())
    return application


def right_body_named(application: Application, right_body: Organisation | None) -> Organisation:
    """The body that is competent, which “not ours” must name (许可法 32)."""
    if right_body is None:
        message = _("If it is not ours, name the body whose it is: the applicant must know where to go.")
        raise RuleViolation("competent_body_missing", message, field="right_body")
    named = body_of(right_body, field="right_body")
    if named.pk in (application.holder_id, application.body_id):
        message = _("%(body)s decides this item; name another body, or accept the application.")
        raise RuleViolation("competent_body_is_ours", message % {"body": named}, field="right_body")
    return named


@operation(_("Close a gap in the papers"), at="holder")
def bring_paper(application: Application, *, by: Account, paper: str, version: int | None = None) -> Application:
    """补齐容缺材料: one of the papers that were missing is there. Raises RuleViolation `no_such_gap`; StaleVersion."""
    gap = application.gaps.filter(paper=paper.strip(), brought_at=None).first()
    if gap is None:
        message = _("No paper of this name is missing. Missing are: %(papers)s.")
        open_gaps = application.gaps.filter(brought_at=None).values_list("paper", flat=True)
        raise RuleViolation("no_such_gap", message % {"papers": _(", ").join(open_gaps) or "–"}, field="paper")
    gap.brought_at = timezone.now()
    gap.save(update_fields=["brought_at"])
    change(application, reason=gap.paper)
    return application


def view_applicant(application: Application, *, by: Account) -> dict[str, str]:
    """查看申请人: name, identity number, telephone and address in full for who may see them; the audit knows it.

    Raises NotPermitted.
    """
    place = application.applicant_seen_at(by)
    if place is None:
        raise NotPermitted("view_applicant", account=by, at=application.holder)
    note_use("view_applicant", at=place)
    audit.record(application, action="view_applicant", by=by, organisation=application.holder)
    return {name: getattr(application, name) for name in PERSONAL}


def applicant_as_seen(application: Application, *, by: Account) -> dict[str, str]:
    """The applicant as the account sees it on a record: in full through `view_applicant`, else masked."""
    if application.applicant_seen_at(by):
        return view_applicant(application, by=by)
    return {
        "applicant_name": application.masked_applicant,
        "identity_number": "",
        "telephone": application.masked_telephone,
        "address": "",
    }


PERSONAL = ("applicant_name", "identity_number", "telephone", "address")
_RELATIONS = ("item", "centre", "body", "holder", "village", "agent", "received_by")
_WRITTEN = ("number", "check_word", *_RELATIONS)
_RECORDED = (
    "number", "item", "centre", "body", "holder", "village", "way", "applicant_kind", "agent", "agent_consent",
    "received_at", "received_by", "status", "due_on",
)  # fmt: skip


def _check_way(
    application: Application,
    papers: Iterable[str],
    gaps_due_on: datetime.date | None,
    check_due_on: datetime.date | None,
    today: datetime.date,
) -> None:
    papers = list(papers)
    if application.way == Way.TOLERANT and not papers:
        message = _("Accepted with minor gaps: name each paper that may come later, one a line.")
        raise RuleViolation("gaps_missing", message, field="gaps")
    if application.way != Way.TOLERANT and papers:
        message = _("Only an application of the way “with minor gaps” is accepted with papers missing.")
        raise RuleViolation("gaps_not_allowed", message, field="gaps")
    if papers and gaps_due_on is None:
        raise RuleViolation("date_missing", _("Say until when the papers must come."), field="gaps_due_on")
    if application.way == Way.COMMITMENT and check_due_on is None:
        message = _("Accepted on a promise: say until when the promise is checked.")
        raise RuleViolation("date_missing", message, field="check_due_on")
    for field, day in (("gaps_due_on", gaps_due_on), ("check_due_on", check_due_on)):
        if day is not None and day < today:
            raise RuleViolation("day_is_over", _("This day is over."), field=field)
