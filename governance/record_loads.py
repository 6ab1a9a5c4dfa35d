"""Loading a table of records into what is stored: what is new is added, what differs corrected, nothing taken out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import models

from governance import audit
from governance.imports import check_file, check_holds_items, origin_of
from governance.models import Organisation
from governance.record_tables import RecordTable

BATCH = 500


@dataclass(frozen=True)
class Loaded:
    """How many rows a load added, changed and found as they were."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class Correction:
    """One record the table corrects: what is stored, what it becomes, and the fields in which they differ."""

    stored: models.Model
    becomes: models.Model
    fields: tuple[str, ...]


@dataclass(frozen=True)
class LoadEffect:
    """What a load would add, correct and find as it is."""

    added: list[models.Model]
    corrected: list[Correction]
    unchanged: int


def what_changes(records: Mapping[Any, models.Model], stored: Mapping[Any, models.Model]) -> LoadEffect:
    """What loading the records would do, both by their natural key; writes nothing."""
    corrected = []
    for key, record in records.items():
        if key not in stored:
            continue
        fields = [field.name for field in record._meta.concrete_fields if not field.primary_key]
        old, new = audit.snapshot(stored[key], *fields), audit.snapshot(record, *fields)
        if differing := tuple(name for name in fields if old[name] != new[name]):
            corrected.append(Correction(stored[key], record, differing))
    added = [record for key, record in records.items() if key not in stored]
    return LoadEffect(added, corrected, len(records) - len(added) - len(corrected))


def load_records(
    county: Organisation,
    table: RecordTable,
    effect_of: Callable[[Organisation, RecordTable], LoadEffect],
    *,
    file: BinaryIO,
    filename: str,
    confirmed: bool,
) -> Loaded:
    """Correct what differs, then add what is new, and record both; rows alike are left alone.

    What `effect_of` finds cannot be becomes a fault of the table. Raises ImportRefused, `nothing_to_import`.
    """
    check_holds_items([table], filename)
    effect = effect_of(county, table)
    check_file([table], filename, confirmed)
    before, after = {}, {}
    for correction in effect.corrected:
        correction.becomes.pk = correction.stored.pk
        before[str(correction.becomes)] = audit.snapshot(correction.stored, *correction.fields)
        after[str(correction.becomes)] = audit.snapshot(correction.becomes, *correction.fields)
    if effect.corrected:
        rows = [correction.becomes for correction in effect.corrected]
        fields = sorted({name for correction in effect.corrected for name in correction.fields})
        # Not `bulk_update`, whose CASE for each row and field takes ten times as long.
        type(rows[0])._default_manager.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=fields
        )
    if effect.added:
        type(effect.added[0])._default_manager.bulk_create(effect.added, batch_size=BATCH)
    if effect.added or effect.corrected:
        audit.record(
            county,
            before=before,
            after={"added": len(effect.added), "changed": after, **origin_of(file, filename)},
        )
    return Loaded(len(effect.added), len(effect.corrected), effect.unchanged)
