"""What the operations on ratings take."""

from governance.api.fields import RowById
from governance.api.inputs import FormSerializer
from governance.models import Account
from services.forms import ratings as forms


class AssignSerializer(FormSerializer):
    form = forms.AssignForm
    person = RowById(queryset=Account.objects.all(), help_text="Id of the account that calls back.")


class CallBackSerializer(FormSerializer):
    form = forms.CallBackForm


class AnswerRatingSerializer(FormSerializer):
    form = forms.AnswerForm


class AppealSerializer(FormSerializer):
    form = forms.AppealForm


class AppealDecisionSerializer(FormSerializer):
    form = forms.AppealDecisionForm
