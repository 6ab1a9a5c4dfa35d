"""Filtering of lists by declared parameters only."""

from collections.abc import Iterable

from django import forms
from django.core.validators import EMPTY_VALUES
from django.http import QueryDict
from django_filters.rest_framework import CharFilter, DjangoFilterBackend, Filter, FilterSet, ModelChoiceFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ErrorDetail, ValidationError

from governance.bounds import LARGEST_NUMBER, fault_of
from governance.models import Organisation
from governance.parameters import UNKNOWN_VALUE, faults_of, whole_number


def body_filter(field: str | None, label: str, **options) -> ModelChoiceFilter:
    """A public body by its code; an unknown code is an error, not an empty list."""
    bodies = Organisation.objects.all()
    return ModelChoiceFilter(field_name=field, queryset=bodies, to_field_name="code", label=label, **options)


def check_parameters(given: QueryDict, known: Iterable[str]) -> None:
    """Raise ValidationError for each query parameter that is not known, naming the known one it looks like."""
    faults = faults_of(given, known)
    if faults:
        raise ValidationError({name: [ErrorDetail(text, code="unknown_parameter")] for name, text in faults.items()})


class WholeNumberField(forms.IntegerField):
    """As Django's, for one spelling of each number (`governance.parameters.whole_number`)."""

    def to_python(self, value: str | None) -> int | None:
        if value not in EMPTY_VALUES and whole_number(str(value)) is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class WholeNumberFilter(Filter):
    """The id of a row, or a count: a whole number from 1 on that the database has room for.

    Never django-filter's NumberFilter: it takes 2.7, which the database then reads as 2.
    """

    field_class = WholeNumberField

    def __init__(self, *args, label: str, **options) -> None:
        super().__init__(*args, label=label, min_value=1, max_value=LARGEST_NUMBER, **options)
        extend_schema_field({"type": "integer", "minimum": 1, "description": label})(self)


class SpelledFilter(CharFilter):
    """Equal to the text however its marks are typed: ?case_no=…[2026]1号 finds …〔2026〕1号."""

    def filter(self, qs, value):
        if value in EMPTY_VALUES:
            return qs
        exact = qs.filter(**{self.field_name: value})  # by its index, and mostly the case
        return exact if exact.exists() else qs.filter(**{f"{self.field_name}__spelled": value})


class StrictFilterBackend(DjangoFilterBackend):
    """Declared filters with values that are understood; which parameters there are is checked by `views.Strict`."""

    def filter_queryset(self, request, queryset, view):
        filterset_class = self.get_filterset_class(view, queryset)
        if view.is_of_one_object() or filterset_class is None:
            return queryset
        if _has_nothing_to_do(filterset_class, request.query_params):
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        check_values(filterset, request.query_params)
        return filterset.qs


def check_values(filterset: FilterSet, given: QueryDict) -> None:
    """Raise ValidationError for each value that is not understood, also where django-filter would pass over it."""
    form = filterset.form
    form.is_valid()
    errors = {name: [ErrorDetail(str(text), code="invalid") for text in texts] for name, texts in form.errors.items()}
    for name in given.keys() & filterset.filters.keys() - errors.keys():
        value = form.cleaned_data[name]
        if fault := UNKNOWN_VALUE if value in EMPTY_VALUES else fault_of(value):
            errors[name] = [ErrorDetail(str(fault), code="invalid")]
    if errors:
        raise ValidationError(errors)


def _has_nothing_to_do(filterset_class: type[FilterSet], given: QueryDict) -> bool:
    """None of its parameters is given, needed, or counts when absent: spares every plain list a form (1 ms)."""
    filters = filterset_class.base_filters
    acts_unasked = filterset_class.filter_queryset is not FilterSet.filter_queryset
    return not (acts_unasked or filters.keys() & given.keys() or any(one.extra["required"] for one in filters.values()))
