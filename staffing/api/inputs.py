"""What operations of staffing take over REST; no rules."""

from rest_framework import serializers

from governance.api.fields import BodyByCode, RowById
from governance.api.inputs import FormSerializer
from staffing import forms
from staffing.models import Absence, OfferedPost, Person, QuotaDocument


def points() -> serializers.DecimalField:
    """Points of a hundred."""
    return serializers.DecimalField(5, 2, min_value=0, max_value=100)


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

    person = RowById(queryset=Person.objects.all(), help_text="Id of the person.")


class VersionedSerializer(FormSerializer):
    version = serializers.IntegerField(default=None, help_text="The version that was looked at.")


class OpinionSerializer(VersionedSerializer):
    form = forms.OpinionForm

    agrees = serializers.BooleanField()


class ApproveSecondmentSerializer(VersionedSerializer):
    form = forms.DocumentNoForm


class ExtendSecondmentSerializer(VersionedSerializer):
    form = forms.ExtendSecondmentForm


class ReturnSerializer(VersionedSerializer):
    form = forms.ReturnForm


# --- Selection campaigns ----------------------------------------------------------------------------------------------


class OpenCampaignSerializer(FormSerializer):
    form = forms.OpenCampaignForm

    county = BodyByCode(help_text="Code of the county.")


class OfferPostSerializer(VersionedSerializer):
    form = forms.OfferPostForm


class VersionSerializer(serializers.Serializer):
    version = serializers.IntegerField(default=None, help_text="The version that was looked at.")


class BeginNoticeSerializer(VersionedSerializer):
    form = forms.BeginNoticeForm


class ApproveSelectionSerializer(VersionedSerializer):
    form = forms.ApproveSelectionForm


class EnterApplicantSerializer(FormSerializer):
    form = forms.EnterApplicantForm

    person = RowById(queryset=Person.objects.all(), help_text="Id of the person.")
    post = RowById(queryset=OfferedPost.objects.exclude(campaign__status="draft"), help_text="Id of the post offered.")


class SignAppraisalSerializer(VersionedSerializer):
    form = forms.SignAppraisalForm

    points = points()


class ReplySerializer(VersionedSerializer):
    form = forms.ReplyForm


class ConsentSerializer(VersionedSerializer):
    form = forms.ConsentForm

    agrees = serializers.BooleanField()


class PointsSerializer(VersionedSerializer):
    form = forms.PointsForm

    written = points()
    interview = points()


class DecideTieSerializer(VersionedSerializer):
    form = forms.DecideTieForm


class WithdrawSerializer(VersionedSerializer):
    form = forms.WithdrawForm


class MoveSelectedSerializer(VersionedSerializer):
    form = forms.MoveSelectedForm
