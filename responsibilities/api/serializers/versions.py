"""Lists over time and from one body's side, over REST; no rules."""

from typing import Any

from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import RowSerializer
from responsibilities.api.serializers.lists import EditionSummarySerializer, ListSummarySerializer
from responsibilities.models import Participation
from responsibilities.selectors.comparison import ChangeKind
from responsibilities.selectors.history import HistoryStep


class PagedSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True, help_text="The next page.")
    previous = serializers.URLField(allow_null=True, help_text="The page before.")


class PieceSerializer(serializers.Serializer):
    text = serializers.CharField()
    changed = serializers.BooleanField(help_text="The other edition does not have this stretch here.")


class FieldChangeSerializer(serializers.Serializer):
    """One field that is not the same. The pieces of a side join to its text exactly."""

    name = serializers.CharField(help_text="The field, or a role whose bodies are not the same, such as `lead`.")
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not this serializer's own label
    party = serializers.CharField(help_text="Whose duties, if `name` is `duty_text`.")
    before = PieceSerializer(many=True, source="pieces_before")
    after = PieceSerializer(many=True, source="pieces_after")


class ComparedEntrySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    seq_no = serializers.CharField()
    heading = serializers.CharField()
    title = serializers.CharField()


class ChangeSerializer(serializers.Serializer):
    kinds = serializers.ListField(child=serializers.ChoiceField(ChangeKind.choices))
    before = ComparedEntrySerializer(many=True)
    after = ComparedEntrySerializer(many=True)
    fields_changed = FieldChangeSerializer(many=True, source="fields")


class ChangeCountsSerializer(serializers.Serializer):
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    split = serializers.IntegerField()
    merged = serializers.IntegerField()
    renamed = serializers.IntegerField()
    changed = serializers.IntegerField()
    moved = serializers.IntegerField()
    renumbered = serializers.IntegerField()


class ComparisonSerializer(PagedSerializer):
    """对比: what is not the same in two editions of a list, in the order of the later one."""

    before = EditionSummarySerializer()
    after = EditionSummarySerializer()
    unchanged = serializers.IntegerField(help_text="Entries that are the same in both.")
    counts = ChangeCountsSerializer(help_text="Changes of each kind; one change may count under several.")
    changes = ChangeSerializer(many=True)


class SignedEditionSerializer(EditionSummarySerializer):
    document_no = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class HistoryStepSerializer(ChangeSerializer):
    """A change with the edition that made it."""

    edition = SignedEditionSerializer()

    def to_representation(self, step: HistoryStep) -> dict[str, Any]:
        edition = SignedEditionSerializer(step.edition).data
        return {**ChangeSerializer(step.change).data, "edition": edition}


class HistorySerializer(PagedSerializer):
    """沿革: an item through the editions of its list, newest first."""

    item = serializers.UUIDField()
    known = serializers.DateField(allow_null=True)
    steps = HistoryStepSerializer(many=True)


class DutyEntrySerializer(ComparedEntrySerializer):
    heading = serializers.CharField(source="heading.title")


class BodyDutySerializer(RowSerializer):
    """What one body must do in one entry."""

    role = serializers.ChoiceField(Participation.Role.choices)
    duty_text = serializers.CharField()
    entry = DutyEntrySerializer()
    list = ListSummarySerializer(source="entry.edition.duty_list")
    edition = EditionSummarySerializer(source="entry.edition")


class BodyDutiesSerializer(PagedSerializer):
    """Everything a body must lead, support or take over, in all lists in force on a date."""

    body = BodySerializer()
    on = serializers.DateField()
    known = serializers.DateField(allow_null=True)
    count = serializers.IntegerField(help_text="On all pages.")
    duties = BodyDutySerializer(many=True)
