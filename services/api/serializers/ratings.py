"""Ratings as a resource."""

from rest_framework import serializers

from governance.api.resources import RowSerializer
from services.api.serializers.applications import ItemOfApplicationSerializer
from services.rating_states import Grade, RatingCause, RatingStatus


class RatedApplicationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    item = ItemOfApplicationSerializer()


class RatingSerializer(RowSerializer):
    """好差评 of one matter, by its number; what the applicant wrote is shown on the record's page alone."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    application = RatedApplicationSerializer()
    grade = serializers.ChoiceField(Grade.choices)
    cause = serializers.ChoiceField(RatingCause.choices, allow_blank=True)
    rated_at = serializers.DateTimeField()
    status = serializers.ChoiceField(RatingStatus.choices)
    due_on = serializers.DateField(allow_null=True, help_text="By when a poor one is answered.")
    called_back_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()
    basis = serializers.CharField()
    appeal_reason = serializers.CharField()
    appeal_explanation = serializers.CharField()


class ItemResultSerializer(serializers.Serializer):
    item = serializers.CharField()
    grades = serializers.DictField(child=serializers.IntegerField(), help_text="How many of each grade.")


class CauseResultSerializer(serializers.Serializer):
    cause = serializers.CharField()
    count = serializers.IntegerField()


class RatingResultsSerializer(serializers.Serializer):
    """Results by item, and of poor ratings by cause; never by a person or a township."""

    by_item = ItemResultSerializer(many=True)
    by_cause = CauseResultSerializer(many=True)
