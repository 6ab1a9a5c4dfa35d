"""What hardly anybody meets in borrowing and retiring is refused by its own rule too."""

import datetime

import pytest

from governance.roles import Role
from staffing.operations.person_movements import retire_person
from staffing.operations.secondments import extend_secondment, give_unit_opinion, record_return
from tests.factories import RuleSuspensionFactory, member
from tests.refusals import refused
from tests.staffing.factories import lent, person_at
from tests.staffing.test_secondments import asked

DAY = datetime.date(2026, 9, 1)


@pytest.fixture
def person(world):
    return person_at(world.township, name="肖借调")


def test_an_opinion_is_given_in_words(world, person):
    secondment, unit = asked(world, person), member(world.township, Role.PARTY_OFFICER)
    with refused("opinion_needed", "opinion"):
        give_unit_opinion(secondment, by=unit, agrees=True, opinion=" ")


def test_only_what_runs_is_extended_or_ended(world, person):
    secondment, department = asked(world, person), member(world.county, Role.ORGANISATION_OFFICER)
    with refused("not_running"):
        record_return(secondment, by=world.personnel_officer, returned_on=DAY)
    with refused("not_running"):
        extend_secondment(secondment, by=department, ends_on=datetime.date(2027, 9, 13), document_no="2号")


@pytest.mark.parametrize("returned_on", ["2026-05-31", "2030-01-01"])
def test_a_return_lies_between_the_first_day_and_today(world, person, returned_on):
    secondment = lent(person, world.department)
    with refused("return_dates", "returned_on"):
        record_return(secondment, by=world.personnel_officer, returned_on=datetime.date.fromisoformat(returned_on))


def test_where_the_county_has_switched_the_service_term_off_it_binds_nobody(world, person):
    person.service_terms.create(starts_on=datetime.date(2023, 11, 15), years=3, basis="招聘公告")
    with refused("in_service_term", "starts_on"):
        asked(world, person)
    RuleSuspensionFactory(organisation=world.county, code="in_service_term")
    assert asked(world, person).status == "requested"


def test_which_age_holds_for_her_is_not_guessed(world):
    her = person_at(world.township, gender="female", birth_on=datetime.date(1970, 1, 1))
    her.assignments.update(post_class="")
    bureau = member(world.county, Role.HR_OFFICER)
    with refused("retirement_unknown", "effective_on"):
        retire_person(her, by=bureau, effective_on=DAY, document_no="9号", decided_on=DAY)
