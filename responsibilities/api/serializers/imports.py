"""Spreadsheets that are sent, and what was found in them; no rules."""

from rest_framework import serializers

from governance.api.fields import BodyByCode
from governance.api.resources import Computed
from responsibilities.kinds import ListKind


class UploadSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="xlsx, xls, ods or csv.")
    sheet = serializers.CharField(
        max_length=255,
        required=False,
        help_text="Which sheet, if several hold such a table; `*` reads all of them in their order.",
    )


class ImportSerializer(UploadSerializer):
    confirmed = serializers.BooleanField(
        default=False, help_text="Agree to how everything in `confirmations` of the preview is read."
    )


class TownshipUploadSerializer(UploadSerializer):
    township = BodyByCode(help_text="Code of the township.")


class TownshipImportSerializer(ImportSerializer):
    township = BodyByCode(help_text="Code of the township.")


class RemarkSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()
    row = serializers.IntegerField(allow_null=True)
    column = serializers.CharField(help_text="Its letter.")
    value = serializers.CharField()


class FaultSerializer(RemarkSerializer):
    suggestions = serializers.ListField(child=serializers.CharField())


class FindingSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField(help_text="Its letter.")
    seq_no = serializers.CharField()


class CountsSerializer(serializers.Serializer):
    read = serializers.IntegerField(help_text="Rows below the header: the sum of the following.")
    items = serializers.IntegerField()
    sections = serializers.IntegerField()
    totals = serializers.IntegerField()
    skipped = serializers.IntegerField()


class TablePreviewSerializer(serializers.Serializer):
    """What a table of a file says. With `faults` nothing is imported; `confirmations` need a yes."""

    rows = CountsSerializer(source="sheet.counts")
    faults = FaultSerializer(many=True)
    confirmations = RemarkSerializer(many=True)
    repairs = RemarkSerializer(many=True)


class PreviewSerializer(TablePreviewSerializer):
    """What one list of a file would become. With `faults` nothing is imported; `confirmations` need a yes."""

    kind = serializers.ChoiceField(ListKind.choices)
    entries = Computed(serializers.IntegerField(help_text="How many entries there would be."), len, "entries")
    findings = FindingSerializer(many=True)
