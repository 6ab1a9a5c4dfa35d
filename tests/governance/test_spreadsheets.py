"""Are tables read as people mean them, is every row accounted for, and is every wrong place named."""

import datetime
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import read, read_one_of
from governance.spreadsheets.remarks import with_remarks
from governance.spreadsheets.table import Column, ColumnMap, Remark, UnreadableSpreadsheet
from tests.governance.office_files import workbook
from tests.governance.tables import (
    FIRST,
    HEADER,
    SECOND,
    THIRD,
    WIDE,
    assert_balanced,
    codes,
    places,
    read_rows,
    read_text,
)


# --- A clean table ---------------------------------------------------------------------------------------------------
def test_a_clean_table_is_read_without_remarks():
    sheet = read_rows(HEADER, FIRST, SECOND, THIRD)

    assert [row["title"] for row in sheet.rows] == [FIRST[2], SECOND[2], THIRD[2]]
    cell = sheet.rows[1].cells["lead"]
    assert (cell.text, cell.source, cell.ref) == ("市甲局：1.划定。", "市甲局：1.划定。", "D3")
    assert (sheet.rows[1]["seq"], sheet.rows[1].cells["seq"].value) == ("2", 2)
    assert (sheet.kind, sheet.name, sheet.headings["lead"].column) == ("xlsx", "清单", "D")
    assert sheet.repairs == sheet.confirmations == sheet.faults == sheet.preamble == []
    assert sheet.counts.read == sheet.counts.items == 3


def test_title_unit_and_date_above_the_header_are_kept_apart():
    sheet = read_rows(
        ["澜山市“属地管理”事项主体责任和配合责任清单"], ["单位：项"], ["2026年9月1日"], [], HEADER, FIRST,
        merges=["A1:F1", "A2:F2"],
    )  # fmt: skip

    assert sheet.header_row == 5
    assert sheet.preamble == ["澜山市“属地管理”事项主体责任和配合责任清单", "单位：项", "2026年9月1日"]
    assert [row.number for row in sheet.rows] == [6]


# --- Headers ---------------------------------------------------------------------------------------------------------
def test_headings_are_known_by_synonym_spacing_and_width():
    sheet = read_rows(["序　号", "门类", "工作事项", "牵头\n单位", "配合单位（协助）", "备注："], FIRST)

    assert sheet.faults == []
    assert sheet.headings["lead"].title == "牵头单位"
    assert sheet.rows[0]["support"] == FIRST[4]


TWO_ROWS = ColumnMap(
    (
        Column("seq", "序号", kind="ordinal"),
        Column("title", "事项名称", needs_value=True),
        Column("department", "牵头部门"),
        Column("county", "职责边界划分/县级部门"),
        Column("township", "职责边界划分/乡镇"),
    )
)


@pytest.mark.parametrize("merges", [["A1:A2", "B1:B2", "C1:C2", "D1:E1"], ["D1:E1"], []])
def test_two_header_rows_are_joined_however_they_are_merged(merges):
    sheet = read_rows(
        ["序号", "事项名称", "牵头部门", "职责边界划分", None],
        [None, None, None, "县级部门", "乡镇"],
        [1, "秸秆禁烧", "市丙局", "执法", "巡查"],
        columns=TWO_ROWS,
        merges=merges,
    )

    assert sheet.faults == []
    assert sheet.texts() == [
        {"seq": "1", "title": "秸秆禁烧", "department": "市丙局", "county": "执法", "township": "巡查"}
    ]
    assert codes(sheet.repairs) == ["joined_header"]


def test_unknown_heading_names_the_nearest_known_one():
    sheet = read_rows(["序号", "领域", "事项名稱", "主体责任", "配合责任", "备注"], FIRST)

    unknown, missing = sheet.faults
    assert (unknown.code, unknown.row, unknown.column, unknown.value) == ("unknown_header", 1, "C", "事项名稱")
    assert unknown.suggestions[0] == "事项名称"
    assert (missing.code, missing.value) == ("missing_column", "事项名称")


def test_an_unknown_column_is_never_dropped_silently():
    rows = [[*HEADER, "完成时限"], [*FIRST, "年底前"]]
    assert places(read_rows(*rows).faults) == [("unknown_header", 1, "G")]

    kept = read_rows(*rows, columns=ColumnMap(WIDE.columns, keep_unknown=True))
    assert kept.faults == []
    assert kept.rows[0].extra["完成时限"].text == "年底前"


def test_a_heading_like_a_needed_one_is_a_question_where_unknown_ones_are_kept():
    sheet = read_rows(
        ["序号", "领域", "事项名称", "主体责任", "配合职责"],
        FIRST[:5],
        columns=ColumnMap(WIDE.columns, keep_unknown=True, ask_about_similar=True),
    )
    assert not sheet.faults
    assert [(one.code, one.column, one.value) for one in sheet.confirmations] == [("similar_header", "E", "配合职责")]
    assert sheet.rows[0]["support"] == FIRST[4]


def test_the_same_heading_twice_and_data_without_heading_are_faults():
    sheet = read_rows([*HEADER, "牵头单位", None], [*FIRST, "市丁局", "多余"])
    assert places(sheet.faults) == [("duplicate_header", 1, "G"), ("untitled_column", 2, "H")]


def test_columns_cannot_share_a_name():
    with pytest.raises(ValueError, match="牵头单位"):
        ColumnMap((Column("a", "主体责任", ("牵头单位",)), Column("b", "牵头单位")))


# --- Cells -----------------------------------------------------------------------------------------------------------
def test_merged_cells_are_filled_within_their_range_and_only_where_allowed():
    sheet = read_rows(
        HEADER,
        FIRST,
        [2, None, None, "市甲局：1.划定。", "乡镇：1.巡查。", None],
        [3, None, "秸秆禁烧", "市丙局：1.执法。", "乡镇：1.巡查。", None],
        merges=["B2:B3", "C2:C3", "F2:F3"],
    )

    _first, second, third = sheet.rows
    assert (second["heading"], second.cells["heading"].filled, second.cells["heading"].source) == ("自然资源", True, "")
    assert second["title"] == second["remarks"] == ""  # their merged cells must not be filled down
    assert [repair.value for repair in sheet.repairs if repair.code == "merged"] == ["自然资源"]
    assert places(sheet.faults) == [("blank_value", 3, "C")]
    # Row 4 lies below the range: the blank is proposed, not filled.
    assert (third["heading"], third.cells["heading"].proposal) == ("", "自然资源")
    assert places(sheet.confirmations) == [("blank_below_value", 4, "B")]


def test_full_width_digits_and_odd_spaces_are_repaired_and_punctuation_is_not():
    sheet = read_rows(
        HEADER, ["１２", "自然资源", "\u200b秸秆\u3000禁烧\u00a0", "市丙局：（1）执法，24小时。", "乡镇：1.巡查。", ""]
    )

    row = sheet.rows[0]
    assert (row["seq"], row.cells["seq"].value, row.cells["seq"].source) == ("12", 12, "１２")
    assert row["title"] == "秸秆 禁烧"
    assert row["lead"] == "市丙局：（1）执法，24小时。"
    assert places(sheet.repairs) == [("full_width", 2, "A"), ("invisible", 2, "C"), ("spaces", 2, "C")]


@pytest.mark.parametrize(
    ("written", "number"),
    [(1, 1), ("1.", 1), ("（一）", 1), ("十二", 12), ("第3项", 3), ("①", 1), ("1-1", None), ("新增", None)],
)
def test_numbering_is_kept_as_text_and_read_as_number(written, number):
    row = read_rows(HEADER, [written, *FIRST[1:]], [2, *SECOND[1:]]).rows[0]
    assert row["seq"] == str(written)
    assert row.cells["seq"].value == number


QUOTA = ColumnMap(
    (
        Column("unit", "单位", needs_value=True),
        Column("quota", "编制数", kind="number"),
        Column("since", "核定日期", kind="date"),
        Column("code", "证号"),
    )
)


def test_numbers_and_dates_are_typed_with_their_source_beside_them():
    sheet = read_rows(
        ["单位", "编制数", "核定日期", "证号"],
        ["甲镇", 12, datetime.date(2026, 9, 1), "0012"],
        ["乙镇", "１,200", "2026年9月1日", 7],
        ["丙镇", "3.5", 46266, None],
        columns=QUOTA,
    )

    assert [row.cells["quota"].value for row in sheet.rows] == [12, 1200, Decimal("3.5")]
    assert {row.cells["since"].value for row in sheet.rows} == {datetime.date(2026, 9, 1)}
    assert [row["code"] for row in sheet.rows] == ["0012", "7", ""]
    assert sheet.rows[1].cells["quota"].source == "１,200"
    assert codes(sheet.repairs) == ["full_width", "number_as_text", "number_as_text", "date_serial"]
    assert sheet.faults == []


def test_wrong_numbers_dates_and_lost_digits_are_faults_with_their_place():
    sheet = read_rows(
        ["单位", "编制数", "核定日期", "证号"],
        ["甲镇", "若干", "2022.6", 379981199001011234],
        ["乙镇", 1, "2026-02-30", "ok"],
        [None, 1, None, "ok"],
        columns=QUOTA,
    )
    assert places(sheet.faults) == [
        ("not_a_number", 2, "B"),
        ("not_a_date", 2, "C"),
        ("digits_lost", 2, "D"),
        ("not_a_date", 3, "C"),
    ]
    assert codes(sheet.repairs) == ["continuation"]  # the nameless last row


def test_formulas_without_a_value_are_faults_and_not_blanks():
    sheet = read_rows(HEADER, [1, "自然资源", "=A2&B2", "市甲局：1.查。", "乡镇：1.报。", ""], [2, *SECOND[1:]])
    assert places(sheet.faults) == [("formula_without_value", 2, "C")]


# --- Rows ------------------------------------------------------------------------------------------------------------
BASIC = ColumnMap((Column("seq", "序号", kind="ordinal"), Column("title", "事项名称", needs_value=True)))


def test_section_rows_become_headings_and_their_count_is_checked():
    sheet = read_rows(
        ["序号", "事项名称"],
        ["一、党的建设（2项）"],
        [1, "学习贯彻上级决定"],
        [2, "民主集中制"],
        ["二、经济发展（3项）"],
        [3, "招商引资"],
        columns=BASIC,
        merges=["A2:B2", "A5:B5"],
    )

    assert [(s.title, s.number, s.stated, s.counted) for s in sheet.sections] == [
        ("党的建设", 1, 2, 2),
        ("经济发展", 2, 3, 1),
    ]
    assert [row.section and row.section.title for row in sheet.rows] == ["党的建设", "党的建设", "经济发展"]
    assert places(sheet.confirmations) == [("count_differs", 5, "")]
    assert_balanced(sheet)


@pytest.mark.parametrize(
    ("section", "title", "stated"),
    [
        (["一", "党的建设（20项）"], "党的建设", 20),
        (["（一）", "党的建设"], "党的建设", None),
        (["一、党的建设（二十项）"], "党的建设", 20),
        ([None, "第一部分 党的建设，共20项"], "党的建设", 20),
        (["党的建设（共20项）"], "党的建设", 20),
        (["党的建设"], "党的建设", None),
    ],
)
def test_section_rows_in_the_forms_people_write(section, title, stated):
    sheet = read_rows(["序号", "事项名称"], section, [1, "学习贯彻上级决定"], [2, "民主集中制"], columns=BASIC)

    assert [(s.title, s.stated) for s in sheet.sections] == [(title, stated)]
    assert sheet.counts.items == 2


def test_nested_sections_count_through():
    sheet = read_rows(
        ["序号", "事项名称"],
        ["一、党的建设（3项）"],
        ["（一）组织（2项）"],
        [1, "甲"],
        [2, "乙"],
        ["（二）作风（1项）"],
        [3, "丙"],
        ["二、经济发展（1项）"],
        [4, "丁"],
        columns=BASIC,
    )
    assert [(s.title, s.level, s.counted) for s in sheet.sections] == [
        ("党的建设", 1, 3),
        ("组织", 2, 2),
        ("作风", 2, 1),
        ("经济发展", 1, 1),
    ]
    assert sheet.sections[2].parent is sheet.sections[0]
    assert sheet.confirmations == []


def test_chinese_numbering_of_items_is_not_taken_for_sections():
    sheet = read_rows(["序号", "事项名称"], ["一", "甲"], ["二", "乙"], columns=BASIC)
    assert (sheet.counts.items, sheet.counts.sections) == (2, 0)


def test_totals_are_check_sums_and_no_items():
    sheet = read_rows(
        HEADER, FIRST, SECOND, ["小计", None, "2项"], THIRD, ["小　计：2项"], ["合计", None, 3],
    )  # fmt: skip

    assert [(t.row, t.stated, t.counted) for t in sheet.totals] == [(4, 2, 2), (6, 2, 1), (7, 3, 3)]
    assert places(sheet.confirmations) == [("total_differs", 6, "A")]
    assert_balanced(sheet)


def test_totals_of_number_columns_are_added_up():
    rows = [["单位", "编制数", "核定日期", "证号"], ["甲镇", 12], ["乙镇", 8]]
    assert read_rows(*rows, ["合计", 20], columns=QUOTA).confirmations == []
    assert places(read_rows(*rows, ["合计", 21], columns=QUOTA).confirmations) == [("total_differs", 4, "B")]


def test_repeated_headers_notes_signatures_and_blank_tails_are_skipped_with_their_reason():
    sheet = read_rows(
        ["某某清单"], HEADER, FIRST, ["某某清单"], HEADER, SECOND, [], THIRD,
        [4], [5], [], ["注：1.本清单自公布之日起施行。"], ["2.由市委编办解释。"],
        ["填表人：张某", None, "审核人：李某"], ["2026年9月1日"], ["", "", "", " "],
    )  # fmt: skip

    assert sheet.counts.items == 3
    assert [skipped.reason for skipped in sheet.skipped] == [
        "repeated_header", "repeated_header", "blank", "number_only", "number_only", "blank", "note", "note", "note",
        "note", "blank",
    ]  # fmt: skip
    assert codes(sheet.repairs) == ["repeated_header", "repeated_header"]
    assert sheet.confirmations == sheet.faults == []
    assert_balanced(sheet)


def test_an_item_over_two_rows_is_joined():
    sheet = read_rows(HEADER, FIRST, [None, None, None, "3.强制执行。", None, "续"], SECOND)

    assert sheet.counts.items == 2
    assert sheet.rows[0]["lead"] == f"{FIRST[3]}\n3.强制执行。"
    assert sheet.rows[0]["remarks"] == "办理流程：略\n续"
    assert [skipped.reason for skipped in sheet.skipped] == ["continuation"]
    assert places(sheet.repairs) == [("continuation", 3, "")]


def test_text_that_belongs_to_no_row_is_a_fault():
    sheet = read_rows(HEADER, FIRST, [], [None, None, None, "3.强制执行。"], SECOND)
    assert places(sheet.faults) == [("stray_text", 4, "D")]


def test_rows_below_a_note_are_read_but_need_a_yes():
    sheet = read_rows(HEADER, FIRST, ["注：以下为新增"], SECOND)
    assert sheet.counts.items == 2
    assert places(sheet.confirmations) == [("rows_after_note", 4, "")]


def test_a_row_without_number_among_numbered_ones_needs_a_yes():
    sheet = read_rows(["序号", "事项名称"], [1, "甲"], [None, "中共澜山市委编办"], columns=BASIC)
    assert places(sheet.confirmations) == [("unnumbered", 3, "")]


def test_a_missing_name_is_a_fault_at_its_cell():
    sheet = read_rows(HEADER, FIRST, [2, "自然资源", " ", "市甲局：1.划定。", "", ""])
    assert places(sheet.faults) == [("blank_value", 3, "C")]


def test_hidden_content_needs_a_yes():
    sheet = read_rows(
        HEADER, FIRST, SECOND,
        hidden_rows=[3], hidden_columns=["F"],
        more={"旧版": [HEADER, FIRST], "说明": [["填表说明"]]}, hidden_sheets=["旧版"],
    )  # fmt: skip
    assert sorted(codes(sheet.confirmations)) == ["hidden_column", "hidden_row", "hidden_sheet", "other_sheet"]
    assert sheet.counts.items == 2


def test_a_merged_cell_may_count_for_its_rows_without_blanks_meaning_the_same():
    columns = ColumnMap(tuple(replace(column, fill_merged=True) if column.key == "lead" else column for column in WIDE))
    merged = [*SECOND[:3], None, *SECOND[4:]]
    sheet = read_rows(HEADER, FIRST, merged, [*THIRD[:3], "", *THIRD[4:]], columns=columns, merges=["D2:D3"])
    assert [row["lead"] for row in sheet.rows] == [FIRST[3], FIRST[3], ""]
    assert places(sheet.repairs) == [("merged", 2, "D")]
    assert not sheet.confirmations


# --- One of several layouts ------------------------------------------------------------------------------------------


def test_of_several_layouts_the_one_that_fits_the_header_is_read():
    file = io.BytesIO(workbook([HEADER, FIRST, SECOND]))
    assert read_one_of(file, "清单.xlsx", choices=[BASIC, WIDE])[0] == 1
    at, sheet = read_one_of(file, "清单.xlsx", choices=[WIDE, BASIC])
    assert (at, sheet.counts.items, sheet.faults) == (0, 2, [])
    nothing = io.BytesIO(workbook([["甲", "乙"], [1, 2]]))
    with pytest.raises(UnreadableSpreadsheet) as refusal:
        read_one_of(nothing, "清单.xlsx", choices=[WIDE, BASIC])
    assert refusal.value.code == "no_header"


def test_more_rows_than_allowed_are_refused_before_they_are_read():
    rows = [[number, f"事项{number}"] for number in range(1, 12)]
    file = io.BytesIO(workbook([["序号", "事项名称"], *rows]))
    assert read(file, "清单.xlsx", columns=BASIC, limits=Limits(rows=11)).counts.items == 11
    with pytest.raises(UnreadableSpreadsheet) as refusal:
        read(file, "清单.xlsx", columns=BASIC, limits=Limits(rows=10))
    assert refusal.value.code == "too_large"
    assert "11" in str(refusal.value)


# --- Given back with remarks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("header_rows", [1, 2])
def test_remarks_stand_beside_their_rows_and_are_passed_over_afterwards(header_rows):
    top = [["序号", "领域", "事项名称", "责任", "", "备注"]] if header_rows == 2 else []
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"] if header_rows == 2 else []
    head = ["", "", "", "主体责任", "配合责任", ""] if header_rows == 2 else HEADER
    rows = [*top, head, ["一、自然资源"], FIRST, [2, "", " ", "市甲局", "", ""], THIRD, ["合计：3项"]]
    before = read_rows(*rows, merges=merges)
    remarks = [*before.faults, Remark("long", "表头有误。" * 20), Remark("total", "合计有误。", header_rows + 5, "A")]
    file = with_remarks(io.BytesIO(workbook(rows, merges=merges)), "清单.xlsx", sheet=before, remarks=remarks)
    grid = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert grid[header_rows - 1][6].startswith("错误说明\n表头有误。")
    assert before.faults[0].message in grid[header_rows + 2][6]
    assert grid[header_rows + 4][6].endswith("合计有误。")

    after = read(io.BytesIO(file), "清单.xlsx", columns=WIDE)
    assert after.texts() == before.texts()
    assert (after.counts, after.faults, after.confirmations) == (before.counts, before.faults, before.confirmations)
    assert [section.title for section in after.sections] == ["自然资源"]


def test_a_csv_comes_back_as_a_workbook_with_its_remarks():
    text = "序号;事项名称\n1;甲\n2;\n3;乙\n"
    before = read_text(text, BASIC, "gb18030")
    file = with_remarks(io.BytesIO(text.encode("gb18030")), "清单.csv", sheet=before, remarks=before.faults)
    grid = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in grid] == [["序号", "事项名称"], ["1", "甲"], ["2", ""], ["3", "乙"]]
    assert grid[2][2]
