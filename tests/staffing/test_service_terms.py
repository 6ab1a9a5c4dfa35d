"""Until when does a service term bind: the cases of `cases/service-terms.csv`, which an official can read."""

import csv
import datetime
from pathlib import Path

import pytest

from staffing.models import Person
from staffing.service_terms import ONE_DAY, binds, bound_until, free_from
from tests.staffing.factories import person_at

CASES = Path(__file__).parent / "cases" / "service-terms.csv"


def cases():
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield pytest.param(row, id=row["情形"])


@pytest.mark.parametrize("row", list(cases()))
def test_the_day_a_person_is_free(row):
    start, expected = (datetime.date.fromisoformat(row[name]) for name in ("起算日期", "解除日期"))
    years = int(row["服务年限"])
    assert free_from(start, years) == expected
    assert bound_until(start, years) == expected - ONE_DAY
    asked = datetime.date.fromisoformat(row["查询日期"])
    assert binds(start, years, asked) == (row["是否在服务期内"] == "是")


@pytest.mark.django_db
def test_a_term_says_until_when_and_why(world, settings):
    person = person_at(world.township)
    term = person.service_terms.create(starts_on=datetime.date(2021, 11, 15), years=3, basis="招聘公告")
    assert str(term.explanation) == "服务期至2024-11-14，理由：自2021-11-15起算满3年（招聘公告）。"
    assert not Person.objects.bound_on(datetime.date(2024, 11, 15)).exists()
    assert Person.objects.bound_on(datetime.date(2024, 11, 14)).get() == person
    assert not Person.objects.bound_on(datetime.date(2021, 11, 14)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "is_bound"), [("2027-02-27", True), ("2027-02-28", False)])
def test_the_list_agrees_with_the_rule_on_29_february(world, on, is_bound):
    person_at(world.township).service_terms.create(starts_on=datetime.date(2024, 2, 29), years=3, basis="招聘公告")
    assert Person.objects.bound_on(datetime.date.fromisoformat(on)).exists() == is_bound
