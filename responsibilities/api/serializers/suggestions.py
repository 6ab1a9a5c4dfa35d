"""What reported answers look like over REST, and the shape of what is sent; no rules."""

from typing import Any

from rest_framework import serializers

from governance.api.fields import BodyByCode, BodySerializer, RowById
from responsibilities.models import LONGEST_PHRASE, Entry
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


class PublishedEntry(RowById):
    """An entry of a published edition, by its id: what the finder answers with."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Entry.objects.for_user(None), **options)


class ReportAnswerSerializer(serializers.Serializer):
    organisation = BodyByCode(help_text="Code of the body that reports it, where the caller has a post.")
    question = serializers.CharField(max_length=LONGEST_PHRASE)
    answered = PublishedEntry(required=False, allow_null=True, help_text="Id of the entry that was answered.")
    proposed = PublishedEntry(required=False, allow_null=True, help_text="Id of the entry that would be right.")
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class AcceptSuggestionSerializer(serializers.Serializer):
    entry = PublishedEntry(help_text="Id of an entry in force, whose item gets the phrase as a name.")
    phrase = serializers.CharField(
        max_length=LONGEST_PHRASE, required=False, help_text="What people call it; the question if left out."
    )
