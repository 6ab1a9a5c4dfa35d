"""What a resource looks like over REST, declared once: for the schema, for rows of lists, and for one object."""

import datetime
from collections.abc import Callable
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

Values = dict[str, Any]
Reader = Callable[[Values], Any]


class Computed(serializers.Field):
    """A field that is worked out from columns: `Computed(CharField(), mask_party, "party_kind", "party_name")`."""

    def __init__(self, shown: serializers.Field, function: Callable[..., Any], *columns: str) -> None:
        super().__init__(help_text=shown.help_text)
        self.shown, self.function, self.columns = shown, function, columns

    def get_attribute(self, instance: Any) -> Any:
        return self.function(*(attrgetter(column.replace("__", "."))(instance) for column in self.columns))

    def to_representation(self, value: Any) -> Any:
        return value


class ComputedSchema(OpenApiSerializerFieldExtension):
    target_class = Computed

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        return auto_schema._map_serializer_field(self.target.shown, direction)


class RowSerializer(serializers.Serializer):
    """A resource whose lists are read as plain values: one query of exactly its columns, and no model instances.

    An object alone is serialised as DRF does. Fields read columns by `source`, related rows by serializers within this
    one, and what is worked out by `Computed`. Lists of further rows (`many=True`) and what `added` names are no
    columns: whoever reads the values adds them under the field's name, the lists as values of their own.
    """

    added: tuple[str, ...] = ()

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """For `queryset.values(…)`."""
        return _reader(cls(), "")[0]

    def to_representation(self, instance: Any) -> Any:
        return self._read(instance) if isinstance(instance, dict) else super().to_representation(instance)

    @cached_property
    def _read(self) -> Reader:
        return _reader(self, "")[1]


def local(moment: datetime.datetime | None) -> str | None:
    """The moment as the county's clocks show it, with its offset."""
    return None if moment is None else moment.astimezone(timezone.get_default_timezone()).isoformat()


def _reader(serializer: Any, prefix: str) -> tuple[tuple[str, ...], Reader]:
    """The columns a serializer needs, and the function that makes of their values what it shows."""
    columns: dict[str, None] = {}
    parts: list[tuple[str, Reader]] = []
    for name, field in serializer.fields.items():
        own, read = _field_reader(field, prefix, prefix + str(field.source).replace(".", "__"))
        if isinstance(field, serializers.ListSerializer) or name in getattr(serializer, "added", ()):
            own = ()
        columns |= dict.fromkeys(own)
        parts.append((name, read))
    first = next(iter(columns))

    def read_row(row: Values) -> Any:
        return {name: read(row) for name, read in parts}

    def read_optional(row: Values) -> Any:
        return None if row[first] is None else read_row(row)

    return tuple(columns), read_optional if serializer.allow_null else read_row


def _field_reader(field: Any, prefix: str, path: str) -> tuple[tuple[str, ...], Reader]:
    if isinstance(field, serializers.Serializer):
        return _reader(field, f"{path}__")
    if isinstance(field, serializers.ListSerializer):
        read_inner = _reader(field.child, "")[1]
        return (), lambda row: [read_inner(inner) for inner in row[path]]
    if isinstance(field, Computed):
        own = tuple(prefix + column for column in field.columns)
        return own, lambda row: field.function(*(row[column] for column in own))
    if isinstance(field, serializers.DateTimeField):
        return (path,), lambda row: local(row[path])
    return (path,), itemgetter(path)
