"""What a text consists of for the finder: words by jieba, pairs of characters, single characters; no ORM."""

import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import jieba

from governance.shipped_tables import read_table
from governance.text import clean

FOLDER = Path(__file__).resolve().parent.parent / "reference"
MOST_CHARACTERS = 200  # of a question; what follows is not looked at

# What each kind of token weighs beside the others: a word says more than two characters that happen to meet.
WORD, PAIR, CHARACTER = 1.0, 0.2, 0.6
# A word of the lists that an everyday word stands for, beside a word that was really said.
IMPLIED = 0.6

_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")
# Words that every question has, whatever it is about.
_IDLE_WORDS = """
怎么 怎样 怎么办 怎么样 怎么弄 如何 什么 哪里 哪儿 哪个 哪些 去哪 多少 几点 为什么
有没有 能不能 要不要 是不是 可以 我们 我家 你们 他们 自己 人家 有人 别人 一个 一下
这个 那个 这里 那里 没有 老是 总是 一直 管管 没人 谁管 找谁 部门 问题 请问 处理 解决
办理 办法 举报 投诉 反映 申请 村里 家里 今天 现在 事情 东西 时候 负责 依法 按规定
工作 进行 组织 开展
"""
_IDLE = frozenset(_IDLE_WORDS.split())
_PARTICLES = frozenset("的了吗呢吧啊是我你他她它们这那哪谁怎么什有没不就都也还又很太要想会能把被给让着")
_IDLE_CHARACTERS = _PARTICLES | frozenset(
    "一二三四五六七八九十个只条下上里来去到从人家和与或及办做好大小老天年月日分出在用以后前中内外管找归地得过对向等事"
)
# Words rarer than this in jieba's counts are left out: three quarters of the memory, and hardly a word of a question.
_LEAST_COUNT = 10


class _Tokenizer(jieba.Tokenizer):
    """jieba with its common words only, and without the cache file it would share with everybody in /tmp."""

    initialized: bool

    def initialize(self, dictionary: str | None = None) -> None:
        with self.lock:
            if self.initialized:
                return
            counts: dict[str, int] = {}
            total = 0
            with self.get_dict_file() as lines:
                for line in lines:
                    word, printed, _part_of_speech = line.decode().split(" ", 2)
                    if (count := int(printed)) < _LEAST_COUNT:
                        continue
                    counts[word] = count
                    total += count
                    for end in range(1, len(word)):
                        counts.setdefault(word[:end], 0)
            self.FREQ, self.total = counts, total
            self.initialized = True


_tokenizer = _Tokenizer()


@functools.lru_cache(maxsize=10_000)  # lists repeat themselves and one another
def cut(run: str) -> tuple[str, ...]:
    """The words of a run of characters, longer ones also in their parts."""
    return tuple(_tokenizer.cut_for_search(run, HMM=False))


def tokens(text: str) -> Iterator[tuple[str, float]]:
    """The tokens of a text with the weight of their kind; one that occurs twice comes twice."""
    for run in _RUN.findall(clean(text)[0].lower()):
        for word in cut(run):
            if len(word) > 1 and word not in _IDLE:
                yield word, WORD
        if run.isascii():
            continue
        for left, right in itertools.pairwise(run):
            if left not in _PARTICLES and right not in _PARTICLES and left + right not in _IDLE:
                yield f"2{left}{right}", PAIR
        for character in run:
            if character not in _IDLE_CHARACTERS:
                yield f"1{character}", CHARACTER


def asked(question: str) -> dict[str, float]:
    """The tokens of a question by weight, and with them what its everyday words mean in the lists' own words."""
    question = clean(question)[0][:MOST_CHARACTERS]
    found = dict(tokens(question))
    for said, meant in _everyday_words().items():
        if said in question:
            for token, weight in tokens(meant):
                found[token] = max(found.get(token, 0.0), weight * IMPLIED)
    return found


@functools.cache
def _everyday_words() -> Mapping[str, str]:
    """日常用语: what people say, with the lists' words for it."""
    return {row["everyday"]: row["list_words"] for row in read_table(FOLDER / "everyday-words.csv")}
