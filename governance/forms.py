"""What all forms of the portal have in common: texts come in clean, and no text is cut on its way."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.http import QueryDict

from governance.bounds import check_bounds
from governance.fields import LongestText
from governance.text import LONGEST_TEXT, clean, in_one_line


def length_of(model: type[Model], field: str) -> int:
    """How long the text of the model's field may be, for the form in which it is typed."""
    return model._meta.get_field(field).max_length  # type: ignore[union-attr,return-value]


def _is_long(field: forms.Field) -> bool:
    """Whether only the limit of all texts holds for it; a hidden one carries the portal's own token."""
    if not isinstance(field, forms.CharField) or field.widget.is_hidden:
        return False
    return field.max_length in (None, LONGEST_TEXT)


class PortalForm(forms.Form):
    """Base of every form. What is typed is cleaned (`governance.text.clean`) before any field looks at it, but neither
    passwords nor choices, which nobody types; and no browser cuts what is pasted: a text that is too long is told, with
    both lengths. Days and numbers stay within `governance.bounds`, texts within `LONGEST_TEXT`, and a field of one line
    holds one."""

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data if data is None else self._cleaned_input(data), *args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField | forms.DateTimeField | forms.IntegerField):
                field.validators.append(check_bounds)
            elif _is_long(field):
                others = [rule for rule in field.validators if not isinstance(rule, MaxLengthValidator)]
                field.validators = [*others, LongestText(LONGEST_TEXT)]

    def _cleaned_input(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        as_it_is = {
            name
            for name, field in self.base_fields.items()
            if isinstance(field.widget, forms.PasswordInput) or isinstance(field, forms.ChoiceField)
        }
        lines = {name for name, field in self.base_fields.items() if isinstance(field.widget, forms.TextInput)}

        def cleaned(name: str, value: Any) -> Any:
            if not isinstance(value, str) or name in as_it_is:
                return value
            text = clean(value)[0]
            return in_one_line(text) if name in lines else text

        if isinstance(data, QueryDict):
            sent = data.copy()
            for name, values in data.lists():
                sent.setlist(name, [cleaned(name, value) for value in values])
            return sent
        return {name: cleaned(name, value) for name, value in data.items()}

    def __getitem__(self, name: str) -> forms.BoundField:
        field = super().__getitem__(name)
        field.field.widget.attrs.pop("maxlength", None)
        return field
