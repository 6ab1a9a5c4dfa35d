"""Applications as a resource, and what their operations take."""

import datetime
from typing import Any

from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import Computed, RowSerializer
from governance.workdays.explain import explain
from services.models.applications import masked
from services.states import (
    ApplicantKind,
    ApplicationStatus,
    CheckResult,
    Clock,
    HandOverAnswer,
    NotAcceptedReason,
    PapersEnd,
    StageKind,
    Stance,
    Way,
)


class ItemOfApplicationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField(source="item.code")
    name = serializers.CharField()


class ApplicationRowSerializer(RowSerializer):
    """办件 as a row of a list; who applies is masked."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    item = ItemOfApplicationSerializer()
    centre = BodySerializer(help_text="Received it and keeps its number.")
    body = BodySerializer(help_text="Decides it.")
    holder = BodySerializer(help_text="Has the papers now.")
    status = serializers.ChoiceField(ApplicationStatus.choices)
    way = serializers.ChoiceField(Way.choices)
    applicant = Computed(
        serializers.CharField(help_text="Of a citizen only the family name."),
        masked,
        "applicant_kind",
        "applicant_name",
    )
    received_on = serializers.DateField()
    accepted_on = serializers.DateField(allow_null=True, help_text="The day handling is counted from.")
    clock = serializers.ChoiceField(Clock.choices, help_text="What is due.")
    due_on = serializers.DateField(allow_null=True, help_text="Null while the clock is paused or over.")
    due_provisional = serializers.BooleanField(help_text="A year without an official calendar took part.")
    paused_left = serializers.IntegerField(allow_null=True, help_text="Days of the limit left while it is paused.")
    external_ref = serializers.CharField(help_text="Number on the province's platform.")


class ReadingSerializer(serializers.Serializer):
    """One clock today; a pause that still lasts counts as ended today, so that there is always a day."""

    due_on = serializers.DateField(source="due.limit_on")
    provisional = serializers.BooleanField(source="due.provisional")
    left = serializers.IntegerField(help_text="Days of the limit that are left.")
    unit = serializers.CharField(source="due.term.unit.value")
    paused_since = serializers.SerializerMethodField(help_text="The first day of the pause that still lasts.")
    basis = serializers.CharField(source="due.term.basis")
    explanation = serializers.SerializerMethodField(help_text="How it was counted, step by step.")

    def get_paused_since(self, reading: Any) -> datetime.date | None:
        return reading.pause and reading.pause.first

    def get_explanation(self, reading: Any) -> list[str]:
        return explain(reading.due)


class StandingSerializer(serializers.Serializer):
    """Where the application stands today, by the calculator that page and public page use."""

    phase = serializers.ChoiceField(Clock.choices, source="phase.value")
    is_deemed = serializers.BooleanField(help_text="Silence has accepted the licence (许可法 32).")
    main = ReadingSerializer(allow_null=True)
    legal = ReadingSerializer(allow_null=True)


class StageSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(StageKind.choices)
    counts = serializers.BooleanField()
    basis = serializers.CharField()
    first_on = serializers.DateField()
    told_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)


class GapSerializer(serializers.Serializer):
    paper = serializers.CharField()
    due_on = serializers.DateField()
    brought_at = serializers.DateTimeField(allow_null=True)


class OpinionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    body = BodySerializer()
    question = serializers.CharField()
    due_on = serializers.DateField()
    answered_at = serializers.DateTimeField(allow_null=True)
    stance = serializers.ChoiceField(Stance.choices, allow_blank=True)
    text = serializers.CharField()


class HandOverSerializer(serializers.Serializer):
    sender = BodySerializer()
    receiver = BodySerializer()
    reason = serializers.CharField()
    originals = serializers.CharField()
    sent_at = serializers.DateTimeField()
    status = serializers.ChoiceField(HandOverAnswer.choices)
    answered_at = serializers.DateTimeField(allow_null=True)
    answer_reason = serializers.CharField()
    right_body = BodySerializer(allow_null=True)


class PaperCustodySerializer(serializers.Serializer):
    holder = BodySerializer()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    ended_because = serializers.ChoiceField(PapersEnd.choices, allow_blank=True)


class AskedSupplementSerializer(serializers.Serializer):
    missing = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    completed_at = serializers.DateTimeField(allow_null=True)


class ApplicationSerializer(ApplicationRowSerializer):
    """办件. The applicant is in full for roles that may see it, and that it was seen is recorded."""

    version = serializers.IntegerField()
    offered_to = BodySerializer(allow_null=True)
    village = BodySerializer(allow_null=True)
    subject = serializers.CharField()
    applicant_kind = serializers.ChoiceField(ApplicantKind.choices)
    applicant_name = serializers.SerializerMethodField()
    identity_number = serializers.SerializerMethodField()
    telephone = serializers.SerializerMethodField()
    address = serializers.SerializerMethodField()
    agent_consent = serializers.CharField()
    was_deemed = serializers.BooleanField()
    not_accepted_reason = serializers.ChoiceField(NotAcceptedReason.choices, allow_blank=True)
    right_body = BodySerializer(allow_null=True)
    explanation = serializers.CharField()
    result = serializers.CharField()
    extended_by = serializers.IntegerField()
    extension_reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    check_due_on = serializers.DateField(allow_null=True)
    check_result = serializers.ChoiceField(CheckResult.choices, allow_blank=True)
    annulled_at = serializers.DateTimeField(allow_null=True)
    standing = serializers.SerializerMethodField()
    supplement_requests = AskedSupplementSerializer(many=True)
    stages = StageSerializer(many=True)
    gaps = GapSerializer(many=True)
    opinions = OpinionSerializer(many=True)
    hand_overs = HandOverSerializer(many=True)
    custodies = PaperCustodySerializer(many=True)

    def get_applicant_name(self, application: Any) -> str:
        return self.context["applicant"]["applicant_name"]

    def get_identity_number(self, application: Any) -> str:
        return self.context["applicant"]["identity_number"]

    def get_telephone(self, application: Any) -> str:
        return self.context["applicant"]["telephone"]

    def get_address(self, application: Any) -> str:
        return self.context["applicant"]["address"]

    def get_standing(self, application: Any) -> StandingSerializer:
        return StandingSerializer(self.context["standing"]).data  # type: ignore[return-value]
