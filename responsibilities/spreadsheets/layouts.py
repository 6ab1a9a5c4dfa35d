"""The columns of every layout of lists. Titles are the official ones; synonyms are what people write."""

import functools
import re
from dataclasses import dataclass, replace

from governance.role_words import LEADING, SUPPORTING, UNSTATED, names_nobody
from governance.spreadsheets.table import Column, ColumnMap
from governance.text import match_key
from responsibilities.kinds import ListKind

# Some lists have the number before the title, in one cell.
SEQ_NO = Column("seq_no", "序号", ("编号", "事项序号", "seq", "item_no"), required=False, kind="ordinal", width=6)
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
CROSSWALK = Column("crosswalk", "对应事项", ("对照", "crosswalk"), required=False, kind="code", width=12)

# Words that say who is responsible without saying whether that body leads.
RESPONSIBLE = ("责任单位", "责任部门")


@dataclass(frozen=True)
class Layout:
    """One way a kind of list is laid out. `per_body`: one row for each (item, body), not for each item."""

    columns: ColumnMap
    per_body: bool = False


def _duties_of(*words: str) -> tuple[str, ...]:
    """Headings for the duties of bodies, in a cell with their names or beside it: 牵头部门及职责, 牵头部门职责."""
    return tuple(f"{word}{more}" for word in words for more in ("及职责", "及其职责", "和职责", "职责"))


def _of_townships(*words: str) -> tuple[str, ...]:
    """Headings for the duties of townships in the words of any county; text in brackets is ignored."""
    return tuple(f"{each}{word}" for each in ("乡镇", "镇街", "乡镇街道", "镇", "乡", "街道", "属地") for word in words)


def _bodies_of(*words: str) -> tuple[str, ...]:
    """Headings for the bodies in a role: 牵头单位, 牵头部门."""
    return tuple(f"{word}{who}" for word in words for who in ("单位", "部门"))


_LEADERS = (*_bodies_of(*LEADING), *RESPONSIBLE)
_SUPPORTERS = _bodies_of(*SUPPORTING)
_LEAD = Column(
    "lead",
    "主体责任",
    (*_LEADERS, *_duties_of(*_LEADERS), "主体责任及职责"),
    fill_merged=True,
    width=60,
)
_SUPPORT = Column(
    "support",
    "配合责任",
    (*_SUPPORTERS, *_duties_of(*_SUPPORTERS)),
    required=False,
    fill_merged=True,
    width=60,
)
TERRITORIAL_WIDE = Layout(ColumnMap((SEQ_NO, HEADING, TITLE, _LEAD, _SUPPORT, LEGAL_BASIS, PROCESS_NOTE)))
# As other counties keep it: what the townships do stands in a column of its own.
TERRITORIAL_WITH_TOWNSHIPS = Layout(
    ColumnMap(
        (
            SEQ_NO,
            HEADING,
            TITLE,
            _LEAD,
            _SUPPORT,
            Column(
                "township_duties",
                "乡镇（街道）职责",
                _of_townships("职责", "配合职责", "责任", "配合责任", "属地责任", "工作职责", "职责任务"),
                width=60,
            ),
            LEGAL_BASIS,
            PROCESS_NOTE,
        )
    )
)
# A body in one column, what it does in the next.
_TOWNSHIPS_BESIDE = replace(TERRITORIAL_WITH_TOWNSHIPS.columns.columns[5], required=False)
_SUPPORT_BESIDE = replace(_SUPPORT, synonyms=_SUPPORTERS)
_SUPPORT_DUTIES = Column("support_duties", "配合责任职责", _duties_of(*_SUPPORTERS), required=False, width=50)
TERRITORIAL_BESIDE = Layout(
    ColumnMap(
        (
            SEQ_NO,
            HEADING,
            TITLE,
            replace(_LEAD, synonyms=_LEADERS),
            Column("lead_duties", "主体责任职责", _duties_of(*_LEADERS), width=50),
            _SUPPORT_BESIDE,
            _SUPPORT_DUTIES,
            _TOWNSHIPS_BESIDE,
            LEGAL_BASIS,
            PROCESS_NOTE,
        )
    )
)
TERRITORIAL_SUPPORT_BESIDE = Layout(
    ColumnMap(
        (
            SEQ_NO,
            HEADING,
            TITLE,
            _LEAD,
            _SUPPORT_BESIDE,
            replace(_SUPPORT_DUTIES, required=True),
            _TOWNSHIPS_BESIDE,
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
    (*_of_townships("配合职责", "职责", "责任"), "配合职责", *_boundary("乡镇", "乡镇（街道）"), "township_duties"),
    width=50,
)
_SUPERIOR = Column(
    "superior",
    "对应上级部门",
    ("上级主管部门", "上级部门", *_bodies_of(*LEADING), "superior_department"),
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
                _TOWNSHIP_DUTIES,
                title="职责内容",
                synonyms=("工作内容", *_of_townships("职责"), "township_duties"),
                required=False,
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
    ListKind.TERRITORIAL: (
        TERRITORIAL_WIDE,
        TERRITORIAL_WITH_TOWNSHIPS,
        TERRITORIAL_BESIDE,
        TERRITORIAL_SUPPORT_BESIDE,
        TERRITORIAL_LONG,
    ),
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
# What stands in the column 责任类型 of the long layout, and before names or behind them in every layout.
ROLE_WORDS = {
    word: role for role, words in (("lead", LEADING), ("support", SUPPORTING), ("unstated", UNSTATED)) for word in words
}
# Behind a body's name in a cell of one row for an item, where the file does not say who leads.
UNSTATED_NOTE = "（按职责分工）"
_ROLES = "|".join(sorted(ROLE_WORDS, key=len, reverse=True))
_WHO = "单位|部门|机构|机关|主体|科室|股室|责任人|负责人|人"
_ROLE_LABEL = re.compile(rf"([省市县区](级|直)|上级|本级)?(?P<role>{_ROLES})(责任|负责|主管)?({_WHO})?")
# Words before a colon that say which bodies are behind it, but not in which role: 责任单位, 县级, 行业主管部门.
_PLAIN_LABEL = re.compile(
    rf"[市县区](级|直)|([市县区](级|直)|上级|本级|行业|业务|条线|来源|所属|对应|行政)*(主管|责任|负责|审批|执法|监管)*({_WHO})"
)
_BRACKET = re.compile(r"\([^()]*\)")
# All of them, in the words of the county's lists.
TOWNSHIPS = "乡镇"
_OF_A_PLACE = "属地|所在地|所在|事发地|当地|辖区"
_TOWNSHIPS = re.compile(
    rf"(?P<whose>(全[市县区]|各|所有|全部|全体|其他|有关|相关|相应|所属|{_OF_A_PLACE})*+)"
    "(?P<forms>(街道办事处|街道办|街道|街|乡|镇|办事处|办|人民政府|政府|党委|党工委|园区|开发区|管委会|[(),、/和及与或])++)"
)
_FORM = re.compile("街道办事处|街道办|街道|街|乡|镇|办事处|办")


def role_of_label(word: str, otherwise: str) -> str | None:
    """The role that a word before a colon gives to the bodies after it: 牵头单位; None if it is no such word.

    责任单位, 行业主管部门 and 县级 name no role: the result is `otherwise`.
    """
    key = match_key(word)
    if names_nobody(key):
        key = _BRACKET.sub("", key)  # 责任单位（部门）
    found = _ROLE_LABEL.fullmatch(key)
    if found:
        return ROLE_WORDS[found["role"]]
    return otherwise if _PLAIN_LABEL.fullmatch(key) else None


@functools.lru_cache(maxsize=10_000)
def means_townships(name: str) -> bool:
    """Whether it means the townships in general: 各乡镇（街道）, 镇（乡、街道）, 镇办, 属地镇人民政府.

    乡镇 includes 街道. One form alone, 各镇, means those of that form, unless it is the one of the place.
    """
    found = _TOWNSHIPS.fullmatch(match_key(name))
    if found is None:
        return False
    forms = {form if form in "乡镇" else "街道" for form in _FORM.findall(found["forms"])}
    if re.search(_OF_A_PLACE, found["whose"]):
        return bool(forms) or "属地" in found["whose"]  # 属地政府; 当地政府 may be the county's
    return len(forms) > 1
