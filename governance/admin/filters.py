"""What narrows a list: saved views as tabs, and filters whose choices are scoped like the rows.

Which value was chosen is checked before a filter is asked (`changelist`), so a filter knows that it is one of its own.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import ImproperlyConfigured
from django.db.models import ForeignObjectRel, Q, QuerySet

from governance import confidential
from governance.models import Account
from governance.parameters import KEY


@dataclass(frozen=True)
class View:
    """A saved view of a list, shown as a tab: `View("overdue", _("Overdue"), lambda rows, account: rows.overdue())`."""

    slug: str
    label: Any
    narrow: Callable[[Any, Account], QuerySet]


class ViewFilter(admin.SimpleListFilter):
    """The tab chosen in the address, `?view=overdue`; made from the page's `views`."""

    title = "view"
    parameter_name = "view"
    shown_as_tabs = True

    def __init__(self, request, params, model, model_admin) -> None:
        self.views: dict[str, View] = {view.slug: view for view in model_admin.get_views(request)}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(view.slug, view.label) for view in self.views.values()]

    def has_output(self) -> bool:
        return bool(self.views)

    def queryset(self, request, queryset):
        chosen = self.value()
        return queryset if chosen is None else self.views[chosen].narrow(queryset, request.user)


class RelatedFilter(admin.RelatedFieldListFilter):
    """Filter by a related row; the choices are the rows the reader may see, never anybody else's."""

    def field_choices(self, field, request, model_admin):
        rows = field.remote_field.model._default_manager.for_user(request.user)
        ordering = self.field_admin_ordering(field, request, model_admin)
        return [(row.pk, str(row)) for row in (rows.order_by(*ordering) if ordering else rows)]


class UsedFilter(admin.SimpleListFilter):
    """Filter by a related row; the choices are those which occur in rows the reader may see, in one query.

    One that a link names is offered as well, if the reader may see it: then there is nothing, which is an answer.

    `field` is the path to the relation, `names` the field, or fields, of the related row that name it.
    """

    field: str
    names: Sequence[str] = ("name",)

    def lookups(self, request, model_admin):
        used = model_admin.model._default_manager.for_user(request.user).order_by().values(self.field)
        related: Any = get_fields_from_path(model_admin.model, self.field)[-1].related_model
        offered = Q(pk__in=used)
        if re.fullmatch(KEY, asked := self.value() or ""):
            offered |= Q(pk__in=related._default_manager.for_user(request.user).filter(pk=asked).values("pk"))
        rows = related._default_manager.filter(offered).order_by(*self.order()).values_list("pk", *self.names)
        return [(str(pk), self.label(*names)) for pk, *names in rows]

    def order(self) -> Sequence[str]:
        return ("pk",)

    def label(self, *names: str) -> str:
        return names[0]

    def queryset(self, request, queryset):
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(**{self.field: chosen})


class LinkedFilter(admin.SimpleListFilter):
    """Narrows to one row that a link names, `?edition=12`; offered only to who comes by such a link and may see it.

    `field` is the path to the relation.
    """

    field: str

    def rows(self, request) -> QuerySet:
        """What a link may name."""
        related: Any = get_fields_from_path(self.model, self.field)[-1].related_model
        return related._default_manager.for_user(request.user)

    def __init__(self, request, params, model, model_admin) -> None:
        self.model = model
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        asked = self.value() or ""
        self.row = self.rows(request).filter(pk=asked).first() if re.fullmatch(KEY, asked) else None
        return [] if self.row is None else [(str(self.row.pk), str(self.row))]

    def queryset(self, request, queryset):
        return queryset if self.row is None else queryset.filter(**{self.field: self.row})


# Their choices are the field's own, or come from the page's scoped rows.
SAFE_FIELD_FILTERS = (
    admin.ChoicesFieldListFilter,
    admin.BooleanFieldListFilter,
    admin.DateFieldListFilter,
    RelatedFilter,
)


def scoped_filters(model, list_filter: Iterable) -> list:
    """The page's `list_filter` with every relation filtered through `RelatedFilter`; a leaking filter is an error."""
    filters: list = []
    for entry in list_filter:
        if isinstance(entry, type):
            filters.append(entry)
            continue
        path, kind = entry if isinstance(entry, tuple | list) else (entry, None)
        confidential.check(model, path)
        field = get_fields_from_path(model, path)[-1]
        kind = kind or _kind_of(field)
        own_values = kind is admin.AllValuesFieldListFilter and "__" not in path and not field.is_relation
        if not (issubclass(kind, SAFE_FIELD_FILTERS) or own_values):
            raise ImproperlyConfigured(f"{kind.__name__} on {model._meta.label} would show rows outside the scope")
        filters.append((path, kind))
    return filters


def _kind_of(field: Any) -> type[admin.FieldListFilter]:
    """The filter Django has for the field, except that relations are scoped."""
    if isinstance(field, ForeignObjectRel) or field.is_relation:
        return RelatedFilter
    return next(kind for fits, kind in admin.FieldListFilter._field_list_filters if fits(field))  # type: ignore[attr-defined]
