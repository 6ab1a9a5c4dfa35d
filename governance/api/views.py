"""What the views of all apps share: nothing unknown is passed over, and callers see only the rows they may see."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeVar, cast

from django.db import models
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, NotAuthenticated, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.fields import MANY_LINES
from governance.api.filters import check_parameters
from governance.api.pagination import CursorPages
from governance.api.resources import RowSerializer
from governance.bounds import check_bounds
from governance.errors import StaleVersion
from governance.models import Account
from governance.parameters import KEY, no_such, whole_number
from governance.text import LONGEST_REASON

S = TypeVar("S", bound=serializers.Serializer)


class Strict:
    """Mixed into every view of the API: unknown parameters and unknown fields are errors, and no cache keeps answers.

    Parameters are the view's filters and pages, if it is a list, and those it names itself in `query_parameters`. What
    is sent is read by `self.sent(…)`.
    """

    query_parameters: tuple[str, ...] = ()
    checks_parameters = True  # so ParametersMiddleware does not

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if not re.fullmatch(KEY, str(kwargs.get("pk", "1"))):
            raise Http404  # 007 and １ are no other names of rows
        check_parameters(request.query_params, self._known_parameters())

    def finalize_response(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, *args, **kwargs)  # type: ignore[misc]
        if getattr(request.user, "is_authenticated", False):
            response["Cache-Control"] = "no-store"  # it may hold personal data, and is for this caller only
        return response

    def is_of_one_object(self) -> bool:
        name = getattr(self, "lookup_url_kwarg", None) or getattr(self, "lookup_field", "pk")
        return name in self.kwargs  # type: ignore[attr-defined]

    def sent(self, serializer: type[S]) -> S:
        """What was sent, checked; where nothing may be sent it is `Serializer`. Raises ValidationError."""
        return self._read(serializer, self.request.data)  # type: ignore[attr-defined]

    def asked(self, serializer: type[S]) -> S:
        """What the address asks for, read in the same way; the view names its parameters in `query_parameters`."""
        given = self.request.query_params.dict()  # type: ignore[attr-defined]
        numbers = {name for name, field in serializer().fields.items() if isinstance(field, serializers.IntegerField)}
        read = {name: _number_in(value) if name in numbers else value for name, value in given.items()}
        return self._read(serializer, read)

    def _read(self, serializer: type[S], data: Any) -> S:
        given = serializer(data=data, context=self.get_serializer_context())  # type: ignore[attr-defined]
        if errors := unknown_fields(given, data) or other_spellings(given, data):
            raise ValidationError(errors)
        keep_in_bounds(given)
        given.is_valid(raise_exception=True)
        return given

    def _known_parameters(self) -> set[str]:
        known = set(self.query_parameters)
        if self.request.method not in SAFE_METHODS or self.is_of_one_object():  # type: ignore[attr-defined]
            return known
        filters = getattr(self, "filterset_class", None)
        paginator = getattr(self, "paginator", None)
        return known | set(filters.base_filters if filters else ()) | set(getattr(paginator, "query_parameters", ()))


def unknown_fields(serializer: Any, data: Any) -> dict[Any, Any]:
    """Errors for what was sent, at any depth, under a name that the serializer does not have, or twice."""
    errors: dict[Any, Any] = {}
    if _has_fields(serializer) and isinstance(data, Mapping):
        known = [name for name, field in serializer.fields.items() if not field.read_only]
        errors = {name: [ErrorDetail(no_such(name, known), code="unknown_field")] for name in data if name not in known}
        if isinstance(data, QueryDict):
            for name in set(data) & set(known):
                if len(data.getlist(name)) > 1 and not isinstance(serializer.fields[name], serializers.ListField):
                    errors[name] = [ErrorDetail(_("This is given more than once."), code="repeated")]
    if isinstance(data, QueryDict):
        return errors
    return errors | {
        name: found for name, field, value in _parts(serializer, data) if (found := unknown_fields(field, value))
    }


def other_spellings(serializer: Any, data: Any) -> Any:
    """Errors for whole numbers that are spelled otherwise, at any depth: "3", 3.0 and true are no 3 in JSON, and 03 is
    none in a form with files, whose values are texts."""
    if isinstance(serializer, serializers.PrimaryKeyRelatedField):
        serializer = serializer.pk_field
    if isinstance(serializer, serializers.IntegerField):
        is_one = type(data) is int or data is None
        return [] if is_one else [ErrorDetail(str(serializer.error_messages["invalid"]), code="invalid")]
    if isinstance(data, QueryDict):
        data = {name: _number_in(value) for name, value in data.items()}
    return {name: found for name, field, value in _parts(serializer, data) if (found := other_spellings(field, value))}


def _number_in(text: Any) -> Any:
    number = whole_number(text) if isinstance(text, str) else None
    return text if number is None else number


def _has_fields(serializer: Any) -> bool:
    return isinstance(serializer, serializers.BaseSerializer) and hasattr(serializer, "fields")


def _parts(serializer: Any, data: Any) -> Iterator[tuple[Any, Any, Any]]:
    """What was sent inside of it: the name or number of each part, its serializer, and what was sent for it."""
    if _has_fields(serializer) and isinstance(data, Mapping):
        fields = {name: field for name, field in serializer.fields.items() if not field.read_only}
        yield from ((name, field, data[name]) for name, field in fields.items() if name in data)
    elif isinstance(serializer, serializers.DictField) and isinstance(data, Mapping):
        yield from ((name, serializer.child, value) for name, value in data.items())
    elif isinstance(serializer, serializers.ListSerializer | serializers.ListField) and isinstance(data, list):
        yield from ((number, serializer.child, value) for number, value in enumerate(data))


def _one_line(text: str) -> None:
    if "\n" in text:
        raise ValidationError(_("A text of one line is needed here; this one has a line end."), code="line_end")


def _is_short(field: serializers.CharField) -> bool:
    return field.max_length is not None and field.max_length < LONGEST_REASON


def keep_in_bounds(field: Any) -> None:
    """Days and numbers are checked by `governance.bounds`, and short texts have one line, at any depth."""
    if isinstance(field, serializers.DateField | serializers.DateTimeField | serializers.IntegerField):
        field.validators.append(check_bounds)
    elif isinstance(field, serializers.CharField) and field.style != MANY_LINES and _is_short(field):
        field.validators.append(_one_line)
    for inner in (*getattr(field, "fields", {}).values(), getattr(field, "child", None)):
        if inner is not None:
            keep_in_bounds(inner)


class Scoped(Strict):
    """Mixed into DRF's generic views: `model` names what they show; `for_user` is the only way they get at it.

    Another organisation's object is not found, whether the list, one object or a verb asks for it.
    """

    model: type[models.Model]

    def get_queryset(self) -> models.QuerySet:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return self.model._default_manager.none()
        return self.model._default_manager.for_user(self.request.user)  # type: ignore[attr-defined]

    def listed(self) -> Response:
        """A page of what the view lists, read as plain values; `serializer_class` is a `RowSerializer`."""
        serializer = self.serializer_class  # type: ignore[attr-defined]
        rows = self.values_for(serializer, self.filter_queryset(self.get_queryset()))  # type: ignore[attr-defined]
        page = self.complete(self.paginate_queryset(rows))  # type: ignore[attr-defined]
        return self.get_paginated_response(serializer(page, many=True).data)  # type: ignore[attr-defined]

    def values_for(self, serializer: type[RowSerializer], rows: models.QuerySet) -> models.QuerySet:
        """The rows as plain values: the columns of the serializer and those the pages go by."""
        ordering = [field.lstrip("-") for field in self.paginator.fields_of(self)]  # type: ignore[attr-defined]
        return rows.values(*dict.fromkeys((*serializer.columns(), *ordering)))

    def complete(self, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add to a page's values what is no column of them (`RowSerializer.added`)."""
        return values

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, StaleVersion) and "pk" in self.kwargs:  # type: ignore[attr-defined]
            with suppress(Http404):  # whoever changed it has moved it out of the caller's sight
                exc.representation = self.represent()  # type: ignore[attr-defined]
        return super().handle_exception(exc)  # type: ignore[misc]

    def represent(self) -> dict[str, Any]:
        """The object as it is now, as a `retrieve` would answer; sent along when a save comes too late."""
        return self.get_serializer(self.get_object()).data  # type: ignore[attr-defined]


def caller(request: Request) -> Account:
    """The account behind a call that writes; permissions have turned away everybody without one by then."""
    if not isinstance(request.user, Account):
        raise NotAuthenticated
    return request.user


def answer_with_pages(
    view: GenericAPIView, serializer: type[serializers.Serializer], rows: Any, *, under: str, **more: Any
) -> Response:
    """An answer of that serializer, which has a page of the rows under a name, and more besides."""
    pages = cast(CursorPages, view.paginator)
    page = pages.paginate_queryset(rows, view.request, view=view)
    return pages.get_answer(serializer({**more, under: page, "next": None, "previous": None}).data, under)
