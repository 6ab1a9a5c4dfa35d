"""Does a role count where it should, and only there."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import access, roles
from governance.checks import operations_and_rights_agree
from governance.errors import NotPermitted
from governance.models import Membership, Organisation
from governance.roles import PERMITTED, Role
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county)


def test_role_counts_at_its_organisation_and_below(county, township):
    clerk = member(township, Role.TOWNSHIP_CLERK)
    office = OrganisationFactory(parent=township, kind=Organisation.Kind.OFFICE)
    neighbour = TownshipFactory(parent=county)

    assert access.may(clerk, "file_case", at=township)
    assert access.may(clerk, "file_case", at=office)
    assert not access.may(clerk, "file_case", at=neighbour)
    assert not access.may(clerk, "file_case", at=county)


def test_township_reaches_dispatched_units_it_manages_but_not_others(county, township):
    bureau = OrganisationFactory(parent=county)
    managed = OrganisationFactory(parent=bureau, kind=Organisation.Kind.DISPATCHED, managed_by=township)
    not_managed = OrganisationFactory(parent=bureau, kind=Organisation.Kind.DISPATCHED)
    clerk = member(township, Role.TOWNSHIP_CLERK)

    assert access.may(clerk, "file_case", at=managed)
    assert not access.may(clerk, "file_case", at=not_managed)
    assert set(access.organisations_of(clerk, "file_case")) == {township, managed}


def test_county_wide_role_counts_in_the_whole_county_and_not_in_another(county, township):
    office = OrganisationFactory(parent=county)
    editor = member(office, Role.LIST_EDITOR)
    elsewhere = TownshipFactory(parent=CountyFactory())

    assert access.may(editor, "import_entries", at=county)
    assert access.may(editor, "import_entries", at=township)
    assert not access.may(editor, "import_entries", at=elsewhere)


def test_membership_counts_on_its_days_only(township):
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    for starts_on, ends_on, expected in [
        (today, today, True),
        (today - day, today - day, False),
        (today + day, None, False),
    ]:
        account = AccountFactory()
        Membership.objects.create(
            account=account,
            organisation=township,
            role=Role.TOWNSHIP_CLERK,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        assert access.may(account, "file_case", at=township) is expected, (starts_on, ends_on)


def test_inactive_account_may_nothing(township):
    clerk = member(township, Role.TOWNSHIP_CLERK, is_active=False)
    assert not access.may(clerk, "file_case", at=township)
    assert not access.organisations_of(clerk, "file_case").exists()
    with pytest.raises(NotPermitted) as refusal:
        access.require(clerk, "file_case", at=township)
    assert refusal.value.operation == "file_case"


def test_unknown_operation_is_an_error_not_a_refusal_nor_a_pass(township):
    clerk = member(township, Role.TOWNSHIP_CLERK)
    with pytest.raises(KeyError):
        access.may(clerk, "do_as_i_please", at=township)


def test_an_operation_without_a_right_and_a_right_of_nothing_are_errors(monkeypatch):
    monkeypatch.setitem(access.OPERATIONS, "unheard_of", lambda thing, *, by: None)
    monkeypatch.setitem(PERMITTED, "view_nothing", frozenset())
    assert {(error.id, error.msg.split()[0]) for error in operations_and_rights_agree(None)} == {
        ("governance.E001", "unheard_of"),
        ("governance.E002", "view_nothing"),
    }


@pytest.fixture
def own_operations(monkeypatch):
    """What a test declares is gone after it."""
    monkeypatch.setattr(access, "OPERATIONS", dict(access.OPERATIONS))
    monkeypatch.setattr(roles, "_NAMES", dict(roles._NAMES))


def test_two_operations_of_one_name_are_an_error(own_operations):
    def open_account(thing, *, by): ...

    with pytest.raises(LookupError, match="open_account"):
        access.operation("Open account")(open_account)


def test_an_operation_that_forgets_to_ask_for_its_right_fails_and_writes_nothing(county, own_operations, monkeypatch):
    account = member(county, Role.SYSTEM_ADMIN)
    monkeypatch.setitem(PERMITTED, "forget_to_ask", frozenset({Role.SYSTEM_ADMIN}))

    @access.operation("Forget to ask")
    def forget_to_ask(body, *, by):
        body.name = "谁都可以"
        body.save()

    with pytest.raises(access.Unchecked):
        forget_to_ask(county, by=account)
    assert not Organisation.objects.filter(name="谁都可以").exists()


def test_one_account_never_holds_two_security_roles(county):
    account = member(county, Role.SYSTEM_ADMIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(account=account, organisation=county, role=Role.AUDIT_ADMIN)


def test_security_administrators_do_no_business():
    business = {name for name in PERMITTED if name.endswith(("_case", "_transfer", "_edition", "_entries"))}
    assert business
    for name in business:
        assert not PERMITTED[name] & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}, name


def test_scope_costs_one_query_however_many_posts(county, django_assert_num_queries):
    account = AccountFactory()
    for _ in range(5):
        Membership.objects.create(
            account=account, organisation=TownshipFactory(parent=county), role=Role.TOWNSHIP_CLERK
        )
    with django_assert_num_queries(2):  # memberships with their organisations; the bodies
        assert len(access.organisations_of(account, "file_case")) == 5


@pytest.mark.parametrize("kind", [Organisation.Kind.OFFICE, Organisation.Kind.INSTITUTION])
def test_casework_role_held_in_a_unit_counts_for_the_government_in_whose_name_the_unit_acts(county, township, kind):
    unit = OrganisationFactory(parent=township, kind=kind)
    officer = member(unit, Role.OFFICER)

    assert access.may(officer, "file_case", at=township)
    assert officer in access.people_with("view_cases", at=township)
    assert not access.may(officer, "file_case", at=TownshipFactory(parent=county))


def test_role_held_in_a_dispatched_unit_does_not_open_the_whole_department(county, township):
    bureau = OrganisationFactory(parent=county)
    station = OrganisationFactory(parent=bureau, kind=Organisation.Kind.DISPATCHED, managed_by=township)
    clerk = member(station, Role.DEPARTMENT_CLERK)

    assert access.may(clerk, "accept_transfer", at=station)
    assert not access.may(clerk, "accept_transfer", at=bureau)


def test_role_of_a_point_stays_at_its_point(township):
    """The centre acts in the township's name, and so does who sits at its windows; a village does not."""
    village = OrganisationFactory(parent=township, kind=Organisation.Kind.VILLAGE)
    agent = member(village, Role.VILLAGE_AGENT)

    assert access.may(agent, "read_notifications", at=village)
    assert not access.may(agent, "read_notifications", at=township)
    clerk = member(OrganisationFactory(parent=township, kind=Organisation.Kind.INSTITUTION), Role.WINDOW_CLERK)
    assert access.may(clerk, "read_notifications", at=township)


def test_whom_to_tell_at_many_bodies_is_whom_to_tell_at_each(county):
    """`people_by_body` says of each body what `people_with` says, whatever posts there are, in one query."""
    bodies = [county]
    for number in range(3):
        township = TownshipFactory(parent=county)
        office = OrganisationFactory(parent=township, kind="township_office")
        department = OrganisationFactory(parent=county)
        unit = OrganisationFactory(parent=department, kind="dispatched", managed_by=township)
        bodies += [township, office, department, unit]
        for role in list(Role)[number::3]:
            for body in bodies[-4:]:
                member(body, role)
            member(county, role)
    member(bodies[1], Role.TOWNSHIP_CLERK, is_active=False)
    for right in ("view_lists", "view_cases", "view_drafts"):
        expected = {body.pk: set(access.people_with(right, at=body).values_list("pk", flat=True)) for body in bodies}
        with CaptureQueriesContext(connection) as captured:
            assert access.people_by_body(right, bodies) == expected
        assert len(captured) == 1
