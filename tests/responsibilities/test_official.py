"""Are lists printed and given away in the official layout of their kind, and are items found across all lists."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from responsibilities import views
from responsibilities.contents import contents
from responsibilities.models import Edition, Entry
from responsibilities.operations.imports import import_entries
from responsibilities.states import EditionStatus
from tests.factories import TownshipFactory
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.files import DUTIES, FOREST, LAND, RIVER, WIDE, changed, table

pytestmark = pytest.mark.django_db


def published(editor, header, *rows, **known):
    edition = EditionFactory(**known)
    import_entries(edition, by=editor, file=table(header, *rows), filename="清单.xlsx")
    edition.refresh_from_db()
    return publish_rows(edition)


@pytest.fixture
def territorial(county, township, bureaus, editor):
    unstated = changed(RIVER, lead="市民政局、市公安局按职责分工负责", support="", remarks="参照上级清单。")
    return published(editor, WIDE, LAND, FOREST, unstated, duty_list__owner=county)


def text(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def cells(response) -> list[list]:
    assert response.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


# --- In print --------------------------------------------------------------------------------------------------------


def test_a_printed_list_has_the_official_columns_and_a_row_for_each_heading(client, territorial):
    page = text(client.get(f"/public/editions/{territorial.pk}/print/"))
    heads = [part.split("</th>")[0] for part in page.split('<th scope="col">')[1:]]
    assert heads == ["序号", "事项名称", "主体责任", "配合责任", "备注"]
    for words in (
        territorial.duty_list.title,
        "第1版",
        territorial.document_no,
        "2026年9月1日起施行",
        "自然资源（2项）",
        "生态环境（1项）",
        "市自然资源和规划局：1.立案查处；2.反馈结果。",
        "市公安局：1.处置阻碍执法。<br>乡镇：1.巡查；2.劝阻。",
        "办理流程：乡镇发现→部门立案。",
        "市民政局（按职责分工）",
    ):
        assert words in page
    assert "<script" not in page
    assert "style=" not in page


def test_a_remark_that_is_no_process_is_not_made_one(client, territorial):
    page = text(client.get(f"/public/editions/{territorial.pk}/print/"))
    assert "参照上级清单。" in page
    assert "办理流程：参照上级清单。" not in page


def test_a_legal_document_is_chinese_whatever_the_reader_reads(client, territorial):
    client.cookies["django_language"] = "en"
    page = text(client.get(f"/public/editions/{territorial.pk}/print/"))
    assert '<html lang="zh-Hans">' in page
    assert "Edition" not in page


def test_internal_notes_are_neither_printed_nor_given_away(client, county, editor):
    row = [1, "基层党建", "组织建设", "党员发展", "制定计划。", "《章程》第五条", "党建办", "未核对"]
    edition = published(editor, DUTIES, row, duty_list__owner=county, duty_list__kind="township_list")
    assert Entry.objects.get().internal_note == "未核对"
    page = text(client.get(f"/public/editions/{edition.pk}/print/"))
    file = cells(client.get(f"/public/editions/{edition.pk}/list.xlsx"))
    for shown in (page, str(file)):
        assert "党建办" in shown
        assert "未核对" not in shown
        assert "核对提示" not in shown


def test_columns_in_which_nothing_stands_are_not_printed(client, county, township, editor):
    row = [1, "自然资源", "造林", "", "", "", "", ""]
    header = ["序号", "类别", "事项名称", "职责内容", "对应事项"]
    edition = published(editor, header, row[:5], duty_list__owner=township, duty_list__kind="basic_list")
    page = text(client.get(f"/public/editions/{edition.pk}/print/"))
    assert "事项名称" in page
    assert "职责内容" not in page


def test_a_comparison_prints_every_change_at_once_old_beside_new(client, territorial, editor, county):
    successor = EditionFactory(duty_list=territorial.duty_list)
    rows = [changed(LAND, seq_no=number, title=f"新增事项{number}") for number in range(10, 70)]
    import_entries(
        successor, by=editor, file=table(WIDE, changed(LAND, lead="市林业局：1.立案。"), *rows), filename="新.xlsx"
    )
    successor.refresh_from_db()
    end = {"effective_to": datetime.date(2026, 12, 31), "superseded_at": timezone.now(), "status": "superseded"}
    Edition.objects.filter(pk=territorial.pk).update(**end)
    publish_rows(successor, datetime.date(2027, 1, 1))
    url = f"/public/editions/{successor.pk}/comparison/"
    page = text(client.get(f"{url}print/", {"from": territorial.pk}))
    assert page.count("新增事项") == 60 * 2, "in the first column and in that of the new edition"
    assert "新旧对照表" in page
    assert "<del>" in page
    assert f"{url}print/?from={territorial.pk}" in text(client.get(url))
    only = text(client.get(f"{url}print/", {"from": territorial.pk, "kind": "removed"}))
    assert "新增事项" not in only
    assert FOREST[2] in only


def test_a_comparison_of_very_many_changes_is_printed_in_parts(client, territorial, monkeypatch):
    monkeypatch.setattr(views, "PRINTED_CHANGES", 2)
    successor = EditionFactory(duty_list=territorial.duty_list)
    end = {"effective_to": datetime.date(2026, 12, 31), "superseded_at": timezone.now(), "status": "superseded"}
    Edition.objects.filter(pk=territorial.pk).update(**end)
    publish_rows(successor, datetime.date(2027, 1, 1))
    url = f"/public/editions/{successor.pk}/comparison/print/"
    first, second = (text(client.get(url, {"page": number})) for number in (1, 2))
    assert "第1部分，共2部分" in first
    assert [title in first for title in (LAND[2], FOREST[2], RIVER[2])] == [True, True, False]
    assert [title in second for title in (LAND[2], FOREST[2], RIVER[2])] == [False, False, True]


@pytest.mark.parametrize("form", ["print/", "list.xlsx"])
def test_a_whole_list_is_made_once_and_says_at_once_that_it_was_revoked(client, territorial, form):
    url = f"/public/editions/{territorial.pk}/{form}"
    with CaptureQueriesContext(connection) as first:
        made = client.get(url).content
    with CaptureQueriesContext(connection) as again:
        assert client.get(url).content == made
    assert len(again) < len(first)
    Edition.objects.filter(pk=territorial.pk).update(revoked_at=timezone.now(), status=EditionStatus.REVOKED)
    shown = client.get(url).content
    assert shown != made
    assert "废止" in (shown.decode() if form == "print/" else str(cells(client.get(url))))


# --- As a file -------------------------------------------------------------------------------------------------------


def test_the_file_names_edition_document_and_day_below_its_title(client, territorial):
    response = client.get(f"/public/editions/{territorial.pk}/list.xlsx")
    assert "filename*=utf-8''" in response["Content-Disposition"]
    title, header, first, *_more, note = cells(response)
    assert title[0] == territorial.duty_list.title
    assert header == ["序号", "领域", "事项名称", "主体责任", "配合责任", "实施依据", "备注"]
    assert first[:3] == [1, "自然资源", LAND[2]]
    assert note[0] == f"注：第1版，{territorial.document_no}，2026-09-01起施行。"


def test_the_file_makes_the_same_draft_again(client, territorial, county, editor):
    file = io.BytesIO(client.get(f"/public/editions/{territorial.pk}/list.xlsx").content)
    draft = EditionFactory(duty_list=territorial.duty_list)
    import_entries(draft, by=editor, file=file, filename="清单.xlsx")
    assert list(map(told, contents(draft).values())) == list(map(told, contents(territorial).values()))


def told(content) -> tuple:
    parts = [(part.role, part.body, part.body_class, part.duty_text) for part in content.parts]
    return content.seq_no, content.heading, content.title, content.process_note, parts, content.bases


def test_pages_lead_to_print_and_file(client, territorial, editor):
    addresses = [f"/public/editions/{territorial.pk}/{name}" for name in ("print/", "list.xlsx")]
    client.force_login(editor)
    for url in (
        f"/public/editions/{territorial.pk}/",
        f"/public/lists/{territorial.duty_list_id}/",
        reverse("admin:responsibilities_edition_change", args=[territorial.pk]),
    ):
        page = text(client.get(url))
        assert all(f'"{address}"' in page for address in addresses), url


def test_longer_lists_cost_no_more_queries(client, county, bureaus):
    def ask(name: str, count: int) -> int:
        edition = EditionFactory(duty_list__owner=TownshipFactory(parent=county))
        for _ in range(count):
            EntryFactory(edition=edition, bodies={"lead": bureaus["公安局"], "support": "townships"})
        publish_rows(edition)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/public/editions/{edition.pk}/{name}")
        return len(queries)

    for name in ("print/", "list.xlsx"):
        assert ask(name, 30) == ask(name, 3)


# --- Across all lists ------------------------------------------------------------------------------------------------


@pytest.fixture
def theirs(county, township, editor):
    """A township's own list with an item whose words a county's item has too."""
    edition = EditionFactory(duty_list=DutyListFactory(owner=township, kind="basic_list", title="汀砚镇基本清单"))
    EntryFactory(edition=edition, title="违法占地巡查", bodies={"lead": township})
    return publish_rows(edition)


def test_items_are_found_by_words_kind_owner_and_day(client, territorial, theirs, township):
    def found(**asked) -> list[str]:
        page = text(client.get("/public/entries/", asked))
        return [title for title in (LAND[2], FOREST[2], "违法占地巡查") if f">{title}</a>" in page]

    assert found() == [LAND[2], FOREST[2], "违法占地巡查"]
    assert found(q="违法") == [LAND[2], "违法占地巡查"]
    assert found(q="违法", kind="basic_list") == ["违法占地巡查"]
    assert found(owner=township.name) == ["违法占地巡查"]
    for wrong in ({"owner": "没有的镇"}, {"q": "违法", "on": "no date"}):
        page = text(client.get("/public/entries/", wrong), status=400)
        assert LAND[2] not in page, "what is not understood narrows nothing"
    assert found(on="2026-08-31") == []
    assert found(on="2026-09-01", known="2026-11-22") == [], "published only the day after"
    assert found(q="违法 毁林") == []


def test_what_is_not_published_is_not_found(client, editor, county):
    EntryFactory(edition__duty_list__owner=county, title="起草中的事项")
    client.force_login(editor)
    page = text(client.get("/public/entries/", {"q": "起草"}))
    assert "起草中的事项" not in page


def test_many_items_come_in_pages_that_keep_what_was_asked(client, county):
    edition = EditionFactory(duty_list__owner=county)
    for number in range(60):
        EntryFactory(edition=edition, title=f"巡查{number:02}", bodies={"lead": "townships"})
    publish_rows(edition)
    first = text(client.get("/public/entries/", {"q": "巡查"}))
    assert "page=2" in first
    assert "巡查59" not in first
    second = text(client.get("/public/entries/", {"q": "巡查", "page": 2}))
    assert "巡查59" in second
