"""Filling places (用编核准): request, check, approval with its slip, hiring, arrival, and what becomes of the rest."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import audit, numbering, outbox
from governance.access import operation
from governance.calendars import current_calendar
from governance.errors import RuleViolation
from governance.local_values import local_term, no_rule_known
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.transitions import check_move, move
from governance.value_names import name_values
from governance.workdays.counting import due_date
from staffing.models import Arrival, Assignment, Person, QuotaApproval, QuotaDocument, ServiceTerm
from staffing.operations.ledger import account_of, check_reservable, enter_within
from staffing.operations.person_movements import holder_of
from staffing.states import CLASSES_OF, SLIP_IN_HAND, ApprovalStatus, MovementKind, PostClass, QuotaCategory

REQUESTED = outbox.declare("staffing.approval.requested", gettext_lazy("A unit asks to fill places"))
APPROVED = outbox.declare("staffing.approval.approved", gettext_lazy("Places may be filled: the slip is issued"))
ENDED = outbox.declare("staffing.approval.ended", gettext_lazy("A slip has ended, and its places are free again"))
VALIDITY = "staffing.quota_approval"  # the county's own term, in months
name_values({VALIDITY: gettext_lazy("How long an approval to fill holds")})
SLIP = "用编"
FACTS = (
    "organisation", "account", "count", "post_class", "grade", "post_title", "entry_channel", "major", "degree",
    "service_years",
)  # fmt: skip


@operation(gettext_lazy("Request approval to fill"), at="self", lock=False)
def request_quota_approval(
    organisation: Organisation,
    *,
    by: Account,
    category: str,
    count: int,
    post_class: str,
    grade: str,
    entry_channel: str,
    reason: str,
    post_title: str = "",
    major: str = "",
    degree: str = "",
    service_years: int | None = None,
) -> QuotaApproval:
    """申请用编: the staffing office is asked to let the unit fill places of one category.

    Raises RuleViolation `unknown_category`, `class_does_not_fit` (编制条例 15), `body_closed`, `not_enough_places`,
    `invalid`.
    """
    if category not in QuotaCategory.values:
        raise RuleViolation("unknown_category", _("There is no such category of quotas."), field="category")
    if post_class not in CLASSES_OF[category]:
        message = _("%(post)s does not go with %(category)s: categories are never mixed.")
        words = {"post": PostClass(post_class).label, "category": QuotaCategory(category).label}
        raise RuleViolation("class_does_not_fit", message % words, field="post_class")
    if not organisation.is_open():
        raise RuleViolation("body_closed", _("%(body)s is closed.") % {"body": organisation}, field="organisation")
    county = Organisation.objects.get(path=organisation.county_path)
    account = account_of(holder_of(organisation), category, county)
    approval = QuotaApproval(
        organisation=organisation, account=account, count=count, post_class=post_class, grade=grade,
        post_title=post_title, entry_channel=entry_channel, major=major, degree=degree, service_years=service_years,
        reason=reason, requested_by=by,
    )  # fmt: skip
    check_fields(approval)
    check_reservable(approval.account, approval.count)
    approval.save(force_insert=True)
    audit.record(approval, organisation=organisation, after=audit.snapshot(approval, *FACTS), reason=reason)
    _tell(REQUESTED, approval, county, right="check_quota_approval")
    return approval


@operation(gettext_lazy("Check request to fill"), at="organisation")
def check_quota_approval(
    approval: QuotaApproval, *, by: Account, opinion: str, version: int | None = None
) -> QuotaApproval:
    """审核: the staffing office has looked at quota, posts, structure and people, and says what it found.

    Raises RuleViolation `wrong_state`, `same_person`, `body_closed`, `not_enough_places`; StaleVersion.
    """
    check_move(approval, ApprovalStatus.CHECKED)
    _check_other(by, approval.requested_by)
    if not approval.organisation.is_open():
        raise RuleViolation("body_closed", _("%(body)s is closed.") % {"body": approval.organisation})
    check_reservable(approval.account, approval.count)
    move(approval, ApprovalStatus.CHECKED, organisation=approval.organisation, checked_by=by, check_opinion=opinion)
    return approval


@operation(gettext_lazy("Approve filling of places"), at="organisation")
def approve_quota_approval(approval: QuotaApproval, *, by: Account, version: int | None = None) -> QuotaApproval:
    """核准: a numbered slip is issued and its places are reserved in the ledger, in one instant; it holds for the
    county's own term. Of two for the last place one wins.

    Raises RuleViolation `wrong_state`, `same_person`, `no_rule_known`, `body_closed`, `not_enough_places`;
    StaleVersion.
    """
    check_move(approval, ApprovalStatus.APPROVED)
    _check_other(by, approval.requested_by, approval.checked_by)
    if not approval.organisation.is_open():
        raise RuleViolation("body_closed", _("%(body)s is closed.") % {"body": approval.organisation})
    county = approval.account.county
    today = timezone.localdate()
    term = local_term(VALIDITY, at=approval.organisation)
    if term is None:
        raise RuleViolation("no_rule_known", no_rule_known(VALIDITY, at=approval.organisation, on=today))
    expires_on = due_date(term.as_term(), today, current_calendar(), event="approved").limit_on
    number = numbering.document_no(county, county.short_name or county.name, SLIP, today.year)
    slip = QuotaDocument.objects.create(
        county=county, number=number, issuer="市委编办", decided_on=today,
        title=f"{approval.organisation}{approval.count}名用编核准通知单",
    )  # fmt: skip
    enter_within(approval.account, MovementKind.RESERVE, slip, today, approval.count)
    move(
        approval,
        ApprovalStatus.APPROVED,
        organisation=approval.organisation,
        approved_by=by,
        slip=slip,
        expires_on=expires_on,
    )
    _tell(APPROVED, approval, approval.organisation)
    return approval


@operation(gettext_lazy("Begin hiring"), at="organisation")
def begin_hiring(approval: QuotaApproval, *, by: Account, version: int | None = None) -> QuotaApproval:
    """启动招录: the organisation department or the human-resources bureau recruits for the slip.

    Raises RuleViolation `wrong_state`, `slip_expired`; StaleVersion.
    """
    check_move(approval, ApprovalStatus.IN_HIRING)
    _check_in_time(approval, timezone.localdate())
    move(approval, ApprovalStatus.IN_HIRING, organisation=approval.organisation)
    return approval


@operation(gettext_lazy("Enter person"), at="organisation")
def enter_person(
    approval: QuotaApproval,
    *,
    by: Account,
    staff_no: str,
    name: str,
    gender: str,
    birth_on: datetime.date,
    arrived_on: datetime.date,
    education: str = "",
    degree: str = "",
    major: str = "",
) -> Person:
    """上编: the person is in the register with post and service term, and a reserved place becomes an occupied one.

    Raises RuleViolation `not_in_hiring`, `slip_expired`, `arrived_later`, `arrived_before_slip`, `person_known`,
    `invalid`, `not_enough_places`.
    """
    if approval.status != ApprovalStatus.IN_HIRING or approval.slip is None:
        message = _("%(approval)s is “%(state)s”: people come in by a slip that is being hired for.")
        words = {"approval": approval, "state": approval.get_status_display()}
        raise RuleViolation("not_in_hiring", message % words)
    if arrived_on > timezone.localdate():
        message = _("%(day)s is still to come: enter people once they have arrived.")
        raise RuleViolation("arrived_later", message % {"day": arrived_on}, field="arrived_on")
    if arrived_on < approval.slip.decided_on:
        message = _("The slip was issued on %(day)s; who came before came without it.")
        raise RuleViolation("arrived_before_slip", message % {"day": approval.slip.decided_on}, field="arrived_on")
    _check_in_time(approval, arrived_on)
    county = approval.account.county
    if Person.objects.filter(county=county, staff_no=staff_no).exists():
        message = _("The register has %(number)s already.") % {"number": staff_no}
        raise RuleViolation("person_known", message, field="staff_no")
    person = Person(
        county=county, staff_no=staff_no, name=name, gender=gender, birth_on=birth_on, education=education,
        degree=degree, major=major, entry_channel=approval.entry_channel, entered_on=arrived_on,
        township_entered_on=arrived_on,
    )  # fmt: skip
    check_fields(person)
    person.save(force_insert=True)
    Assignment.objects.create(
        person=person, organisation=approval.organisation, category=approval.account.category,
        post_class=approval.post_class, grade=approval.grade, post_title=approval.post_title, starts_on=arrived_on,
    )  # fmt: skip
    if approval.service_years:
        basis = f"{approval.slip.number}（最低服务年限）"
        ServiceTerm.objects.create(person=person, starts_on=arrived_on, years=approval.service_years, basis=basis)
    movement = enter_within(approval.account, MovementKind.OCCUPY, approval.slip, arrived_on)
    Arrival.objects.create(approval=approval, person=person, movement=movement, arrived_on=arrived_on)
    _count_arrival(approval)
    audit.record(person, organisation=approval.organisation, after={"slip": approval.slip.number, "on": arrived_on})
    return person


@operation(gettext_lazy("Cancel approval to fill"), at="organisation")
def cancel_quota_approval(
    approval: QuotaApproval, *, by: Account, reason: str, version: int | None = None
) -> QuotaApproval:
    """取消: nobody more comes by it, and what it still reserved is vacant again.

    Raises RuleViolation `wrong_state`; StaleVersion.
    """
    check_move(approval, ApprovalStatus.CANCELLED)
    _release(approval)
    move(approval, ApprovalStatus.CANCELLED, organisation=approval.organisation, reason=reason)
    if approval.slip is not None:
        numbering.void(approval.account.county, approval.slip.number, reason=reason)
        _tell(ENDED, approval, approval.organisation)
    return approval


@operation(gettext_lazy("Let approval expire"), at="organisation")
def expire_quota_approval(approval: QuotaApproval, *, by: Account) -> bool:
    """过期失效: past its term a slip lets nobody in, and what it still reserved is vacant; whether this call did it."""
    if approval.status not in SLIP_IN_HAND or not approval.has_expired():
        return False
    _release(approval)
    move(approval, ApprovalStatus.EXPIRED, organisation=approval.organisation)
    _tell(ENDED, approval, approval.organisation)
    return True


def _check_other(by: Account, *others: Account | None) -> None:
    if by in others:
        message = _("You asked for this or checked it: somebody else decides the next step.")
        raise RuleViolation("same_person", message)


def _check_in_time(approval: QuotaApproval, on: datetime.date) -> None:
    if approval.has_expired(on):
        message = _("The slip was valid until %(day)s. Ask for a new one.") % {"day": approval.expires_on}
        raise RuleViolation("slip_expired", message)


def _count_arrival(approval: QuotaApproval) -> None:
    entered = approval.entered + 1
    if entered == approval.count:
        move(approval, ApprovalStatus.ENTERED, organisation=approval.organisation, entered=entered)
        return
    approval.entered, approval.version = entered, approval.version + 1
    approval.save(update_fields=["entered", "version"])
    audit.record(approval, organisation=approval.organisation, after={"entered": entered})


def _release(approval: QuotaApproval) -> None:
    if approval.slip is not None and approval.open_places:
        enter_within(approval.account, MovementKind.RELEASE, approval.slip, timezone.localdate(), approval.open_places)


def _tell(kind: str, approval: QuotaApproval, to: Organisation, right: str = "view_quota_approvals") -> None:
    outbox.emit(
        kind,
        to=[to],
        about=approval,
        right=right,
        api_path=f"/api/v1/staffing/approvals/{approval.pk}/",
        page_path=f"/staffing/approval/{approval.pk}/",
        label=str(approval),
    )
