"""Rows of many authors that say the same: grouped by similar words and shared law, and why; no ORM.

Every row is a vector of words and pairs of characters, the rarer the heavier. Pairs of rows are taken from the most
similar to the least, and their groups joined if the groups' centres are similar enough: a chain of neighbours, each a
little like the next, does not join what is unlike at its ends. The same rows give the same groups, in whatever order.
"""

import heapq
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from governance.text import match_key
from responsibilities.citations import LONGEST_EXPANSION, STATE, Citation, read_citations
from responsibilities.finder.vocabulary import cut

# What a token weighs by its kind and by where it stands.
WORD, PAIR = 1.0, 0.8
CONTENT = 0.3
MOST_CHARACTERS = 120  # of a content; what follows repeats what was said
MOST_TOKENS = 32  # of a row, its heaviest: the rest costs time and says little
# Tokens of more rows than this do not lead from row to row, though they count once two rows are compared.
COMMON = 400

# Among few rows a word that two of them share is common already, and what sets them apart would outweigh it.
AS_IF = 1000
# Chosen on seed 3 of tests/responsibilities/inventories.py and on inventories that people wrote.
NEAR = 0.4  # two rows, or the centres of two groups, are about the same matter
NEXT = 0.25  # worth showing beside each other
SAME_ARTICLE, OTHER_LAW = 0.2, 0.06
# A township names a matter once: two of its rows are about the same only if they hardly differ.
SAME_HAND = 0.35

_IDLE = re.compile(
    r"组织开展|协助做好|配合开展|相关工作|有关事项|日常工作|任务落实|等工作|本辖区|辖区内|辖区|负责|做好|开展|协助|配合|"
    r"承担|落实|抓好|组织|工作$"
)
_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]+")


@dataclass(frozen=True)
class Text:
    """One row to be grouped; `key` is whatever the caller knows it by, `author` who wrote it (0 if nobody knows)."""

    key: int
    title: str
    content: str = ""
    basis: str = ""
    author: int = 0


@dataclass(frozen=True)
class DecidedGroup:
    """A group that a person has made or decided: it stays as it is, and new groups are held against it."""

    key: int
    rows: Sequence[Text]


@dataclass
class Group:
    """Rows about one matter, the most central first, each with its similarity to the centre of the group (0 to 1).

    `like` names the kept group, or the first row of another new one, that is most like it without being the same.
    """

    rows: list[int]
    similarity: dict[int, float]
    like_kept: int | None = None
    like_row: int | None = None
    likeness: float = 0.0


def group(
    texts: Iterable[Text],
    kept: Iterable[DecidedGroup] = (),
    progress: Callable[[float], None] = lambda share: None,
    *,
    laws: Collection[str] = (),
) -> list[Group]:
    """The texts in groups, largest first. `progress` is told how much is done, from 0 to 1; `laws` are names of laws
    that may stand without 《》."""
    return _Grouping(list(texts), list(kept), progress, laws).groups()


def as_one(texts: Sequence[Text]) -> Group:
    """The texts as the one group a person has made of them, whatever they say; the most central wording first."""
    vectors = {text.key: _unit(_weights(text, {})) for text in sorted(texts, key=lambda text: text.key)}
    total: Vector = defaultdict(float)
    for vector in vectors.values():
        for token, weight in vector.items():
            total[token] += weight
    length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    similarity = {
        key: sum(weight * total[token] for token, weight in vector.items()) / length for key, vector in vectors.items()
    }
    return _ordered(similarity, {text.key: text.title for text in texts})


def cited(basis: str, known: Collection[str] = ()) -> frozenset[str]:
    """The articles a text cites, as 土地管理法67; a law cited without an article by its name alone.

    `known`: names of laws that may stand without 《》. What is doubtful counts for nothing.
    """
    sound = [one for one in read_citations(basis, known=known) if one.law and not one.doubt]
    return frozenset(f"{law_named(one)}{number or ''}" for one in sound for number in _numbers(one))


def law_named(citation: Citation) -> str:
    """The law without 中华人民共和国, in the spelling in which names are compared."""
    return match_key(citation.law).removeprefix(STATE)


def _numbers(citation: Citation) -> Iterable[int]:
    """The articles from the first to the last; 0 of a law that is cited as a whole."""
    last = min(citation.article_to, citation.article + LONGEST_EXPANSION)
    return range(citation.article, max(citation.article, last) + 1)


def law_of(article: str) -> str:
    """The law an article of `cited` belongs to."""
    return article.rstrip("0123456789")


def printed(article: str) -> str:
    """An article of `cited` as people write it: 《土地管理法》第67条."""
    law = law_of(article)
    return f"《{law}》第{article[len(law) :]}条" if law != article else f"《{law}》"


Vector = dict[str, float]


class _Cluster:
    """A group while it grows: its rows, the sum of their vectors, the articles they cite."""

    __slots__ = ("articles", "authors", "length", "rows", "total")

    def __init__(self, row: int, vector: Vector, articles: frozenset[str], author: int = 0) -> None:
        self.rows = [row]
        self.authors = {author} if author else set()
        self.total = dict(vector)
        self.length = 1.0
        self.articles = set(articles)

    def dot(self, other: "_Cluster") -> float:
        small, large = (self, other) if len(self.total) < len(other.total) else (other, self)
        get = large.total.get
        return sum(weight * get(token, 0.0) for token, weight in small.total.items())

    def take(self, other: "_Cluster", dot: float) -> None:
        self.rows += other.rows
        get = self.total.get
        for token, weight in other.total.items():
            self.total[token] = get(token, 0.0) + weight
        self.length = math.sqrt(self.length**2 + other.length**2 + 2 * dot)
        self.articles |= other.articles
        self.authors |= other.authors


class _Grouping:
    def __init__(
        self, texts: list[Text], kept: list[DecidedGroup], progress: Callable[[float], None], laws: Collection[str]
    ) -> None:
        self.texts = sorted(texts, key=lambda text: text.key)
        self.kept = kept
        self.progress = progress
        everything = [*self.texts, *(row for one in kept for row in one.rows)]
        self.articles = [cited(text.basis, laws) for text in everything]
        self.rarity = self._rarity_of_articles()
        self.vectors = self._vectors(everything)

    # --- Vectors --------------------------------------------------------------------------------------------------

    def _rarity_of_articles(self) -> dict[str, float]:
        """An article that every second row cites says nothing; between 0 and 1."""
        counts = Counter(article for articles in self.articles for article in articles)
        scale = math.log(len(self.articles) + 1) or 1.0
        return {article: math.log((len(self.articles) + 1) / count) / scale for article, count in counts.items()}

    def _vectors(self, texts: list[Text]) -> list[Vector]:
        known: dict[str, tuple[str, ...]] = {}
        counted = []
        for number, text in enumerate(texts):
            counted.append(_weights(text, known))
            if number % 500 == 0:
                self.progress(0.35 * number / len(texts))
        holders = Counter(token for weights in counted for token in weights)
        of = max(len(texts), AS_IF) + 1
        return [
            _unit({token: weight * math.log(of / holders[token]) for token, weight in weights.items()})
            for weights in counted
        ]

    # --- Groups ---------------------------------------------------------------------------------------------------

    def groups(self) -> list[Group]:
        pairs = self._pairs()
        cluster_of: list[_Cluster] = [
            _Cluster(row, self.vectors[row], self.articles[row], text.author) for row, text in enumerate(self.texts)
        ]
        for number, (_score, left, right) in enumerate(pairs):
            if number % 2000 == 0:
                self.progress(0.7 + 0.2 * number / len(pairs))
            one, other = cluster_of[left], cluster_of[right]
            if one is other:
                continue
            dot = one.dot(other)
            wanted = NEAR + SAME_HAND if one.authors & other.authors else NEAR
            if self._score(dot / (one.length * other.length), one.articles, other.articles) < wanted:
                continue
            if len(one.total) < len(other.total):
                one, other = other, one
            one.take(other, dot)
            for row in other.rows:
                cluster_of[row] = one
        found = list({id(cluster): cluster for cluster in cluster_of}.values())
        result = self._finished(found)
        self.progress(1.0)
        return result

    def _pairs(self) -> list[tuple[float, int, int]]:
        """Pairs of rows near enough to be joined, the nearest first."""
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        common = Counter(token for vector in self.vectors[: len(self.texts)] for token in vector)
        pairs = []
        for row in range(len(self.texts)):
            vector = self.vectors[row]
            scores: dict[int, float] = defaultdict(float)
            shared_rest: Vector = {}
            for token, weight in vector.items():
                if common[token] > COMMON:
                    shared_rest[token] = weight
                    continue
                found = holders[token]
                for other, its in found:
                    scores[other] += weight * its
                found.append((row, weight))
            for other, score in scores.items():
                if score < NEAR / 3:
                    continue
                for token, weight in shared_rest.items():
                    score += weight * self.vectors[other].get(token, 0.0)
                score = self._score(score, self.articles[row], self.articles[other])
                if score >= NEAR:
                    pairs.append((-score, other, row))
            if row % 500 == 0:
                self.progress(0.35 + 0.35 * row / len(self.texts))
        pairs.sort()
        return pairs

    def _score(self, similarity: float, one: AbstractSet[str], other: AbstractSet[str]) -> float:
        """Similar words, and more if both cite the same article, less if they cite different laws only."""
        if not one or not other:
            return similarity
        shared = [self.rarity[article] for article in one if article in other]
        if shared:
            return similarity + SAME_ARTICLE * max(shared)
        if not {law_of(article) for article in one} & {law_of(article) for article in other}:
            return similarity - OTHER_LAW
        return similarity

    def _finished(self, clusters: list[_Cluster]) -> list[Group]:
        made = [self._group(cluster) for cluster in clusters]
        order = sorted(range(len(made)), key=lambda at: (-len(made[at].rows), made[at].rows[0]))
        self._compare(clusters, made)
        return [made[at] for at in order]

    def _group(self, cluster: _Cluster) -> Group:
        similarity = {
            row: sum(weight * cluster.total.get(token, 0.0) for token, weight in self.vectors[row].items())
            / (cluster.length or 1.0)
            for row in cluster.rows
        }
        return _ordered(
            {self.texts[row].key: share for row, share in similarity.items()},
            {self.texts[row].key: self.texts[row].title for row in similarity},
        )

    def _compare(self, clusters: list[_Cluster], made: list[Group]) -> None:
        """Say of each group which other one is most like it."""
        number = len(self.texts)
        kept = []
        for one in self.kept:
            if not one.rows:
                continue
            rows = range(number, number + len(one.rows))
            number += len(one.rows)
            whole = _Cluster(rows[0], self.vectors[rows[0]], self.articles[rows[0]])
            for row in rows[1:]:
                other = _Cluster(row, self.vectors[row], self.articles[row])
                whole.take(other, whole.dot(other))
            kept.append((one.key, whole))
        everyone = [*clusters, *(whole for _key, whole in kept)]
        heads = [_head(cluster) for cluster in everyone]
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, head in enumerate(heads):
            for token, weight in head.items():
                holders[token].append((at, weight))
        for at in range(len(clusters)):
            scores: dict[int, float] = defaultdict(float)
            for token, weight in heads[at].items():
                found = holders[token]
                if len(found) <= COMMON:
                    for near, its in found:
                        scores[near] += weight * its
            scores.pop(at, None)
            best = max(
                (
                    (round(self._score(score, clusters[at].articles, everyone[near].articles), 6), -near)
                    for near, score in scores.items()
                ),
                default=(0.0, 0),
            )
            if best[0] < NEXT:
                continue
            made[at].likeness = min(1.0, best[0])
            if -best[1] < len(clusters):
                made[at].like_row = made[-best[1]].rows[0]
            else:
                made[at].like_kept = kept[-best[1] - len(clusters)][0]


def _ordered(similarity: dict[int, float], titles: dict[int, str]) -> Group:
    """A group with its most central row first; among equals the shortest, which has nothing but the matter in it."""
    similarity = {key: round(min(1.0, share), 6) for key, share in similarity.items()}
    return Group(sorted(similarity, key=lambda key: (-similarity[key], len(titles[key]), key)), similarity)


def _weights(text: Text, known: dict[str, tuple[str, ...]]) -> Vector:
    """What each token of the text weighs; `known` keeps the tokens of words that come again."""
    weights: Vector = {}
    for words, share in ((text.title, 1.0), (text.content[:MOST_CHARACTERS], CONTENT)):
        tokens = known.get(words)
        if tokens is None:
            tokens = known[words] = tuple(sorted(set(_tokens(words))))  # in one order, so that sums are equal too
        for token in tokens:
            weights[token] = max(weights.get(token, 0.0), share * (PAIR if token[0] == "2" else WORD))
    return weights


def _head(cluster: _Cluster) -> Vector:
    heaviest = heapq.nlargest(MOST_TOKENS, cluster.total.items(), key=lambda pair: (pair[1], pair[0]))
    return {token: weight / (cluster.length or 1.0) for token, weight in heaviest}


def _unit(vector: Vector) -> Vector:
    if len(vector) > MOST_TOKENS:
        vector = dict(heapq.nlargest(MOST_TOKENS, vector.items(), key=lambda pair: (pair[1], pair[0])))
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {token: weight / length for token, weight in vector.items()} if length else {}


def _tokens(text: str) -> Iterable[str]:
    for run in _RUN.findall(_IDLE.sub(" ", text.lower())):
        for word in cut(run):
            if len(word) > 1:
                yield word
        if not run.isascii():
            for left, right in itertools.pairwise(run):
                yield f"2{left}{right}"
