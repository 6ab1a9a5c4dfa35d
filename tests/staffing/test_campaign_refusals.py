"""What a selection campaign refuses on its way, each time without a trace but the refusal's own."""

import datetime
from decimal import Decimal

import pytest

from governance.roles import Role
from staffing.operations.applicants import enter_applicant, record_points, reply_to_appraisal, sign_appraisal
from staffing.operations.campaigns import (
    announce_campaign,
    begin_notice,
    judge_applicants,
    offer_post,
    open_campaign,
    rank_applicants,
)
from tests.factories import member
from tests.refusals import refused
from tests.staffing.factories import CampaignFactory, applied, person_at

pytestmark = pytest.mark.django_db
POST = {
    "title": "水政管理", "category": "institution_quota", "post_class": "management", "grade": "九级", "places": 1,
}  # fmt: skip


@pytest.fixture
def office(world):
    return member(world.county, Role.ORGANISATION_OFFICER)


@pytest.fixture
def unit(world):
    return member(world.township, Role.PARTY_OFFICER)


@pytest.fixture
def applicant(world):
    """Eligible, in a campaign that is judged."""
    return applied(person_at(world.township), world.department, campaign="judged", is_eligible=True)


def test_a_campaign_is_opened_once_for_a_document(world, office):
    facts = {"title": "选调公告", "document_no": "澜组选〔2026〕7号", "cutoff_on": datetime.date(2026, 1, 5)}
    open_campaign(world.county, by=office, **facts)
    with refused("campaign_known", "document_no"):
        open_campaign(world.county, by=office, **facts)


def test_a_post_is_offered_once(world, office):
    campaign = CampaignFactory(county=world.county, status="draft")
    offer_post(campaign, by=office, organisation=world.department, **POST)
    with refused("post_offered", "title"):
        offer_post(campaign, by=office, organisation=world.department, **POST)


@pytest.mark.parametrize("exempt", [False, True])
def test_a_campaign_announces_posts_that_somebody_can_win(world, office, exempt):
    campaign = CampaignFactory(county=world.county, status="draft")
    if exempt:
        offer_post(campaign, by=office, organisation=world.department, **POST, exemption="专业性强")
    with refused("no_posts"):
        announce_campaign(campaign, by=office)


def test_nobody_applies_before_the_announcement(world):
    post, another = (
        applied(person_at(world.township), world.department, campaign="draft").post,
        person_at(world.township),
    )
    with refused("not_open_to_applicants", "post"):
        enter_applicant(another, by=world.personnel_officer, post=post, is_clear=True)


def test_nobody_is_judged_where_nobody_has_applied(world, office):
    campaign = CampaignFactory(county=world.county)
    with refused("no_applicants"):
        judge_applicants(campaign, by=office)


def test_an_appraisal_is_signed_once(applicant, unit):
    sign_appraisal(applicant, by=unit, appraisal="踏实肯干。", points=Decimal(90))
    with refused("appraisal_signed"):
        sign_appraisal(applicant, by=unit, appraisal="一般。", points=Decimal(60))


def test_nobody_replies_to_what_is_not_signed(world, applicant):
    with refused("nothing_signed"):
        reply_to_appraisal(applicant, by=world.personnel_officer, reply="有不同意见。")


@pytest.mark.parametrize("facts", [{"is_eligible": False}, {"is_eligible": True, "status": "withdrawn"}])
def test_who_is_not_in_the_running_gets_no_points(world, facts):
    out = applied(person_at(world.township), world.department, campaign="judged", **facts)
    bureau = member(world.county, Role.HR_OFFICER)
    with refused("not_in_the_running"):
        record_points(out, by=bureau, written=Decimal(80), interview=Decimal(80))


@pytest.mark.parametrize("missing", ["written", "interview", "appraisal_points"])
def test_nobody_is_ranked_without_points(world, office, missing):
    points = dict.fromkeys(("written", "interview", "appraisal_points"), Decimal(80)) | {missing: None}
    said = {"is_eligible": True, "unit_consents": True, "department_consents": True}
    ready = applied(person_at(world.township), world.department, campaign="judged", **said, **points)
    with refused("points_missing"):
        rank_applicants(ready.campaign, by=office)


@pytest.mark.parametrize("day", [datetime.date(2026, 1, 4), datetime.date(9000, 1, 1)])
def test_a_notice_begins_between_the_cut_off_date_and_today(world, office, day):
    ranked = applied(person_at(world.township), world.department, campaign="ranked", is_eligible=True)
    with refused("notice_dates", "notice_from"):
        begin_notice(ranked.campaign, by=office, notice_from=day)
