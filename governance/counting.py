"""Counts that stop early: counting a million rows takes a second, and nobody needs the last digit."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_COUNTED = 10_000


def counted(rows: Any) -> int:
    """How many rows there are, at most one more than are counted; `in_words` says so."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def in_words(count: int) -> str:
    if count <= MOST_COUNTED:
        return str(count)
    return _("more than %(count)s") % {"count": number_format(MOST_COUNTED, force_grouping=True)}


class CountingPaginator(Paginator):
    """Pages of the first rows that are counted; to see others one narrows or sorts the list. `found` may be more."""

    @cached_property
    def found(self) -> int:
        return counted(self.object_list)

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST_COUNTED)
