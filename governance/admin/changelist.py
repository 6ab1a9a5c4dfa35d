"""A list narrowed by its address: by filters the page declares and values they offer, and by nothing else.

Django would narrow a list by any field and anything behind it, `?party_name__startswith=…`: a reader could ask for what
is masked, letter by letter, and count the rows.
"""

from typing import Any

from django.contrib.admin import DateFieldListFilter, FieldListFilter, ListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path, lookup_spawns_duplicates
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from unfold.views import ChangeList

from governance.bounds import fault_of
from governance.confidential import hidden_in
from governance.parameters import UNKNOWN_VALUE, WrongParameters, faults_of, whole_number


class DeclaredChangeList(ChangeList):
    """Raises WrongParameters for a parameter that is not declared, and for a value that is not offered."""

    def get_filters(self, request: HttpRequest) -> tuple[list[ListFilter], bool, dict[str, Any], bool, bool]:
        given = self.get_filters_params()
        specs: list[ListFilter] = []
        spawns_duplicates = False
        for entry in self.list_filter:
            spec, path = self._made(entry, request, dict(given))
            specs.append(spec)
            spawns_duplicates |= bool(spec.used_parameters and path) and lookup_spawns_duplicates(self.opts, path)
        self._check_names(request, specs)
        self._check_values(request, specs)
        shown = [spec for spec in specs if spec.has_output()]
        return shown, bool(shown), {}, spawns_duplicates, any(spec.used_parameters for spec in specs)

    def get_results(self, request: HttpRequest) -> None:
        wanted = request.GET.get(PAGE_VAR, "1")
        fault = None
        try:
            super().get_results(request)
        except IncorrectLookupParameters as error:
            fault = error
        pages = self.model_admin.get_paginator(request, self.queryset, self.list_per_page) if fault else self.paginator
        if fault or not 1 <= (whole_number(wanted) or 0) <= pages.num_pages:
            message = _("A whole number from 1 to %(max)s.") % {"max": pages.num_pages}
            raise WrongParameters({PAGE_VAR: message}) from fault

    def get_ordering_field(self, field_name: Any) -> Any:
        """The field a column is sorted by; none if it is confidential, since the order of rows would tell it."""
        path = super().get_ordering_field(field_name)
        return None if isinstance(path, str) and hidden_in(self.model, path.lstrip("-")) else path

    def _made(self, entry: Any, request: HttpRequest, given: dict[str, Any]) -> tuple[Any, str]:
        """The filter that stands in `list_filter`, and the path of the field it is about, if it is about one."""
        if callable(entry):
            return entry(request, given, self.model, self.model_admin), ""
        path, kind = entry if isinstance(entry, tuple | list) else (entry, FieldListFilter.create)
        field = get_fields_from_path(self.model, path)[-1]
        return kind(field, request, given, self.model, self.model_admin, field_path=path), path

    def _check_names(self, request: HttpRequest, specs: list[ListFilter]) -> None:
        known = {PAGE_VAR, ORDER_VAR, *([SEARCH_VAR] if self.search_fields else [])}
        for spec in specs:
            known |= _parameters(spec)
        if faults := faults_of(request.GET, known):
            raise WrongParameters(faults)

    def _check_values(self, request: HttpRequest, specs: list[ListFilter]) -> None:
        faults = {}
        if request.GET.get(ORDER_VAR) and not all(map(self._sorts, request.GET[ORDER_VAR].split("."))):
            faults[ORDER_VAR] = UNKNOWN_VALUE
        for spec in specs:
            asked = {name: request.GET[name] for name in _parameters(spec) if name in request.GET}
            if asked and not self._offers(request, spec, asked):
                faults |= dict.fromkeys(asked, UNKNOWN_VALUE)
        if faults:
            raise WrongParameters(faults)

    def _sorts(self, column: str) -> bool:
        """Whether `3` or `-3` is the number of a column by which the list can be sorted."""
        number = whole_number(column.removeprefix("-"))
        if number is None or number >= len(self.list_display):
            return False
        return bool(self.get_ordering_field(self.list_display[number]))

    def _offers(self, request: HttpRequest, spec: ListFilter, asked: dict[str, str]) -> bool:
        """Whether one of the filter's choices leads to what is asked; not its first, “all”, which asks for nothing."""
        if isinstance(spec, DateFieldListFilter):  # yesterday's “today” is no choice any more, but still a day
            try:
                days = [parse_date(value[:10]) for name, value in asked.items() if not name.endswith("__isnull")]
                if any(map(fault_of, days)):
                    return False
                spec.queryset(request, self.root_queryset)
            except (IncorrectLookupParameters, ValueError):
                return False
            return True
        addresses = (QueryDict(str(choice["query_string"]).lstrip("?")) for choice in spec.choices(self))
        names = _parameters(spec)
        return any({name: given[name] for name in names if name in given} == asked for given in addresses)


def _parameters(spec: ListFilter) -> set[str]:
    return {name for name in spec.expected_parameters() if name}
