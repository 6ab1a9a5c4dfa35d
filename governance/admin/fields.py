"""Form fields that staff forms share."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from governance.models import Organisation
from governance.organisations import Directory, directory


class SuggestingInput(forms.TextInput):
    """A text box that proposes words while typing; needs no script."""

    def __init__(self, suggestions: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        self.suggestions = suggestions
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        names = f"{(attrs or {}).get('id', name)}-names"
        box = super().render(name, value, {**(attrs or {}), "list": names}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.suggestions()))
        return format_html('{}<datalist id="{}">{}</datalist>', box, names, options)


class BodyField(forms.Field):
    """A public body, written as people call it: official name, code, alias or unambiguous short name.

    `among` narrows the bodies that may be meant; what is not understood is answered with names that look like it.
    """

    def __init__(self, *, among: Callable[[], QuerySet[Organisation]] | None = None, **kwargs: Any) -> None:
        self.among = among or Organisation.objects.open
        kwargs.setdefault("widget", SuggestingInput(self.proposed))
        super().__init__(**kwargs)

    @property
    def bodies(self) -> QuerySet[Organisation]:
        return self.among()

    def proposed(self) -> Iterable[str]:
        return self.bodies.values_list("name", flat=True)

    @cached_property
    def directory(self) -> Directory:
        return directory(within=self.bodies)

    def __deepcopy__(self, memo: dict[int, Any]) -> "BodyField":
        copy = super().__deepcopy__(memo)
        copy.__dict__.pop("directory", None)  # each form reads the bodies as they are when it is sent
        copy.widget.suggestions = copy.proposed
        return copy

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Organisation) else value

    def to_python(self, value: Any) -> Organisation | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Organisation):
            return value
        # Mostly the name as it was proposed: found without reading every body there is.
        body = self.bodies.filter(Q(name=value) | Q(code=value)).first() or self.directory.find(value)
        if body is None:
            near = self.directory.suggest(value)
            if near:
                message = _("No body here is called “%(name)s”. Did you mean: %(near)s?")
                raise forms.ValidationError(message, "unknown_body", {"name": value, "near": "、".join(near)})
            raise forms.ValidationError(_("No body here is called “%(name)s”."), "unknown_body", {"name": value})
        return body


class DayInput(forms.DateInput):
    """The browser's own calendar; the value travels as 2026-11-23 in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=DayInput(), **kwargs)


def reason_field(**kwargs: Any) -> forms.CharField:
    """Why it is done; stays in the timeline."""
    kwargs.setdefault("label", _("reason"))
    kwargs.setdefault("help_text", _("Stays in the timeline, for whoever asks later."))
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, **kwargs)
