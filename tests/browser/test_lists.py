"""Can an editor bring a list in and see what it would become, and can anybody compare and search, in a real browser."""

import datetime

import pytest
from django.utils import timezone

from governance.roles import Role
from responsibilities.models import Edition
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.imports import import_entries
from responsibilities.operations.workflow import approve_edition, submit_edition
from tests.browser.conftest import PHONE, leads_on
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.responsibilities.factories import EditionFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, RIVER, WIDE, changed, table
from tests.responsibilities.test_round_trip import Workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "对在自然保护地、饮用水水源保护区等特殊区域内违法占用土地从事非农业建设行为的日常巡查、劝阻、上报和配合查处"


class County:
    """A list with a published edition and the draft of the next one, and who keeps it."""

    def __init__(self) -> None:
        county = CountyFactory(name="澜山市")
        names = {"市自然资源和规划局": "自规局", "市公安局": "公安局", "市林业局": "林业局", "市民政局": "民政局"}
        for name, short in names.items():
            OrganisationFactory(parent=county, name=name, short_name=short)
        TownshipFactory(parent=county, name="汀砚镇")
        self.editor = member(county, Role.LIST_EDITOR, name="沈编清")
        self.approver = member(county, Role.LIST_APPROVER, name="陆定章")
        first = EditionFactory(duty_list__owner=county, duty_list__title="澜山市属地管理事项责任清单")
        import_entries(first, by=self.editor, file=table(WIDE, LAND, FOREST, RIVER), filename="清单.xlsx")
        self.published: Edition = publish_rows(first)
        self.draft: Edition = start_draft(first.duty_list, by=self.editor)


@pytest.fixture
def county():
    return County()


def choose(page, content: bytes, name: str = "清单.xlsx") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    with leads_on(page):
        page.locator(".step-actions .button-primary").last.click()


def test_an_import_shows_faults_first_and_after_mending_what_it_becomes(visit, county):
    page = visit(language="en").sign_in_as(county.editor).go(f"/responsibilities/edition/{county.draft.pk}/import/")
    choose(page, table(WIDE, LAND, changed(FOREST, lead="市林草局：1.查处。")).getvalue())
    first = page.locator(".panel details").first
    assert "市林草局" in first.inner_text()
    assert "市林业局" in first.inner_text()
    choose(page, table(WIDE, changed(LAND, title=LONG), FOREST).getvalue())
    assert LONG in page.content()
    with leads_on(page):
        page.get_by_role("button", name="Import", exact=True).click()
    assert page.url.endswith(f"/responsibilities/edition/{county.draft.pk}/")
    assert county.draft.entries.get(seq_no="1").title == LONG


def test_a_spreadsheet_comes_back_and_its_batch_is_undone(visit, county):
    page = visit(language="en").sign_in_as(county.editor).go(f"/responsibilities/edition/{county.draft.pk}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export for editing").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    book = Workbook(county.draft)
    book.set("1", "事项名称", LONG)
    with leads_on(page):
        page.get_by_role("link", name="Import edits").click()
    choose(page, book.file().getvalue())
    assert page.locator(".cell-change ins").first.is_visible()
    with leads_on(page):
        page.locator(".step-actions .button-primary").click()
    assert county.draft.entries.get(seq_no="1").title == LONG
    page.goto(f"{page.url.split('/responsibilities')[0]}/responsibilities/batch/")
    with leads_on(page):
        page.locator("#result_list tbody a").first.click()
    with leads_on(page):
        page.get_by_role("link", name="Undo", exact=True).click()
    with leads_on(page):
        page.get_by_role("button", name="Undo", exact=True).click()
    assert county.draft.entries.get(seq_no="1").title == LAND[2]


def test_anybody_compares_and_searches_without_a_script(chromium, live_server, county):
    rows = [changed(LAND, lead="市自然资源和规划局：1.立案查处；2.公示结果。"), RIVER]
    import_entries(county.draft, by=county.editor, file=table(WIDE, *rows), filename="新版.xlsx")
    Edition.objects.filter(pk=county.published.pk).update(
        status="superseded", effective_to="2026-09-30", superseded_at=timezone.now()
    )
    publish_rows(county.draft, datetime.date(2026, 10, 1))
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/public/editions/{county.draft.pk}/comparison/")
    assert page.locator("del", has_text="反馈").is_visible()
    assert page.locator("ins", has_text="公示").is_visible()
    assert page.locator(".change .chip", has_text="Removed").is_visible()
    page.goto(f"{live_server.url}/public/")
    page.fill("input[type=search]", "村里的河道保洁归谁管")
    with leads_on(page):
        page.keyboard.press("Enter")
    assert page.get_by_text(RIVER[2]).first.is_visible()
    page.goto(f"{live_server.url}/public/lists/{county.published.duty_list_id}/?q=河道")
    assert page.get_by_text(RIVER[2]).first.is_visible()
    assert not page.get_by_text(LAND[2]).is_visible()
    context.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_a_draft_overflows_a_phone(visit, county, language):
    import_entries(
        county.draft, by=county.editor, file=table(WIDE, changed(LAND, title=LONG), RIVER), filename="新.xlsx"
    )
    entry, batch = county.draft.entries.first(), county.draft.batches.first()
    window = visit(language=language, size=PHONE).sign_in_as(county.editor)
    edition = f"/responsibilities/edition/{county.draft.pk}/"
    paths = [edition, f"{edition}import/", f"{edition}import-edits/", f"{edition}renames/", f"{edition}comparison/"]
    paths += [f"/responsibilities/entry/{entry.pk}/{name}" for name in ("", "edit/", "split/", "merge/", "remove/")]
    paths += [
        "/responsibilities/batch/",
        f"/responsibilities/batch/{batch.pk}/",
        f"/responsibilities/batch/{batch.pk}/undo/",
    ]
    assert not [path for path in paths if (window.go(path), window.overflows())[1]]


def test_another_day_in_the_field_shows_what_follows_from_it_and_is_then_published(visit, county):
    submit_edition(county.draft, by=county.editor)
    approve_edition(county.draft, by=county.approver, document_no="澜政发〔2026〕15号", decided_on=timezone.localdate())
    page = visit(language="en").sign_in_as(county.approver).go("/")
    with leads_on(page):
        page.get_by_role("link", name="Publish", exact=True).click()
    day = timezone.localdate() + datetime.timedelta(days=40)
    page.fill("#id_effective_from", day.isoformat())
    page.keyboard.press("Tab")
    page.locator("#consequences").get_by_text(f"The edition applies from {day}.").wait_for()
    if page.locator("#id_accept_unsettled").count():
        page.check("#id_accept_unsettled")
        page.fill("#id_unsettled_reason", "另行核定")
    with leads_on(page):
        page.get_by_role("button", name="Publish", exact=True).click()
    county.draft.refresh_from_db()
    assert county.draft.effective_from == day


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_names_that_were_typed_and_not_read_yet_hold_the_import_back(visit, county, language):
    visitor = visit(language=language, size=PHONE).sign_in_as(county.editor)
    page = visitor.go(f"/responsibilities/edition/{county.draft.pk}/import/")
    choose(page, table(["事项总数：3"], WIDE, LAND, changed(FOREST, lead="市林草局：1.查处。")).getvalue())
    page.get_by_label("“市林草局”").first.fill("市民政局")
    with leads_on(page):
        page.locator("button[name=reread]").click()
    page.get_by_label("“市林草局”").first.fill("市林业局")
    page.locator("[name=confirmed]").check()
    with leads_on(page):
        page.locator("form.step-form .button-primary").click()
    assert not visitor.overflows()
    assert page.get_by_label("“市林草局”").first.input_value() == "市林业局"
    page.locator("[name=confirmed]").check()
    with leads_on(page):
        page.locator("form.step-form .button-primary").click()
    assert county.draft.entries.get(seq_no="2").participations.filter(body__name="市林业局").exists()
