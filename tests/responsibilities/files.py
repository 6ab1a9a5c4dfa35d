"""Lists as people have them: xlsx files made of rows."""

import io

from tests.governance.office_files import workbook

WIDE = ["序号", "领域", "事项名称", "主体责任", "配合责任", "备注"]
LONG = ["序号", "领域", "事项名称", "责任主体", "责任类型", "职责内容"]
DUTIES = ["序号", "领域", "分类", "事项名称", "职责内容", "实施依据", "承办机构", "核对提示"]
THREE = [
    "清单",
    "序号",
    "类别",
    "事项名称",
    "对应上级部门",
    "上级部门职责",
    "乡镇（街道）职责",
    "承接部门",
    "工作方式",
    "对应事项",
]

LAND = [
    1,
    "自然资源",
    "违法占用土地行为的查处",
    "市自然资源和规划局：1.立案查处；2.反馈结果。",
    "市公安局：1.处置阻碍执法。乡镇：1.巡查；2.劝阻。",
    "办理流程：乡镇发现→部门立案。",
]
FOREST = [2, "自然资源", "毁林开垦行为的查处", "市林业局：1.立案查处。", "乡镇：1.巡查。", ""]
RIVER = [3, "生态环境", "村级河道保洁", "乡镇：1.保洁。", "市民政局：1.指导。", ""]


def table(*rows, **layout) -> io.BytesIO:
    """An xlsx file of these rows, header included."""
    return io.BytesIO(workbook(rows, **layout))


def changed(row: list, **cells) -> list:
    """A row of the wide layout with some cells changed: `changed(LAND, lead="市公安局：…")`."""
    at = {"seq_no": 0, "heading": 1, "title": 2, "lead": 3, "support": 4, "remarks": 5}
    copy = list(row)
    for name, value in cells.items():
        copy[at[name]] = value
    return copy
