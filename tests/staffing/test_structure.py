"""The structure of a township: changes by document, upgrades that were passed, two days side by side."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from rest_framework.test import APIClient

from governance.access import NotPermitted
from governance.models import AuditEntry, Organisation
from governance.operations.checklists import (
    add_evidence,
    draw_up_checklist,
    give_finding,
    give_result,
    open_examination,
    submit_examination,
)
from governance.roles import Role
from staffing.models import StructureChange
from staffing.operations.structure import approve_upgrade, change_structure, keep_agency_dispatched
from staffing.selectors.structure import side_by_side
from tests.factories import OrganisationFactory, member
from tests.refusals import refused

DAY = datetime.date(2026, 9, 1)
BEFORE = datetime.date(2026, 8, 31)
INSTITUTION = Organisation.Kind.INSTITUTION


@pytest.fixture
def offices(world):
    world.organiser = member(world.county, Role.ORGANISATION_OFFICER, name="傅组织")
    world.brigade = OrganisationFactory(
        parent=world.township, name="汀砚镇综合行政执法队", kind=INSTITUTION, rank="股级"
    )
    world.old_station = OrganisationFactory(parent=world.township, name="汀砚镇文化站", kind=INSTITUTION)
    world.agency = OrganisationFactory(parent=world.department, name="汀砚水利所", kind=Organisation.Kind.DISPATCHED)
    world.police = OrganisationFactory(parent=world.department, name="汀砚派出所", kind=Organisation.Kind.DISPATCHED)
    return world


def changed(world, kind: str, **facts) -> StructureChange:
    given = {"effective_on": DAY, "document": world.document, "approver": "市委编委"}
    return change_structure(world.township, by=world.keeper, kind=kind, **given | facts)


def set_up(world, **facts) -> StructureChange:
    body = {"name": "汀砚镇便民服务中心", "code": "C-1", "body_kind": INSTITUTION, "rank": "股级"}
    return changed(world, "set_up", **body | facts)


def examined(world, verdict: str):
    made = draw_up_checklist(
        world.county, by=world.keeper, use="institution_upgrade", title="执法队升格评估标准",
        document_no=f"澜编办发〔2026〕{StructureChange.objects.count() + 9}号", issuer="市委编办", decided_on=DAY,
        criteria=[{"text": "人员到位率不低于九成"}],
    )  # fmt: skip
    return examined_again(world, made, verdict)


def examined_again(world, made, verdict: str):
    examination = open_examination(made, by=world.keeper, subject=world.brigade)
    criterion = made.criteria.get()
    add_evidence(examination, by=world.personnel_officer, criterion=criterion, text="名册如附")
    submit_examination(examination, by=world.personnel_officer)
    give_finding(examination, by=world.keeper, criterion=criterion, verdict=verdict, reason="现场核查")
    give_result(examination, by=world.keeper)
    if verdict == "refused":
        submit_examination(examination, by=world.personnel_officer)  # without a reply
    return examination


def upgraded(world, examination, **facts) -> StructureChange:
    given = {"document": world.document, "effective_on": DAY, "approver": "市委编委"}
    return approve_upgrade(examination, by=world.organiser, **given | facts)


def test_before_and_after_the_reform_side_by_side(offices):
    world = offices
    set_up(world)
    centre = Organisation.objects.get(name="汀砚镇便民服务中心")
    changed(world, "merge", body=world.old_station, into=centre)
    changed(world, "territorial", body=world.agency, places_moved=6, people_moved=5, stays="业务指导")
    rows = {row.body.name: row for part in side_by_side(world.township, BEFORE, DAY) for row in part.rows}
    assert rows["汀砚镇便民服务中心"].is_new and rows["汀砚水利所"].is_new
    assert rows["汀砚镇文化站"].is_gone
    assert [change.kind for change in rows["汀砚镇文化站"].changes] == ["merge"]
    assert not rows["汀砚镇综合行政执法队"].is_new and not rows["汀砚镇综合行政执法队"].is_gone
    world.agency.refresh_from_db()
    assert world.agency.managed_by == world.township


def test_a_failed_examination_upgrades_nobody_and_a_passed_one_only_by_approval(offices):
    world = offices
    failed = examined(world, "refused")
    assert failed.result == "failed"
    with refused("examination_not_passed"):
        upgraded(world, failed)
    passed = examined_again(world, failed.checklist, "met")
    world.brigade.refresh_from_db()
    assert (passed.attempt, passed.result, world.brigade.rank) == (2, "passed", "股级")  # passing alone changes nothing
    with pytest.raises(NotPermitted):
        approve_upgrade(passed, by=world.keeper, document=world.document, effective_on=DAY, approver="市委编委")
    change = upgraded(world, passed)
    world.brigade.refresh_from_db()
    assert (world.brigade.rank, change.rank_before, change.head_rank) == ("副科级", "股级", "副科级")
    with refused("upgraded_before"):
        upgraded(world, passed)
    ranks = [
        (row.before, row.after)
        for part in side_by_side(world.township, BEFORE, DAY)
        for row in part.rows
        if row.body == world.brigade
    ]
    assert ranks == [("股级", "副科级")]


def test_what_a_central_rule_keeps_dispatched_is_not_moved(offices):
    world = offices
    keep_agency_dispatched(
        world.county,
        by=world.keeper,
        word="派出所",
        rule="公安派出所实行派驻体制",
        effective_on=datetime.date(2020, 1, 1),
    )
    with refused("stays_dispatched", "body") as refusal:
        changed(world, "territorial", body=world.police)
    assert refusal.value.basis == "公安派出所实行派驻体制"
    with refused("agency_known"):
        keep_agency_dispatched(world.county, by=world.keeper, word="派出所", rule="同上", effective_on=DAY)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda w: changed(w, "upgrade", body=w.brigade), "not_by_change"),
        (lambda w: set_up(w, effective_on=datetime.date(2026, 9, 15)), "change_later"),
        (lambda w: set_up(w, conditions="汛期结束即撤销"), "task_end_needed"),
        (lambda w: set_up(w, ends_on=datetime.date(2027, 1, 1)), "task_end_needed"),
        (lambda w: changed(w, "abolish"), "body_needed"),
        (lambda w: changed(w, "merge", body=w.brigade), "body_needed"),
        (lambda w: changed(w, "abolish", body=w.department), "body_of_other_township"),
        (lambda w: changed(w, "territorial", body=w.department), "not_dispatched"),
    ],
)
def test_changes_that_cannot_be_are_refused(offices, act, code):
    with refused(code):
        act(offices)


def test_an_agency_is_moved_once_and_a_body_for_a_limited_time_names_its_end(offices):
    world = offices
    changed(world, "territorial", body=world.agency)
    with refused("managed_already"):
        changed(world, "territorial", body=world.agency, effective_on=DAY + datetime.timedelta(days=1))
    limited = set_up(world, conditions="汛期结束即撤销", ends_on=datetime.date(2027, 6, 30))
    assert limited.ends_on == datetime.date(2027, 6, 30)


def test_the_register_follows_in_the_portals_name_and_the_change_stays(offices):
    world = offices
    changed(world, "abolish", body=world.old_station)
    world.old_station.refresh_from_db()
    assert world.old_station.closed_on == BEFORE
    done = AuditEntry.objects.filter(outcome="done").order_by("-pk").values_list("action", "account")[:3]
    assert {("change_structure", world.keeper.pk), ("close_organisation", world.portal.pk)} <= set(done)
    with pytest.raises(DatabaseError), transaction.atomic():
        StructureChange.objects.update(approver="改")


def test_pages_and_api_show_two_days(offices, client):
    world = offices
    set_up(world)
    query = f"?township={world.township.code}&before={BEFORE}&after={DAY}"
    client.force_login(world.personnel_officer)
    page = client.get(f"/staffing/structure/sides/{query}").content.decode()
    assert "<ins>汀砚镇便民服务中心</ins>" in page
    assert client.get("/staffing/structure/sides/").status_code == 200
    other = f"?township={world.neighbour.code}&before={BEFORE}&after={DAY}"
    assert client.get(f"/staffing/structure/sides/{other}").status_code == 403
    officer = APIClient()
    officer.force_login(world.personnel_officer)
    rows = officer.get(f"/api/v1/staffing/structure-sides/{query}").json()
    assert [row["body"]["name"] for row in rows if row["before"] is None] == ["汀砚镇便民服务中心"]
    assert officer.get(f"/api/v1/staffing/structure-sides/{other}").status_code == 404
    client.force_login(world.keeper)
    assert client.get("/staffing/structure/change/").status_code == 200
    client.force_login(world.organiser)
    assert client.get("/staffing/structure/upgrade/").status_code == 200
