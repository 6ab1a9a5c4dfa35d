"""导入法律法规: the register from a table, back to a table, and what is refused."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.errors import RuleViolation
from governance.models import AuditEntry
from governance.roles import Role
from responsibilities.models import Law, LawArticle, LawName, LawVersion
from responsibilities.models.law import law_key
from responsibilities.operations.laws import load_laws
from responsibilities.operations.reference import FOLDER
from tests.clients import signed_in
from tests.factories import TownshipFactory, member
from tests.governance.office_files import workbook

pytestmark = pytest.mark.django_db
HEADINGS = [
    "名称",
    "简称",
    "曾用名",
    "施行情况",
    "施行日期",
    "有效截止日期",
    "条文总数",
    "由何法接替",
    "单独施行的条款",
]
WATER = ["中华人民共和国水法", "", "", "已施行", "2016-07-02", "", 82, "", ""]


def table(*rows):
    return {"file": io.BytesIO(workbook([HEADINGS, *rows])), "filename": "法规库.xlsx"}


def row(title, *, short="", old="", state="已施行", begins="", ends="", count="", successor="", own=""):
    return [title, short, old, state, begins, ends, count, successor, own]


def load(county, editor, *rows):
    return load_laws(county, by=editor, **table(*rows))


def refused(code, county, editor, *rows):
    """The load is refused for this fault alone and leaves nothing behind."""
    before = list(LawVersion.objects.order_by("pk").values())
    with pytest.raises(RuleViolation) as refusal:
        load(county, editor, *rows)
    told = [fault.code for one in getattr(refusal.value, "tables", ()) for fault in one.faults]
    assert set(told or [refusal.value.code]) == {code}, told
    assert list(LawVersion.objects.order_by("pk").values()) == before
    return refusal.value


def test_a_law_with_its_names_version_and_articles(county, editor):
    done = load(county, editor, row(
        "《中华人民共和国水法》", short="水法、水资源法", old="水利法", begins="2016-07-02", count=82,
        own="第十二条之一：2027-01-01；第十五条：待定；第十六条：不详",
    ))  # fmt: skip
    assert (done.added, done.changed, done.unchanged) == (1, 0, 0)
    law = Law.objects.get()
    assert law.title == "中华人民共和国水法"
    assert [(name.kind, name.name) for name in law.names.all()] == [
        ("title", "中华人民共和国水法"), ("short", "水资源法"), ("old", "水利法")]  # fmt: skip
    version = law.versions.get()
    assert (version.in_force_from, version.last_article) == (datetime.date(2016, 7, 2), 82)
    assert [(str(one), one.commencement, one.in_force_from) for one in version.articles.all()] == [
        ("第十二条之一", "dated", datetime.date(2027, 1, 1)), ("第十五条", "not_yet", None),
        ("第十六条", "unknown", None),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="load_laws", outcome="done").count() == 1


def test_a_second_load_changes_nothing(county, editor):
    load(county, editor, WATER)
    done = load(county, editor, WATER)
    assert (done.added, done.changed, done.unchanged) == (0, 0, 1)
    assert AuditEntry.objects.filter(action="load_laws", outcome="done").count() == 1


def test_a_day_that_was_unknown_is_given_later(county, editor):
    load(county, editor, row("某省街道办事处条例", state="施行日期不详"), row("某省养犬条例", state="已通过尚未施行"))
    done = load(
        county, editor, row("某省街道办事处条例", begins="2018-01-01"), row("某省养犬条例", begins="2027-05-01")
    )
    assert (done.added, done.changed) == (0, 2)
    assert {str(one.in_force_from) for one in LawVersion.objects.all()} == {"2018-01-01", "2027-05-01"}


def test_a_new_text_ends_the_old_one_and_succeeds_it(county, editor):
    load(county, editor, WATER)
    done = load(
        county,
        editor,
        row("水法", begins="2016-07-02", ends="2027-03-31", count=82, successor="水法"),
        row("水法", begins="2027-04-01"),
    )
    assert (done.added, done.changed) == (1, 1)
    old, new = LawVersion.objects.order_by("in_force_from")
    assert old.successor == new and old.law == new.law
    assert LawName.objects.count() == 1


def test_the_old_law_names_the_law_that_takes_its_place(county, editor):
    load(
        county,
        editor,
        row("大气污染防治法", begins="2018-10-26", ends="2026-08-14", successor="生态环境法典"),
        row("生态环境法典", begins="2026-08-15"),
    )
    assert LawVersion.objects.get(law__title="大气污染防治法").successor.law.title == "生态环境法典"


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("versions_overlap", [row("水法", begins="2020-01-01")]),
        ("versions_overlap", [row("水法", state="施行日期不详")]),
        ("versions_overlap", [row("渔业法", begins="2013-12-28"), row("渔业法", begins="2026-05-01")]),
        ("name_taken", [row("水资源管理法", short="水法", begins="2020-01-01")]),
        ("name_taken", [row("甲法", old="旧法", begins="2020-01-01"), row("乙法", old="旧法", begins="2020-01-01")]),
        ("successor_unknown", [row("甲办法", begins="2020-01-01", ends="2020-12-31", successor="没有的法")]),
        ("successor_unknown", [row("甲办法", begins="2020-01-01", successor="甲办法")]),
        ("successor_leads_back", [row("甲办法", state="施行日期不详", ends="2020-12-31", successor="乙办法"),
                                  row("乙办法", state="施行日期不详", ends="2020-12-31", successor="甲办法")]),
        ("number_twice", [row("甲办法", begins="2020-01-01"), row("《甲办法》", begins="2020-01-01")]),
        ("commencement_unclear", [row("甲办法")]),
        ("commencement_unclear", [row("甲办法", state="已通过尚未施行", begins="2027-01-01")]),
        ("not_yet_in_force", [row("甲办法", state="已通过尚未施行", ends="2027-01-01")]),
        ("unknown_word", [row("甲办法", state="有效", begins="2020-01-01")]),
        ("out_of_order", [row("甲办法", begins="2020-01-01", ends="2019-01-01")]),
        ("article_unclear", [row("甲办法", begins="2020-01-01", own="第三条尚未施行")]),
        ("not_a_count", [row("甲办法", begins="2020-01-01", count="0")]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_place_and_nothing_is_written(county, editor, code, rows):
    load(county, editor, WATER)
    refusal = refused(code, county, editor, *rows)
    assert all(fault.row and fault.column for one in refusal.tables for fault in one.faults)
    assert Law.objects.count() == 1


def test_an_empty_table_is_refused(county, editor):
    refused("nothing_to_import", county, editor)


def test_what_is_exported_is_read_back_as_the_same(county, editor, client):
    load(
        county,
        editor,
        row("大气污染防治法", begins="2018-10-26", ends="2026-08-14", successor="生态环境法典"),
        row("生态环境法典", short="环境法典", old="法典草案", begins="2026-08-15", count=1242,
            own="第三条：待定；第五条之二：2027-01-01"),
        row("某省养犬条例", state="已通过尚未施行"),
    )  # fmt: skip
    client.force_login(editor)
    content = client.get(reverse("admin:responsibilities_law_export")).content
    done = load_laws(county, by=editor, file=io.BytesIO(content), filename="导出.xlsx")
    assert (done.added, done.changed, done.unchanged) == (0, 0, 3)
    assert LawArticle.objects.count() == 2


def shipped() -> list[dict[str, str]]:
    with (FOLDER / "laws.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_shipped_register_holds_the_ten_laws_the_code_replaced(county, editor):
    with (FOLDER / "laws.csv").open("rb") as file:
        done = load_laws(county, by=editor, file=file, filename="laws.csv")
    assert done.added == len(shipped())
    code = Law.objects.get(names__key="生态环境法典").versions.get()
    assert (code.in_force_from, code.last_article) == (datetime.date(2026, 8, 15), 1242)
    replaced = code.predecessors.all()
    assert {law_key(one.law.title) for one in replaced} == {
        "环境保护法", "环境影响评价法", "海洋环境保护法", "大气污染防治法", "水污染防治法", "土壤污染防治法",
        "固体废物污染环境防治法", "噪声污染防治法", "放射性污染防治法", "清洁生产促进法",
    }  # fmt: skip
    assert {one.in_force_to for one in replaced} == {datetime.date(2026, 8, 14)}


def test_an_editor_brings_laws_in_on_a_page(client, county, editor):
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    load(county, editor, WATER)
    url = reverse("admin:responsibilities_law_load")
    content = workbook([HEADINGS, row("水法", begins="2016-07-02", count=83), row("渔业法", begins="2026-05-01")])
    page = client.post(url, {"file": SimpleUploadedFile("法规库.xlsx", content)})
    answer = page.content.decode()
    assert "1 are new, 1 are corrected, 0 stay as they are." in answer and "渔业法（2026-05-01）" in answer
    assert LawVersion.objects.count() == 1
    done = client.post(url, {"upload": page.context["step"].upload}, follow=True)
    assert "1 added, 1 corrected, 0 left as they were." in done.content.decode()
    assert LawVersion.objects.get(law__names__key="水法").last_article == 83


def test_a_law_s_page_and_the_lists_of_those_that_ended_or_wait(client, county, editor):
    load(
        county,
        editor,
        WATER,
        row("大气污染防治法", old="大气法", begins="2018-10-26", ends="2026-08-14", successor="生态环境法典"),
        row("生态环境法典", begins="2026-08-15"),
        row("某省养犬条例", state="已通过尚未施行"),
    )
    client.force_login(member(county, Role.SUPERVISOR))
    client.cookies["django_language"] = "en"
    pages = reverse("admin:responsibilities_law_changelist")

    def listed(**query):
        return {one.title for one in client.get(pages, query).context["cl"].result_list}

    assert len(listed()) == 4
    assert listed(view="ended") == {"大气污染防治法"}
    assert listed(view="waiting") == {"某省养犬条例"}
    assert listed(q="大气法") == {"大气污染防治法"}
    law = Law.objects.get(title="大气污染防治法")
    answer = client.get(reverse("admin:responsibilities_law_change", args=[law.pk])).content.decode()
    assert "not in force" in answer and "生态环境法典" in answer and "大气法" in answer


def test_the_register_goes_out_and_comes_back_over_the_api(client, county, editor):
    load(county, editor, row("大气污染防治法", begins="2018-10-26", ends="2026-08-14"))
    caller = signed_in(editor)
    content = caller.get(reverse("law-table-file")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    headings = {cell.value: cell.column for line in sheet.iter_rows() for cell in line if cell.value}
    at = next(line[0].row for line in sheet.iter_rows() if "大气污染防治法" in [cell.value for cell in line])
    sheet.cell(at, headings["条文总数"]).value = 129
    changed = io.BytesIO()
    book.save(changed)

    def sent():
        return {"file": SimpleUploadedFile("法规库.xlsx", changed.getvalue())}

    preview = caller.post(reverse("law-preview-load"), sent(), format="multipart").json()
    assert preview["effect"] == {"added": 0, "changed": 1, "unchanged": 0}
    assert not preview["faults"]
    assert LawVersion.objects.get().last_article is None, "a preview writes nothing"
    assert caller.post(reverse("law-load-laws"), sent(), format="multipart").json()["changed"] == 1
    assert LawVersion.objects.get().last_article == 129

    sheet.cell(at, headings["施行情况"]).value = "也许"
    faulty = io.BytesIO()
    book.save(faulty)
    answer = caller.post(
        reverse("law-load-laws"), {"file": SimpleUploadedFile("法规库.xlsx", faulty.getvalue())}, format="multipart"
    )
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown_word")
    nobody = signed_in(member(TownshipFactory(parent=county), Role.TOWNSHIP_CLERK))
    assert nobody.post(reverse("law-load-laws"), sent(), format="multipart").status_code == 403


def test_an_inserted_article_is_written_as_laws_write_it(county, editor):
    load(county, editor, row("生态环境法典", begins="2026-08-15", own="第五条之十二：2027-01-01；第12条：待定"))
    assert [str(one) for one in LawArticle.objects.all()] == ["第五条之十二", "第十二条"]


def test_the_register_over_the_api(client, county, editor):
    load(
        county,
        editor,
        row("大气污染防治法", begins="2018-10-26", ends="2026-08-14", successor="生态环境法典"),
        row("生态环境法典", begins="2026-08-15", own="第三条：待定"),
    )
    client.force_login(editor)

    def titles(**query):
        return [one["title"] for one in client.get(reverse("law-list"), query).json()["results"]]

    assert titles() == ["大气污染防治法", "生态环境法典"]
    assert titles(on="2026-08-14") == ["大气污染防治法"] and titles(on="2026-08-15") == ["生态环境法典"]
    assert titles(name="《中华人民共和国生态环境法典》") == ["生态环境法典"] and titles(search="大气") == [
        "大气污染防治法"
    ]
    found = client.get(reverse("law-detail", args=[Law.objects.get(title="大气污染防治法").pk])).json()
    assert found["versions"][0]["successor"]["law"]["title"] == "生态环境法典"
    assert found["versions"][0]["in_force_to"] == "2026-08-14"
