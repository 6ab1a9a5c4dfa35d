"""What borrowed people and movements of people look like over REST; no rules."""

from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import RowSerializer
from staffing.states import (
    Origin,
    PersonMovementKind,
    SecondmentKind,
    SecondmentStatus,
)


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
