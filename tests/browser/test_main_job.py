"""Can a clerk log a case, hand it over, and the department take it, in a real browser."""

import datetime

import pytest
from django.utils import timezone

from enforcement.models import EnforcementCase, Transfer
from enforcement.operations.cases import file_case
from enforcement.operations.transfers import transfer_case
from enforcement.states import PartyKind, TransferReason, TransferStatus
from governance.roles import Role
from tests.browser.conftest import PHONE, leads_on
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, published_entry, set_answer_terms
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class County:
    """A township with a power, the department behind it, and a person in each."""

    def __init__(self) -> None:
        county = CountyFactory(name="澜山市")
        set_answer_terms(county)
        self.township = TownshipFactory(parent=county, name="汀砚镇", short_name="汀砚")
        self.department = OrganisationFactory(parent=county, name="市城市管理局", short_name="城管局")
        power = PenaltyPowerFactory(
            department=self.department, catalogue_no="LS-CG-015", title="对擅自占用人行道摆摊设点的行政处罚"
        )
        PowerGrantFactory(power=power, township=self.township)
        self.entry = published_entry(county, lead=self.department, support="townships")
        self.clerk = member(self.township, Role.TOWNSHIP_CLERK, name="叶知砚")
        self.department_clerk = member(self.department, Role.DEPARTMENT_CLERK, name="江城宁")


@pytest.fixture
def county():
    return County()


def test_a_case_travels_from_the_township_to_the_department(visit, county):
    clerk = visit(language="en").sign_in_as(county.clerk)
    page = clerk.go("/enforcement/case/")
    with leads_on(page):
        page.click("text=File a case")
    values = {
        "power": "LS-CG-015",
        "party_name": "周记水果摊",
        "place": "汀砚镇南街东口",
        "facts": "占用人行道约六平方米摆放水果货架。",
        "entry": f"T-{county.entry.seq_no}",
    }
    for name, value in values.items():
        page.fill(f"#id_{name}", value)
    with leads_on(page):
        page.keyboard.press("Control+Enter")
    case = EnforcementCase.objects.get()
    assert page.url.endswith(f"/enforcement/case/{case.pk}/")
    assert page.locator("h1").inner_text() == case.case_no

    with leads_on(page):
        page.get_by_role("link", name="Transfer", exact=True).click()
    assert page.input_value("#id_receiver") == "市城市管理局"
    assert page.input_value("#id_reason_code") == "", "why it is theirs is for the clerk to say"
    page.select_option("#id_reason_code", "not_our_item")
    page.fill("#id_explanation", "依清单由市城市管理局牵头。")
    with leads_on(page):
        page.get_by_role("button", name="Transfer", exact=True).click()
    transfer = Transfer.objects.get()
    assert transfer.receiver == county.department
    page = clerk.go(f"/enforcement/case/{case.pk}/")
    assert page.get_by_role("button", name="Transfer", exact=True).is_disabled()
    assert "市城市管理局" in page.locator(".step-blocked p").first.inner_text()

    page = visit(language="en").sign_in_as(county.department_clerk).go("/")
    with leads_on(page):
        page.get_by_role("link", name=case.cause).click()
    with leads_on(page):
        page.get_by_role("link", name="Accept").click()
    with leads_on(page):
        page.get_by_role("button", name="Accept").click()
    transfer.refresh_from_db()
    case.refresh_from_db()
    assert transfer.status == TransferStatus.ACCEPTED
    assert case.holder == county.department
    assert timezone.localdate(transfer.answered_at) == timezone.localdate()

    page = clerk.go(f"/enforcement/case/{case.pk}/")
    assert "市城市管理局" in page.locator(".headline").inner_text()


def test_a_refusal_says_what_and_where_and_keeps_what_was_typed(visit, county):
    PenaltyPowerFactory(department=county.department, catalogue_no="LS-CG-999", title="对乡镇未获权限事项的行政处罚")
    page = visit(language="en").sign_in_as(county.clerk).go("/enforcement/case/file/")
    page.fill("#id_power", "LS-CG-999")
    page.fill("#id_place", "汀砚镇北街")
    page.select_option("#id_party_kind", "citizen")
    page.fill("#id_party_name", "许大田")
    page.fill("#id_facts", "现场情况。")
    with leads_on(page):
        page.get_by_role("button", name="File a case").click()

    summary = page.locator("#error-summary")
    assert "市城市管理局" in summary.inner_text()
    assert page.evaluate("document.activeElement.id") == "error-summary"
    summary.get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "id_power"
    assert page.input_value("#id_place") == "汀砚镇北街"
    assert not EnforcementCase.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_overflows_a_phone(visit, county, language):
    power = county.township.power_grants.get().power
    case = file_case(
        county.township,
        by=county.clerk,
        power=power,
        entry=county.entry,
        facts="占用人行道。",
        place="汀砚镇南街东口",
        party_kind=PartyKind.CITIZEN,
        party_name="许大田",
        found_at=timezone.now() - datetime.timedelta(hours=1),
    )
    letter = transfer_case(
        case,
        by=county.clerk,
        receiver=county.department,
        reason_code=TransferReason.NOT_OUR_ITEM,
        explanation="依清单由市城市管理局牵头。",
    )
    window = visit(language=language, size=PHONE)
    edition = county.entry.edition
    pages = ["/login/", "/public/", "/public/?q=事项", "/public/lists/", f"/public/editions/{edition.pk}/"]
    pages += [f"/public/entries/{county.entry.pk}/"]
    staff = ["/", "/enforcement/case/", "/enforcement/case/file/", f"/enforcement/case/{case.pk}/"]
    staff += [
        "/enforcement/transfer/",
        f"/enforcement/transfer/{letter.pk}/",
        "/governance/notification/",
        "/search/?q=汀砚",
    ]
    wide = [path for path in pages if (window.go(path), window.overflows())[1]]
    window.sign_in_as(county.clerk)
    wide += [path for path in staff if (window.go(path), window.overflows())[1]]
    assert not wide
