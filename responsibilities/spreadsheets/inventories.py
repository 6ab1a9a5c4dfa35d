"""Inventories as townships write them: few columns, whatever they are called, and further ones kept as they are."""

from collections import Counter
from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.spreadsheets import Column, ColumnMap, Row, Section, Sheet, UnreadableSpreadsheet, match_key, read
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
WIDE = ColumnMap(_COLUMNS, keep_unknown=True)
# A table of numbers and names alone has too few headings to be told from any other by the wide one.
NARROW = ColumnMap((_SEQ_NO, _TITLE), keep_unknown=True)


def read_inventory(file: BinaryIO, filename: str, *, kind: str, sheet: str | None = None) -> ParsedList:
    """The rows of an inventory, for a list of that kind: the department is each row's `office`, remarks its note.

    Columns nobody knows are kept in `source`. Faults forbid the import. Raises UnreadableSpreadsheet.
    """
    table = _read(file, filename, sheet)
    _leave_blanks(table)
    parsed = ParsedList(kind, table, faults=list(table.faults))
    parsed.entries = [_entry(row, table) for row in table.rows]
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
    """A blank below a basis or a department is one nobody filled in: it needs no yes, and no value from above. Below a
    heading it may as well mean the same one, which only helps to propose where the matter belongs."""
    letters = {table.headings[key].column for key in ("heading", "legal_basis", "department") if key in table.headings}
    table.notices = [
        notice for notice in table.notices if not (notice.code == "blank_below_value" and notice.column in letters)
    ]


def _entry(row: Row, table: Sheet) -> ParsedEntry:
    known = {heading.title: row.cells[key].source for key, heading in table.headings.items() if key in row.cells}
    cells = {**known, **{title: cell.source for title, cell in row.extra.items()}}
    return ParsedEntry(
        row=row.number,
        # What is too long for its place is whole in `source`.
        seq_no=_text(row, "seq_no")[: LIMITS["seq_no"]],
        heading=(_text(row, "heading") or _above(row, "heading") or _heading(row.section))[: LIMITS["heading"]],
        title="".join(_text(row, "title").split("\n")),
        content=_text(row, "content"),
        office=_text(row, "department"),
        process_note=_text(row, "remarks"),
        bases=split_bases(_text(row, "legal_basis")),
        source={title: text for title, text in cells.items() if text},
    )


def _text(row: Row, key: str) -> str:
    cell = row.cells.get(key)
    return cell.text if cell else ""


def _above(row: Row, key: str) -> str:
    cell = row.cells.get(key)
    return cell.proposal if cell else ""


def _heading(section: Section | None) -> str:
    return section.title if section else ""


def _find(parsed: ParsedList) -> None:
    titles = Counter(match_key(entry.title) for entry in parsed.entries)
    for entry in parsed.entries:
        if titles[match_key(entry.title)] > 1:
            message = _("Another row has the same name: %(title)s.") % {"title": entry.title}
            parsed.findings.append(Finding("title_twice", message, entry.row, entry.seq_no))
