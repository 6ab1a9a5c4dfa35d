"""What the ledger looks like over REST; no rules."""

from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import RowSerializer
from staffing.states import (
    HolderKind,
    Level,
    MovementKind,
    Origin,
    QuotaCategory,
    Source,
    Standing,
)

NO_SOURCE = [("", ""), *Source.choices]


class MomentSerializer(serializers.Serializer):
    """Which day is asked about, and as known on which."""

    on = serializers.DateField(required=False, help_text="Balances at the end of this day; today if not given.")
    known = serializers.DateField(
        required=False, help_text="As the ledger knew it at the end of this day; as it knows now if not given."
    )


class BalanceSerializer(RowSerializer):
    """编制账户 with its balances: approved = vacant + reserved + on_post. null where the ledger does not know."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(HolderKind.choices)
    level = serializers.ChoiceField(Level.choices)
    organisation = BodySerializer(allow_null=True)
    name = serializers.CharField(help_text="Of a body outside the register.")
    category = serializers.ChoiceField(QuotaCategory.choices)
    approved = serializers.IntegerField()
    on_post = serializers.IntegerField(allow_null=True)
    reserved = serializers.IntegerField(allow_null=True)
    vacant = serializers.IntegerField(allow_null=True)


class TotalSerializer(serializers.Serializer):
    """Sums over accounts of one category; null where an account's part is not known."""

    category = serializers.ChoiceField(QuotaCategory.choices)
    accounts = serializers.IntegerField()
    approved = serializers.IntegerField(allow_null=True)
    on_post = serializers.IntegerField(allow_null=True)
    reserved = serializers.IntegerField(allow_null=True)
    vacant = serializers.IntegerField(allow_null=True)


class PlacesBySourceSerializer(serializers.Serializer):
    """Places townships have gained since the ledger was opened, by where they came from."""

    category = serializers.ChoiceField(QuotaCategory.choices)
    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment]
    places = serializers.IntegerField()


class DocumentSerializer(RowSerializer):
    """台账文件."""

    id = serializers.IntegerField()
    number = serializers.CharField(help_text="Empty for an opening that no document states.")
    issuer = serializers.CharField(help_text="Empty where the earlier ledger does not say.")
    decided_on = serializers.DateField()
    title = serializers.CharField()


class SideSerializer(serializers.Serializer):
    """An account, as a movement names it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(HolderKind.choices)
    level = serializers.ChoiceField(Level.choices)
    organisation = BodySerializer(allow_null=True)
    name = serializers.CharField()


class MovementSerializer(RowSerializer):
    """编制变动: so many places of one category leave one account and arrive in another."""

    id = serializers.IntegerField()
    document = DocumentSerializer()
    entry_no = serializers.CharField()
    kind = serializers.ChoiceField(MovementKind.choices)
    category = serializers.ChoiceField(QuotaCategory.choices, source="giver.category")
    giver = SideSerializer()
    giver_standing = serializers.ChoiceField(Standing.choices)
    receiver = SideSerializer()
    receiver_standing = serializers.ChoiceField(Standing.choices)
    count = serializers.IntegerField()
    effective_on = serializers.DateField(help_text="The day from which it counts.")
    known_on = serializers.DateField(help_text="The day on which the ledger learned of it.")
    source = serializers.ChoiceField(NO_SOURCE, source="quota_source")  # type: ignore[assignment]
    origin = serializers.ChoiceField(Origin.choices)
    reason = serializers.CharField()
    counters = serializers.IntegerField(
        source="counters_id", allow_null=True, help_text="The movement that this one takes back."
    )
    level_approval = serializers.IntegerField(
        source="level_approval_id", allow_null=True, help_text="The document of the approval (编制条例 18)."
    )
