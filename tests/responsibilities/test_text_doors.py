"""Is a text clean through whichever door it comes, found afterwards, and never longer than what can be exported."""

import io

import openpyxl
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient

from governance.errors import RuleViolation
from governance.forms import PortalForm
from governance.imports import ImportRefused
from governance.text import LONGEST_TEXT
from responsibilities.edits import CellEdit, FaultyCells, RowEdit
from responsibilities.models import Entry, Inventory, InventoryRow
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.imports import import_entries
from responsibilities.operations.inventories import import_inventory
from responsibilities.selectors.imports import preview_import
from tests.responsibilities.factories import EditionFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, LONG, RIVER, WIDE, changed, table
from tests.responsibilities.test_draft_pages import opened, step

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
    return client


# As it is copied out of a PDF: a radical, a direction mark, a blank of an old character set.
DIRTY = "违法\u202e占⽤\ue5e5土地（社区）"
CLEAN = "违法占用 土地（社区）"


def edit_by_page(browser, draft, editor):
    url = step(draft, "1", "edit")
    assert browser.post(url, {**opened(browser, url), "title": DIRTY}).status_code == 302


def edit_by_api(browser, draft, editor):
    client = APIClient()
    client.force_authenticate(editor)
    entry = draft.entries.get(seq_no="1")
    cells = {"title": {"was": entry.title, "becomes": DIRTY}}
    body = {"reason": "依据新条例", "edits": [{"key": str(entry.item.uid), "cells": cells}]}
    url = f"/api/v1/responsibilities/editions/{draft.pk}/edits/"
    answer = client.post(url, body, headers={"If-Match": f'"{draft.version}"'})
    assert answer.status_code == 200, answer.json()


def import_a_file(browser, draft, editor):
    import_entries(draft, by=editor, file=table(WIDE, changed(LAND, title=DIRTY), FOREST, RIVER), filename="清单.xlsx")


@pytest.mark.parametrize("door", [edit_by_page, edit_by_api, import_a_file])
def test_a_text_is_clean_and_found(door, browser, draft, editor):
    door(browser, draft, editor)
    assert draft.entries.get(seq_no="1").title == CLEAN
    typed = "占用 土地(社区)"
    assert [entry.seq_no for entry in draft.entries.containing(typed)] == ["1"]
    found = browser.get(reverse("admin:responsibilities_entry_changelist"), {"q": f"\u200b{typed}"})
    assert {entry.title for entry in found.context["cl"].result_list} == {CLEAN}


def test_every_form_cleans_what_is_typed_and_lets_no_browser_cut_it():
    """Passwords are typed into Django's own forms, and stay as they are."""

    def below(form: type) -> set[type]:
        return {form, *(found for child in form.__subclasses__() for found in below(child))}

    ours = {
        form
        for form in below(forms.BaseForm)
        if form.__module__.split(".")[0] in ("governance", "responsibilities", "enforcement", "services", "staffing")
    }
    assert len(ours) > 40
    unclean = {form.__name__ for form in ours if not issubclass(form, PortalForm)}
    assert unclean <= {"SignInForm", "ChangePasswordForm", "FirstPasswordForm"}

    class Passing(PortalForm):
        name = forms.CharField(max_length=3)
        password = forms.CharField(widget=forms.PasswordInput())

    form = Passing({"name": "甲\u200b乙丙丁", "password": "ｐａｓｓ "})
    assert "maxlength" not in str(form["name"])
    assert "4" in str(form.errors["name"])
    assert "3" in str(form.errors["name"])
    assert form["password"].data == "ｐａｓｓ "


# --- What is published can be exported -------------------------------------------------------------------------------
SENTENCE = "依法查处并公示结果。"
FULL = SENTENCE * (LONGEST_TEXT // len(SENTENCE))


def long_rows(*lengths: int) -> list:
    bodies = ["市公安局", "市林业局", "市民政局"]
    return [
        [1, "自然资源", "综合治理", body, "主体责任", FULL[:length]]
        for body, length in zip(bodies, lengths, strict=False)
    ]


def test_two_lawful_cells_that_do_not_fit_into_one_are_refused_by_length(county, bureaus, editor):
    edition = EditionFactory(duty_list__owner=county)
    with pytest.raises(ImportRefused) as refusal:
        import_entries(edition, by=editor, file=table(LONG, *long_rows(20_000, 20_000)), filename="清单.xlsx")
    (fault,) = refusal.value.tables[0].faults
    assert (fault.code, fault.row, fault.column) == ("too_long", 2, "F")
    assert "40011" in fault.message.replace(",", "")
    assert str(LONGEST_TEXT) in fault.message.replace(",", "")
    assert not edition.entries.exists()


def test_what_fits_just_so_is_imported_and_exported(county, bureaus, editor, browser):
    edition = EditionFactory(duty_list__owner=county)
    import_entries(edition, by=editor, file=table(LONG, *long_rows(9_990, 9_990)), filename="清单.xlsx")
    answer = browser.get(reverse("admin:responsibilities_edition_table", args=[edition.pk]))
    assert answer.status_code == 200
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    )
    assert max(len(str(cell.value or "")) for row in book.active for cell in row) > 19_980


def test_one_limit_on_the_page_by_the_api_and_by_the_operation(browser, draft, editor):
    entry = draft.entries.get(seq_no="1")
    longer = f"市林业局：{FULL}。"

    url = step(draft, "1", "edit")
    page = browser.post(url, {**opened(browser, url), "lead": longer})
    assert page.status_code == 200
    assert str(len(longer)) in page.content.decode().replace(",", "")

    client = APIClient()
    client.force_authenticate(editor)
    cells = {"lead": {"was": "", "becomes": longer}}
    body = {"reason": "依据新条例", "edits": [{"key": str(entry.item.uid), "cells": cells}]}
    address = f"/api/v1/responsibilities/editions/{draft.pk}/edits/"
    answer = client.post(address, body, headers={"If-Match": f'"{draft.version}"'})
    assert answer.status_code == 400
    assert str(LONGEST_TEXT) in str(answer.json()).replace(",", "")

    was = "市自然资源和规划局：1.立案查处；2.反馈结果。"
    edit = RowEdit(str(entry.item.uid), {"lead": CellEdit(was, longer)})
    with pytest.raises(FaultyCells) as refusal:
        edit_entries(draft, by=editor, edits=[edit], reason="依据新条例")
    assert [fault.code for fault in refusal.value.faults] == ["too_long"]
    assert draft.entries.get(seq_no="1") == entry


def test_an_inventory_is_never_cut(county, township, editor):
    duty_list = EditionFactory(duty_list__owner=county).duty_list
    rows = [["序号", "领域", "事项名称", "内容"], [1, "甲" * 101, "乙", "丙"], [2, "甲", "乙" * 301, "丁"]]
    with pytest.raises(ImportRefused) as refusal:
        import_inventory(duty_list, by=editor, township=township, file=table(*rows), filename="摸底.xlsx")
    assert [(f.code, f.row, f.column) for f in refusal.value.tables[0].faults] == [
        ("too_long", 2, "B"),
        ("too_long", 3, "C"),
    ]
    assert not Inventory.objects.exists()
    assert not InventoryRow.objects.exists()


# --- Cases from practice ---------------------------------------------------------------------------------------------
def test_titles_that_differ_by_width_are_read_and_the_later_ones_named(county, bureaus, editor):
    edition = EditionFactory(duty_list__owner=county)
    titles = ["河道(沟渠)采砂", "河道（沟渠）采砂", "河道（沟渠） 采砂"]
    rows = [changed(FOREST, seq_no=number, title=title) for number, title in enumerate(titles, start=1)]
    parsed = import_entries(edition, by=editor, file=table(WIDE, *rows), filename="清单.xlsx")
    assert [(f.code, f.row) for f in parsed.findings if f.code == "title_twice"] == [
        ("title_twice", 3),
        ("title_twice", 4),
    ]
    assert "2" in parsed.findings[0].message
    assert Entry.objects.filter(edition=edition).count() == 3


def test_numbering_that_restarts_is_numbered_through_after_a_yes(county, bureaus, editor):
    edition = EditionFactory(duty_list__owner=county)
    file = table(WIDE, LAND, FOREST, changed(RIVER, seq_no=1), changed(RIVER, seq_no=2, title="河道采砂"))
    (preview,) = preview_import(edition, file=file, filename="清单.xlsx", sheet=None)
    assert [(confirmation.code, confirmation.row) for confirmation in preview.confirmations] == [
        ("numbered_through", 4)
    ]
    with pytest.raises(RuleViolation) as refusal:
        import_entries(edition, by=editor, file=file, filename="清单.xlsx")
    assert refusal.value.code == "file_needs_confirmation"
    import_entries(edition, by=editor, file=file, filename="清单.xlsx", confirmed=True)
    assert list(edition.entries.order_by("position").values_list("seq_no", flat=True)) == ["1", "2", "3", "4"]


def test_a_list_of_another_shape_is_an_inventory_all_of_whose_columns_are_kept(county, township, editor):
    duty_list = EditionFactory(duty_list__owner=county).duty_list
    rows = [
        ["序号", "权力类型", "项目编码", "项目名称", "子项", "实施依据"],
        [1, "行政处罚", "3411-01", "对擅自占用村庄公共场所的处罚", "1.对堆放物料的处罚", "《条例》第四十条"],
        [None, None, None, None, "2.对搭建临时建筑的处罚", None],
    ]
    file = table(*rows, merges=["A2:A3", "B2:B3", "C2:C3", "D2:D3"])
    parsed = import_inventory(duty_list, by=editor, township=township, file=file, filename="权力.xlsx", confirmed=True)
    assert [(confirmation.code, confirmation.column) for confirmation in parsed.confirmations] == [
        ("similar_header", "D")
    ]
    (row,) = InventoryRow.objects.all()
    assert row.title == "对擅自占用村庄公共场所的处罚"
    assert row.source["子项"] == "1.对堆放物料的处罚\n2.对搭建临时建筑的处罚"
    assert {"权力类型", "项目编码", "项目名称"} <= row.source.keys()


def test_uploads_name_their_sheet_however_it_is_typed(county, bureaus, editor):
    edition = EditionFactory(duty_list__owner=county)
    file = table(WIDE, LAND, more={"清单２": [WIDE, LAND, FOREST]})
    upload = SimpleUploadedFile("清单.xlsx", file.read())
    client = APIClient()
    client.force_authenticate(editor)
    url = f"/api/v1/responsibilities/editions/{edition.pk}/import/"
    answer = client.post(url, {"file": upload, "sheet": "清单２"}, format="multipart", headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.json()
    assert edition.entries.count() == 2


def test_a_list_kept_as_a_sheet_for_each_domain_is_read_in_their_order(county, bureaus, editor):
    edition = EditionFactory(duty_list__owner=county)
    head = ["序号", "事项名称", "主体责任", "配合责任", "备注"]
    first, second, third = (["1", *row[2:]] for row in (LAND, FOREST, RIVER))
    sheets = {
        "林业": [["林业领域清单"], head, second, ["注：以上为林业。"]],
        "说明": [["本表由各部门填写"]],
        "生态": [head, third],
    }
    file = table(head, first, more=sheets)

    with pytest.raises(RuleViolation) as refusal:
        import_entries(edition, by=editor, file=file, filename="清单.xlsx")
    assert refusal.value.code == "several_tables"
    assert "*" in str(refusal.value)

    parsed = import_entries(edition, by=editor, file=file, filename="清单.xlsx", sheet="*", confirmed=True)
    told = [
        (confirmation.code, confirmation.row, confirmation.value)
        for confirmation in parsed.confirmations
        if confirmation.code == "stacked_sheet"
    ]
    assert told == [("stacked_sheet", 1, "清单"), ("stacked_sheet", 3, "林业"), ("stacked_sheet", 7, "生态")]
    assert [(entry.seq_no, entry.heading.title, entry.title) for entry in edition.entries.order_by("position")] == [
        ("1", "清单", LAND[2]),
        ("2", "林业", FOREST[2]),
        ("3", "生态", RIVER[2]),
    ]
    assert parsed.sheet.counts.read == sum(
        (
            parsed.sheet.counts.items,
            parsed.sheet.counts.sections,
            parsed.sheet.counts.totals,
            parsed.sheet.counts.skipped,
        )
    )

    other = table(head, first, more={"林业": [[*head[:2], "备注", *head[2:4]], second]})
    with pytest.raises(RuleViolation) as refusal:
        import_entries(edition, by=editor, file=other, filename="清单.xlsx", sheet="*")
    assert refusal.value.code == "sheets_differ"


def test_a_question_too_long_is_told_so_and_not_cut(client, county):
    client.cookies["django_language"] = "en"
    page = client.get("/public/", {"q": "占地" * 101}).content.decode()
    assert "202" in page
    assert "200" in page
    assert 'maxlength="' not in page
