"""Receiving and answering applications: what becomes true, and what is refused."""

import datetime

import pytest
from django.utils import timezone

from governance.models import AuditEntry, EventDelivery
from services.clocks import Phase
from services.models import Application, PaperCustody
from services.operations.applications import (
    accept_application,
    applicant_as_seen,
    bring_paper,
    complete_application,
    not_accept_application,
    receive_application,
    request_application_supplement,
)
from services.operations.clocks import report_application_clock, standing_now
from services.operations.handling import lapse_application
from services.states import ApplicationStatus
from tests.refusals import refused
from tests.services.counter import PERSON, accepted, received


def on(clock, day, hour=10):
    clock.move_to(datetime.datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00"))


def test_what_is_received_has_number_word_holder_and_five_days(world):
    application = received(world)
    assert application.number == "LS-T03-2026-1"
    assert len(application.check_word) == 6
    assert not set(application.check_word) & set("0OQ1IL2Z5S8BUV")
    assert application.due_on == datetime.date(2026, 3, 9)
    assert PaperCustody.objects.get(subject=application).holder == world.township
    assert received(world).number == "LS-T03-2026-2"


def test_who_applies_is_not_legible_in_the_database(world, django_assert_num_queries):
    application = received(world)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM services_application WHERE id = %s", [application.pk])
        stored = " ".join(map(str, cursor.fetchone()))
    assert not any(text in stored for text in ("张三丰", "110101", "1380000", "前街12号", application.check_word))
    assert "张三丰" not in " ".join(map(str, AuditEntry.objects.values_list("after", "target_label")))


def test_papers_are_asked_for_once(world, clock):
    application = received(world)
    on(clock, "2026-03-04")
    request_application_supplement(application, by=world.clerk, missing="营业执照\n场所平面图")
    assert application.status == ApplicationStatus.SUPPLEMENT_REQUESTED
    assert standing_now(application).main.left == 5
    on(clock, "2026-03-20")
    complete_application(application, by=world.clerk)
    assert application.due_on == datetime.date(2026, 3, 27)
    with refused("supplement_asked_once"):
        request_application_supplement(application, by=world.clerk, missing="还缺一份")


def test_the_sixth_day_accepts_a_licence_whoever_sleeps(world, clock):
    application = received(world)
    on(clock, "2026-03-09", 23)
    assert standing_now(application).phase is Phase.ANSWER
    on(clock, "2026-03-10", 0)
    said = standing_now(application)
    assert said.is_deemed
    assert said.main.due.limit_on == datetime.date(2026, 3, 16)
    with refused("deemed_accepted"):
        request_application_supplement(application, by=world.clerk, missing="营业执照")
    with refused("deemed_accepted"):
        not_accept_application(application, by=world.clerk, reason_code="not_needed", explanation="无须许可")
    on(clock, "2026-03-12")
    accept_application(application, by=world.clerk)
    assert application.was_deemed
    assert application.accepted_on == datetime.date(2026, 3, 2)
    assert application.due_on == datetime.date(2026, 3, 16)


def test_a_service_that_is_no_licence_is_not_accepted_by_silence(world, clock):
    application = received(world, item=world.allowance)
    on(clock, "2026-03-10")
    assert not standing_now(application).is_deemed
    accept_application(application, by=world.clerk)
    assert application.accepted_on == datetime.date(2026, 3, 10)


def test_silence_is_told_once_and_lists_show_the_clock_that_runs(world, clock):
    application = received(world)
    on(clock, "2026-03-10")
    assert Application.objects.past_due().untold().get() == application
    assert report_application_clock(application, by=world.portal)
    assert not report_application_clock(application, by=world.portal)
    assert application.status == ApplicationStatus.SUBMITTED
    assert (application.clock, application.due_on) == ("handling", datetime.date(2026, 3, 16))
    told = EventDelivery.objects.filter(event__kind="services.application.deemed_accepted")
    assert [delivery.organisation for delivery in told] == [world.township]
    assert not Application.objects.past_due().exists()


def test_not_accepting_names_whose_it_is(world):
    application = received(world)
    refuse = {"by": world.clerk, "reason_code": "not_ours", "explanation": "属市水利局职权"}
    with refused("competent_body_missing", "right_body"):
        not_accept_application(application, **refuse)
    with refused("competent_body_is_ours", "right_body"):
        not_accept_application(application, **refuse, right_body=world.department)
    not_accept_application(application, **refuse, right_body=world.water)
    assert application.right_body == world.water
    assert standing_now(application).phase is Phase.OVER
    assert not PaperCustody.objects.filter(until=None).exists()


def test_gaps_are_named_with_a_day_and_closed_one_by_one(world):
    application = received(world, way="tolerant")
    with refused("gaps_missing", "gaps"):
        accept_application(application, by=world.clerk)
    with refused("date_missing", "gaps_due_on"):
        accept_application(application, by=world.clerk, gaps="健康证明")
    day = timezone.localdate() + datetime.timedelta(days=5)
    accept_application(application, by=world.clerk, gaps="健康证明\n\n照片", gaps_due_on=day)
    with refused("no_such_gap", "paper"):
        bring_paper(application, by=world.clerk, paper="户口簿")
    bring_paper(application, by=world.clerk, paper="照片")
    assert [gap.paper for gap in application.gaps.filter(brought_at=None)] == ["健康证明"]
    other = received(world)
    with refused("gaps_not_allowed", "gaps"):
        accept_application(other, by=world.clerk, gaps="照片", gaps_due_on=day)


def test_an_agent_acts_with_consent(world):
    with refused("applicant_consent_missing", "agent_consent"):
        receive_application(world.village, by=world.agent, item=world.allowance, **PERSON)
    application = receive_application(
        world.village, by=world.agent, item=world.allowance, agent_consent="本人签字委托", **PERSON
    )
    assert (application.holder, application.centre) == (world.village, world.township)
    assert application.agent == world.agent
    with refused("not_permitted"):
        receive_application(world.township, by=world.agent, item=world.allowance, agent_consent="同意", **PERSON)


def test_it_lapses_only_after_its_day(world, clock):
    application = received(world)
    request_application_supplement(application, by=world.clerk, missing="营业执照")
    on(clock, "2026-04-01")  # thirty days from 2 March: until that day
    with refused("still_time"):
        lapse_application(application, by=world.clerk)
    on(clock, "2026-04-02")
    lapse_application(application, by=world.clerk)
    assert application.status == ApplicationStatus.LAPSED


def test_two_answers_to_one_application(world):
    application = received(world)
    stale = Application.objects.get(pk=application.pk)
    accept_application(application, by=world.clerk)
    with refused("wrong_state"):
        not_accept_application(stale, by=world.clerk, reason_code="not_needed", explanation="无须许可")
    other = received(world)
    with refused("stale_version"):
        accept_application(other, by=world.clerk, version=7)


@pytest.mark.parametrize("who", ["clerk", "officer", "agent"])
def test_opening_an_applicant_is_recorded(world, who):
    application = accepted(world)
    seen = applicant_as_seen(application, by=getattr(world, who))
    if who == "agent":
        assert seen["applicant_name"] == "张**"
        assert seen["telephone"] == "138****1234"
        assert seen["identity_number"] == ""
    else:
        assert seen["identity_number"] == PERSON["identity_number"]
    assert AuditEntry.objects.filter(action="view_applicant").count() == (0 if who == "agent" else 1)


def test_what_is_received_is_offered_today_for_whoever_asks(world):
    asked = {"by": world.clerk, **PERSON}
    world.licence.is_on_platform = True
    world.licence.save()
    with refused("on_platform", "item"):
        receive_application(world.township, item=world.licence, **asked)
    with refused("not_for_this_applicant", "applicant_kind"):
        receive_application(world.township, item=world.allowance, **{**asked, "applicant_kind": "organisation"})
    world.allowance.effective_to = datetime.date(2026, 3, 1)
    world.allowance.save()
    with refused("application_item_not_in_force", "item"):
        receive_application(world.township, item=world.allowance, **asked)


def test_a_day_that_is_set_lies_ahead(world):
    application = received(world, way="tolerant")
    with refused("day_is_over", "gaps_due_on"):
        accept_application(application, by=world.clerk, gaps="照片", gaps_due_on=datetime.date(2026, 3, 1))


def test_what_is_done_at_once_is_due_the_same_day(world):
    world.allowance.promised_limit, world.allowance.handling_kind = 0, "instant"
    world.allowance.save()
    application = accepted(world, item=world.allowance)
    assert application.due_on == datetime.date(2026, 3, 2)
