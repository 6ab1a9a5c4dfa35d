"""Examinations by dated check lists: rounds, freezing, silence, samples, the result that stays."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from governance.access import NotPermitted
from governance.examinations import let_terms_pass
from governance.models import Checklist, Criterion, CriterionFinding, Evidence, Examination, Sample
from governance.operations.checklists import (
    add_evidence,
    draw_sample,
    draw_up_checklist,
    drawn,
    give_finding,
    give_result,
    open_examination,
    submit_examination,
)
from governance.roles import Role
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member, portal_of
from tests.refusals import refused

NOW = datetime.datetime(2026, 9, 14, 10, 0, tzinfo=timezone.get_default_timezone())
FACTS: dict[str, Any] = {
    "use": "institution_upgrade",
    "title": "执法队升格评估标准",
    "document_no": "澜编办发〔2026〕9号",
    "issuer": "市委编办",
    "decided_on": datetime.date(2026, 9, 1),
    "criteria": [
        {"text": "人员到位", "evidence": "名册"},
        {"text": "制度健全"},
        {"text": "有示范案例", "is_required": False},
    ],
}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db, clock):
    county = CountyFactory(name="澜山市")
    township = TownshipFactory(parent=county, name="汀砚镇")
    brigade = OrganisationFactory(parent=township, name="汀砚镇综合行政执法队", kind="township_institution")
    return SimpleNamespace(
        county=county, township=township, brigade=brigade, portal=portal_of(county),
        office=member(county, Role.STAFFING_OFFICER), officer=member(township, Role.PERSONNEL_OFFICER),
    )  # fmt: skip


def opened(world, **facts) -> Examination:
    made = draw_up_checklist(world.county, by=world.office, **FACTS | facts)
    return open_examination(made, by=world.office, subject=world.brigade)


def criteria(examination) -> list[Criterion]:
    return list(examination.checklist.criteria.order_by("number"))


def handed_in(world, examination) -> Examination:
    for criterion in criteria(examination):
        add_evidence(examination, by=world.officer, criterion=criterion, text=f"见{criterion.text}材料")
    return submit_examination(examination, by=world.officer)


def looked_at(world, examination, *verdicts: str) -> Examination:
    for criterion, verdict in zip(criteria(examination), verdicts, strict=True):
        give_finding(examination, by=world.office, criterion=criterion, verdict=verdict, reason="现场核查")
    return give_result(examination, by=world.office)


def test_what_is_met_at_the_first_look_closes_with_passed(world):
    examination = looked_at(world, handed_in(world, opened(world)), "met", "met", "met")
    assert (examination.status, examination.result) == ("closed", "passed")
    assert examination.turn.of == "nobody"


def test_a_refused_criterion_is_replied_to_and_looked_at_again_alone(world):
    examination = looked_at(world, handed_in(world, opened(world)), "met", "refused", "met")
    assert (examination.status, examination.turn.of) == ("replying", "subject")
    first, second, _third = criteria(examination)
    with refused("not_refused"):
        add_evidence(examination, by=world.officer, criterion=first, text="补充")
    add_evidence(examination, by=world.officer, criterion=second, text="制度已补齐")
    submit_examination(examination, by=world.officer)
    with refused("second_look_at_refused_only"):
        give_finding(examination, by=world.office, criterion=first, verdict="refused", reason="改主意")
    give_finding(examination, by=world.office, criterion=second, verdict="met")
    give_result(examination, by=world.office)
    assert examination.result == "passed"
    finding = examination.findings.get(criterion=second)
    assert (finding.first, finding.second) == ("refused", "met")


def test_what_need_not_be_met_fails_nobody(world):
    examination = looked_at(world, handed_in(world, opened(world)), "met", "met", "refused")
    submit_examination(examination, by=world.officer)  # without a reply the first look stays
    assert (examination.status, examination.result) == ("closed", "passed")


def test_a_failed_examination_is_repeated_and_a_passed_one_is_not(world):
    examination = looked_at(world, handed_in(world, opened(world)), "refused", "met", "met")
    with refused("examination_open"):
        open_examination(examination.checklist, by=world.office, subject=world.brigade)
    submit_examination(examination, by=world.officer)
    assert examination.result == "failed"
    again = open_examination(examination.checklist, by=world.office, subject=world.brigade)
    assert again.attempt == 2
    looked_at(world, handed_in(world, again), "met", "met", "met")
    with refused("examination_passed"):
        open_examination(examination.checklist, by=world.office, subject=world.brigade)


def test_what_is_being_read_is_frozen_also_past_the_operations(world):
    examination = handed_in(world, opened(world))
    first = criteria(examination)[0]
    with refused("evidence_frozen"):
        add_evidence(examination, by=world.officer, criterion=first, text="补一份")
    with refused("not_the_subjects_turn"):
        submit_examination(examination, by=world.officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.update(text="改")


def test_a_closed_result_stays_also_past_the_operations(world):
    examination = looked_at(world, handed_in(world, opened(world)), "met", "met", "met")
    with refused("not_the_examiners_turn"):
        give_finding(examination, by=world.office, criterion=criteria(examination)[0], verdict="refused", reason="改")
    for change in (
        lambda: CriterionFinding.objects.update(first="refused"),
        lambda: Criterion.objects.update(text="宽一些"),
        lambda: Checklist.objects.update(silence="met"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda w, e: submit_examination(e, by=w.officer), "evidence_missing"),
        (lambda w, e: give_result(e, by=w.office), "not_the_examiners_turn"),
        (lambda w, e: draw_up_checklist(w.county, by=w.office, **FACTS), "checklist_known"),
        (lambda w, e: draw_up_checklist(w.county, by=w.office, **FACTS | {"criteria": []}), "no_criteria"),
        (lambda w, e: draw_up_checklist(w.county, by=w.office, **FACTS | {"use": "bridges"}), "unknown_use"),
        (
            lambda w, e: draw_up_checklist(w.county, by=w.office, **FACTS | {"decided_on": datetime.date(2026, 9, 15)}),
            "decided_later",
        ),
        (lambda w, e: open_examination(e.checklist, by=w.office, subject=CountyFactory.create()), None),
    ],
)
def test_refusals_write_nothing(world, act, code):
    examination = opened(world)
    before = (Checklist.objects.count(), Examination.objects.count(), examination.status)
    if code is None:
        with pytest.raises(NotPermitted):
            act(world, examination)
    else:
        with refused(code):
            act(world, examination)
    examination.refresh_from_db()
    assert (Checklist.objects.count(), Examination.objects.count(), examination.status) == before


def test_a_refusal_has_a_reason_and_a_result_has_all_findings(world):
    examination = handed_in(world, opened(world))
    with refused("reason_missing"):
        give_finding(examination, by=world.office, criterion=criteria(examination)[0], verdict="refused")
    give_finding(examination, by=world.office, criterion=criteria(examination)[0], verdict="met")
    with refused("findings_missing") as refusal:
        give_result(examination, by=world.office)
    assert "制度健全" in str(refusal.value)


def test_each_list_is_for_its_own_criteria_county_and_rows(world):
    examination = opened(world)
    other = draw_up_checklist(world.county, by=world.office, **FACTS | {"document_no": "澜编办发〔2026〕10号"})
    with refused("criterion_unknown"):
        add_evidence(examination, by=world.officer, criterion=other.criteria.earliest("number"), text="见附件")
    abroad = CountyFactory(name="临海市")
    neighbour = member(abroad, Role.STAFFING_OFFICER)
    with refused("list_of_other_county"):
        open_examination(other, by=neighbour, subject=abroad)
    handed_in(world, examination)
    with refused("nothing_to_draw_from"):
        draw_sample(examination, by=world.office, population=[" "], share=10, at_least=1, at_most=1)


def test_the_units_officer_does_not_examine_and_the_office_does_not_hand_in(world):
    examination = opened(world)
    with pytest.raises(NotPermitted):
        add_evidence(examination, by=world.office, criterion=criteria(examination)[0], text="代交")
    handed_in(world, examination)
    with pytest.raises(NotPermitted):
        give_finding(examination, by=world.officer, criterion=criteria(examination)[0], verdict="met")


@pytest.mark.parametrize(("silence", "result"), [("met", "passed"), ("refused", "failed")])
def test_silence_counts_as_the_list_says_and_is_marked(world, clock, silence, result):
    examination = handed_in(world, opened(world, silence=silence))
    assert let_terms_pass() == 0
    clock.move_to(NOW + datetime.timedelta(days=40))
    assert let_terms_pass() == 1
    examination.refresh_from_db()
    assert all(finding.first_by_silence for finding in examination.findings.all())
    if silence == "refused":
        assert examination.status == "replying"
        clock.move_to(NOW + datetime.timedelta(days=80))
        let_terms_pass()
        examination.refresh_from_db()
    assert (examination.status, examination.result) == ("closed", result)


def test_silence_that_waits_tells_once_and_page_and_reminder_say_the_same(world, clock):
    examination = handed_in(world, opened(world))
    clock.move_to(NOW + datetime.timedelta(days=40))
    assert examination.turn.is_late and list(Examination.objects.past_due()) == [examination]
    assert [let_terms_pass(), let_terms_pass()] == [1, 0]
    examination.refresh_from_db()
    assert examination.status == "reading"


def test_what_was_not_handed_in_by_its_day_is_read_as_it_is(world, clock):
    examination = opened(world)
    clock.move_to(NOW + datetime.timedelta(days=40))
    let_terms_pass()
    examination.refresh_from_db()
    assert examination.status == "reading"


def test_a_sample_can_be_drawn_again_by_its_seed_and_only_once_here(world):
    examination = handed_in(world, opened(world))
    rows = [f"案卷{number}" for number in range(50)]
    sample = draw_sample(examination, by=world.office, population=rows, share=10, at_least=3, at_most=4)
    assert len(sample.chosen) == 4 and set(sample.chosen) <= set(rows)
    bounds = {"share": 10, "at_least": 3, "at_most": 4}
    assert drawn(list(reversed(rows)), seed=sample.seed, **bounds) == sample.chosen
    assert drawn(rows, seed="another", **bounds) != sample.chosen
    with refused("sample_drawn"):
        draw_sample(examination, by=world.office, population=rows, share=10, at_least=3, at_most=4)
    with pytest.raises(DatabaseError), transaction.atomic():
        Sample.objects.update(seed="x")


@pytest.mark.parametrize("bounds", [(0, 1, 1), (101, 1, 1), (10, 3, 2)])
def test_bounds_that_do_not_fit_are_refused(world, bounds):
    examination = handed_in(world, opened(world))
    share, least, most = bounds
    with refused("sample_bounds"):
        draw_sample(examination, by=world.office, population=["甲"], share=share, at_least=least, at_most=most)


def test_the_pages_show_what_was_handed_in_and_found(world, client):
    examination = opened(world)
    file = SimpleUploadedFile("名册.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, content_type="image/png")
    add_evidence(examination, by=world.officer, criterion=criteria(examination)[0], text="名册如附", file=file)
    client.force_login(world.officer)
    page = client.get(f"/governance/examination/{examination.pk}/").content.decode()
    assert "名册如附" in page and "名册.png" in page
    client.force_login(world.office)
    assert "制度健全" in client.get(f"/governance/checklist/{examination.checklist_id}/").content.decode()
    assert client.get("/governance/checklist/draw-up/").status_code == 200
    assert client.get(f"/governance/examination/{examination.pk}/finding/").status_code == 200


def test_over_the_api_an_examination_goes_its_way(world):
    office, officer = APIClient(), APIClient()
    office.force_login(world.office)
    officer.force_login(world.officer)
    body = {**FACTS, "decided_on": "2026-09-01", "owner": world.county.code}
    made = office.post("/api/v1/governance/checklists/", body, format="json")
    assert made.status_code == 201, made.content
    lists = f"/api/v1/governance/checklists/{made.json()['id']}/"
    begun = office.post(f"{lists}examinations/", {"subject": world.brigade.code}, format="json")
    address = f"/api/v1/governance/examinations/{begun.json()['id']}/"
    for criterion in made.json()["criteria"]:
        sent = officer.post(f"{address}evidence/", {"criterion": criterion["id"], "text": "见附件"}, format="json")
        assert sent.status_code == 200, sent.content
    assert officer.post(f"{address}submit/").json()["status"] == "reading"
    for criterion in made.json()["criteria"]:
        office.post(f"{address}findings/", {"criterion": criterion["id"], "verdict": "met"}, format="json")
    assert office.post(f"{address}result/").json()["result"] == "passed"
    assert officer.get("/api/v1/governance/examinations/?status=closed").json()["results"][0]["result"] == "passed"
