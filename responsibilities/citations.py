"""Which laws and articles a text cites; no ORM. What can be read in two ways stays in doubt and is never guessed."""

import functools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from governance.spreadsheets.text import CHINESE_NUMERAL, chinese_numeral

STATE = "中华人民共和国"
LONGEST_EXPANSION = 50  # paragraphs or items of a range, that are cited one by one


class Doubt(StrEnum):
    """Why a citation is not read: a person has to look."""

    NO_LAW = "no_law"  # an article of which nothing says which law's it is
    THIS_LAW = "this_law"  # 本法 in a text that is no law's
    PRECEDING = "preceding"  # 前款, 前条
    NAME = "name"  # a name without 《》 of which the beginning or end is not clear
    CHAPTER = "chapter"  # 第三章
    RANGE = "range"  # backwards, or of more than one law could hold
    NUMBER = "number"


@dataclass(frozen=True)
class Citation:
    """引用: a law as it is named, and of it an article or several in a row, a paragraph 款, an item 项, a sub-item 目.

    Numbers are 0 where nothing is said. `insertion` is the 1 of 第十二条之一. `start` and `end` are places in the text.
    """

    law: str
    article: int = 0
    insertion: int = 0
    article_to: int = 0
    insertion_to: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    doubt: str = ""

    def __str__(self) -> str:
        """As it is written: 《大气污染防治法》第一百一十五条第一款第（二）项."""
        return f"《{self.law}》{provision(self)}" if self.law else provision(self)


def provision(cited: "Citation") -> str:
    """The article and what is below it, in the words of the law; empty for a law as a whole."""
    if not cited.article:
        return ""
    text = articles_in_words(cited)
    if cited.paragraph:
        text += f"第{spelled(cited.paragraph)}款"
    if cited.item:
        text += f"第（{spelled(cited.item)}）项"
    return text + (f"第{spelled(cited.subitem)}目" if cited.subitem else "")


def articles_in_words(cited: "Citation") -> str:
    """第十二条, or 第十二条至第十五条."""
    text = article_words(cited.article, cited.insertion)
    return f"{text}至{article_words(cited.article_to, cited.insertion_to)}" if cited.article_to else text


def article_words(number: int, insertion: int = 0) -> str:
    """第十二条之一 for 12 and 1."""
    return f"第{spelled(number)}条" + (f"之{spelled(insertion)}" if insertion else "")


def spelled(number: int) -> str:
    """一百一十五 for 115, 十二 for 12; up to 9,999."""
    text = ""
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            text += f"{'一二三四五六七八九'[digit - 1]}{unit}"
        elif text and number % value and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if 10 <= number < 20 else text


# --- The words ------------------------------------------------------------------------------------------------------

_NUMBER = rf"(?:{CHINESE_NUMERAL}|\d{{1,4}})"
_TO = r"\s{0,3}(?:至|到|－|—{1,2}|-|~|～)\s{0,3}"
_AND = r"\s{0,3}(?:、|，|,|和|及|以及|与|或者|或)\s{0,3}"
_BRACKETED = rf"(?:[(（]\s{{0,3}})?{_NUMBER}(?:\s{{0,3}}[)）])?"
_INSERT = rf"(?:之{_NUMBER})?"
_INSERTED = rf"(?:之({_NUMBER}))?"
_TOKEN = re.compile(
    rf"""
    (?P<law>《(?:[^《》]|《[^《》]*》)+》)
    | (?P<open>《[^《》]*$)
    | (?P<range>第\s{{0,3}}{_NUMBER}\s{{0,3}}条?{_INSERT}{_TO}第?\s{{0,3}}{_NUMBER}\s{{0,3}}条{_INSERT})
    | (?P<articles>第\s{{0,3}}{_NUMBER}(?:{_AND}第?{_NUMBER}){{1,30}}\s{{0,3}}条(?!之))
    | (?P<article>第\s{{0,3}}{_NUMBER}\s{{0,3}}条{_INSERT})
    | (?P<paragraphs>第\s{{0,3}}{_NUMBER}\s{{0,3}}款?{_TO}第?\s{{0,3}}{_NUMBER}\s{{0,3}}款)
    | (?P<paragraph>第\s{{0,3}}{_NUMBER}(?:{_AND}第?{_NUMBER}){{0,30}}\s{{0,3}}款)
    | (?P<items>(?:第\s{{0,3}})?{_BRACKETED}\s{{0,3}}项?{_TO}(?:第\s{{0,3}})?{_BRACKETED}\s{{0,3}}项)
    | (?P<item>(?:第\s{{0,3}})?{_BRACKETED}(?:{_AND}(?:第\s{{0,3}})?{_BRACKETED}){{0,30}}\s{{0,3}}项)
    | (?P<subitem>第\s{{0,3}}{_BRACKETED}\s{{0,3}}目)
    | (?P<chapter>第\s{{0,3}}{_NUMBER}\s{{0,3}}(?:分编|编|章|节))
    | (?P<preceding>前(?:[一二两三四五六七八九十]\s{{0,3}})?(?:款|条|项)|本条|本款|上述(?:条款|规定))
    | (?P<own>本(?:法典|法|条例|办法|规定|细则|章程))
    | (?P<same>(?:同|该)(?:法典|法|条例|办法|规定|细则|章程))
    | (?P<end>[。；;\n])
    """,
    re.VERBOSE,
)
_WIDE = {ord("０") + digit: str(digit) for digit in range(10)}
_DIGITS = re.compile(_NUMBER)
# What ends the name of a law; in a gap before an article it says that the article is some other law's.
_ENDING = re.compile(r"(?<![、，,和及与或的其有关等\s])(?:法典|法|条例|办法|规定|细则|章程|准则|规则|决定|意见|通知)")
_AFTER_PROVISION = re.compile(r"^\s*(?:等)?(?:的)?(?:有关|相关)?规定")
# A name without 《》 begins and ends where these stand.
_BEFORE_NAME = re.compile(
    r"(?:[\s、，,。；;：:（(》”\"]|依据|根据|依照|按照|按|违反|适用|参照|遵照|执行|落实|贯彻|见|和|及|与|或者|或|以及|将|对|是|为|在|由)$"
)
_AFTER_NAME = re.compile(
    r"(?:\Z|[\s、，,。；;：:（()）《”\"]|第\s*(?:"
    + _NUMBER
    + r")|等|的|和|及|与|或|中|规定|有关|相关|以及|执行|处理|处罚|办理)"
)
_LINK = re.compile(rf"(?:的?(?:有关|相关)?规定)?{_AND}")
_BRACKETS = re.compile(r"^\s*(?:[(（][^()（）]*[)）]\s*)+")


def read_citations(text: str, *, known: Collection[str] = (), within: str = "") -> list[Citation]:
    """What the text cites, in the order of the text.

    `known`: names of laws, without 中华人民共和国, that may stand without 《》; `within`: the law whose text it is,
    which 本法 then means.
    """
    return _Reading(text.translate(_WIDE), frozenset(known), within).run()


@functools.lru_cache(maxsize=8)
def _names(known: frozenset[str]) -> re.Pattern[str] | None:
    longest = sorted(filter(None, known), key=lambda name: (-len(name), name))
    return re.compile(f"(?:{STATE})?(?:{'|'.join(map(re.escape, longest))})") if longest else None


class _Reading:
    """One text, from left to right: the law that was named last, and the place in it that was named last."""

    def __init__(self, text: str, known: frozenset[str], within: str) -> None:
        self.text, self.known, self.within = text, known, within
        self.found: list[Citation] = []
        self.name = ""
        self.whole: int | None = None  # where the law named last is cited as a whole, as long as no article follows
        self.place: Citation | None = None  # what a 款 or 项 belongs to

    def run(self) -> list[Citation]:
        done = 0
        for start, end, kind, token in self._tokens():
            gap = _BRACKETS.sub("", self.text[done:start])
            if kind in _NAMING:
                self._names_law(kind, token, start, end, gap)
            elif kind == "preceding":
                self._doubt(Doubt.PRECEDING, start, end)
            else:
                if _ENDING.search(_AFTER_PROVISION.sub("", gap)):
                    self._forget()  # what stands in between names another law
                self._cites(kind, token, start, end, gap)
            done = end
        return [one for one in self.found if one is not _TAKEN_BACK]

    def _tokens(self) -> Iterator[tuple[int, int, str, str]]:
        found = [(match.start(), match.end(), match.lastgroup or "", match[0]) for match in _TOKEN.finditer(self.text)]
        marked = [(start, end) for start, end, kind, _text in found if kind in ("law", "open")]
        pattern = _names(self.known)
        for match in pattern.finditer(self.text) if pattern else ():
            if not any(start <= match.start() < end for start, end in marked):
                found.append((match.start(), match.end(), "name" if self._stands_alone(match) else "unclear", match[0]))
        last = 0
        for start, end, kind, token in sorted(found):
            if start >= last:
                yield start, end, kind, token
                last = end

    def _stands_alone(self, name: re.Match[str]) -> bool:
        """Whether a name without 《》 is no part of a longer one."""
        start = name.start()
        begins = start == 0 or _BEFORE_NAME.search(self.text[max(0, start - 3) : start])
        return bool(begins and _AFTER_NAME.match(self.text, name.end()))

    def _doubt(self, doubt: Doubt, start: int, end: int, law: str = "") -> None:
        self.found.append(Citation(law, start=start, end=end, doubt=doubt))

    def _forget(self) -> None:
        self.name, self.whole, self.place = "", None, None

    def _names_law(self, kind: str, token: str, start: int, end: int, gap: str) -> None:
        if kind == "same" and self.name and not _ENDING.search(_AFTER_PROVISION.sub("", gap)):
            self.place = None  # 同法, 该条例: the law that was named last in this sentence
            return
        self._forget()
        if kind == "end":
            return
        if kind == "own" and not self.within:
            self._doubt(Doubt.THIS_LAW, start, end)
            return
        if kind in ("unclear", "open", "same"):
            self._doubt(Doubt.NAME, start, end)
            return
        self.name = {"law": token[1:-1].strip(), "own": self.within}.get(kind, token)
        self.whole = len(self.found)
        self.found.append(Citation(self.name, start=start, end=end))

    def _cites(self, kind: str, token: str, start: int, end: int, gap: str) -> None:
        if not self.name:
            self._doubt(Doubt.NO_LAW, start, end)
            return
        adjoining = not gap.strip()
        if kind in _LEVELS and (self.place is None or not (adjoining or _LINK.fullmatch(gap))):
            if self.whole is not None and adjoining:
                self.found[self.whole] = _TAKEN_BACK  # 《水法》第一款 leaves out an article
            self._doubt(Doubt.NO_LAW, start, end, self.name if adjoining else "")
            return
        if self.whole is not None:
            self.found[self.whole] = _TAKEN_BACK
            self.whole = None
        if kind == "chapter":
            self._doubt(Doubt.CHAPTER, start, end, self.name)
            self.place = None
            return
        if self.place is None or kind not in _LEVELS:
            made = [replace(one, law=self.name) for one in _articles(kind, token)]
        else:
            above = _cleared(self.place, _LEVELS[kind])
            made = [_at(above, _LEVELS[kind], number, doubt) for number, doubt in _places(kind, token)]
            if adjoining and above == self.place and not self.place.doubt:
                start = self.place.start
                self.found.pop()
        self.found += [replace(one, start=start, end=end) for one in made]
        self.place = self.found[-1]


_TAKEN_BACK = Citation("")
_NAMING = {"law", "name", "open", "unclear", "own", "same", "end"}
_LEVELS = {
    "paragraph": "paragraph", "paragraphs": "paragraph", "item": "item", "items": "item", "subitem": "subitem",
}  # fmt: skip
_BELOW = ("paragraph", "item", "subitem")


def _cleared(place: Citation, level: str) -> Citation:
    """The place without what it says at the level and below."""
    lower: dict[str, Any] = dict.fromkeys(_BELOW[_BELOW.index(level) :], 0)
    return replace(place, doubt="", **lower)


def _at(above: Citation, level: str, number: int, doubt: str) -> Citation:
    here: dict[str, Any] = {level: number}
    return replace(above, doubt=doubt, **here)


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdecimal() else chinese_numeral(text) or 0


def _articles(kind: str, token: str) -> list[Citation]:
    if kind == "articles":
        numbers = [_number(text) for text in _DIGITS.findall(token)]
        return [Citation("", article=number, doubt="" if number else Doubt.NUMBER) for number in numbers]
    if kind == "article":
        match = _ARTICLE.fullmatch(token)
        number, inserted = (_number(text) for text in match.groups()) if match else (0, 0)
        return [Citation("", article=number, insertion=inserted, doubt="" if number else Doubt.NUMBER)]
    match = _RANGE.fullmatch(token)
    first, inserted, last, last_inserted = (_number(text) for text in match.groups()) if match else (0, 0, 0, 0)
    doubt = "" if first and (first, inserted) < (last, last_inserted) else Doubt.RANGE
    return [Citation("", article=first, insertion=inserted, article_to=last, insertion_to=last_inserted, doubt=doubt)]


def _places(kind: str, token: str) -> list[tuple[int, str]]:
    """The numbers of paragraphs, items or a sub-item; of a range each of them."""
    numbers = [_number(text) for text in _DIGITS.findall(token)]
    if kind not in ("paragraphs", "items"):
        return [(number, "" if number else Doubt.NUMBER) for number in numbers]
    first, last = numbers
    if not 0 < first < last <= first + LONGEST_EXPANSION:
        return [(0, Doubt.RANGE)]
    return [(number, "") for number in range(first, last + 1)]


_ARTICLE = re.compile(rf"第\s*({_NUMBER})\s*条{_INSERTED}")
_RANGE = re.compile(rf"第\s*({_NUMBER})\s*条?{_INSERTED}{_TO}第?\s*({_NUMBER})\s*条{_INSERTED}")
