"""What the operations on hotline orders take."""

from governance.api.fields import BodyByCode
from governance.api.inputs import FormSerializer, VisibleRow
from responsibilities.models import Entry
from services.forms import hotline as forms
from services.models import Application


class ReceiveOrderSerializer(FormSerializer):
    form = forms.ReceiveOrderForm
    body = BodyByCode(help_text="Code of the body that has to answer.")


class AnswerOrderSerializer(FormSerializer):
    form = forms.AnswerOrderForm


class ReturnOrderSerializer(FormSerializer):
    form = forms.ReturnOrderForm
    right_entry = VisibleRow(Entry.objects.all(), help_text="Id of the entry of the duty list that names the body.")


class LinkOrderSerializer(FormSerializer):
    form = forms.LinkOrderForm
    application = VisibleRow(Application.objects.all(), help_text="Id of the application it has become.")
