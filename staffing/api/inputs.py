"""What operations of staffing take over REST; no rules."""

from rest_framework import serializers

from governance.api.fields import BodyByCode, RowById
from governance.api.inputs import FormSerializer, VisibleRow
from staffing import forms
from staffing.models import Absence, Person, QuotaDocument

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


# --- People -----------------------------------------------------------------------------------------------------------


class RecordAbsenceSerializer(FormSerializer):
    form = forms.RecordAbsenceForm


class EndAbsenceSerializer(FormSerializer):
    form = forms.EndAbsenceForm

    absence = RowById(queryset=Absence.objects.all(), help_text="Id of the absence, one of the person's own.")


class SetTermInterruptionSerializer(FormSerializer):
    form = forms.TermInterruptionForm

    county = BodyByCode(help_text="Code of the county.")


class MovementOfPersonSerializer(FormSerializer):
    form = forms.PersonMovementForm


class ResignationSerializer(FormSerializer):
    form = forms.ResignationForm


class RetirementSerializer(FormSerializer):
    form = forms.RetirementForm


class PromotionSerializer(FormSerializer):
    form = forms.PromotionForm


class TransferPersonSerializer(FormSerializer):
    form = forms.TransferPersonForm


class RequestSecondmentSerializer(FormSerializer):
    form = forms.RequestSecondmentForm

    person = VisibleRow(Person.objects.all(), help_text="Id of the person.")


class OnSecondmentSerializer(FormSerializer):
    version = serializers.IntegerField(required=False, help_text="The version that was looked at.")


class OpinionSerializer(OnSecondmentSerializer):
    form = forms.OpinionForm

    agrees = serializers.BooleanField()


class ApproveSecondmentSerializer(OnSecondmentSerializer):
    form = forms.DocumentNoForm


class ExtendSecondmentSerializer(OnSecondmentSerializer):
    form = forms.ExtendSecondmentForm


class ReturnSerializer(OnSecondmentSerializer):
    form = forms.ReturnForm
