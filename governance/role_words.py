"""Words that stand where names of bodies stand, and name none of them.

A *role word* says as what bodies take part, of which level or of which kind they are: 牵头单位, 行业主管部门, 县级.
A *word for bodies in general* means all or some of a kind: 相关部门, 各乡镇（街道）, 村（社区）. People write both
above columns, before a colon, in brackets behind a name, or alone. If one of them were the name or alias of one body,
every later file in which it stands would be read wrongly without a word.

A *word for nobody* (`means_nobody`) says that there is none: 无, 暂无, 无配合单位, —.

They are told by a closed vocabulary and not by examples: a text made of these words alone names nobody. The name of a
body has a word of its own in it: 市林业局, 统计部门, 综合行政执法大队.
"""

import functools
import re

from governance.text import match_key

# The words that say in which role bodies take part. Every reader of roles is built from these: words before a colon,
# behind a name or in a column of their own, and the headings of columns.
LEADING = ("主体责任", "主要责任", "牵头责任", "牵头", "主责", "主办")
SUPPORTING = ("配合责任", "配合", "协作", "协助", "协办", "协同", "会同", "参与", "参加")
UNSTATED = ("按职责分工负责", "按职责分工", "分工负责", "未标明")
# What else bodies do about a matter, and what they are called by kind.
_DOES = (
    "主管 主抓 责任 负责 协调 承办 承接 承担 经办 组织 实施 执行 监管 监督 督导 指导 落实 归口 分管 联系 对口 "
    "包保 挂钩 帮扶 支持 保障 统筹 职责 分工 第一 直接 具体 主要 共同"
)
_WHO = "部门 单位 机构 机关 主体 科室 处室 股室 站所 科局 委办局 局委办 主管局 领导 人员 人"
_WHICH = (
    "各 各级 每 每个 所有 全部 全体 其他 其它 其余 若干 有关 相关 相应 对应 所属 所在 所在地 属地 事发地 当地 辖区 "
    "职能 成员 上级 下级 同级 本级 上下级 市直 县直 区直"
)
_TOWNSHIPS = "乡 镇 街 街道 街道办 街道办事处 办事处 人民政府 政府 党委 党工委"
_VILLAGES = "村 居 社区 行政村 村级 村委会 居委会 村民委员会 居民委员会"
# These say nothing by themselves: 执法, 审批 and 业务 may be short names of bodies; 执法部门 and 业务单位 are not.
_BESIDE = (
    "业务 专业 行业 领域 条线 系统 来源 渠道 行政 工作 日常 许可 审批 审核 审查 执法 处罚 检查 管理 办理 受理 接收 "
    "处置 移送 交办 下达 布置 报送 填报 制定 发文 考核 督办 督查 管辖 赋权 委托 按 按照 依 依照 根据 各自 本 原 等 其 "
    "及 和 与 或 的 为 由 名称 签字 盖章 签章 ( ) , 、 / : ; -"
)
# 镇办, 乡镇（街道、园区）: short for an office or a park only beside a form of township. 村镇办 is a name of its own.
_BESIDE_TOWNSHIPS = (
    r"(?<=[(、,/和及或与])(?:办|园区|开发区|管委会|农场|林场)|(?<=[乡镇街])(?<!村镇)办|(?<=\))(?:委会|民委员会)"
)
_LEVEL = r"(?:省市县|市县区|县市区|市县|县市|县区|县乡|乡镇|[省市县区乡镇])(?:级以上|以上|级|直属|直管|直|属)?"


def _one_of(*words: str) -> str:
    """Longer words first: 所在地 is not 所在 and something else."""
    return "|".join(map(re.escape, sorted(" ".join(words).split(), key=len, reverse=True)))


_TELLING = (*LEADING, *SUPPORTING, *UNSTATED, _DOES, _WHO, _WHICH, _TOWNSHIPS, _VILLAGES)
# `*+` never gives back what it has taken, so that even the longest text is gone through once.
_OF_THESE_WORDS = re.compile(rf"(?:{_LEVEL})?(?:{_BESIDE_TOWNSHIPS}|{_one_of(*_TELLING, _BESIDE)})*+")
_TELLS = re.compile(rf"{_one_of(*_TELLING)}|[省市县区][级直属]")
# 无, 暂无, 无配合单位, 不涉及其他部门: a word that denies, alone or before role words.
_DENIES = (
    "无 没有 暂无 暂缺 暂未明确 暂不涉及 未明确 未涉及 未确定 不涉及 不需要 不需 不适用 无需 无须 无此项 "
    "空 空白 na n/a nil none null"
)
_DENIED = re.compile(rf"(?:{_one_of(_DENIES)})(?P<what>.*)", re.DOTALL)
_LETTERS = re.compile(r"[^\W_]")
_LONGEST_DENIAL = 40
# 市政府 is what people call a county, 组织部门 its 组织部.
_NAME_ALL_THE_SAME = re.compile("[省市县区](?:人民)?政府|(?:[省市县区][级直]?)?组织部门")


def means_nobody(name: str) -> bool:
    """Whether people write it in a cell for bodies to say that there is none: 无, 暂无, 无配合单位, —, /.

    A text without a letter or digit is such a word, too.
    """
    return len(name) <= _LONGEST_DENIAL and _denies(name)


@functools.lru_cache(maxsize=10_000)
def _denies(name: str) -> bool:
    key = match_key(name)
    if not _LETTERS.search(key):
        return key != ""
    key = key.rstrip(".。,、;")
    found = _DENIED.fullmatch(key.strip("()"))
    return found is not None and (not found["what"] or _OF_THESE_WORDS.fullmatch(found["what"]) is not None)


@functools.lru_cache(maxsize=10_000)
def names_nobody(name: str) -> bool:
    """Whether it is a role word, a word for bodies in general or one for no body at all, and no name.

    Such a word is never the name or alias of one body, in the register as in a file.
    """
    if means_nobody(name):
        return True
    key = match_key(name)
    made_of_them = _OF_THESE_WORDS.fullmatch(key) and _TELLS.search(key)
    return bool(made_of_them) and not _NAME_ALL_THE_SAME.fullmatch(key)
