"""What the workshop looks like over REST; no rules."""

from django.utils.functional import cached_property
from rest_framework import serializers

from governance.api.fields import BodyByCode, BodySerializer, Sha256Field
from governance.api.jobs import JobSerializer
from responsibilities.api.serializers.imports import ImportSerializer, UploadSerializer
from responsibilities.grouping import cited, printed
from responsibilities.models import InventoryRow
from responsibilities.selectors.workshop import law_names
from responsibilities.states import ClusterStatus


class InventorySerializer(serializers.Serializer):
    """摸底清单: what one township has handed in for one list."""

    id = serializers.IntegerField()
    list = serializers.IntegerField(source="duty_list_id")
    township = BodySerializer()
    filename = serializers.CharField()
    sha256 = Sha256Field(source="digest")
    row_count = serializers.IntegerField()
    uploaded_by = serializers.CharField(source="uploaded_by.name")
    uploaded_at = serializers.DateTimeField()
    version = serializers.IntegerField(help_text="Goes into If-Match.")


class InventoryRowSerializer(serializers.Serializer):
    """摸底事项: one row as the township wrote it, and the cluster it stands in."""

    id = serializers.IntegerField()
    inventory = serializers.IntegerField(source="inventory_id")
    township = BodySerializer(source="inventory.township")
    number = serializers.IntegerField(help_text="The row of the file.")
    seq_no = serializers.CharField()
    heading = serializers.CharField()
    title = serializers.CharField()
    content = serializers.CharField()
    legal_basis = serializers.CharField()
    department = serializers.CharField()
    cells = serializers.DictField(source="source", child=serializers.CharField(), help_text="By their headings.")
    cluster = serializers.IntegerField(source="cluster_id", allow_null=True)


class MemberSerializer(serializers.Serializer):
    row = InventoryRowSerializer()
    similarity = serializers.FloatField(help_text="Of its words to those of all rows of the cluster, from 0 to 1.")
    shared = serializers.ListField(child=serializers.CharField(), help_text="Articles that others cite as well.")


class ClusterSerializer(serializers.Serializer):
    """汇总分组: rows about the same matter, and what became of them."""

    id = serializers.IntegerField()
    list = serializers.IntegerField(source="duty_list_id")
    status = serializers.ChoiceField(ClusterStatus.choices)
    title = serializers.CharField()
    size = serializers.IntegerField(help_text="Rows.")
    townships = serializers.IntegerField()
    by_hand = serializers.BooleanField(help_text="Put together by a person: left alone when rows are grouped anew.")
    like = serializers.IntegerField(source="like_id", allow_null=True, help_text="The cluster most like it.")
    likeness = serializers.FloatField()
    set_aside_reason = serializers.CharField()
    item = serializers.UUIDField(source="item.uid", default=None, allow_null=True)
    version = serializers.IntegerField(help_text="Goes into If-Match.")


class EntryProposalSerializer(serializers.Serializer):
    """What an entry made of a cluster could say; `entry` if the draft has one under the name of a row."""

    title = serializers.CharField()
    heading = serializers.CharField()
    content = serializers.CharField()
    legal_basis = serializers.CharField()
    headings = serializers.ListField(child=serializers.CharField(), help_text="Of the draft.")
    entry = serializers.IntegerField(source="entry.pk", default=None, allow_null=True)


class WorkshopSerializer(serializers.Serializer):
    """How far the workshop of a list is: `rows` is the sum of `accepted`, `set_aside` and `open`."""

    rows = serializers.IntegerField()
    accepted = serializers.IntegerField()
    set_aside = serializers.IntegerField()
    open = serializers.IntegerField()
    ungrouped = serializers.IntegerField(help_text="Among the open ones: in no cluster yet.")
    clusters = serializers.IntegerField(help_text="Open ones.")
    job = JobSerializer(allow_null=True, help_text="The last one asked for.")


class SourceSerializer(serializers.Serializer):
    """事项来源: a row of an inventory that an entry was made of."""

    row = serializers.IntegerField(source="pk")
    cluster = serializers.IntegerField(source="cluster_id")
    township = BodySerializer(source="inventory.township")
    number = serializers.IntegerField(help_text="The row of the file.")
    title = serializers.CharField()
    content = serializers.CharField()
    legal_basis = serializers.CharField()
    articles = serializers.SerializerMethodField()

    def get_articles(self, row: InventoryRow) -> list[str]:
        return [printed(article) for article in sorted(cited(row.legal_basis, self.laws))]

    @cached_property
    def laws(self) -> frozenset[str]:
        return law_names()


# --- What is sent -----------------------------------------------------------------------------------------------------


class InventoryUploadSerializer(UploadSerializer):
    list = serializers.IntegerField(help_text="The list's id.")


class InventoryImportSerializer(ImportSerializer):
    list = serializers.IntegerField(help_text="The list's id.")
    township = BodyByCode(help_text="Code of the township.")
    replace = serializers.BooleanField(
        default=False, help_text="Take the place of what the township has handed in, if nothing of it is decided."
    )
