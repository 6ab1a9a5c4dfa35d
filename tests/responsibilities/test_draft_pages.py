"""Can an editor work on single entries, bring a spreadsheet back and undo a batch on the pages, and is nothing lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.roles import Role
from responsibilities.models import Batch, Lineage
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.imports import import_entries
from responsibilities.operations.workflow import submit_edition
from tests.factories import member
from tests.responsibilities.factories import EditionFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, RIVER, WIDE, changed, table
from tests.responsibilities.test_edit_entries import NEW, cell, parts, titles
from tests.responsibilities.test_round_trip import Workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(county, bureaus, township, editor):
    edition = EditionFactory(duty_list__owner=county)
    import_entries(edition, by=editor, file=table(WIDE, LAND, FOREST, RIVER), filename="清单.xlsx")
    publish_rows(edition)
    return start_draft(edition.duty_list, by=editor)


@pytest.fixture
def browser(client, editor):
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    return client


def step(draft, seq_no: str, name: str) -> str:
    return reverse(f"admin:responsibilities_entry_{name}", args=[draft.entries.get(seq_no=seq_no).pk])


def opened(browser, url: str) -> dict[str, str]:
    """What would be sent if nobody touched the form."""
    response = browser.get(url)
    assert response.status_code == 200
    form = response.context["form"]
    values = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    return {**values, "_was": response.context["step"].was_token, "reason": "依据新条例"}


def text(response) -> str:
    return response.content.decode()


# --- One entry -------------------------------------------------------------------------------------------------------


def test_an_entry_is_edited(browser, draft):
    url = step(draft, "1", "edit")
    done = browser.post(url, {**opened(browser, url), "lead": "市林业局：1.立案。"})
    assert done.status_code == 302, text(done)
    assert parts(draft, "1")[0] == ("lead", "市林业局", "1.立案。")
    assert Batch.objects.latest("pk").reason == "依据新条例"


def test_two_people_at_one_entry(browser, draft, county):
    url = step(draft, "1", "edit")
    mine = opened(browser, url)
    hers = cell(draft, "1", "title", "乙")
    edit_entries(draft, by=member(county, Role.LIST_EDITOR), edits=[hers], reason="更正")
    assert browser.post(url, {**mine, "process_note": "甲注"}).status_code == 302, "at different cells"
    refusal = browser.post(url, {**mine, "title": "甲", "process_note": "甲注"})
    assert refusal.status_code == 200
    assert all(words in text(refusal) for words in (LAND[2], "乙", "甲"))
    assert titles(draft)[0] == "乙", "nothing is overwritten"
    again = {**mine, "title": "甲", "_was": refusal.context["step"].was_token}
    assert browser.post(url, again).status_code == 302
    assert titles(draft)[0] == "甲", "whoever has seen both may decide"


def test_faults_stand_at_their_fields_and_what_was_typed_is_kept(browser, draft):
    url = step(draft, "1", "edit")
    refusal = browser.post(url, {**opened(browser, url), "lead": "市林草局：1.立案。", "title": ""})
    form = refusal.context["form"]
    assert set(form.errors) == {"lead", "title"}
    assert "市林草局：1.立案。" in text(refusal)
    assert titles(draft)[0] == LAND[2]


def test_an_entry_is_split_and_others_are_merged_into_it(browser, draft):
    url = step(draft, "1", "split")
    form = opened(browser, url)
    assert form["new_lead"] == form["lead"]
    assert form["new_title"] == ""
    second = {"new_seq_no": "4", "new_title": NEW["title"], "title": "违法占用耕地的查处"}
    assert browser.post(url, {**form, **second}).status_code == 302
    assert titles(draft) == ["违法占用耕地的查处", NEW["title"], FOREST[2], RIVER[2]]
    assert Lineage.objects.get().kind == Lineage.Kind.SPLIT

    url = step(draft, "2", "merge")
    assert "no other entry number 9" in text(browser.post(url, {**opened(browser, url), "others": "4、9"}))
    assert browser.post(url, {**opened(browser, url), "others": "4，3"}).status_code == 302
    assert titles(draft) == ["违法占用耕地的查处", FOREST[2]]
    assert {row.kind for row in Lineage.objects.all()} == {Lineage.Kind.MERGED}, "what was split off is no more"


def test_an_entry_is_taken_out(browser, draft):
    url = step(draft, "2", "remove")
    done = browser.post(url, {"_version": browser.get(url).context["token"], "reason": "职责取消"})
    assert done.url == reverse("admin:responsibilities_edition_change", args=[draft.pk])
    assert titles(draft) == [LAND[2], RIVER[2]]


def test_nothing_is_offered_once_the_draft_is_in_review(browser, draft, editor):
    submit_edition(draft, by=editor)
    entry = draft.entries.get(seq_no="1")
    page = text(browser.get(reverse("admin:responsibilities_entry_change", args=[entry.pk])))
    assert step(draft, "1", "edit") not in page
    url = step(draft, "1", "edit")
    assert "is not a draft" in text(browser.post(url, {**opened(browser, url), "title": "甲"}))


def test_what_was_renamed_is_decided_on_a_page(browser, draft, editor):
    import_entries(
        draft, by=editor, file=table(WIDE, changed(LAND, title="非法占地的查处"), FOREST), filename="新.xlsx"
    )
    page = browser.get(reverse("admin:responsibilities_edition_renames", args=[draft.pk]))
    (row,) = page.context["renames"]
    former = row.formers[0].item
    url = step(draft, "1", "identify")
    assert f"{url}?former={former.uid}" in text(page)
    assert browser.post(url, {"former": str(former.uid)}).status_code == 302
    assert draft.entries.get(seq_no="1").item == former


# --- Spreadsheets ----------------------------------------------------------------------------------------------------


def back(browser, draft, book: Workbook):
    url = reverse("admin:responsibilities_edition_import-edits", args=[draft.pk])
    browser.get(url)
    file = SimpleUploadedFile("回来.xlsx", book.file().getvalue())
    return url, browser.post(url, {"file": file})


def test_a_spreadsheet_goes_out_and_comes_back(browser, draft):
    file = browser.get(reverse("admin:responsibilities_edition_table", args=[draft.pk]))
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")
    book = Workbook(draft)
    book.set("1", "事项名称", "违法占用耕地的查处")
    url, preview = back(browser, draft, book)
    assert "违法占用" in text(preview)
    assert "1 changed cell" in text(preview)
    assert titles(draft)[0] == LAND[2], "a preview writes nothing"
    assert browser.post(url, {"upload": preview.context["form"].initial["upload"]}).status_code == 302
    assert titles(draft)[0] == "违法占用耕地的查处"


def test_conflicts_are_chosen_on_the_page(browser, draft, editor):
    book = Workbook(draft)
    book.set("1", "事项名称", "文件")
    book.sheet.delete_rows(book.row("3"))
    edit_entries(draft, by=editor, edits=[cell(draft, "1", "title", "表格")], reason="更正")
    url, preview = back(browser, draft, book)
    token = preview.context["form"].initial["upload"]
    assert all(words in text(preview) for words in (LAND[2], "表格", "文件", RIVER[2]))
    undecided = browser.post(url, {"upload": token})
    assert undecided.status_code == 200
    assert "choice-0" in undecided.context["form"].errors
    done = browser.post(url, {"upload": token, "choice-0": "file", "remove_missing": "on"})
    assert done.status_code == 302, text(done)
    assert titles(draft) == ["文件", FOREST[2]]


def test_an_exported_file_on_the_page_of_plain_imports_is_recognised(browser, draft):
    url = reverse("admin:responsibilities_edition_import", args=[draft.pk])
    token = browser.get(url).context["token"]
    file = SimpleUploadedFile("回来.xlsx", Workbook(draft).file().getvalue())
    assert "Import edits" in text(browser.post(url, {"_version": token, "file": file}))
    plain = SimpleUploadedFile("清单.xlsx", table(WIDE, LAND).getvalue())
    assert "exported here" not in text(browser.post(url, {"_version": token, "file": plain}))


def test_a_file_with_faults_leaves_nothing_to_confirm(browser, draft):
    book = Workbook(draft)
    book.set("1", "主体责任", "市林草局：1.立案。")
    _url, preview = back(browser, draft, book)
    assert "市林草局" in text(preview)
    assert "upload" not in preview.context["form"].fields


# --- Batches ---------------------------------------------------------------------------------------------------------


def test_a_batch_shows_what_it_changed_and_is_undone(browser, draft, editor):
    edit_entries(
        draft, by=editor, edits=[cell(draft, "1", "title", "甲"), cell(draft, "2", "title", "乙")], reason="统一"
    )
    batch = Batch.objects.latest("pk")
    edit_entries(draft, by=editor, edits=[cell(draft, "2", "title", "丙")], reason="再改")
    page = text(browser.get(reverse("admin:responsibilities_batch_change", args=[batch.pk])))
    assert "统一" in page
    assert "<ins>甲</ins>" in page
    url = reverse("admin:responsibilities_batch_undo", args=[batch.pk])
    undo = text(browser.get(url))
    assert "1 甲 is put back" in undo
    assert "Stays: 2 乙" in undo
    done = browser.post(url, follow=True)
    assert "2 乙" in text(done)
    assert titles(draft) == [LAND[2], "丙", RIVER[2]]
    assert "Undone" in text(browser.get(reverse("admin:responsibilities_batch_change", args=[batch.pk])))


def test_batches_are_for_those_who_keep_the_list(client, draft, editor, county, township):
    edit_entries(draft, by=editor, edits=[cell(draft, "1", "title", "甲")], reason="统一")
    url = reverse("admin:responsibilities_batch_change", args=[Batch.objects.latest("pk").pk])
    client.force_login(member(township, Role.TOWNSHIP_CLERK))
    assert client.get(url).status_code in (403, 404)
