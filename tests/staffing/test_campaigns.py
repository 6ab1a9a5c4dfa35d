"""Selection campaigns: judged at the cut-off date, ranked with ties, on public notice, approved, moved, withdrawn."""

import csv
import datetime
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.roles import Role
from staffing.models import Applicant, QuotaAccount
from staffing.operations.applicants import (
    decide_tie,
    enter_applicant,
    give_department_consent,
    give_unit_consent,
    move_selected,
    record_points,
    reply_to_appraisal,
    sign_appraisal,
    withdraw_applicant,
)
from staffing.operations.campaigns import (
    announce_campaign,
    approve_selection,
    begin_notice,
    judge_applicants,
    offer_post,
    open_campaign,
    rank_applicants,
)
from staffing.selectors.campaigns import losses
from tests.clients import signed_in
from tests.factories import member
from tests.refusals import refused
from tests.staffing.factories import moved, person_at

CASES = Path(__file__).parent / "cases" / "selection.csv"
CUTOFF = datetime.date(2026, 9, 1)
CATEGORIES = {"行政": "admin_quota", "事业": "institution_quota", "工勤": "worker_quota"}
CLASSES = {"公务员": "civil_servant", "管理": "management", "专技": "professional", "工勤": "worker"}
URL = "/api/v1/staffing/"


@pytest.fixture
def offices(world):
    return SimpleNamespace(
        organisation=member(world.county, Role.ORGANISATION_OFFICER),
        bureau=member(world.county, Role.HR_OFFICER),
        unit=member(world.township, Role.PARTY_OFFICER),
        personnel=world.personnel_officer,
    )


def drafted(world, offices, *, places=1, cutoff_on=CUTOFF, least_per_place=1, post=None, **rules):
    campaign = open_campaign(
        world.county, by=offices.organisation, title="2026年乡招县选公告", document_no="澜组选〔2026〕1号",
        cutoff_on=cutoff_on, least_per_place=least_per_place, **rules,
    )  # fmt: skip
    facts = {
        "organisation": world.department, "title": "水政管理", "category": "institution_quota",
        "post_class": "management", "grade": "九级", "places": places,
    }  # fmt: skip
    offered = offer_post(campaign, by=offices.organisation, **(facts | (post or {})))
    return campaign, offered


def appraised(person, ratings=("合格",) * 3, before=2026):
    for year, rating in zip(range(before - 3, before), ratings, strict=True):
        if rating != "—":
            person.appraisals.create(year=year, rating=rating)
    return person


@pytest.fixture
def field(world, offices):
    """Three people of the township have applied for one place; they are judged and nobody is ranked."""
    campaign, post = drafted(world, offices)
    people = [appraised(person_at(world.township, name=name)) for name in ("甲一", "乙二", "丙三")]
    announce_campaign(campaign, by=offices.organisation)
    rows = [enter_applicant(person, by=offices.personnel, post=post, is_clear=True) for person in people]
    judge_applicants(campaign, by=offices.organisation)
    for row in rows:
        row.refresh_from_db()
    return SimpleNamespace(campaign=campaign, post=post, rows=rows, people=people)


def through(row, offices, written, interview=80, points=90):
    sign_appraisal(row, by=offices.unit, appraisal="踏实肯干。", points=Decimal(points))
    give_unit_consent(row, by=offices.unit, agrees=True)
    give_department_consent(row, by=offices.bureau, agrees=True)
    record_points(row, by=offices.bureau, written=Decimal(written), interview=Decimal(interview))


def balance(account):
    row = QuotaAccount.objects.with_balances().get(pk=account.pk)
    return row.approved, row.on_post, row.reserved, row.vacant


def states(field):
    for row in field.rows:
        row.refresh_from_db()
    return [row.status for row in field.rows]


# --- A whole campaign, with a tie and a withdrawal --------------------------------------------------------------------


def test_a_whole_campaign_with_a_tie_and_a_withdrawal(world, offices, field, clock):
    for account in (world.places, world.department_places):
        moved(world.document, "counted", account, account, 15, effective_on=datetime.date(2026, 1, 1))
    first, second, third = field.rows
    assert {row.is_eligible for row in field.rows} == {True}
    for row, written in ((first, 85), (second, 85), (third, 70)):
        through(row, offices, written)
    reply_to_appraisal(first, by=offices.personnel, reply="无意见。")
    with refused("tie_undecided"):
        rank_applicants(field.campaign, by=offices.organisation)
    decide_tie(second, by=offices.organisation, order=1, reason="加试成绩较高。")
    decide_tie(first, by=offices.organisation, order=2, reason="加试成绩较低。")
    rank_applicants(field.campaign, by=offices.organisation)
    assert states(field) == ["not_selected", "proposed", "not_selected"]
    assert [(row.rank, row.total) for row in field.rows] == [
        (2, Decimal("84.00")), (1, Decimal("84.00")), (3, Decimal("78.00")),
    ]  # fmt: skip
    with refused("wrong_state"):
        move_selected(second, by=offices.organisation, effective_on=CUTOFF, document_no="1号", decided_on=CUTOFF)
    begin_notice(field.campaign, by=offices.organisation, notice_from=datetime.date(2026, 9, 14))
    assert field.campaign.notice_until == datetime.date(2026, 9, 18), "five working days"
    with refused("notice_runs"):
        approve_selection(field.campaign, by=offices.organisation, document_no="1号", decided_on=CUTOFF)
    clock.move_to("2026-09-21T09:00:00+08:00")
    by_document = {"document_no": "澜组干〔2026〕30号", "decided_on": datetime.date(2026, 9, 21)}
    approve_selection(field.campaign, by=offices.organisation, **by_document)
    assert balance(world.department_places) == (30, 15, 1, 14)

    up = withdraw_applicant(second, by=offices.personnel, reason="个人原因放弃。")
    assert (up, up.moves_up_for) == (first, second)
    assert balance(world.department_places) == (30, 15, 0, 15)
    field.campaign.refresh_from_db()
    assert (field.campaign.status, field.campaign.notice_until) == ("ranked", None), "who moves up is on notice first"
    begin_notice(field.campaign, by=offices.organisation, notice_from=datetime.date(2026, 9, 21))
    clock.move_to("2026-10-08T09:00:00+08:00")
    later = {"document_no": "澜组干〔2026〕31号", "decided_on": datetime.date(2026, 10, 8)}
    approve_selection(field.campaign, by=offices.organisation, **later)
    first.refresh_from_db()
    move_selected(first, by=offices.organisation, effective_on=datetime.date(2026, 10, 8), **later)
    assert states(field) == ["moved", "withdrawn", "not_selected"]
    assert first.person.assignments.get(ends_on=None).organisation == world.department
    assert balance(world.places) == (20, 14, 0, 6)
    assert balance(world.department_places) == (30, 16, 0, 14)


def test_the_judgement_stays_whatever_is_recorded_later(world, offices, field):
    before = [row.judgement for row in field.rows]
    for person in field.people:
        person.service_terms.create(starts_on=datetime.date(2026, 1, 1), years=3, basis="补录")
        person.appraisals.filter(year=2025).update(rating="不合格")
    assert [row.judgement for row in Applicant.objects.order_by("pk")] == before
    with refused("wrong_state"):
        judge_applicants(field.campaign, by=offices.organisation)


def test_a_thin_field_cuts_places(world, offices):
    campaign, post = drafted(world, offices, places=2, least_per_place=2)
    announce_campaign(campaign, by=offices.organisation)
    for number in range(3):
        person = appraised(person_at(world.township, name=f"报名{number}"))
        enter_applicant(person, by=offices.personnel, post=post, is_clear=True)
    judge_applicants(campaign, by=offices.organisation)
    post.refresh_from_db()
    assert (post.places, post.places_cut, post.places_left) == (2, 1, 1)


def test_without_consent_nobody_is_ranked(world, offices, field):
    first, second, third = field.rows
    through(first, offices, 85)
    through(second, offices, 80)
    with refused("consents_needed"):
        rank_applicants(field.campaign, by=offices.organisation)
    give_unit_consent(third, by=offices.unit, agrees=False)
    rank_applicants(field.campaign, by=offices.organisation)
    assert states(field) == ["proposed", "not_selected", "applied"]


def test_a_place_that_is_not_there_is_not_given(world, offices, field, clock):
    for row, written in zip(field.rows, (85, 80, 70), strict=True):
        through(row, offices, written)
    rank_applicants(field.campaign, by=offices.organisation)
    moved(world.document, "reserve", world.department_places, world.department_places, 30)
    begin_notice(field.campaign, by=offices.organisation, notice_from=datetime.date(2026, 9, 14))
    clock.move_to("2026-09-21T09:00:00+08:00")
    with refused("not_enough_places"):
        approve_selection(field.campaign, by=offices.organisation, document_no="1号", decided_on=CUTOFF)
    assert states(field) == ["proposed", "not_selected", "not_selected"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cutoff_on": datetime.date(2026, 9, 15)}, "cutoff_later"),
        ({"written_weight": 50}, "weights_not_whole"),
    ],
)
def test_a_rule_set_that_cannot_be(world, offices, change, code):
    with refused(code):
        drafted(world, offices, **change)


def test_posts_stay_as_announced_and_exempt_ones_are_not_applied_for(world, offices):
    campaign, _post = drafted(world, offices)
    exempt = offer_post(
        campaign, by=offices.organisation, organisation=world.department, title="大坝安全监测",
        category="institution_quota", post_class="professional", grade="十级", places=1,
        exemption="需水工结构专业，乡镇无此类人员。",
    )  # fmt: skip
    with refused("not_of_county", "organisation"):
        offer_post(
            campaign, by=offices.organisation, organisation=world.township, title="科员", category="admin_quota",
            post_class="civil_servant", grade="科员", places=1,
        )  # fmt: skip
    announce_campaign(campaign, by=offices.organisation)
    person = person_at(world.township)
    with refused("post_exempt", "post"):
        enter_applicant(person, by=offices.personnel, post=exempt, is_clear=True)
    enter_applicant(person, by=offices.personnel, post=_post, is_clear=True)
    with refused("applied_before", "post"):
        enter_applicant(person, by=offices.personnel, post=_post, is_clear=True)
    with refused("campaign_announced"):
        offer_post(
            campaign, by=offices.organisation, organisation=world.department, title="另一岗位", category="admin_quota",
            post_class="civil_servant", grade="科员", places=1,
        )  # fmt: skip


def test_what_a_township_loses(world, offices, field):
    for row, written in zip(field.rows, (85, 80, 70), strict=True):
        through(row, offices, written)
    field.people[0].major = "水利水电工程"
    field.people[0].save()
    rank_applicants(field.campaign, by=offices.organisation)
    [loss] = losses(field.campaign, by=offices.organisation)
    assert (loss.township, loss.on_post, loss.leaving, loss.remaining) == (world.township, 3, 1, 2)
    assert loss.majors == ["水利水电工程"]


# --- Cases an official can read ---------------------------------------------------------------------------------------


def cases():
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield pytest.param(row, id=row["情形"])


@pytest.mark.parametrize("row", list(cases()))
def test_who_meets_the_rules_at_the_cut_off_date(world, offices, clock, row):
    cutoff = datetime.date.fromisoformat(row["截止日"])
    clock.move_to(datetime.datetime.combine(cutoff, datetime.time(12), tzinfo=datetime.UTC))
    rules = {"most_age": int(row["年龄上限"])} if row["年龄上限"] else {}
    post = {"category": CATEGORIES[row["岗位编制"]], "majors": row["专业要求"]}
    campaign, offered = drafted(world, offices, cutoff_on=cutoff, post=post, **rules)
    person = person_at(
        world.township, birth_on=datetime.date.fromisoformat(row["出生日期"]), major=row["所学专业"],
        township_entered_on=datetime.date.fromisoformat(row["进入乡镇"]),
    )  # fmt: skip
    person.assignments.update(category=CATEGORIES[row["本人编制"]], post_class=CLASSES[row["本人岗位"]])
    if row["服务期起算"]:
        starts_on = datetime.date.fromisoformat(row["服务期起算"])
        person.service_terms.create(starts_on=starts_on, years=int(row["服务年限"]), basis="招聘公告")
    appraised(person, re.findall("不定等次|不合格|合格|称职|优秀|—", row["考核"]), cutoff.year)
    announce_campaign(campaign, by=offices.organisation)
    applicant = enter_applicant(person, by=offices.personnel, post=offered, is_clear=row["无不得报考情形"] == "是")
    judge_applicants(campaign, by=offices.organisation)
    applicant.refresh_from_db()
    assert {found["rule"] for found in applicant.failed} == set(row["不符规则"].split())
    assert applicant.is_eligible == (not row["不符规则"])
    assert str(applicant.passes_on or "") == row["满足日期"]


def test_judging_costs_the_same_queries_however_many_apply(world, offices):
    def cost(number: int, document_no: str) -> int:
        campaign = open_campaign(
            world.county, by=offices.organisation, title="公告", document_no=document_no, cutoff_on=CUTOFF
        )
        post = offer_post(
            campaign, by=offices.organisation, organisation=world.department, title="岗位",
            category="institution_quota",
            post_class="management", grade="九级", places=1,
        )  # fmt: skip
        announce_campaign(campaign, by=offices.organisation)
        for _ in range(number):
            person = person_at(world.township, township_entered_on=datetime.date(2025, 1, 1))
            enter_applicant(person, by=offices.personnel, post=post, is_clear=True)
        with CaptureQueriesContext(connection) as queries:
            judge_applicants(campaign, by=offices.organisation)
        return len(queries)

    assert cost(12, "2号") <= cost(3, "1号") + 2


# --- Over the API and the pages ---------------------------------------------------------------------------------------


def test_a_unit_enters_its_own_people_over_the_api_and_sees_no_others(world, offices):
    campaign, post = drafted(world, offices)
    api = signed_in(offices.personnel)
    assert api.get(f"{URL}campaigns/").json()["results"] == [], "a draft is the county's"
    announce_campaign(campaign, by=offices.organisation)
    assert api.get(f"{URL}campaigns/{campaign.pk}/").json()["posts"][0]["id"] == post.pk
    facts = {"person": person_at(world.township).pk, "post": post.pk, "is_clear": True}
    made = api.post(f"{URL}applicants/", facts, format="json", HTTP_IDEMPOTENCY_KEY="one")
    assert made.status_code == 201, made.json()
    stranger = signed_in(member(world.neighbour, Role.PERSONNEL_OFFICER))
    assert stranger.get(f"{URL}applicants/").json()["results"] == []
    assert stranger.get(f"{URL}applicants/{made.json()['id']}/").status_code == 404
    judged = signed_in(offices.organisation).post(f"{URL}campaigns/{campaign.pk}/judge/", {}, format="json")
    assert judged.json()["status"] == "judged"
    found = api.get(f"{URL}applicants/{made.json()['id']}/").json()
    failed = [rule["rule"] for rule in found["judgement"] if not rule["passed"]]
    assert (found["is_eligible"], failed) == (False, ["appraisals"])


def test_the_pages_show_the_judgement_rule_by_rule(client, world, offices, field):
    client.force_login(offices.personnel)
    page = client.get(f"/staffing/applicant/{field.rows[0].pk}/").content.decode()
    assert "乡镇工作满年限" in page
    assert client.get(f"/staffing/campaign/{field.campaign.pk}/").status_code == 200
    client.force_login(offices.organisation)
    assert client.get(f"/staffing/campaign/{field.campaign.pk}/losses/").status_code == 200
