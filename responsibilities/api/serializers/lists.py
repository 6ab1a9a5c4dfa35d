"""Lists, editions and their steps to publication over REST; no rules."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.fields import BodySerializer
from responsibilities.kinds import ListKind
from responsibilities.models import Edition
from responsibilities.rehearsal import RehearsalPart
from responsibilities.selectors.succession import drafts_copied_from
from responsibilities.selectors.unsettled import Unsettled
from responsibilities.states import EditionStatus


class ListSummarySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ListKind.choices)
    owner = BodySerializer(help_text="The county, or the one township the list is of.")


class EditionSummarySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    edition_no = serializers.IntegerField(allow_null=True, help_text="Null until published.")
    status = serializers.ChoiceField(EditionStatus.choices)
    effective_from = serializers.DateField(allow_null=True)
    effective_to = serializers.DateField(allow_null=True, help_text="Last day; null until a successor is published.")


class DutyListSerializer(serializers.Serializer):
    """清单: with the edition in force on the date asked about, and the next one if it is published already."""

    id = serializers.IntegerField(source="duty_list.pk")
    kind = serializers.ChoiceField(ListKind.choices, source="duty_list.kind")
    owner = BodySerializer(source="duty_list.owner", help_text="The county, or the one township the list is of.")
    title = serializers.CharField(source="duty_list.title")
    edition = EditionSummarySerializer(allow_null=True)
    upcoming = EditionSummarySerializer(allow_null=True)
    amendment_pending = serializers.BooleanField(help_text="Its next edition is in preparation.")


class EditionSerializer(EditionSummarySerializer):
    """版本: one text of a list. Its entries are at `entries/?edition=`."""

    list = ListSummarySerializer(source="duty_list")
    document_no = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    superseded_at = serializers.DateTimeField(allow_null=True, help_text="When its successor was published.")
    revoked_at = serializers.DateTimeField(allow_null=True, help_text="From then on it applies on no day.")
    revocation_no = serializers.CharField(help_text="Number of the document that revoked it, if there is one.")
    based_on = serializers.IntegerField(source="based_on_id", allow_null=True)
    version = serializers.IntegerField(help_text="Goes into If-Match.")
    sent_back_reason = serializers.CharField(help_text="Why a draft came back from review; else empty.")
    amendment_pending = serializers.BooleanField(default=False, help_text="Its successor is in preparation.")


class RevokedEditionSerializer(EditionSerializer):
    """版本, revoked: with what applies in its place, and the drafts that were copied from it and go on."""

    replacement = serializers.SerializerMethodField()
    drafts = serializers.SerializerMethodField()

    @extend_schema_field(EditionSummarySerializer(allow_null=True))
    def get_replacement(self, edition: Edition) -> Any:
        last = edition.duty_list.editions.filter(status=EditionStatus.PUBLISHED).first()
        return last and EditionSummarySerializer(last).data

    @extend_schema_field(EditionSummarySerializer(many=True))
    def get_drafts(self, edition: Edition) -> Any:
        return EditionSummarySerializer(drafts_copied_from(edition), many=True).data


class LeftSerializer(serializers.Serializer):
    """Where a copy still names another township, or a body of one."""

    seq_no = serializers.CharField()
    title = serializers.CharField()
    where = serializers.CharField()
    name = serializers.CharField()


class CopiedListSerializer(serializers.Serializer):
    """模板复制: what one township has got."""

    edition = EditionSerializer()
    adapted = serializers.IntegerField(help_text="Parts of the template's township and its bodies that became theirs.")
    became = serializers.DictField(child=serializers.CharField(), help_text="Which bodies became which, by name.")
    left = LeftSerializer(many=True)


class RehearsedDaySerializer(serializers.Serializer):
    effective_from = serializers.DateField(required=False, help_text="The day from which it would apply (today).")


class RehearsalLineSerializer(serializers.Serializer):
    part = serializers.ChoiceField(RehearsalPart.choices)
    code = serializers.CharField(help_text="Which consequence this is.")
    text = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(help_text="Page of the portal that shows what was counted; may be empty.")
    tone = serializers.CharField(help_text="`warning` wants a look first, `danger` prevents the publication.")
    titles = serializers.ListField(child=serializers.CharField())


class UnsettledSerializer(serializers.Serializer):
    """What needs `accept_unsettled` and a reason."""

    findings = serializers.SerializerMethodField(help_text="That nobody has explained.")
    renames = serializers.SerializerMethodField(help_text="Possible ones that nobody has settled.")

    def get_findings(self, found: Unsettled) -> int:
        return len(found.findings)

    def get_renames(self, found: Unsettled) -> int:
        return len(found.renames)


class RehearsalSerializer(serializers.Serializer):
    """发布预演: everything that publishing the edition to apply from that day would bring about, in words."""

    effective_from = serializers.DateField(source="publication.effective_from")
    edition = EditionSummarySerializer(source="publication.edition")
    replaces = EditionSummarySerializer(source="publication.replaces", allow_null=True)
    lines = RehearsalLineSerializer(many=True)
    unsettled = UnsettledSerializer(source="publication.unsettled")
    token = serializers.CharField(help_text="Goes into `rehearsal` of the publication for this day.")
