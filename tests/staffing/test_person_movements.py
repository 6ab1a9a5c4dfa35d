"""Movements of people: who leaves frees a place, and the law says when one may."""

import datetime

import pytest

from governance.roles import Role
from staffing.models import Assignment, Person, PersonMovement, QuotaAccount
from staffing.operations.people import take_over_people
from staffing.operations.person_movements import (
    promote_person,
    record_death,
    record_resignation,
    retire_person,
    transfer_person,
)
from staffing.reference_data import PEOPLE
from staffing.retirement import retirement
from tests.factories import member
from tests.refusals import refused
from tests.staffing.factories import lent, moved, person_at

DAY = datetime.date(2026, 9, 1)
BY_DOCUMENT = {"effective_on": DAY, "document_no": "澜组干〔2026〕9号", "decided_on": DAY}


@pytest.fixture
def bureau(world):
    return member(world.county, Role.HR_OFFICER)


@pytest.fixture
def counted(world):
    """Fifteen people are counted in each township's institution places."""
    for account in (world.places, world.neighbour_places):
        moved(world.document, "counted", account, account, 15, effective_on=datetime.date(2026, 1, 1))
    return world


def balance(account, on=DAY):
    row = QuotaAccount.objects.with_balances(on).get(pk=account.pk)
    return row.approved, row.on_post, row.reserved, row.vacant


def test_a_transfer_moves_the_person_and_the_place(counted, bureau):
    person = person_at(counted.township)
    post = {"category": "institution_quota", "post_class": "professional", "grade": "十二级", "post_title": "技术员"}
    transfer_person(person, by=bureau, receiver=counted.neighbour, **post, **BY_DOCUMENT)
    old, new = Assignment.objects.filter(person=person).order_by("starts_on", "pk")[:2]
    posts = {post.organisation: (post.starts_on, post.ends_on) for post in (old, new)}
    assert posts[counted.neighbour] == (DAY, None)
    assert posts[counted.township] == (None, datetime.date(2026, 8, 31))
    assert balance(counted.places) == (20, 14, 0, 6)
    assert balance(counted.neighbour_places) == (20, 16, 0, 4)
    assert balance(counted.places, datetime.date(2026, 8, 31)) == (20, 15, 0, 5)


def test_within_one_government_no_place_moves(counted, bureau):
    person = person_at(counted.township)
    post = {"category": "institution_quota", "post_class": "management", "grade": "九级", "post_title": "科员"}
    transfer_person(person, by=bureau, receiver=counted.office, **post, **BY_DOCUMENT)
    assert balance(counted.places) == (20, 15, 0, 5)


def test_a_full_body_takes_nobody_and_nothing_is_half_done(counted, bureau):
    moved(counted.document, "reserve", counted.neighbour_places, counted.neighbour_places, 5, effective_on=DAY)
    person = person_at(counted.township)
    post = {"category": "institution_quota", "post_class": "management", "grade": "九级", "post_title": "科员"}
    with refused("not_enough_places"):
        transfer_person(person, by=bureau, receiver=counted.neighbour, **post, **BY_DOCUMENT)
    assert balance(counted.places) == (20, 15, 0, 5)
    assert not PersonMovement.objects.exists()
    assert Assignment.objects.get(person=person).ends_on is None


def test_in_the_service_term_nobody_leaves_the_township(world, bureau):
    person = person_at(world.township)
    person.service_terms.create(starts_on=datetime.date(2025, 1, 1), years=3, basis="招聘公告")
    post = {"category": "institution_quota", "post_class": "management", "grade": "八级", "post_title": "科员"}
    with refused("in_service_term", "effective_on"):
        transfer_person(person, by=bureau, receiver=world.neighbour, **post, **BY_DOCUMENT)
    with refused("in_service_term", "effective_on"):
        record_resignation(person, by=bureau, **BY_DOCUMENT)
    transfer_person(person, by=bureau, receiver=world.office, **post, **BY_DOCUMENT)


def test_a_promotion_keeps_the_earlier_grade(world, bureau):
    person = person_at(world.township)
    promote_person(person, by=bureau, grade="八级", post_title="副主任", **BY_DOCUMENT)
    assert set(person.assignments.values_list("grade", "ends_on")) == {
        ("九级", datetime.date(2026, 8, 31)), ("八级", None),
    }  # fmt: skip
    later = {**BY_DOCUMENT, "effective_on": datetime.date(2026, 9, 10)}
    with refused("same_post", "grade"):
        promote_person(person, by=bureau, grade="八级", post_title="副主任", **later)


# --- Retirement -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gender", "post_class", "born", "month", "earliest"),
    [
        ("male", "management", "1964-12-31", "2024-12", "2024-12"),
        ("male", "management", "1965-01-01", "2025-02", "2025-01"),
        ("male", "worker", "1965-04-30", "2025-05", "2025-04"),
        ("male", "management", "1965-05-01", "2025-07", "2025-05"),
        ("male", "civil_servant", "1976-09-01", "2039-09", "2036-09"),
        ("male", "civil_servant", "1990-01-01", "2053-01", "2050-01"),
        ("female", "professional", "1969-12-01", "2024-12", "2024-12"),
        ("female", "management", "1970-01-15", "2025-02", "2025-01"),
        ("female", "civil_servant", "1981-09-01", "2039-09", "2036-09"),
        ("female", "worker", "1975-01-01", "2025-02", "2025-01"),
        ("female", "worker", "1975-03-01", "2025-05", "2025-03"),
        ("female", "worker", "1984-11-01", "2039-11", "2036-11"),
    ],
)
def test_the_lawful_month(gender, post_class, born, month, earliest):
    lawful = retirement(datetime.date.fromisoformat(born), gender, post_class)
    assert (f"{lawful.month:%Y-%m}", f"{lawful.earliest:%Y-%m}") == (month, earliest)


def test_where_it_is_not_stated_nobody_guesses():
    assert retirement(datetime.date(1975, 1, 1), "female", None) is None


def test_before_the_lawful_month_one_retires_by_choice_alone(counted, bureau):
    person = person_at(counted.township, birth_on=datetime.date(1966, 8, 1))
    with refused("retirement_too_early", "effective_on") as refusal:
        retire_person(person, by=bureau, **BY_DOCUMENT)
    assert "2027-01" in str(refusal.value)
    retire_person(person, by=bureau, early_by_choice=True, **BY_DOCUMENT)
    assert PersonMovement.objects.get().early_by_choice
    assert balance(counted.places) == (20, 14, 0, 6)
    assert Person.objects.get(pk=person.pk).post is None
    with refused("no_post"):
        record_death(person, by=bureau, **BY_DOCUMENT)


def test_a_civil_servant_serves_five_years_before_resigning(world, bureau):
    person = person_at(world.township, entered_on=datetime.date(2021, 9, 2))
    person.assignments.update(post_class="civil_servant", category="admin_quota")
    with refused("resigns_too_early", "effective_on"):
        record_resignation(person, by=bureau, **BY_DOCUMENT)
    record_resignation(person, by=bureau, **{**BY_DOCUMENT, "effective_on": datetime.date(2026, 9, 2)})


def test_who_is_lent_comes_back_first_but_death_ends_it(world, bureau):
    person = person_at(world.township, birth_on=datetime.date(1960, 1, 1))
    lent(person, world.department)
    with refused("still_borrowed"):
        retire_person(person, by=bureau, **BY_DOCUMENT)
    record_death(person, by=bureau, **BY_DOCUMENT)
    assert person.secondments.get().status == "ended"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"effective_on": datetime.date(2026, 10, 1)}, "effective_later"),
        ({"document_no": " "}, "document_needed"),
        ({"decided_on": datetime.date(2026, 10, 1)}, "decided_later"),
    ],
)
def test_what_every_movement_names(world, bureau, changes, code):
    person = person_at(world.township)
    with refused(code):
        record_resignation(person, by=bureau, **{**BY_DOCUMENT, **changes})


def test_before_people_were_counted_the_ledger_does_not_know_them(world, bureau):
    record_resignation(person_at(world.township), by=bureau, **BY_DOCUMENT)
    assert balance(world.places)[1] is None


def test_twenty_one_of_the_reference_register_are_past_their_month(reference):
    take_over_people(reference.county, by=reference.portal, file=PEOPLE)
    today = datetime.date(2026, 11, 1)
    rows = Assignment.objects.present().select_related("person")
    past = [
        post for post in rows if retirement(post.person.birth_on, post.person.gender, post.post_class).month < today
    ]
    assert len(past) == 21
