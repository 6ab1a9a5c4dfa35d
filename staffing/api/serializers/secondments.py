"""What borrowed people and movements of people look like over REST; no rules."""

from rest_framework import serializers

from governance.api.fields import BodyByCode, BodySerializer, ReasonField, RowById
from governance.api.resources import RowSerializer
from staffing.models import Assignment, Person, PersonMovement, Secondment
from staffing.states import (
    Origin,
    PersonMovementKind,
    PostClass,
    QuotaCategory,
    SecondmentKind,
    SecondmentStatus,
)

_lent = {field.name: getattr(field, "max_length", None) for field in Secondment._meta.get_fields()}
_post = {field.name: getattr(field, "max_length", None) for field in Assignment._meta.get_fields()}
_moved = {field.name: getattr(field, "max_length", None) for field in PersonMovement._meta.get_fields()}


class NamedPersonSerializer(serializers.Serializer):
    """A person, where another resource names them."""

    id = serializers.IntegerField()
    staff_no = serializers.CharField()
    name = serializers.CharField()


class SecondmentSerializer(RowSerializer):
    """借调、抽调. null where an earlier register does not say."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    person = NamedPersonSerializer()
    kind = serializers.ChoiceField(SecondmentKind.choices)
    status = serializers.ChoiceField(SecondmentStatus.choices)
    lender = BodySerializer()
    borrower = BodySerializer(allow_null=True)
    borrower_name = serializers.CharField(help_text="Of a body or task outside the register.")
    starts_on = serializers.DateField(allow_null=True)
    day_is_stated = serializers.BooleanField(help_text="false: only the month of the beginning is known.")
    ends_on = serializers.DateField(allow_null=True, help_text="Last day.")
    extended_from = serializers.DateField(allow_null=True, help_text="Last day before the extension.")
    returned_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    exception_approver = serializers.CharField()
    exception_document = serializers.CharField()
    unit_opinion = serializers.CharField()
    department_opinion = serializers.CharField()
    approval_document = serializers.CharField()
    origin = serializers.ChoiceField(Origin.choices)


class RequestSecondmentSerializer(serializers.Serializer):
    person = RowById(queryset=Person.objects.all())
    kind = serializers.ChoiceField(SecondmentKind.choices)
    borrower = BodyByCode()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = ReasonField()
    exception_approver = serializers.CharField(max_length=_lent["exception_approver"], required=False)
    exception_document = serializers.CharField(max_length=_lent["exception_document"], required=False)


class OpinionSerializer(serializers.Serializer):
    agrees = serializers.BooleanField()
    opinion = ReasonField()
    version = serializers.IntegerField(required=False)


class ApproveSecondmentSerializer(serializers.Serializer):
    document_no = serializers.CharField(max_length=_lent["approval_document"])
    version = serializers.IntegerField(required=False)


class ExtendSecondmentSerializer(ApproveSecondmentSerializer):
    ends_on = serializers.DateField()


class ReturnSerializer(serializers.Serializer):
    returned_on = serializers.DateField()
    version = serializers.IntegerField(required=False)


# --- Movements --------------------------------------------------------------------------------------------------------


class PersonMovementSerializer(RowSerializer):
    """人员变动."""

    id = serializers.IntegerField()
    person = NamedPersonSerializer()
    kind = serializers.ChoiceField(PersonMovementKind.choices)
    place = BodySerializer(help_text="The body left.")
    effective_on = serializers.DateField(help_text="The first day on which the earlier post is no longer held.")
    document_no = serializers.CharField()
    early_by_choice = serializers.BooleanField()


class MovementOfPersonSerializer(serializers.Serializer):
    """What every movement names."""

    effective_on = serializers.DateField()
    document_no = serializers.CharField(max_length=_moved["document_no"])
    decided_on = serializers.DateField()


class ResignationSerializer(MovementOfPersonSerializer):
    reason = ReasonField(required=False)


class RetirementSerializer(ResignationSerializer):
    early_by_choice = serializers.BooleanField(required=False)


class PromotionSerializer(ResignationSerializer):
    grade = serializers.CharField(max_length=_post["grade"])
    post_title = serializers.CharField(max_length=_post["post_title"])


class TransferSerializer(PromotionSerializer):
    receiver = BodyByCode()
    category = serializers.ChoiceField(QuotaCategory.choices)
    post_class = serializers.ChoiceField(PostClass.choices)
