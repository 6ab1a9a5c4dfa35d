"""What drafts look like over REST as tables of cells, and edits; no rules."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from governance.api.fields import ReasonField
from governance.text import LONGEST_TEXT
from responsibilities.api.serializers.imports import ImportSerializer, PreviewSerializer
from responsibilities.edits import UNMOVED, RowEdit, as_edits
from responsibilities.models import Batch
from responsibilities.selectors.round_trip import KEEP_LIST, TAKE_FILE

MOST_EDITS = 5000  # rows of one request; a whole list of a township has some hundred


class ColumnSerializer(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    width = serializers.IntegerField(help_text="In characters.")
    needs_value = serializers.BooleanField()


class TableRowSerializer(serializers.Serializer):
    """One entry as the texts of its cells, by the keys of the columns."""

    key = serializers.CharField(help_text="The item's identity.")
    entry = serializers.IntegerField()
    version = serializers.IntegerField()
    cells = serializers.DictField(child=serializers.CharField(allow_blank=True))


class TableSerializer(serializers.Serializer):
    """An edition as the table its editors keep, in its official layout."""

    columns = ColumnSerializer(many=True)
    rows = TableRowSerializer(many=True)


MOST_KEYS = 100  # of one request, so that its address stays short


class KeysSerializer(serializers.Serializer):
    """Which rows of a table are asked for."""

    keys = serializers.CharField(
        required=False, max_length=MOST_KEYS * 37, help_text="Keys of rows, with commas between; without it, all rows."
    )

    def validate_keys(self, value: str) -> list[uuid.UUID]:
        try:
            return [uuid.UUID(key) for key in value.split(",")]
        except ValueError as error:
            raise serializers.ValidationError(_("Keys of rows, with commas between."), code="invalid") from error


class SinceSerializer(serializers.Serializer):
    since = serializers.IntegerField(min_value=0, help_text="The version of the draft that is known already.")


class SavedChangeSerializer(serializers.Serializer):
    """One save of a row by somebody."""

    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    columns = serializers.ListField(child=serializers.CharField(), help_text="The columns it changed.")


class TableChangesSerializer(serializers.Serializer):
    """What was saved into a draft since a version of it."""

    rows = TableRowSerializer(many=True, help_text="The rows that were saved, as they are now.")
    changes = serializers.DictField(
        child=SavedChangeSerializer(many=True), help_text="Of each key that was saved or taken out, the latest first."
    )
    order = serializers.ListField(child=serializers.CharField(), help_text="Keys of all rows.")


class RowSearchSerializer(serializers.Serializer):
    """Which rows are looked for."""

    words = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    different = serializers.BooleanField(
        required=False, default=False, help_text="Only rows that the edition before has and says otherwise."
    )


class FoundRowsSerializer(serializers.Serializer):
    keys = serializers.ListField(child=serializers.CharField())


class CellEditSerializer(serializers.Serializer):
    was = serializers.CharField(
        allow_blank=True, trim_whitespace=False, max_length=LONGEST_TEXT, help_text="The text its editor saw."
    )
    becomes = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=LONGEST_TEXT)


class RowEditSerializer(serializers.Serializer):
    """What becomes of one row. Only the cells that change are named."""

    key = serializers.CharField(max_length=40, help_text="The item's identity; any other word for a new row.")
    cells = serializers.DictField(child=CellEditSerializer(), required=False, default=dict)
    after = serializers.CharField(
        max_length=40,
        required=False,
        allow_null=True,
        help_text="Key of the row it stands behind from now on, null for the top. Left out, it stays where it is.",
    )
    removed = serializers.BooleanField(default=False)
    version = serializers.IntegerField(required=False, help_text="Of the entry as it was seen; for `removed`.")
    split_from = serializers.CharField(
        max_length=40,
        required=False,
        default="",
        allow_blank=True,
        help_text="Key of the row it comes from.",
    )
    merged_into = serializers.CharField(
        max_length=40, required=False, default="", allow_blank=True, help_text="Key of the row that takes this one up."
    )
    reason = ReasonField(required=False, default="", allow_blank=True, help_text="If not the reason of all.")


class EditsSerializer(serializers.Serializer):
    reason = ReasonField(allow_blank=True, default="")
    edits = serializers.ListField(child=RowEditSerializer(), max_length=MOST_EDITS)

    def rows(self) -> list[RowEdit]:
        sent: Any = self.validated_data
        return as_edits([{"after": UNMOVED, **row} for row in sent["edits"]])


class BatchSerializer(serializers.Serializer):
    """批次: what one save, import or undo did to a draft."""

    id = serializers.IntegerField()
    edition = serializers.IntegerField(source="edition_id")
    kind = serializers.ChoiceField(Batch.Kind.choices)
    by = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()
    reason = serializers.CharField()
    version = serializers.IntegerField(help_text="Of the edition afterwards.")
    rows = serializers.IntegerField(source="row_count", help_text="How many entries it changed.")
    undoes = serializers.IntegerField(source="undoes_id", allow_null=True)
    undone_by = serializers.IntegerField(source="undone_by_id", allow_null=True)


class EditedSerializer(serializers.Serializer):
    """The rows that were written, as they are now."""

    version = serializers.IntegerField(help_text="Of the edition.")
    batch = serializers.IntegerField(allow_null=True, help_text="Null if nothing changed.")
    rows = TableRowSerializer(many=True)
    removed = serializers.ListField(child=serializers.CharField())
    order = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="Keys of all rows; null if none came, went or moved."
    )
    keys = serializers.DictField(child=serializers.CharField(), help_text="What new rows are called from now on.")


class BatchRowSerializer(serializers.Serializer):
    item = serializers.UUIDField(source="item.uid")
    title = serializers.CharField(source="__str__")
    reason = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class UndoneSerializer(serializers.Serializer):
    """What was put back, and what was left alone because it was edited since."""

    restored = serializers.ListField(child=serializers.CharField(), source="restored_titles")
    kept = serializers.ListField(child=serializers.CharField(), source="kept_titles")


# --- Spreadsheets that come back ------------------------------------------------------------------------------------


class ImportEditsSerializer(ImportSerializer):
    """导回修改: an exported file that was edited, and what a person decided about it."""

    remove_missing = serializers.BooleanField(default=False, help_text="Take out the entries the file no longer has.")
    choices = serializers.JSONField(
        default=dict, help_text='For each cell that both sides changed: {"<key>.<column>": "file" or "list"}.'
    )

    def validate_choices(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not set(value.values()) <= {KEEP_LIST, TAKE_FILE}:
            raise serializers.ValidationError(_("An object whose values are “file” or “list”."), code="invalid")
        return value


class CellChangeSerializer(serializers.Serializer):
    title = serializers.CharField(source="party", help_text="Number and title of the entry.")
    column = serializers.CharField(source="label")
    was = serializers.CharField(source="before")
    becomes = serializers.CharField(source="after")


class ConflictSerializer(serializers.Serializer):
    """A cell that both sides changed, or an entry that is `gone` or was `changed` before it was to be taken out."""

    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField([("cell", ""), ("gone", ""), ("changed", "")])
    column = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not this serializer's own label
    was = serializers.CharField()
    theirs = serializers.CharField()
    yours = serializers.CharField()
    by = serializers.CharField(help_text="Who saved the other version; empty if that is not known.")
    at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class RoundTripSerializer(serializers.Serializer):
    """What an edited file would do."""

    preview = PreviewSerializer()
    changes = CellChangeSerializer(many=True, source="found.changes")
    added = serializers.ListField(child=serializers.CharField(), source="found.added")
    missing = serializers.ListField(
        child=serializers.CharField(), source="found.missing_titles", help_text="Stay, unless `remove_missing`."
    )
    missing_changed = serializers.ListField(
        child=serializers.CharField(), source="found.missing_changed_titles", help_text="Stay in any case."
    )
    conflicts = ConflictSerializer(many=True)


# --- Which item an entry is -----------------------------------------------------------------------------------------


class NamedEntrySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    item = serializers.UUIDField(source="item.uid")
    seq_no = serializers.CharField()
    title = serializers.CharField()


class FormerSerializer(serializers.Serializer):
    entry = NamedEntrySerializer()
    likeness = serializers.FloatField(help_text="From 0 to 1.")


class PossibleRenameSerializer(serializers.Serializer):
    entry = NamedEntrySerializer()
    formers = FormerSerializer(many=True)


class BatchIdSerializer(serializers.Serializer):
    batch = serializers.IntegerField(allow_null=True, help_text="Null if nothing changed.")
