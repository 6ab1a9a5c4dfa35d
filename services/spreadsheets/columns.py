"""The columns of both tables, and the words allowed in them. Titles are the official ones; synonyms are what people
write, and the column names of the tables that come with the portal."""

from governance.spreadsheets.table import Column, ColumnMap
from governance.spreadsheets.text import NO, YES
from services.item_choices import (
    Audience,
    HandlingKind,
    ItemLevel,
    ItemType,
    LimitUnit,
    MaterialForm,
    MaterialSource,
    VillageRole,
)
from services.models.stationing import WindowKind

_SEQ_NO = Column("seq_no", "序号", ("编号",), required=False, kind="ordinal", width=6)
_REMARKS = Column("remarks", "备注", ("说明",), required=False, width=30)

ITEMS = ColumnMap(
    (
        _SEQ_NO,
        Column("base_code", "基本编码", ("base_code",), needs_value=True, kind="code", width=14),
        Column(
            "item_code",
            "实施编码",
            ("实施清单编码", "业务办理项编码", "item_code"),
            needs_value=True,
            kind="code",
            width=24,
        ),
        Column(
            "main_item", "主项名称", ("主项", "事项名称", "main_item"), needs_value=True, fill_merged=True, width=24
        ),
        Column("sub_item", "子项名称", ("子项", "业务办理项名称", "sub_item"), needs_value=True, width=36),
        Column("item_type", "事项类型", ("类型", "item_type"), needs_value=True, width=12),
        Column("level", "行使层级", ("层级", "level"), needs_value=True, width=8),
        Column(
            "department",
            "实施主体",
            ("实施部门", "主管部门", "责任部门", "部门", "department"),
            needs_value=True,
            fill_merged=True,
            width=20,
        ),
        Column("audience", "服务对象", ("audience",), needs_value=True, width=16),
        Column("legal_limit", "法定时限", ("法定办结时限", "legal_limit"), kind="number", width=8),
        Column("legal_unit", "法定时限单位", ("legal_unit",), width=8),
        Column(
            "promised_limit", "承诺时限", ("承诺办结时限", "promised_limit"), needs_value=True, kind="number", width=8
        ),
        Column("promised_unit", "承诺时限单位", ("promised_unit",), needs_value=True, width=8),
        Column("handling_kind", "办件类型", ("handling_kind",), needs_value=True, width=10),
        Column("conditions", "受理条件", ("conditions",), required=False, width=40),
        Column("materials", "申请材料", ("材料", "materials"), width=60),
        Column("steps", "办理环节", ("办理流程", "steps"), required=False, width=40),
        Column("fee", "收费", ("收费情况", "是否收费", "收费标准", "fee"), needs_value=True, width=12),
        Column("fee_basis", "收费依据", ("fee_basis",), required=False, width=30),
        Column("basis", "设定依据", ("法律依据", "实施依据", "依据", "basis"), needs_value=True, width=40),
        Column("visits", "到现场次数", ("到办事现场次数", "visits"), needs_value=True, kind="number", width=8),
        Column("result", "办理结果", ("结果名称", "审批结果", "result"), needs_value=True, width=20),
        Column("village_role", "村级办理方式", ("village_role",), needs_value=True, width=10),
        Column("village_steps", "村级办理内容", ("village_steps",), width=40),
        Column("village_ground", "村级办理依据", ("village_ground",), required=False, width=30),
        Column("telephone", "咨询电话", ("telephone",), required=False, width=14),
        Column("platform", "仅在省平台办理", ("platform",), required=False, width=10),
        Column("duty", "对应职责序号", ("duty",), required=False, kind="code", width=10),
        _REMARKS,
    )
)
STATIONING = ColumnMap(
    (
        _SEQ_NO,
        Column("centre", "乡镇（街道）", ("乡镇", "centre"), required=False, fill_merged=True, width=16),
        Column("body", "单位", ("进驻单位", "部门", "body"), needs_value=True, fill_merged=True, width=24),
        Column("item", "进驻事项", ("事项", "事项名称", "item"), needs_value=True, width=36),
        Column("should_enter", "是否应进驻", ("应进", "should_enter"), needs_value=True, width=8),
        Column("entered", "是否已进驻", ("已进", "entered"), needs_value=True, width=8),
        Column("window_kind", "窗口类型", ("窗口", "window_kind"), needs_value=True, width=12),
        Column("reason_if_not", "未进驻原因", ("原因", "reason_if_not"), width=40),
        _REMARKS,
    )
)

YES_OR_NO = {**dict.fromkeys(("yes", *YES), True), **dict.fromkeys(("no", *NO), False)}
TYPES = {
    "行政许可": ItemType.LICENCE,
    "行政确认": ItemType.CONFIRMATION,
    "行政给付": ItemType.PAYMENT,
    "行政奖励": ItemType.REWARD,
    "行政裁决": ItemType.ADJUDICATION,
    "其他行政权力": ItemType.OTHER_POWER,
    "公共服务": ItemType.PUBLIC_SERVICE,
}
LEVELS = {"县级": ItemLevel.COUNTY, "乡级": ItemLevel.TOWNSHIP, "乡镇级": ItemLevel.TOWNSHIP}
KINDS = {"即办件": HandlingKind.INSTANT, "承诺件": HandlingKind.PROMISED}
UNITS = {
    "工作日": LimitUnit.WORKING_DAYS,
    "自然日": LimitUnit.NATURAL_DAYS,
    "日历日": LimitUnit.NATURAL_DAYS,
}
AUDIENCES = {
    "自然人": [Audience.PERSONS],
    "法人和其他组织": [Audience.ORGANISATIONS],
    "村（居）民委员会": [Audience.VILLAGE_COMMITTEES],
}
VILLAGE_ROLES = {
    "none": VillageRole.NONE,
    "无": VillageRole.NONE,
    "直办": VillageRole.DIRECT,
    "代办": VillageRole.AGENT,
    "协办": VillageRole.ASSIST,
    "告知": VillageRole.NOTICE_ONLY,
    "公开告知": VillageRole.NOTICE_ONLY,
}
FORMS = {"原件": MaterialForm.ORIGINAL, "复印件": MaterialForm.COPY}
# What a source says is told by its beginning: 申请人出示（核验后退还）, 申请人自备（可电子采集）.
SOURCES = {
    "申请人": MaterialSource.APPLICANT,
    "窗口提供": MaterialSource.WINDOW,
    "数据共享": MaterialSource.SHARED,
    "部门核验": MaterialSource.SHARED,
    "村（居）民委员会出具": MaterialSource.EARLIER_RESULT,
    "乡镇组织评定出具": MaterialSource.EARLIER_RESULT,
    "前一环节": MaterialSource.EARLIER_RESULT,
}
FREE = ("不收费", "免费", "无")
WINDOW_KINDS = {
    "综合窗口": WindowKind.GENERAL,
    "专业窗口": WindowKind.SPECIAL,
    "联审窗口": WindowKind.JOINT,
    "季节性窗口": WindowKind.SEASONAL,
    "帮办窗口": WindowKind.ASSISTED,
    "驻点窗口": WindowKind.RESIDENT,
    "轮驻窗口": WindowKind.ROTATING,
    "代收代办": WindowKind.COLLECTION,
    "自助终端": WindowKind.TERMINAL,
    "不设窗口": WindowKind.NONE,
}
