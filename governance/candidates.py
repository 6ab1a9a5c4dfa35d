"""The nearest of some words to what somebody typed: what an error offers instead."""

from collections.abc import Iterable

from governance.text import match_key

NEAR = 5  # offered at once


def nearest(text: str, words: Iterable[str], limit: int = NEAR) -> list[str]:
    """The words most like the text, best first; none if fewer than half of its characters are in any.

    Counted are characters in common and pairs of them that stand together, so that a few words of a long title, or a
    number with one wrong digit, find it.
    """
    wanted = match_key(text)
    characters, pairs = set(wanted), _pairs(wanted)
    found = []
    for word in words:
        known = match_key(word)
        common = len(characters & set(known))
        if characters and common * 2 >= len(characters):
            found.append((-common - 2 * len(pairs & _pairs(known)), len(known), word))
    return list(dict.fromkeys(word for _score, _length, word in sorted(found)))[:limit]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
