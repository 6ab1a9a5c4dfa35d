"""What the townships' centres look like over REST."""

from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import RowSerializer
from services.models.stationing import WindowKind


class StationingSerializer(RowSerializer):
    """进驻情况: a matter in one centre."""

    id = serializers.IntegerField()
    centre = BodySerializer()
    body = BodySerializer(source="matter.body")
    matter = serializers.CharField(source="matter.name")
    should_enter = serializers.BooleanField(source="matter.should_enter")
    has_entered = serializers.BooleanField()
    window_kind = serializers.ChoiceField(WindowKind.choices)
    window = serializers.IntegerField(source="window_id", allow_null=True)
    entered_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(help_text="Why it is not in the centre.")


class CoverageSerializer(serializers.Serializer):
    """What of everything that should be there is there, in one township. Nobody is ranked."""

    township = BodySerializer()
    should_enter = serializers.IntegerField(help_text="Rows: `stationing/?centre=…&should_enter=true`.")
    entered = serializers.IntegerField(help_text="Rows: `stationing/?centre=…&should_enter=true&has_entered=true`.")
    missing = serializers.IntegerField(help_text="Rows: `stationing/?centre=…&should_enter=true&has_entered=false`.")
    villages = serializers.IntegerField()
    points = serializers.IntegerField(help_text="Open points. Rows: `points/?township=…&open=true`.")
    items_assured = serializers.IntegerField(help_text="Rows: `point-items/?within=…&assured=true`.")
    items_to_be_verified = serializers.IntegerField(help_text="Rows: `point-items/?within=…&assured=false`.")
