"""Applicants of a selection campaign: entered by their unit, appraised, tested, moved, or withdrawn."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import lock_row, operation, require
from governance.errors import RuleViolation
from governance.models import Account
from governance.operations.validation import check_fields
from governance.switches import applies
from governance.transitions import check_move, move
from staffing.models import Applicant, OfferedPost, Person
from staffing.operations.ledger import account_of, enter_within
from staffing.operations.people import place_of
from staffing.operations.person_movements import holder_of, move_selected_person
from staffing.states import ApplicantStatus, CampaignStatus, MovementKind


@operation(_("Enter applicant"))
def enter_applicant(person: Person, *, by: Account, post: OfferedPost, is_clear: bool) -> Applicant:
    """报名: the unit enters its applicant, and states whether a probation, sanction or investigation runs.

    Raises RuleViolation `no_post`, `not_open_to_applicants`, `post_exempt`, `applied_before`.
    """
    place = place_of(person)
    require(at=place)
    campaign = post.campaign
    if person.post is None:
        raise RuleViolation("no_post", _("%(person)s holds no post.") % {"person": person})
    if campaign.status != CampaignStatus.PUBLISHED:
        message = _("“%(campaign)s” takes no applicants now: it is “%(state)s”.") % {
            "campaign": campaign, "state": campaign.get_status_display(),
        }  # fmt: skip
        raise RuleViolation("not_open_to_applicants", message, field="post")
    if post.exemption and applies("post_exempt", at=campaign.county):
        message = _("This post is filled in another way: %(why)s") % {"why": post.exemption}
        raise RuleViolation("post_exempt", message, field="post")
    known = campaign.applicants.filter(person=person).first()
    if known is not None:
        message = _("%(person)s has applied in this campaign: %(post)s.") % {"person": person, "post": known.post}
        raise RuleViolation("applied_before", message, field="post")
    applicant = Applicant(
        post=post, campaign=campaign, person=person, place=place, applied_on=timezone.localdate(), is_clear=is_clear
    )
    check_fields(applicant)
    applicant.save(force_insert=True)
    audit.record(applicant, organisation=place, after=audit.snapshot(applicant, "post", "is_clear"))
    return applicant


@operation(_("Sign appraisal"), at="place")
def sign_appraisal(
    applicant: Applicant, *, by: Account, appraisal: str, points: Decimal, version: int | None = None
) -> Applicant:
    """工作表现鉴定: the township signs how the person works. Raises RuleViolation `not_in_the_running`,
    `appraisal_signed`, `invalid`; StaleVersion.
    """
    _check_runs(applicant)
    if applicant.appraised_by is not None:
        raise RuleViolation("appraisal_signed", _("The appraisal is signed already; the person may reply to it."))
    return _note(applicant, appraisal=appraisal.strip(), appraisal_points=points, appraised_by=by)


@operation(_("Reply to appraisal"), at="place")
def reply_to_appraisal(applicant: Applicant, *, by: Account, reply: str, version: int | None = None) -> Applicant:
    """对鉴定的意见: what the person says to the appraisal, recorded by the unit. Raises RuleViolation
    `not_in_the_running`, `nothing_signed`, `invalid`; StaleVersion.
    """
    _check_runs(applicant)
    if applicant.appraised_by is None:
        raise RuleViolation("nothing_signed", _("The township has signed no appraisal yet."))
    return _note(applicant, reply=reply.strip())


@operation(_("Give unit's consent"), at="place")
def give_unit_consent(applicant: Applicant, *, by: Account, agrees: bool, version: int | None = None) -> Applicant:
    """单位同意报考. Raises RuleViolation `not_in_the_running`; StaleVersion."""
    _check_runs(applicant)
    return _note(applicant, unit_consents=agrees)


@operation(_("Give bureau's consent"), at="place")
def give_department_consent(
    applicant: Applicant, *, by: Account, agrees: bool, version: int | None = None
) -> Applicant:
    """主管部门同意报考. Raises RuleViolation `not_in_the_running`; StaleVersion."""
    _check_runs(applicant)
    return _note(applicant, department_consents=agrees)


@operation(_("Record points"), at="place")
def record_points(
    applicant: Applicant, *, by: Account, written: Decimal, interview: Decimal, version: int | None = None
) -> Applicant:
    """登记成绩. Raises RuleViolation `not_in_the_running`, `invalid`; StaleVersion."""
    _check_runs(applicant)
    return _note(applicant, written=written, interview=interview)


@operation(_("Decide tie"), at="campaign.county")
def decide_tie(applicant: Applicant, *, by: Account, order: int, reason: str, version: int | None = None) -> Applicant:
    """同分排序: among equals the lower order comes first, for a reason. Raises RuleViolation `not_in_the_running`;
    StaleVersion.
    """
    _check_runs(applicant)
    return _note(applicant, tie_order=order, tie_reason=reason.strip())


@operation(_("Move selected person"), at="campaign.county")
def move_selected(
    applicant: Applicant,
    *,
    by: Account,
    effective_on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
    version: int | None = None,
) -> Applicant:
    """办理选调: the old place is vacant, the reserved one occupied, and the person holds the new post.

    Raises RuleViolation `wrong_state`, and what a transfer is refused for; StaleVersion.
    """
    check_move(applicant, ApplicantStatus.MOVED)
    lock_row(applicant.person)
    post = applicant.post
    new = {
        "organisation": post.organisation, "category": post.category, "post_class": post.post_class,
        "grade": post.grade, "post_title": post.title,
    }  # fmt: skip
    move_selected_person(applicant.person, new, effective_on, document_no, decided_on, applicant.campaign.title)
    move(applicant, ApplicantStatus.MOVED, organisation=applicant.campaign.county)
    return applicant


@operation(_("Withdraw applicant"), at="place", lock=False)
def withdraw_applicant(
    applicant: Applicant, *, by: Account, reason: str, version: int | None = None
) -> Applicant | None:
    """放弃: after the result the next one moves up, is named so, and goes on public notice first; a place that was
    reserved is released. Returns who moves up.

    Raises RuleViolation `wrong_state`; StaleVersion.
    """
    campaign = applicant.campaign
    lock_row(campaign)
    lock_row(applicant)
    had = applicant.status
    move(applicant, ApplicantStatus.WITHDRAWN, organisation=applicant.place, withdrawn_because=reason, reason=reason)
    if had not in (ApplicantStatus.PROPOSED, ApplicantStatus.APPROVED):
        return None
    if had == ApplicantStatus.APPROVED:
        _release(applicant)
    following = applicant.post.applicants.in_the_running().filter(status=ApplicantStatus.NOT_SELECTED)
    up = following.order_by("rank", "tie_order", "pk").first()
    if up is None:
        return None
    move(up, ApplicantStatus.PROPOSED, organisation=campaign.county, moves_up_for=applicant, reason=reason)
    if campaign.status != CampaignStatus.RANKED:
        move(campaign, CampaignStatus.RANKED, organisation=campaign.county, notice_from=None, notice_until=None)
    return up


def _release(applicant: Applicant) -> None:
    """The place reserved for who withdrew is vacant again, by the document that reserved it."""
    county = applicant.campaign.county
    account = account_of(holder_of(applicant.post.organisation), applicant.post.category, county)
    document = county.quota_documents.get(number=applicant.campaign.approved_by)
    enter_within(account, MovementKind.RELEASE, document, timezone.localdate())


def _check_runs(applicant: Applicant) -> None:
    if not applicant.is_running:
        message = _("%(person)s is “%(state)s”: this is for those who are eligible and not ranked yet.") % {
            "person": applicant.person, "state": applicant.standing,
        }  # fmt: skip
        raise RuleViolation("not_in_the_running", message)


def _note(applicant: Applicant, **facts: object) -> Applicant:
    before = audit.snapshot(applicant, *facts)
    for name, value in facts.items():
        setattr(applicant, name, value)
    applicant.version += 1
    check_fields(applicant)
    applicant.save(update_fields=[*facts, "version"])
    audit.record(applicant, organisation=applicant.place, before=before, after=audit.snapshot(applicant, *facts))
    return applicant
