"""Is every trouble that lists in spreadsheets have read as meant, or named by row and column; one file each."""

import io
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.datavalidation import DataValidation

from governance.models import Alias, Organisation
from governance.spreadsheets.table import UnreadableSpreadsheet
from governance.text import match_key
from responsibilities.operations.imports import import_entries
from responsibilities.selectors.imports import preview_import
from tests.governance import office_files
from tests.refusals import refused
from tests.responsibilities.factories import DutyListFactory, EditionFactory
from tests.responsibilities.files import FOREST, LAND, LONG, RIVER, WIDE, changed, table

pytestmark = pytest.mark.django_db

NO_HEADING = [title for title in WIDE if title != "领域"]
WITH_BASIS = ["序号", "领域", "事项名称", "主体责任", "实施依据"]
# What is left of the three rows without their headings, for files whose headings are rows.
L, F, R = ([row[0], *row[2:]] for row in (LAND, FOREST, RIVER))


@pytest.fixture
def draft(county, township, bureaus):
    return EditionFactory(duty_list__owner=county)


def read(draft, *rows, filename="清单.xlsx", **layout):
    (parsed,) = preview_import(draft, file=table(*rows, **layout), filename=filename)
    return parsed


def numbers(parsed) -> list[str]:
    return [entry.seq_no for entry in parsed.entries]


def parts(parsed, at: int = 0) -> list[tuple]:
    """Role, body and text of every part of an entry, in order."""
    named = ((part.role, part.body.name if part.body else "乡镇", part.duty_text) for part in parsed.entries[at].parts)
    return list(named)


def told(remarks) -> list[tuple]:
    return [(remark.code, remark.row, getattr(remark, "column", "")) for remark in remarks]


@dataclass
class Trouble:
    """Rows of a file, and what must be said about them: code, row, column. What is not named must not be said."""

    rows: list[list[Any]]
    faults: list[tuple] = field(default_factory=list)
    confirmations: list[tuple] = field(default_factory=list)
    repairs: list[tuple] = field(default_factory=list)
    findings: set[str] = field(default_factory=set)
    numbers: list[str] | None = None
    headings: list[str] | None = None
    layout: dict[str, Any] = field(default_factory=dict)


ONE = [WIDE, LAND]
TROUBLES = {
    "merged headings are filled down": Trouble(
        [WIDE, LAND, changed(FOREST, heading=None), RIVER],
        repairs=[("merged", 2, "B")],
        headings=["自然资源", "自然资源", "生态环境"],
        layout={"merges": ["B2:B3"]},
    ),
    "merged leads are filled down": Trouble(
        [WIDE, LAND, changed(FOREST, lead=None)], repairs=[("merged", 2, "D")], layout={"merges": ["D2:D3"]}
    ),
    "merged titles never are": Trouble(
        [WIDE, LAND, changed(FOREST, title=None)], faults=[("blank_value", 3, "C")], layout={"merges": ["C2:C3"]}
    ),
    "merged remarks never are": Trouble(
        [WIDE, LAND, changed(FOREST, remarks=None)], numbers=["1", "2"], layout={"merges": ["F2:F3"]}
    ),
    "a blank heading is proposed, not filled": Trouble(
        [WIDE, LAND, changed(FOREST, heading="")], confirmations=[("blank_below_value", 3, "B")]
    ),
    "a blank lead is a finding, never taken from above": Trouble(
        [WIDE, LAND, changed(FOREST, lead="")], findings={"role_missing"}
    ),
    "two header rows are joined": Trouble(
        [
            ["序号", "领域", "事项名称", "责任划分", "", "备注"],
            ["", "", "", "主体责任", "配合责任", ""],
            LAND,
        ],
        repairs=[("joined_header", 1, "")],
        layout={"merges": ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"]},
    ),
    "two headers are not two tables": Trouble(
        [WIDE, LAND, WIDE, FOREST], repairs=[("repeated_header", 3, "")], numbers=["1", "2"]
    ),
    "title, unit and date above, notes and signature below": Trouble(
        [
            ["澜山市属地管理事项责任清单"],
            ["填报单位：市委编办", "", "", "", "", "2026年9月"],
            WIDE,
            LAND,
            ["注：本表自公布之日起施行。"],
            ["填表人：张三", "", "审核人：李四"],
            ["2026年9月1日"],
        ],
        numbers=["1"],
        layout={"merges": ["A1:F1"]},
    ),
    "headings are rows, their count is checked": Trouble(
        [NO_HEADING, ["一、自然资源（2项）"], L, F, ["二、生态环境（2项）"], R],
        confirmations=[("count_differs", 5, "")],
        headings=["自然资源", "自然资源", "生态环境"],
    ),
    "totals are check sums": Trouble(
        [NO_HEADING, ["一、自然资源"], L, F, ["小计", "", "2项"], ["二、生态环境"], R, ["合计：4项"]],
        confirmations=[("total_differs", 8, "A")],
        numbers=["1", "2", "3"],
    ),
    "numbers stay as they are written": Trouble(
        [WIDE, changed(LAND, seq_no="1."), changed(FOREST, seq_no="（二）"), changed(RIVER, seq_no="第3项")],
        numbers=["1.", "（二）", "第3项"],
    ),
    "numbers in full width": Trouble(
        [WIDE, changed(LAND, seq_no="１")], repairs=[("full_width", 2, "A")], numbers=["1"]
    ),
    "numbers with parts": Trouble([WIDE, changed(LAND, seq_no="1-1"), changed(FOREST, seq_no="1-2")]),
    "a gap is a finding": Trouble([WIDE, LAND, changed(FOREST, seq_no=5)], findings={"number_gap"}),
    "a number twice": Trouble([WIDE, LAND, changed(FOREST, seq_no="１.")], faults=[("duplicate_number", 3, "A")],
                              repairs=[]),
    "numbering that restarts is made one": Trouble(
        [
            NO_HEADING,
            ["一、自然资源"], L, F,
            ["二、生态环境"], [1, *R[1:]], [2, "河道采砂", *R[2:]],
            ["三、公共安全"], [1, "烟花爆竹", *R[2:]],
        ],
        confirmations=[("numbered_through", 6, "")], numbers=["1", "2", "3", "4", "5"],
    ),
    "odd spaces and invisible characters": Trouble(
        [WIDE, changed(LAND, title="违法\u200b占用\u00a0土地", lead="市　林业局：1.查处。")],
        repairs=[("invisible", 2, "C"), ("spaces", 2, "C"), ("spaces", 2, "D")],
    ),
    "half-width punctuation is equal": Trouble([WIDE, changed(LAND, lead="市林业局:1.查处;2.反馈")]),
    "等 leaves open who": Trouble(
        [WIDE, changed(LAND, support="市公安局、市民政局等")], findings={"open_ended"}
    ),
    "相关部门 is nobody": Trouble(
        [WIDE, changed(LAND, support="市公安局：1.处置。相关部门：1.配合。")], faults=[("body_not_named", 2, "E")]
    ),
    "an unknown name": Trouble([WIDE, changed(LAND, support="市林草局：1.配合。")], faults=[("unknown_body", 2, "E")]),
    "one item over two rows": Trouble(
        [WIDE, [*LAND[:4], "市公安局：1.处置。", ""], ["", "", "", "", "乡镇：1.巡查。", "续"], FOREST],
        repairs=[("continuation", 3, "")],
        numbers=["1", "2"],
    ),
    "vague dates stay vague": Trouble([WIDE, changed(LAND, remarks="2022.6起"), changed(FOREST, remarks="3月底前")]),
    "hidden rows and columns need a yes": Trouble(
        [WIDE, LAND, FOREST],
        confirmations=[("hidden_column", None, "F"), ("hidden_row", 3, "")],
        numbers=["1", "2"],
        layout={"hidden_rows": [3], "hidden_columns": ["F"]},
    ),
    "hidden and other sheets need a yes": Trouble(
        ONE,
        confirmations=[("other_sheet", None, ""), ("hidden_sheet", None, "")],
        layout={"more": {"说明": [["看这里"]], "草稿": [["旧"]]}, "hidden_sheets": ["草稿"]},
    ),
    "500 empty rows": Trouble([WIDE, LAND, *([[""] * 6] * 500), FOREST], numbers=["1", "2"]),
    "a formula without its value": Trouble(
        [WIDE, changed(LAND, title='=B2&"查处"')], faults=[("formula_without_value", 2, "C")]
    ),
    "an unknown heading": Trouble(
        [["序号", "领域", "事项名称", "主体责仁", "配合责任", "备注"], LAND],
        faults=[("missing_column", 1, ""), ("unknown_header", 1, "D")],
        findings={"role_missing"},
    ),
    "a heading nobody knows": Trouble(
        [[*WIDE, "办理时限"], [*LAND, "5日"]], faults=[("unknown_header", 1, "G")]
    ),
    "a column without a heading": Trouble([WIDE, [*LAND, "看"]], faults=[("untitled_column", 2, "G")]),
    "a heading twice": Trouble([[*WIDE, "备注"], [*LAND, ""]], faults=[("duplicate_header", 1, "G")]),
    "the table goes on below a note": Trouble(
        [WIDE, LAND, ["注：以下为新增。"], FOREST], confirmations=[("rows_after_note", 4, "")], numbers=["1", "2"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_a_trouble_is_repaired_asked_about_or_named(draft, trouble):
    parsed = read(draft, *trouble.rows, **trouble.layout)
    assert told(parsed.faults) == trouble.faults
    assert told(parsed.confirmations) == trouble.confirmations
    if not trouble.faults:
        assert sorted(told(parsed.repairs)) == sorted(trouble.repairs)
        assert {finding.code for finding in parsed.findings} - {"duties_missing"} == trouble.findings
    if trouble.numbers is not None:
        assert numbers(parsed) == trouble.numbers
    if trouble.headings is not None:
        assert [entry.heading for entry in parsed.entries] == trouble.headings
    assert_balanced(parsed)


@pytest.mark.parametrize("name", [name for name, trouble in TROUBLES.items() if trouble.faults])
def test_with_a_fault_nothing_is_written(draft, editor, name):
    trouble = TROUBLES[name]
    with refused("file_has_faults"):
        import_entries(
            draft, by=editor, file=table(*trouble.rows, **trouble.layout), filename="清单.xlsx", confirmed=True
        )
    assert not draft.entries.exists()


def assert_balanced(parsed) -> None:
    counts = parsed.sheet.counts
    assert counts.read == counts.items + counts.sections + counts.totals + counts.skipped


# --- Who has which part ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "support", "expected"),
    [
        (
            "牵头：市林业局 配合：市公安局、市民政局",
            "",
            [("lead", "市林业局", ""), ("support", "市公安局", ""), ("support", "市民政局", "")],
        ),
        ("牵头单位：市林业局；配合单位：市公安局", "", [("lead", "市林业局", ""), ("support", "市公安局", "")]),
        (
            "牵头：市林业局：1.造林。市民政局：2.安置。配合：市公安局：1.处置。",
            "",
            [("lead", "市林业局", "1.造林。"), ("lead", "市民政局", "2.安置。"), ("support", "市公安局", "1.处置。")],
        ),
        ("市林业局（牵头）、市公安局（配合）", "", [("lead", "市林业局", ""), ("support", "市公安局", "")]),
        ("市林业局（牵头单位）", "市公安局", [("lead", "市林业局", ""), ("support", "市公安局", "")]),
        ("市林业局、市公安局按职责分工负责", "", [("unstated", "市林业局", ""), ("unstated", "市公安局", "")]),
        ("市林业局、市公安局：按职责分工负责。", "", [("unstated", "市林业局", ""), ("unstated", "市公安局", "")]),
        ("市林业局和市公安局依职责负责", "", [("unstated", "市林业局", ""), ("unstated", "市公安局", "")]),
        (
            "市林业局：1.查处。",
            "县级：市公安局、市民政局；乡镇：1.巡查；2.上报。",
            [
                ("lead", "市林业局", "1.查处。"),
                ("support", "市公安局", ""),
                ("support", "市民政局", ""),
                ("support", "乡镇", "1.巡查；2.上报。"),
            ],
        ),
        (
            "市林业局：1.查处。",
            "县级部门：市公安局：1.处置；2.反馈。市民政局：1.救助。乡镇：1.巡查。",
            [
                ("lead", "市林业局", "1.查处。"),
                ("support", "市公安局", "1.处置；2.反馈。"),
                ("support", "市民政局", "1.救助。"),
                ("support", "乡镇", "1.巡查。"),
            ],
        ),
        ("市林业局", "属地政府：1.巡查。", [("lead", "市林业局", ""), ("support", "乡镇", "1.巡查。")]),
        ("市林业局", "各乡镇(街道)", [("lead", "市林业局", ""), ("support", "乡镇", "")]),
        (
            "市林业局",
            "市公安局\n市民政局/各镇街",
            [("lead", "市林业局", ""), *(("support", name, "") for name in ("市公安局", "市民政局", "乡镇"))],
        ),
        ("市自然资源和规划局和市林业局", "", [("lead", "市自然资源和规划局", ""), ("lead", "市林业局", "")]),
        ("澜山市林业局：1.查处。", "公安局", [("lead", "市林业局", "1.查处。"), ("support", "市公安局", "")]),
        # A role word inside a duty says nothing about roles.
        (
            "市林业局：1.牵头查处；2.配合：做好解释。",
            "",
            [("lead", "市林业局", "1.牵头查处；2.配合：做好解释。")],
        ),
    ],
)  # fmt: skip
def test_role_words_levels_and_classes_in_cells(draft, lead, support, expected):
    parsed = read(draft, WIDE, changed(LAND, lead=lead, support=support))
    assert not parsed.faults, parsed.faults
    assert parts(parsed) == expected


def test_two_leads_with_one_text_each_have_it(draft):
    parsed = read(draft, WIDE, changed(LAND, lead="市林业局、市公安局：1.联合查处。", support=""))
    assert parts(parsed) == [("lead", "市林业局", "1.联合查处。"), ("lead", "市公安局", "1.联合查处。")]


def test_short_former_and_other_names_are_aliases(draft, bureaus):
    for name in ("自规委", "原国土局"):
        Alias.objects.create(organisation=bureaus["自规局"], name=name, key=match_key(name))
    for name in ("自规委", "原国土局", "自规局", "市自然资源和规划局", "澜山市自然资源和规划局"):
        parsed = read(draft, WIDE, changed(LAND, lead=f"{name}：1.查处。"))
        assert parts(parsed)[0] == ("lead", "市自然资源和规划局", "1.查处。"), name


def test_responsible_bodies_with_a_support_column_lead(draft):
    header = ["序号", "领域", "事项名称", "责任单位", "配合单位"]
    assert parts(read(draft, header, [1, "自然资源", "造林", "市林业局", "市公安局"])) == [
        ("lead", "市林业局", ""),
        ("support", "市公安局", ""),
    ]


def test_the_boundary_under_one_upper_heading_is_two_columns(township, county, bureaus):
    draft = EditionFactory(duty_list=DutyListFactory(owner=township, kind="support_list"))
    rows = [
        ["序号", "类别", "事项名称", "牵头部门", "职责边界划分", "", "法律依据"],
        ["", "", "", "", "县级部门", "乡镇（街道）", ""],
        [1, "自然资源", "造林", "市林业局", "制定计划。", "组织群众。", "《森林法》第十条"],
    ]
    parsed = read(draft, *rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:G2"])
    assert not parsed.faults, parsed.faults
    assert parts(parsed) == [("lead", "市林业局", "制定计划。"), ("support", "汀砚镇", "组织群众。")]


@pytest.mark.parametrize(
    "header",
    [
        ["序号", "领域", "事项名称", "牵头部门", "牵头部门职责", "配合部门", "配合部门职责"],
        ["序号", "领域", "事项名称", "主体责任部门", "主体责任部门职责", "协办单位", "协办单位职责"],
    ],
)
def test_bodies_and_their_duties_stand_side_by_side(draft, header):
    parsed = read(
        draft, header, [1, "自然资源", "造林", "市林业局", "制定计划。", "市公安局、市民政局", "市公安局：巡查。"]
    )
    assert not parsed.faults, parsed.faults
    assert parts(parsed) == [
        ("lead", "市林业局", "制定计划。"),
        ("support", "市公安局", "巡查。"),
        ("support", "市民政局", ""),
    ]


def test_only_the_supporters_have_their_duties_beside(draft):
    header = ["序号", "领域", "事项名称", "牵头部门及职责", "配合部门", "配合部门职责"]
    parsed = read(draft, header, [1, "自然资源", "造林", "市林业局：制定计划。", "市公安局", "巡查。"])
    assert not parsed.faults, parsed.faults
    assert parts(parsed) == [("lead", "市林业局", "制定计划。"), ("support", "市公安局", "巡查。")]


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("《森林法》第三十九条；《行政处罚法》第二十四条", ["《森林法》第三十九条", "《行政处罚法》第二十四条"]),
        ("《森林法》第三十九条\n《行政处罚法》第二十四条", ["《森林法》第三十九条", "《行政处罚法》第二十四条"]),
        ("1.《森林法》第三十九条 2.《行政处罚法》第二十四条", ["《森林法》第三十九条", "《行政处罚法》第二十四条"]),
        ("1.《森林法》第三十九条。2.《行政处罚法》", ["《森林法》第三十九条", "《行政处罚法》"]),
        ("《森林法》第三十九条。《行政处罚法》第二十四条。", ["《森林法》第三十九条", "《行政处罚法》第二十四条。"]),
        ("《〈森林法〉实施条例》第1.2条", ["《〈森林法〉实施条例》第1.2条"]),
        ("《森林法》和《草原法》", ["《森林法》和《草原法》"]),
        (
            "《甲条例》第三十九条\n\n 自愿终身只生育\n\n一个子女,可以申\n请。",
            ["《甲条例》第三十九条 自愿终身只生育一个子女,可以申请。"],
        ),
        (
            "《甲条例》第四十条：（一）堆放；（二）搭建\n（三）其他",
            ["《甲条例》第四十条：（一）堆放；（二）搭建（三）其他"],
        ),
        ("土地管理法第六十七条\n澜政发〔2024〕5号\n森林法", ["土地管理法第六十七条", "澜政发〔2024〕5号", "森林法"]),
        ("1.土地管理法第三条\n2.县委安排", ["土地管理法第三条", "县委安排"]),
        ("根据\n《森林法》第三条；县委安排", ["根据《森林法》第三条", "县委安排"]),
    ],
)
def test_a_cell_of_many_laws_is_split_where_a_law_begins(draft, text, bases):
    parsed = read(draft, WITH_BASIS, [1, "自然资源", "造林", "市林业局：1.造林。", text])
    assert [basis.text for basis in parsed.entries[0].bases] == bases
    assert parsed.entries[0].source["实施依据"] == text


# --- Other formats, and files that are no lists ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", "\t"), ("utf-16", ",")]
)
def test_csv_is_read_whatever_its_encoding_and_separator(draft, encoding, delimiter):
    rows = [["序号", "领域", "事项名称", "主体责任"], ["１", "自然资源", "造林", "市林业局：1.造林。"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    (parsed,) = preview_import(draft, file=io.BytesIO(data), filename="清单.csv")
    assert not parsed.faults
    assert parts(parsed) == [("lead", "市林业局", "1.造林。")]
    assert parsed.sheet.delimiter == delimiter
    assert parsed.sheet.encoding.replace("-sig", "") in (encoding, encoding.replace("-sig", ""))


def test_xls_is_read_and_its_hidden_row_named(draft):
    (parsed,) = preview_import(draft, file=io.BytesIO(office_files.XLS), filename="清单.xls")
    assert parsed.sheet.kind == "xls"
    assert [entry.seq_no for entry in parsed.entries] == ["1", "2"]
    assert "hidden_row" in {confirmation.code for confirmation in parsed.confirmations}


def test_long_drop_downs_do_no_harm(draft):
    book = openpyxl.load_workbook(table(WIDE, LAND))
    choice = DataValidation(type="list", formula1='"' + "，".join(f"单位{n}" for n in range(200)) + '"')
    book.active.add_data_validation(choice)
    choice.add("D2:D500")
    file = io.BytesIO()
    book.save(file)
    (parsed,) = preview_import(draft, file=file, filename="清单.xlsx")
    assert numbers(parsed) == ["1"]


def bomb() -> bytes:
    """Little to send, far too much unpacked."""
    line = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 200_000_000 + b"</t></is></c></row>"
    return office_files.replace_member(
        office_files.workbook([WIDE, LAND]),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"<sheetData>", b"<sheetData>" + line),
    )


def far_away() -> bytes:
    """One cell in the last row and column of the sheet."""
    book = openpyxl.Workbook()
    book.active.append(WIDE)
    book.active["XFD1048576"] = "x"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("password_protected", lambda: office_files.ole("EncryptedPackage", "EncryptionInfo")),
        ("broken_file", lambda: office_files.workbook([WIDE, LAND])[:-300]),
        ("broken_file", lambda: office_files.ole("Workbook")[:700]),
        ("too_large", bomb),
        ("too_large", far_away),
        ("wrong_type", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
        ("several_tables", lambda: office_files.workbook([WIDE, LAND], more={"二": [WIDE, FOREST]})),
        ("empty_workbook", office_files.xlsx),
        ("too_large", lambda: office_files.workbook([WIDE, *([n, "领域", f"事项{n}"] for n in range(1, 10_102))])),
    ],
)
def test_a_file_that_cannot_be_a_list_is_refused_in_words(draft, editor, code, make):
    with refused(code, "file") as refusal:
        import_entries(draft, by=editor, file=io.BytesIO(make()), filename="清单.xlsx", confirmed=True)
    assert isinstance(refusal.value, UnreadableSpreadsheet)
    assert "清单.xlsx" in str(refusal.value) or refusal.value.where


# --- Whatever the rows are -------------------------------------------------------------------------------------------

ODD_ROWS = st.lists(
    st.one_of(
        st.sampled_from([LAND, FOREST, RIVER, WIDE, [""] * 6, ["小计", "", "3项"], ["合计：9项"], ["注：略"]]),
        st.sampled_from([["一、自然资源（2项）"], ["（二）水利"], ["", "", "", "市公安局"], [7], ["2026年9月1日"]]),
        st.lists(st.one_of(st.text("一二1１（）、：；市局 \n注", max_size=6), st.integers(0, 99)), max_size=6),
    ),
    max_size=12,
)  # fmt: skip


@settings(suppress_health_check=list(HealthCheck), derandomize=True)
@given(rows=ODD_ROWS)
def test_every_row_is_accounted_for(draft, rows):
    """读入 = 事项 + 领域行 + 合计 + 略去, and every entry has a row that was read."""
    parsed = read(draft, WIDE, LAND, *rows)
    assert_balanced(parsed)
    assert parsed.sheet.counts.read == parsed.sheet.last_row - parsed.sheet.header_row
    seen = [row.number for row in parsed.sheet.rows]
    for found in (parsed.sheet.sections, parsed.sheet.totals, parsed.sheet.skipped):
        seen += [row.row for row in found]
    assert sorted(seen) == list(range(parsed.sheet.header_row + 1, parsed.sheet.last_row + 1))


def test_the_long_layout_names_its_troubles_too(draft, bureaus):
    rows = [
        LONG,
        [1, "自然资源", "造林", "市林业局", "主体责任", "1.造林。"],
        ["", "", "", "市林草局", "看情况", "1.看。"],
    ]
    parsed = read(draft, *rows)
    assert ("unknown_role", 3, "E") in told(parsed.faults)
    assert Organisation.objects.filter(name="市林草局").count() == 0
