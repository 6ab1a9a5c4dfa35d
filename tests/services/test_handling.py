"""From acceptance to the result: opinions, special stages, extension, decision, and the ends on the way."""

import datetime

import pytest

from services.models import PaperCustody
from services.operations.clocks import standing_now
from services.operations.handling import (
    ask_opinion,
    begin_special_stage,
    check_commitment,
    close_application,
    decide_application,
    end_special_stage,
    extend_application,
    give_opinion,
    issue_application,
    take_up_application,
    terminate_application,
    withdraw_application,
)
from services.states import ApplicationStatus, Clock
from tests.refusals import refused
from tests.services.counter import accepted, at_the_department, received
from tests.services.test_applications import on

DAY = datetime.date(2026, 3, 20)


@pytest.fixture
def application(world):
    return at_the_department(world)


def test_a_stage_of_ten_days_moves_the_promised_day_by_ten_working_days(world, application, clock):
    take_up_application(application, by=world.officer)
    assert application.due_on == datetime.date(2026, 3, 16)
    on(clock, "2026-03-09")
    told = datetime.date(2026, 3, 9)
    begin_special_stage(application, by=world.officer, kind="test", expected_days=10, told_on=told)
    assert (application.due_on, application.paused_left) == (None, 6)
    on(clock, "2026-03-20")
    assert standing_now(application).main.due.limit_on == datetime.date(2026, 3, 30)
    end_special_stage(application, by=world.officer, outcome="检验合格")
    assert (application.due_on, application.paused_left) == (datetime.date(2026, 3, 30), None)
    assert application.status == ApplicationStatus.IN_PROCESS


def test_what_the_applicant_was_not_told_pauses_nothing(world, application, clock):
    on(clock, "2026-03-09")
    begin_special_stage(application, by=world.officer, kind="hearing", expected_days=10)
    assert application.due_on == datetime.date(2026, 3, 16)


def test_days_are_left_out_only_by_a_rule(world):
    application = at_the_department(world, item=world.allowance)
    begin = {"by": world.clerk, "kind": "public_notice", "expected_days": 7}
    with refused("basis_missing", "basis"):
        begin_special_stage(application, **begin)
    with refused("told_later", "told_on"):
        begin_special_stage(application, **begin, counts=True, told_on=DAY)
    begin_special_stage(application, **begin, counts=True)


def test_bodies_are_asked_side_by_side_and_all_answer_before_a_grant(world, application):
    take_up_application(application, by=world.officer)
    with refused("asks_itself", "body"):
        ask_opinion(application, by=world.officer, body=world.department, question="意见？", due_on=DAY)
    opinion = ask_opinion(application, by=world.officer, body=world.water, question="取水是否合规？", due_on=DAY)
    assert application.is_joint
    assert standing_now(application).legal.due.limit_on == datetime.date(2026, 5, 8)
    with refused("asked_already", "body"):
        ask_opinion(application, by=world.officer, body=world.water, question="再问", due_on=DAY)
    with refused("opinions_missing"):
        decide_application(application, by=world.officer, decision="grant")
    with refused("not_permitted"):
        give_opinion(opinion, by=world.officer, stance="agrees", text="同意")
    give_opinion(opinion, by=world.watcher, stance="agrees", text="同意")
    with refused("opinion_given"):
        give_opinion(opinion, by=world.watcher, stance="disagrees", text="不同意")
    decide_application(application, by=world.officer, decision="grant", result="许可证")
    assert application.clock == Clock.ISSUE


def test_the_head_extends_once_with_a_reason(world, application):
    with refused("not_permitted"):
        extend_application(application, by=world.officer, reason="案情复杂")
    with refused("reason_missing", "reason"):
        extend_application(application, by=world.head, reason=" ")
    extend_application(application, by=world.head, reason="需要实地核查")
    said = standing_now(application)
    assert said.legal.due.limit_on == datetime.date(2026, 4, 14)
    assert said.main.due.limit_on == datetime.date(2026, 3, 30)
    with refused("extended_already"):
        extend_application(application, by=world.head, reason="还要延长")


def test_a_stage_of_a_kind_begins_once_a_day(world, application):
    begin_special_stage(application, by=world.officer, kind="hearing", expected_days=1)
    end_special_stage(application, by=world.officer, outcome="已听证")
    with refused("stage_begun", "kind"):
        begin_special_stage(application, by=world.officer, kind="hearing", expected_days=1)


def test_what_is_over_is_not_extended(world, application, clock):
    on(clock, "2026-04-01")
    with refused("limit_over"):
        extend_application(application, by=world.head, reason="忘记了")


def test_only_a_rule_extends(world):
    world.licence.item_type = "confirmation"
    world.licence.save()
    application = at_the_department(world)
    with refused("no_extension"):
        extend_application(application, by=world.head, reason="需要核查")


def test_a_refusal_says_why_and_the_slower_of_two_is_refused(world, application):
    with refused("refusal_without_reasons", "explanation"):
        decide_application(application, by=world.officer, decision="refuse")
    decide_application(application, by=world.officer, decision="refuse", explanation="场所不符合卫生条件")
    with refused("wrong_state"):
        decide_application(application, by=world.head, decision="grant")


def test_who_decides_has_the_papers(world):
    application = accepted(world)
    with refused("papers_elsewhere"):
        decide_application(application, by=world.officer, decision="grant")


def test_result_and_end(world, application):
    decide_application(application, by=world.officer, decision="grant", result="许可证1号")
    assert application.due_on == datetime.date(2026, 3, 16)
    issue_application(application, by=world.officer, received_by="张三丰")
    assert application.clock == Clock.OVER
    close_application(application, by=world.officer)
    assert not PaperCustody.objects.filter(subject=application, until=None).exists()
    with refused("wrong_state"):
        withdraw_application(application, by=world.officer, reason="不要了")


def test_a_missing_paper_stops_the_grant_and_may_end_it(world):
    application = received(world, item=world.allowance, way="tolerant")
    from services.operations.applications import accept_application

    accept_application(application, by=world.clerk, gaps="健康证明", gaps_due_on=DAY)
    with refused("gaps_open"):
        decide_application(application, by=world.clerk, decision="grant")
    with refused("reason_missing", "reason"):
        terminate_application(application, by=world.clerk, reason="")
    terminate_application(application, by=world.clerk, reason="健康证明未按期补交")
    assert application.status == ApplicationStatus.TERMINATED


def test_a_false_promise_annuls_the_decision(world):
    from services.operations.applications import accept_application

    application = received(world, item=world.allowance, way="commitment")
    with refused("date_missing", "check_due_on"):
        accept_application(application, by=world.clerk)
    accept_application(application, by=world.clerk, check_due_on=DAY)
    with refused("not_granted"):
        check_commitment(application, by=world.clerk, result="kept")
    decide_application(application, by=world.clerk, decision="grant")
    with refused("annulled_without_reasons", "explanation"):
        check_commitment(application, by=world.clerk, result="false")
    check_commitment(application, by=world.clerk, result="false", explanation="年龄不符")
    assert application.annulled_at is not None
    with refused("checked_already"):
        check_commitment(application, by=world.clerk, result="kept")
    other = at_the_department(world)
    with refused("no_promise"):
        check_commitment(other, by=world.officer, result="kept")
