"""Are forms quick at the keyboard, sent once, and there again after a lost session, in a real browser."""

import pytest
from django.contrib.sessions.models import Session

from enforcement.models import EnforcementCase
from governance.models import SavedForm
from tests.browser.conftest import leads_on
from tests.browser.test_main_job import County

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOG = "/enforcement/case/file/"


@pytest.fixture
def county():
    return County()


class Keyboard:
    """A person who has a keyboard and nothing else; text does not count as presses."""

    def __init__(self, page) -> None:
        self.page = page
        self.presses: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.presses.append(key)
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def at(self) -> str:
        """The field the next key goes to."""
        return self.page.evaluate("document.activeElement.name || document.activeElement.className")

    def tab_to(self, name: str) -> None:
        for _ in range(15):
            if self.at() == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached from here")


def fill(keys: Keyboard) -> None:
    keys.tab_to("power")
    keys.type("LS-CG-015")
    keys.tab_to("party_kind")
    keys.press("ArrowDown")  # an individual business
    keys.tab_to("party_name")
    keys.type("周记水果摊")
    keys.tab_to("place")
    keys.type("汀砚镇南街东口")
    keys.tab_to("facts")
    keys.type("占用人行道约六平方米摆放水果货架。")


def test_a_case_is_logged_with_few_keys(visit, county):
    """From home, with the entry of the duty list, which is optional and so comes after the date."""
    page = visit().sign_in_as(county.clerk).go("/")
    keys = Keyboard(page)
    with leads_on(page):
        keys.press("n")
    assert keys.at() == "power"
    fill(keys)
    keys.tab_to("entry")
    keys.type(f"T-{county.entry.seq_no}")
    with leads_on(page):
        keys.press("Enter")
    case = EnforcementCase.objects.get()
    assert page.url.endswith(f"/enforcement/case/{case.pk}/")
    assert (case.party_name, case.party_kind, case.entry) == ("周记水果摊", "individual_business", county.entry)
    assert len(keys.presses) <= 40, keys.presses
    assert keys.presses.count("Tab") <= 12, keys.presses


def test_the_first_tab_leads_past_the_menu(visit, county):
    page = visit().sign_in_as(county.clerk).go("/enforcement/case/")
    keys = Keyboard(page)
    keys.press("Tab")
    assert keys.at() == "skip"
    keys.press("Enter", "Tab")
    assert page.evaluate("document.activeElement.closest('#content') !== null")
    keys.press("?")
    assert page.locator("#keys").is_visible()
    keys.press("Escape", "/")
    assert keys.at() == "q"


def test_an_error_offers_what_may_have_been_meant(visit, county):
    page = visit(language="en").sign_in_as(county.clerk).go(LOG)
    keys = Keyboard(page)
    keys.type("擅自占用人形道摆摊")
    with leads_on(page):
        keys.press("Enter")
    page.get_by_role("button", name="LS-CG-015").click()
    assert keys.at() == "power"
    assert page.input_value("#id_power").startswith("LS-CG-015 ")


def test_a_double_click_files_one_case(visit, county):
    page = visit(language="en").sign_in_as(county.clerk).go(LOG)
    fill(Keyboard(page))
    with leads_on(page):
        page.get_by_role("button", name="File a case").dblclick()
    assert page.url.endswith(f"/enforcement/case/{EnforcementCase.objects.get().pk}/")


def test_a_step_without_a_field_is_sent_by_keyboard(visit, county):
    page = visit(language="en").sign_in_as(county.clerk).go("/governance/notification/read/")
    assert page.evaluate("document.activeElement.matches('#step-form button[type=submit]')")
    with leads_on(page):
        page.keyboard.press("Enter")
    assert page.url.endswith("/governance/notification/")


def test_what_cannot_be_taken_back_asks_for_more_than_enter(visit, county):
    window = visit(language="en").sign_in_as(county.clerk)
    page = window.go(LOG)
    Keyboard(page).type("LS-CG-015")
    page.get_by_text("Kept as you type").wait_for()
    page = window.go(f"/governance/saved-form/{SavedForm.objects.get().pk}/discard/")
    page.keyboard.press("Enter")
    assert SavedForm.objects.exists()
    with leads_on(page):
        page.keyboard.press("Control+Enter")
    assert not SavedForm.objects.exists()


def test_what_was_typed_outlives_the_session(visit, county):
    page = visit(language="en").sign_in_as(county.clerk).go(LOG)
    fill(Keyboard(page))
    page.get_by_text("Kept as you type").wait_for()
    Session.objects.all().delete()
    with leads_on(page):
        page.keyboard.press("Control+Enter")
    assert page.get_by_text("What you typed is kept").is_visible()
    page.fill("#id_username", county.clerk.username)
    page.fill("#id_password", "a long test password")
    with leads_on(page):
        page.keyboard.press("Enter")
    assert LOG in page.url
    assert page.input_value("#id_party_name") == "周记水果摊"
    with leads_on(page):
        page.keyboard.press("Control+Enter")
    assert EnforcementCase.objects.count() == 1
    assert not SavedForm.objects.exists()


def test_the_page_tells_while_typing_that_the_session_is_lost(visit, county):
    window = visit(language="en").sign_in_as(county.clerk)
    page = window.go(LOG)
    Session.objects.all().delete()
    Keyboard(page).type("LS-CG-015")
    page.get_by_text("Your session has ended. What you typed is kept.").wait_for()
    assert SavedForm.objects.get().account == county.clerk
    window.faults.clear()  # the browser itself notes the 401
