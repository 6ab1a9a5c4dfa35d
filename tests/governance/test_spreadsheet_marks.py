"""Is nothing lost or made up: marks beside the texts, formats of numbers, containers of other programs."""

import datetime
import io
import re
import struct
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from governance.spreadsheets.formats import is_date, shown, typed_as
from governance.spreadsheets.grid import column_letter
from governance.spreadsheets.limits import Budget, Limits, Unreadable
from governance.spreadsheets.reading import read
from governance.spreadsheets.remarks import with_remarks
from governance.spreadsheets.table import Column, ColumnMap, UnreadableSpreadsheet
from governance.spreadsheets.xls import scan_xls
from tests.governance.office_files import XLS_MARKS, ods, ods_row, replace_member, workbook, zipped
from tests.governance.tables import FIRST, HEADER, SECOND, THIRD, WIDE, codes, places, read_text

OPEN = ColumnMap(WIDE.columns, keep_unknown=True)


def made(*rows, change=lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    change(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_of(data: bytes, name: str = "清单.xlsx", columns: ColumnMap = WIDE):
    return read(io.BytesIO(data), name, columns=columns)


def told(sheet) -> list[tuple]:
    return [
        (confirmation.code, confirmation.row, confirmation.column, confirmation.value)
        for confirmation in sheet.confirmations
    ]


# --- Beside the text -------------------------------------------------------------------------------------------------
def test_a_row_that_is_struck_out_needs_a_yes():
    def strike(sheet):
        for cell in sheet[3]:
            cell.font = Font(strike=True)

    sheet = sheet_of(made(FIRST, SECOND, THIRD, change=strike))
    assert [(code, row) for code, row, *_rest in told(sheet)] == [("struck_row", 3)]
    assert SECOND[2] in sheet.confirmations[0].message


def test_words_that_are_struck_out_in_a_cell_need_a_yes():
    def strike(sheet):
        sheet["D2"] = CellRichText("市甲局、", TextBlock(InlineFont(strike=True), "市乙局"), "、市丙局")
        sheet["E2"].font = Font(strike=True)
        sheet["C2"] = CellRichText(TextBlock(InlineFont(b=True), "违法"), "占地")

    assert told(sheet_of(made(FIRST, change=strike))) == [
        ("struck_text", 2, "E", FIRST[4]),
        ("struck_text", 2, "D", "市乙局"),
    ]


def test_a_comment_is_told_with_its_cell_and_text():
    def note(sheet):
        sheet["D2"].comment = Comment("牵头改为市水利局", "甲")

    assert told(sheet_of(made(FIRST, change=note))) == [("comment", 2, "D", "牵头改为市水利局")]


def test_a_value_that_its_format_hides_is_told():
    def hide(sheet):
        sheet["F2"] = 5
        number_format(sheet["F2"], ";;;")
        number_format(sheet["E2"], ";;;")
        sheet["F3"] = 0
        number_format(sheet["F3"], "0;-0;;@")
        number_format(sheet["E3"], "0;-0;;@")

    assert told(sheet_of(made(FIRST, SECOND, change=hide))) == [
        ("unseen_value", 2, "E", FIRST[4]),
        ("unseen_value", 2, "F", "5"),
        ("unseen_value", 3, "F", "0"),
    ]


def test_a_rule_that_strikes_out_or_hides_is_told_with_its_range():
    def rules(sheet):
        sheet.conditional_formatting.add("D2:D9", FormulaRule(["TRUE"], font=Font(strike=True)))
        sheet.conditional_formatting.add("E2:E9", FormulaRule(["TRUE"], font=Font(bold=True)))

    assert told(sheet_of(made(FIRST, change=rules))) == [("rule", 2, "D", "D2:D9")]

    def newer(data: bytes) -> bytes:
        rule = (
            b'<extLst><ext><x:conditionalFormattings xmlns:x="x" xmlns:f="f"><x:conditionalFormatting><x:cfRule>'
            b"<x:dxf><font><strike/></font></x:dxf></x:cfRule><f:sqref>C2:C3 E2</f:sqref></x:conditionalFormatting>"
            b"</x:conditionalFormattings></ext></extLst></worksheet>"
        )
        return data.replace(b"</worksheet>", rule)

    data = replace_member(made(FIRST), "xl/worksheets/sheet1.xml", newer)
    assert told(sheet_of(data)) == [("rule", 2, "C", "C2:C3"), ("rule", 2, "E", "E2")]


def test_a_text_box_and_a_line_over_cells_are_told():
    drawing = (
        '<d:wsDr xmlns:d="d" xmlns:a="a"><d:twoCellAnchor><d:from><d:col>3</d:col><d:row>1</d:row></d:from>'
        "<d:to><d:col>4</d:col><d:row>2</d:row></d:to><d:sp><d:txBody><a:p><a:r><a:t>改为</a:t></a:r><a:r><a:t>市水利局"
        "</a:t></a:r></a:p><a:p><a:r><a:t>甲</a:t></a:r></a:p></d:txBody></d:sp></d:twoCellAnchor><d:oneCellAnchor>"
        "<d:from><d:col>2</d:col><d:row>1</d:row></d:from><d:cxnSp/></d:oneCellAnchor></d:wsDr>"
    ).encode()
    relation = (
        b'<Relationships><Relationship Id="r1" Type="http://x/drawing" Target="../drawings/drawing1.xml"/>'
        b"</Relationships>"
    )
    data = replace_member(made(FIRST), "xl/worksheets/_rels/sheet1.xml.rels", lambda _data: relation)
    data = replace_member(data, "xl/drawings/drawing1.xml", lambda _data: drawing)
    assert told(sheet_of(data)) == [("drawing", 2, "C", ""), ("drawing", 2, "D", "改为市水利局\n甲")]


def test_ods_tells_what_is_drawn_and_what_is_hidden_and_reads_neither_into_a_cell():
    draw = 'xmlns:draw="draw"'
    row = ods_row("1", "甲", "乙", "丙", "丁").replace(
        "<text:p>丙", f"<draw:custom-shape {draw}><text:p>框</text:p></draw:custom-shape><text:p>丙"
    )
    row = row.replace(
        "</table:table-row>",
        '<table:table-cell office:value-type="float" office:value="5"><text:p/></table:table-cell></table:table-row>',
    )
    sheet = sheet_of(ods(ods_row(*HEADER) + row), "清单.ods")
    assert sheet.rows[0]["lead"] == "丙"
    assert told(sheet) == [("unseen_value", 2, "F", "5"), ("drawing", 2, "D", "框")]


def test_xls_tells_what_is_drawn_over_a_cell():
    head = record(0x809, struct.pack("<HH", 0x600, 5))
    place = len(head) + 12 + 4
    anchor = b"\0\0\x10\xf0\x12\0\0\0" + struct.pack("<9H", 2, 3, 0, 1, 0, 4, 0, 2, 0)
    data = (
        head + record(0x85, struct.pack("<II", place, 0)) + record(0xA) + record(0x809, struct.pack("<HH", 0x600, 16))
    )
    data += record(0xEC, anchor) + record(0x5D, struct.pack("<4H", 0x15, 0x12, 6, 7)) + record(0x1B6)
    data += record(0x3C, b"\1", "改".encode("utf-16-le")) + record(0xA)
    (details,) = scan_xls(data, Budget(Limits()))
    assert details.drawings == {(1, 3): "改"}


def test_rows_that_have_no_height_unless_they_say_so_count_as_hidden():
    for attribute in (b'zeroHeight="1"', b'defaultRowHeight="0"'):
        data = replace_member(
            made(FIRST, SECOND),
            "xl/worksheets/sheet1.xml",
            lambda data, attribute=attribute: re.sub(
                rb"<sheetFormatPr[^>]*>", b"<sheetFormatPr %b/>" % attribute, data
            ).replace(b'<row r="3"', b'<row r="3" ht="14"'),
        )
        assert [(code, row) for code, row, *_rest in told(sheet_of(data))] == [("hidden_row", 2)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_table_on_a_hidden_sheet_is_told(state):
    def hide(sheet):
        other = sheet.parent.create_sheet("底稿")
        for row in (HEADER, THIRD):
            other.append(row)
        other.add_table(Table(displayName="Duties", ref="A1:F2"))
        other.sheet_state = state

    assert told(sheet_of(made(FIRST, change=hide))) == [("hidden_sheet", None, "", "底稿")]


def test_a_file_given_back_with_remarks_still_says_so():
    def mark(sheet):
        sheet["D2"].comment = Comment("牵头改为市水利局", "甲")
        for cell in sheet[3]:
            cell.font = Font(strike=True)

    data = made(FIRST, SECOND, THIRD, change=mark)
    read_once = sheet_of(data)
    again = sheet_of(with_remarks(io.BytesIO(data), "清单.xlsx", sheet=read_once, remarks=read_once.confirmations))
    assert [row[:3] for row in told(again)] == [row[:3] for row in told(read_once)]
    assert codes(again.confirmations) == ["struck_row", "comment"]


def test_a_file_given_back_still_says_what_is_hidden_or_changed_by_a_rule():
    def mark(sheet):
        number_format(sheet["C2"], ";;;")
        sheet.conditional_formatting.add("F3:F9", FormulaRule(["TRUE"], font=Font(strike=True)))

    data = made(FIRST, [*SECOND[:5], None], change=mark)
    once = sheet_of(data)
    again = sheet_of(with_remarks(io.BytesIO(data), "清单.xlsx", sheet=once, remarks=()))
    assert told(once) == [("unseen_value", 2, "C", FIRST[2]), ("rule", 3, "F", "F3:F9")]
    assert told(again) == [("unseen_value", 2, "C", FIRST[2]), ("comment", 3, "F", once.confirmations[1].message)]


def test_a_row_without_height_counts_as_hidden():
    def flatten(sheet):
        sheet.row_dimensions[3].height = 7
        sheet.column_dimensions["F"].width = 7

    data = replace_member(
        made(FIRST, SECOND, change=flatten),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ht="7"', b'ht="0"').replace(b'width="7"', b'width="0"'),
    )
    assert codes(sheet_of(data).confirmations) == ["hidden_row", "hidden_column"]


def test_ods_tells_the_same():
    def cell(text: str, more: str = "", style: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string" table:style-name="{style}">{more}'
            f"<text:p>{text}</text:p></table:table-cell>"
        )

    rows = [
        *(HEADER[:5],),
        ["1", "自然资源", '甲<text:span text:style-name="gone">乙</text:span>丙', "市甲局：查。", "乡镇：报。"],
    ]
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    note = "<office:annotation><text:p>请核</text:p></office:annotation>"
    struck = "".join(
        cell(text, note if text == "2" else "", "gone") for text in ("2", "自然资源", "丁", "市甲局", "乡镇")
    )
    number = '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.8"><text:p>80%</text:p>'
    number += "</table:table-cell>" + "".join(map(cell, ("自然资源", "戊", "市甲局", "乡镇"))) + "</table:table-row>"
    style = (
        '<style:style style:name="gone"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    data = ods(f"{body}<table:table-row>{struck}</table:table-row>{number}")
    names = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = members["content.xml"].decode().replace("<office:body>", f"{style}<office:body>", 1)
    members["content.xml"] = content.replace("xmlns:office", f"{names} xmlns:office", 1).encode()

    sheet = sheet_of(zipped(members), "清单.ods")
    assert [(code, row, column) for code, row, column, _value in told(sheet)] == [
        ("struck_row", 3, ""),
        ("struck_text", 2, "C"),
        ("comment", 3, "A"),
    ]
    assert sheet.rows[2]["seq"] == "80%"


def test_xls_tells_what_its_records_say():
    fonts = record(0x31, struct.pack("<HH", 200, 0)) + record(0x31, struct.pack("<HH", 200, 8))
    code = "0000000".encode("latin-1")
    formats = record(0x41E, struct.pack("<HHB", 164, len(code), 0), code)
    styles = record(0xE0, struct.pack("<HH", 0, 0)) + record(0xE0, struct.pack("<HH", 1, 164))
    start = record(0x809, b"\x00" * 4)
    head = start + fonts + formats + styles
    place = len(head) + 4 + 4 + record(0xA).__len__()
    head += record(0x85, struct.pack("<I", place)) + record(0xA)
    cells = record(0x203, struct.pack("<3Hd", 1, 2, 1, 1234.0)) + record(
        0x208, struct.pack("<HHHHHHI", 4, 0, 1, 0, 0, 0, 0)
    )
    note = record(0x5D, struct.pack("<4H", 0x15, 0x12, 0x19, 7)) + record(0x1B6, b"\x00" * 18)
    note += record(0x3C, b"\x01", "请核".encode("utf-16-le")) + record(0x1C, struct.pack("<4H", 1, 2, 0, 7))
    (details,) = scan_xls(head + start + cells + note + record(0xA), Budget(Limits()))

    assert details.formats == {(1, 2): "0000000"}
    assert details.struck == {(1, 2)}
    assert details.hidden_rows == {4}
    assert details.comments == {(1, 2): "请核"}


def test_xls_tells_words_errors_and_days_as_xlsx_does():
    sheet = sheet_of(XLS_MARKS, "清单.xls", columns=OPEN)
    assert sorted(told(sheet)) == [
        ("date_for_number", 2, "A", "1-2"),
        ("error_value", 2, "G", "#REF!"),
        ("struck_text", 2, "D", "市乙局"),
        ("struck_text", 2, "E", "报。"),
        ("struck_text", 3, "C", "整格划掉"),
    ]
    assert sheet.rows[0]["lead"] == "市甲局、市乙局、市丙局"
    assert [(fault.code, fault.row, fault.column, fault.value) for fault in sheet.faults] == [
        ("error_value", 2, "F", "#N/A"),
        ("error_value", 3, "B", "#DIV/0!"),
    ]


def record(kind: int, *fields: bytes) -> bytes:
    content = b"".join(fields)
    return struct.pack("<HH", kind, len(content)) + content


def test_shared_texts_of_an_xls_file_go_on_in_the_next_record():
    """A record holds 8,224 bytes; what is longer is cut, also inside a text, which goes on in either width."""
    fonts = record(0x31, struct.pack("<HH", 200, 0)) + record(0x31, struct.pack("<HH", 200, 8))
    head = record(0x809, struct.pack("<HH", 0x600, 5)) + fonts + record(0xE0, struct.pack("<HH", 0, 0))
    plain = struct.pack("<HB", 3, 0) + b"abc"
    # Twelve characters, of which the last ten are struck out, with one run and three bytes about pronunciation.
    cut = struct.pack("<HBHI", 12, 0x0C, 1, 3) + b"0123"
    rest = b"\1" + "四五六七八九十终".encode("utf-16-le") + struct.pack("<HH", 2, 1)
    last = struct.pack("<HBH", 2, 0x09, 1) + "甲乙".encode("utf-16-le") + struct.pack("<HH", 1, 1)
    shared = record(0xFC, struct.pack("<II", 3, 3), plain, cut) + record(0x3C, rest[:-2])
    shared += record(0x3C, rest[-2:], b"...", last)
    place = len(head) + 12 + len(shared) + 4
    data = head + record(0x85, struct.pack("<II", place, 0)) + shared + record(0xA)
    data += record(0x809, struct.pack("<HH", 0x600, 16))
    data += b"".join(record(0xFD, struct.pack("<3HI", 0, number, 0, number)) for number in range(3))
    (details,) = scan_xls(data + record(0xA), Budget(Limits()))

    assert details.struck_parts == {(0, 1): "23四五六七八九十终", (0, 2): "乙"}


@pytest.mark.parametrize(
    ("before", "repeated"),
    [
        (
            record(0x5D, struct.pack("<4H", 0x15, 0x12, 0x19, 7)) + record(0x1B6) + record(0x3C, b"\0", b"x" * 8000),
            lambda row: record(0x1C, struct.pack("<4H", row, 0, 0, 7)),
        ),
        (b"", lambda row: record(0xFD, struct.pack("<3HI", row, 0, 0, 0))),
    ],
)
def test_what_many_cells_refer_to_is_counted_for_each_of_them(before, repeated):
    fonts = record(0x31, struct.pack("<HH", 200, 0)) + record(0x31, struct.pack("<HH", 200, 8))
    head = record(0x809, struct.pack("<HH", 0x600, 5)) + fonts + record(0xE0, struct.pack("<HH", 0, 0))
    text = struct.pack("<HBH", 8000, 0x08, 1) + b"x" * 8000 + struct.pack("<HH", 1, 1)
    shared = record(0xFC, struct.pack("<II", 1, 1), text)
    place = len(head) + 12 + len(shared) + 4
    data = head + record(0x85, struct.pack("<II", place, 0)) + shared + record(0xA)
    data += record(0x809, struct.pack("<HH", 0x600, 16)) + before + b"".join(map(repeated, range(2000)))
    with pytest.raises(Unreadable) as refusal:
        scan_xls(data, Budget(Limits()))
    assert refusal.value.code == "too_much_text"


def test_the_older_xls_tells_struck_words_beside_the_cell():
    fonts = record(0x31, struct.pack("<HH", 200, 0)) + record(0x31, struct.pack("<HH", 200, 8))
    head = record(0x809, struct.pack("<HH", 0x500, 5)) + fonts + record(0xE0, struct.pack("<HH", 0, 0))
    place = len(head) + 12 + 4
    text = "甲局、乙局".encode("gbk")
    data = (
        head + record(0x85, struct.pack("<II", place, 0)) + record(0xA) + record(0x809, struct.pack("<HH", 0x500, 16))
    )
    data += record(0xD6, struct.pack("<4H", 0, 2, 0, len(text)), text, bytes([2, 0, 0, 6, 1])) + record(0xA)
    (details,) = scan_xls(data, Budget(Limits()))

    assert details.struck_parts == {(0, 2): "乙局"}


ODS_STRING = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def ods_sheet(*rows: str, columns: ColumnMap = OPEN):
    header = "".join(map(ODS_STRING.format, [*HEADER, "事项编码"]))
    return sheet_of(
        ods("".join(f"<table:table-row>{row}</table:table-row>" for row in (header, *rows))), "a.ods", columns
    )


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ('table:formula="of:=NA()" office:value-type="string" office:string-value=""', "#N/A"),
        ('table:formula="of:=1/0" office:value-type="float" office:value="0"', "#DIV/0!"),
        ('table:formula="of:=A("', "Err:509"),
        ('office:value-type="string"', "#REF!"),
    ],
)
def test_ods_tells_errors_as_xlsx_does(cell, error):
    made_cell = f"<table:table-cell {cell}><text:p>{error}</text:p></table:table-cell>"
    texts = "".join(map(ODS_STRING.format, ("1", "自然资源", "甲", "市甲局", "乡镇")))
    sheet = ods_sheet(f"{texts}{made_cell}{made_cell}")
    assert told(sheet) == [("error_value", 2, "G", error)]
    assert [(fault.code, fault.row, fault.column, fault.value) for fault in sheet.faults] == [
        ("error_value", 2, "F", error)
    ]
    assert sheet.rows[0]["remarks"] == ""


def test_equal_cells_that_ods_writes_once_all_have_their_marks():
    number = (
        '<table:table-cell office:value-type="percentage" office:value="0.8" table:number-columns-repeated="2">'
        "<text:p>80%</text:p></table:table-cell>"
    )
    texts = "".join(map(ODS_STRING.format, ("1", "自然资源", "甲", "市甲局", "乡镇")))
    row = f'<table:table-row table:number-rows-repeated="2">{texts}{number}</table:table-row>'
    header = f"<table:table-row>{''.join(map(ODS_STRING.format, [*HEADER, '比例']))}</table:table-row>"
    sheet = sheet_of(ods(header + row), "a.ods", OPEN)
    assert [(row["remarks"], row.extra["比例"].text) for row in sheet.rows] == [("80%", "80%")] * 2


@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "错误:502"]
)
def test_an_error_in_a_csv_file_is_no_text(error):
    sheet = read_text(
        ",".join([*HEADER, "费用"]) + f"\n1,自然资源,甲,市甲局,乡镇,,{error}\n2,自然资源,{error},市甲局,乡镇,,",
        columns=OPEN,
    )
    assert told(sheet) == [("error_value", 2, "G", error)]
    assert [(fault.code, fault.row, fault.column, fault.value) for fault in sheet.faults] == [
        ("error_value", 3, "C", error)
    ]


def test_an_error_is_asked_about_again_when_the_file_comes_back():
    def spoil(sheet):
        sheet["G1"] = "费用"
        sheet["G2"].value, sheet["G2"].data_type = "#REF!", "e"

    data = made(FIRST, change=spoil)
    once = sheet_of(data, columns=OPEN)
    again = sheet_of(with_remarks(io.BytesIO(data), "清单.xlsx", sheet=once, remarks=once.confirmations), columns=OPEN)
    assert told(again) == told(once) == [("error_value", 2, "G", "#REF!")]


# --- Numbers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "code", "seen"),
    [
        (0.8, "0%", "80%"),
        (0.125, "0.0%", "12.5%"),
        (1234, "0000000", "0001234"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (5, '0"个工作日"', "5个工作日"),
        (3, '"第"0"项"', "第3项"),
        (-2, "0.0;(0.0)", "(2.0)"),
        (1.5, "0.##", "1.5"),
        (2.0, "0.##", "2"),
        (12, "@", None),
        (0.5, "# ?/?", None),
    ],
)
def test_a_number_is_kept_as_people_see_it(number, code, seen):
    assert shown(number, code) == seen


@pytest.mark.parametrize(
    "code",
    [
        "000-0000", '0"-"00', "0000-00-00", "0.00,,", '0!.0,"万元"', "0*-", "[>100]0;0.0", "0;0", "0;[Red]0", "0.0E+0",
        "[DBNum1]0", "0 0", "0/0", "??0", '_ * "-"??_ ', "0,000", '"是";"否"', "0;0;0;0;0", '0"',
    ],
)  # fmt: skip
def test_of_a_format_that_is_not_wholly_understood_only_the_number_counts(code):
    assert shown(-1234567, code) is None
    sheet = sheet_of(made([1, "甲", *FIRST[2:5], 1234567.25], change=lambda sheet: number_format(sheet["F2"], code)))
    if shown(1234567.25, code) is None:
        assert sheet.rows[0]["remarks"] == "1234567.25"


def number_format(cell, code: str) -> None:
    cell.number_format = code


@pytest.mark.parametrize(
    ("number", "code", "seen"),
    [
        (5, "0_);(0)", "5"),
        (-5, "0_);(0)", "(5)"),
        (1200, "[$¥-804]#,##0.00", "¥1,200.00"),
        (-1200.5, "_ * #,##0.00_ ;_ * \\-#,##0.00_ ", "-1,200.50"),
        (-5, "0;[红色]-0", "-5"),
        (3, '"a;b"0', "a;b3"),
        (7, "00条", "07条"),
        (1.005, "0.00", "1.01"),
        (-0.001, "0.00", None),
        (0, '0;-0;"无"', None),
    ],
)
def test_a_format_in_sections_shows_what_programs_show(number, code, seen):
    assert shown(number, code) == seen


PIECES = st.sampled_from(
    ["0", "00", "#", "?", ",", ".", "%", "-", " ", "/", "E+", "_)", "* ", "*-", "!", "\\-", '"条"', "(", ")", ";", "@",
     "元", "¥", "[Red]", "[>9]", "[DBNum1]", "[$¥-804]", "General", "d", "m", "h:mm", "e", "g", "~"]
)  # fmt: skip


@given(
    st.lists(PIECES, min_size=1, max_size=7).map("".join),
    st.integers(-(10**9), 10**9) | st.decimals(-(10**6), 10**6, places=3).map(float),
)
def test_a_format_invents_no_digits_and_loses_none_but_by_rounding(code, number):
    """Whatever a format is, what is read has the digits of the number to as many places as the format has."""
    text = shown(number, code)
    if text is None:
        return
    read_as = Decimal(re.sub(r"[^0-9.]", "", text))
    percent = text.rstrip().endswith("%") or "%" in text
    places = len(re.sub(r"[^0-9.]", "", text).partition(".")[2])
    meant = abs(Decimal(str(number))) * (100 if percent else 1)
    assert abs(read_as - meant) <= Decimal(1).scaleb(-places) / 2
    assert number >= 0 or re.search("[-(]", text)


def test_a_number_is_no_day_because_of_a_letter_in_its_format():
    """The parser takes these formats for dates; its days would have digits that nobody wrote."""
    for code in ("0 m", "0!d", "[>100]yyyy-mm-dd;0"):
        sheet = sheet_of(made([1, "甲", *FIRST[2:5], 45000.123], change=lambda s, c=code: number_format(s["F2"], c)))
        assert sheet.rows[0]["remarks"] == "45000.123"


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("m月d日", True),
        ("aaaa", True),
        ('m"月"d"日";@', True),
        ("yyyy/m/d", True),
        ("h:mm:ss", False),
        ("0.00", False),
        ("[$-804]d", True),
    ],
)
def test_which_numbers_are_days(code, day):
    assert is_date(code) is day


def test_what_was_typed_before_it_became_a_date():
    assert typed_as(datetime.date(2026, 1, 2), "m月d日") == "1-2"
    assert typed_as(datetime.date(2013, 1, 1), "yyyy年m月") == "13-1"


def test_dates_in_a_column_of_numbers_are_a_question():
    def date(sheet):
        sheet["A2"].number_format = 'm"月"d"日"'
        sheet["G1"], sheet["G2"], sheet["H1"], sheet["H2"] = "事项编码", datetime.date(2026, 3, 4), "启用日期", 46023
        sheet["H2"].number_format = "yyyy/m/d"

    sheet = sheet_of(made([46023, *FIRST[1:]], change=date), columns=OPEN)
    assert told(sheet) == [("date_for_number", 2, "A", "1-1"), ("date_for_number", 2, "G", "3-4")]
    (row,) = sheet.rows
    assert (row["seq"], row.extra["事项编码"].text, row.extra["启用日期"].text) == ("1-1", "3-4", "2026-01-01")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("1月1日", "1-1"),
        (f"{datetime.date.today().year}/1/2", "1-2"),
        (f"{datetime.date.today().year}年1月2日", f"{datetime.date.today().year}年1月2日"),
        ("3-Jan", "1-3"),
        ("Jan-13", "13-1"),
        ("2013年1月", "13-1"),
        ("一月二日", "1-2"),
        ("1 月 2 日", "1-2"),
        # Nothing that was typed as a number becomes one of these: they are asked about as they stand.
        ("2019年1月2日", "2019年1月2日"),
        ("二〇一九年一月二日", "二〇一九年一月二日"),
        ("3-Jan-19", "3-Jan-19"),
        ("13月45日", "13月45日"),
        ("1月", "1月"),
        ("1月2日 3:04", "1月2日 3:04"),
        ("星期四", "星期四"),
        ("上午1时02分", "上午1时02分"),
        ("1:02:03 AM", "1:02:03 AM"),
    ],
)
def test_a_csv_file_has_what_was_shown(text, typed):
    sheet = read_text(",".join([*HEADER, "事项编码"]) + f"\n{text},自然资源,甲,市甲局,乡镇,,{text}", columns=OPEN)
    assert told(sheet) == [("date_for_number", 2, "A", typed), ("date_for_number", 2, "G", typed)]


@pytest.mark.parametrize("text", ["1-1", "1/2", "01-02", "1号", "3.1", "（一）", "第1项", "三", "月1", "2019"])
def test_numbers_and_codes_are_no_days(text):
    sheet = read_text(",".join(HEADER) + f"\n{text},自然资源,甲,市甲局,乡镇,")
    assert (told(sheet), sheet.rows[0]["seq"]) == ([], text)


@pytest.mark.parametrize("year", [1900, 2019, 2026, 2031])
@pytest.mark.parametrize(
    ("code", "seen", "typed"), [('m"月"d"日"', "1月2日", "1-2"), ('yyyy"年"m"月"', "{year}年1月", "{short}-1")]
)
def test_a_day_is_undone_alike_in_every_kind_of_file(year, code, seen, typed):
    """The year that is not shown may be any: it is that of the day somebody typed 1-2."""
    day = datetime.date(year, 1, 2)
    values = {"year": year, "short": year % 100 if 1930 <= year < 2030 else year}

    def form(sheet):
        sheet["A2"].number_format = code

    cell = (
        f'<table:table-cell office:value-type="date" office:date-value="{day.isoformat()}">'
        f"<text:p>{seen.format(**values)}</text:p></table:table-cell>"
    )
    texts = "".join(map(ODS_STRING.format, ("自然资源", "甲", "市甲局", "乡镇", "略")))
    for sheet in (sheet_of(made([day, *FIRST[1:]], change=form)), ods_sheet(cell + texts)):
        assert told(sheet) == [("date_for_number", 2, "A", typed.format(**values))]


def test_days_of_the_week_are_not_silently_numbers():
    def form(sheet):
        sheet["A2"].number_format = "aaaa"

    assert told(sheet_of(made([46024, *FIRST[1:]], change=form))) == [("date_for_number", 2, "A", "2026-01-02")]


def test_a_known_column_of_codes_asks_too():
    columns = ColumnMap((Column("no", "目录编号", kind="code", needs_value=True), Column("title", "事项名称")))
    sheet = read(
        io.BytesIO(workbook([["目录编号", "事项名称"], [datetime.date(2019, 1, 2), "甲"]])), "a.xlsx", columns=columns
    )
    assert told(sheet) == [("date_for_number", 2, "A", "2019-01-02")]


def test_lost_digits_are_named_wherever_they_stand():
    def codes_of_18(sheet):
        sheet["G1"], sheet["G2"], sheet["G3"] = "编码", 371302198001011234, 1.23457e17

    data = made(FIRST, SECOND, change=codes_of_18)
    sheet = sheet_of(data, columns=OPEN)
    assert [row[:3] for row in told(sheet)] == [("digits_lost", 2, "G"), ("digits_lost", 3, "G")]
    assert sheet.rows[1].extra["编码"].text == "1.23457E+17"
    assert "000" not in sheet.rows[1].extra["编码"].text
    shortened = read_text(",".join([*HEADER, "编码"]) + "\n1,自然资源,甲,市甲局,乡镇,,3.71302E+17", columns=OPEN)
    assert told(shortened) == [("digits_lost", 2, "G", "3.71302E+17")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("371302198001011000", "digits_lost"),
        ("1234567890123450", "digits_lost"),
        ("371302198001011001", ""),
        ("330203000000", ""),
        ("3.71302e+17", "digits_lost"),
    ],
)
def test_digits_that_a_program_replaced_by_zeros_are_asked_about_in_a_csv_file(text, code):
    sheet = read_text(",".join([*HEADER, "编码"]) + f"\n1,自然资源,甲,市甲局,乡镇,,{text}", columns=OPEN)
    assert told(sheet) == ([(code, 2, "G", text)] if code else [])
    columns = ColumnMap((Column("no", "目录编号", kind="code", needs_value=True), Column("title", "事项名称")))
    known = read_text(f"目录编号,事项名称\n{text},甲", columns=columns)
    assert [remark.code for remark in (*known.confirmations, *known.faults)] == ([code] if code else [])


def test_a_number_may_repeat_the_unit_of_its_heading_and_no_other():
    columns = ColumnMap((Column("title", "事项名称", needs_value=True), Column("fine", "罚款（元）", kind="number")))
    sheet = read_text('事项名称,罚款（元）\n甲,5000元\n乙,"5,000 元"\n丙,5万元\n丁,元', columns=columns)
    assert [row.cells["fine"].value for row in sheet.rows] == [5000, 5000, None, None]
    assert places(sheet.faults) == [("not_a_number", 4, "B"), ("not_a_number", 5, "B")]


# --- Containers of other programs ------------------------------------------------------------------------------------
def renamed(data: bytes, change, texts=()) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {change(name): archive.read(name) for name in archive.namelist()}
    for old, new in texts:
        members = {name: part.replace(old, new) for name, part in members.items()}
    return zipped(members)


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (lambda name: name.replace("workbook.xml", "workbook2.xml"), [(b"xl/workbook.xml", b"xl/workbook2.xml")]),
        (lambda name: name.replace("sharedStrings", "SharedStrings"), [(b"sharedStrings.xml", b"SharedStrings.xml")]),
        (lambda name: name.replace("sharedStrings", "SHAREDSTRINGS"), []),
        (lambda name: name if name.startswith("[") else name.replace("/", "\\"), []),
        (lambda name: name.replace("worksheets", "Sheets"), [(b"worksheets/sheet", b"Sheets/sheet")]),
    ],
)
def test_names_of_parts_are_found_as_programs_write_them(change, texts):
    data = made(FIRST, SECOND)
    assert [row["title"] for row in sheet_of(renamed(data, change, texts)).rows] == [FIRST[2], SECOND[2]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unicode_text_without_its_mark(encoding):
    table = "\t".join(HEADER) + "\r\n1\t自然资源\t甲\t市甲局\t乡镇\t\r\n"
    assert sheet_of(table.encode(encoding), "清单.csv").rows[0]["title"] == "甲"


def test_what_guards_a_number_is_taken_off():
    sheet = read_text(",".join(HEADER) + '\n"=""01""",自然资源,甲,市甲局,乡镇,"=""说""""明"""')
    assert (sheet.rows[0]["seq"], sheet.rows[0]["remarks"]) == ("01", '说"明')


@pytest.mark.parametrize(
    ("data", "really"),
    [
        (
            b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1</td></tr></table></html>',
            "web page",
        ),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "Excel 2003"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "MHTML"),
        (b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\n", "SYLK"),
        (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\0"}), "xlsb"),
    ],
)
def test_other_formats_are_refused_by_their_name(data, really):
    from django.utils import translation

    with translation.override("en"), pytest.raises(UnreadableSpreadsheet, match=really) as refusal:
        sheet_of(data, "清单.xls")
    assert refusal.value.code == "wrong_type"
    assert ".xlsx" in str(refusal.value)


# --- Nothing is passed over, nothing is guessed ----------------------------------------------------------------------
@pytest.mark.parametrize(
    "cell", [datetime.date(2001, 2, 3), datetime.time(1, 2), datetime.datetime(2001, 2, 3, 4, 5), "1:02"]
)
def test_what_cannot_come_from_a_number_is_named_and_not_guessed(cell):
    sheet = sheet_of(made([cell, *FIRST[1:]]), columns=OPEN)
    ((code, row, column, value),) = told(sheet)
    assert (code, row, column) == ("date_for_number", 2, "A")
    assert value == sheet.rows[0]["seq"]
    assert not sheet.faults


def test_a_cell_without_a_value_is_told_in_every_column_and_row():
    def spoil(sheet):
        sheet["H1"], sheet["I1"] = "费用", "人数"
        sheet["H2"] = "=A2&2"
        sheet["I2"].value, sheet["I2"].data_type = "#REF!", "e"
        sheet["B4"].value, sheet["B4"].data_type = "#N/A", "e"
        sheet["B3"] = "=A3&2"

    sheet = sheet_of(made(FIRST, SECOND, change=spoil), columns=OPEN)
    assert [row[:3] for row in told(sheet) if row[0] in ("error_value", "formula_without_value")] == [
        ("formula_without_value", 2, "H"),
        ("error_value", 2, "I"),
        ("error_value", 4, "B"),
    ]
    assert [(fault.code, fault.row, fault.column) for fault in sheet.faults] == [("formula_without_value", 3, "B")]


def test_a_comment_without_text_says_nothing():
    def comment(sheet):
        sheet["C2"].comment = Comment(" ", "")

    assert told(sheet_of(made(FIRST, change=comment))) == []


@pytest.mark.parametrize("front", ["/", "./", ".//"])
def test_names_from_the_top_of_the_container_are_understood(front):
    with zipfile.ZipFile(io.BytesIO(made(FIRST))) as archive:
        data = zipped({f"{front}{name}": archive.read(name) for name in archive.namelist()})
    assert len(sheet_of(data).rows) == 1


# --- Characters that another program has lost -----------------------------------------------------------------------


def test_what_has_lost_characters_is_asked_about_wherever_it_stands():
    lost = [FIRST[0], "自然\ufffd源", FIRST[2], "市林业局：1.立案查处\ufffd。", *FIRST[4:]]
    rows = [[*HEADER, "另\ufffd"], [*lost, "别\ufffd的"]]
    sheet = sheet_of(workbook(rows), columns=OPEN)
    found = [one for one in told(sheet) if one[0] == "characters_lost"]
    assert found == [
        ("characters_lost", 1, column_letter(len(HEADER)), "另\ufffd"),
        ("characters_lost", 2, "B", "自然\ufffd源"),
        ("characters_lost", 2, "D", "市林业局：1.立案查处\ufffd。"),
        ("characters_lost", 2, column_letter(len(HEADER)), "别\ufffd的"),
    ]
    text = ",".join(HEADER) + "\n" + ",".join(map(str, lost))
    assert "characters_lost" in [one[0] for one in told(sheet_of(text.encode(), "清单.csv"))]
    assert "characters_lost" not in [one[0] for one in told(sheet_of(made(FIRST)))]
