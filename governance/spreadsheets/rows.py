"""Telling headings, totals and notes from items by how they are written: patterns only, nothing is stored here."""

import re
from dataclasses import dataclass
from decimal import Decimal

from governance.spreadsheets.text import CHINESE_NUMERAL, chinese_numeral, match_key

LONGEST_SECTION = 60

# 注：、说明：、填表说明 …, and the lines people sign and date below a table. Matched against `match_key`.
_NOTE = re.compile(
    r"(注\d*|备注|附注|说明|(填表|填报|编制|制表|审核|经办|联系|负责|单位负责|分管领导)(说明|人|单位|日期|时间|电话)?|单位|日期|盖章)"
    r"(\(.*?\))?[:.、].*"
    r"|(填表|填报|编制)说明.*"
)
_TOTAL = re.compile(
    r"(本页|本类|全表|以上)?(小计|合计|总计|共计|累计)(\([^0-9]*\))?[:,(]?(共?计?(?P<count>\d+)[项条件个]?)?\)?"
    r"|(以上|全表)?共计?[:,]?(?P<only>\d+)[项条件个]"
)
_SUBTOTAL = re.compile("小计|本页|本类")

# Matched against stored text, whose punctuation may have either width.
_NUMBERING = re.compile(
    rf"第(?P<chapter>{CHINESE_NUMERAL})(部分|大类|类|章|节|篇)[、.．:：\s]*"
    rf"|(?P<numeral>{CHINESE_NUMERAL})(\s*[、.．:：]\s*|\s+)"
    rf"|[（(](?P<bracket>{CHINESE_NUMERAL})[）)][、.．:：\s]*"
)
_COUNT = re.compile(
    rf"\s*[（(【\[]\s*(共|计|共计|合计)?\s*(?P<inside>\d+|{CHINESE_NUMERAL})\s*[项条件个]\s*[）)】\]]$"
    rf"|[，,：:]?\s*共计?\s*(?P<behind>\d+|{CHINESE_NUMERAL})\s*[项条件个]$"
)


@dataclass(frozen=True)
class SectionText:
    """What a heading row says; `style` is the way it is numbered, which tells its level."""

    style: str
    title: str
    number: int | None
    stated: int | None


def is_note(text: str) -> bool:
    """注：…, 填表说明, 审核人：…"""
    return _NOTE.fullmatch(match_key(text)) is not None


def is_total(text: str) -> bool:
    """小计, 合计：81项, 共81项."""
    return _TOTAL.fullmatch(match_key(text)) is not None


def is_subtotal(text: str) -> bool:
    return _SUBTOTAL.search(match_key(text)) is not None


def stated_total(text: str) -> int | None:
    """The number of items that a total row claims in its own words."""
    match = _TOTAL.fullmatch(match_key(text))
    count = match and (match["count"] or match["only"])
    return int(count) if count else None


def read_count(text: str) -> int | None:
    """The number in a cell beside a total: 81项, 共81项; None if it holds anything else."""
    match = re.fullmatch(r"共?计?(\d+)[项条件个]", match_key(text))
    return int(match[1]) if match else None


def read_section(text: str, numeral: str = "") -> SectionText:
    """Take a heading apart into numbering, title and count; `numeral` is numbering from a column of its own."""
    style, number = "", None
    match = _NUMBERING.match(f"{numeral} {text}" if numeral else text)
    if match:
        style = next(name for name in ("chapter", "numeral", "bracket") if match[name])
        number = chinese_numeral(match[style])
        text = text if numeral else text[match.end() :]
    count = _COUNT.search(text)
    stated = None
    if count:
        text = text[: count.start()]
        stated = _integer(count["inside"] or count["behind"])
    return SectionText(style, text.strip(), number, stated)


def is_section(text: str) -> bool:
    """A heading by its form: a Chinese numeral in front, or a count of items behind."""
    section = read_section(text)
    return len(text) <= LONGEST_SECTION and bool(section.title) and bool(section.style or section.stated is not None)


def is_section_numeral(text: str) -> bool:
    """一, 一、 or （一） alone in the numbering column."""
    return chinese_numeral(match_key(text).strip("()、.:")) is not None


def _integer(text: str) -> int | None:
    return int(text) if text.isdecimal() else chinese_numeral(text)


def decimal(text: str) -> Decimal | None:
    """A number written in digits, with or without thousands separators; None if it is not one."""
    plain = match_key(text).replace(",", "")
    return Decimal(plain) if re.fullmatch(r"[+-]?\d{1,20}(\.\d{1,15})?", plain) else None
