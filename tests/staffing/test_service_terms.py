"""Until when does a service term bind: the cases of `cases/service-terms.csv`, which an official can read."""

import csv
import datetime
from pathlib import Path

import pytest

from governance.roles import Role
from staffing.models import Person
from staffing.operations.absences import end_absence, record_absence, set_term_interruption
from staffing.selectors.eligibility import selection_eligibility
from staffing.service_terms import ONE_DAY, binds, bound_until, free_from
from tests.factories import member
from tests.refusals import refused
from tests.staffing.factories import person_at

CASES = Path(__file__).parent / "cases"
EFFECTS = {"计入": "counts", "暂停": "pauses", "重新起算": "restarts"}


def cases(name: str = "service-terms.csv"):
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
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


# --- Leave, broken service, probation: cases/interrupted-terms.csv ----------------------------------------------------


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.mark.django_db
@pytest.mark.parametrize("row", list(cases("interrupted-terms.csv")))
def test_the_day_a_person_is_free_after_absences(world, row):
    person = person_at(world.township)
    person.county.term_interruptions.create(
        kind="study", effect=EFFECTS[row["规则"]], valid_from=datetime.date(2020, 1, 1), document_no="1号"
    )
    for first, last in (("离岗起", "离岗止"), ("再次离岗起", "再次离岗止")):
        if row[first]:
            person.absences.create(kind="study", starts_on=_day(row[first]), ends_on=_day(row[last]))
    term = person.service_terms.create(
        starts_on=_day(row["起算日期"]), years=int(row["服务年限"]), basis="招聘公告",
        probation_months=int(row["不计入的试用期月数"]),
    )  # fmt: skip
    expected = _day(row["解除日期"])
    assert term.free_from == expected
    if expected is None:
        assert Person.objects.bound_on(datetime.date(2040, 1, 1)).exists()
        assert selection_eligibility(person).eligible_from is None
        return
    assert Person.objects.bound_on(expected - ONE_DAY).exists(), "the list agrees with the rule"
    assert not Person.objects.bound_on(expected).exists()


@pytest.mark.django_db
def test_without_a_rule_every_absence_counts_and_a_rule_reaches_only_what_begins_under_it(world):
    organisers = member(world.county, Role.ORGANISATION_OFFICER)
    person = person_at(world.township)
    term = person.service_terms.create(starts_on=datetime.date(2024, 1, 1), years=3, basis="招聘公告")
    days = {"starts_on": datetime.date(2026, 3, 1), "ends_on": datetime.date(2026, 3, 31)}
    record_absence(person, by=organisers, kind="study", document_no="1号", **days)
    assert term.free_from == datetime.date(2027, 1, 1)
    rule = {"kind": "study", "effect": "pauses", "document_no": "澜组通〔2026〕2号"}
    set_term_interruption(world.county, by=organisers, valid_from=datetime.date(2026, 4, 1), **rule)
    term = Person.objects.get().service_terms.get()
    assert term.free_from == datetime.date(2027, 1, 1), "it began before the rule"
    with refused("interruption_set", "valid_from"):
        set_term_interruption(world.county, by=organisers, valid_from=datetime.date(2026, 4, 1), **rule)
    set_term_interruption(world.county, by=organisers, valid_from=datetime.date(2026, 1, 1), **rule)
    term = Person.objects.get().service_terms.get()
    assert term.free_from == datetime.date(2027, 2, 1)
    assert "离岗" in str(term.explanation)


@pytest.mark.django_db
def test_absences_of_a_person_do_not_overlap_and_end_once(world):
    by = world.personnel_officer
    person = person_at(world.township)
    facts = {"kind": "study", "document_no": "1号"}
    absence = record_absence(person, by=by, starts_on=datetime.date(2026, 3, 1), **facts)
    with refused("absence_overlaps", "starts_on"):
        record_absence(person, by=by, starts_on=datetime.date(2026, 4, 1), **facts)
    with refused("absence_dates", "ends_on"):
        end_absence(absence, by=by, ends_on=datetime.date(2026, 2, 28))
    end_absence(absence, by=by, ends_on=datetime.date(2026, 3, 31))
    with refused("absence_over", "ends_on"):
        end_absence(absence, by=by, ends_on=datetime.date(2026, 3, 31))
    with refused("absence_dates", "starts_on"):
        record_absence(person, by=by, starts_on=datetime.date(2026, 12, 1), **facts)


@pytest.mark.django_db
def test_from_when_the_county_may_select_a_person_and_why(world):
    person = person_at(world.township, township_entered_on=datetime.date(2023, 9, 1))
    assert str(selection_eligibility(person).explanation).startswith("自2026-09-01起可参加乡招县选")
    person.service_terms.create(starts_on=datetime.date(2023, 9, 1), years=5, basis="招录公告")
    found = selection_eligibility(person)
    assert found.eligible_from == datetime.date(2028, 9, 1)
    assert "招录公告" in str(found.explanation)
