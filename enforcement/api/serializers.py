"""What enforcement looks like over REST; no rules."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from enforcement.models import EnforcementCase, Transfer
from enforcement.models.cases import mask_party
from enforcement.models.powers import ProcedureRuleset, ProtectedInterest
from enforcement.models.transfers import is_overdue
from enforcement.states import (
    CaseStatus,
    CustodyEnd,
    GrantForm,
    GrantLevel,
    PartyKind,
    SendBackReason,
    TransferReason,
    TransferStatus,
    TransitionRule,
    Urgency,
)
from governance.api.fields import BodySerializer, Sha256Field
from governance.api.resources import Computed, RowSerializer
from governance.workdays.explain import explain


class PinnedEditionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    list = serializers.CharField(source="duty_list.title")
    edition_no = serializers.IntegerField()
    effective_from = serializers.DateField()


class PinnedEntrySerializer(serializers.Serializer):
    """An entry of a duty list in the edition that was relied on."""

    id = serializers.IntegerField()
    item = serializers.UUIDField(source="item.uid", help_text="Stays the same over editions.")
    seq_no = serializers.CharField()
    title = serializers.CharField()
    edition = PinnedEditionSerializer()


class DueSerializer(serializers.Serializer):
    """When a case or transfer is due, under which term, by which calendar, and how that was counted, in words."""

    at = serializers.DateTimeField(source="due_at")
    provisional = serializers.BooleanField(
        source="due_provisional", help_text="A year without an official calendar took part."
    )
    rule = serializers.CharField(source="due.term.rule")
    basis = serializers.CharField(
        source="due.term.basis", help_text="The article or local document that sets the term."
    )
    calendar_version = serializers.CharField(source="due.calendar_version")
    explanation = serializers.SerializerMethodField(help_text="How it was counted, step by step.")

    def get_explanation(self, matter: EnforcementCase | Transfer) -> list[str]:
        return explain(matter.due)


class TransferFileSerializer(serializers.Serializer):
    """A file of a manifest, as it went out."""

    route = "transfer-file"
    owner = "transfer_id"

    id = serializers.IntegerField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = Sha256Field(source="digest")
    url = serializers.SerializerMethodField(help_text="Where the bytes are fetched, with the same token.")

    @extend_schema_field(serializers.URLField)
    def get_url(self, file: Any) -> str:
        return reverse(self.route, args=[getattr(file, self.owner), file.pk], request=self.context["request"])


class CaseFileSerializer(TransferFileSerializer):
    """A file of a case."""

    route = "case-file"
    owner = "case_id"

    name = serializers.CharField(source="attachment.name")
    content_type = serializers.CharField(source="attachment.content_type")
    size = serializers.IntegerField(source="attachment.size", help_text="Bytes.")
    sha256 = Sha256Field(source="attachment.digest")


# --- Powers and grants ------------------------------------------------------------------------------------------------


class PowerRowSerializer(RowSerializer):
    """处罚事项: one power of the catalogue under one version of its basis, as a row of a list."""

    id = serializers.IntegerField()
    catalogue_no = serializers.CharField()
    catalogue_edition = serializers.CharField()
    title = serializers.CharField()
    department = BodySerializer()
    domain = serializers.CharField()
    penalty_kinds = serializers.ListField(child=serializers.CharField())
    legal_basis = serializers.CharField()
    basis_valid_from = serializers.DateField()
    basis_valid_to = serializers.DateField(allow_null=True, help_text="Last day.")
    summary_allowed = serializers.BooleanField()
    procedure_ruleset = serializers.ChoiceField(ProcedureRuleset.choices)


class PowerSerializer(PowerRowSerializer):
    """处罚事项 with its fines, in yuan over the whole statutory range; null where the catalogue states none."""

    fine_citizen_min = serializers.IntegerField(allow_null=True)
    fine_citizen_max = serializers.IntegerField(allow_null=True)
    fine_organisation_min = serializers.IntegerField(allow_null=True)
    fine_organisation_max = serializers.IntegerField(allow_null=True)
    measures = serializers.ListField(child=serializers.CharField())
    protected_interest = serializers.ChoiceField(ProtectedInterest.choices)


class GrantedPowerSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    catalogue_no = serializers.CharField()
    catalogue_edition = serializers.CharField()
    title = serializers.CharField()


class GrantSerializer(RowSerializer):
    """赋权或委托: a township holds a power from `accepted_on` to `valid_to`, both inclusive."""

    id = serializers.IntegerField()
    power = GrantedPowerSerializer()
    township = BodySerializer()
    form = serializers.ChoiceField(GrantForm.choices)
    level = serializers.ChoiceField(GrantLevel.choices)
    decision_document = serializers.CharField()
    decided_on = serializers.DateField()
    accepted_on = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    transition_rule = serializers.ChoiceField([("", ""), *TransitionRule.choices])
    lapse_days = serializers.IntegerField(allow_null=True)


# --- Cases ------------------------------------------------------------------------------------------------------------


class CasePowerSerializer(serializers.Serializer):
    catalogue_no = serializers.CharField()
    title = serializers.CharField()


class CaseRowSerializer(RowSerializer):
    """案件 as a row of a list; a citizen's name is masked for everybody."""

    id = serializers.IntegerField()
    case_no = serializers.CharField()
    cause = serializers.CharField()
    status = serializers.ChoiceField(CaseStatus.choices)
    party_kind = serializers.ChoiceField(PartyKind.choices)
    party_name = Computed(
        serializers.CharField(help_text="A citizen's name is masked."), mask_party, "party_kind", "party_name"
    )
    place = serializers.CharField()
    township = BodySerializer(help_text="Who filed it.")
    holder = BodySerializer(help_text="The one body in charge now; of a voided case the last one.")
    offered_to = BodySerializer(allow_null=True, help_text="The receiver of the open transfer.")
    power = CasePowerSerializer()
    filed_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="To be decided by (行政处罚法 60).")
    due_provisional = serializers.BooleanField()
    version = serializers.IntegerField()


class CaseFactPowerSerializer(CasePowerSerializer):
    id = serializers.IntegerField()
    legal_basis = serializers.CharField()


class PartyAsSeen(serializers.CharField):
    """The party as the reader may see it, which the view has found out."""

    def get_attribute(self, case: EnforcementCase) -> str:
        return self.context["party"]


class CaseFactsSerializer(serializers.Serializer):
    """案件 as a transfer shows it. After a return the receiver gets `id`, `case_no` and `cause` only."""

    id = serializers.IntegerField()
    case_no = serializers.CharField()
    cause = serializers.CharField()
    status = serializers.ChoiceField(CaseStatus.choices, required=False)
    facts = serializers.CharField(required=False)
    place = serializers.CharField(required=False)
    party_kind = serializers.ChoiceField(PartyKind.choices, required=False)
    party_name = PartyAsSeen(
        required=False, help_text="In full for roles that may see it, which is recorded; else masked."
    )
    township = BodySerializer(required=False)
    organ = BodySerializer(required=False, help_text="In whose name it is handled.")
    holder = BodySerializer(required=False)
    offered_to = BodySerializer(allow_null=True, required=False)
    power = CaseFactPowerSerializer(required=False)
    entry = PinnedEntrySerializer(allow_null=True, required=False)
    found_at = serializers.DateTimeField(required=False)
    acted_on = serializers.DateField(required=False)
    filed_at = serializers.DateTimeField(required=False)
    due_at = serializers.DateTimeField(required=False)
    due_provisional = serializers.BooleanField(required=False)

    def to_representation(self, case: EnforcementCase) -> dict[str, Any]:
        """Only what names it, if the reader does not see the case (`party` is None)."""
        if self.context["party"] is None:
            return {"id": case.pk, "case_no": case.case_no, "cause": case.cause}
        return super().to_representation(case)


class CaseGrantSerializer(serializers.Serializer):
    form = serializers.ChoiceField(GrantForm.choices)
    level = serializers.ChoiceField(GrantLevel.choices)
    decision_document = serializers.CharField()
    accepted_on = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class CustodySerializer(serializers.Serializer):
    holder = BodySerializer()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    ended_because = serializers.ChoiceField([("", ""), *CustodyEnd.choices])


class OtherCaseSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    case_no = serializers.CharField()


class CaseTransferSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    document_no = serializers.CharField()
    round = serializers.IntegerField()
    sender = BodySerializer()
    receiver = BodySerializer()
    status = serializers.ChoiceField(TransferStatus.choices)
    sent_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class CaseSerializer(CaseFactsSerializer):
    """案件 with what it rests on, its files, its holders and its transfers."""

    grant = CaseGrantSerializer()
    handler = serializers.CharField(source="handler.name")
    external_ref = serializers.CharField()
    due = DueSerializer(source="*")
    files = CaseFileSerializer(many=True)
    custody = CustodySerializer(many=True, source="custodies")
    transfers = CaseTransferSerializer(many=True)
    duplicate_of = OtherCaseSerializer(allow_null=True, help_text="Of a voided case: the filing that goes on.")
    void_reason = serializers.CharField()
    version = serializers.IntegerField(help_text="Goes into If-Match.")


class ProposalSerializer(serializers.Serializer):
    """拟移送单位, the best first."""

    receiver = BodySerializer()
    reason = serializers.CharField()
    entry = PinnedEntrySerializer(allow_null=True)


# --- Transfers --------------------------------------------------------------------------------------------------------


class TransferCaseRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    case_no = serializers.CharField()
    cause = serializers.CharField()


class TransferRowSerializer(RowSerializer):
    """移送 as a row of a list."""

    id = serializers.IntegerField()
    document_no = serializers.CharField()
    round = serializers.IntegerField(help_text="Which sending of the case this is.")
    case = TransferCaseRowSerializer()
    sender = BodySerializer()
    receiver = BodySerializer()
    status = serializers.ChoiceField(TransferStatus.choices)
    urgency = serializers.ChoiceField(Urgency.choices)
    reason_code = serializers.ChoiceField(TransferReason.choices)
    sent_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="When the answer is due.")
    due_provisional = serializers.BooleanField()
    overdue = Computed(serializers.BooleanField(), is_overdue, "status", "due_at", "due_provisional")
    answered_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Goes into If-Match.")


class TransferSerializer(TransferRowSerializer):
    """移送 with its case and its files; those only as long as the reader sees the case."""

    case = CaseFactsSerializer()  # type: ignore[assignment]
    explanation = serializers.CharField()
    argument = serializers.CharField(
        help_text="Why it was sent although the list says that the sender leads the item, or no entry says whose it is."
    )
    earlier_case_no = serializers.CharField(
        help_text="With `filed_earlier`: the number under which the receiver filed."
    )
    earlier_filed_on = serializers.DateField(allow_null=True, help_text="With `filed_earlier`: when the receiver did.")
    territory = serializers.CharField(help_text="With `not_our_territory`: where the place lies.")
    entry = PinnedEntrySerializer(allow_null=True)
    sender_ref = serializers.CharField()
    sent_by = serializers.CharField(source="sent_by.name")
    due = DueSerializer(source="*")
    files = TransferFileSerializer(many=True)
    answered_by = serializers.CharField(source="answered_by.name", allow_null=True)
    receiver_ref = serializers.CharField()
    send_back_reason = serializers.ChoiceField([("", ""), *SendBackReason.choices])
    send_back_explanation = serializers.CharField()
    right_body = BodySerializer(allow_null=True, help_text="Whose it is, in the receiver's view.")
    right_entry = PinnedEntrySerializer(allow_null=True)
