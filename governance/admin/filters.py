"""What narrows a list: saved views as tabs, and filters whose choices are scoped like the rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import ImproperlyConfigured
from django.db.models import ForeignObjectRel, QuerySet

from governance.models import Account


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
        view = self.views.get(self.value() or "")
        return view.narrow(queryset, request.user) if view else queryset


class RelatedFilter(admin.RelatedFieldListFilter):
    """Filter by a related row; the choices are the rows the reader may see, never anybody else's."""

    def field_choices(self, field, request, model_admin):
        rows = field.remote_field.model._default_manager.for_user(request.user)
        ordering = self.field_admin_ordering(field, request, model_admin)
        return [(row.pk, str(row)) for row in (rows.order_by(*ordering) if ordering else rows)]


def scoped_filters(model, list_filter: Iterable) -> list:
    """The page's `list_filter` with every relation filtered through `RelatedFilter`; a leaking filter is an error."""
    filters: list = []
    for entry in list_filter:
        if isinstance(entry, str):
            field = get_fields_from_path(model, entry)[-1]
            related = field.is_relation if not isinstance(field, ForeignObjectRel) else True
            filters.append((entry, RelatedFilter) if related else entry)
            continue
        kind = entry[1] if isinstance(entry, tuple | list) else entry
        if issubclass(kind, admin.RelatedFieldListFilter | admin.AllValuesFieldListFilter) and not issubclass(
            kind, RelatedFilter
        ):
            raise ImproperlyConfigured(f"{kind.__name__} on {model._meta.label} would show rows outside the scope")
        filters.append(entry)
    return filters
