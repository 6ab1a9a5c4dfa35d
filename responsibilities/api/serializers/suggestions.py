"""What reported answers look like over REST; no rules."""

from rest_framework import serializers

from governance.api.fields import BodySerializer
from responsibilities.states import SuggestionStatus


class ListedEntrySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    list = serializers.CharField(source="edition.duty_list.title")
    seq_no = serializers.CharField()
    title = serializers.CharField()


class SynonymSerializer(serializers.Serializer):
    item = serializers.UUIDField(source="item.uid")
    phrase = serializers.CharField()


class SuggestionSerializer(serializers.Serializer):
    """答错反馈: a question that was answered wrongly, or not at all."""

    id = serializers.IntegerField()
    organisation = BodySerializer(help_text="Who reported it.")
    question = serializers.CharField()
    answered = ListedEntrySerializer(allow_null=True, help_text="The entry named first; null if none was.")
    proposed = ListedEntrySerializer(allow_null=True, help_text="The entry that would have been right, if known.")
    note = serializers.CharField()
    status = serializers.ChoiceField(SuggestionStatus.choices)
    synonym = SynonymSerializer(allow_null=True, help_text="What the portal has learnt from it.")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField(help_text="Goes into If-Match.")
