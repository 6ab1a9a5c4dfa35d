"""Borrowing people: asked, agreed, approved, back again; inside a service term refused, with a trace."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from governance.admin.sending import KEY
from governance.admin.staleness import VERSION
from governance.models import AuditEntry, Notification
from governance.roles import Role
from staffing.due_work import sweep_secondments
from staffing.models import Secondment
from staffing.operations.people import take_over_people
from staffing.operations.secondments import (
    approve_secondment,
    extend_secondment,
    give_department_opinion,
    give_unit_opinion,
    record_return,
    request_secondment,
)
from staffing.reference_data import PEOPLE
from tests.clients import signed_in
from tests.factories import member
from tests.refusals import refused
from tests.staffing.factories import lent, person_at

FIRST, LAST = datetime.date(2026, 9, 14), datetime.date(2027, 3, 13)
URL = "/api/v1/staffing/secondments/"


@pytest.fixture
def person(world):
    return person_at(world.township, name="肖借调")


@pytest.fixture
def offices(world):
    return {
        "unit": member(world.township, Role.PARTY_OFFICER),
        "bureau": member(world.county, Role.HR_OFFICER),
        "department": member(world.county, Role.ORGANISATION_OFFICER),
    }


def opened(client, url):
    """What the page of a form sends back of its own accord."""
    context = client.get(url).context
    return {KEY: str(context["key"]), VERSION: context["token"]}


def asked(world, person, **changes):
    facts = {
        "kind": "secondment", "borrower": world.department, "starts_on": FIRST, "ends_on": LAST, "reason": "防汛。",
    }  # fmt: skip
    return request_secondment(person, by=world.personnel_officer, **(facts | changes))


def test_from_the_request_to_the_return(world, person, offices):
    secondment = asked(world, person)
    give_unit_opinion(secondment, by=offices["unit"], agrees=True, opinion="同意。")
    give_department_opinion(secondment, by=offices["bureau"], agrees=True, opinion="同意。")
    approve_secondment(secondment, by=offices["department"], document_no="澜组借〔2026〕1号")
    assert secondment.status == "running"
    extend_secondment(
        secondment, by=offices["department"], ends_on=datetime.date(2027, 9, 13), document_no="澜组借〔2026〕2号"
    )
    assert (secondment.extended_from, secondment.ends_on) == (LAST, datetime.date(2027, 9, 13))
    again = datetime.date(2027, 10, 1)
    with refused("extended_before", "ends_on"):
        extend_secondment(secondment, by=offices["department"], ends_on=again, document_no="3号")
    record_return(secondment, by=world.personnel_officer, returned_on=FIRST)
    assert (secondment.status, secondment.returned_on) == ("ended", FIRST)
    assert asked(world, person).status == "requested"


def test_a_no_ends_it(world, person, offices):
    secondment = asked(world, person)
    give_unit_opinion(secondment, by=offices["unit"], agrees=False, opinion="人手不足。")
    assert secondment.status == "refused"
    with refused("wrong_state"):
        give_department_opinion(secondment, by=offices["bureau"], agrees=True, opinion="同意。")
    assert not person.secondments.open().exists()


@pytest.mark.parametrize(("first", "is_free"), [("2026-11-14", False), ("2026-11-15", True)])
def test_the_day_before_the_term_ends_it_is_refused_and_on_the_day_it_is_not(world, person, clock, first, is_free):
    person.service_terms.create(starts_on=datetime.date(2023, 11, 15), years=3, basis="招聘公告")
    days = {"starts_on": datetime.date.fromisoformat(first), "ends_on": datetime.date(2027, 1, 1)}
    if is_free:
        assert asked(world, person, **days).status == "requested"
        return
    with refused("in_service_term", "starts_on") as refusal:
        asked(world, person, **days)
    assert "服务期至2026-11-14" in str(refusal.value)
    assert not Secondment.objects.exists()
    trace = AuditEntry.objects.latest("pk")
    assert (trace.action, trace.account, trace.target_id) == (
        "request_secondment", world.personnel_officer, str(person.pk),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["secondment", "temporary_call_up"])
def test_an_exception_names_its_approver_and_its_document(world, person, kind):
    person.service_terms.create(starts_on=datetime.date(2025, 1, 1), years=3, basis="招聘公告")
    with refused("exception_incomplete", "exception_document"):
        asked(world, person, kind=kind, exception_approver="市委书记")
    allowed = asked(world, person, kind=kind, exception_approver="市委书记", exception_document="澜委〔2026〕8号")
    assert Secondment.objects.begun_in_term().get() == allowed


def test_a_term_recorded_meanwhile_stops_the_approval(world, person, offices):
    secondment = lent(person, world.department, status="department_opinion", starts_on=FIRST, ends_on=LAST)
    person.service_terms.create(starts_on=datetime.date(2025, 1, 1), years=3, basis="招聘公告")
    with refused("in_service_term", "starts_on"):
        approve_secondment(secondment, by=offices["department"], document_no="1号")
    secondment.refresh_from_db()
    assert secondment.status == "department_opinion"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"ends_on": datetime.date(2027, 3, 14)}, "borrowed_too_long", "ends_on"),
        ({"ends_on": datetime.date(2026, 9, 13)}, "end_needed", "ends_on"),
        ({"kind": "loan"}, "invalid", "kind"),
    ],
)
def test_what_is_asked_for_has_an_end_and_a_kind(world, person, changes, code, field):
    with refused(code, field):
        asked(world, person, **changes)


def test_nobody_is_lent_at_home_or_twice(world, person):
    with refused("borrowed_at_home", "borrower"):
        asked(world, person, borrower=world.office)
    asked(world, person)
    with refused("borrowed_already"):
        asked(world, person, borrower=world.neighbour)
    with pytest.raises(IntegrityError), transaction.atomic():
        lent(person, world.neighbour)


def test_a_new_one_without_an_end_is_refused_by_the_database_too(world, person):
    with pytest.raises(IntegrityError), transaction.atomic():
        lent(person, world.department, ends_on=None)


def test_who_does_not_come_back_is_told_of_once(world, person, clock):
    lent(person, world.department, ends_on=datetime.date(2026, 9, 13))
    assert sweep_secondments() == 1
    assert sweep_secondments() == 0
    assert Secondment.objects.overdue().exists()
    assert not Notification.objects.filter(event__label__contains=person.name).exists(), "labels travel"


def test_an_approved_one_begins_on_its_day(world, person, clock):
    secondment = lent(person, world.department, status="approved", starts_on=FIRST + datetime.timedelta(days=1))
    sweep_secondments()
    secondment.refresh_from_db()
    assert secondment.status == "approved"
    clock.move_to("2026-09-15T09:00:00+08:00")
    sweep_secondments()
    secondment.refresh_from_db()
    assert secondment.status == "running"


def test_the_reference_register_is_judged_by_the_day_each_began(reference):
    take_over_people(reference.county, by=reference.portal, file=PEOPLE)
    rows = Secondment.objects.all()
    assert rows.begun_in_term().count() == rows.without_end().count() == 7
    assert {row.exception_approver for row in rows} == {""}
    [late] = rows.overdue()
    assert (late.kind, late.ends_on, late.began_in_term) == ("temporary_call_up", datetime.date(2025, 12, 31), False)
    assert not any(row.person.terms_binding(datetime.date(2026, 11, 24)) for row in rows), "all those terms are over"


def test_over_the_api_lender_and_borrower_see_it_and_others_do_not(world, person):
    api = signed_in(world.personnel_officer)
    facts = {
        "person": person.pk, "kind": "secondment", "borrower": world.department.code, "starts_on": "2026-09-14",
        "ends_on": "2027-03-13", "reason": "防汛。",
    }  # fmt: skip
    made = api.post(URL, facts, format="json", HTTP_IDEMPOTENCY_KEY="one")
    assert made.status_code == 201, made.json()
    borrower = member(world.department, Role.PERSONNEL_OFFICER)
    stranger = member(world.neighbour, Role.PERSONNEL_OFFICER)
    for account, seen in ((world.personnel_officer, 1), (borrower, 1), (stranger, 0)):
        assert len(signed_in(account).get(URL).json()["results"]) == seen
    refusal = api.post(URL, {**facts, "ends_on": "2028-01-01"}, format="json")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "borrowed_too_long")


def test_the_pages_lead_from_the_person_to_the_decision(client, world, person, offices):
    client.force_login(world.personnel_officer)
    form = {
        "kind": "secondment", "borrower": "市水利局", "starts_on": "2026-09-14", "ends_on": "2027-03-13",
        "reason": "防汛。", "exception_approver": "", "exception_document": "",
    }  # fmt: skip
    done = client.post(f"/staffing/person/{person.pk}/lend/", form)
    secondment = person.secondments.get()
    assert done.url == f"/staffing/secondment/{secondment.pk}/"
    client.force_login(offices["unit"])
    answer = {"agrees": "yes", "opinion": "同意。"}
    client.post(f"{done.url}unit-opinion/", opened(client, f"{done.url}unit-opinion/") | answer)
    client.force_login(offices["bureau"])
    client.post(f"{done.url}department-opinion/", opened(client, f"{done.url}department-opinion/") | answer)
    client.force_login(offices["department"])
    approval = {"document_no": "澜组借〔2026〕1号"}
    client.post(f"{done.url}approve/", opened(client, f"{done.url}approve/") | approval)
    secondment.refresh_from_db()
    assert secondment.status == "running"
