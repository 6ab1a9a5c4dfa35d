"""Is an inventory read as it was meant, and asked about where that is not sure."""

import datetime

import pytest

from governance.spreadsheets.cells import holds_codes
from governance.spreadsheets.table import UnreadableSpreadsheet
from responsibilities.spreadsheets.inventories import read_inventory
from tests.responsibilities.files import table


def inventory(*rows):
    return read_inventory(table(*rows), "摸底清单.xlsx", kind="township_list")


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (["序号", "职权类别", "职权名称", "职权依据"], "C"),
        (["序号", "职权类型", "职权名称", "职权依据", "实施主体", "责任事项"], "C"),
        (["事项编码", "事项类型", "服务事项名称", "实施机关", "承诺时限"], "C"),
        (["序号", "政务服务事项", "责任处室"], "B"),
    ],
)
def test_headings_that_are_only_similar_are_asked_about(header, title):
    row = {"A": 1, title: "独生子女证办理"}
    letters = "ABCDEF"[: len(header)]
    parsed = inventory(["某某镇清单"], ["填报单位：某某镇"], header, [row.get(letter, "甲") for letter in letters])
    assert [entry.title for entry in parsed.entries] == ["独生子女证办理"]
    assert ("similar_header", title) in [
        (confirmation.code, confirmation.column) for confirmation in parsed.confirmations
    ]
    assert not parsed.faults


def test_no_table_is_made_of_what_is_none():
    with pytest.raises(UnreadableSpreadsheet) as refusal:
        inventory(["姓名", "电话", "住址"], ["张某", "123", "某某村"])
    assert refusal.value.code == "no_header"


def test_the_same_as_above_is_read_so_and_told():
    header = ["序号", "事项名称", "法律依据", "责任事项"]
    basis = "《人口条例》第三十九条\n\n自愿终身只生育\n一个子女的夫妻，可以申\n请。"
    parsed = inventory(header, [1, "发证", basis, "受理"], [2, "注销", "同上", "〃"], [3, "补办", "同前。", "同上"])
    assert {tuple(basis.text for basis in entry.bases) for entry in parsed.entries} == {
        ("《人口条例》第三十九条 自愿终身只生育一个子女的夫妻，可以申请。",)
    }
    assert [entry.source["责任事项"] for entry in parsed.entries] == ["受理"] * 3
    told = [(repair.row, repair.column) for repair in parsed.sheet.repairs if repair.code == "same_as_above"]
    assert told == [(3, "C"), (3, "D"), (4, "C"), (4, "D")]


@pytest.mark.parametrize("header", [["序号", "名称", "事项名称", "备注"], ["序号", "项目", "事项名称", "备注"]])
def test_of_two_headings_for_the_item_the_nearer_one_counts(header):
    parsed = inventory(header, [1, "大类", "独生子女证办理", "无"])
    assert (parsed.faults, [entry.title for entry in parsed.entries]) == ([], ["独生子女证办理"])
    assert parsed.entries[0].source[header[1]] == "大类"
    assert [(repair.code, repair.column) for repair in parsed.repairs] == [("second_column", "B")]


def test_two_columns_of_the_same_heading_are_both_kept():
    parsed = inventory(["序号", "事项名称", "内容", "备注", "备注"], [1, "发证", "受理", "甲", "乙"])
    assert (parsed.faults, parsed.entries[0].process_note) == ([], "甲")
    assert [parsed.entries[0].source[title] for title in ("备注", "备注（E）")] == ["甲", "乙"]


def test_two_columns_that_name_the_item_alike_are_a_question():
    parsed = inventory(["序号", "事项名称", "内容", "事项名称"], [1, "发证", "受理", "补办"])
    assert [(fault.code, fault.column) for fault in parsed.faults] == [("duplicate_header", "D")]


@pytest.mark.parametrize(
    "heading",
    [
        "事项编码（省级）",
        "条款项",
        "子项",
        "序号（原）",
        "编号(旧)",
        "文号1",
        "证号：",
        "项",
        "条",
        "事项编码/省级",
        "代码*",
    ],
)
def test_a_column_of_codes_is_told_by_its_heading(heading):
    assert holds_codes(heading)
    day = datetime.datetime(datetime.date.today().year, 3, 4)
    parsed = inventory(["序号", "事项名称", "内容", heading], [1, "发证", "受理", day])
    assert "date_for_number" in [confirmation.code for confirmation in parsed.confirmations]


@pytest.mark.parametrize("heading", ["完成时限", "启用日期", "重点事项", "时间（年月日）", "备注", "号召力", "条件"])
def test_a_column_of_days_or_words_is_none_of_codes(heading):
    assert not holds_codes(heading)
