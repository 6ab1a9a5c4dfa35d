"""A password somebody else knows opens one page: the one on which its owner chooses another."""

import pytest
from django.urls import NoReverseMatch, reverse

from governance.errors import NotPermitted
from governance.models import Account, Notification
from governance.operations.accounts import change_password, grant_membership, open_account, reset_password
from governance.operations.founding import portal_account
from governance.roles import Role
from governance.signin import FirstPasswordMiddleware
from tests.clients import Browser, founded_county
from tests.factories import TownshipFactory, member
from tests.refusals import refused
from tests.test_access_matrix import PARAMETERS

pytestmark = pytest.mark.django_db
FIRST, OWN = "first password given", "own long password"


@pytest.fixture
def county():
    return founded_county()


@pytest.fixture
def administrator(county):
    return member(county, Role.SYSTEM_ADMIN)


@pytest.fixture
def security(county):
    return member(county, Role.SECURITY_ADMIN)


@pytest.fixture
def clerk(county, administrator, security):
    township = TownshipFactory(parent=county)
    account = open_account(township, by=administrator, username="clerk", name="陈敏", password=FIRST)
    grant_membership(account, by=security, organisation=township, role=Role.TOWNSHIP_CLERK)
    return account


def signed_in(password: str) -> Browser:
    browser = Browser()
    assert browser.post("/login/", {"username": "clerk", "password": password}).status_code == 302
    return browser


def choose(browser: Browser, old: str, new: str):
    return browser.post("/password_change/", {"old_password": old, "new_password1": new, "new_password2": new})


def test_first_sign_in_leads_to_choosing_and_then_everywhere(clerk):
    browser = signed_in(FIRST)
    assert browser.get("/")["Location"] == "/password_change/"
    assert "nav-sidebar" not in browser.get("/password_change/").content.decode()
    assert "new_password1" in choose(browser, FIRST, FIRST).context["form"].errors, "the same is not one's own"
    assert browser.get("/").status_code == 302
    assert choose(browser, FIRST, OWN)["Location"] == "/password_change/done/"
    assert browser.get("/password_change/done/").status_code == 200
    assert browser.get("/").status_code == 200
    assert signed_in(OWN).get("/").status_code == 200


def test_after_choosing_one_comes_to_the_page_that_was_asked_for(clerk):
    wanted = "/enforcement/case/?view=held&p=0"
    browser = Browser()
    sign_in = browser.get(wanted)["Location"]
    asked = browser.post(sign_in, {"username": "clerk", "password": FIRST, "next": wanted})["Location"]
    assert asked == wanted
    choosing = browser.get(asked)["Location"]
    assert browser.get(choosing).status_code == 200
    fields = {"old_password": FIRST, "new_password1": OWN, "new_password2": OWN}
    assert "new_password2" in browser.post(choosing, fields | {"new_password2": "x"}).context["form"].errors
    assert browser.post(choosing, fields)["Location"] == wanted


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_choosing_leads_to_no_other_site(clerk, there):
    browser = signed_in(FIRST)
    fields = {"old_password": FIRST, "new_password1": OWN, "new_password2": OWN}
    assert browser.post(f"/password_change/?next={there}", fields)["Location"] == "/password_change/done/"


def test_nothing_else_is_reachable(clerk):
    """Every route there is, public ones too, in every method; a route added tomorrow is among them."""
    browser = signed_in(FIRST)
    reached = set()
    for name, address in addresses():
        for ask in (browser.get, browser.post):
            answer = ask(address)
            if address.startswith("/api/"):
                refused = answer.status_code == 403 and answer.json()["code"] == "password_to_choose"
            else:
                refused = answer.status_code == 302 and answer["Location"].partition("?")[0] == "/password_change/"
            if not refused:
                reached.add(name)
    assert reached == FirstPasswordMiddleware.REACHABLE - {"admin:logout"}


def addresses():
    """One address of each route but the one that would sign out; its parameters need not exist."""
    for name, parameters in PARAMETERS.items():
        if name == "admin:logout":
            continue
        for value in ("1", "00000000-0000-4000-8000-000000000000", "governance"):
            try:
                yield name, reverse(name, kwargs=dict.fromkeys(parameters, value))
                break
            except NoReverseMatch:
                continue
        else:
            pytest.fail(f"no address of {name}")


def test_signing_out_is_possible(clerk):
    browser = signed_in(FIRST)
    assert browser.post("/logout/").status_code == 200
    assert browser.get("/")["Location"].startswith("/login/")


def test_reset_asks_again_and_tells_the_person_and_the_security_administrator(clerk, administrator, security):
    change_password(clerk, by=clerk, password=OWN)
    reset_password(clerk, by=administrator, password=FIRST, reason="忘记密码")
    assert signed_in(FIRST).get("/")["Location"] == "/password_change/"
    assert set(Notification.objects.values_list("account", flat=True)) == {clerk.pk, security.pk}
    browser = Browser()
    browser.force_login(security)
    page = browser.get(Notification.objects.get(account=security).event.page_path)
    assert clerk.name in page.content.decode()


def test_only_the_portal_itself_opens_without_asking(county, administrator):
    facts = {"username": "chen", "name": "陈敏", "password": FIRST, "must_choose_password": False}
    with pytest.raises(NotPermitted):
        open_account(county, by=administrator, **facts)
    assert not open_account(county, by=portal_account(), **facts).must_choose_password


def test_new_password_differs_from_the_old_one(clerk):
    with refused("same_password", "password"):
        change_password(clerk, by=clerk, password=FIRST)
    assert Account.objects.get(pk=clerk.pk).must_choose_password
