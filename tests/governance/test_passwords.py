"""Do passwords change only by those who may, and sign out whoever had the old one."""

import pytest

from governance.errors import NotPermitted
from governance.models import Account
from governance.operations.accounts import change_password, reset_password
from governance.roles import Role
from tests.clients import Browser
from tests.factories import CountyFactory, TownshipFactory, member
from tests.refusals import refused

pytestmark = pytest.mark.django_db
OLD, NEW = "a long test password", "another long password"


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def administrator(county):
    return member(county, Role.SYSTEM_ADMIN)


@pytest.fixture
def clerk(county):
    person = member(TownshipFactory(parent=county), Role.TOWNSHIP_CLERK)
    Account.objects.filter(pk=person.pk).update(organisation=county)
    return person


def test_reset_gives_a_new_first_password_and_signs_out(administrator, clerk):
    browser = Browser()
    browser.force_login(clerk)
    reset_password(clerk, by=administrator, password=NEW, reason="忘记密码")

    assert Account.objects.get(pk=clerk.pk).check_password(NEW)
    assert browser.get("/").status_code == 302


def test_nobody_comes_to_a_second_administrators_role_by_its_password(administrator, county):
    security = member(county, Role.SECURITY_ADMIN)
    Account.objects.filter(pk=security.pk).update(organisation=county)
    with refused("not_separated"):
        reset_password(security, by=administrator, password=NEW, reason="")
    assert Account.objects.get(pk=security.pk).check_password(OLD)


def test_own_closed_and_service_accounts_are_not_reset(administrator, clerk, county):
    Account.objects.filter(pk=administrator.pk).update(organisation=county)
    with refused("own_account"):
        reset_password(administrator, by=administrator, password=NEW, reason="")
    Account.objects.filter(pk=clerk.pk).update(is_active=False)
    with refused("closed"):
        reset_password(clerk, by=administrator, password=NEW, reason="")
    Account.objects.filter(pk=clerk.pk).update(is_active=True, kind=Account.Kind.SERVICE)
    with refused("no_password"):
        reset_password(clerk, by=administrator, password=NEW, reason="")


def test_reset_needs_the_right_and_a_password_worth_its_name(administrator, clerk):
    with pytest.raises(NotPermitted):
        reset_password(administrator, by=clerk, password=NEW, reason="")
    with refused("weak_password", "password"):
        reset_password(clerk, by=administrator, password="12345", reason="")


def test_ones_own_password_is_ones_own(administrator, clerk):
    with pytest.raises(NotPermitted):
        change_password(clerk, by=administrator, password=NEW)


def test_page_changes_ones_own_password_and_keeps_one_signed_in(clerk):
    browser = Browser()
    browser.force_login(clerk)
    wrong = {"old_password": "no", "new_password1": NEW, "new_password2": NEW}
    assert browser.post("/password_change/", wrong).status_code == 200
    assert Account.objects.get(pk=clerk.pk).check_password(OLD)

    right = {**wrong, "old_password": OLD}
    assert browser.post("/password_change/", right).headers["Location"] == "/password_change/done/"
    assert Account.objects.get(pk=clerk.pk).check_password(NEW)
    assert browser.get("/password_change/done/").status_code == 200


def test_what_would_be_refused_is_not_offered(administrator, clerk, county):
    browser = Browser()
    browser.force_login(administrator)
    auditor = member(county, Role.AUDIT_ADMIN)
    for account, is_offered in ((clerk, True), (auditor, False), (administrator, False)):
        page = browser.get(f"/governance/account/{account.pk}/").content.decode()
        assert ("/reset-password/" in page) is is_offered, account
