"""What the operations on applications take."""

from governance.api.fields import BodyByCode
from governance.api.inputs import FormSerializer
from services.forms import applications as forms


class ReceiveSerializer(FormSerializer):
    form = forms.ReceiveForm
    place = BodyByCode(help_text="Code of the township or department at whose window it is received, or of a village.")


class AcceptSerializer(FormSerializer):
    form = forms.AcceptForm


class SupplementSerializer(FormSerializer):
    form = forms.SupplementForm


class NotAcceptSerializer(FormSerializer):
    form = forms.NotAcceptForm


class PaperSerializer(FormSerializer):
    form = forms.PaperForm


class HandOverPapersSerializer(FormSerializer):
    form = forms.HandOverForm


class SendPapersBackSerializer(FormSerializer):
    form = forms.SendPapersBackForm


class OpinionRequestSerializer(FormSerializer):
    form = forms.OpinionRequestForm


class GiveOpinionSerializer(FormSerializer):
    form = forms.OpinionForm


class BeginStageSerializer(FormSerializer):
    form = forms.StageForm


class OutcomeSerializer(FormSerializer):
    form = forms.OutcomeForm


class ApplicationReasonSerializer(FormSerializer):
    form = forms.ReasonForm


class DecideSerializer(FormSerializer):
    form = forms.DecideForm


class IssueSerializer(FormSerializer):
    form = forms.IssueForm


class CheckSerializer(FormSerializer):
    form = forms.CheckForm
