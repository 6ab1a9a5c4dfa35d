"""Splitting one cell that holds several names, or several names each with a text."""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from governance.role_words import names_nobody
from governance.spreadsheets.text import CHINESE_NUMERAL
from governance.text import match_key

_OPENING, _CLOSING = "（(【[《〈“", "）)】]》〉”"
_STRONG = "、，,；;/\n"
# Longer ones first; they split only where a known name says so, since names contain them too (自然资源和规划局).
_WEAK = ("以及", "和", "及", "与", " ")
# 等, 等5个部门, 等相关乡镇: what stands behind 等 names nobody.
_COUNTED = re.compile(rf"(?:\d{{1,4}}|{CHINESE_NUMERAL})[个家]?")
_LONGEST_END = 40
_LONGEST_NAME = 60
# How the names of bodies end: tells a list of names from a text.
_LIKE_A_NAME = re.compile(r".{1,19}([局委办院队所站厅处会部署社校室镇乡村县市区]|中心|公司|街道|政府|支行)")
# 1.市水利局；2.市农业农村局, ①市水利局②市农业农村局: the numbers are no part of the names.
_NUMBER = r"(?:\d{1,2}[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])[ \t]*"
_NUMBER_BEFORE = re.compile(rf"(?:^|(?<=[\s。；;，,、/])){_NUMBER}|(?:[（(]\d{{1,2}}[)）]|[①-⑳])[ \t]*")


# A longer text is no list of names.
LONGEST_LIST = 2_000
_MOST_LOOKED_UP = 200_000
_MOST_ASKED = 3_000_000


class KnownNames:
    """Whether a text is a name, asked very often: of each place in a file where a name may begin or end.

    Of a file that asks for more than any list does, the rest is not known: `is_spent`, which a reader makes a fault.
    """

    def __init__(self, known: Callable[[str], bool]) -> None:
        self._known = functools.lru_cache(maxsize=20_000)(known)
        self._asked = 0

    def __call__(self, name: str) -> bool:
        self._asked += 1
        return not self.is_spent and self._known(name)

    @property
    def is_spent(self) -> bool:
        return self._asked > _MOST_ASKED or self._known.cache_info().misses > _MOST_LOOKED_UP


@dataclass(frozen=True)
class NameList:
    """The names in a cell, in order and without repetition; `open_ended` if it ends in 等."""

    names: tuple[str, ...]
    open_ended: bool = False


@dataclass(frozen=True)
class NamedText:
    """One name and its text; `name` is empty for text before the first name."""

    name: str
    text: str


def split_names(text: str, *, known: Callable[[str], bool] | None = None) -> NameList:
    """Split at 、，；; / and line ends, and at 和 及 与 以及 or a space if `known` recognises a name beside it.

    Text inside brackets is not split; numbers before the names are left out. `known` says whether a text is a name or
    alias; the longest known name wins, so 市自然资源和规划局 stays whole. Unknown text is kept, for the caller to
    report. 等 or 等相关部门 at the end is removed and sets `open_ended`. A text of more than `LONGEST_LIST` characters
    is split as if no name were known.
    """
    if len(text) > LONGEST_LIST:
        known = None
    text = _NUMBER_BEFORE.sub("\n", text).strip().rstrip("。.；;、，,")
    open_ended = False
    at = text.rfind("等", max(0, len(text) - _LONGEST_END))
    if at > 0 and _ends_openly(text[at + 1 :]) and not (known and known(text)):
        text, open_ended = text[:at], True
    names = [name for piece in _pieces(text, known) if (name := piece.strip())]
    return NameList(tuple(dict.fromkeys(names)), open_ended)


def looks_like_name(text: str) -> bool:
    """Whether a text ends as the names of bodies do: 市林业局, 执法大队, 服务中心."""
    return len(text) <= _LONGEST_NAME and _LIKE_A_NAME.fullmatch(match_key(text)) is not None


def _ends_openly(behind: str) -> bool:
    """Whether what stands behind 等 says that more bodies belong to a list."""
    counted = _COUNTED.match(behind)
    return not behind or names_nobody(behind[counted.end() :] if counted else behind)


def _breaks(text: str, *, weak: bool) -> list[tuple[int, int, bool]]:
    """Possible splits: start and end of each separator outside brackets, and whether it always splits."""
    found = []
    depth = index = 0
    while index < len(text):
        character = text[index]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            if character in _STRONG:
                found.append((index, index + 1, True))
            elif weak and (word := next((word for word in _WEAK if text.startswith(word, index)), "")):
                found.append((index, index + len(word), False))
                index += len(word) - 1
        index += 1
    return found


def _pieces(text: str, known: Callable[[str], bool] | None) -> Iterator[str]:
    breaks = [*_breaks(text, weak=known is not None), (len(text), len(text), True)]
    start, position = 0, 0  # where the next name begins, and the first break behind it
    while position < len(breaks):
        taken = _longest_known(text, start, breaks, position, known) if known else None
        if taken is None:
            taken = _next_cut(text, breaks, position, known)
        yield text[start : breaks[taken][0]]
        start, position = breaks[taken][1], taken + 1


def _longest_known(
    text: str, start: int, breaks: list[tuple[int, int, bool]], position: int, known: Callable[[str], bool]
) -> int | None:
    """The last break up to which the text from `start` is a known name."""
    longest = None
    while start < len(text) and text[start].isspace():
        start += 1
    for index in range(position, len(breaks)):
        if breaks[index][0] - start > _LONGEST_NAME:
            break
        name = text[start : breaks[index][0]].strip()
        if name and known(name):
            longest = index
    return longest


def _next_cut(
    text: str, breaks: list[tuple[int, int, bool]], position: int, known: Callable[[str], bool] | None
) -> int:
    """Where an unknown name ends: at the next strong separator, or at a weak one that a known name follows."""
    for index in range(position, len(breaks)):
        _start, end, strong = breaks[index]
        if strong or (known and _longest_known(text, end, breaks, index + 1, known) is not None):
            return index
    return len(breaks) - 1


# A name and a colon, at the start of the text, after a sentence or on a new line; not a time.
_LABEL = re.compile(
    rf"(?:^|(?<=[。；;\n]))[ \t]*(?P<number>{_NUMBER})?"
    r"(?!\d{1,3}[.．、)）]|[（(]|[①-⑳])(?P<name>[^\s。；;：:，,！？][^。；;：:，,！？\n]{1,59}?)[ \t]*"
    r"[：:](?!(?<=\d.)\d)"
)
# Words before a colon that introduce a list and name nobody.
_NO_NAMES = {
    "其中",
    "包括",
    "主要包括",
    "具体包括",
    "具体如下",
    "如下",
    "例如",
    "如",
    "即",
    "注",
    "备注",
    "说明",
    "注意",
}


def split_named_texts(text: str, *, known: Callable[[str], bool] | None = None) -> list[NamedText]:
    """Split "甲局：1.…；2.…。乙局：1.…。" into names with their texts; numbered clauses stay together.

    Unknown names count as labels, too: a misspelt name must be reported and not disappear in the text before it.
    Numbers stand before bodies only if the text begins with one: 1.市水利局：…；2.市农业农村局：…
    Full-width and half-width colons are the same.
    """
    labels: list[tuple[int, int, str]] = []
    numbered: bool | None = None  # whether numbers count bodies, which the first one says; else they count clauses
    for match in _LABEL.finditer(text):
        name = match["name"].strip()
        is_known = known is not None and known(name)
        if match["number"]:
            is_body = is_known or (known is not None and looks_like_name(name))
            if numbered is None:
                numbered = is_body and not labels and not text[: match.start()].strip()
            if not (numbered and is_body):
                continue
        if is_known or match_key(name) not in _NO_NAMES:
            labels.append((match.start(), match.end(), name))
    parts = []
    lead = text[: labels[0][0]].strip() if labels else text.strip()
    if lead:
        parts.append(NamedText("", lead))
    ends = [start for start, _end, _name in labels[1:]] + [len(text)]
    for (_start, end, name), stop in zip(labels, ends, strict=False):
        parts.append(NamedText(name, text[end:stop].strip()))
    return parts
