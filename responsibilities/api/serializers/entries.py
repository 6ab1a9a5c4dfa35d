"""Entries, counts over them, and answers to who is responsible, over REST; no rules."""

from rest_framework import serializers

from governance.api.fields import BodyByCode, BodySerializer
from governance.api.resources import RowSerializer
from responsibilities.api.serializers.lists import EditionSummarySerializer, ListSummarySerializer
from responsibilities.finder.vocabulary import MOST_CHARACTERS
from responsibilities.kinds import ListKind
from responsibilities.models import Participation


class PartySerializer(RowSerializer):
    """A body in its role, or a class of bodies."""

    role = serializers.ChoiceField(Participation.Role.choices)
    body = BodySerializer(allow_null=True)
    body_class = serializers.ChoiceField(
        [("", ""), *Participation.BodyClass.choices], help_text="`townships` instead of one body means all of them."
    )


class DutySerializer(PartySerializer):
    """A body in its role, with its duties."""

    duty_text = serializers.CharField()
    source_text = serializers.CharField(help_text="The text of the imported cell this was read from.")


class LegalBasisSerializer(RowSerializer):
    """依据: an article or document an entry rests on."""

    text = serializers.CharField()
    law = serializers.CharField()


class CorrespondenceSerializer(RowSerializer):
    """对照: an item of another list that an entry names."""

    item = serializers.UUIDField(source="item.uid")
    reference = serializers.CharField(source="source_text", help_text="As the list prints it, such as D-1 or T-9.")


class EntryRowSerializer(RowSerializer):
    """条目: an item as one edition prints it, as a row of a list. `item` stays the same over editions."""

    added = ("township_led", "amendment_pending")

    id = serializers.IntegerField()
    item = serializers.UUIDField(source="item.uid")
    list = ListSummarySerializer(source="edition.duty_list")
    edition = EditionSummarySerializer()
    seq_no = serializers.CharField()
    heading = serializers.CharField(source="heading.title")
    group = serializers.CharField()
    title = serializers.CharField()
    content = serializers.CharField()
    office = serializers.CharField()
    process_note = serializers.CharField()
    township_led = serializers.BooleanField()
    amendment_pending = serializers.BooleanField(help_text="The edition in preparation would change it.")
    participations = PartySerializer(many=True)


class EntrySerializer(EntryRowSerializer):
    """条目 with the duties of every body, the legal bases and the correspondences to other lists."""

    participations = DutySerializer(many=True)
    legal_bases = LegalBasisSerializer(many=True)
    correspondences = CorrespondenceSerializer(many=True)


class RoleCountsSerializer(serializers.Serializer):
    """Entries in which some body has the role."""

    lead = serializers.IntegerField()
    support = serializers.IntegerField()
    takeover = serializers.IntegerField()
    unstated = serializers.IntegerField()


class HeadingCountsSerializer(serializers.Serializer):
    heading = serializers.CharField()
    entries = serializers.IntegerField()
    township_led = serializers.IntegerField()
    roles = RoleCountsSerializer()


class KindCountsSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(ListKind.choices)
    lists = serializers.IntegerField()
    entries = serializers.IntegerField()
    township_led = serializers.IntegerField(help_text="Entries that a township leads.")
    roles = RoleCountsSerializer()
    headings = HeadingCountsSerializer(many=True, help_text="The first 150, in the order of the lists.")
    more_headings = serializers.BooleanField(help_text="The lists have other headings as well.")


class SummarySerializer(serializers.Serializer):
    on = serializers.DateField()
    known = serializers.DateField(allow_null=True)
    kinds = KindCountsSerializer(many=True)


class QuestionSerializer(serializers.Serializer):
    q = serializers.CharField(max_length=MOST_CHARACTERS, help_text="The matter in everyday words.")
    on = serializers.DateField(required=False, help_text="By the lists in force on this day (today).")
    known = serializers.DateField(required=False, help_text="As known at the end of this day (now).")
    township = BodyByCode(
        required=False,
        help_text="Code of a township whose own lists are looked through as well.",
    )


class AnswerSerializer(serializers.Serializer):
    score = serializers.FloatField(help_text="Higher fits better; comparable between questions.")
    entry = EntrySerializer()


class AnswersSerializer(serializers.Serializer):
    """这事归谁管. No answers means that no entry fits: the portal does not guess."""

    question = serializers.CharField()
    on = serializers.DateField()
    known = serializers.DateField(allow_null=True)
    answers = AnswerSerializer(many=True)
