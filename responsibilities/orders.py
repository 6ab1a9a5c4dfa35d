"""Orders of entries: which of them moved, and how a move is done again in a list that has changed; pure functions."""

from bisect import bisect_left
from collections.abc import Sequence


def moved(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """Items of both orders that do not stand where the others leave them: all but a longest series that keeps its
    order. So one entry put elsewhere is one that moved, not the hundred it passed."""
    places = {item: place for place, item in enumerate(after)}
    common = [item for item in before if item in places]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for number, item in enumerate(common):
        place = places[item]
        at = bisect_left(tails, place)
        previous.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            ends.append(number)
        else:
            tails[at], ends[at] = place, number
    kept, number = set(), ends[-1] if ends else -1
    while number >= 0:
        kept.add(common[number])
        number = previous[number]
    return set(common) - kept


def keep_moves(before: Sequence[int], after: Sequence[int], now: Sequence[int]) -> list[int]:
    """The items of `now` in its order, but those that moved or came in from `before` to `after` as `after` has them."""
    there = set(now)
    placed = moved(before, after) | (set(after) - set(before))
    order = [item for item in now if item not in placed]
    last: int | None = None
    for item in after:
        if item in placed and item in there:
            order.insert(0 if last is None else order.index(last) + 1, item)
        if item in there:
            last = item
    # Whatever is to stand here and was in neither order keeps to the end.
    return order + [item for item in now if item not in set(order)]
