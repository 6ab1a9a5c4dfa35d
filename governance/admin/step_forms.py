"""The form of a step: the shape of what is sent, no rules."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import reason_field
from governance.admin.sending import KEEP, KEY
from governance.admin.staleness import VERSION
from governance.errors import RuleViolation
from governance.forms import PortalForm
from governance.models import Account
from governance.parameters import UNKNOWN_VALUE, WrongParameters, no_such, whole_number

SENT_BY_EVERY_PAGE = {KEY, KEEP, VERSION, "csrfmiddlewaretoken"}


class StepForm(PortalForm):
    """Base of a step's form: the shape of the input, no rules. `account` and `obj` are there to scope choices.

    `kept` is a form that is shown as it was left: it says what was typed, and finds no fault with it yet.
    """

    required_css_class = "required"
    sent_beside: ClassVar[tuple[str, ...]] = ()  # what the form's page sends besides its fields

    def __init__(self, *args: Any, account: Account, obj: Any = None, kept: bool = False, **kwargs: Any) -> None:
        self.account = account
        self.obj = obj
        self.kept = kept
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)

    def visible_fields(self) -> list[forms.BoundField]:
        """What must be filled in comes first, so that the keyboard passes nothing that may be left out."""
        return sorted(super().visible_fields(), key=lambda field: not field.field.required)

    def full_clean(self) -> None:
        if self.kept:
            self._errors = ErrorDict()
        else:
            super().full_clean()
            for name in sorted({*self.data, *self.files} - SENT_BY_EVERY_PAGE) if self.is_bound else ():
                if not self.knows(name):
                    text = _("“%(name)s” was sent, too: %(fault)s")
                    self.add_error(None, text % {"name": name, "fault": no_such(name, sorted(self.fields))})

    def refuse(self, refusal: RuleViolation) -> None:
        """Show why the operation refused: at the field it is about, else above the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, forms.ValidationError(str(refusal), refusal.code))

    def knows(self, name: str) -> bool:
        """Whether the page sends something of this name. What nobody knows is an error, as it is in the API."""
        return name in self.fields or name in self.sent_beside


class ReasonForm(StepForm):
    """For steps that ask for nothing but why."""

    reason = reason_field()


def check_filled(form: StepForm, given: QueryDict, names: Iterable[str], *, repeated: Collection[str] = ()) -> None:
    """Raise WrongParameters if the address fills one of these fields with what the field would refuse."""
    faults = {}
    for name in set(names) & form.fields.keys() & given.keys():
        value = given.getlist(name) if name in repeated else given[name]
        field = form.fields[name]
        is_key = isinstance(field, forms.ModelChoiceField) and field.to_field_name is None
        try:
            if value and is_key and isinstance(value, str) and whole_number(value) is None:
                raise forms.ValidationError(UNKNOWN_VALUE)
            if value:
                field.clean(value)
        except forms.ValidationError as error:
            faults[name] = " ".join(error.messages)
    if faults:
        raise WrongParameters(faults)


def long_texts(form: StepForm) -> list[tuple[Any, str]]:
    """Labels and texts of what somebody may have thought about for long, so that they can copy it."""
    boxes = [field for field in form.visible_fields() if isinstance(field.field.widget, forms.Textarea)]
    return [(field.label, text) for field in boxes if (text := str(field.value() or "").strip())]
