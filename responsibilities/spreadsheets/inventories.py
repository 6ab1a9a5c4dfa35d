"""Inventories as townships write them: a few known columns under many headings, all other columns kept."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.spreadsheets.reading import read
from governance.spreadsheets.table import Column, ColumnMap, Fault, Section, Sheet, SheetRow, UnreadableSpreadsheet
from governance.text import LONGEST_TEXT, length, match_key
from responsibilities.models import LIMITS
from responsibilities.spreadsheets.entries import split_bases
from responsibilities.spreadsheets.parsed import Finding, ParsedEntry, ParsedList

_SEQ_NO = Column("seq_no", "序号", ("编号", "事项序号", "序列", "no"), required=False, kind="ordinal", width=6)
_TITLE = Column(
    "title",
    "事项名称",
    (
        "事项", "工作事项", "职责事项", "履职事项", "具体事项", "工作任务", "任务名称", "职责名称", "工作名称", "项目",
        "事项名", "名称", "任务事项", "承担事项", "工作任务名称", "具体工作", "工作事项名称", "职责任务",
    ),
    needs_value=True,
    width=36,
)  # fmt: skip
_COLUMNS = (
    _SEQ_NO,
    Column(
        "heading",
        "领域",
        ("门类", "类别", "事项类别", "分类", "条线", "工作领域", "所属领域", "业务领域", "大类"),
        required=False,
        fill_down=True,
        width=12,
    ),
    _TITLE,
    Column(
        "content",
        "内容",
        (
            "工作内容", "职责内容", "具体内容", "主要内容", "具体职责", "工作描述", "事项内容", "内容描述", "主要职责",
            "工作职责", "具体工作内容", "事项描述", "职责", "工作要求", "主要工作内容",
        ),
        required=False,
        width=60,
    ),
    Column(
        "legal_basis",
        "依据",
        (
            "实施依据", "法律依据", "设定依据", "政策依据", "事项依据", "法律法规依据", "政策法规依据", "文件依据",
            "法规依据", "工作依据", "法律法规", "法律、法规依据", "依据文件", "政策文件", "主要依据", "法律政策依据",
        ),
        required=False,
        fill_down=True,
        width=36,
    ),
    Column(
        "department",
        "部门",
        (
            "上级部门", "对应上级部门", "上级主管部门", "业务主管部门", "主管部门", "对应部门", "交办部门", "责任部门",
            "牵头部门", "县级部门", "市直部门", "业务部门", "上级业务部门", "条线部门", "责任单位", "来源部门",
            "责任科室", "承办机构", "下达部门", "布置部门",
        ),
        required=False,
        fill_down=True,
        width=20,
    ),
    Column("remarks", "备注", ("说明", "其他", "备注说明"), required=False, width=30),
)  # fmt: skip
WIDE = ColumnMap(_COLUMNS, keep_unknown=True, ask_about_similar=True)
# A table with only numbers and names has too few headings for the wide layout to be recognised.
NARROW = ColumnMap((_SEQ_NO, _TITLE), keep_unknown=True, ask_about_similar=True)


def read_inventory(file: BinaryIO, filename: str, *, kind: str, sheet: str | None = None) -> ParsedList:
    """The rows of an inventory for a list of that kind; `office` is the department, `process_note` the remarks.

    Unknown columns are kept in `source`. Faults forbid the import. Raises UnreadableSpreadsheet.
    """
    table = _read(file, filename, sheet)
    _leave_blanks(table)
    parsed = ParsedList(kind, table, faults=list(table.faults))
    parsed.entries = [_entry(row, table) for row in table.rows]
    _check_lengths(parsed)
    _find(parsed)
    return parsed


def _read(file: BinaryIO, filename: str, sheet: str | None) -> Sheet:
    try:
        return read(file, filename, columns=WIDE, sheet=sheet)
    except UnreadableSpreadsheet as refusal:
        if refusal.code != "no_header":
            raise
        try:
            return read(file, filename, columns=NARROW, sheet=sheet)
        except UnreadableSpreadsheet:
            raise refusal from None


def _leave_blanks(table: Sheet) -> None:
    """Ignore blanks below a basis or department: nobody filled them in, and nothing has to be confirmed. A blank below
    a heading may mean the same heading, which is only used to propose where the matter belongs."""
    letters = {table.headings[key].column for key in ("heading", "legal_basis", "department") if key in table.headings}
    table.confirmations = [
        confirmation
        for confirmation in table.confirmations
        if not (confirmation.code == "blank_below_value" and confirmation.column in letters)
    ]


def _entry(row: SheetRow, table: Sheet) -> ParsedEntry:
    known = {heading.title: row.cells[key].source for key, heading in table.headings.items() if key in row.cells}
    cells = {**known, **{title: cell.source for title, cell in row.extra.items()}}
    return ParsedEntry(
        row=row.number,
        seq_no=_text(row, "seq_no"),
        heading=_text(row, "heading") or _above(row, "heading") or _heading(row.section),
        title="".join(_text(row, "title").split("\n")),
        content=_text(row, "content"),
        office=_text(row, "department"),
        process_note=_text(row, "remarks"),
        bases=split_bases(_text(row, "legal_basis")),
        source={title: text for title, text in cells.items() if text},
    )


def _text(row: SheetRow, key: str) -> str:
    cell = row.cells.get(key)
    return cell.text if cell else ""


def _above(row: SheetRow, key: str) -> str:
    cell = row.cells.get(key)
    return cell.proposal if cell else ""


def _heading(section: Section | None) -> str:
    return section.title if section else ""


def _check_lengths(parsed: ParsedList) -> None:
    headings = parsed.sheet.headings
    for row, entry in zip(parsed.sheet.rows, parsed.entries, strict=True):
        texts = [
            ("seq_no", entry.seq_no, LIMITS["seq_no"]),
            ("heading", entry.heading, LIMITS["heading"]),
            ("title", entry.title, LIMITS["title"]),
            *((key, row[key], LONGEST_TEXT) for key in ("content", "legal_basis", "department", "remarks")),
            *((title, cell.text, LONGEST_TEXT) for title, cell in row.extra.items()),
        ]
        for key, text, limit in texts:
            if length(text) > limit:
                message = _("This text has %(length)s characters; at most %(limit)s fit here.")
                column = headings[key].column if key in headings else ""
                values = {"length": length(text), "limit": limit}
                parsed.faults.append(Fault("too_long", message % values, row.number, column, text[:40]))


def _find(parsed: ParsedList) -> None:
    named: dict[str, ParsedEntry] = {}
    for entry in parsed.entries:
        first = named.setdefault(match_key(entry.title), entry)
        if entry.title and first is not entry:
            message = _("Perhaps the same item as %(number)s (row %(row)s): %(title)s.")
            values = {"number": first.seq_no, "row": first.row, "title": first.title}
            parsed.findings.append(Finding("title_twice", message % values, entry.row, entry.seq_no))
