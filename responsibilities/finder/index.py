"""Entries weighed against a question, in the manner of BM25; no ORM."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from responsibilities.finder.vocabulary import asked, tokens

# How much a token counts by where it stands; and no text counts one more than thrice.
TITLE, PHRASES, DUTIES = 2.0, 3.0, 0.5
MOST_TIMES = 3
# BM25's own two: how soon a token that occurs again stops to matter, and how much long texts are held back.
SATURATION, LENGTH = 5.0, 0.5

# Calibrated on the part “tuning” of tests/responsibilities/questions.csv: an entry below answers nothing.
LEAST_SCORE = 0.9
# Beside a first answer much better than they are, others only distract.
LEAST_SHARE = 0.4


@dataclass(frozen=True)
class Match:
    entry: int
    score: float


class Index:
    """Which entries hold a token, and how much it counts in each."""

    def __init__(self, weighed: Mapping[int, Mapping[str, float]]) -> None:
        lengths = {entry: sum(weights.values()) for entry, weights in weighed.items()}
        mean = sum(lengths.values()) / len(lengths) if lengths else 1.0
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for entry, weights in weighed.items():
            slack = SATURATION * (1 - LENGTH + LENGTH * lengths[entry] / mean)
            for token, weight in weights.items():
                holders[token].append((entry, weight / (weight + slack)))
        rarest = _rarity(1, len(weighed))
        # Between 0 and 1, so that a score means the same however many entries there are.
        self._holders = {
            token: (_rarity(len(entries), len(weighed)) / rarest, entries) for token, entries in holders.items()
        }

    def search(self, question: str) -> list[Match]:
        """The entries that answer the question, best first; none if the best is not good enough."""
        scores: dict[int, float] = defaultdict(float)
        for token, weight in asked(question).items():
            rarity, entries = self._holders.get(token, (0.0, ()))
            for entry, share in entries:
                scores[entry] += weight * rarity * share
        best = max(scores.values(), default=0.0)
        if best < LEAST_SCORE:
            return []
        kept = [Match(entry, score) for entry, score in scores.items() if score >= LEAST_SHARE * best]
        return sorted(kept, key=lambda match: (-match.score, match.entry))


def weigh(title: str, *, phrases: str, duties: str) -> Mapping[str, float]:
    """How much each token counts of an entry: its title, what people call it, what its bodies do."""
    weights: dict[str, float] = defaultdict(float)
    for words, weight in ((title, TITLE), (phrases, PHRASES), (duties, DUTIES)):
        for token, count in Counter(token for token, _ in tokens(words)).items():
            weights[token] += weight * min(count, MOST_TIMES)
    return weights


def _rarity(holders: int, of: int) -> float:
    return math.log(1 + (of - holders + 0.5) / (holders + 0.5))
