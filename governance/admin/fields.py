"""Form fields that staff forms share."""

import itertools
import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from governance.candidates import NEAR, nearest
from governance.directory import Directory, directory
from governance.models import Organisation
from governance.text import LONGEST_REASON

MOST_PROPOSED = 300


class SuggestingInput(forms.TextInput):
    """A text box that proposes words while typing; needs no script. Where there are too many for a page, none."""

    def __init__(self, suggestions: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        self.suggestions = suggestions
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        words = list(itertools.islice(self.suggestions(), MOST_PROPOSED + 1))
        if len(words) > MOST_PROPOSED:
            return super().render(name, value, attrs, renderer)
        names = f"{(attrs or {}).get('id', name)}-names"
        box = super().render(name, value, {**(attrs or {}), "list": names}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in words))
        return format_html('{}<datalist id="{}">{}</datalist>', box, names, options)


def candidates_error(
    message: Any, code: str, candidates: list[str], *, bare: Any, **params: Any
) -> forms.ValidationError:
    """An error that offers what may have been meant. `message` names it; a page that has a button for each candidate
    says `bare`, so that they are named once."""
    return forms.ValidationError(message, code, {**params, "candidates": candidates, "bare": bare})


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows, chosen by their keys; one that the database has no room for is none of them, and no error 500."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not re.fullmatch("[0-9]{1,18}", str(key)):
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super().clean(value)


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
        return self.bodies.values_list("name", flat=True)[: MOST_PROPOSED + 1]

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
            unknown = _("No body here is called “%(name)s”.") % {"name": value}
            near = self.directory.suggest(value)
            if near:
                message = _("No body here is called “%(name)s”. Did you mean: %(near)s?")
                raise candidates_error(message, "unknown_body", near, name=value, near="、".join(near), bare=unknown)
            raise forms.ValidationError(unknown, "unknown_body")
        return body


class RowField(forms.Field):
    """A row chosen by typing its number or words of its title; both propose rows while typing.

    Subclasses say of which model it is, which rows are proposed, how one is written, and which rows a text may mean.
    """

    model: ClassVar[type[Model]]

    def __init__(self, **kwargs: Any) -> None:
        self.proposed: Callable[[], Iterable[Any]] = lambda: ()
        kwargs.setdefault("widget", SuggestingInput(lambda: ()))
        super().__init__(**kwargs)

    def propose(self, rows: Callable[[], Iterable[Any]]) -> None:
        self.proposed = rows
        self.widget.suggestions = lambda: (self.written(row) for row in rows())

    def written(self, row: Any) -> str:
        raise NotImplementedError

    def meant(self, text: str) -> QuerySet:
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.written(value)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return value
        found = list(self.meant(value.strip())[: NEAR + 1])
        if len(found) == 1:
            return found[0]
        exact = [row for row in found if self.written(row) == value.strip()]
        if exact:
            return exact[0]
        if found:
            message = _("“%(text)s” fits several; choose one: %(rows)s")
            bare = _("“%(text)s” fits several; choose one.")
            raise self._offer(message, bare, "several", value, found[:NEAR])
        unknown = _("Nothing here is called “%(text)s”.")
        near = nearest(value, map(self.written, self.proposed()))
        if near:
            message = _("Nothing here is called “%(text)s”. Did you mean: %(rows)s?")
            raise self._offer(message, unknown, "unknown", value, near)
        raise forms.ValidationError(unknown, "unknown", {"text": value})

    def _offer(self, message: Any, bare: Any, code: str, text: str, rows: Iterable[Any]) -> forms.ValidationError:
        words = [self.prepare_value(row) for row in rows]
        return candidates_error(message, code, words, bare=bare % {"text": text}, text=text, rows="；".join(words))


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
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON, **kwargs)
