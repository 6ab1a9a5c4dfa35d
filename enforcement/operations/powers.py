"""Loading the county's penalty catalogue and the grants of its townships."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import models
from django.utils.translation import gettext_lazy as _

from enforcement.models import PenaltyPower, PowerGrant
from enforcement.spreadsheets.grants import read_grants
from enforcement.spreadsheets.powers import read_powers
from governance import audit
from governance.access import operation
from governance.imports import check_file, check_holds_items, origin_of, remember_names
from governance.models import Account, Organisation
from governance.record_tables import RecordTable

BATCH = 500


@dataclass(frozen=True)
class Loaded:
    """How many rows a load added, changed and found as they were."""

    added: int
    changed: int
    unchanged: int


@operation(_("Load powers"), at="self")
def load_powers(
    county: Organisation,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    sheet: str | None = None,
    confirmed: bool = False,
    names: Mapping[str, Organisation] | None = None,
    remember: Collection[str] = (),
) -> Loaded:
    """导入处罚事项目录: every row of the table is a power of the county; all of the file or nothing.

    A power is known by number and edition; a row that differs from what is stored corrects it, and the audit keeps
    what it said before. Nothing is deleted. `confirmed`: a person has agreed to what the file leaves doubtful; `names`:
    what unknown names of departments mean in it, those of `remember` from now on. Raises UnreadableSpreadsheet,
    ImportRefused, `nothing_to_import`.
    """
    table = read_powers(file, filename, county=county, sheet=sheet, names=names)
    loaded = _load(county, table, file=file, filename=filename, confirmed=confirmed)
    remember_names(names or {}, remember, by=by)
    return loaded


@operation(_("Load grants"), at="self")
def load_grants(
    county: Organisation,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    sheet: str | None = None,
    confirmed: bool = False,
    names: Mapping[str, Organisation] | None = None,
    remember: Collection[str] = (),
) -> Loaded:
    """导入赋权和委托: each row gives a power to the townships it names, or to every open one of a form; all or nothing.

    A grant is known by power, township and day of acceptance, so loading a file in which a grant now ends writes the
    end. The number of the catalogue names the power whose basis was in force on the day of acceptance. The rest is as
    in `load_powers`.
    """
    table = read_grants(file, filename, county=county, sheet=sheet, names=names)
    loaded = _load(county, table, file=file, filename=filename, confirmed=confirmed)
    remember_names(names or {}, remember, by=by)
    return loaded


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


def what_loading_does(county: Organisation, table: RecordTable) -> LoadEffect:
    """What `load_powers` or `load_grants` would do with the table; writes nothing."""
    records = table.records
    if not records:
        return LoadEffect([], [], 0)
    model = type(next(iter(records.values())))
    stored = _stored_grants(county) if model is PowerGrant else _stored_powers(county)
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    corrected = []
    for key, record in records.items():
        if key not in stored:
            continue
        old, new = audit.snapshot(stored[key], *fields), audit.snapshot(record, *fields)
        if differing := tuple(name for name in fields if old[name] != new[name]):
            corrected.append(Correction(stored[key], record, differing))
    added = [record for key, record in records.items() if key not in stored]
    return LoadEffect(added, corrected, len(records) - len(added) - len(corrected))


def _stored_powers(county: Organisation) -> dict[Any, models.Model]:
    powers = PenaltyPower.objects.filter(department__path__startswith=county.path).select_related("department")
    return {(power.catalogue_no, power.catalogue_edition): power for power in powers}


def _stored_grants(county: Organisation) -> dict[Any, models.Model]:
    grants = PowerGrant.objects.filter(township__path__startswith=county.path).select_related("power", "township")
    return {(grant.power_id, grant.township_id, grant.accepted_on): grant for grant in grants}


def _load(county: Organisation, table: RecordTable, *, file: BinaryIO, filename: str, confirmed: bool) -> Loaded:
    """Add what is new, correct what differs, and record both; rows alike are left alone."""
    check_holds_items([table], filename)
    check_file([table], filename, confirmed)
    effect = what_loading_does(county, table)
    before, after = {}, {}
    for correction in effect.corrected:
        correction.becomes.pk = correction.stored.pk
        before[str(correction.becomes)] = audit.snapshot(correction.stored, *correction.fields)
        after[str(correction.becomes)] = audit.snapshot(correction.becomes, *correction.fields)
    if effect.added:
        type(effect.added[0])._default_manager.bulk_create(effect.added, batch_size=BATCH)
    if effect.corrected:
        rows = [correction.becomes for correction in effect.corrected]
        fields = sorted({name for correction in effect.corrected for name in correction.fields})
        # Not `bulk_update`, whose CASE for each row and field takes ten times as long.
        type(rows[0])._default_manager.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=fields
        )
    if effect.added or effect.corrected:
        audit.record(
            county,
            before=before,
            after={"added": len(effect.added), "changed": after, **origin_of(file, filename)},
        )
    return Loaded(len(effect.added), len(effect.corrected), effect.unchanged)
