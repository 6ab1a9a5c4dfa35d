"""Can an editor read a law, what took its place, and what rests on it on a day, in a real browser."""

import datetime

import pytest

from governance.roles import Role
from responsibilities.models import Law, LegalBasis
from responsibilities.operations.laws import load_laws
from responsibilities.operations.reference import FOLDER
from tests.browser.conftest import PHONE, leads_on
from tests.enforcement.factories import PenaltyPowerFactory
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member, portal_of
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor():
    """A county with the shipped register, an entry and a power that rest on the law of air, and one on the code."""
    county = CountyFactory(name="澜山市")
    with (FOLDER / "laws.csv").open("rb") as file:
        load_laws(county, by=portal_of(county), file=file, filename="laws.csv")
    edition = EditionFactory(duty_list=DutyListFactory(owner=TownshipFactory(parent=county), title="汀砚镇清单"))
    for title, text in (
        ("露天焚烧秸秆巡查", "《大气污染防治法》第七十七条"),
        ("生态环境巡查", "《生态环境法典》第三条"),
    ):
        LegalBasis.objects.create(entry=EntryFactory(edition=edition, title=title), position=1, text=text)
    publish_rows(edition, datetime.date(2025, 1, 1))
    department = OrganisationFactory(parent=county, name="市生态环境局")
    PenaltyPowerFactory(
        title="露天焚烧秸秆的处罚", legal_basis="《大气污染防治法》第一百一十九条", department=department
    )
    return member(county, Role.LIST_EDITOR, name="沈编清")


def law_page(title: str) -> str:
    return f"/responsibilities/law/{Law.objects.get(names__key=title).pk}/"


def test_a_law_shows_its_versions_and_what_took_its_place(visit, editor):
    page = visit(language="en").sign_in_as(editor).go(law_page("大气污染防治法"))
    record = page.locator("#content-main").inner_text()
    assert "2026-08-14" in record
    assert "生态环境法典" in record
    assert "not in force" in record


def test_what_rests_on_a_law_is_asked_for_any_day(visit, editor):
    visitor = visit(language="en").sign_in_as(editor)
    page = visitor.go(law_page("大气污染防治法"))
    with leads_on(page):
        page.get_by_role("link", name="What rests on it, on any day").click()

    def asked(day: str) -> dict[str, bool]:
        page.locator("input[name=on]").fill(day)
        with leads_on(page):
            page.get_by_role("button", name="Show", exact=True).click()
        texts = page.locator(".panel").first.locator("li")
        return {item.split()[0]: "not in force" not in item for item in texts.all_inner_texts()}

    before = asked("2026-08-01")
    assert before["中华人民共和国大气污染防治法"]
    assert not before["中华人民共和国生态环境法典"]
    assert page.locator(".panel").all_inner_texts()[1:], "what rests on the old law is shown"
    after = asked("2026-08-15")
    assert not after["中华人民共和国大气污染防治法"]
    assert after["中华人民共和国生态环境法典"]
    shown = page.locator("#content-main").inner_text()
    assert "露天焚烧秸秆巡查" in shown
    assert "生态环境巡查" in shown
    assert "No text of this law is in force on this day." in shown
    page.set_viewport_size(PHONE)
    assert not visitor.overflows()


def test_the_law_of_a_row_is_one_click_away_from_the_work_list(visit, editor):
    page = visit(language="en").sign_in_as(editor).go("/responsibilities/law/")
    with leads_on(page):
        page.get_by_role("link", name="Citations to look at").click()
    page.locator("input[name=on]").fill(str(datetime.date(2026, 8, 15)))
    with leads_on(page):
        page.get_by_role("button", name="Show", exact=True).click()
    with leads_on(page):
        page.get_by_role("link", name="露天焚烧秸秆巡查").click()
    assert "《大气污染防治法》第七十七条" in page.content()
