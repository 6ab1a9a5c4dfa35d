"""The columns of every layout in which lists are kept. Titles are the official ones; synonyms are what people write."""

import re
from dataclasses import dataclass, replace

from governance.spreadsheets import Column, ColumnMap
from responsibilities.kinds import ListKind

SEQ_NO = Column("seq_no", "序号", ("编号", "事项序号", "seq", "item_no"), kind="ordinal", width=6)
HEADING = Column(
    "heading", "领域", ("门类", "类别", "事项类别", "domain", "area"), required=False, fill_down=True, width=12
)
TITLE = Column(
    "title",
    "事项名称",
    ("事项", "工作事项", "职责事项", "工作任务", "任务名称", "职责名称", "title", "item_title"),
    needs_value=True,
    width=36,
)
LEGAL_BASIS = Column(
    "legal_basis", "实施依据", ("法律依据", "设定依据", "政策依据", "事项依据", "legal_basis"), required=False, width=36
)
PROCESS_NOTE = Column("process_note", "备注", ("说明", "办理流程", "process_note"), required=False, width=40)
# What the official form writes before the process in its column of remarks.
PROCESS_LABEL = "办理流程："
CROSSWALK = Column("crosswalk", "对应事项", ("对照", "crosswalk"), required=False, width=12)

# The word that says who is responsible without saying whether that body leads.
RESPONSIBLE = "责任单位"


@dataclass(frozen=True)
class Layout:
    """One way a kind of list is laid out. `per_body`: one row for each (item, body), not for each item."""

    columns: ColumnMap
    per_body: bool = False


TERRITORIAL_WIDE = Layout(
    ColumnMap(
        (
            SEQ_NO,
            HEADING,
            TITLE,
            Column(
                "lead",
                "主体责任",
                ("牵头单位", "牵头部门", "主责部门", "主责单位", RESPONSIBLE),
                fill_merged=True,
                width=60,
            ),
            Column(
                "support",
                "配合责任",
                ("配合单位", "协作单位", "协助单位", "配合部门"),
                required=False,
                fill_merged=True,
                width=60,
            ),
            LEGAL_BASIS,
            PROCESS_NOTE,
        )
    )
)
TERRITORIAL_LONG = Layout(
    ColumnMap(
        (
            replace(SEQ_NO, fill_down=True),
            HEADING,
            replace(TITLE, fill_down=True),
            Column("body", "责任主体", ("单位", "部门", "单位名称", "body"), needs_value=True, width=20),
            Column("role", "责任类型", ("责任", "角色", "role"), needs_value=True, width=10),
            Column("duties", "职责内容", ("具体职责", "职责", "duties"), width=60),
            replace(LEGAL_BASIS, fill_down=True),
            replace(PROCESS_NOTE, fill_down=True),
        )
    ),
    per_body=True,
)
TOWNSHIP_DUTIES = Layout(
    ColumnMap(
        (
            SEQ_NO,
            HEADING,
            Column("group", "分类", ("小类", "group"), required=False, fill_down=True, width=12),
            TITLE,
            Column("content", "职责内容", ("工作内容", "主要内容", "具体职责", "content"), needs_value=True, width=60),
            LEGAL_BASIS,
            Column("office", "承办机构", ("承办部门", "责任科室", "office"), required=False, width=18),
            Column("internal_note", "核对提示", ("内部备注", "legal_basis_note"), required=False, width=30),
        )
    )
)


def _boundary(*sides: str) -> tuple[str, ...]:
    """A side of the boundary under an upper heading: 职责边界划分 over 县级部门 and 乡镇（街道）."""
    return tuple(f"{upper}/{side}" for upper in ("职责边界划分", "职责边界", "职责划分") for side in sides)


_HEADING = replace(HEADING, title="类别", synonyms=("领域", "门类", "事项类别", "group"))
_TOWNSHIP_DUTIES = Column(
    "township_duties",
    "乡镇（街道）配合职责",
    ("乡镇配合职责", "乡镇职责", "配合职责", *_boundary("乡镇", "乡镇（街道）"), "township_duties"),
    width=50,
)
_SUPERIOR = Column(
    "superior",
    "对应上级部门",
    ("上级主管部门", "上级部门", "牵头部门", "牵头单位", "superior_department"),
    fill_merged=True,
    width=20,
)
_SUPERIOR_DUTIES = Column(
    "superior_duties", "上级部门职责", ("部门职责", *_boundary("县级部门", "上级部门"), "superior_duties"), width=50
)
_TAKEOVER_BODY = Column("takeover_body", "承接部门", ("承接单位", "receiving_department"), fill_merged=True, width=20)
_TAKEOVER_METHOD = Column("takeover_method", "工作方式", ("承接方式", "working_method"), width=50)

BASIC = Layout(
    ColumnMap(
        (
            SEQ_NO,
            _HEADING,
            TITLE,
            replace(
                _TOWNSHIP_DUTIES, title="职责内容", synonyms=("工作内容", "乡镇职责", "township_duties"), required=False
            ),
            CROSSWALK,
        )
    )
)
SUPPORT = Layout(
    ColumnMap((SEQ_NO, _HEADING, TITLE, _SUPERIOR, _SUPERIOR_DUTIES, _TOWNSHIP_DUTIES, LEGAL_BASIS, CROSSWALK))
)
WITHDRAWN = Layout(ColumnMap((SEQ_NO, _HEADING, TITLE, _TAKEOVER_BODY, _TAKEOVER_METHOD, LEGAL_BASIS, CROSSWALK)))
# All three lists of a township in one table; `list` says which row belongs where.
THREE_LISTS = Layout(
    ColumnMap(
        (
            Column("list", "清单", ("清单名称", "清单类型", "list"), needs_value=True, fill_down=True, width=8),
            SEQ_NO,
            _HEADING,
            TITLE,
            _SUPERIOR,
            _SUPERIOR_DUTIES,
            replace(_TOWNSHIP_DUTIES, title="乡镇（街道）职责", synonyms=(*_TOWNSHIP_DUTIES.synonyms, "职责内容")),
            _TAKEOVER_BODY,
            _TAKEOVER_METHOD,
            CROSSWALK,
        )
    )
)

LAYOUTS: dict[str, tuple[Layout, ...]] = {
    ListKind.TERRITORIAL: (TERRITORIAL_WIDE, TERRITORIAL_LONG),
    ListKind.TOWNSHIP: (TOWNSHIP_DUTIES,),
    ListKind.BASIC: (BASIC, THREE_LISTS),
    ListKind.SUPPORT: (SUPPORT, THREE_LISTS),
    ListKind.WITHDRAWN: (WITHDRAWN, THREE_LISTS),
}

# What stands in the column 清单 of the table of three.
LIST_WORDS = {
    "基本": ListKind.BASIC,
    "配合": ListKind.SUPPORT,
    "收回": ListKind.WITHDRAWN,
}
# What stands in the column 责任类型 of the long layout.
ROLE_WORDS = {
    "主体责任": "lead",
    "主责": "lead",
    "牵头": "lead",
    "牵头责任": "lead",
    "配合责任": "support",
    "配合": "support",
    "协作": "support",
    "协助": "support",
    "未标明": "unstated",
    "按职责分工": "unstated",
    "按职责分工负责": "unstated",
    "分工负责": "unstated",
}
# Behind a body's name in a cell of one row for an item, where the file does not say who leads.
UNSTATED_NOTE = "（按职责分工）"
# Words before a colon that say on which level the bodies behind it are, and no more.
LEVEL_WORDS = {"县级", "市级", "县直", "市直", "县级部门", "市级部门", "市直部门", "县直部门"}
# Words that stand for bodies nobody can find out; who is meant must be written.
NOBODY_IN_PARTICULAR = re.compile(
    r"(市|县|区)?(级|直)?(各|其他)?(相关|有关)(职能)?(部门|单位|机构)|(市|县|区)?(级|直)?各(职能|成员)?(部门|单位)"
)
# All of them, in the words of the county's lists.
TOWNSHIPS = "乡镇"
# “乡镇” in a list includes the sub-districts. Compared after NFKC and without spaces.
TOWNSHIP_WORDS = {
    f"{each}{word}"
    for each in ("", "各", "属地", "所在")
    for word in (
        "乡镇", "镇街", "乡镇街道", "乡镇(街道)", "乡镇、街道", "镇(街道)", "乡(镇)", "街道(乡镇)",
        "乡镇人民政府", "乡镇政府", "乡镇(街道办事处)", "乡镇人民政府(街道办事处)",
    )
} | {"属地政府", "属地人民政府"}  # fmt: skip
