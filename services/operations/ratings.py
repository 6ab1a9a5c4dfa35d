"""Rating a matter, and what follows from a poor rating."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, outbox
from governance.access import operation, people_with
from governance.calendars import current_calendar
from governance.errors import RuleViolation
from governance.local_values import local_term
from governance.models import Account
from governance.operations.validation import check_fields
from governance.transitions import check_move, move
from governance.workdays.counting import due_date
from governance.workdays.terms import Regime, Term, Unit
from services.models import Application, Rating
from services.rating_states import AppealDecision, RatingAnswer, RatingStatus
from services.states import ApplicationStatus

# 差评整改期限: the county's own as a dated local term of this name; else 15 working days.
ANSWER_POOR = Term(rule="services.poor_rating", number=15, unit=Unit.WORKING_DAYS, regime=Regime.NATURAL)

POOR = outbox.declare("services.rating.poor", _("A poor rating is to be called back"))
APPEALED = outbox.declare("services.rating.appealed", _("An appeal against a rating is to be decided"))


@operation(_("Rate application"), at="centre")
def rate_application(
    application: Application, *, by: Account, grade: str, cause: str = "", comment: str = ""
) -> Rating:
    """评价: the applicant says how it went, once, of the own accord, with number and check word: never at a desk.

    Raises RuleViolation `rated_too_early`, `rated_already`, `invalid`.
    """
    if application.status not in (ApplicationStatus.ISSUED, ApplicationStatus.CLOSED):
        message = _("It can be rated once the result has been handed over.")
        raise RuleViolation("rated_too_early", message)
    if Rating.objects.filter(application=application).exists():
        raise RuleViolation("rated_already", _("It has been rated already; a rating stays as it was given."))
    now = timezone.now()
    rating = Rating(application=application, grade=grade, cause=cause, comment=comment.strip(), rated_at=now)
    check_fields(rating, skip=("application", "assigned_to", "appeal_decided_by"))
    if rating.is_poor:
        today = timezone.localdate(now)
        local = local_term(ANSWER_POOR.rule, at=application.centre, on=today)
        due = due_date(local.as_term() if local else ANSWER_POOR, today, current_calendar(), event="rated")
        rating.due_on, rating.due_provisional = due.limit_on, due.provisional
    rating.save(force_insert=True)
    audit.record(rating, after=audit.snapshot(rating, "application", "grade", "cause", "rated_at", "due_on"))
    if rating.is_poor:
        _tell(POOR, rating)
    return rating


@operation(_("Name who calls back"), at="application.centre")
def assign_rating(rating: Rating, *, by: Account, person: Account, version: int | None = None) -> Rating:
    """指定回访人: one named person calls the applicant back.

    Raises RuleViolation `not_poor`, `wrong_state`, `calls_back_nowhere`; StaleVersion.
    """
    _check_poor(rating)
    check_move(rating, RatingStatus.ASSIGNED)
    if not people_with("call_back_rating", at=rating.application.centre).filter(pk=person.pk).exists():
        message = _("This person has no post at %(centre)s from which applicants are called back.")
        raise RuleViolation("calls_back_nowhere", message % {"centre": rating.application.centre}, field="person")
    move(rating, RatingStatus.ASSIGNED, organisation=rating.application.centre, assigned_to=person)
    return rating


@operation(_("Call applicant back"), at="application.centre")
def call_back_rating(rating: Rating, *, by: Account, said: str, version: int | None = None) -> Rating:
    """回访: the named person has spoken with the applicant. Raises RuleViolation `not_named`, `wrong_state`."""
    _check_named(rating, by)
    move(
        rating,
        RatingStatus.CALLED_BACK,
        organisation=rating.application.centre,
        called_back_at=timezone.now(),
        said=said.strip(),
    )
    return rating


@operation(_("Answer poor rating"), at="application.centre")
def answer_rating(
    rating: Rating, *, by: Account, kind: str, answer: str, basis: str = "", version: int | None = None
) -> Rating:
    """整改或者解释: what was wrong is put right, or there is no ground in law for what was asked, which is named.

    Raises RuleViolation `not_named`, `wrong_state`, `explained_without_basis`; StaleVersion.
    """
    _check_named(rating, by)
    if kind == RatingAnswer.EXPLAINED and not basis.strip():
        message = _("Name the rule by which the applicant could not have what was asked for.")
        raise RuleViolation("explained_without_basis", message, field="basis")
    move(
        rating,
        RatingStatus(kind),
        organisation=rating.application.centre,
        reason=answer.strip(),
        answered_at=timezone.now(),
        answer=answer.strip(),
        basis=basis.strip(),
    )
    return rating


@operation(_("Appeal against rating"), at="application.centre")
def appeal_rating(rating: Rating, *, by: Account, reason: str, version: int | None = None) -> Rating:
    """差评申诉: the rating is thought mistaken or malicious; somebody who is not rated decides.

    Raises RuleViolation `not_poor`, `wrong_state`, `appealed_before`; StaleVersion.
    """
    _check_poor(rating)
    if rating.appeal_decided_at is not None:
        raise RuleViolation("appealed_before", _("An appeal has been decided already; the rating stands."))
    move(
        rating,
        RatingStatus.APPEALED,
        organisation=rating.application.centre,
        reason=reason.strip(),
        appealed_from=rating.status,
        appeal_reason=reason.strip(),
    )
    _tell(APPEALED, rating)
    return rating


@operation(_("Decide appeal against rating"), at="application.centre")
def decide_rating_appeal(
    rating: Rating, *, by: Account, decision: str, explanation: str, version: int | None = None
) -> Rating:
    """申诉决定: mistaken, and marked as such while it stays; or it stands and is answered as before.

    Raises RuleViolation `wrong_state`, `decides_own_rating`; StaleVersion.
    """
    application = rating.application
    rated = {
        application.received_by_id, application.accepted_by_id, application.handler_id, application.decided_by_id,
        rating.assigned_to_id,
    }  # fmt: skip
    if by.pk in rated:
        message = _("Whoever had a part in the matter does not decide the appeal.")
        raise RuleViolation("decides_own_rating", message)
    check_move(rating, RatingStatus.MISTAKEN)
    is_mistaken = decision == AppealDecision.MISTAKEN
    move(
        rating,
        RatingStatus.MISTAKEN if is_mistaken else rating.appealed_from,
        organisation=application.centre,
        reason=explanation.strip(),
        appeal_decided_by=by,
        appeal_decided_at=timezone.now(),
        appeal_explanation=explanation.strip(),
    )
    return rating


def _check_poor(rating: Rating) -> None:
    if not rating.is_poor:
        raise RuleViolation("not_poor", _("Only a poor rating is called back, answered or appealed against."))


def _check_named(rating: Rating, by: Account) -> None:
    _check_poor(rating)
    if rating.assigned_to_id != by.pk:
        message = _("%(person)s is named to call back; nobody else answers for it.")
        raise RuleViolation("not_named", message % {"person": rating.assigned_to or "–"})


def _tell(kind: str, rating: Rating) -> None:
    outbox.emit(
        kind,
        to=[rating.application.centre],
        about=rating,
        right="view_ratings",
        api_path=f"/api/v1/services/ratings/{rating.pk}/",
        page_path=f"/services/rating/{rating.pk}/",
        label=rating.application.number,
    )
