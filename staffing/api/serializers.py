"""What staffing looks like over REST, and the shape of what is sent; no rules."""

from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import RowSerializer
from staffing.models import Person
from staffing.states import (
    Gender,
    HolderKind,
    Level,
    MovementKind,
    Origin,
    PostClass,
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


# --- People -----------------------------------------------------------------------------------------------------------


class PostSerializer(serializers.Serializer):
    """The main post held now."""

    organisation = BodySerializer()
    category = serializers.ChoiceField(QuotaCategory.choices)
    post_class = serializers.ChoiceField(PostClass.choices)
    grade = serializers.CharField()
    post_title = serializers.CharField()


class PersonRowSerializer(RowSerializer):
    """人员, as a row of a list: nothing sensitive."""

    id = serializers.IntegerField()
    staff_no = serializers.CharField()
    name = serializers.CharField()
    gender = serializers.ChoiceField(Gender.choices)
    education = serializers.CharField()
    degree = serializers.CharField()
    major = serializers.CharField()
    entry_channel = serializers.CharField()
    entered_on = serializers.DateField()
    township_entered_on = serializers.DateField()
    post = PostSerializer(source="main", allow_null=True)


class AssignmentSerializer(PostSerializer):
    """任职."""

    starts_on = serializers.DateField(allow_null=True, help_text="null: not stated.")
    ends_on = serializers.DateField(allow_null=True, help_text="Last day.")
    is_main = serializers.BooleanField()


class ServiceTermSerializer(serializers.Serializer):
    """服务期."""

    starts_on = serializers.DateField()
    years = serializers.IntegerField()
    basis = serializers.CharField()
    free_from = serializers.DateField(help_text="The first day on which the term no longer binds.")
    explanation = serializers.CharField(help_text="Until when it binds, and why.")


class PersonSerializer(serializers.Serializer):
    """人员 with posts and service terms, as this caller may see them."""

    id = serializers.IntegerField()
    staff_no = serializers.CharField()
    name = serializers.CharField()
    gender = serializers.ChoiceField(Gender.choices)
    birth_on = serializers.SerializerMethodField(help_text="The year alone, if the caller may not see personal data.")
    identity_number = serializers.SerializerMethodField(help_text="Masked, if the caller may not see personal data.")
    education = serializers.CharField()
    degree = serializers.CharField()
    major = serializers.CharField()
    entry_channel = serializers.CharField()
    entered_on = serializers.DateField()
    township_entered_on = serializers.DateField()
    assignments = AssignmentSerializer(many=True)
    service_terms = ServiceTermSerializer(many=True)

    def get_birth_on(self, person: Person) -> str:
        return self.context["shown"]["birth_on"]

    def get_identity_number(self, person: Person) -> str:
        return self.context["shown"]["identity_number"]
