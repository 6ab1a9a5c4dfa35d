"""Findings in the register, recruitment and who leaves next; out of the reference data, and in small."""

import datetime
from collections import Counter
from io import BytesIO

import pytest
from openpyxl import load_workbook

from staffing.models import Person
from staffing.operations.people import take_over_people
from staffing.reference_data import PEOPLE
from staffing.selectors.people_findings import people_findings
from staffing.selectors.people_reports import leaving, recruitment
from tests.clients import signed_in
from tests.staffing.factories import lent, moved, person_at

TODAY = datetime.date(2026, 11, 24)
URL = "/api/v1/staffing/people/"
REFORM = {"since": datetime.date(2020, 9, 1), "until": datetime.date(2023, 8, 31)}


@pytest.fixture
def register(reference):
    take_over_people(reference.county, by=reference.portal, file=PEOPLE)
    return reference


def test_the_reference_register_contradicts_what_is_known_of_it(register):
    found = Counter(str(finding.kind) for finding in people_findings(register.keeper, TODAY))
    assert found == {
        "lent_in_term": 7, "lent_without_end": 7, "not_come_back": 1, "past_retirement": 21, "same_name": 2,
        "entered_young": 13, "away_and_rated": 5, "many_excellent": 4,
    }  # fmt: skip


def test_recruitment_of_the_reform_and_its_veterans(register, client):
    rows = recruitment(register.keeper, by="year", on=TODAY, **REFORM)
    by_year = {row.group: row.recruited for row in rows if row.channel == "公开招聘"}
    assert by_year == {"2020": 84, "2021": 166, "2022": 169, "2023": 88}
    assert sum(by_year.values()) == 507
    assert sum(row.recruited for row in rows if row.channel == "退役士兵安置") == 74
    assert {row.serving for row in rows} == {None}, "nobody is recorded as having left"
    degrees = recruitment(register.keeper, by="degree", on=TODAY, **REFORM)
    assert {row.group for row in degrees if row.channel == "公开招聘"} == {"学士", "硕士"}
    api = signed_in(register.keeper).get(f"{URL}recruitment/?by=year&since=2020-09-01&until=2023-08-31").json()
    assert sum(row["recruited"] for row in api if row["channel"] == "公开招聘") == 507
    client.force_login(register.keeper)
    page = client.get("/staffing/person/recruitment/?since=2020-09-01&until=2023-08-31")
    assert "未掌握" in page.content.decode()
    file = client.get("/staffing/person/recruitment/?since=2020-09-01&until=2023-08-31&format=xlsx")
    sheet = load_workbook(BytesIO(file.content)).active
    assert any(cell.value in (169, "169") for row in sheet.iter_rows() for cell in row)


def test_who_leaves_within_three_years_and_who_is_overdue(register, client):
    rows = leaving(register.keeper, on=TODAY, years=3)
    assert (len(rows), sum(row.on_post for row in rows), sum(row.overdue for row in rows)) == (14, 1500, 21)
    assert all(row.leaving >= 0 and row.not_known == 0 for row in rows)
    longer = leaving(register.keeper, on=TODAY, years=10)
    assert sum(row.leaving for row in longer) > sum(row.leaving for row in rows) > 0
    client.force_login(register.keeper)
    assert client.get("/staffing/person/leaving/").status_code == 200
    assert client.get("/staffing/person/findings/").status_code == 200


def test_once_somebody_has_left_it_is_known_who_serves(world):
    stays, leaves = person_at(world.township), person_at(world.township)
    leaves.movements.create(
        kind="resignation", place=world.township, from_post=leaves.assignments.get(), document_no="1号",
        effective_on=datetime.date(2026, 9, 1),
    )  # fmt: skip
    [row] = recruitment(world.keeper, by="year", on=datetime.date(2026, 9, 1), since=None, until=None)
    assert (row.recruited, row.serving) == (2, 1)
    [before] = recruitment(world.keeper, by="year", on=datetime.date(2026, 8, 31), since=None, until=None)
    assert before.serving == 2
    assert Person.objects.filter(pk=stays.pk).exists()


def test_ledger_and_register_are_compared_by_account(world):
    person_at(world.office)
    assert not [found for found in people_findings(world.keeper, TODAY) if found.kind == "counts_differ"]
    moved(world.document, "counted", world.places, world.places, 15, effective_on=datetime.date(2026, 1, 1))
    [found] = [found for found in people_findings(world.keeper, TODAY) if found.kind == "counts_differ"]
    assert found.subject == world.township
    assert "15" in found.words and "1" in found.words


def test_a_township_reads_its_own_findings_alone(world):
    lent(person_at(world.neighbour, name="石某"), world.department, ends_on=datetime.date(2026, 7, 1))
    own = person_at(world.township, name="汀某")
    lent(own, world.department, ends_on=datetime.date(2026, 7, 1))
    [found] = people_findings(world.personnel_officer, datetime.date(2026, 9, 14))
    assert (found.kind, found.subject) == ("not_come_back", own)
    rows = signed_in(world.personnel_officer).get(f"{URL}findings/").json()
    assert [row["subject"]["staff_no"] for row in rows] == [own.staff_no]


@pytest.mark.parametrize("query", ["by=colour", "years=0", "on=soon", "day=2026-01-01"])
def test_what_is_not_understood_is_an_error(world, client, query):
    page = "leaving" if query.startswith("years") else "recruitment"
    assert signed_in(world.keeper).get(f"{URL}{page}/?{query}").status_code == 400
    client.force_login(world.keeper)
    assert client.get(f"/staffing/person/{page}/?{query}").status_code == 400
