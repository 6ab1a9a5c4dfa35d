"""One rating of one matter, of the applicant's own accord; a poor one is called back, answered, perhaps appealed."""

import datetime

import pytest

from governance.models import EventDelivery
from governance.roles import Role
from services.models import Rating
from services.operations.handling import close_application, decide_application, issue_application
from services.operations.ratings import (
    answer_rating,
    appeal_rating,
    assign_rating,
    call_back_rating,
    decide_rating_appeal,
    rate_application,
)
from services.rating_states import Grade, RatingStatus
from services.selectors.ratings import rating_results
from tests.factories import member
from tests.refusals import refused
from tests.services.counter import accepted, received


@pytest.fixture
def closed(world):
    application = accepted(world, item=world.allowance)
    decide_application(application, by=world.clerk, decision="grant")
    issue_application(application, by=world.clerk, received_by="张三丰")
    return close_application(application, by=world.clerk)


@pytest.fixture
def poor(world, closed):
    return rate_application(closed, by=world.portal, grade=Grade.POOR, cause="efficiency", comment="跑了三趟，张三丰")


@pytest.fixture
def caller(world):
    return member(world.township, Role.TOWNSHIP_CLERK, name="回访员")


def test_a_matter_is_rated_once_and_never_by_a_desk(world, closed):
    early = received(world)
    with refused("rated_too_early"):
        rate_application(early, by=world.portal, grade=Grade.GOOD)
    with refused("not_permitted"):
        rate_application(closed, by=world.clerk, grade=Grade.VERY_GOOD)
    rating = rate_application(closed, by=world.portal, grade=Grade.GOOD)
    assert rating.due_on is None
    with refused("rated_already"):
        rate_application(closed, by=world.portal, grade=Grade.POOR)
    with refused("not_poor"):
        assign_rating(rating, by=world.clerk, person=world.clerk)


def test_a_poor_one_is_answered_in_fifteen_working_days_by_the_named_person(world, poor, caller):
    assert poor.due_on == datetime.date(2026, 3, 23)
    told = EventDelivery.objects.get(event__kind="services.rating.poor")
    assert (told.organisation, "张" in told.event.label) == (world.township, False)
    with refused("calls_back_nowhere", "person"):
        assign_rating(poor, by=world.clerk, person=world.watcher)
    assign_rating(poor, by=world.clerk, person=caller)
    with refused("not_named"):
        call_back_rating(poor, by=world.clerk, said="已联系")
    call_back_rating(poor, by=caller, said="群众反映材料重复提交")
    with refused("explained_without_basis", "basis"):
        answer_rating(poor, by=caller, kind="explained", answer="依法需要")
    answer_rating(poor, by=caller, kind="remedied", answer="取消重复材料")
    assert poor.status == RatingStatus.REMEDIED
    assert poor not in Rating.objects.waiting()


def test_an_appeal_is_decided_by_somebody_not_rated_and_the_rating_stays(world, poor, caller):
    assign_rating(poor, by=world.clerk, person=caller)
    appeal_rating(poor, by=world.clerk, reason="评错了件")
    head = member(world.township, Role.TOWNSHIP_HEAD)
    accept = poor.application
    accept.handler = head
    accept.save()
    with refused("decides_own_rating"):
        decide_rating_appeal(poor, by=head, decision="mistaken", explanation="属误评")
    deputy = member(world.township, Role.DEPUTY_HEAD)
    decide_rating_appeal(poor, by=deputy, decision="stands", explanation="评价属实")
    assert poor.status == RatingStatus.ASSIGNED
    with refused("appealed_before"):
        appeal_rating(poor, by=world.clerk, reason="再申诉")


def test_a_mistaken_one_stays_marked_and_does_not_count(world, poor):
    supervisor = member(world.county, Role.SUPERVISOR)
    assert [sum(counts) for _name, counts in rating_results(supervisor).by_item] == [1]
    appeal_rating(poor, by=world.clerk, reason="评错了件")
    decide_rating_appeal(poor, by=supervisor, decision="mistaken", explanation="属误评")
    assert (poor.status, poor.grade) == (RatingStatus.MISTAKEN, Grade.POOR)
    assert rating_results(supervisor).by_item == []


def test_the_applicant_rates_on_the_public_page(world, closed, client):
    opened = client.post("/public/services/progress/", {"number": closed.number, "word": closed.check_word, "slip": ""})
    assert "/public/services/rate/" in opened.content.decode()
    said = {"number": closed.number, "word": closed.check_word, "grade": "very_poor", "cause": "ease", "comment": "难"}
    wrong = client.post("/public/services/rate/", {**said, "word": "AAAAAA"})
    assert (wrong.status_code, Rating.objects.count()) == (409, 0)
    done = client.post("/public/services/rate/", said)
    assert done.status_code == 200 and "2026-03-23" in done.content.decode()
    assert client.post("/public/services/rate/", said).status_code == 409


def test_from_the_poor_rating_to_the_answer_on_the_pages(world, poor, caller, client):
    client.force_login(world.clerk)
    page = client.get(f"/services/rating/{poor.pk}/")
    assert page.status_code == 200 and "跑了三趟" in page.content.decode()
    assert "跑了三趟" not in client.get("/services/rating/").content.decode()
    client.force_login(caller)
    results = client.get("/services/rating/results/").content.decode()
    assert "高龄津贴" in results and "林窗口" not in results


def test_what_was_written_is_not_legible_in_the_database(world, poor):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM services_rating")
        assert "三趟" not in str(cursor.fetchall())
