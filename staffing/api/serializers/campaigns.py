"""What selection campaigns look like over REST; no rules."""

from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import RowSerializer
from staffing.api.serializers.secondments import NamedPersonSerializer
from staffing.states import ApplicantStatus, CampaignStatus, PostClass, QuotaCategory, SelectionRule


class CampaignRowSerializer(RowSerializer):
    """选调公告."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    document_no = serializers.CharField()
    status = serializers.ChoiceField(CampaignStatus.choices)
    cutoff_on = serializers.DateField(help_text="Applicants are judged as they were on this day.")
    township_years = serializers.IntegerField()
    most_age = serializers.IntegerField(allow_null=True)
    rated_years = serializers.IntegerField()
    least_per_place = serializers.IntegerField(help_text="Fewer eligible applicants cut places.")
    written_weight = serializers.IntegerField()
    interview_weight = serializers.IntegerField()
    appraisal_weight = serializers.IntegerField()
    notice_days = serializers.IntegerField()
    notice_from = serializers.DateField(allow_null=True)
    notice_until = serializers.DateField(allow_null=True)
    approved_by = serializers.CharField()
    approved_on = serializers.DateField(allow_null=True)


class OfferedPostSerializer(serializers.Serializer):
    """选调岗位."""

    id = serializers.IntegerField()
    organisation = BodySerializer()
    title = serializers.CharField()
    category = serializers.ChoiceField(QuotaCategory.choices)
    post_class = serializers.ChoiceField(PostClass.choices)
    grade = serializers.CharField()
    places = serializers.IntegerField()
    places_cut = serializers.IntegerField(help_text="For a thin field.")
    majors = serializers.CharField()
    exemption = serializers.CharField(help_text="Why it is filled in another way; empty: it is not.")


class CampaignSerializer(CampaignRowSerializer):
    """选调公告 with its posts."""

    posts = OfferedPostSerializer(many=True)


class PostOfSerializer(serializers.Serializer):
    """The post applied for."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    organisation = BodySerializer()


class FoundSerializer(serializers.Serializer):
    """What was found for one rule at the cut-off date."""

    rule = serializers.ChoiceField(SelectionRule.choices)
    passed = serializers.BooleanField()
    found = serializers.CharField(help_text="The data used.")
    passes_on = serializers.CharField(help_text="The day on which it will pass, if time alone brings it; else empty.")


class ApplicantRowSerializer(RowSerializer):
    """报名人员."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    campaign = serializers.IntegerField(source="campaign_id")
    post = PostOfSerializer()
    person = NamedPersonSerializer()
    place = BodySerializer(help_text="The own unit.")
    status = serializers.ChoiceField(ApplicantStatus.choices)
    is_eligible = serializers.BooleanField(allow_null=True, help_text="null: not judged yet.")
    total = serializers.DecimalField(5, 2, allow_null=True)
    rank = serializers.IntegerField(allow_null=True)


class ApplicantSerializer(serializers.Serializer):
    """报名人员 with judgement, appraisal and points."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    campaign = serializers.IntegerField(source="campaign_id")
    post = PostOfSerializer()
    person = NamedPersonSerializer()
    place = BodySerializer()
    status = serializers.ChoiceField(ApplicantStatus.choices)
    is_eligible = serializers.BooleanField(allow_null=True, help_text="null: not judged yet.")
    judged_on = serializers.DateField(allow_null=True)
    judgement = FoundSerializer(many=True)
    appraisal = serializers.CharField()
    appraisal_points = serializers.DecimalField(5, 2, allow_null=True)
    reply = serializers.CharField()
    unit_consents = serializers.BooleanField(allow_null=True)
    department_consents = serializers.BooleanField(allow_null=True)
    written = serializers.DecimalField(5, 2, allow_null=True)
    interview = serializers.DecimalField(5, 2, allow_null=True)
    total = serializers.DecimalField(5, 2, allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    tie_reason = serializers.CharField()
    withdrawn_because = serializers.CharField()
    moves_up_for = serializers.IntegerField(source="moves_up_for_id", allow_null=True)


class LossSerializer(serializers.Serializer):
    """What a township would lose."""

    township = BodySerializer()
    on_post = serializers.IntegerField()
    leaving = serializers.IntegerField()
    majors = serializers.ListField(child=serializers.CharField(), help_text="Fields of study nobody else there has.")
