"""Do two officers who decide on one person, or on the last place, at the same moment leave one truth; on PostgreSQL."""

import datetime
from functools import partial

import pytest
from django.db import connection

from governance.roles import Role
from staffing.models import Applicant, OfferedPost, QuotaAccount, Secondment
from staffing.operations.applicants import enter_applicant
from staffing.operations.person_movements import transfer_person
from staffing.operations.secondments import request_secondment
from tests.factories import member
from tests.staffing.factories import CampaignFactory, moved, person_at
from tests.test_races import one_wins, race

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

DAY = datetime.date(2026, 9, 1)


@pytest.fixture(autouse=True)
def on_postgresql():
    assert connection.vendor == "postgresql", "races need DATABASE_URL to name a PostgreSQL database"


def test_of_two_who_ask_for_one_person_one_gets_the_request(world):
    ask = partial(
        request_secondment, person_at(world.township), by=world.personnel_officer, kind="secondment",
        starts_on=DAY, ends_on=datetime.date(2026, 12, 1), reason="防汛。",
    )  # fmt: skip
    one_wins(race(partial(ask, borrower=world.department), partial(ask, borrower=world.neighbour)), "borrowed_already")
    assert Secondment.objects.count() == 1


def test_a_person_applies_once_however_often_the_form_is_sent(world):
    person = person_at(world.township)
    post = OfferedPost.objects.create(
        campaign=CampaignFactory(county=world.county), organisation=world.department, title="科员",
        category="institution_quota", post_class="management", grade="九级", places=1,
    )  # fmt: skip
    enter = partial(enter_applicant, person, by=world.personnel_officer, post=post, is_clear=True)
    one_wins(race(enter, enter, enter), "applied_before")
    assert Applicant.objects.count() == 1


def test_the_last_place_is_given_once(world):
    moved(world.document, "reserve", world.neighbour_places, world.neighbour_places, 19, effective_on=DAY)
    bureau = member(world.county, Role.HR_OFFICER)
    move = [
        partial(
            transfer_person, person_at(world.township), by=bureau, receiver=world.neighbour,
            category="institution_quota", post_class="management", grade="九级", post_title="科员", effective_on=DAY,
            document_no="澜组干〔2026〕9号", decided_on=DAY,
        )
        for _ in range(2)
    ]  # fmt: skip
    one_wins(race(*move), "not_enough_places")
    places = QuotaAccount.objects.with_balances(DAY).get(pk=world.neighbour_places.pk)
    assert places.vacant == 0
