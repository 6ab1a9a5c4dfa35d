"""Can an editor make a list of what townships hand in, and see what each entry rests on, in a real browser."""

import pytest
from django.urls import reverse

from governance.job_worker import run_waiting
from governance.roles import Role
from responsibilities.kinds import ListKind
from responsibilities.models import Cluster, Inventory
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.inventories import import_inventory
from responsibilities.states import ClusterStatus
from tests.browser.conftest import PHONE, leads_on
from tests.factories import CountyFactory, TownshipFactory, member, portal_of
from tests.responsibilities.factories import DutyListFactory
from tests.responsibilities.files import table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BASIS = "《土地管理法》第六十七条"
HEADER = ["序号", "领域", "工作事项", "主要内容", "依据"]
OURS = table(
    HEADER,
    ["１", "自然资源", "违法占地巡查制止", "每周巡查；发现当日制止。", BASIS],
    ["２", "党建", "党费收缴使用管理", "按月收缴。", ""],
)
THEIRS = table(HEADER, [1, "自然资源", "负责违法占地巡查制止工作", "每周巡查；劝阻并上报。", BASIS])


class County:
    """A list without any edition yet, its empty draft, and one township that has handed in already."""

    def __init__(self) -> None:
        county = CountyFactory(name="澜山市")
        portal_of(county)
        TownshipFactory(parent=county, name="汀砚镇")
        self.editor = member(county, Role.LIST_EDITOR, name="沈编清")
        self.duty_list = DutyListFactory(owner=county, kind=ListKind.TOWNSHIP, title="澜山市乡镇职责清单")
        self.draft = start_draft(self.duty_list, by=self.editor)
        other = TownshipFactory(parent=county, name="砚北镇")
        THEIRS.seek(0)
        import_inventory(self.duty_list, by=self.editor, township=other, file=THEIRS, filename="砚北.xlsx")
        self.workshop = f"/responsibilities/list/{self.duty_list.pk}/workshop/"


@pytest.fixture
def county():
    return County()


def test_an_inventory_is_uploaded_grouped_and_accepted_as_an_entry_that_names_its_sources(visit, county):
    window = visit(language="en").sign_in_as(county.editor)
    page = window.go(county.workshop)

    with leads_on(page):
        page.get_by_role("link", name="Upload an inventory").click()
    page.get_by_label("township").fill("汀砚镇")
    content = OURS.getvalue()
    page.set_input_files(
        "input[type=file]", {"name": "摸底.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    with leads_on(page):
        page.locator(".step-actions .button-primary").last.click()
    assert "违法占地巡查制止" in page.content(), "first one sees what is in the file"
    assert Inventory.objects.count() == 1, "and nothing is written"
    with leads_on(page):
        page.locator(".step-actions .button-primary").last.click()
    assert page.url.endswith(county.workshop)
    assert "0 of 3 rows decided" in page.inner_text("#content-main")

    with leads_on(page):
        page.get_by_role("link", name="Group the rows").click()
    with leads_on(page):
        page.get_by_role("button", name="Group the rows").click()
    assert run_waiting() == 1
    window.go(county.workshop)
    with leads_on(page):
        page.get_by_role("link", name="3 rows in 2 clusters").click()
    with leads_on(page):
        page.get_by_role("link", name="违法占地").first.click()
    assert {"汀砚镇", "砚北镇"} <= set(page.locator("#content-main table").all_inner_texts()[0].split())

    with leads_on(page):
        page.get_by_role("link", name="Accept into the list").click()
    page.get_by_label("title").fill("违法占地巡查")
    with leads_on(page):
        page.get_by_role("button", name="Accept into the list").click()
    assert "党费收缴使用管理" in page.inner_text("h1"), "the next undecided cluster comes by itself"

    entry = county.draft.entries.get()
    assert (entry.title, entry.heading.title) == ("违法占地巡查", "自然资源")
    assert Cluster.objects.get(item=entry.item).status == ClusterStatus.ACCEPTED
    for size in (None, PHONE):
        window = visit(language="en", size=size).sign_in_as(county.editor)
        page = window.go(f"/responsibilities/entry/{entry.pk}/")
        page.get_by_text("2 rows of 2 townships").click()
        said = page.inner_text("#content-main")
        assert "违法占地巡查制止" in said
        assert "负责违法占地巡查制止工作" in said
        assert "汀砚镇" in said
        assert "砚北镇" in said
        assert not window.overflows()


def test_a_digest_is_short_and_one_click_copies_all_of_it(visit, county):
    inventory = Inventory.objects.get()
    window = visit().sign_in_as(county.editor)
    window.context.grant_permissions(["clipboard-read"])
    page = window.go(reverse("admin:responsibilities_inventory_change", args=[inventory.pk]))
    assert inventory.digest not in page.inner_text("#content-main")
    assert inventory.digest.removeprefix("sha256:")[:12] in page.inner_text("#content-main")
    page.get_by_role("button", name="复制").click()
    assert page.evaluate("navigator.clipboard.readText()") == inventory.digest
