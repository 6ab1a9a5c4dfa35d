"""Selection campaigns: announced, judged at the cut-off date, ranked, on public notice, approved."""

import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, outbox
from governance.access import operation
from governance.calendars import current_calendar
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.switches import applies
from governance.transitions import check_move, move
from staffing.judging import judge
from staffing.models import Applicant, Campaign, OfferedPost, QuotaDocument
from staffing.models.accounts import HOLDING_KINDS
from staffing.operations.ledger import account_of, enter_within
from staffing.operations.person_movements import holder_of
from staffing.service_terms import ONE_DAY
from staffing.states import ApplicantStatus, CampaignStatus, MovementKind

ANNOUNCED = outbox.declare("staffing.campaign.announced", _("A selection campaign has been announced"))
FACTS = ("title", "document_no", "cutoff_on", "township_years", "most_age", "rated_years", "least_per_place")


@operation(_("Open selection campaign"), at="self")
def open_campaign(
    county: Organisation,
    *,
    by: Account,
    title: str,
    document_no: str,
    cutoff_on: datetime.date,
    township_years: int = 3,
    most_age: int | None = None,
    rated_years: int = 3,
    least_per_place: int = 2,
    written_weight: int = 40,
    interview_weight: int = 40,
    appraisal_weight: int = 20,
    notice_days: int = 5,
) -> Campaign:
    """拟定选调公告: a draft with its rule set; posts are added next. Raises RuleViolation `cutoff_later`,
    `weights_not_whole`, `campaign_known`, `invalid`.
    """
    if cutoff_on > timezone.localdate():
        message = _("%(day)s is still to come: nobody can be judged by what is not known yet.") % {"day": cutoff_on}
        raise RuleViolation("cutoff_later", message, field="cutoff_on")
    if written_weight + interview_weight + appraisal_weight != 100:
        message = _("The three weights are 100 % together, not %(sum)s %%.") % {
            "sum": written_weight + interview_weight + appraisal_weight
        }
        raise RuleViolation("weights_not_whole", message, field="written_weight")
    if Campaign.objects.filter(county=county, document_no=document_no.strip()).exists():
        message = _("There is a campaign by %(number)s already.") % {"number": document_no}
        raise RuleViolation("campaign_known", message, field="document_no")
    campaign = Campaign(
        county=county,
        title=title,
        document_no=document_no.strip(),
        cutoff_on=cutoff_on,
        township_years=township_years,
        most_age=most_age,
        rated_years=rated_years,
        least_per_place=least_per_place,
        written_weight=written_weight,
        interview_weight=interview_weight,
        appraisal_weight=appraisal_weight,
        notice_days=notice_days,
    )
    check_fields(campaign)
    campaign.save(force_insert=True)
    audit.record(campaign, organisation=county, after=audit.snapshot(campaign, *FACTS))
    return campaign


@operation(_("Offer post"), at="county")
def offer_post(
    campaign: Campaign,
    *,
    by: Account,
    organisation: Organisation,
    title: str,
    category: str,
    post_class: str,
    grade: str,
    places: int,
    majors: str = "",
    exemption: str = "",
    version: int | None = None,
) -> OfferedPost:
    """列入选调岗位: the post is in the announcement. A specialised one is exempt, with its reason, and is filled in
    another way.

    Raises RuleViolation `campaign_announced`, `not_of_county`, `post_offered`, `invalid`; StaleVersion.
    """
    _check_draft(campaign)
    is_countys = organisation.kind != Organisation.Kind.TOWNSHIP and holder_of(organisation).kind in HOLDING_KINDS[1:]
    if not is_countys:
        message = _("%(body)s is no body of the county.") % {"body": organisation}
        raise RuleViolation("not_of_county", message, field="organisation")
    if campaign.posts.filter(organisation=organisation, title=title).exists():
        raise RuleViolation("post_offered", _("This post is in the announcement already."), field="title")
    post = OfferedPost(
        campaign=campaign, organisation=organisation, title=title, category=category, post_class=post_class,
        grade=grade, places=places, majors=majors, exemption=exemption.strip(),
    )  # fmt: skip
    check_fields(post)
    post.save(force_insert=True)
    facts = ("organisation", "title", "category", "post_class", "places", "majors", "exemption")
    audit.record(campaign, organisation=campaign.county, after=audit.snapshot(post, *facts), reason=exemption)
    return post


@operation(_("Announce selection campaign"), at="county")
def announce_campaign(campaign: Campaign, *, by: Account, version: int | None = None) -> Campaign:
    """发布选调公告: units enter their applicants from now on; posts and rules stay as they are.

    Raises RuleViolation `wrong_state`, `no_posts`; StaleVersion.
    """
    check_move(campaign, CampaignStatus.PUBLISHED)
    if not campaign.posts.filter(exemption="").exists():
        raise RuleViolation("no_posts", _("No post is offered that township people could win."))
    move(campaign, CampaignStatus.PUBLISHED, organisation=campaign.county)
    outbox.emit(
        ANNOUNCED,
        to=[campaign.county, *Organisation.objects.open().filter(kind=Organisation.Kind.TOWNSHIP)],
        about=campaign,
        right="enter_applicant",
        api_path=reverse("campaign-detail", args=[campaign.pk]),
        page_path=reverse("admin:staffing_campaign_change", args=[campaign.pk]),
        label=campaign.title,
    )
    return campaign


@operation(_("Judge applicants"), at="county")
def judge_applicants(campaign: Campaign, *, by: Account, version: int | None = None) -> Campaign:
    """资格审查: each applicant is judged rule by rule as of the cut-off date, and that stays; a thin field cuts places.

    Raises RuleViolation `wrong_state`, `no_applicants`; StaleVersion.
    """
    check_move(campaign, CampaignStatus.JUDGED)
    related = ("assignments__organisation__managed_by", "service_terms", "absences", "appraisals")
    rows = campaign.applicants.filter(status=ApplicantStatus.APPLIED).select_related("post", "person__county")
    rows = rows.prefetch_related(*(f"person__{name}" for name in related), "person__county__term_interruptions")
    applicants = list(rows)
    if not applicants:
        raise RuleViolation("no_applicants", _("Nobody has applied."))
    kind = Organisation.Kind.TOWNSHIP
    townships = set(Organisation.objects.filter(kind=kind).values_list("path", flat=True))
    today = timezone.localdate()
    for applicant in applicants:
        applicant.campaign = campaign
        applicant.judgement = judge(applicant, townships)
    Applicant.objects.bulk_update(applicants, ["judgement"], batch_size=200)
    passed = [applicant.pk for applicant in applicants if not applicant.failed]
    judged = campaign.applicants.filter(status=ApplicantStatus.APPLIED)
    judged.update(judged_on=today, is_eligible=False)
    judged.filter(pk__in=passed).update(is_eligible=True)
    for post in campaign.posts.filter(exemption=""):
        eligible = post.applicants.in_the_running().count()
        post.places_cut = max(0, post.places - eligible // campaign.least_per_place)
        post.save(update_fields=["places_cut"])
    move(campaign, CampaignStatus.JUDGED, organisation=campaign.county)
    counts = {"judged": len(applicants), "eligible": len(passed)}
    audit.record(campaign, organisation=campaign.county, after=counts)
    return campaign


@operation(_("Rank applicants"), at="county")
def rank_applicants(campaign: Campaign, *, by: Account, version: int | None = None) -> Campaign:
    """排序: those in the running are ranked for each post by their total, then written test, appraisal, and years in
    townships; the first are proposed. Where they are still equal at the last place, somebody has to decide.

    Raises RuleViolation `wrong_state`, `points_missing`, `consents_needed`, `tie_undecided`; StaleVersion.
    """
    check_move(campaign, CampaignStatus.RANKED)
    for post in campaign.posts.filter(exemption=""):
        rows = list(post.applicants.in_the_running().select_related("person"))
        for applicant in rows:
            _check_ready(applicant)
            applicant.total = _total(campaign, applicant)
        rows.sort(key=_order)
        _check_tie(post, rows)
        for number, applicant in enumerate(rows, 1):
            same = number > 1 and _order(rows[number - 2]) == _order(applicant)
            applicant.rank = rows[number - 2].rank if same else number
        Applicant.objects.bulk_update(rows, ["total", "rank"], batch_size=200)
        for number, applicant in enumerate(rows):
            chosen = number < post.places_left
            to = ApplicantStatus.PROPOSED if chosen else ApplicantStatus.NOT_SELECTED
            move(applicant, to, organisation=campaign.county)
    move(campaign, CampaignStatus.RANKED, organisation=campaign.county)
    return campaign


@operation(_("Begin public notice"), at="county")
def begin_notice(
    campaign: Campaign, *, by: Account, notice_from: datetime.date, version: int | None = None
) -> Campaign:
    """公示: those proposed are on public notice for the working days the announcement says.

    Raises RuleViolation `wrong_state`, `notice_dates`; StaleVersion.
    """
    check_move(campaign, CampaignStatus.NOTICE)
    if not campaign.cutoff_on <= notice_from <= timezone.localdate():
        message = _("The public notice begins between the cut-off date and today.")
        raise RuleViolation("notice_dates", message, field="notice_from")
    until = current_calendar().add_working_days(notice_from - ONE_DAY, campaign.notice_days)
    move(campaign, CampaignStatus.NOTICE, organisation=campaign.county, notice_from=notice_from, notice_until=until)
    return campaign


@operation(_("Approve selection"), at="county")
def approve_selection(
    campaign: Campaign, *, by: Account, document_no: str, decided_on: datetime.date, version: int | None = None
) -> Campaign:
    """批准选调: for each of those proposed a place of the county body is reserved in the same instant.

    Raises RuleViolation `wrong_state`, `notice_runs`, `document_needed`, `decided_later`, `not_enough_places`;
    StaleVersion.
    """
    check_move(campaign, CampaignStatus.APPROVED)
    today = timezone.localdate()
    runs = campaign.notice_until is None or campaign.notice_until >= today
    if runs and applies("notice_runs", at=campaign.county):
        message = _("The public notice runs until %(day)s.") % {"day": campaign.notice_until}
        raise RuleViolation("notice_runs", message)
    if not document_no.strip():
        raise RuleViolation("document_needed", _("Name the number of the document."), field="document_no")
    if decided_on > today:
        message = _("%(day)s is still to come: a document is registered once it is decided.") % {"day": decided_on}
        raise RuleViolation("decided_later", message, field="decided_on")
    document = _document(campaign, document_no, decided_on)
    for applicant in campaign.applicants.filter(status=ApplicantStatus.PROPOSED).select_related("post__organisation"):
        account = account_of(holder_of(applicant.post.organisation), applicant.post.category, campaign.county)
        enter_within(account, MovementKind.RESERVE, document, today)
        move(applicant, ApplicantStatus.APPROVED, organisation=campaign.county)
    approved_by = document_no.strip()
    move(campaign, CampaignStatus.APPROVED, organisation=campaign.county, approved_by=approved_by, approved_on=today)
    return campaign


def _document(campaign: Campaign, number: str, decided_on: datetime.date) -> QuotaDocument:
    document, _made = QuotaDocument.objects.get_or_create(
        county=campaign.county, number=number.strip(), defaults={"decided_on": decided_on, "title": campaign.title}
    )
    return document


def _check_draft(campaign: Campaign) -> None:
    if campaign.status != CampaignStatus.DRAFT:
        raise RuleViolation("campaign_announced", _("Posts and rules stay as they were announced."))


def _check_ready(applicant: Applicant) -> None:
    words = {"person": applicant.person}
    has_word = None not in (applicant.unit_consents, applicant.department_consents)
    if not has_word and applies("consents_needed", at=applicant.campaign.county):
        message = _("For %(person)s the consent of unit and bureau is missing.") % words
        raise RuleViolation("consents_needed", message)
    has_points = None not in (applicant.written, applicant.interview, applicant.appraisal_points)
    if not has_points:
        message = _("For %(person)s points are missing: written test, interview or the township's appraisal.") % words
        raise RuleViolation("points_missing", message)


def _total(campaign: Campaign, applicant: Applicant) -> Decimal:
    parts = (
        (applicant.written, campaign.written_weight),
        (applicant.interview, campaign.interview_weight),
        (applicant.appraisal_points, campaign.appraisal_weight),
    )
    total = sum(((points or Decimal(0)) * weight for points, weight in parts), Decimal(0)) / 100
    return total.quantize(Decimal("0.01"))


def _order(applicant: Applicant) -> tuple:
    """Better ones first; who is equal in all of it has one rank."""
    points = (applicant.total, applicant.written, applicant.appraisal_points)
    return (*(-(number or 0) for number in points), applicant.person.township_entered_on, applicant.tie_order)


def _check_tie(post: OfferedPost, rows: list[Applicant]) -> None:
    last = post.places_left
    if 0 < last < len(rows) and _order(rows[last - 1]) == _order(rows[last]):
        message = _("%(first)s and %(second)s are equal at the last place of %(post)s: decide the tie.") % {
            "first": rows[last - 1].person, "second": rows[last].person, "post": post,
        }  # fmt: skip
        raise RuleViolation("tie_undecided", message)
