"""What operations of staffing take over REST; no rules."""

from governance.api.fields import BodyByCode
from governance.api.inputs import FormSerializer, VisibleRow
from staffing import forms
from staffing.models import QuotaDocument

_DOCUMENTS = QuotaDocument.objects.all()


class RegisterDocumentSerializer(FormSerializer):
    form = forms.RegisterQuotaDocumentForm

    county = BodyByCode(help_text="Code of the county.")


class MoveQuotaSerializer(FormSerializer):
    form = forms.MoveQuotaForm

    document = VisibleRow(_DOCUMENTS, help_text="Id of the document that decides it.")
    giver = BodyByCode(help_text="Left out where the pool or the approving authority gives.")
    receiver = BodyByCode(help_text="Left out where the pool receives.")


class CounterMovementSerializer(FormSerializer):
    form = forms.CounterMovementForm

    document = VisibleRow(_DOCUMENTS, help_text="Id of the document that decides the correction.")


class IdentityNumberSerializer(FormSerializer):
    form = forms.IdentityNumberForm
