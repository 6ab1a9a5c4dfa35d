"""Does a file become exactly the draft it describes, and does bad input name its row and column and change nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.imports import ImportRefused
from governance.models import Alias, AuditEntry
from governance.roles import Role
from governance.spreadsheets.table import UnreadableSpreadsheet
from governance.text import match_key
from responsibilities.contents import contents
from responsibilities.models import Entry, Item, Participation
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.imports import import_entries
from responsibilities.operations.workflow import submit_edition
from responsibilities.selectors.imports import preview_import
from tests.factories import CountyFactory, TownshipFactory, member
from tests.governance import office_files
from tests.refusals import refused
from tests.responsibilities.factories import EditionFactory, publish_rows
from tests.responsibilities.files import DUTIES, FOREST, LAND, LONG, RIVER, WIDE, changed, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(county, township, bureaus):
    return EditionFactory(duty_list__owner=county)


def load(draft, by, *rows, header=WIDE, **options):
    return import_entries(draft, by=by, file=table(header, *rows), filename="清单.xlsx", **options)


def faults(draft, *rows, header=WIDE) -> list[tuple]:
    """Faults the preview shows: code, row, column and value."""
    (parsed,) = preview_import(draft, file=table(header, *rows), filename="清单.xlsx")
    return [(fault.code, fault.row, fault.column, fault.value) for fault in parsed.faults]


def participations(entry) -> list[tuple]:
    return [(part.role, named(part), part.duty_text) for part in entry.participations.select_related("body")]


def named(part) -> str:
    return part.body.name if part.body else part.body_class


# --- What people have ------------------------------------------------------------------------------------------------


def test_the_official_wide_layout_gives_each_body_its_role_and_text(draft, editor):
    load(draft, editor, LAND, FOREST, RIVER)

    assert [heading.title for heading in draft.headings.all()] == ["自然资源", "生态环境"]
    land, _forest, river = draft.entries.order_by("position")
    assert (land.seq_no, land.title, land.heading.title) == ("1", "违法占用土地行为的查处", "自然资源")
    assert land.process_note == "乡镇发现→部门立案。"
    assert participations(land) == [
        ("lead", "市自然资源和规划局", "1.立案查处；2.反馈结果。"),
        ("support", "市公安局", "1.处置阻碍执法。"),
        ("support", "townships", "1.巡查；2.劝阻。"),
    ]
    assert river.participations.filter(role="lead").get().body_class == "townships"
    assert set(Entry.objects.township_led()) == {river}
    assert list(draft.authors.all()) == [editor]


def test_the_imported_text_is_kept_beside_what_was_understood(draft, editor):
    load(draft, editor, changed(LAND, title=" １号　事项 ", lead="市林业局:1.查处"))
    entry = draft.entries.get()
    assert entry.title == "1号 事项"
    assert entry.source["事项名称"] == " １号　事项 "
    assert entry.participations.get(role="lead").source_text == "市林业局：1.查处"


def test_the_long_layout_gives_the_same_participations(draft, editor):
    rows = [
        [1, "自然资源", LAND[2], "市自然资源和规划局", "主体责任", "1.立案查处；2.反馈结果。"],
        [1, "自然资源", LAND[2], "乡镇", "配合责任", "1.巡查；2.劝阻。"],
        [1, "自然资源", LAND[2], "市公安局", "配合责任", "1.处置阻碍执法。"],
        [2, "自然资源", FOREST[2], "林业局", "牵头", "1.立案查处。"],
        [2, "自然资源", FOREST[2], "各乡镇（街道）", "配合", "1.巡查。"],
    ]
    load(draft, editor, *rows, header=LONG)
    assert [sorted(participations(entry)) for entry in draft.entries.order_by("position")] == [
        sorted(
            [
                ("lead", "市自然资源和规划局", "1.立案查处；2.反馈结果。"),
                ("support", "市公安局", "1.处置阻碍执法。"),
                ("support", "townships", "1.巡查；2.劝阻。"),
            ]
        ),
        sorted([("lead", "市林业局", "1.立案查处。"), ("support", "townships", "1.巡查。")]),
    ]


def test_township_duties_are_led_by_every_township(county, township, editor):
    draft = EditionFactory(duty_list__kind="township_list", duty_list__owner=county)
    row = [
        1,
        "基层党建",
        "组织建设",
        "党员发展",
        "制定年度计划。",
        "《章程》第五条；《细则》\n《条例》",
        "党建办",
        "未核对",
    ]
    load(draft, editor, row, header=DUTIES)
    entry = draft.entries.get()
    assert (entry.group, entry.content, entry.office, entry.internal_note) == (
        "组织建设",
        "制定年度计划。",
        "党建办",
        "未核对",
    )
    assert [(basis.text, basis.law) for basis in entry.legal_bases.all()] == [
        ("《章程》第五条", "章程"),
        ("《细则》", "细则"),
        ("《条例》", "条例"),
    ]
    assert participations(entry) == [("lead", "townships", "")]


def test_two_bodies_lead_together(draft, editor):
    load(draft, editor, changed(LAND, lead="市林业局、市公安局：1.联合查处。", support="乡镇：1.巡查。"))
    leads = draft.entries.get().participations.filter(role="lead")
    assert [(part.body.name, part.duty_text) for part in leads] == [
        ("市林业局", "1.联合查处。"),
        ("市公安局", "1.联合查处。"),
    ]


def test_bodies_without_texts_are_taken_apart_by_their_names(draft, editor, bureaus):
    Alias.objects.create(organisation=bureaus["公安局"], name="公安机关", key=match_key("公安机关"))
    load(draft, editor, changed(LAND, support="自规局和公安机关、各镇街", lead="市民政局"))
    supports = draft.entries.get().participations.filter(role="support")
    assert [named(part) for part in supports] == ["市自然资源和规划局", "市公安局", "townships"]


def test_responsible_bodies_without_supporters_have_no_stated_role(draft, editor):
    header = ["序号", "领域", "事项名称", "责任单位", "备注"]
    load(draft, editor, [1, "自然资源", "造林", "市林业局、市公安局", ""], header=header)
    assert set(draft.entries.get().participations.values_list("role", flat=True)) == {"unstated"}


def test_headings_may_be_rows_of_their_own(draft, editor):
    header = [column for column in WIDE if column != "领域"]
    rows = [
        ["一、自然资源（2项）"],
        *([row[0], *row[2:]] for row in (LAND, FOREST)),
        ["二、生态环境（1项）"],
        [3, *RIVER[2:]],
    ]
    load(draft, editor, *rows, header=header)
    assert [entry.heading.title for entry in draft.entries.order_by("position")] == ["自然资源", "自然资源", "生态环境"]


def test_in_the_list_of_one_township_the_townships_are_that_one(township, editor, bureaus):
    draft = EditionFactory(duty_list__owner=township)
    load(draft, editor, LAND)
    assert draft.entries.get().participations.get(body=township).role == "support"


# --- Again, and again ------------------------------------------------------------------------------------------------


def test_the_same_name_is_the_same_item_however_it_is_numbered(draft, editor):
    load(draft, editor, LAND, FOREST)
    items = {entry.title: entry.item_id for entry in draft.entries.all()}
    publish_rows(draft)
    successor = start_draft(draft.duty_list, by=editor)
    load(successor, editor, changed(FOREST, seq_no=1), changed(LAND, seq_no=2), RIVER)
    again = {entry.title: entry.item_id for entry in successor.entries.all()}
    assert {title: again[title] for title in items} == items
    assert Item.objects.count() == 3


def test_an_import_replaces_what_the_draft_said(draft, editor):
    load(draft, editor, LAND, FOREST)
    load(draft, editor, RIVER)
    assert [entry.title for entry in draft.entries.all()] == [RIVER[2]]
    assert Participation.objects.count() == 2


def test_the_same_file_again_changes_nothing(draft, editor):
    load(draft, editor, LAND, FOREST)
    draft.refresh_from_db()
    version, entries = draft.version, list(draft.entries.values_list("pk", flat=True))
    load(draft, editor, LAND, FOREST)
    draft.refresh_from_db()
    assert (draft.version, list(draft.entries.values_list("pk", flat=True))) == (version, entries)
    assert AuditEntry.objects.filter(action="import_entries").count() == 1


def test_a_preview_writes_nothing(draft):
    (parsed,) = preview_import(draft, file=table(WIDE, LAND, FOREST), filename="清单.xlsx")
    assert [(entry.row, entry.title) for entry in parsed.entries] == [(2, LAND[2]), (3, FOREST[2])]
    assert not draft.entries.exists()
    assert parsed.sheet.counts.items == 2


# --- Bad input -------------------------------------------------------------------------------------------------------


def test_an_unknown_body_is_a_fault_with_suggestions(draft, editor):
    rows = [LAND, changed(FOREST, lead="市林业草原局：1.查处。")]
    assert faults(draft, *rows) == [("unknown_body", 3, "D", "市林业草原局")]
    (parsed,) = preview_import(draft, file=table(WIDE, *rows), filename="清单.xlsx")
    assert parsed.faults[0].suggestions[0] == "市林业局"
    with refused("file_has_faults", "file") as refusal:
        load(draft, editor, *rows)
    assert "市林业草原局" in str(refusal.value)
    assert isinstance(refusal.value, ImportRefused)
    assert refusal.value.tables[0].faults[0].row == 3


def test_a_body_of_another_county_is_unknown_here(draft):
    TownshipFactory(parent=CountyFactory(), name="外县镇")
    assert [fault[0] for fault in faults(draft, changed(LAND, lead="外县镇：1.巡查。"))] == ["unknown_body"]


NOBODYS = "1.立案查处，依法作出处罚决定并送达当事人，督促履行；2.逾期不履行的，依法申请人民法院强制执行。"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([LAND, changed(FOREST, seq_no=1)], [("duplicate_number", 3, "A", "1")]),
        ([LAND, changed(FOREST, seq_no="（一）")], [("duplicate_number", 3, "A", "（一）")]),
        ([changed(LAND, seq_no="")], [("number_missing", 2, "A", "")]),
        ([changed(LAND, title="")], [("blank_value", 2, "C", "")]),
        ([changed(LAND, heading="")], [("heading_missing", 2, "B", "")]),
        ([changed(LAND, support="市自然资源和规划局：1.配合。")], [("body_twice", 2, "E", "市自然资源和规划局")]),
        ([changed(LAND, lead=NOBODYS)], [("body_missing", 2, "D", NOBODYS[:40])]),
        ([changed(LAND, title="长" * 301)], [("too_long", 2, "C", "长" * 40)]),
    ],
)  # fmt: skip
def test_faults_name_row_and_column(draft, editor, rows, expected):
    if rows[0][0] == "":
        rows = [*rows, FOREST]  # a numbering column with one number at least
    found = faults(draft, *rows)
    assert [fault for fault in found if fault[0] == expected[0][0]] == expected
    with refused("file_has_faults"):
        load(draft, editor, *rows, confirmed=True)


def test_an_unknown_heading_is_an_error_with_the_nearest(draft):
    header = ["序号", "领域", "事项名称", "主体责仁", "配合责任", "备注"]
    (parsed,) = preview_import(draft, file=table(header, LAND), filename="清单.xlsx")
    (unknown, missing) = sorted(parsed.faults, key=lambda fault: fault.code, reverse=True)
    assert (unknown.code, unknown.row, unknown.column, unknown.suggestions[0]) == ("unknown_header", 1, "D", "主体责任")
    assert (missing.code, missing.value) == ("missing_column", "主体责任")


def test_an_unknown_role_of_the_long_layout_is_a_fault(draft):
    row = [1, "自然资源", "造林", "市林业局", "看情况", "1.造林。"]
    assert faults(draft, row, header=LONG) == [("unknown_role", 2, "E", "看情况")]


def test_two_items_under_one_number_in_the_long_layout(draft):
    first = [1, "自然资源", "造林", "市林业局", "主体责任", "1.造林。"]
    assert faults(draft, first, [1, "自然资源", "采砂", "市公安局", "主体责任", "1.查处。"], header=LONG) == [
        ("duplicate_number", 3, "A", "1")
    ]


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "清单.xlsx", "empty_file"),
        (office_files.docx(), "清单.xlsx", "wrong_type"),
        (b"%PDF-1.7 ...", "清单.xlsx", "wrong_type"),
        (office_files.workbook([WIDE, LAND])[:-200], "清单.xlsx", "broken_file"),
        (office_files.workbook([["只有", "两列"], ["甲", "乙"]]), "清单.xlsx", "no_header"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(draft, editor, content, filename, code):
    with refused(code, "file") as refusal:
        import_entries(draft, by=editor, file=io.BytesIO(content), filename=filename)
    assert isinstance(refusal.value, UnreadableSpreadsheet)


def test_a_header_without_rows_is_nothing_to_import(draft, editor):
    with refused("nothing_to_import"):
        load(draft, editor)


def test_what_is_doubtful_needs_a_yes(draft, editor):
    rows = [LAND, changed(FOREST, heading="")]
    with refused("file_needs_confirmation"):
        load(draft, editor, *rows)
    load(draft, editor, *rows, confirmed=True)
    assert [entry.heading.title for entry in draft.entries.all()] == ["自然资源", "自然资源"]


def test_findings_do_not_stand_in_the_way(draft, editor):
    rows = [changed(LAND, lead=""), changed(FOREST, support="市公安局"), changed(RIVER, seq_no=5, title=FOREST[2])]
    parsed = load(draft, editor, *rows, confirmed=True)
    assert {(finding.code, finding.seq_no) for finding in parsed.findings} == {
        ("role_missing", "1"),
        ("duties_missing", "2"),
        ("title_twice", "5"),
        ("number_gap", "5"),
    }
    assert draft.entries.count() == 3


# --- Who, and when ---------------------------------------------------------------------------------------------------


def test_only_an_editor_imports_and_only_into_a_draft(draft, editor, approver, county):
    clerk = member(county, Role.TOWNSHIP_CLERK)
    for account in (approver, clerk):
        with refused("not_permitted"):
            load(draft, account, LAND)
    load(draft, editor, LAND)
    submit_edition(draft, by=editor)
    with refused("not_a_draft"):
        load(draft, editor, FOREST)
    assert draft.entries.get().title == LAND[2]


def test_a_fault_in_the_last_row_leaves_the_draft_as_it_was(draft, editor):
    load(draft, editor, LAND)
    before = contents(draft)
    with refused("file_has_faults"):
        load(draft, editor, FOREST, changed(RIVER, lead="无此局：1.管。"))
    assert contents(draft) == before


def test_a_name_that_lost_characters_is_asked_about_and_means_nobody(draft, editor, client):
    """Not by a box under that name: no form can send it."""
    rows = [[1, "林业", "毁林开垦", "市林业\ufffd：查处。", "乡镇：巡查\ufffd。", ""]]
    file = table(WIDE, *rows)
    with pytest.raises(ImportRefused) as refusal:
        import_entries(draft, by=editor, file=file, filename="清单.xlsx", confirmed=True)
    assert [fault.code for fault in refusal.value.tables[0].faults] == ["characters_lost"]
    client.force_login(editor)
    address = f"/responsibilities/edition/{draft.pk}/import/"
    file.seek(0)
    page = client.post(address, {"file": SimpleUploadedFile("清单.xlsx", file.read())})
    assert "\ufffd" not in "".join(page.context["step"].names.fields if page.context["step"].names else ())
    rows[0][3] = "市林业局：查处。"
    with pytest.raises(ImportRefused) as refusal:
        import_entries(draft, by=editor, file=table(WIDE, *rows), filename="清单.xlsx")
    assert refusal.value.code == "file_needs_confirmation"
