"""The columns of both tables, and the words allowed in them. Titles are the official ones; synonyms are what people
write, and the column names of the tables that come with the portal."""

from enforcement.models.powers import ProcedureRuleset, ProtectedInterest
from enforcement.states import GrantForm, GrantLevel, TransitionRule
from governance.models import Organisation
from governance.spreadsheets.table import Column, ColumnMap
from governance.spreadsheets.text import NO, YES

_SEQ_NO = Column("seq_no", "序号", ("编号",), required=False, kind="ordinal", width=6)
_CATALOGUE_NO = Column(
    "catalogue_no",
    "目录编号",
    ("事项编码", "事项编号", "项目编码", "职权编码", "权力编码", "基本编码", "catalogue_no"),
    needs_value=True,
    kind="code",
    width=14,
)
_REMARKS = Column("remarks", "备注", ("说明",), required=False, width=30)


def _fine(key: str, title: str) -> Column:
    return Column(key, title, (key,), required=False, kind="number", width=12)


POWERS = ColumnMap(
    (
        _SEQ_NO,
        _CATALOGUE_NO,
        Column("catalogue_edition", "目录版本", ("版本", "catalogue_edition"), needs_value=True, kind="code", width=10),
        Column(
            "title",
            "事项名称",
            ("处罚事项", "处罚事项名称", "职权名称", "权力名称", "项目名称", "行政处罚事项", "title"),
            needs_value=True,
            width=44,
        ),
        Column(
            "department",
            "主管部门",
            ("实施部门", "原实施部门", "实施机关", "行业主管部门", "责任部门", "部门", "department"),
            needs_value=True,
            fill_merged=True,
            width=18,
        ),
        Column("domain", "领域", ("执法领域", "行业领域", "domain"), needs_value=True, fill_merged=True, width=12),
        Column("penalty_kinds", "处罚种类", ("处罚种类和幅度", "penalty_kinds"), width=18),
        Column(
            "legal_basis", "实施依据", ("法律依据", "设定依据", "处罚依据", "legal_basis"), needs_value=True, width=44
        ),
        Column(
            "basis_valid_from",
            "依据生效日期",
            ("依据施行日期", "施行日期", "basis_valid_from"),
            needs_value=True,
            kind="date",
            width=12,
        ),
        Column(
            "basis_valid_to",
            "依据有效截止日期",
            ("依据失效日期", "basis_valid_to"),
            required=False,
            kind="date",
            width=12,
        ),
        _fine("fine_citizen_min", "公民罚款下限（元）"),
        _fine("fine_citizen_max", "公民罚款上限（元）"),
        _fine("fine_organisation_min", "单位罚款下限（元）"),
        _fine("fine_organisation_max", "单位罚款上限（元）"),
        Column(
            "summary_allowed",
            "可适用简易程序",
            ("简易程序", "当场处罚", "summary_allowed"),
            needs_value=True,
            width=10,
        ),
        Column("measures", "行政强制措施", ("措施", "可采取措施", "measures"), required=False, width=18),
        Column("procedure_ruleset", "程序规则", ("程序规定", "procedure_ruleset"), needs_value=True, width=12),
        Column(
            "protected_interest",
            "延长追责时效的领域",
            ("追责时效", "protected_interest"),
            needs_value=True,
            width=14,
        ),
        _REMARKS,
    )
)
GRANTS = ColumnMap(
    (
        _SEQ_NO,
        _CATALOGUE_NO,
        Column("title", "事项名称", ("处罚事项", "职权名称", "权力名称", "项目名称"), required=False, width=44),
        Column(
            "townships",
            "承接乡镇",
            ("承接主体", "承接单位", "赋权乡镇", "乡镇", "乡镇（街道）", "乡镇类别", "township_group"),
            needs_value=True,
            fill_merged=True,
            width=18,
        ),
        Column("form", "方式", ("赋权方式", "下放方式", "form"), needs_value=True, fill_merged=True, width=8),
        Column("level", "处罚范围", ("赋权范围", "level"), needs_value=True, fill_merged=True, width=16),
        Column(
            "decision_document",
            "决定文件",
            ("决定文号", "赋权文件", "文号", "decision_document"),
            needs_value=True,
            fill_merged=True,
            kind="code",
            width=20,
        ),
        Column(
            "decided_on",
            "决定日期",
            ("decision_date",),
            needs_value=True,
            fill_merged=True,
            kind="date",
            width=12,
        ),
        Column(
            "accepted_on",
            "承接日期",
            ("承接确认日期", "acceptance_date"),
            needs_value=True,
            fill_merged=True,
            kind="date",
            width=12,
        ),
        Column("valid_to", "截止日期", ("有效期至", "终止日期", "valid_to"), required=False, kind="date", width=12),
        Column("transition_rule", "过渡规则", ("过渡安排", "transition_rule"), required=False, width=14),
        _REMARKS,
    )
)

SUMMARY = {
    **dict.fromkeys(("yes", "可", "可以", *YES), True),
    **dict.fromkeys(("no", "不可", "不可以", *NO), False),
}
RULESETS = {
    **{value: value for value in ProcedureRuleset.values},
    "仅适用《行政处罚法》": ProcedureRuleset.GENERAL,
    "市场监管": ProcedureRuleset.MARKET,
    "农业农村": ProcedureRuleset.AGRICULTURE,
    "自然资源": ProcedureRuleset.NATURAL_RESOURCES,
    "住建城管": ProcedureRuleset.URBAN,
}
INTERESTS = {
    **{value: value for value in ProtectedInterest.values},
    "无": ProtectedInterest.NONE,
    "公民生命健康安全": ProtectedInterest.LIFE_HEALTH,
    "金融安全": ProtectedInterest.FINANCIAL,
}
FORMS = {"赋权": GrantForm.GRANT, "委托": GrantForm.ENTRUSTMENT}
LEVELS = {
    **{value: value for value in GrantLevel.values},
    "全部": GrantLevel.ALL,
    "全部处罚": GrantLevel.ALL,
    "听证标准以下": GrantLevel.BELOW_HEARING,
    "听证标准以下的处罚": GrantLevel.BELOW_HEARING,
}
TRANSITIONS = {
    **{value: value for value in TransitionRule.values if value != TransitionRule.LAPSE_AFTER},
    "原地办结": TransitionRule.FINISH_IN_PLACE,
    "移交": TransitionRule.HAND_OVER,
    "重大保留": TransitionRule.RESERVE_HEAVY,
    "未定": TransitionRule.UNDECIDED,
}
# The catalogue may name townships by their form: A 镇, B 乡, C 街道.
GROUPS = {
    "A": Organisation.TownshipForm.TOWN,
    "镇": Organisation.TownshipForm.TOWN,
    "各镇": Organisation.TownshipForm.TOWN,
    "B": Organisation.TownshipForm.RURAL_TOWNSHIP,
    "乡": Organisation.TownshipForm.RURAL_TOWNSHIP,
    "各乡": Organisation.TownshipForm.RURAL_TOWNSHIP,
    "C": Organisation.TownshipForm.SUB_DISTRICT,
    "街道": Organisation.TownshipForm.SUB_DISTRICT,
    "各街道": Organisation.TownshipForm.SUB_DISTRICT,
}
