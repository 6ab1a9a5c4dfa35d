"""Pages of what lies in many lists: a page reads the few editions it needs."""

import itertools
from collections.abc import Sequence
from typing import Any

from governance.api.pagination import CursorPages, SequencePages
from responsibilities.selectors.duties import SHARE_ORDER, DutyShare, of_shares
from responsibilities.selectors.finding import portions

END = 2**31 - 1  # after every position in an edition


class EntryPages(CursorPages):
    """Entries by edition and position. One page looks through 20,000 entries at most, so it may hold fewer than asked
    for, or none, although there is a next one."""

    ordering = ("edition_id", "position")

    def fetch(self, queryset: Any, count: int, position: list[Any] | None) -> list[Any]:
        editions = queryset.editions
        if editions is None:  # those of one edition
            return super().fetch(queryset, count, position)
        if position is not None:
            editions = editions.filter(**{"pk__lte" if self.backwards else "pk__gte": position[0]})
        rows: list[Any] = []
        for portion in portions(editions.order_by("-pk" if self.backwards else "pk")):
            rows += queryset.filter(edition__in=portion.editions)[: count - len(rows)]
            if len(rows) == count:
                return rows
            if not portion.is_last:
                self.go_on_at = [portion.editions[-1], *((0, 0) if self.backwards else (END, END))]
            else:
                self.go_on_at = None
        return rows


class DutyPages(CursorPages):
    """Duties of one body by role, list and place; the view says in which editions they are (`shares`)."""

    ordering = (*SHARE_ORDER, "entry__position")
    shares: Sequence[DutyShare] = ()

    def fetch(self, queryset: Any, count: int, position: list[Any] | None) -> list[Any]:
        shares = list(reversed(self.shares) if self.backwards else self.shares)
        begun = 0  # of the share the cursor stands in nothing may be left
        if position is not None:
            place, kind, path, duty_list = position[: len(SHARE_ORDER)]  # as the caller sent them back
            here = (int(place), str(kind), str(path), int(duty_list))
            shares = [share for share in shares if (share.place <= here if self.backwards else share.place >= here)]
            begun = shares[0].count if shares and shares[0].place == here else 0
        totals = itertools.accumulate(share.count for share in shares)
        stop = next((number for number, total in enumerate(totals, 1) if total >= count + begun), len(shares))
        return list(queryset.filter(of_shares(shares[:stop]))[:count])


class ChangePages(SequencePages):
    """Changes of entries, with their old and new texts word by word."""

    max_page_size = 100
