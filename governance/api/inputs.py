"""What operations take over the API: the fields of their pages' forms, as JSON has them.

Which fields there are, which must be given, their lengths, choices and help are the form's. What is left out is empty,
as a field of the form that nobody has filled in.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from rest_framework import serializers

from governance.admin.fields import BodyField, RowField
from governance.api.fields import MANY_LINES, BodyByCode, RowById
from governance.text import LONGEST_TEXT


class VisibleRow(RowById):
    """A row that the caller may see, by its id; whether it fits is the operation's question."""

    def __init__(self, rows: QuerySet, **options: Any) -> None:
        super().__init__(queryset=rows, **options)

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        return rows.for_user(self.context["request"].user)


def _text(field: forms.CharField) -> serializers.Field:
    style = MANY_LINES if isinstance(field.widget, forms.Textarea) else {}
    return serializers.CharField(max_length=field.max_length or LONGEST_TEXT, style=style)


_JSON: dict[type[forms.Field], Callable[[Any], serializers.Field]] = {
    forms.CharField: _text,
    forms.ChoiceField: lambda field: serializers.ChoiceField([choice for choice in field.choices if choice[0] != ""]),
    forms.DateField: lambda field: serializers.DateField(),
    forms.DateTimeField: lambda field: serializers.DateTimeField(),
    forms.IntegerField: lambda field: serializers.IntegerField(min_value=field.min_value, max_value=field.max_value),
    forms.BooleanField: lambda field: serializers.BooleanField(),
    # How large, of which type and whether empty is the operation's question.
    forms.FileField: lambda field: serializers.FileField(allow_empty_file=True),
    BodyField: lambda field: BodyByCode(),
    RowField: lambda field: VisibleRow(field.model._default_manager.all()),
}


class FormSerializer(serializers.Serializer):
    # No docstring: the API's description would show it for each body. A subclass names its form. It declares fields of
    # its own for what the page knows without asking, and for rows and bodies whose help tells how to type them.
    form: ClassVar[type[forms.Form]]

    def get_fields(self) -> dict[str, serializers.Field]:
        declared = super().get_fields()
        of_form = {
            name: _like(field, declared.pop(name, None) or _of_form(field))
            for name, field in self.form.base_fields.items()
        }
        return {**declared, **of_form}


def _of_form(field: forms.Field) -> serializers.Field:
    made = next(_JSON[kind] for kind in type(field).__mro__ if kind in _JSON)(field)
    made.help_text = field.help_text or None
    return made


def _like(field: forms.Field, json_field: Any) -> serializers.Field:
    """The field of the serializer with the start and the freedom to be empty of the form's."""
    is_text = isinstance(json_field, serializers.CharField | serializers.ChoiceField)
    if isinstance(json_field, serializers.BooleanField) or field.initial is not None:
        json_field.default = field.initial or False
    elif not field.required:
        json_field.default = "" if is_text else None
    json_field.required = json_field.default is serializers.empty
    if not field.required and not isinstance(json_field, serializers.BooleanField):
        setattr(json_field, "allow_blank" if is_text else "allow_null", True)
    return json_field
