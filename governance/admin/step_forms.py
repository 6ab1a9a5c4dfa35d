"""The form of a step: the shape of what is sent, no rules."""

from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from governance.admin.sending import KEEP, KEY
from governance.admin.staleness import VERSION
from governance.forms import PortalForm
from governance.models import Account
from governance.parameters import no_such

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

    def knows(self, name: str) -> bool:
        """Whether the page sends something of this name. What nobody knows is an error, as it is in the API."""
        return name in self.fields or name in self.sent_beside
