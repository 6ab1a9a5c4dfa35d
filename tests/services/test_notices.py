"""Printed notices: dated, with the place for the seal, naming start, pauses and due date."""

import datetime

import pytest

from services.documents import notices_of
from services.operations.applications import accept_application, not_accept_application, request_application_supplement
from services.operations.handling import begin_special_stage, decide_application, extend_application
from tests.services.counter import at_the_department, received


@pytest.fixture
def printed(world, client):
    def of(application, kind, account):
        assert kind in notices_of(application)
        client.force_login(account)
        page = client.get(f"/services/application/{application.pk}/print/{kind}/")
        assert page.status_code == 200
        return page.content.decode()

    return of


def test_the_slip_has_number_word_and_square(world, printed):
    application = received(world)
    text = printed(application, "slip", world.clerk)
    assert application.number in text and application.check_word in text and "<svg" in text


def test_acceptance_names_start_pauses_and_due_date(world, printed):
    application = at_the_department(world)
    told = datetime.date(2026, 3, 2)
    begin_special_stage(application, by=world.officer, kind="test", expected_days=5, told_on=told)
    text = printed(application, "acceptance", world.officer)
    assert "自2026年3月2日起10个工作日" in text and "不计入期限" in text and "印章" in text


def test_deemed_acceptance_says_so(world, printed, clock):
    application = received(world)
    clock.shift(datetime.timedelta(days=10))
    accept_application(application, by=world.clerk)
    assert "自收到申请材料之日起即为受理" in printed(application, "acceptance", world.clerk)


def test_what_is_missing_is_listed_with_its_day(world, printed):
    application = received(world)
    request_application_supplement(application, by=world.clerk, missing="营业执照\n平面图")
    text = printed(application, "supplement", world.clerk)
    assert "平面图" in text and "2026年4月1日" in text


def test_refusals_give_reasons_and_remedies(world, printed):
    application = received(world)
    not_accept_application(
        application, by=world.clerk, reason_code="not_ours", explanation="属水利", right_body=world.water
    )
    assert "市水利局" in printed(application, "not-accepted", world.clerk)
    refused = at_the_department(world)
    extend_application(refused, by=world.head, reason="需要核查")
    assert "延长10个工作日" in printed(refused, "extension", world.officer)
    decide_application(refused, by=world.officer, decision="refuse", explanation="不符合卫生条件")
    assert "行政复议" in printed(refused, "refusal", world.officer)
