"""Are names and numerals in cells read as people mean them, and does what is written come back unchanged."""

import csv
import datetime
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from governance.api.parsers import cleaned
from governance.api.views import keep_in_bounds
from governance.forms import PortalForm
from governance.spreadsheets.reading import read
from governance.spreadsheets.remarks import with_remarks
from governance.spreadsheets.splitting import NamedText, NameList, split_named_texts, split_names
from governance.spreadsheets.table import Column, ColumnMap, Fault
from governance.spreadsheets.text import chinese_numeral
from governance.spreadsheets.writing import write
from governance.text import LONGEST_TEXT, length, match_key
from tests.governance.office_files import workbook
from tests.governance.tables import HEADER, WIDE, codes

KNOWN = {
    "市自然资源和规划局",
    "自然资源和规划局",
    "市公安局",
    "市住房和城乡建设局",
    "市委、市政府",
    "乡镇",
    "市委宣传部",
    "等离子所",
}


def known(name: str) -> bool:
    return match_key(name) in KNOWN


# --- Several names in a cell -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市公安局", ["市公安局"]),
        ("市公安局、乡镇", ["市公安局", "乡镇"]),
        ("市公安局，乡镇；市委宣传部", ["市公安局", "乡镇", "市委宣传部"]),
        ("市公安局,乡镇;市委宣传部", ["市公安局", "乡镇", "市委宣传部"]),
        ("市公安局/乡镇\n市委宣传部。", ["市公安局", "乡镇", "市委宣传部"]),
        ("市自然资源和规划局", ["市自然资源和规划局"]),
        ("市自然资源和规划局和市公安局", ["市自然资源和规划局", "市公安局"]),
        ("市住房和城乡建设局及自然资源和规划局", ["市住房和城乡建设局", "自然资源和规划局"]),
        ("市公安局以及乡镇", ["市公安局", "乡镇"]),
        ("市公安局 乡镇", ["市公安局", "乡镇"]),
        ("市 公安局、乡镇", ["市 公安局", "乡镇"]),
        ("市委、市政府、市公安局", ["市委、市政府", "市公安局"]),
        ("乡镇（街道、园区和农场）、市公安局", ["乡镇（街道、园区和农场）", "市公安局"]),
        ("乡镇(街道,园区),市公安局", ["乡镇(街道,园区)", "市公安局"]),
        # Unknown names stay whole unless a known one follows.
        ("市和平办", ["市和平办"]),
        ("市和平办和市公安局", ["市和平办", "市公安局"]),
        ("市公安局、市公安局", ["市公安局"]),
        ("、，", []),
        ("", []),
    ],
)
def test_names_are_split_at_separators_but_never_inside_a_known_name(text, names):
    assert split_names(text, known=known) == NameList(tuple(names))


@pytest.mark.parametrize(
    ("text", "names", "open_ended"),
    [
        ("市公安局、乡镇等", ["市公安局", "乡镇"], True),
        ("市公安局等相关部门", ["市公安局"], True),
        ("市公安局等单位。", ["市公安局"], True),
        ("等离子所", ["等离子所"], False),
    ],
)
def test_an_open_end_is_told(text, names, open_ended):
    assert split_names(text, known=known) == NameList(tuple(names), open_ended)


def test_without_known_names_only_separators_split():
    assert split_names("自然资源和规划局、公安局及乡镇").names == ("自然资源和规划局", "公安局及乡镇")


def test_a_huge_cell_of_separators_is_split_in_no_time():
    assert split_names("和甲" * 4_000 + "、和" * 4_000, known=known).names[0] == "和甲" * 4_000


@given(
    st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, unique=True), st.sampled_from(["、", "；", "和", "及", "以及"])
)
def test_known_names_joined_by_anything_come_apart_again(names, separator):
    found = split_names(separator.join(names), known=known)
    assert found.names == tuple(names)


# --- Names with texts of their own -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("市甲局：1.立案；2.反馈。", [("市甲局", "1.立案；2.反馈。")]),
        ("市甲局：1.立案；2.反馈。乡镇：1.巡查。", [("市甲局", "1.立案；2.反馈。"), ("乡镇", "1.巡查。")]),
        ("市甲局:1.立案。\n乡镇:1.巡查。", [("市甲局", "1.立案。"), ("乡镇", "1.巡查。")]),
        ("县级：甲局、乙局；乡镇：丙办", [("县级", "甲局、乙局；"), ("乡镇", "丙办")]),
        ("市甲局、市乙局：1.联合检查。", [("市甲局、市乙局", "1.联合检查。")]),
        ("共同负责。市甲局：1.立案。", [("", "共同负责。"), ("市甲局", "1.立案。")]),
        ("市甲局：负责下列工作：1.立案；2.反馈。", [("市甲局", "负责下列工作：1.立案；2.反馈。")]),
        ("市甲局：1.立案。其中：涉刑的移送。", [("市甲局", "1.立案。其中：涉刑的移送。")]),
        ("市甲局：1.每日巡查。8:30前报送。", [("市甲局", "1.每日巡查。8:30前报送。")]),
        ("12345热线中心：1.受理。", [("12345热线中心", "1.受理。")]),
        # A name nobody knows comes to light instead of vanishing in the text before it.
        ("市甲局：1.立案。市公按局：1.侦查。", [("市甲局", "1.立案。"), ("市公按局", "1.侦查。")]),
        ("市甲局：", [("市甲局", "")]),
        ("按职责分工负责", [("", "按职责分工负责")]),
        ("", []),
    ],
)
def test_each_name_gets_its_own_text(text, parts):
    assert split_named_texts(text) == [NamedText(name, text) for name, text in parts]


def test_a_known_name_counts_even_if_it_looks_like_an_introduction():
    assert split_named_texts("其中：甲。", known=lambda name: name == "其中") == [NamedText("其中", "甲。")]


# --- Numerals and keys -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0), ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("六十七", 67), ("一百零三", 103),
        ("一百一十二", 112),
        ("一百六十三", 163), ("两百", 200), ("一千零一", 1001), ("三万五千", 35000), ("二〇二六", 2026), ("贰拾", 20),
        ("", None), ("百", None), ("一二十", None), ("十百", None), ("第一", None), ("12", None), ("甲", None),
    ],
)  # fmt: skip
def test_chinese_numerals(text, number):
    assert chinese_numeral(text) == number


def test_keys_are_equal_for_spellings_of_one_name():
    assert match_key("市 自然资源\u3000和规划局（本级）\u200b") == match_key("市自然资源和规划局(本级)")
    assert match_key("Ａ１：") == "a1:"


# --- Writing ---------------------------------------------------------------------------------------------------------
ROWS = [
    {
        "seq": 1,
        "heading": "自然资源",
        "title": "甲事项",
        "lead": "市甲局：1.查；\n2.报。",
        "support": "乡镇：1.报。",
        "remarks": "",
    },
    {"seq": 2, "heading": "生态环境", "title": "乙事项", "lead": "市乙局：1.查。", "support": "", "remarks": "=A1"},
]


def test_what_is_written_reads_back_as_it_was():
    data = write(WIDE, ROWS, title="某某清单", notes=["注：须核对。", "2.由市委编办解释。"], sheet_name="清单/2026")
    sheet = read(io.BytesIO(data), "清单.xlsx", columns=WIDE)

    assert sheet.texts() == [{key: str(value) for key, value in row.items()} for row in ROWS]
    assert (sheet.name, sheet.preamble) == ("清单_2026", ["某某清单"])
    assert [skipped.reason for skipped in sheet.skipped] == ["note", "note"]
    assert sheet.repairs == sheet.confirmations == sheet.faults == []


TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), min_size=1).map(str.strip)


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=5))
def test_any_text_comes_back_character_by_character(texts):
    columns = ColumnMap(
        (Column("seq", "序号", kind="ordinal"), Column("title", "事项名称", needs_value=True), Column("x", "备注"))
    )
    data = write(columns, [{"seq": n, "title": text, "x": "x"} for n, text in enumerate(texts, start=1)])
    rows = read(io.BytesIO(data), "清单.xlsx", columns=columns).rows
    assert [row.cells["title"].source for row in rows] == texts


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "＝1+1"])
def test_nothing_written_is_ever_a_formula(text):
    data = write([Column("a", "甲"), Column("n", "乙", kind="number")], [{"a": text, "n": text}])
    cells = openpyxl.load_workbook(io.BytesIO(data)).active[2]
    for cell in cells:
        assert (cell.data_type, cell.value) == ("s", text)
        assert cell.quotePrefix


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "＝1+1"])
def test_a_text_that_looks_like_a_formula_stays_one_wherever_it_is_written_and_comes_back(text):
    columns = ColumnMap((Column("title", "事项名称", needs_value=True), Column("x", "备注")), keep_unknown=True)
    written = write([*columns, Column("more", text)], [{"title": text, "x": "x"}], title=text, notes=[text])
    once = read(io.BytesIO(written), "清单.xlsx", columns=columns)
    again = with_remarks(io.BytesIO(written), "清单.xlsx", sheet=once, remarks=[Fault("x", text, once.rows[0].number)])
    for data in (written, again):
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active for cell in row if cell.value == text]
        assert len(cells) >= 4
        for cell in cells:
            assert (cell.data_type, bool(cell.quotePrefix)) == ("s", True)
        back = read(io.BytesIO(data), "清单.xlsx", columns=columns)
        assert back.rows[0].cells["title"].source == text


def test_every_table_is_written_by_the_two_that_write_texts_as_texts():
    """Whoever writes a table otherwise has to see to formulas again."""
    root = Path(__file__).parents[2]
    apps = ("governance", "responsibilities", "enforcement", "services", "staffing")
    writers = {
        path.relative_to(root).as_posix()
        for app in apps
        for path in (root / app).rglob("*.py")
        if re.search(r"from openpyxl import|import openpyxl|csv\.(?:Dict)?[wW]riter|text/csv", path.read_text("utf-8"))
    }
    assert writers == {"governance/spreadsheets/writing.py", "governance/spreadsheets/remarks.py"}


def test_a_cell_is_as_long_as_a_spreadsheet_counts():
    """Excel counts 32,767 units of UTF-16; 𠮷 is two of them, and what is longer it would cut in silence."""
    columns = [Column("a", "甲")]
    longest = "𠮷" * 16_383
    (cell,) = openpyxl.load_workbook(io.BytesIO(write(columns, [{"a": longest}]))).active[2]
    assert cell.value == longest


@pytest.mark.parametrize("text", ["长" * 32_768, "𠮷" * 16_384, "甲𠮷" * 40_000, "=" * 70_000])
def test_what_no_cell_holds_stands_whole_on_a_sheet_of_its_own(text):
    """Such as the names of a law or a body, each short enough, joined in one cell."""
    columns = [Column("a", "甲"), Column("b", "乙")]
    with translation.override("en"):
        file = write(columns, [{"a": "短"}, {"a": text, "b": "下"}, {"b": text[::-1]}], title="表", notes=["注", text])
    book = openpyxl.load_workbook(io.BytesIO(file))
    table, long = book.worksheets
    assert long.title == "Long texts"
    whole = {row[0].value: "".join(cell.value or "" for cell in row[1:]) for row in long.iter_rows(min_row=2)}
    assert whole == {"A4": text, "B5": text[::-1], "A7": text}
    for number, (place, said) in enumerate(whole.items(), start=2):
        beginning, _dots, note = table[place].value.rpartition("…")
        assert said.startswith(beginning) and beginning
        assert note == f" (the whole text stands on the sheet “Long texts”, row {number})"
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert max(map(length, cells)) <= 32_767
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_text_that_a_form_takes_fits_into_a_cell_of_every_export():
    class Form(PortalForm):
        facts = forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea)
        note = forms.CharField(widget=forms.Textarea)

    assert Form({"facts": "𠮷" * 10_000, "note": "字" * 20_000}).is_valid()
    refused = Form({"facts": "𠮷" * 10_001, "note": "字" * 20_001})
    assert {name: len(errors) for name, errors in refused.errors.items()} == {"facts": 1, "note": 1}
    assert "20002" in str(refused.errors["facts"])


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\r\n", "\r", "\n"])
def test_a_field_of_one_line_holds_one(end):
    class Form(PortalForm):
        title = forms.CharField()
        facts = forms.CharField(widget=forms.Textarea)

    class Shape(serializers.Serializer):
        title = serializers.CharField(max_length=200)
        facts = serializers.CharField(max_length=LONGEST_TEXT)

    form = Form({"title": f"甲{end}乙", "facts": f"甲{end}乙"})
    assert form.is_valid()
    assert form.cleaned_data == {"title": "甲 乙", "facts": "甲\n乙"}
    sent = Shape(data=cleaned({"title": f"甲{end}乙", "facts": f"甲{end}乙"}))
    keep_in_bounds(sent)
    assert not sent.is_valid()
    assert {name: [error.code for error in errors] for name, errors in sent.errors.items()} == {"title": ["line_end"]}


def test_layout_numbers_dates_and_codes():
    columns = [Column("n", "数量", kind="number", width=8), Column("d", "日期", kind="date"), Column("code", "编码")]
    data = write(columns, [{"n": 12, "d": datetime.date(2026, 9, 1), "code": "0012"}, {"n": None}], title="表")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active

    assert [cell.value for cell in sheet[3]] == [12, datetime.datetime(2026, 9, 1), "0012"]
    assert [cell.value for cell in sheet[4]] == [None, None, None]
    assert sheet["C3"].number_format == "@"
    assert sheet["B3"].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == "A3"
    assert sheet.column_dimensions["A"].width == 8
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["C3"].alignment.wrap_text
    assert {sheet[ref].font.name for ref in ("A1", "A2", "A3")} == {"宋体"}
    assert sheet.print_title_rows == "$2:$2"


def test_control_characters_go():
    columns = [Column("a", "甲")]
    assert openpyxl.load_workbook(io.BytesIO(write(columns, [{"a": "甲\x00乙\x0b"}]))).active["A2"].value == "甲乙"


# --- The tables this was made for ------------------------------------------------------------------------------------
LONG = ColumnMap(
    (
        Column("item_no", "序号", ("item_no",), kind="ordinal", fill_down=True),
        Column("domain", "领域", ("domain",), fill_down=True),
        Column("title", "事项名称", ("item_title",), needs_value=True, fill_down=True),
        Column("body", "责任主体", ("body",), needs_value=True),
        Column("role", "责任类型", ("role",), needs_value=True),
        Column("duties", "职责", ("duties",), needs_value=True),
        Column("basis", "依据", ("legal_basis",), fill_down=True),
    )
)
LONG_HEADER = ["item_no", "domain", "item_title", "body", "role", "duties", "legal_basis"]
LONG_ROWS = [
    [
        1,
        "自然资源",
        "违法占用土地行为的查处",
        "市自然资源和规划局",
        "主体责任",
        "1.立案查处；2.结案后反馈乡镇。",
        "《土地管理法》第六十七条",
    ],
    [
        1,
        "自然资源",
        "违法占用土地行为的查处",
        "市公安局",
        "配合责任",
        "1.对阻碍执法行为依法处置。",
        "《土地管理法》第六十七条",
    ],
    [
        1,
        "自然资源",
        "违法占用土地行为的查处",
        "乡镇",
        "配合责任",
        "1.动态巡查；2.劝阻无效的24小时内报告。",
        "《土地管理法》第六十七条",
    ],
    [2, "生态环境", "秸秆露天焚烧的防控", "乡镇", "主体责任", "1.网格巡查。", "《生态环境法典》"],
    [2, "生态环境", "秸秆露天焚烧的防控", "市公安局", "配合责任", "1.处置阻碍执法行为。", "《生态环境法典》"],
]


def test_the_published_wide_table_holds_what_the_long_one_holds():
    cells: dict[tuple, str] = {}
    for number, _domain, _title, body, role, duties, _basis in LONG_ROWS:
        cells[number, role] = cells.get((number, role), "") + f"{body}：{duties}"
    wide: list[list[object]] = [
        [*HEADER],
        *(
            [number, domain, title, cells[number, "主体责任"], cells[number, "配合责任"], "办理流程：略"]
            for number, domain, title in dict.fromkeys(tuple(row[:3]) for row in LONG_ROWS)
        ),
    ]
    sheet = read(io.BytesIO(workbook(wide)), "清单.xlsx", columns=WIDE)

    found = [
        [row.cells["seq"].value, row["title"], part.name, role, part.text]
        for row in sheet.rows
        for key, role in (("lead", "主体责任"), ("support", "配合责任"))
        for part in split_named_texts(row[key])
    ]
    assert found == [[row[0], *row[2:6]] for row in LONG_ROWS]


def test_the_long_table_as_csv_and_as_people_merge_it():
    text = io.StringIO()
    csv.writer(text).writerows([LONG_HEADER, *LONG_ROWS])
    plain = read(io.BytesIO(text.getvalue().encode()), "items.csv", columns=LONG)
    merged = [
        LONG_HEADER,
        *([*([None] * 3 if n in (1, 2, 4) else row[:3]), *row[3:]] for n, row in enumerate(LONG_ROWS)),
    ]
    ranges = [f"{letter}{first}:{letter}{last}" for letter in "ABC" for first, last in ((2, 4), (5, 6))]
    tidy = read(io.BytesIO(workbook(merged, merges=ranges)), "items.xlsx", columns=LONG)

    assert [list(row.values()) for row in plain.texts()] == [[str(value) for value in row] for row in LONG_ROWS]
    assert tidy.texts() == plain.texts()
    assert plain.repairs == plain.confirmations == plain.faults == tidy.confirmations == tidy.faults == []
    assert set(codes(tidy.repairs)) == {"merged"}


def test_three_lists_in_one_table_with_a_numbering_that_starts_again():
    columns = ColumnMap(
        (
            Column("list", "清单", ("list",), needs_value=True),
            Column("seq", "序号", ("seq",), kind="ordinal"),
            Column("title", "事项名称", ("title",), needs_value=True),
            Column("superior", "对应上级部门", ("superior_department",)),
            Column("takeover", "承接部门", ("receiving_department",)),
            Column("crosswalk", "对应", ("crosswalk",)),
        )
    )
    text = (
        "list,seq,title,superior_department,receiving_department,crosswalk\r\n"
        "基本,1,学习贯彻上级决定,,,D-1\r\n配合,1,农房建设监管,市住房和城乡建设局、市自然资源和规划局,,T-29|T-30\r\n"
        "收回,1,对无证经营的处罚,,市公安局,\r\n"
    )
    sheet = read(io.BytesIO(text.encode()), "lists.csv", columns=columns)

    assert [(row["list"], row.cells["seq"].value) for row in sheet.rows] == [("基本", 1), ("配合", 1), ("收回", 1)]
    assert split_names(sheet.rows[1]["superior"], known=known).names == ("市住房和城乡建设局", "市自然资源和规划局")
    assert sheet.faults == []
