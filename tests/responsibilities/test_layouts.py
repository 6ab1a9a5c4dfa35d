"""Are the layouts in which counties really keep their lists read as meant, or refused once and for the right reason."""

import csv
import io

import pytest

from governance.role_words import names_nobody
from responsibilities.edits import CellEdit, RowEdit
from responsibilities.kinds import ListKind
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.imports import import_entries
from responsibilities.selectors.imports import preview_import
from responsibilities.spreadsheets.layouts import ROLE_WORDS
from tests.responsibilities.factories import DutyListFactory, EditionFactory, publish_rows
from tests.responsibilities.files import LAND, LONG, WIDE, changed

pytestmark = pytest.mark.django_db

NO_HEADING = ["序号", "事项名称", "主体责任", "配合责任"]
LAND_ALONE = [1, "违法占地", "市自然资源和规划局：1.查处。", "乡镇：1.巡查。"]
FOREST_ALONE = [2, "毁林开垦", "市林业局：1.查处。", "乡镇：1.巡查。"]


@pytest.fixture
def draft(county, township, bureaus):
    return EditionFactory(duty_list__owner=county)


@pytest.fixture
def support_draft(township, bureaus):
    return EditionFactory(duty_list=DutyListFactory(owner=township, kind=ListKind.SUPPORT))


def table(*rows) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def read(draft, *rows):
    (parsed,) = preview_import(draft, file=table(*rows), filename="清单.csv")
    return parsed


def parts(parsed, at: int = 0) -> list[tuple]:
    named = ((part.role, part.body.name if part.body else "乡镇", part.duty_text) for part in parsed.entries[at].parts)
    return list(named)


def codes(remarks) -> list[tuple]:
    return [(remark.code, remark.row) for remark in remarks]


# --- Columns ----------------------------------------------------------------------------------------------------------


def test_bodies_and_duties_in_one_column_and_the_townships_in_their_own(draft):
    parsed = read(
        draft,
        ["某某县县乡“属地管理”事项责任清单"],
        ["序号", "事项名称", "牵头部门及职责", "配合部门及职责", "乡镇职责", "设定依据"],
        ["一", "自然资源类（2项）"],
        [1, "违法占地", "市自然资源和规划局：负责查处。", "市公安局：依法配合。", "发现、报告。", "《土地管理法》"],
        [2, "私采河砂", "市林业局：负责查处。", "", "巡查报告。", ""],
    )
    assert (parsed.faults, parsed.confirmations) == ([], [])
    assert [entry.heading for entry in parsed.entries] == ["自然资源类"] * 2
    assert parts(parsed) == [
        ("lead", "市自然资源和规划局", "负责查处。"),
        ("support", "市公安局", "依法配合。"),
        ("support", "乡镇", "发现、报告。"),
    ]
    assert parts(parsed, 1) == [("lead", "市林业局", "负责查处。"), ("support", "乡镇", "巡查报告。")]


@pytest.mark.parametrize("heading", ["镇（乡、街道）职责", "镇街职责", "乡镇（街道）责任", "属地职责"])
def test_the_townships_column_goes_by_many_names(draft, heading):
    header = ["序号", "领域", "事项名称", "牵头部门", heading]
    parsed = read(draft, header, [1, "自然资源", "造林", "市林业局", "巡查。"])
    assert not parsed.faults
    assert parts(parsed)[1] == ("support", "乡镇", "巡查。")


def test_a_support_list_has_no_headings(support_draft):
    header = ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇（街道）配合职责"]
    parsed = read(support_draft, header, [1, "造林", "市林业局", "制定计划。", "组织群众。"])
    assert (parsed.faults, parsed.confirmations, parsed.findings) == ([], [], [])
    assert parsed.entries[0].heading == ""


def test_a_divided_list_without_headings_needs_a_yes(draft):
    parsed = read(draft, NO_HEADING, LAND_ALONE, FOREST_ALONE)
    assert (codes(parsed.faults), codes(parsed.confirmations)) == ([], [("no_headings", 1)])


def test_a_list_without_headings_is_edited_shown_printed_and_read_again(client, draft, editor):
    import_entries(draft, by=editor, file=table(NO_HEADING, LAND_ALONE), filename="清单.csv", confirmed=True)
    new = {"seq_no": "2", "title": "毁林开垦", "lead": "市林业局：1.查处。", "support": "乡镇：1.巡查。"}
    key = str(draft.entries.get().item.uid)
    edits = [
        RowEdit(key, {"title": CellEdit("违法占地", "违法占用土地")}),
        RowEdit("new-1", {column: CellEdit("", text) for column, text in new.items()}, after=key),
    ]
    edit_entries(draft, by=editor, edits=edits, reason="补充。")
    client.force_login(editor)
    assert client.get(f"/responsibilities/entry/{draft.entries.first().pk}/edit/").status_code == 200
    draft.refresh_from_db()
    edition = publish_rows(draft)
    client.logout()
    client.cookies["django_language"] = "en"
    assert "All items" in client.get(f"/public/editions/{edition.pk}/").content.decode()
    assert 'class="heading"' not in client.get(f"/public/editions/{edition.pk}/print/").content.decode()
    assert client.get(f"/public/entries/{edition.entries.first().pk}/").status_code == 200
    file = client.get(f"/public/editions/{edition.pk}/list.xlsx")
    (again,) = preview_import(edition, file=io.BytesIO(file.content), filename="公布.xlsx")
    assert [(entry.heading, entry.title) for entry in again.entries] == [("", "违法占用土地"), ("", "毁林开垦")]
    assert codes(again.faults) == []


def test_a_number_may_stand_before_the_title(draft):
    titles = ["1.违法占地", "（二）毁林", "3、2026年度造林", "④私采河砂", "4.1非法采石", "4.2、乱倒垃圾"]
    rows = [["自然资源", title, "市林业局：1.造林。", "乡镇：1.巡查。"] for title in titles]
    parsed = read(draft, ["领域", "事项名称", "主体责任", "配合责任"], *rows)
    assert not parsed.faults
    assert [(entry.seq_no, entry.title) for entry in parsed.entries] == [
        ("1", "违法占地"), ("（二）", "毁林"), ("3", "2026年度造林"), ("④", "私采河砂"), ("4.1", "非法采石"),
        ("4.2", "乱倒垃圾"),
    ]  # fmt: skip
    assert codes(parsed.repairs) == [("number_in_title", row) for row in range(2, 8)]


def test_numbers_nowhere_are_missed_once(draft):
    rows = [["自然资源", title, "市林业局", "乡镇"] for title in ("24小时值班", "1.5万元以下的小型工程", "毁林")]
    parsed = read(draft, ["领域", "事项名称", "主体责任", "配合责任"], *rows)
    assert codes(parsed.faults) == [("missing_column", 1)]


@pytest.mark.parametrize("at", range(4))
def test_a_missing_column_is_told_once_and_not_in_every_row(draft, at):
    """Without titles no two have the same one; without leads nobody's lead is missing."""
    rows = [WIDE, LAND, changed(LAND, seq_no=2, title="毁林"), changed(LAND, seq_no=3, title="河砂")]
    rows = [[*row[:at], *row[at + 1 :]] for row in rows]
    parsed = read(draft, *rows)
    assert not any(finding.message.endswith("：。") for finding in parsed.findings)
    assert len(parsed.faults) + len(parsed.findings) + len(parsed.confirmations) == 1


# --- Above the header ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "section",
    [
        ["一、自然资源（2项）"], ["一", "自然资源（2项）"], ["第一部分 自然资源"], ["自然资源（2项）"],
        ["【自然资源】"], ["【自然资源】（共2项）"], ["领域：自然资源"], ["领域", "自然资源"], ["1.自然资源（2项）"],
    ],
)  # fmt: skip
def test_a_section_above_the_header_is_the_heading_of_what_follows(draft, section):
    parsed = read(draft, ["责任清单（2项）"], section, ["单位：项"], NO_HEADING, LAND_ALONE, FOREST_ALONE)
    assert (parsed.faults, parsed.confirmations) == ([], [])
    assert [entry.heading for entry in parsed.entries] == ["自然资源"] * 2
    counts = parsed.sheet.counts
    assert counts.read == counts.items + counts.sections + counts.totals + counts.skipped


@pytest.mark.parametrize(("above", "below"), [("1.自然资源类", "2.林业类"), ("【自然资源类】", "【林业类】")])
def test_sections_below_the_header_are_written_like_the_one_above(draft, above, below):
    parsed = read(draft, [above], NO_HEADING, LAND_ALONE, ["", below], FOREST_ALONE)
    assert (parsed.faults, parsed.confirmations) == ([], [])
    assert [entry.heading for entry in parsed.entries] == ["自然资源类", "林业类"]


def test_each_section_may_repeat_the_header_below_it(draft):
    parsed = read(draft, ["一、自然资源（1项）"], NO_HEADING, LAND_ALONE, ["二、林业（2项）"], NO_HEADING, FOREST_ALONE)
    assert [entry.heading for entry in parsed.entries] == ["自然资源", "林业"]
    assert codes(parsed.confirmations) == [("count_differs", 4)]


@pytest.mark.parametrize("title", ["一、属地管理事项责任清单", "属地管理事项（1项）", "【填表说明】", "1.一式两份"])
def test_the_title_of_a_table_or_a_note_above_it_is_no_section(draft, title):
    parsed = read(draft, [title], WIDE, LAND)
    assert (parsed.sheet.sections, parsed.confirmations) == ([], [])


@pytest.mark.parametrize(
    "line",
    [
        ["责任清单（3项）"], ["合计：3项"], ["共三项，其中市级主责1项"], ["合计", "3项"], ["本清单共计3项。"],
        ["事项总数：3"], ["事项总数", 3], ["全县共有3项"], ["合计：叁项"], ["共涉及7个部门3项"],
    ],
)  # fmt: skip
def test_a_total_declared_above_the_header_is_compared(draft, line):
    header, land, forest = WIDE, LAND, changed(LAND, seq_no=2, title="毁林")
    parsed = read(draft, line, header, land, forest)
    assert codes(parsed.confirmations) == [("total_differs", 1)]
    third = changed(LAND, seq_no=3, title="河砂")
    assert read(draft, line, header, land, forest, third).confirmations == []


@pytest.mark.parametrize("line", [["事项总数：3"], ["事项总数", "叁项"], ["全县共有3项"], ["合计：叁项"]])
def test_a_total_below_the_table_is_compared(draft, line):
    parsed = read(draft, WIDE, LAND, changed(LAND, seq_no=2, title="毁林"), line)
    assert (parsed.faults, codes(parsed.confirmations)) == ([], [("total_differs", 4)])


def test_items_with_a_row_for_each_body_are_counted_once(draft):
    header = ["序号", "领域", "事项名称", "责任主体", "责任类型", "职责内容"]
    rows = [
        [1, "自然资源", "违法占地", "市林业局", "主体责任", "查处。"],
        [1, "自然资源", "违法占地", "乡镇", "配合责任", "巡查。"],
    ]
    parsed = read(draft, ["责任清单（1项）"], header, *rows, ["合计：1项"])
    assert (parsed.faults, parsed.confirmations) == ([], [])


# --- Names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["责任单位", "牵头负责单位", "配合部门", "县级部门", "行业主管部门", "责任人", "审批部门", "责任单位（部门）"],
)
def test_a_role_word_is_never_a_body(draft, word):
    """Neither before bodies that are known, nor before others, nor alone."""
    known = read(draft, WIDE, changed(LAND, lead=f"{word}:市林业局,市公安局", support=""))
    assert codes(known.faults) == []
    assert {body for _role, body, _text in parts(known)} == {"市林业局", "市公安局"}
    unknown = read(draft, WIDE, changed(LAND, lead=f"{word}:甲局,乙局", support=""))
    assert [(f.code, f.value) for f in unknown.faults] == [("unknown_body", "甲局"), ("unknown_body", "乙局")]
    nobody = read(draft, WIDE, changed(LAND, lead=f"{word}：做好日常工作。", support=""))
    assert [fault.code for fault in nobody.faults] == ["body_missing"]
    alone = read(draft, WIDE, changed(LAND, lead=word, support=""))
    assert [fault.code for fault in alone.faults] == ["body_not_named"]


def test_a_word_whose_role_is_neither_to_lead_nor_to_support_is_a_question(draft):
    parsed = read(draft, WIDE, changed(LAND, lead="监督单位：市公安局", support=""))
    assert [(fault.code, fault.value) for fault in parsed.faults] == [("unknown_role_word", "监督单位")]


def test_a_role_noted_behind_a_name_is_read(draft):
    parsed = read(
        draft, WIDE, changed(LAND, lead="市林业局（行业主管部门）：查处。", support="市公安局（牵头负责单位）")
    )
    assert parts(parsed) == [("lead", "市林业局", "查处。"), ("lead", "市公安局", "")]


def test_a_party_in_general_within_a_duty_is_not_swallowed_by_it(draft):
    parsed = read(draft, WIDE, changed(LAND, lead="市林业局：1.查处。行业主管部门：做好监管。", support=""))
    assert [fault.code for fault in parsed.faults] == ["body_missing"]


def test_a_role_word_within_a_duty_stays_there(draft):
    parsed = read(draft, WIDE, changed(LAND, lead="市林业局：1.牵头查处；配合：做好解释。", support=""))
    assert parts(parsed) == [("lead", "市林业局", "1.牵头查处；配合：做好解释。")]


@pytest.mark.parametrize(
    "name",
    [
        "镇（乡、街道）", "各镇（乡、街道）", "镇(乡)人民政府、街道办事处", "所在镇街", "各乡镇、街道", "镇办",
        "乡镇（办）", "乡镇（街道、园区）", "所属乡镇", "属地镇人民政府", "相关镇街", "乡镇党委政府",
    ],
)  # fmt: skip
def test_townships_go_by_many_names(draft, name):
    parsed = read(draft, WIDE, changed(LAND, lead="市林业局：查处。", support=f"{name}：巡查。"))
    assert parts(parsed)[1] == ("support", "乡镇", "巡查。")
    assert names_nobody(name)


@pytest.mark.parametrize("name", ["各镇", "街道办事处", "当地政府", "上级政府"])
def test_one_form_of_township_is_not_all_of_them(draft, name):
    parsed = read(draft, WIDE, changed(LAND, lead="市林业局：查处。", support=f"{name}：巡查。"))
    assert [fault.code for fault in parsed.faults] == ["body_not_named"]


def test_a_second_nameplate_is_the_same_body_and_told(draft, bureaus):
    row = changed(LAND, lead="市林业局（市绿化委员会办公室）：查处。", support="市公安局(交警大队)")
    parsed = read(draft, WIDE, row)
    assert [(role, body) for role, body, _text in parts(parsed)] == [("lead", "市林业局"), ("support", "市公安局")]
    assert [f.code for f in parsed.findings if f.code != "duties_missing"] == ["second_name", "second_name"]


def test_the_name_of_another_body_in_brackets_is_a_question(draft, bureaus):
    parsed = read(draft, WIDE, changed(LAND, lead="市自然资源和规划局（市林业局）：查处。", support=""))
    (fault,) = parsed.faults
    assert fault.code == "unknown_body"
    assert {"市自然资源和规划局", "市林业局"} <= set(fault.suggestions)


def test_every_word_for_a_role_is_the_name_of_nobody():
    """Of all the words the layouts know, none can become a body."""
    assert not [word for word in ROLE_WORDS if not names_nobody(word)]


# --- Words that are no bodies -----------------------------------------------------------------------------------------


NOBODY = [
    "无", "—", "——", "-", "/", "\\",
    "暂无", "无。", "没有", "无配合单位", "无相关部门", "不涉及", "不涉及其他部门", "（无）",
    "未明确", "无需配合", "×", "N/A", "…",
]  # fmt: skip


@pytest.mark.parametrize("word", NOBODY)
def test_a_word_for_nobody_is_no_body(draft, word):
    parsed = read(draft, WIDE, changed(LAND, lead="市林业局：查处。", support=word))
    assert (parsed.faults, parts(parsed)) == ([], [("lead", "市林业局", "查处。")])
    labelled = read(draft, WIDE, changed(LAND, lead=f"牵头单位：市林业局\n配合单位：{word}", support=""))
    assert (labelled.faults, parts(labelled)) == ([], [("lead", "市林业局", "")])


@pytest.mark.parametrize("word", NOBODY)
def test_a_word_for_nobody_beside_its_duties_is_no_body(draft, word):
    header = ["序号", "领域", "事项名称", "牵头单位", "牵头单位职责", "配合单位", "配合单位职责"]
    parsed = read(draft, header, [1, "自然资源", "违法占地", "市林业局", "查处。", word, word])
    assert (parsed.faults, parts(parsed)) == ([], [("lead", "市林业局", "查处。")])


def test_a_duty_of_nobody_is_a_fault(draft):
    header = ["序号", "领域", "事项名称", "牵头单位", "牵头单位职责", "配合单位", "配合单位职责"]
    parsed = read(draft, header, [1, "自然资源", "违法占地", "市林业局", "查处。", "无", "做好配合。"])
    assert [(fault.code, fault.column) for fault in parsed.faults] == [("body_missing", "F")]


def test_a_word_for_nobody_is_never_asked_about(draft):
    for word in NOBODY:
        parsed = read(draft, LONG, [1, "自然资源", "违法占地", word, "配合责任", ""])
        assert [fault.code for fault in parsed.faults if fault.code != "blank_value"] == []
        assert names_nobody(word)


@pytest.mark.parametrize("word", ["会同单位", "协办单位", "参与部门", "协同部门", "参加单位", "市级配合单位"])
def test_every_word_of_the_vocabulary_is_a_label_a_role_and_a_heading(draft, word):
    labelled = read(draft, WIDE, changed(LAND, lead=f"牵头单位：市林业局\n{word}：市公安局", support=""))
    assert parts(labelled) == [("lead", "市林业局", ""), ("support", "市公安局", "")]
    if not word.startswith("市"):
        headed = read(
            draft, ["序号", "领域", "事项名称", "牵头单位", word], [1, "林业", "毁林", "市林业局", "市公安局"]
        )
        assert (headed.faults, parts(headed)) == ([], [("lead", "市林业局", ""), ("support", "市公安局", "")])


@pytest.mark.parametrize("word", ["包保单位", "指导单位", "对口部门", "结对帮扶机构", "网格长", "街长制", "监督单位"])
def test_a_word_before_bodies_is_a_question_about_its_role_and_never_a_body(draft, word):
    parsed = read(draft, WIDE, changed(LAND, lead=f"{word}：市林业局、市公安局", support=""))
    assert [(fault.code, fault.value, fault.row) for fault in parsed.faults] == [("unknown_role_word", word, 2)]


@pytest.mark.parametrize("word", ["包保单位", "指导单位", "结对帮扶机构"])
def test_a_word_before_unknown_bodies_is_no_body_either(draft, word):
    parsed = read(draft, WIDE, changed(LAND, lead=f"{word}：甲局、乙局", support=""))
    assert [(fault.code, fault.value) for fault in parsed.faults] == [("unknown_role_word", word)]


def test_role_words_stand_on_lines_of_their_own(draft):
    cell = "牵头单位\n市林业局\n配合单位\n市公安局\n各乡镇"
    parsed = read(draft, WIDE, changed(LAND, lead=cell, support=""))
    assert parsed.faults == []
    assert parts(parsed) == [("lead", "市林业局", ""), ("support", "市公安局", ""), ("support", "乡镇", "")]
    (fault,) = read(draft, WIDE, changed(LAND, lead="结对单位\n市林业局\n市公安局", support="")).faults
    assert (fault.code, fault.value) == ("unknown_role_word", "结对单位")


@pytest.mark.parametrize("label", ["牵头单位：", "县级：", "配合："])
def test_labels_in_one_another_have_an_end(draft, label):
    parsed = read(draft, WIDE, changed(LAND, lead=f"{label * 1500}市林业局", support=""))
    assert [fault.code for fault in parsed.faults] == ["body_missing"]
    twice = read(draft, WIDE, changed(LAND, lead="县级：牵头单位：市林业局", support=""))
    assert parts(twice) == [("lead", "市林业局", "")]


@pytest.mark.parametrize(
    "cell",
    [
        "1.市林业局：1.查处；2.反馈。\n2.市公安局：处置。", "①市林业局：1.查处；2.反馈。②市公安局：处置。",
        "（1）市林业局：1.查处；2.反馈。（2）市公安局：处置。", "1、市林业局：1.查处；2.反馈。2、市公安局：处置。",
    ],
)  # fmt: skip
def test_bodies_are_numbered(draft, cell):
    parsed = read(draft, WIDE, changed(LAND, lead=cell, support=""))
    assert parsed.faults == []
    assert [(body, text.rstrip("。")) for _role, body, text in parts(parsed)] == [
        ("市林业局", "1.查处；2.反馈"),
        ("市公安局", "处置"),
    ]


@pytest.mark.parametrize(
    "cell", ["1.市林业局；2.市公安局", "①市林业局②市公安局", "1、市林业局、2、市公安局", "（1）市林业局（2）市公安局"]
)
def test_names_are_numbered(draft, cell):
    parsed = read(draft, WIDE, changed(LAND, lead=cell, support=""))
    assert (parsed.faults, [body for _role, body, _text in parts(parsed)]) == ([], ["市林业局", "市公安局"])


def test_a_misspelt_numbered_body_is_reported_and_numbered_duties_stay_duties(draft):
    parsed = read(draft, WIDE, changed(LAND, lead="1.市林业局：查处。2.市公安居局：处置。", support=""))
    assert [(fault.code, fault.value) for fault in parsed.faults] == [("unknown_body", "市公安居局")]
    parsed = read(draft, WIDE, changed(LAND, lead="市林业局：1.现场检查：每月一次；2.市公安局：通报。", support=""))
    assert [body for _role, body, _text in parts(parsed)] == ["市林业局"]


@pytest.mark.parametrize("end", ["等", "等相关乡镇", "等5个部门", "等有关镇街", "等乡镇（街道）"])
def test_a_list_of_names_may_be_open(draft, end):
    parsed = read(draft, WIDE, changed(LAND, lead="市林业局：查处。", support=f"市公安局、市民政局{end}"))
    assert (parsed.faults, [body for _role, body, _text in parts(parsed)][1:]) == ([], ["市公安局", "市民政局"])
    assert "open_ended" in [finding.code for finding in parsed.findings]
