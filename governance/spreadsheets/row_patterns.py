"""Patterns that tell headings, totals and notes from items by their wording."""

import re
from dataclasses import dataclass
from decimal import Decimal

from governance.spreadsheets.text import CHINESE_NUMERAL, chinese_numeral
from governance.text import match_key

LONGEST_SECTION = 60

_INTEGER = rf"(?:\d{{1,9}}|{CHINESE_NUMERAL})"

# 注：、说明：、填表说明 …, and the lines people sign and date below a table. Matched against `match_key`.
_NOTE = re.compile(
    r"(注\d*|备注|附注|说明|(填表|填报|编制|制表|审核|经办|联系|负责|单位负责|分管领导)(说明|人|单位|日期|时间|电话)?|单位|日期|盖章)"
    r"(\(.*?\))?[:.、].*"
    r"|(填表|填报|编制)说明.*"
)
_OF_ALL = "本页|本类|本表|本清单|本目录|全表|全清单|全部|以上|全[省市县区镇乡]|清单|各类|事项|项目"
_TOTAL = re.compile(
    rf"({_OF_ALL})*(小计|合计|总计|共计|累计|总数|总量|总项数|项数)(\([^0-9]*\))?"
    rf"[:,(]?[为是]?(共?计?(?P<count>{_INTEGER})[项条件个]?)?\)?"
    rf"|({_OF_ALL})*[总一]?共[有计]?({_OF_ALL})?[:,]?(?P<only>{_INTEGER})[项条件个](事项)?"
)
# Matched against `match_key`, which makes one kind of quotation mark of all.
_DITTO = {"同上", "同前", "同上行", "同上一行", "同上项", "〃", '"', "''"}
_SUBTOTAL = re.compile("小计|本页|本类")

# Matched against stored text, whose punctuation may have either width.
_NUMBERING = re.compile(
    rf"第(?P<chapter>{CHINESE_NUMERAL})(部分|大类|类|章|节|篇)[、.．:：\s]*"
    rf"|(?P<numeral>{CHINESE_NUMERAL})(\s*[、.．:：]\s*|\s+)"
    rf"|[（(](?P<bracket>{CHINESE_NUMERAL})[）)][、.．:：\s]*"
    r"|(?P<label>(所属|工作|业务)?(领域|门类|类别|大类|板块|条线|事项类别))(\s*[：:]\s*|\s+)"
    # In digits only with a word for a kind or a count behind: 1.自然资源类, 1.自然资源（2项）. 1.一式两份 is a note.
    r"|(?P<digits>\d{1,3})\s*[、.．)）]\s*"
    r"(?=[^\d（(【\[]+((类|领域|方面|板块|部分)\s*($|[（(【\[])"
    rf"|[（(【\[]\s*(共|计|共计|合计)?\s*{_INTEGER}\s*[项条件个]))"
)
# 【自然资源】: a title in brackets of its own.
_FRAMED = re.compile(r"[【〖\[［]\s*(?P<title>[^【】〖〗\[\]［］]+?)\s*[】〗\]］]")
_COUNT = re.compile(
    rf"\s*[（(【\[]\s*(共|计|共计|合计)?\s*(?P<inside>{_INTEGER})\s*[项条件个]\s*[）)】\]]$"
    rf"|[，,：:]?\s*共计?\s*(?P<behind>{_INTEGER})\s*[项条件个]$"
)


# Titles of whole tables. Matched against `match_key`, as is what they declare: 共81项, 事项总数：81, （81项）.
_TABLE = re.compile(r"(清单|目录|台账|表|一览|汇总|(?<!类)事项)(\([^()]*\))?$")
_DECLARED = re.compile(
    r"(?<!公)(?:共|合计|总计)"
    r"(?:有|计|为|是|分|涉及|梳理|列入|纳入|包括|包含|收录|编制|形成|明确|确定|事项|职责|任务|[:、]"
    rf"|{_INTEGER}(?:大?类|个(?:部门|领域|方面|大?类)))*"
    rf"(?P<behind>{_INTEGER})[项条件](?!目)"
    rf"|(?:总数|总量|项数)[:,]?[为是]?(?P<number>{_INTEGER})[项条件个]?(?![年月\d])"
    rf"|\((?P<inside>{_INTEGER})[项条件]\)$"
)


@dataclass(frozen=True)
class SectionText:
    """The parts of a section's heading; `style` is its kind of numbering, which decides its level."""

    style: str
    title: str
    number: int | None
    stated: int | None


def is_note(text: str) -> bool:
    """注：…, 填表说明, 审核人：…"""
    return _NOTE.fullmatch(match_key(text)) is not None


def is_ditto(text: str) -> bool:
    """同上, 同前, 〃."""
    return match_key(text).rstrip(".。") in _DITTO


def is_total(text: str) -> bool:
    """小计, 合计：81项, 共81项."""
    return _TOTAL.fullmatch(match_key(text)) is not None


def is_subtotal(text: str) -> bool:
    return _SUBTOTAL.search(match_key(text)) is not None


def stated_total(text: str) -> int | None:
    """The number of items that a total row states."""
    match = _TOTAL.fullmatch(match_key(text))
    count = match and (match["count"] or match["only"])
    return _integer(count) if count else None


def read_count(text: str) -> int | None:
    """The number in a cell beside a total: 81项, 共81项; None if it holds anything else."""
    match = re.fullmatch(rf"共?[有计]?({_INTEGER})[项条件个]", match_key(text))
    return _integer(match[1]) if match else None


def read_section(text: str, numeral: str = "") -> SectionText:
    """Split a heading into numbering, title and count; `numeral` is numbering from a separate column."""
    style, number = "", None
    match = _NUMBERING.match(f"{numeral} {text}" if numeral else text)
    if match:
        style = next(name for name in ("chapter", "numeral", "bracket", "label", "digits") if match[name])
        number = _integer(match[style])
        text = text if numeral else text[match.end() :]
    count = _COUNT.search(text, max(0, len(text) - LONGEST_SECTION))
    stated = None
    if count:
        text = text[: count.start()]
        stated = _integer(count["inside"] or count["behind"])
    text = text.strip()
    if not style and (framed := _FRAMED.fullmatch(text)):
        style, text = "frame", framed["title"]
    return SectionText(style, text, number, stated)


def is_section(text: str) -> bool:
    """A heading by its form: a numeral or 领域： in front, 【】 around it, or a count of items behind."""
    section = read_section(text)
    formed = section.style or section.stated is not None
    return len(text) <= LONGEST_SECTION and bool(section.title and formed) and not is_note(section.title)


def begins_list(text: str) -> bool:
    """A heading above the header, which is not the title of a table: 一、自然资源, 1.自然资源类, 自然资源（2项）."""
    return is_section(text) and not is_total(text) and not _TABLE.search(match_key(read_section(text).title))


def is_label(text: str) -> bool:
    """领域： alone, with the heading in the cell beside it."""
    found = _NUMBERING.fullmatch(f"{text} ")
    return found is not None and found["label"] is not None


def declared_total(text: str) -> int | None:
    """The number of items that a line above the header states: 责任清单（81项）, 本清单共81项, 合计：81项."""
    stated = stated_total(text)
    if stated is None and (found := _DECLARED.search(match_key(text))):
        stated = _integer(found["behind"] or found["number"] or found["inside"])
    return stated


def is_section_numeral(text: str) -> bool:
    """一, 一、 or （一） alone in the numbering column."""
    return chinese_numeral(match_key(text).strip("()、.:")) is not None


def _integer(text: str) -> int | None:
    return int(text) if text.isdecimal() else chinese_numeral(text)


def decimal(text: str) -> Decimal | None:
    """A number written in digits, with or without thousands separators; None if it is not one."""
    plain = match_key(text).replace(",", "")
    return Decimal(plain) if re.fullmatch(r"[+-]?\d{1,20}(\.\d{1,15})?", plain) else None
