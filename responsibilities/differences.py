"""Where two texts differ, word by word; pure functions that know no list."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word of letters, a number, or one character of anything else: Chinese is compared character by character.
_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)*|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；;\n]*[。；;\n]?")
# From here on (product of the lengths in characters) sentences are lined up first, and words only inside them.
_LONG = 250_000
# A common stretch shorter than this between two changes is read as part of the change, or a reader sees confetti.
_SHORT = 2
# A stretch of this length is found again wherever it stands; a shorter one may stand anywhere by chance.
_STRETCH = 4
_MARKS = "，。；、,;. \n"
# One sentence five hundred times over is compared with itself for minutes; no text of a list is like that.
_MOST_COINCIDENCES = 40_000
# Texts that have less than this in common are two texts, not one changed.
_ALIKE = 0.3


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `changed` if the other text does not have it there."""

    text: str
    changed: bool = False


Pieces = tuple[Piece, ...]


def differences(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces that join to them exactly, the changed ones marked."""
    if before == after:
        same = _pieces([(before, False)])
        return same, same
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    stop_before, stop_after = len(before) - end, len(after) - end
    middle = _steps(before[start:stop_before], after[start:stop_after])
    enough = _ALIKE * max(len(before), len(after)) - start - end
    if enough > 0 and _shared(middle) < enough:
        return _pieces([(before, True)]), _pieces([(after, True)])
    head, tail = before[:start], before[stop_before:]
    steps = _joined([(head, head), *middle, (tail, tail)])
    return (
        _pieces([(old, old != new) for old, new in steps]),
        _pieces([(new, old != new) for old, new in steps]),
    )


def marked_against(text: str, others: Iterable[str]) -> Pieces:
    """The text with what stands in none of the others marked, wherever in them it stands.

    For texts that were split or merged: sentence by sentence, each beside the one most like it, and a longer stretch
    beside all of them.
    """
    pool = [sentence for other in others for sentence in _sentences(other)]
    found: list[Piece] = []
    for sentence in _sentences(text):
        if sentence in pool:
            found.append(Piece(sentence))
            continue
        near = max(pool, key=lambda other: likeness(other, sentence), default="")
        found += differences(near, sentence)[1] if near else (Piece(sentence, True),)

    def is_new(piece: Piece) -> bool:
        stretch = piece.text.strip(_MARKS)
        return piece.changed and (len(stretch) < _STRETCH or not any(stretch in sentence for sentence in pool))

    return _pieces([(piece.text, is_new(piece)) for piece in found])


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.findall(text) if sentence]


def likeness(before: str, after: str) -> float:
    """How much of the texts is in both, from 0 to 1; 1 only if they are the same."""
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


Step = tuple[str, str]  # what stands there before and after; alike if nothing changed


def _steps(before: str, after: str) -> list[Step]:
    if not before or not after:  # most changes: something was put in or left out
        return [(before, after)]
    long = len(before) * len(after) > _LONG
    split = _SENTENCE if long else _TOKEN
    olds, news = split.findall(before), split.findall(after)
    if _coincidences(olds, news) > _MOST_COINCIDENCES:
        return [(before, after)]
    steps: list[Step] = []
    for tag, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        old, new = "".join(olds[i:j]), "".join(news[k:m])
        if long and tag == "replace" and len(old) * len(new) <= _LONG:
            steps += _steps(old, new)
        else:
            steps.append((old, new))
    return steps


def _coincidences(olds: list[str], news: list[str]) -> int:
    """How many pairs are alike, each of which is looked at again and again."""
    times = Counter(news)
    return sum(times[one] for one in olds)


def _joined(steps: list[Step]) -> list[Step]:
    """Changes with only a character or two in common between them become one change."""
    joined: list[Step] = []
    last = len(steps) - 1
    for number, (old, new) in enumerate(steps):
        inside = 0 < number < last and len(old) < _SHORT and not old.isspace()
        changed = old != new or (inside and steps[number - 1][0] != steps[number - 1][1])
        if changed and joined and (joined[-1][0] != joined[-1][1]):
            joined[-1] = (joined[-1][0] + old, joined[-1][1] + new)
        else:
            joined.append((old, new))
    return joined


def _pieces(parts: list[tuple[str, bool]]) -> Pieces:
    """One piece for each run of parts that are alike; empty parts are none."""
    pieces: list[Piece] = []
    run, run_changed = "", False
    for text, changed in parts:
        if not text:
            continue
        if changed != run_changed and run:
            pieces.append(Piece(run, run_changed))
            run = ""
        run, run_changed = run + text, changed
    if run:
        pieces.append(Piece(run, run_changed))
    return tuple(pieces)


def _shared(steps: list[Step]) -> int:
    return sum(len(old) for old, new in steps if old == new)


def _common(before: str, after: str) -> int:
    """How many characters both begin with, never half a word or number."""
    length, most = 0, min(len(before), len(after))
    while length < most:  # halving: comparing slices is quicker than comparing characters
        middle = (length + most + 1) // 2
        if before[length:middle] == after[length:middle]:
            length = middle
        else:
            most = middle - 1
    while length and before[length - 1].isascii() and before[length - 1].isalnum():
        length -= 1
    return length
