"""Shape of what is typed at the queue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.step_forms import StepForm
from governance.models import Account, Organisation
from services.forms.applications import ApplicationField, ItemField
from services.item_rules import offered_items
from services.models import Window


def open_windows(account: Account, right: str) -> Any:
    places = access.organisations_of(account, right)
    return (
        Window.objects.filter(centre__in=places, closed_on=None).select_related("centre").order_by("centre", "number")
    )


class TicketForm(StepForm):
    centre = forms.ModelChoiceField(label=_("centre"), queryset=Organisation.objects.none())
    item = ItemField(label=_("item"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["centre"]
        reach = access.organisations_of(self.account, "take_ticket")
        field.queryset = Organisation.objects.townships().open().filter(pk__in=reach)
        found = list(field.queryset[:2])
        if len(found) == 1:
            field.initial = found[0]
            field.widget = forms.HiddenInput()
        item: Any = self.fields["item"]
        item.propose(lambda: offered_items().select_related("item").order_by("item__code"))


class CallForm(StepForm):
    window = forms.ModelChoiceField(label=_("window"), queryset=Window.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["window"]
        field.queryset = open_windows(self.account, "call_next")


class ResumeForm(StepForm):
    window = forms.ModelChoiceField(label=_("window"), queryset=Window.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["window"]
        field.queryset = open_windows(self.account, "resume_visit").filter(centre=self.obj.centre)
        field.initial = self.obj.window_id


class SubstituteForm(StepForm):
    window = forms.ModelChoiceField(label=_("window that closes"), queryset=Window.objects.none())
    to = forms.ModelChoiceField(label=_("goes on at"), queryset=Window.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("window", "to"):
            field: Any = self.fields[name]
            field.queryset = open_windows(self.account, "substitute_window")


class MatterForm(StepForm):
    application = ApplicationField(label=_("application"), help_text=_("Its number."))
