"""Filtering of lists by declared parameters only."""

import difflib
from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.exceptions import ErrorDetail, ValidationError


def check_parameters(given: QueryDict, known: Iterable[str]) -> None:
    """Raise ValidationError for each query parameter that is not known, naming the known one it looks like."""
    known = sorted(known)
    errors = {}
    for name in given:
        if name in known:
            continue
        near = difflib.get_close_matches(name, known, n=1)
        if near:
            message = str(_("There is no such parameter. Did you mean “%(near)s”?") % {"near": near[0]})
        elif known:
            message = str(_("There is no such parameter; there are %(known)s.") % {"known": _(", ").join(known)})
        else:
            message = str(_("There is no such parameter; there are none here."))
        errors[name] = [ErrorDetail(message, code="unknown_parameter")]
    if errors:
        raise ValidationError(errors)


class StrictFilterBackend(DjangoFilterBackend):
    """Declared filters; an unknown query parameter is an error, so a misspelt filter never shows everything.

    A view that reads further parameters itself names them in `query_parameters`. Filters are for lists: the address of
    one object takes only those.
    """

    def filter_queryset(self, request, queryset, view):
        known = set(getattr(view, "query_parameters", ()))
        if self._is_one_object(view):
            check_parameters(request.query_params, known)
            return queryset
        filterset_class = self.get_filterset_class(view, queryset)
        if filterset_class is not None:
            known |= set(filterset_class.base_filters)
        paginator = getattr(view, "paginator", None)
        known |= set(getattr(paginator, "query_parameters", ()))
        check_parameters(request.query_params, known)
        if filterset_class is None or _has_nothing_to_do(filterset_class, request.query_params):
            return queryset
        return super().filter_queryset(request, queryset, view)

    def _is_one_object(self, view) -> bool:
        return (getattr(view, "lookup_url_kwarg", None) or getattr(view, "lookup_field", "pk")) in view.kwargs


def _has_nothing_to_do(filterset_class: type[FilterSet], given: QueryDict) -> bool:
    """None of its parameters is given, needed, or counts when absent: spares every plain list a form (1 ms)."""
    filters = filterset_class.base_filters
    acts_unasked = filterset_class.filter_queryset is not FilterSet.filter_queryset
    return not (acts_unasked or filters.keys() & given.keys() or any(one.extra["required"] for one in filters.values()))
