"""Is every format read alike, and is every bad file one clear error instead of a crash or a full memory."""

import io
import json
import os
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.spreadsheets import parser
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import read
from governance.spreadsheets.table import Sheet, UnreadableSpreadsheet
from governance.spreadsheets.workbook import open_book
from tests.conftest import is_thorough
from tests.governance.office_files import XLS, docx, ods, ods_row, ole, replace_member, workbook, zipped
from tests.governance.tables import (
    FIRST,
    HEADER,
    SECOND,
    WIDE,
    assert_balanced,
    codes,
    places,
    read_text,
)


# --- Formats ---------------------------------------------------------------------------------------------------------
def test_xls_with_merged_and_hidden_cells():
    sheet = read(io.BytesIO(XLS), "清单.xls", columns=WIDE)

    assert (sheet.kind, sheet.preamble) == ("xls", ["示范清单"])
    assert [row["title"] for row in sheet.rows] == ["甲事项", "乙事项"]
    assert (sheet.rows[1]["seq"], sheet.rows[1]["heading"]) == ("2", "自然资源")
    assert codes(sheet.repairs) == ["full_width", "merged"]
    assert places(sheet.confirmations) == [("hidden_row", 4, "")]


def test_ods_with_merged_cells_and_a_million_blank_rows():
    merged = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p>'
        '</table:table-cell><table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        "<text:p>自然资源</text:p></table:table-cell>"
        + ods_row("甲事项", "市甲局：1.查。", "乡镇：1.报。").removeprefix("<table:table-row >")
    )
    second = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p>'
        "</table:table-cell><table:covered-table-cell/>"
        + ods_row("乙事项", "市乙局：1.查。", "乡镇：1.报。").removeprefix("<table:table-row >")
    )
    tail = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    )
    sheet = read(io.BytesIO(ods(ods_row(*HEADER[:5]) + merged + second + tail)), "清单.ods", columns=WIDE)

    assert [(row["seq"], row["heading"], row["title"]) for row in sheet.rows] == [
        ("1", "自然资源", "甲事项"),
        ("2", "自然资源", "乙事项"),
    ]
    assert sheet.faults == []


CSV = '序号,领域,事项名称,主体责任,配合责任\r\n1,自然资源,甲事项,"市甲局：1.查；\n2.报。",乡镇：1.报。\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_encoding_and_delimiter_are_detected_and_told(encoding, delimiter):
    sheet = read_text(CSV.replace(",", delimiter), encoding=encoding)

    assert sheet.rows[0]["lead"] == "市甲局：1.查；\n2.报。"
    assert sheet.delimiter == delimiter
    assert sheet.encoding.split("-sig")[0] in (encoding.removesuffix("-sig"), "gb18030")


def test_the_guess_can_be_overruled():
    text = CSV.replace(",", "|")
    assert read_text(text, delimiter="|").rows[0]["title"] == "甲事项"


def test_rows_are_numbered_as_a_spreadsheet_program_shows_them():
    sheet = read_text(CSV + "2,自然资源,,市甲局：1.查。,乡镇\r\n")
    assert places(sheet.faults) == [("blank_value", 3, "C")]


# --- Bad files -------------------------------------------------------------------------------------------------------
GOOD = workbook([HEADER, FIRST, SECOND])
TEXT = ",".join(HEADER) + "\n1,自然资源,甲,乙,丙,丁\n"


def refused(data: bytes, name: str = "清单.xlsx", **options) -> UnreadableSpreadsheet:
    with pytest.raises(UnreadableSpreadsheet) as refusal:
        read(io.BytesIO(data), name, columns=WIDE, **options)
    return refusal.value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7\n", "wrong_type"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "wrong_type"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "wrong_type"),
        (docx(), "wrong_type"),
        (zipped({"a.txt": b"a"}), "wrong_type"),
        (ole("WordDocument"), "wrong_type"),
        (b"MZ" + b"\0" * 100, "wrong_type"),
        (b"\0\1\2\3" * 50, "wrong_type"),
        (ole("EncryptedPackage"), "password_protected"),
        (ods("", manifest=b"<manifest:encryption-data/>"), "password_protected"),
        (b"\xff\xfe\xfd\xff" * 20 + b"\xff", "unknown_encoding"),
        (GOOD[: len(GOOD) // 2], "broken_file"),
        (replace_member(GOOD, "xl/workbook.xml", lambda data: data[:200]), "broken_file"),
        (replace_member(GOOD, "xl/worksheets/sheet1.xml", lambda data: data[: len(data) // 2]), "broken_file"),
        (XLS[:2000], "broken_file"),
        (workbook([]), "empty_workbook"),
        (workbook([["", " "], [None]]), "empty_workbook"),
        (workbook([["甲", "乙", "丙"], [1, 2, 3]]), "no_header"),
        ("随便写的一段话".encode(), "no_header"),
        (workbook([HEADER, FIRST], more={"二": [HEADER, FIRST]}), "several_tables"),
        ((TEXT + '2,自然资源,"甲,乙,丙\n').encode(), "broken_file"),
    ],
)
def test_a_bad_file_is_refused_with_a_stable_code_and_its_name(data, code):
    refusal = refused(data)
    assert (refusal.code, refusal.field) == (code, "file")
    assert refusal.where
    assert "清单.xlsx" in str(refusal)


def test_what_a_file_is_does_not_depend_on_its_name():
    for data, kind in ((GOOD, "xlsx"), (XLS, "xls"), (TEXT.encode(), "csv")):
        assert read(io.BytesIO(data), "数据.bin", columns=WIDE).kind == kind


def test_a_damaged_csv_names_the_row():
    assert "3" in refused((TEXT + '2,自然资源,"甲,乙,丙\n').encode()).where


def test_one_of_several_tables_can_be_chosen():
    data = workbook([HEADER, FIRST], more={"二": [HEADER, SECOND]})
    assert read(io.BytesIO(data), "清单.xlsx", columns=WIDE, sheet="二").rows[0]["title"] == SECOND[2]
    assert refused(data, sheet="三").code == "no_such_sheet"


def test_the_missing_header_names_the_headings_it_needs():
    assert "主体责任" in str(refused(workbook([["甲", "乙", "丙"], [1, 2, 3]])))


# --- Files built to exhaust memory -----------------------------------------------------------------------------------
def test_a_large_file_is_refused_by_size():
    assert refused(GOOD, limits=Limits(file_bytes=len(GOOD) - 1)).code == "too_large"
    assert read(io.BytesIO(GOOD), "清单.xlsx", columns=WIDE, limits=Limits(file_bytes=len(GOOD))).counts.items == 2


def test_a_zip_bomb_is_not_unpacked():
    bomb = replace_member(GOOD, "xl/worksheets/sheet1.xml", lambda data: data + b" " * 200_000_000)
    assert len(bomb) < 1_000_000
    assert refused(bomb).code == "too_large"


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked():
    bomb = bytearray(replace_member(GOOD, "xl/worksheets/sheet1.xml", lambda data: data + b" " * 50_000_000))
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        true_size = struct.pack("<I", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    assert bomb.count(true_size) == 2  # local header and directory
    assert refused(bytes(bomb.replace(true_size, struct.pack("<I", 500)))).code == "broken_file"


def test_one_cell_in_the_last_row_and_column_is_not_laid_out():
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book.active["XFD1048576"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    refusal = refused(buffer.getvalue())
    assert (refusal.code, refusal.where) == ("too_large", "清单!XFD1048576")


def test_one_long_text_shared_by_many_cells_is_counted_each_time():
    data = workbook([HEADER, *([i, "甲", "长" * 30_000, "乙", "丙", "丁"] for i in range(300))])
    assert len(data) < 100_000
    assert refused(data, limits=Limits(characters=5_000_000)).code == "too_large"


def test_a_million_repeated_cells_of_an_ods_are_counted():
    rows = ods_row(*HEADER) + ods_row("1", attributes='table:number-rows-repeated="1048000"')
    assert refused(ods(rows)).code == "too_large"


def test_entities_are_not_expanded():
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    )
    assert refused(replace_member(GOOD, "xl/sharedStrings.xml", lambda _data: bomb)).code == "broken_file"


def test_many_cells_of_a_csv_are_refused():
    assert refused((TEXT + "1,,,,,\n" * 100).encode(), limits=Limits(cells=100)).code == "too_large"


def test_blank_lines_of_a_csv_are_counted_like_cells():
    refusal = refused(",".join(HEADER).encode() + b"\n" * 500_000, "清单.csv")
    assert (refusal.code, refusal.where) == ("too_large", "A399996")


def test_of_a_csv_without_a_table_only_the_first_rows_are_read():
    assert refused("事项\n".encode() + b"\n" * 500_000, "清单.csv").code == "no_header"


def test_of_a_csv_no_more_rows_are_kept_than_may_be_read():
    text = ",".join(HEADER) + "\n" + "1,甲,乙,丙,丁,戊\n" * 50_000
    book = open_book(text.encode(), "清单.csv", Limits(rows=1000))
    commas, *others = book.grids("清单.csv")
    book.complete(commas)
    assert (len(commas.rows), commas.unread) == (1054, 50_001 - 1054)
    assert [len(grid.rows) for grid in others] == [53, 53], "with other delimiters only the header is looked for"


def test_a_file_that_kills_the_parser_does_not_kill_the_portal():
    dimensions = struct.pack("<HHII", 0x0200, 14, 0, 4)
    assert XLS.count(dimensions) == 1
    # A sheet that claims 167 million rows makes the parser reserve a terabyte, which ends its process.
    damaged = XLS.replace(dimensions, struct.pack("<HHII", 0x0200, 14, 0, 0x0A00_0004))
    assert refused(damaged, "清单.xls").code == "broken_file"


@pytest.mark.parametrize("data", [GOOD, XLS, ods(ods_row(*HEADER) + ods_row("1", "甲", "乙", "丙", "丁", "戊"))])
def test_damage_anywhere_is_an_error_and_never_a_crash(data):
    chance = random.Random(20260901)
    for _ in range(settings.default.max_examples):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        if chance.random() < 0.3:
            del broken[chance.randrange(len(broken)) :]
        try:
            sheet = read(io.BytesIO(broken), "清单.xlsx", columns=WIDE)
        except UnreadableSpreadsheet as refusal:
            assert refusal.where
        else:
            assert isinstance(sheet, Sheet)
            assert_balanced(sheet)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_damage_inside_a_part_is_an_error_and_never_a_crash(part):
    chance = random.Random(7)

    def damage(data: bytes) -> bytes:
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            broken[chance.randrange(len(broken))] = chance.choice(b"0123456789<>&\"'/=ABr ")
        return bytes(broken)

    for _ in range(settings.default.max_examples):
        try:
            assert_balanced(read(io.BytesIO(replace_member(GOOD, part, damage)), "清单.xlsx", columns=WIDE))
        except UnreadableSpreadsheet as refusal:
            assert refusal.where


def bomb(cell: str, *, styles: bytes = b"", text: bytes = b"", rows: int = 24_900) -> bytes:
    """A small file whose cells below the header are all like this one."""
    row = f"<row>{cell * 6}</row>".encode()
    data = replace_member(
        workbook([HEADER]),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", row * rows + b"</sheetData>"),
    )
    data = replace_member(data, "xl/sharedStrings.xml", lambda data: data.replace(b"</sst>", text + b"</sst>"))
    return replace_member(data, "xl/styles.xml", lambda data: styles or data)


_STRUCK_WORDS = b"<si>" + b"<r><t>a</t></r><r><rPr><strike/></rPr><t>b</t></r>" * 10 + b"</si>"
_FORMATTED = (
    b'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="#,##0.00&quot;%b&quot;"/></numFmts>'
    b'<cellXfs><xf/><xf numFmtId="200"/></cellXfs></styleSheet>' % "元整".encode()
)
_STRUCK = b"<styleSheet><fonts><font><strike/></font></fonts><cellXfs><xf/></cellXfs></styleSheet>"
_MEASURE = """
import io, json, os, resource, subprocess, sys, time

def used(who):
    usage = resource.getrusage(who)
    return usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime

data = open(sys.argv[1], "rb").read()
# Before the portal is loaded: a process counts the memory of the one that started it as its own.
child = [sys.executable, "-I", "governance/spreadsheets/parser_child.py", "xlsx", "{}"]
subprocess.run(child, input=data, stdout=subprocess.DEVNULL)
children = used(resource.RUSAGE_CHILDREN)
import django
django.setup()
from governance.spreadsheets.reading import read
from governance.spreadsheets.table import UnreadableSpreadsheet
from tests.conftest import is_thorough
from tests.governance.tables import WIDE
before = used(resource.RUSAGE_SELF)
try:
    rows = len(read(io.BytesIO(data), "a.xlsx", columns=WIDE).rows)
except UnreadableSpreadsheet as refusal:
    rows = str(refusal.code)
after = used(resource.RUSAGE_SELF)
print(json.dumps([rows, children, [after[0] - before[0], after[1] - before[1]]]))
"""


_FULL_OF_MARKS = [
    (bomb('<c s="1"><v>1234567</v></c>', styles=_FORMATTED), 24_900),
    (bomb('<c s="1"><v>1234567</v></c>', styles=_FORMATTED, rows=66_000), "too_large"),
    (bomb("<c><v>12345678901234567890123</v></c>"), 24_900),
    (bomb('<c t="s"><v>6</v></c>', text=_STRUCK_WORDS), 24_900),
    (bomb('<c s="0"><v>7</v></c>', styles=_STRUCK, rows=66_000), "too_large"),
]


@pytest.mark.parametrize(("data", "rows"), _FULL_OF_MARKS if is_thorough() else _FULL_OF_MARKS[:2])
def test_a_small_file_full_of_marks_costs_little(tmp_path, data, rows):
    """Megabytes and seconds of the parser's process, and what reading adds to those of the portal."""
    assert len(data) < 1_500_000
    path = tmp_path / "marks.xlsx"
    path.write_bytes(data)
    measured = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)],
        capture_output=True,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    read_rows, (child_memory, child_time), (memory, seconds) = json.loads(measured.stdout.splitlines()[-1])
    assert read_rows == rows
    assert child_memory < 300
    assert child_time < 10
    assert memory < 200
    assert seconds < 10


def test_what_a_file_says_beside_its_values_is_limited():
    data = workbook([HEADER, FIRST, SECOND], hidden_rows=[2, 3])
    assert read(io.BytesIO(data), "清单.xlsx", columns=WIDE, limits=Limits(details=2)).counts.items == 2
    refusal = refused(data, limits=Limits(details=1))
    assert refusal.code == "too_large"
    assert "格式" in str(refusal)


def test_what_the_parser_writes_is_limited(monkeypatch, tmp_path):
    """Its process may write so many bytes and no more; the portal reads them line by line."""
    child = tmp_path / "parser_child.py"
    limit = "MOST_WRITTEN = 128 * 1024 * 1024"
    source = Path(parser._CHILD).read_text(encoding="utf-8")
    assert limit in source
    child.write_text(
        source.replace(limit, "MOST_WRITTEN = 100").replace(
            "Path(__file__).parent", f"Path({str(parser._CHILD.parent)!r})"
        ),
        encoding="utf-8",
    )
    monkeypatch.setattr(parser, "_CHILD", child)
    assert refused(GOOD).code == "too_large"


# --- Nothing is lost -------------------------------------------------------------------------------------------------
WORDS = st.sampled_from(
    ["", "", "", "1", "2", "一", "（二）", "小计", "合计", "注：", "说明：", "2026年9月1日", "一、党建（2项）",
     "甲事项", "3项"]
)  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=6, max_size=6), max_size=12))
def test_every_row_is_accounted_for_and_every_text_can_be_found_again(rows):
    # Titles get a different character at each place, which leaves their form alone.
    marked = [
        [f"{text}{chr(0x4E00 + 6 * r + c)}" if text == "甲事项" else text for c, text in enumerate(row)]
        for r, row in enumerate(rows)
    ]
    sheet = read_text("\n".join(",".join(row) for row in [HEADER, *marked]))

    assert_balanced(sheet)
    assert sheet.counts.read == len(rows)
    found = [cell.text for row in sheet.rows for cell in row.cells.values()]
    for parts in (sheet.sections, sheet.totals, sheet.skipped):
        found += [part.text for part in parts]
    for row in marked:
        for word in filter(None, row):
            assert any(word in place for place in found)
