"""Can people sign in, change the language, and find their way, in a real browser."""

import pytest

from governance.roles import Role
from tests.browser.conftest import PHONE, leads_on
from tests.factories import CountyFactory, TownshipFactory, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long test password"


@pytest.fixture
def clerk():
    return member(TownshipFactory(parent=CountyFactory(), name="汀砚镇"), Role.TOWNSHIP_CLERK, username="clerk")


def fill_in(page, password: str) -> None:
    page.fill("#id_username", "clerk")
    page.fill("#id_password", password)
    with leads_on(page):
        page.keyboard.press("Enter")


def test_sign_in_wrong_then_right_then_out(visit, clerk):
    page = visit(language="en").go("/")
    assert page.url.endswith("/login/?next=/")
    fill_in(page, "wrong")
    assert page.locator("[role=alert]").is_visible()
    fill_in(page, PASSWORD)
    assert page.locator("h1").inner_text() == "What waits for you"
    page.click(".account summary")
    with leads_on(page):
        page.click("text=Sign out")
    assert page.get_by_text("You have signed out").is_visible()


def test_guessing_is_paused(visit, clerk):
    page = visit(language="en").go("/login/")
    for _ in range(6):
        fill_in(page, "wrong")
    assert "Too many wrong passwords" in page.locator("[role=alert]").inner_text()
    fill_in(page, PASSWORD)
    assert "/login/" in page.url


def test_language_is_one_click_from_every_page(visit, clerk):
    window = visit()
    for path in ["/login/", "/public/"]:
        page = window.go(path)
        assert page.locator("html").get_attribute("lang") == "zh-hans"
        with leads_on(page):
            page.click("text=English")
        assert page.url.endswith(path)
        assert page.locator("html").get_attribute("lang") == "en"
        with leads_on(page):
            page.click("text=中文")
    page = window.sign_in_as(clerk).go("/governance/organisation/")
    with leads_on(page):
        page.click("text=English")
    assert page.locator("h1").inner_text().startswith("Organisations")


def test_menu_opens_on_a_phone_and_leads_on(visit, clerk):
    page = visit(language="en", size=PHONE).sign_in_as(clerk).go("/")
    assert not page.locator("#nav-sidebar").is_visible()
    page.click(".menu-toggle")
    with leads_on(page):
        page.locator("#nav-sidebar").get_by_text("Cases").click()
    assert page.locator("h1").inner_text().startswith("Cases")


def test_slash_searches_without_a_mouse(visit, clerk):
    page = visit(language="en").sign_in_as(clerk).go("/")
    page.keyboard.press("/")
    page.keyboard.type("汀砚")
    with leads_on(page):
        page.keyboard.press("Enter")
    assert page.get_by_role("link", name="汀砚镇").is_visible()
