"""The register of people: who is in it, who sees what of them, and how long they are bound."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from governance.models import AuditEntry, Organisation
from governance.roles import Role
from staffing.models import Assignment, Person
from staffing.operations.people import record_identity_number, take_over_people, view_person
from staffing.reference_data import PEOPLE
from tests.clients import signed_in
from tests.factories import OrganisationFactory, member
from tests.refusals import refused
from tests.staffing.factories import person_at

NUMBER = "11010519491231002X"
PEOPLE_URL = "/api/v1/staffing/people/"


@pytest.fixture
def person(world):
    return person_at(world.township, gender="female", birth_on=datetime.date(1949, 12, 31), staff_no="LSR1")


@pytest.fixture
def register(reference):
    reference.people = take_over_people(reference.county, by=reference.portal, file=PEOPLE)
    return reference


def test_the_shipped_register_comes_in_as_it_is(register):
    assert (register.people.people, register.people.terms) == (1500, 524)
    assert Assignment.objects.present().count() == 1500
    assert take_over_people(register.county, by=register.portal, file=PEOPLE).people == 0
    api = signed_in(register.keeper)
    row = api.get(PEOPLE_URL, {"body": "LS-T01", "category": "admin_quota"}).json()["results"][0]
    assert (row["staff_no"], row["post"]["grade"]) == ("LSR00001", "乡科级正职")
    veterans = Person.objects.filter(entry_channel="退役士兵安置").count()
    assert veterans == 74


def test_every_term_of_the_file_ends_on_the_day_the_file_says(register):
    for person in Person.objects.filter(service_terms__isnull=False).prefetch_related("service_terms"):
        [term] = person.service_terms.all()
        assert f"{term.free_from:%Y-%m}" in term.basis


def test_a_person_is_found_by_who_works_for_the_body(world, person):
    elsewhere = person_at(world.neighbour)
    assert list(Person.objects.for_user(world.personnel_officer)) == [person]
    assert set(Person.objects.for_user(world.keeper)) == {person, elsewhere}
    assert not Person.objects.for_user(world.nobody).exists()
    assert signed_in(world.personnel_officer).get(f"{PEOPLE_URL}{elsewhere.pk}/").status_code == 404


def test_lists_carry_nothing_sensitive_and_each_opening_is_recorded(world, person):
    record_identity_number(person, by=world.personnel_officer, number=NUMBER, reason="核对身份证。")
    api = signed_in(world.personnel_officer)
    assert not {"birth_on", "identity_number"} & api.get(PEOPLE_URL).json()["results"][0].keys()
    shown = api.get(f"{PEOPLE_URL}{person.pk}/").json()
    assert (shown["birth_on"], shown["identity_number"]) == ("1949-12-31", NUMBER)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.account) == ("view_person", world.personnel_officer)
    party = member(world.township, Role.PARTY_OFFICER)
    masked = signed_in(party).get(f"{PEOPLE_URL}{person.pk}/").json()
    assert (masked["birth_on"], masked["identity_number"]) == ("1949", "110105********2X")
    assert AuditEntry.objects.filter(action="view_person", account=party).count() == 1


def test_the_page_of_a_person_records_that_it_was_opened(client, world, person):
    client.force_login(world.personnel_officer)
    before = AuditEntry.objects.filter(action="view_person").count()
    page = client.get(f"/staffing/person/{person.pk}/").content.decode()
    assert "1949-12-31" in page
    assert AuditEntry.objects.filter(action="view_person").count() == before + 1
    client.force_login(member(world.township, Role.PARTY_OFFICER))
    assert "1949-12-31" not in client.get(f"/staffing/person/{person.pk}/").content.decode()


def test_an_identity_number_is_stored_encrypted_and_kept_out_of_the_audit(world, person):
    record_identity_number(person, by=world.personnel_officer, number=NUMBER, reason="核对身份证。")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT identity_number, identity_index FROM {Person._meta.db_table}")
        assert NUMBER not in "".join(cursor.fetchone())
    entry = AuditEntry.objects.latest("pk")
    assert NUMBER not in f"{entry.before}{entry.after}{entry.reason}"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310029", "identity_invalid"),
        ("110105491231002", "identity_invalid"),
        ("1.10105194912E+17", "identity_invalid"),
        ("", "identity_invalid"),
        ("110105195001010020", "identity_contradicts"),
    ],
)
def test_a_number_that_cannot_be_hers_is_refused(world, person, number, code):
    with refused(code, "number"):
        record_identity_number(person, by=world.personnel_officer, number=number, reason="登记。")


def test_a_number_is_one_persons(world, person):
    record_identity_number(person, by=world.personnel_officer, number=NUMBER, reason="登记。")
    other = person_at(world.township, gender="female", birth_on=datetime.date(1949, 12, 31))
    with refused("identity_known", "number") as refusal:
        record_identity_number(other, by=world.personnel_officer, number=NUMBER.lower(), reason="登记。")
    assert "LSR1" in str(refusal.value)
    other.identity_number = NUMBER
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_one_main_post_at_a_time(world, person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            person=person, organisation=world.neighbour, category="admin_quota", post_class="management", grade="九级"
        )


def test_a_person_without_a_post_is_for_the_county_alone(world, person):
    Assignment.objects.update(ends_on=datetime.date(2026, 1, 1))
    assert list(Person.objects.for_user(world.keeper)) == [person]
    assert not Person.objects.for_user(world.personnel_officer).exists()
    assert signed_in(world.keeper).get(PEOPLE_URL).json()["results"][0]["post"] is None


def test_a_unit_that_the_township_manages_counts_as_its_own(world):
    station = OrganisationFactory(
        parent=world.department, name="汀砚水利站", kind=Organisation.Kind.DISPATCHED, managed_by=world.township
    )
    posted = person_at(station)
    assert list(Person.objects.for_user(world.personnel_officer)) == [posted]
    assert view_person(posted, by=world.personnel_officer)["birth_on"] == "1990-05-01"
