"""Shapes of the law register."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.resources import RowSerializer
from responsibilities.api.serializers.imports import TablePreviewSerializer
from responsibilities.law_changes import LawOnDay, Touched
from responsibilities.models import Commencement, LawName


class LawRowSerializer(RowSerializer):
    """法律: a law through all its versions, as a row of a list."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class LawNameSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(LawName.Kind.choices)
    name = serializers.CharField()


class LawArticleSerializer(serializers.Serializer):
    """单独施行的条款: an article that begins on another day than its version."""

    number = serializers.IntegerField()
    insertion = serializers.IntegerField(help_text="1 for 第十二条之一, 0 for the article itself.")
    commencement = serializers.ChoiceField(Commencement.choices)
    in_force_from = serializers.DateField(allow_null=True)


class SuccessorSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    law = LawRowSerializer()
    in_force_from = serializers.DateField(allow_null=True)


class LawVersionSerializer(serializers.Serializer):
    """法律版本: one text, in force from the first to the last day, both inclusive; null where a day is not known."""

    id = serializers.IntegerField()
    issuer = serializers.CharField()
    document_no = serializers.CharField()
    commencement = serializers.ChoiceField(Commencement.choices)
    in_force_from = serializers.DateField(allow_null=True)
    in_force_to = serializers.DateField(allow_null=True, help_text="Last day.")
    last_article = serializers.IntegerField(allow_null=True, help_text="Number of articles, where it is known.")
    successor = SuccessorSerializer(allow_null=True)
    articles = LawArticleSerializer(many=True)


class LawSerializer(LawRowSerializer):
    """法律 with names and versions."""

    names = LawNameSerializer(many=True)
    versions = LawVersionSerializer(many=True)


class LoadedSerializer(serializers.Serializer):
    """How many versions a load adds, changes and finds as they are."""

    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class LawsPreviewSerializer(TablePreviewSerializer):
    effect = LoadedSerializer(help_text="What loading it would do, faults aside.")


class DayAskedSerializer(serializers.Serializer):
    on = serializers.DateField(required=False)


class CitationSerializer(serializers.Serializer):
    """引用: the article as it is written, and why it cannot be relied on that day."""

    text = serializers.CharField()
    doubt = serializers.CharField(help_text="Empty if nothing is wrong with it.")


class TouchedSerializer(serializers.Serializer):
    """What rests on a law: an entry, a power, a case; `id` is that of its own resource."""

    kind = serializers.CharField(source="citing.kind")
    id = serializers.IntegerField(source="citing.key")
    title = serializers.CharField(source="citing.title")
    citations = serializers.SerializerMethodField()

    @extend_schema_field(CitationSerializer(many=True))
    def get_citations(self, touched: Touched) -> Any:
        return CitationSerializer(
            [{"text": str(one), "doubt": str(why)} for one, why in touched.citations], many=True
        ).data


class TextOnDaySerializer(serializers.Serializer):
    law = LawRowSerializer()
    version = serializers.IntegerField(allow_null=True, help_text="The text that applies that day; null if none does.")


class LawOnDaySerializer(serializers.Serializer):
    """法变推演: a law, those it took the place of and those that took its place, on one day."""

    on = serializers.DateField()
    laws = serializers.SerializerMethodField()
    touched = TouchedSerializer(source="touched_records", many=True)

    @extend_schema_field(TextOnDaySerializer(many=True))
    def get_laws(self, found: LawOnDay) -> Any:
        rows = [{"law": law, "version": version.pk if version else None} for law, version in found.around]
        return TextOnDaySerializer(rows, many=True).data
