"""Borrowing people: asked for, agreed to by unit and bureau, approved, ended. Never inside a service term."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, outbox
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.switches import applies
from governance.transitions import check_move, move
from governance.workdays.counting import add_months
from staffing.models import Person, Secondment
from staffing.operations.people import place_of
from staffing.service_terms import ONE_DAY
from staffing.states import SecondmentKind, SecondmentStatus

OVERDUE = outbox.declare("staffing.secondment.overdue", _("A borrowed person has not come back"))
APPROVED = outbox.declare("staffing.secondment.approved", _("A secondment has been approved"))
MOST_MONTHS = 6  # each, and of one extension


@operation(_("Request secondment"))
def request_secondment(
    person: Person,
    *,
    by: Account,
    kind: str,
    borrower: Organisation,
    starts_on: datetime.date,
    ends_on: datetime.date,
    reason: str,
    exception_approver: str = "",
    exception_document: str = "",
) -> Secondment:
    """申请借调、抽调: the unit is asked first, then the human-resources bureau; the organisation department approves.

    Inside the service term nobody is borrowed, unless who may allow it has done so by a document: both are named. A
    refusal writes nothing but itself, in the audit of the person.

    Raises RuleViolation `invalid`, `no_post`, `borrowed_at_home`, `end_needed`, `borrowed_too_long`, `in_service_term`,
    `exception_incomplete`, `borrowed_already`.
    """
    lender = place_of(person)
    require(at=lender)
    if person.post is None:
        raise RuleViolation(
            "no_post", _("%(person)s holds no post that could be left for a time.") % {"person": person}
        )
    if borrower.path.startswith(lender.government_path):
        message = _("%(borrower)s is in the same government: nobody is borrowed there.") % {"borrower": borrower}
        raise RuleViolation("borrowed_at_home", message, field="borrower")
    if not borrower.is_open(starts_on):
        message = _("%(body)s does not exist on %(day)s.") % {"body": borrower, "day": starts_on}
        raise RuleViolation("body_closed", message, field="borrower")
    _check_span(starts_on, ends_on)
    _check_exception(exception_approver, exception_document)
    check_not_bound(person, starts_on, allowed=bool(exception_document.strip()))
    other = person.secondments.open().first()
    if other is not None:
        message = _("%(person)s is at %(place)s, or asked for there: %(state)s.") % {
            "person": person, "place": other.place, "state": other.get_status_display(),
        }  # fmt: skip
        raise RuleViolation("borrowed_already", message)
    secondment = Secondment(
        person=person,
        kind=kind,
        status=SecondmentStatus.REQUESTED,
        lender=lender,
        borrower=borrower,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        exception_approver=exception_approver.strip(),
        exception_document=exception_document.strip(),
    )
    check_fields(secondment)
    secondment.save(force_insert=True)
    facts = ("kind", "lender", "borrower", "starts_on", "ends_on", "exception_approver", "exception_document")
    audit.record(secondment, organisation=lender, after=audit.snapshot(secondment, *facts), reason=reason)
    return secondment


@operation(_("Give unit's opinion"), at="lender")
def give_unit_opinion(
    secondment: Secondment, *, by: Account, agrees: bool, opinion: str, version: int | None = None
) -> Secondment:
    """单位意见. Raises RuleViolation `wrong_state`, `opinion_needed`; StaleVersion."""
    _give(secondment, SecondmentStatus.UNIT_OPINION, agrees, unit_opinion=_said(opinion))
    return secondment


@operation(_("Give bureau's opinion"), at="lender")
def give_department_opinion(
    secondment: Secondment, *, by: Account, agrees: bool, opinion: str, version: int | None = None
) -> Secondment:
    """主管部门意见. Raises RuleViolation `wrong_state`, `opinion_needed`; StaleVersion."""
    _give(secondment, SecondmentStatus.DEPARTMENT_OPINION, agrees, department_opinion=_said(opinion))
    return secondment


@operation(_("Approve secondment"), at="lender")
def approve_secondment(
    secondment: Secondment, *, by: Account, document_no: str, version: int | None = None
) -> Secondment:
    """批准借调: it runs from its first day on. Raises RuleViolation `wrong_state`, `document_needed`,
    `in_service_term` (a term recorded meanwhile); StaleVersion.
    """
    starts_on = _day(secondment.starts_on)
    check_move(secondment, SecondmentStatus.APPROVED)
    _check_document(document_no)
    check_not_bound(secondment.person, starts_on, allowed=bool(secondment.exception_document))
    move(secondment, SecondmentStatus.APPROVED, organisation=secondment.lender, approval_document=document_no.strip())
    if starts_on <= timezone.localdate():
        move(secondment, SecondmentStatus.RUNNING, organisation=secondment.lender)
    to = [secondment.lender] + ([secondment.borrower] if secondment.borrower else [])
    _tell(APPROVED, secondment, to)
    return secondment


@operation(_("Extend secondment"), at="lender")
def extend_secondment(
    secondment: Secondment, *, by: Account, ends_on: datetime.date, document_no: str, version: int | None = None
) -> Secondment:
    """延长借调, once. Raises RuleViolation `not_running`, `extended_before`, `borrowed_too_long`, `document_needed`."""
    _check_runs(secondment)
    if secondment.extended_from is not None:
        message = _("It was extended once already, from %(day)s on.") % {"day": secondment.extended_from + ONE_DAY}
        raise RuleViolation("extended_before", message, field="ends_on")
    last = _day(secondment.ends_on)
    _check_span(last + ONE_DAY, ends_on)
    _check_document(document_no)
    before = audit.snapshot(secondment, "ends_on")
    secondment.extended_from, secondment.ends_on, secondment.reported_on = last, ends_on, None
    secondment.version += 1
    secondment.save(update_fields=["extended_from", "ends_on", "reported_on", "version"])
    after = {**audit.snapshot(secondment, "ends_on"), "document_no": document_no}
    audit.record(secondment, organisation=secondment.lender, before=before, after=after)
    return secondment


@operation(_("Record return"), at="lender")
def record_return(
    secondment: Secondment, *, by: Account, returned_on: datetime.date, version: int | None = None
) -> Secondment:
    """返回原单位: the borrowing is over. Raises RuleViolation `not_running`, `return_dates`; StaleVersion."""
    _check_runs(secondment)
    began = secondment.starts_on
    if returned_on > timezone.localdate() or (began is not None and returned_on < began):
        message = _("The day of return lies between the first day and today.")
        raise RuleViolation("return_dates", message, field="returned_on")
    move(secondment, SecondmentStatus.ENDED, organisation=secondment.lender, returned_on=returned_on)
    return secondment


@operation(_("Begin secondment"), at="lender")
def begin_secondment(secondment: Secondment, *, by: Account) -> Secondment:
    """借调开始: its first day has come. Raises RuleViolation `wrong_state`."""
    move(secondment, SecondmentStatus.RUNNING, organisation=secondment.lender)
    return secondment


@operation(_("Report overdue return"), at="lender")
def report_overdue_return(secondment: Secondment, *, by: Account) -> bool:
    """逾期未归: lender and borrower are told, once for each last day. Returns whether there was something to tell."""
    if secondment.reported_on is not None or not secondment.is_overdue(timezone.localdate()):
        return False
    secondment.reported_on = timezone.localdate()
    secondment.save(update_fields=["reported_on"])
    audit.record(secondment, organisation=secondment.lender, after=audit.snapshot(secondment, "ends_on", "reported_on"))
    to = [secondment.lender] + ([secondment.borrower] if secondment.borrower else [])
    _tell(OVERDUE, secondment, to)
    return True


def check_not_bound(person: Person, on: datetime.date, *, allowed: bool = False) -> None:
    """Raise `in_service_term` if a term binds the person on the day, unless an exception was allowed."""
    terms = person.terms_binding(on)
    if terms and not allowed and applies("in_service_term", at=person.county):
        message = _("%(person)s cannot be borrowed from %(day)s: %(why)s") % {
            "person": person, "day": on, "why": terms[0].explanation,
        }  # fmt: skip
        raise RuleViolation("in_service_term", message, field="starts_on")


def _check_span(starts_on: datetime.date, ends_on: datetime.date) -> None:
    if ends_on < starts_on:
        message = _("The last day lies before %(day)s, the first.") % {"day": starts_on}
        raise RuleViolation("end_needed", message, field="ends_on")
    latest = add_months(starts_on, MOST_MONTHS) - ONE_DAY
    if ends_on > latest:
        message = _("At most %(months)s months: from %(start)s until %(latest)s.") % {
            "months": MOST_MONTHS, "start": starts_on, "latest": latest,
        }  # fmt: skip
        raise RuleViolation("borrowed_too_long", message, field="ends_on")


def _check_exception(approver: str, document: str) -> None:
    if bool(approver.strip()) != bool(document.strip()):
        message = _("An exception names both who allowed it and the document.")
        field = "exception_document" if approver.strip() else "exception_approver"
        raise RuleViolation("exception_incomplete", message, field=field)


def _check_document(number: str) -> None:
    if not number.strip():
        raise RuleViolation("document_needed", _("Name the number of the document."), field="document_no")


def _check_runs(secondment: Secondment) -> None:
    if secondment.status != SecondmentStatus.RUNNING:
        message = _("Only a running secondment is extended or ended; this one is “%(state)s”.")
        raise RuleViolation("not_running", message % {"state": secondment.get_status_display()})


def _said(opinion: str) -> str:
    if not opinion.strip():
        raise RuleViolation("opinion_needed", _("Write the opinion in words."), field="opinion")
    return opinion.strip()


def _give(secondment: Secondment, step: str, agrees: bool, **opinion: str) -> None:
    to = step if agrees else SecondmentStatus.REFUSED
    check_move(secondment, step)
    move(secondment, to, organisation=secondment.lender, **opinion)


def _day(day: datetime.date | None) -> datetime.date:
    """A day that only history may lack."""
    if day is None:
        raise RuleViolation("end_needed", _("The earlier register does not state this day: record the return."))
    return day


def _tell(kind: str, secondment: Secondment, to: list[Organisation]) -> None:
    outbox.emit(
        kind,
        to=to,
        about=secondment,
        right="view_people",
        api_path=reverse("secondment-detail", args=[secondment.pk]),
        page_path=reverse("admin:staffing_secondment_change", args=[secondment.pk]),
        label=str(SecondmentKind(secondment.kind).label),
    )
