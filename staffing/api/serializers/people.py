"""What people look like over REST; no rules."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import RowSerializer
from staffing.models import Person
from staffing.selectors.eligibility import selection_eligibility
from staffing.states import AbsenceKind, Gender, PersonFinding, PostClass, QuotaCategory, RecruitmentBy, TermEffect


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
    free_from = serializers.DateField(
        allow_null=True, help_text="The first day on which the term no longer binds; null while an absence stops it."
    )
    explanation = serializers.CharField(help_text="Until when it binds, and why.")


class AbsenceSerializer(serializers.Serializer):
    """离岗."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(AbsenceKind.choices)
    starts_on = serializers.DateField(allow_null=True, help_text="null: not stated.")
    ends_on = serializers.DateField(allow_null=True, help_text="Last day; null: it goes on.")
    document_no = serializers.CharField()


class EligibilitySerializer(serializers.Serializer):
    """From when the county may select the person, and why."""

    eligible_from = serializers.DateField(allow_null=True)
    explanation = serializers.CharField()


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
    absences = AbsenceSerializer(many=True)
    selection = serializers.SerializerMethodField()

    @extend_schema_field(EligibilitySerializer)
    def get_selection(self, person: Person) -> dict[str, Any]:
        return EligibilitySerializer(selection_eligibility(person)).data

    def get_birth_on(self, person: Person) -> str:
        return self.context["shown"]["birth_on"]

    def get_identity_number(self, person: Person) -> str:
        return self.context["shown"]["identity_number"]


class TermInterruptionSerializer(RowSerializer):
    """服务期中断规则: without a row of its kind an absence counts like service."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(AbsenceKind.choices)
    effect = serializers.ChoiceField(TermEffect.choices)
    valid_from = serializers.DateField()
    document_no = serializers.CharField()


# --- Reports ----------------------------------------------------------------------------------------------------------


class SubjectSerializer(serializers.Serializer):
    """Whom a finding is about: a person, or a body."""

    staff_no = serializers.CharField(help_text="Of a person; empty for a body.")
    code = serializers.CharField(help_text="Of a body; empty for a person.")


class FindingOfPeopleSerializer(serializers.Serializer):
    """What the register contradicts; nothing is repaired."""

    kind = serializers.ChoiceField(PersonFinding.choices)
    subject = serializers.SerializerMethodField()
    words = serializers.CharField()

    @extend_schema_field(SubjectSerializer)
    def get_subject(self, finding: Any) -> dict[str, str]:
        return {name: getattr(finding.subject, name, "") for name in ("staff_no", "code")}


class RecruitmentQuerySerializer(serializers.Serializer):
    by = serializers.ChoiceField(RecruitmentBy.choices, required=False)
    on = serializers.DateField(required=False, help_text="Who still serves on this day; today if not given.")
    since = serializers.DateField(required=False, help_text="Entered from this day on.")
    until = serializers.DateField(required=False, help_text="Entered until this day.")


class RecruitedSerializer(serializers.Serializer):
    """Those who came in by one channel in one group."""

    channel = serializers.CharField()
    group = serializers.CharField(help_text="Year, degree or field of study.")
    recruited = serializers.IntegerField()
    serving = serializers.IntegerField(allow_null=True, help_text="null: nobody is recorded as having left.")


class LeavingQuerySerializer(serializers.Serializer):
    on = serializers.DateField(required=False)
    years = serializers.IntegerField(required=False, min_value=1, max_value=15)


class LeavingSerializer(serializers.Serializer):
    """A township: who reaches the lawful month, and what is missing then."""

    township = BodySerializer()
    on_post = serializers.IntegerField()
    leaving = serializers.IntegerField()
    overdue = serializers.IntegerField(help_text="Past the lawful month already, and on post.")
    not_known = serializers.IntegerField()
    majors = serializers.ListField(
        child=serializers.CharField(), help_text="Fields of study nobody else there has then."
    )
