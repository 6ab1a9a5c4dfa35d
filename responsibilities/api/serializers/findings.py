"""What is wrong with an edition, over REST; no rules."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from responsibilities.defects.checks import CHECKS
from responsibilities.defects.rows import Row


class DefectiveEntrySerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    item = serializers.UUIDField()
    list = serializers.CharField(source="list_title")
    seq_no = serializers.CharField()
    title = serializers.CharField()
    leads = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_leads(self, row: Row) -> Any:
        return [duty.name for duty in row.leads]


class ExplanationSerializer(serializers.Serializer):
    reason = serializers.CharField()
    by = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()


class DefectSerializer(serializers.Serializer):
    """A finding: the check that found it, the entry it stands in, the words it is about."""

    fingerprint = serializers.CharField(source="finding.fingerprint", help_text="Names the finding when explaining it.")
    code = serializers.ChoiceField([(code, check.title) for code, check in CHECKS.items()], source="finding.code")
    title = serializers.CharField(source="finding.check.title")
    meaning = serializers.CharField(source="finding.check.meaning")
    fix = serializers.CharField(source="finding.check.fix")
    entry = DefectiveEntrySerializer(source="finding.row")
    words = serializers.CharField(source="finding.words")
    others = DefectiveEntrySerializer(source="finding.others", many=True, help_text="Whatever it takes to see it.")
    explanation = ExplanationSerializer(allow_null=True, help_text="Why an editor leaves it as it is.")
