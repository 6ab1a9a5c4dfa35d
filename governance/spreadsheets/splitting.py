"""Taking apart one cell: several names in it, or several names each with a text of its own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from governance.spreadsheets.text import match_key

_OPENING, _CLOSING = "（(【[《〈“", "）)】]》〉”"
_STRONG = "、，,；;/\n"
# Longer ones first; they split only where a known name says so, since names contain them too (自然资源和规划局).
_WEAK = ("以及", "和", "及", "与", " ")
_OPEN_END = re.compile(r"(等(相关|有关|其他)?(单位|部门|机构)?)$")
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Names:
    """The names in a cell, in order and without repetition; `open_ended` if it ends in 等."""

    names: tuple[str, ...]
    open_ended: bool = False


@dataclass(frozen=True)
class Part:
    """One name and the text that belongs to it; `name` is empty for text in front of the first name."""

    name: str
    text: str


def split_names(text: str, *, known: Callable[[str], bool] | None = None) -> Names:
    """Split 、，；; / and line ends, and 和 及 与 以及 or a space where `known` recognises a name beside it.

    Nothing inside brackets is split. `known` says whether a text is a name or alias as a whole; the longest known
    name wins, so that 市自然资源和规划局 stays one. A text it does not know is kept as it stands, for the caller to
    report. 等 at the end is taken off and told.
    """
    text = text.strip().rstrip("。.；;、，,")
    open_ended = False
    if (match := _OPEN_END.search(text)) and not (known and known(text)):
        text, open_ended = text[: match.start()], True
    names = [name for piece in _pieces(text, known) if (name := piece.strip())]
    return Names(tuple(dict.fromkeys(names)), open_ended)


def _breaks(text: str, *, weak: bool) -> list[tuple[int, int, bool]]:
    """Where the text may be split: start and end of each separator outside brackets, and whether it is a strong one."""
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
    for index in range(position, len(breaks)):
        name = text[start : breaks[index][0]].strip()
        if len(name) > _LONGEST_NAME:
            break
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


# A name and a colon, at the start of the text, after a sentence or on a new line; not a numbered clause, not a time.
_LABEL = re.compile(
    r"(?:^|(?<=[。；;\n]))[ \t]*"
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


def split_parts(text: str, *, known: Callable[[str], bool] | None = None) -> list[Part]:
    """Split "甲局：1.…；2.…。乙局：1.…。" into names with their texts; the numbered clauses stay as they are written.

    A label counts if `known` recognises it. One it does not know counts too: a misspelt name must come to light and
    not vanish in the text before it. Full-width and half-width colons are the same.
    """
    labels = []
    for match in _LABEL.finditer(text):
        name = match["name"].strip()
        if match_key(name) not in _NO_NAMES or (known and known(name)):
            labels.append((match.start(), match.end(), name))
    parts = []
    lead = text[: labels[0][0]].strip() if labels else text.strip()
    if lead:
        parts.append(Part("", lead))
    ends = [start for start, _end, _name in labels[1:]] + [len(text)]
    for (_start, end, name), stop in zip(labels, ends, strict=False):
        parts.append(Part(name, text[end:stop].strip()))
    return parts
