"""What operations of staffing take over REST; no rules."""

from governance.api.fields import BodyByCode, RowById
from governance.api.inputs import FormSerializer
from staffing import forms
from staffing.models import QuotaDocument

_DOCUMENTS = QuotaDocument.objects.all()  # the right is asked at its county: who has none there is refused


class RegisterDocumentSerializer(FormSerializer):
    form = forms.RegisterQuotaDocumentForm

    county = BodyByCode(help_text="Code of the county.")


class MoveQuotaSerializer(FormSerializer):
    form = forms.MoveQuotaForm

    document = RowById(queryset=_DOCUMENTS, help_text="Id of the document that decides it.")
    giver = BodyByCode(help_text="Left out where the pool or the approving authority gives.")
    receiver = BodyByCode(help_text="Left out where the pool receives.")


class CounterMovementSerializer(FormSerializer):
    form = forms.CounterMovementForm

    document = RowById(queryset=_DOCUMENTS, help_text="Id of the document that decides the correction.")


class IdentityNumberSerializer(FormSerializer):
    form = forms.IdentityNumberForm
