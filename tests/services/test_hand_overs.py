"""Papers have one holder from the first moment to the last, whoever sends them on."""

import pytest
from django.db import IntegrityError, transaction

from services.models import Application, HandOver, PaperCustody
from services.operations.applications import accept_application, not_accept_application
from services.operations.hand_overs import hand_over_application, receive_papers, send_papers_back
from services.operations.handling import close_application, decide_application, issue_application
from services.states import ApplicationStatus
from tests.refusals import refused
from tests.services.counter import PERSON, received
from tests.services.test_applications import receive_application

PASS_ON = {"reason": "属市市场监督管理局窗口", "originals": "身份证\n申请表"}


def test_passed_on_and_received(world):
    application = received(world)
    hand_over_application(application, by=world.clerk, receiver=world.department, **PASS_ON)
    assert (application.status, application.holder) == (ApplicationStatus.REDIRECTED, world.township)
    assert application in Application.objects.offered_to_us(world.officer)
    with refused("papers_on_the_way"):
        hand_over_application(application, by=world.clerk, receiver=world.water, **PASS_ON)
    with refused("not_permitted"):
        receive_papers(application, by=world.clerk)
    receive_papers(application, by=world.officer)
    assert (application.status, application.holder) == (ApplicationStatus.SUBMITTED, world.department)
    with refused("not_permitted"):
        accept_application(application, by=world.clerk)
    accept_application(application, by=world.officer)
    rows = PaperCustody.objects.filter(subject=application)
    assert [(row.holder, row.until) for row in rows] == [
        (world.township, rows[1].since),
        (world.department, None),
    ]


def test_sent_back_they_stay_with_the_sender(world):
    application = received(world)
    hand_over_application(application, by=world.clerk, receiver=world.water, **PASS_ON)
    with refused("reason_missing", "reason"):
        send_papers_back(application, by=world.watcher, reason="")
    with refused("competent_body_is_ours", "right_body"):
        send_papers_back(application, by=world.watcher, reason="不属我局", right_body=world.water)
    send_papers_back(application, by=world.watcher, reason="不属我局", right_body=world.department)
    assert (application.status, application.holder, application.offered_to) == (
        ApplicationStatus.SUBMITTED,
        world.township,
        None,
    )
    assert not Application.objects.for_user(world.watcher).exists()


def test_from_the_village_to_the_department_and_back(world):
    """群众在村申请，代办员送镇窗口，镇窗口转部门，部门决定后原路送达。"""
    application = receive_application(
        world.village, by=world.agent, item=world.licence, agent_consent="本人签字委托", **PERSON
    )
    with refused("has_the_papers", "receiver"):
        hand_over_application(application, by=world.agent, receiver=world.village, **PASS_ON)
    hand_over_application(application, by=world.agent, receiver=world.township, **PASS_ON)
    receive_papers(application, by=world.clerk)
    accept_application(application, by=world.clerk)
    hand_over_application(application, by=world.clerk, receiver=world.department, **PASS_ON)
    receive_papers(application, by=world.officer)
    decide_application(application, by=world.officer, decision="grant", result="许可证1号")
    hand_over_application(application, by=world.officer, receiver=world.township, reason="送回窗口")
    receive_papers(application, by=world.clerk)
    hand_over_application(application, by=world.clerk, receiver=world.village, reason="由代办员送达")
    receive_papers(application, by=world.agent)
    issue_application(application, by=world.agent, received_by="张三丰")
    with refused("not_permitted"):
        close_application(application, by=world.agent)
    line = PaperCustody.objects.filter(subject=application)
    assert [row.holder.name for row in line] == ["前街村", "汀砚镇", "市市场监督管理局", "汀砚镇", "前街村"]
    assert [row.until for row in line[:4]] == [row.since for row in line[1:]]


def test_two_holders_at_once_cannot_be_stored(world):
    application = received(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        application.custodies.create(holder=world.water, since=application.received_at)


def test_papers_are_answered_once_and_rest_when_it_is_over(world):
    application = received(world)
    hand_over_application(application, by=world.clerk, receiver=world.department, **PASS_ON)
    stale = Application.objects.get(pk=application.pk)
    receive_papers(application, by=world.officer)
    HandOver.objects.update(answered_at=application.received_at)
    Application.objects.filter(pk=application.pk).update(offered_to=world.water)
    with refused("papers_answered"):
        receive_papers(stale, by=world.watcher)
    over = received(world)
    not_accept_application(over, by=world.clerk, reason_code="not_needed", explanation="无须许可")
    with refused("application_over"):
        hand_over_application(over, by=world.clerk, receiver=world.department, **PASS_ON)


def test_nobody_gets_papers_of_what_is_over(world):
    application = received(world)
    not_accept_application(application, by=world.clerk, reason_code="not_needed", explanation="无须许可")
    with pytest.raises(IntegrityError), transaction.atomic():
        application.custodies.create(holder=world.water, since=application.custodies.get().until)
