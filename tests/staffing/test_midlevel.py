"""Mid-level posts: the county's ceiling, the townships' allocations, never above it on any day."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from rest_framework.test import APIClient

from governance.models import Organisation
from governance.roles import Role
from staffing.models import MidlevelCeiling, MidlevelPlan, MidlevelShare
from staffing.operations.midlevel import (
    allocated_on,
    approve_midlevel_plan,
    propose_midlevel_plan,
    set_midlevel_ceiling,
    withdraw_midlevel_plan,
)
from staffing.states import MidlevelState
from tests.factories import OrganisationFactory, member
from tests.refusals import refused

DAY = datetime.date(2026, 9, 14)
LATER = datetime.date(2026, 10, 1)


@pytest.fixture
def offices(world):
    world.party_officer = member(world.township, Role.PARTY_OFFICER, name="谭组织")
    kind = Organisation.Kind.INSTITUTION
    world.brigade = OrganisationFactory(parent=world.township, name="汀砚镇综合行政执法队", kind=kind)
    world.ceiling = ceiling(world, 6)
    return world


def ceiling(world, count: int, on: datetime.date = datetime.date(2026, 1, 1), **facts) -> MidlevelCeiling:
    return set_midlevel_ceiling(
        world.township, by=world.keeper, count=count, effective_on=on, document=world.document, **facts
    )


def proposed(world, office: int, brigade: int, on: datetime.date = DAY, document_no: str = "汀党发〔2026〕5号"):
    return propose_midlevel_plan(
        world.township, by=world.personnel_officer, shares={world.office: office, world.brigade: brigade},
        effective_on=on, document_no=document_no, decided_on=DAY,
    )  # fmt: skip


def approved(world, office: int, brigade: int, on: datetime.date = DAY) -> MidlevelPlan:
    return approve_midlevel_plan(proposed(world, office, brigade, on), by=world.party_officer)


def test_posts_are_split_and_split_anew_with_history(offices):
    world = offices
    first = approved(world, 4, 2)
    second = approved(world, 3, 3, on=LATER)
    first.refresh_from_db()
    assert first.ends_on == datetime.date(2026, 9, 30)
    assert first.state_on() == MidlevelState.IN_FORCE and second.state_on() == MidlevelState.APPROVED
    assert first.state_on(LATER) == MidlevelState.CHANGED and second.state_on(LATER) == MidlevelState.IN_FORCE
    assert list(MidlevelPlan.objects.in_force(DAY)) == [first]
    assert list(MidlevelPlan.objects.in_force(LATER)) == [second]
    assert allocated_on(world.township, DAY) == allocated_on(world.township, LATER) == 6


def test_pooled_posts_move_between_offices_and_institutions_and_others_do_not(offices):
    world = offices
    assert approved(world, 0, 6).status == "approved"
    ceiling(world, 6, LATER - datetime.timedelta(days=200), institution_count=6)  # of a day before the plan
    with refused("below_allocation"):
        ceiling(world, 6, LATER, institution_count=2)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda w: proposed(w, 4, 3), "above_ceiling"),
        (lambda w: proposed(w, 1, 1, on=datetime.date(2025, 12, 31)), "no_ceiling"),
        (lambda w: ceiling(w, 9), "ceiling_known"),
        (
            lambda w: set_midlevel_ceiling(
                w.department, by=w.keeper, count=1, effective_on=DAY, document=w.document
            ),
            "ceiling_for_townships",
        ),
        (lambda w: ceiling(w, 3, LATER, institution_count=4), "invalid"),
        (
            lambda w: propose_midlevel_plan(
                w.township, by=w.personnel_officer, shares={w.neighbour: 1}, effective_on=DAY, document_no="x",
                decided_on=DAY,
            ),
            "share_outside",
        ),
        (lambda w: proposed(w, 1, 1, document_no=""), "invalid"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_written(offices, act, code):
    with refused(code):
        act(offices)


def test_a_ceiling_that_falls_waits_for_the_township(offices):
    world = offices
    approved(world, 4, 2)
    with refused("below_allocation") as refusal:
        ceiling(world, 4, LATER)
    assert "汀党发〔2026〕5号" in str(refusal.value)
    approved(world, 2, 2, on=LATER)
    assert ceiling(world, 4, LATER).count == 4
    with refused("above_ceiling"):
        proposed(world, 3, 2, on=LATER + datetime.timedelta(days=5))


def test_the_second_of_two_proposals_is_measured_by_what_is_then_in_force(offices):
    world = offices
    first, second = proposed(world, 4, 2), proposed(world, 6, 0)
    approve_midlevel_plan(first, by=world.party_officer)
    with refused("plan_begins_before"):
        approve_midlevel_plan(second, by=world.party_officer)
    withdraw_midlevel_plan(second, by=world.personnel_officer, reason="重拟")
    with refused("wrong_state"):
        approve_midlevel_plan(second, by=world.party_officer)


def test_whoever_proposed_does_not_approve(offices):
    world = offices
    plan = proposed(world, 1, 1)
    MidlevelPlan.objects.update(proposed_by=world.party_officer)
    plan.refresh_from_db()
    with refused("same_person"):
        approve_midlevel_plan(plan, by=world.party_officer)


def test_the_database_holds_it_past_the_operations(offices):
    world = offices
    plan = approved(world, 4, 2)
    other = proposed(world, 6, 0, on=LATER)
    MidlevelShare.objects.filter(plan=other).update(count=7)  # of a proposal: nothing is decided yet
    facts = {"township": world.township, "document": world.document}
    attacks = [
        lambda: MidlevelShare.objects.filter(plan=plan).update(count=9),
        lambda: MidlevelShare.objects.create(plan=plan, body=world.neighbour, count=1),
        lambda: MidlevelCeiling.objects.update(count=99),
        lambda: MidlevelCeiling.objects.all().delete(),
        lambda: MidlevelCeiling.objects.create(count=5, effective_on=LATER, **facts),
        lambda: MidlevelPlan.objects.filter(pk=other.pk).update(status="approved", approved_by=world.party_officer),
        lambda: MidlevelPlan.objects.filter(pk=plan.pk).update(effective_on=datetime.date(2025, 1, 1)),
    ]
    for attack in attacks:
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_the_pages_show_ceiling_and_allocation(offices, client):
    world = offices
    plan = approved(world, 4, 2)
    client.force_login(world.personnel_officer)
    page = client.get(f"/staffing/midlevel/{plan.pk}/").content.decode()
    assert "党政办公室" in page
    form = client.get(f"/staffing/midlevel-ceiling/{world.ceiling.pk}/propose/").content.decode()
    assert f'name="body_{world.brigade.pk}"' in form


def test_over_the_api_posts_are_split(offices):
    world = offices
    officer, party = APIClient(), APIClient()
    officer.force_login(world.personnel_officer)
    party.force_login(world.party_officer)
    body = {
        "township": world.township.code, "effective_on": "2026-09-14", "document_no": "汀党发〔2026〕5号",
        "decided_on": "2026-09-14", "shares": [{"body": world.office.code, "count": 4}],
    }  # fmt: skip
    made = officer.post("/api/v1/staffing/midlevel/", body, format="json")
    assert made.status_code == 201, made.content
    assert party.post(f"/api/v1/staffing/midlevel/{made.json()['id']}/approve/").json()["status"] == "approved"
    listed = officer.get("/api/v1/staffing/midlevel/?on=2026-09-14").json()["results"]
    assert [row["document_no"] for row in listed] == ["汀党发〔2026〕5号"]
    ceilings = officer.get("/api/v1/staffing/midlevel-ceilings/").json()["results"]
    assert [row["count"] for row in ceilings] == [6]
