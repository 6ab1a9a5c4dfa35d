"""Shape of what is typed about hotline orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.fields import BodyField, reason_field
from governance.admin.step_forms import StepForm
from governance.bodies import BODIES
from governance.forms import length_of
from governance.models import Organisation
from responsibilities.fields import EntryField
from services.forms.applications import ApplicationField, bodies, text_field
from services.models import HotlineOrder


class ReceiveOrderForm(StepForm):
    body = forms.ModelChoiceField(label=_("has to answer"), queryset=Organisation.objects.none())
    order_no = forms.CharField(label=_("order number"), max_length=length_of(HotlineOrder, "order_no"))
    subject = forms.CharField(label=_("subject"), max_length=length_of(HotlineOrder, "subject"))
    text = text_field(4, label=_("what was said"))
    caller_name = forms.CharField(label=_("caller"), max_length=100, required=False)
    caller_telephone = forms.CharField(label=_("caller's telephone"), max_length=20, required=False)
    is_complex = forms.BooleanField(label=_("complex"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["body"]
        reach = access.organisations_of(self.account, "receive_order")
        field.queryset = Organisation.objects.open().filter(kind__in=BODIES, pk__in=reach)
        found = list(field.queryset[:2])
        if len(found) == 1:
            field.initial = found[0]
            field.widget = forms.HiddenInput()


class AnswerOrderForm(StepForm):
    answer = text_field(4, label=_("answer"))


class ReturnOrderForm(StepForm):
    right_body = BodyField(label=_("competent body"), among=bodies)
    answer = text_field(3, label=_("reason"))
    right_entry = EntryField(label=_("entry of the duty list"), required=False)


class LinkOrderForm(StepForm):
    application = ApplicationField(label=_("application"), help_text=_("Its number."))


class OpenCallerForm(StepForm):
    reason = reason_field(label=_("what it is needed for"))
