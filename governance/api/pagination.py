"""Pages of lists by cursor: stable while rows are added, as quick on the last page as on the first.

Not DRF's own: that one compares the first field of the ordering only, counts rows with an equal value by offset, and
loses its place when more than a thousand rows share one (entries of a list, cases of a day).
"""

import base64
import binascii
import itertools
import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError as FieldValueError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.utils import encoders
from rest_framework.utils.urls import remove_query_param, replace_query_param

from governance.parameters import whole_number
from governance.text import is_readable

MOST_BYTES = 400_000  # of the rows of an answer; what stands around them is short
LONGEST_CHARACTER = 4  # bytes in UTF-8


class CursorPages(BasePagination):
    """50 rows a page, up to 200 with `page_size`, in the view's `ordering` (newest first unless it says otherwise).
    A page whose rows are longer than `MOST_BYTES` together ends before, and leads on.

    The ordering is a tuple of fields that are never null; the primary key is added, so that no two rows are equal. An
    answer is `{next, previous, results}` with complete addresses or null.
    """

    ordering: tuple[str, ...] = ("-pk",)
    page_size = 50
    max_page_size = 200
    query_parameters = ("cursor", "page_size")

    def paginate_queryset(self, queryset: Any, request, view=None) -> list[Any]:
        self.request = request
        self.fields = self.fields_of(view)
        size = self._page_size(request)
        backwards, position = self._position(request)

        ordering = [_turned(field) if backwards else field for field in self.fields]
        queryset = queryset.order_by(*ordering)
        if position is not None:
            try:
                queryset = queryset.filter(_beyond(ordering, position))
            except (FieldValueError, TypeError, ValueError) as error:
                raise _invalid_cursor() from error
        self.backwards = backwards
        self.go_on_at: list[Any] | None = None
        rows = self.fetch(queryset, size + 1, position)
        more, rows = len(rows) > size, rows[:size]
        if more:
            self.go_on_at = None
        more = more or self.go_on_at is not None
        if backwards:
            rows.reverse()
        self.has_next = backwards or more
        self.has_previous = more if backwards else position is not None
        self.page = rows
        return rows

    def fetch(self, queryset: Any, count: int, position: list[Any] | None) -> list[Any]:
        """The first so many rows of the queryset, which begins after the position and is turned round if `backwards`.

        A subclass that stops looking before the end says where the next page goes on (`go_on_at`, a position).
        """
        return list(queryset[:count])

    def get_paginated_response(self, data) -> Response:
        data = self.that_fit(data)
        return Response({**self.links(), "results": data})

    def get_answer(self, answer: Any, under: str) -> Response:
        """An answer that has the page under that name, among other things."""
        rows = self.that_fit(answer[under])
        return Response({**answer, under: rows, **self.links()})

    def that_fit(self, data: list[Any]) -> list[Any]:
        """As many of the page's rows as are sent at once, at least one, from where the page begins to be read."""
        kept = list(reversed(data)) if self.backwards else data
        kept = kept[: how_many_fit(kept)]
        if len(kept) < len(data):
            self._end_with(len(kept))
        return list(reversed(kept)) if self.backwards else kept

    def _end_with(self, count: int) -> None:
        self.go_on_at = None
        if self.backwards:
            self.page, self.has_previous = self.page[-count:], True
        else:
            self.page, self.has_next = self.page[:count], True

    def links(self) -> dict[str, str | None]:
        """The addresses of the pages beside this one, for answers that say more than their rows."""
        return {"next": self._link("n", -1), "previous": self._link("p", 0)}

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view) -> list[dict[str, Any]]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page begins; taken from `next` or `previous` of another page.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "description": "Rows on the page.",
                "schema": {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size},
            },
        ]

    def fields_of(self, view) -> tuple[str, ...]:
        """The fields by which the view's rows are ordered, turned ones with a minus."""
        ordering = tuple(getattr(view, "ordering", None) or self.ordering)
        return ordering if ordering[-1].lstrip("-") in ("pk", "id") else (*ordering, "pk")

    def _page_size(self, request) -> int:
        given = request.query_params.get("page_size")
        if given is None:
            return self.page_size
        if 1 <= (size := whole_number(given) or 0) <= self.max_page_size:
            return size
        message = _("A whole number from 1 to %(max)s.") % {"max": self.max_page_size}
        raise ValidationError({"page_size": [ErrorDetail(str(message), code="invalid")]})

    def _position(self, request) -> tuple[bool, list[Any] | None]:
        cursor = request.query_params.get("cursor")
        if cursor is None:
            return False, None
        try:
            direction, *position = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        except (ValueError, TypeError, binascii.Error) as error:
            raise _invalid_cursor() from error
        plain = all(isinstance(value, int) or (isinstance(value, str) and is_readable(value)) for value in position)
        if direction not in ("n", "p") or len(position) != len(self.fields) or not plain:
            raise _invalid_cursor()
        return direction == "p", position

    def _link(self, direction: str, row: int) -> str | None:
        here = self.request.build_absolute_uri()
        if not (self.has_next if direction == "n" else self.has_previous):
            return None
        position = self.go_on_at if self.backwards == (direction == "p") else None
        if position is None:
            if not self.page:  # a cursor past the end: the way back is the whole list again
                return remove_query_param(here, "cursor") if direction == "p" else None
            position = [_value(self.page[row], field.lstrip("-")) for field in self.fields]
        return self._at(direction, position)

    def _at(self, direction: str, position: list[Any]) -> str:
        text = json.dumps([direction, *position], default=_text, separators=(",", ":"))
        cursor = base64.urlsafe_b64encode(text.encode()).decode()
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)


def how_many_fit(rows: Sequence[Any]) -> int:
    """How many rows of an answer are not longer than `MOST_BYTES` together; one is always sent."""
    if len(encoders.JSONEncoder(ensure_ascii=False).encode(rows)) * LONGEST_CHARACTER <= MOST_BYTES:
        return len(rows)
    sizes = itertools.accumulate(len(JSONRenderer().render(row)) for row in rows)
    return max(1, sum(size <= MOST_BYTES for size in sizes))


class SequencePages(CursorPages):
    """Pages of rows that are worked out and not read from a table: the cursor is a place among them."""

    ordering = ("place",)
    backwards = False

    def paginate_queryset(self, queryset: Any, request, view=None) -> list[Any]:
        self.request, self.fields = request, ("place",)
        size = self._page_size(request)
        backwards, position = self._position(request)
        place = 0 if position is None else position[0]
        if not isinstance(place, int):
            raise _invalid_cursor()
        start = max(0, place - size) if backwards else max(0, place)
        stop = max(0, place) if backwards else start + size
        self.start, self.stop, self.count = start, stop, len(queryset)
        self.backwards = backwards
        return list(queryset[start:stop])

    def _end_with(self, count: int) -> None:
        if self.backwards:
            self.start = self.stop - count
        else:
            self.stop = self.start + count

    def _link(self, direction: str, row: int) -> str | None:
        if not (self.stop < self.count if direction == "n" else self.start > 0):
            return None
        return self._at(direction, [self.stop if direction == "n" else self.start])


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(ordering: list[str], position: list[Any]) -> Q:
    """Rows after the position: larger in the first field, or equal there and larger in the second, and so on."""
    condition, equal = Q(), Q()
    for field, value in zip(ordering, position, strict=True):
        name, comparison = (field[1:], "lt") if field.startswith("-") else (field, "gt")
        condition |= equal & Q(**{f"{name}__{comparison}": value})
        equal &= Q(**{name: value})
    if len(ordering) > 1:  # says nothing new, but lets the database start from the index on the first field
        name, comparison = (ordering[0][1:], "lte") if ordering[0].startswith("-") else (ordering[0], "gte")
        condition &= Q(**{f"{name}__{comparison}": position[0]})
    return condition


def _value(row: Any, field: str) -> Any:
    """The field's value in a row of `values()` or a model instance; `a__b` follows the relation."""
    if isinstance(row, dict):
        value = row["id"] if field == "pk" and "pk" not in row else row[field]
    else:
        value = row
        for name in field.split("__"):
            value = getattr(value, name)
    if value is None:
        raise TypeError(f"cannot page by {field}: it is null in some rows")
    return value


def _text(value: Any) -> str:
    """In full: DRF's and Django's encoders cut times to milliseconds, and the next page would repeat rows."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _invalid_cursor() -> ValidationError:
    message = _("This is not a cursor of this list. Take it from `next` or `previous`.")
    return ValidationError({"cursor": [ErrorDetail(str(message), code="invalid")]})
