"""Does a right come only from the person who may grant it, for its days, and never two of the three administrators'."""

import datetime

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from governance import access
from governance.models import Account, AuditEntry, Membership
from governance.operations.accounts import close_account, end_membership, grant_membership, open_account
from governance.operations.organisations import close_organisation
from governance.roles import SECURITY_ROLES, Role
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.refusals import refused

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
PASSWORD = "沧浪之水清兮可以濯我缨"


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county)


@pytest.fixture
def system_admin(county):
    return member(county, Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(county):
    return member(county, Role.SECURITY_ADMIN)


@pytest.fixture
def person(township):
    return AccountFactory(organisation=township)


@pytest.fixture
def today():
    return timezone.localdate()


# --- accounts -----------------------------------------------------------------------------------------------------


def test_an_opened_account_can_sign_in_and_may_nothing(township, system_admin):
    account = open_account(township, by=system_admin, username=" Chen.Min", name="陈敏", password=PASSWORD)
    assert authenticate(username="chen.min", password=PASSWORD) == account
    assert authenticate(username="Chen.Min", password=PASSWORD) == account
    assert not account.is_staff
    assert PASSWORD not in str(AuditEntry.objects.get(action="open_account").after)


def test_without_a_password_nobody_signs_in(township, system_admin):
    open_account(township, by=system_admin, username="feed", name="接口", kind=Account.Kind.SERVICE)
    assert authenticate(username="feed", password="") is None
    assert authenticate(username="feed", password=None) is None


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"username": "TAKEN"}, "username_taken", "username"),
        ({"username": "  "}, "invalid", "username"),
        ({"name": ""}, "invalid", "name"),
        ({"name": "名" * 65}, "invalid", "name"),
        ({"password": "short"}, "weak_password", "password"),
        ({"password": "chen.min.2026"}, "weak_password", "password"),
        ({"kind": Account.Kind.SYSTEM}, "invalid", "kind"),
    ],
)
def test_an_account_that_cannot_be_is_refused(township, system_admin, change, code, field):
    AccountFactory(username="taken")
    facts = {"username": "chen.min", "name": "陈敏", "password": PASSWORD}
    with refused(code, field):
        open_account(township, by=system_admin, **facts | change)
    open_account(township, by=system_admin, **facts)


def test_accounts_are_opened_by_the_system_administrator_of_the_county(township, security_admin):
    for account in (security_admin, member(CountyFactory(), Role.SYSTEM_ADMIN)):
        with refused("not_permitted"):
            open_account(township, by=account, username="chen", name="陈敏")


def test_a_closed_account_neither_signs_in_nor_may_anything(township, system_admin, today):
    clerk = member(township, Role.TOWNSHIP_CLERK, password=PASSWORD)
    Membership.objects.create(account=clerk, organisation=township, role=Role.TOWNSHIP_HEAD, starts_on=today + 9 * DAY)
    close_account(clerk, by=system_admin, reason="调离")

    assert authenticate(username=clerk.username, password=PASSWORD) is None
    closed = Account.objects.get(pk=clerk.pk)
    assert not access.may(closed, "file_case", at=township)
    assert not closed.memberships.filter(ends_on=None).exists()
    with refused("closed"):
        close_account(clerk, by=system_admin)


def test_nobody_closes_their_own_account_nor_the_portal_s(system_admin):
    with refused("own_account"):
        close_account(system_admin, by=system_admin)
    portal = AccountFactory(kind=Account.Kind.SYSTEM)
    with refused("not_permitted"):
        close_account(portal, by=system_admin)


def test_accounts_of_another_county_are_not_seen(county, township, person, system_admin, security_admin):
    stranger = member(CountyFactory(), Role.TOWNSHIP_CLERK)
    guest = AccountFactory(organisation=stranger.organisation)
    Membership.objects.create(account=guest, organisation=township, role=Role.OFFICER)
    for admin in (system_admin, security_admin):
        seen = set(Account.objects.for_user(admin))
        assert seen == {person, guest, system_admin, security_admin}
        assert set(Membership.objects.for_user(admin).values_list("account", flat=True)) == {
            guest.pk,
            system_admin.pk,
            security_admin.pk,
        }
    assert not Account.objects.for_user(stranger).exists()
    assert not Membership.objects.for_user(stranger).exists()


# --- posts --------------------------------------------------------------------------------------------------------


def test_a_granted_post_counts_and_an_ended_one_stops_at_once(township, security_admin, person, today):
    post = grant_membership(
        person, by=security_admin, organisation=township, role=Role.TOWNSHIP_CLERK, starts_on=today - 30 * DAY
    )
    assert access.may(Account.objects.get(pk=person.pk), "file_case", at=township)
    end_membership(post, by=security_admin, reason="轮岗")
    assert not access.may(Account.objects.get(pk=person.pk), "file_case", at=township)
    with refused("ended"):
        end_membership(post, by=security_admin)
    assert [entry.reason for entry in AuditEntry.objects.filter(action="end_membership", outcome="done")] == ["轮岗"]


def test_a_post_may_be_ended_on_a_later_day_but_the_past_stays(township, security_admin, person, today):
    post = grant_membership(
        person, by=security_admin, organisation=township, role=Role.OFFICER, starts_on=today - 30 * DAY
    )
    with refused("invalid", "on"):
        end_membership(post, by=security_admin, on=today - 2 * DAY)
    assert end_membership(post, by=security_admin, on=today + 30 * DAY).ends_on == today + 30 * DAY
    with refused("ended"):  # ending is not a way of lengthening
        end_membership(post, by=security_admin, on=today + 60 * DAY)


def test_a_post_that_began_today_ends_today(township, security_admin, person, today):
    post = grant_membership(person, by=security_admin, organisation=township, role=Role.OFFICER)
    assert end_membership(post, by=security_admin).ends_on == today


def test_nobody_grants_rights_to_themselves(county, security_admin, system_admin):
    with refused("own_rights", "account"):
        grant_membership(security_admin, by=security_admin, organisation=county, role=Role.LIST_EDITOR)
    with refused("not_permitted"):
        grant_membership(system_admin, by=system_admin, organisation=county, role=Role.SECURITY_ADMIN)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SECURITY_ADMIN, Role.PORTAL}])
def test_only_the_security_administrator_grants(county, township, person, role):
    granter = member(county, role)
    with refused("not_permitted"):
        grant_membership(person, by=granter, organisation=township, role=Role.OFFICER)


@pytest.mark.parametrize("held", sorted(SECURITY_ROLES))
@pytest.mark.parametrize("wanted", sorted(SECURITY_ROLES))
def test_the_three_administrators_exclude_each_other_day_by_day(county, security_admin, person, today, held, wanted):
    Membership.objects.create(
        account=person,
        organisation=county,
        role=held,
        starts_on=today - 9 * DAY,
        ends_on=today + 9 * DAY,  # the constraint in the database sees open-ended posts only
    )
    code = "already_held" if held == wanted else "not_separated"
    for starts_on, ends_on in [
        (today - 20 * DAY, None),
        (today - 20 * DAY, today - 9 * DAY),
        (today, today),
        (today + 9 * DAY, None),
    ]:
        with refused(code, "role"):
            grant_membership(
                person, by=security_admin, organisation=county, role=wanted, starts_on=starts_on, ends_on=ends_on
            )
    grant_membership(person, by=security_admin, organisation=county, role=wanted, starts_on=today + 10 * DAY)


def test_the_same_administrator_s_role_at_two_places_is_refused(county, township, security_admin, person):
    grant_membership(person, by=security_admin, organisation=county, role=Role.AUDIT_ADMIN)
    with refused("not_separated"):
        grant_membership(person, by=security_admin, organisation=township, role=Role.AUDIT_ADMIN)


def test_one_person_may_hold_several_business_posts(county, township, security_admin, person):
    other = OrganisationFactory(parent=county)
    grant_membership(person, by=security_admin, organisation=township, role=Role.OFFICER)
    grant_membership(person, by=security_admin, organisation=township, role=Role.CAPTAIN)
    grant_membership(person, by=security_admin, organisation=other, role=Role.OFFICER)
    with refused("already_held", "role"):
        grant_membership(person, by=security_admin, organisation=township, role=Role.OFFICER)


def test_the_portal_s_role_is_for_the_portal_and_administrators_are_people(county, security_admin, person):
    portal = AccountFactory(kind=Account.Kind.SYSTEM)
    service = AccountFactory(kind=Account.Kind.SERVICE)
    for account, role, code in [
        (person, Role.PORTAL, "portal_only"),
        (service, Role.PORTAL, "portal_only"),
        (portal, Role.LIST_EDITOR, "portal_only"),
        (service, Role.SYSTEM_ADMIN, "persons_only"),
    ]:
        with refused(code, "role"):
            grant_membership(account, by=security_admin, organisation=county, role=role)
    grant_membership(service, by=security_admin, organisation=county, role=Role.DEPARTMENT_CLERK)


def test_a_post_lies_within_its_organisation_s_life(county, security_admin, system_admin, person, today):
    bureau = OrganisationFactory(parent=county, opened_on=today - 9 * DAY)
    grant = {"by": security_admin, "organisation": bureau, "role": Role.DEPARTMENT_CLERK}
    with refused("organisation_not_open", "starts_on"):
        grant_membership(person, **grant, starts_on=today - 10 * DAY)
    with refused("invalid", "ends_on"):
        grant_membership(person, **grant, starts_on=today, ends_on=today - DAY)
    close_organisation(bureau, by=system_admin, on=today + 9 * DAY)
    for ends_on in (None, today + 10 * DAY):
        with refused("organisation_not_open", "ends_on"):
            grant_membership(person, **grant, ends_on=ends_on)
    grant_membership(person, **grant, starts_on=today - 9 * DAY, ends_on=today + 9 * DAY)


def test_a_role_that_does_not_exist_or_a_closed_account_is_refused(township, security_admin, person):
    with refused("invalid", "role"):
        grant_membership(person, by=security_admin, organisation=township, role="emperor")
    closed = AccountFactory(is_active=False)
    with refused("closed", "account"):
        grant_membership(closed, by=security_admin, organisation=township, role=Role.OFFICER)
