"""Filling places: nobody comes in without a slip, and a slip reserves what it promises."""

import datetime

import pytest
from rest_framework.test import APIClient

from governance.access import NotPermitted
from governance.roles import Role
from staffing.due_work import expire_quota_approvals
from staffing.models import Person, QuotaAccount, QuotaApproval
from staffing.operations.approvals import (
    approve_quota_approval,
    begin_hiring,
    cancel_quota_approval,
    check_quota_approval,
    enter_person,
    request_quota_approval,
)
from staffing.selectors.approvals import checks_of
from staffing.selectors.ledger import ledger_faults
from tests.factories import member
from tests.refusals import refused
from tests.staffing.factories import slip_validity

ASKED = {
    "category": "institution_quota", "count": 2, "post_class": "professional", "grade": "十二级",
    "entry_channel": "公开招聘", "reason": "便民服务中心缺员", "service_years": 3, "degree": "学士",
}  # fmt: skip
SOMEBODY = {"name": "苏青禾", "gender": "female", "birth_on": datetime.date(2000, 2, 29)}


@pytest.fixture
def offices(world):
    slip_validity(world.county)
    world.second_keeper = member(world.county, Role.STAFFING_OFFICER, name="严复核")
    world.recruiter = member(world.county, Role.HR_OFFICER, name="罗招录")
    return world


def requested(world, **facts) -> QuotaApproval:
    return request_quota_approval(world.office, by=world.personnel_officer, **ASKED | facts)


def approved(world, **facts) -> QuotaApproval:
    approval = requested(world, **facts)
    check_quota_approval(approval, by=world.keeper, opinion="有空编，符合结构要求")
    return approve_quota_approval(approval, by=world.second_keeper)


def hiring(world, **facts) -> QuotaApproval:
    return begin_hiring(approved(world, **facts), by=world.recruiter)


def arrives(world, approval, number: str, on=datetime.date(2026, 9, 14)) -> Person:
    return enter_person(approval, by=world.recruiter, staff_no=number, arrived_on=on, **SOMEBODY)


def balance(account: QuotaAccount) -> tuple[int, int, int]:
    row = QuotaAccount.objects.with_balances().get(pk=account.pk)
    return row.vacant_places, row.reserved_places, row.filled_places


def test_two_places_are_asked_for_reserved_and_filled(offices):
    world = offices
    before = balance(world.places)
    approval = hiring(world)
    assert approval.slip.number == f"{world.county.name}用编〔2026〕1号"
    assert approval.expires_on == datetime.date(2027, 9, 14)
    assert balance(world.places) == (before[0] - 2, 2, 0)
    person = arrives(world, approval, "N001")
    assert (approval.status, approval.entered) == ("in_hiring", 1)
    assert balance(world.places) == (before[0] - 2, 1, 1)
    post, term = person.assignments.get(), person.service_terms.get()
    assert (post.organisation, post.category, post.post_class) == (world.office, "institution_quota", "professional")
    assert (term.starts_on, term.years) == (datetime.date(2026, 9, 14), 3)
    arrives(world, approval, "N002")
    assert (approval.status, approval.entered) == ("entered", 2)
    assert balance(world.places) == (before[0] - 2, 0, 2)
    with refused("not_in_hiring"):
        arrives(world, approval, "N003")
    assert list(ledger_faults(world.county)) == []


def test_whoever_asked_or_checked_does_not_decide(offices):
    world = offices
    approval = requested(world)
    check_quota_approval(approval, by=world.keeper, opinion="同意")
    with refused("same_person"):
        approve_quota_approval(approval, by=world.keeper)
    for outsider in (world.personnel_officer, world.recruiter):
        with pytest.raises(NotPermitted):
            approve_quota_approval(approval, by=outsider)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"count": 21}, "not_enough_places"),
        ({"category": "admin_quota"}, "class_does_not_fit"),
        ({"category": "village_quota"}, "unknown_category"),
        ({"category": "worker_quota"}, "class_does_not_fit"),
        ({"grade": ""}, "invalid"),
    ],
)
def test_requests_that_cannot_be_are_refused(offices, facts, code):
    with refused(code):
        requested(offices, **facts)


def test_each_step_waits_for_the_one_before(offices):
    world = offices
    approval = requested(world)
    with refused("wrong_state"):
        approve_quota_approval(approval, by=world.keeper)
    with refused("wrong_state"):
        begin_hiring(approval, by=world.recruiter)
    with refused("not_in_hiring"):
        arrives(world, approval, "N001")


def test_without_the_countys_own_term_no_slip_is_issued(world):
    approval = requested(world)
    check_quota_approval(approval, by=world.keeper, opinion="同意")
    second_keeper = member(world.county, Role.STAFFING_OFFICER)
    with refused("no_rule_known"):
        approve_quota_approval(approval, by=second_keeper)


def test_the_second_for_the_last_places_is_told_why(offices):
    world = offices
    first, second = requested(world, count=15), requested(world, count=15)
    for approval in (first, second):
        check_quota_approval(approval, by=world.keeper, opinion="同意")
    approve_quota_approval(first, by=world.second_keeper)
    with refused("not_enough_places") as refusal:
        approve_quota_approval(second, by=world.second_keeper)
    assert "5" in str(refusal.value) and "15" in str(refusal.value)
    second.refresh_from_db()
    assert (second.status, second.slip) == ("checked", None)
    assert any(check.stands_in_the_way for check in checks_of(second))


def test_an_expired_slip_lets_nobody_in_and_frees_its_places(offices, clock):
    world = offices
    approval = hiring(world)
    arrives(world, approval, "N001")
    clock.move_to(datetime.datetime(2027, 9, 14, 23, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8))))
    assert expire_quota_approvals() == 0  # its last day counts
    clock.move_to(datetime.datetime(2027, 9, 15, 0, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=8))))
    with refused("slip_expired"):
        arrives(world, approval, "N002", on=datetime.date(2027, 9, 15))
    assert expire_quota_approvals() == 1
    approval.refresh_from_db()
    assert approval.status == "expired"
    assert balance(world.places)[1:] == (0, 1)
    assert expire_quota_approvals() == 0


@pytest.mark.parametrize("begun", [requested, approved, hiring])
def test_cancelling_frees_what_is_reserved(offices, begun):
    world = offices
    before = balance(world.places)
    approval = begun(world)
    cancel_quota_approval(approval, by=world.keeper, reason="计划调整")
    assert approval.status == "cancelled"
    assert balance(world.places) == before
    with refused("wrong_state"):
        cancel_quota_approval(approval, by=world.keeper, reason="再来一次")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"on": datetime.date(2026, 9, 15)}, "arrived_later"),
        ({"on": datetime.date(2026, 9, 13)}, "arrived_before_slip"),
        ({"number": "N001"}, "person_known"),
    ],
)
def test_arrivals_that_cannot_be_are_refused(offices, facts, code):
    approval = hiring(offices, count=3)
    arrives(offices, approval, "N001")
    before = Person.objects.count()
    with refused(code):
        arrives(offices, approval, **{"number": "N009"} | facts)
    assert Person.objects.count() == before


def test_the_pages_lead_from_request_to_slip(offices, client):
    world = offices
    approval = approved(world)
    client.force_login(world.personnel_officer)
    assert client.get("/staffing/approval/request/").status_code == 200
    page = client.get(f"/staffing/approval/{approval.pk}/").content.decode()
    assert approval.slip.number in page and "有空编" in page
    slip = client.get(f"/staffing/approval/{approval.pk}/slip/").content.decode()
    assert "同意使用事业编制2名" in slip and "2027年9月14日" in slip
    waiting = requested(world, count=1)
    assert client.get(f"/staffing/approval/{waiting.pk}/slip/").status_code == 404


def test_over_the_api_a_place_is_filled(offices):
    world = offices
    callers = {}
    for name in ("personnel_officer", "keeper", "second_keeper", "recruiter"):
        callers[name] = APIClient()
        callers[name].force_login(getattr(world, name))
    body = {**ASKED, "count": 1, "organisation": world.office.code}
    made = callers["personnel_officer"].post("/api/v1/staffing/approvals/", body, format="json")
    assert made.status_code == 201, made.content
    address = f"/api/v1/staffing/approvals/{made.json()['id']}/"
    callers["keeper"].post(f"{address}check/", {"opinion": "同意"}, format="json")
    assert callers["second_keeper"].post(f"{address}approve/").json()["status"] == "approved"
    callers["recruiter"].post(f"{address}begin-hiring/")
    arrival = {**SOMEBODY, "birth_on": "2000-02-29", "staff_no": "N001", "arrived_on": "2026-09-14"}
    done = callers["recruiter"].post(f"{address}arrivals/", arrival, format="json")
    assert done.json()["status"] == "entered", done.content
    assert len(done.json()["arrivals"]) == 1
    listed = callers["personnel_officer"].get("/api/v1/staffing/approvals/?status=entered").json()["results"]
    assert [row["slip_no"] for row in listed] == [QuotaApproval.objects.get().slip.number]
