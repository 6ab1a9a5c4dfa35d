"""A table shape, some rows of it, and short ways to read and compare: shared by the spreadsheet tests."""

import io

from governance.spreadsheets.reading import read
from governance.spreadsheets.table import Column, ColumnMap, Sheet
from tests.governance.office_files import workbook

# The published wide table: one row an item, the bodies inside the two duty cells.
WIDE = ColumnMap(
    (
        Column("seq", "序号", kind="ordinal"),
        Column("heading", "领域", ("门类",), fill_down=True),
        Column("title", "事项名称", ("事项", "工作事项"), needs_value=True),
        Column("lead", "主体责任", ("牵头单位", "牵头部门")),
        Column("support", "配合责任", ("配合单位", "配合部门")),
        Column("remarks", "备注", ("说明",), required=False),
    )
)
HEADER = ["序号", "领域", "事项名称", "主体责任", "配合责任", "备注"]
FIRST = [
    1,
    "自然资源",
    "违法占用土地行为的查处",
    "市甲局：1.立案；2.反馈。",
    "市乙局：1.协助。乡镇：1.巡查。",
    "办理流程：略",
]
SECOND = [2, "自然资源", "永久基本农田保护", "市甲局：1.划定。", "乡镇：1.巡查。", ""]
THIRD = [3, "生态环境", "秸秆禁烧", "市丙局：1.执法。", "乡镇：1.巡查。", ""]


def read_rows(*rows, columns: ColumnMap = WIDE, **layout) -> Sheet:
    return read(io.BytesIO(workbook(rows, **layout)), "清单.xlsx", columns=columns)


def read_text(text: str, columns: ColumnMap = WIDE, encoding: str = "utf-8", **options) -> Sheet:
    return read(io.BytesIO(text.encode(encoding)), "清单.csv", columns=columns, **options)


def codes(remarks) -> list[str]:
    return [remark.code for remark in remarks]


def places(remarks) -> list[tuple]:
    return [(remark.code, remark.row, remark.column) for remark in remarks]


def assert_balanced(sheet: Sheet) -> None:
    counts = sheet.counts
    assert counts.read == counts.items + counts.sections + counts.totals + counts.skipped
