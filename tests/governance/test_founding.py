"""Does an empty portal come to a county and its administrators without anybody ever bypassing the rules."""

import pytest
from django.core.management import CommandError, call_command

from governance import access
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.founding import appoint_administrator, found_county, portal_account
from governance.roles import PERMITTED, SECURITY_ROLES, Role

pytestmark = pytest.mark.django_db

PASSWORD = "沧浪之水清兮可以濯我缨"


@pytest.fixture
def county():
    found_county(code="LS", name="澜山市")
    return Organisation.objects.get()


def superuser(username="admin"):
    # The command reads the password from the environment when it does not ask.
    call_command("createsuperuser", username=username, name="管理员", interactive=False, verbosity=0)


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", PASSWORD)


def test_a_portal_is_founded_once(county):
    portal = portal_account()
    assert access.may(portal, "open_organisation", at=county)
    assert not portal.has_usable_password() and not portal.is_staff
    with pytest.raises(CommandError, match="澜山市"):
        call_command("found_county", "XX", "另一市")
    assert Organisation.objects.count() == 1


def test_createsuperuser_before_there_is_a_county_says_what_to_do(password):
    with pytest.raises(CommandError, match="found_county"):
        superuser()
    assert not Account.objects.exists()


def test_createsuperuser_makes_the_first_system_administrator_and_no_more(county, password):
    superuser()
    admin = Account.objects.get(username="admin")
    assert [post.role for post in admin.current_memberships] == [Role.SYSTEM_ADMIN]
    assert not admin.is_superuser
    allowed = {operation for operation in PERMITTED if access.may(admin, operation, at=county)}
    assert allowed == {operation for operation, roles in PERMITTED.items() if Role.SYSTEM_ADMIN in roles}

    with pytest.raises(CommandError):
        superuser("another")
    assert not Account.objects.filter(username="another").exists()


def test_createsuperuser_with_a_weak_password_is_refused(county, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "short")
    with pytest.raises(CommandError):
        superuser()
    assert not Account.objects.filter(username="admin").exists()


@pytest.mark.parametrize("role", sorted(SECURITY_ROLES))
def test_each_administrator_is_appointed_while_nobody_holds_the_role(county, password, role):
    call_command("appoint_administrator", role, "first", "甲", verbosity=0)
    with pytest.raises(CommandError):
        call_command("appoint_administrator", role, "second", "乙", verbosity=0)
    assert not Account.objects.filter(username="second").exists()

    # An office whose only administrator has left is not locked out.
    first = Account.objects.get(username="first")
    first.is_active = False
    first.save()
    call_command("appoint_administrator", role, "second", "乙", verbosity=0)


def test_only_administrators_are_appointed(county):
    with pytest.raises(RuleViolation, match=r"administrator|管理员"):
        appoint_administrator(role=Role.TOWNSHIP_HEAD, username="x", name="甲", password=PASSWORD)
    assert not Account.objects.filter(username="x").exists()


def test_a_county_is_not_called_by_a_word_for_levels():
    with pytest.raises(RuleViolation) as refusal:
        found_county(code="LS", name="县级部门")
    assert refusal.value.code == "names_nobody"
    assert not Organisation.objects.exists()
