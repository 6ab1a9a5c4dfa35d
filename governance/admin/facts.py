"""What a record page says: facts in panels, and the rows that belong to the record, as values ready to be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import display_for_field, flatten, label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.translation import gettext as _

NONE = "–"
LEFT_OUT = object()  # in place of a value: the reader learns nothing of it


@dataclass(frozen=True)
class Fact:
    label: Any
    value: Any


@dataclass(frozen=True)
class Panel:
    """Facts that belong together; `aside` stands on the right."""

    title: Any
    description: Any
    aside: bool
    facts: list[Fact]


@dataclass(frozen=True)
class Table:
    """Rows that belong to the record."""

    title: Any
    labels: list[Any]
    rows: list[list[Any]]


def facts(
    names: Iterable[str], obj: models.Model, page: Any, request: HttpRequest, values: Mapping[str, Any]
) -> list[Fact]:
    """Fields of the object, or methods of it or its page, each under its label; `values` says other things of some."""
    return [
        Fact(
            label_for_field(name, obj._meta.model, page),
            values[name] if name in values else _value(name, obj, page, request),
        )
        for name in names
        if values.get(name) is not LEFT_OUT
    ]


def panels(
    fieldsets: Sequence[Any], obj: models.Model, page: Any, request: HttpRequest, values: Mapping[str, Any]
) -> list[Panel]:
    """The page's fieldsets; one with the class "aside" stands on the right."""
    return [
        Panel(
            title,
            options.get("description", ""),
            "aside" in options.get("classes", ()),
            facts(flatten(options["fields"]), obj, page, request, values),
        )
        for title, options in fieldsets
    ]


def table(inline: Any, obj: models.Model, request: HttpRequest) -> Table:
    """The inline's rows of this object, in the inline's order."""
    key = _get_foreign_key(inline.parent_model, inline.model, fk_name=inline.fk_name)
    names = list(flatten(inline.get_fields(request, obj)))
    rows = inline.get_queryset(request).filter(**{key.name: obj})
    return Table(
        inline.verbose_name_plural,
        [label_for_field(name, inline.model, inline) for name in names],
        [[_value(name, row, inline, request) for name in names] for row in rows],
    )


def _value(name: str, obj: models.Model, page: Any, request: HttpRequest) -> Any:
    try:
        field, _attribute, value = lookup_field(name, obj, page)
    except ObjectDoesNotExist:
        return NONE
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, models.ForeignKey):
        return linked(value, request)
    if isinstance(field, models.TextField):
        return linebreaksbr(value)
    return value if field is None else display_for_field(value, field, NONE)


def linked(obj: models.Model, request: HttpRequest) -> Any:
    """The object's name, leading to its page if the reader may open pages of its kind."""
    page: Any = admin.site._registry.get(type(obj))
    if page is None or not page.has_view_permission(request):
        return obj
    return format_html('<a href="{}">{}</a>', page.url_of(obj), obj)
