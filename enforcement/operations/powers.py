"""Loading the county's penalty catalogue and the grants of its townships."""

from collections.abc import Collection, Mapping
from typing import Any, BinaryIO

from django.db import models
from django.utils.translation import gettext_lazy as _

from enforcement.models import PenaltyPower, PowerGrant
from enforcement.spreadsheets.grants import read_grants
from enforcement.spreadsheets.powers import read_powers
from governance.access import operation
from governance.imports import remember_names
from governance.models import Account, Organisation
from governance.record_loads import Loaded, LoadEffect, load_records, what_changes
from governance.record_tables import RecordTable


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
    loaded = load_records(county, table, what_loading_does, file=file, filename=filename, confirmed=confirmed)
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
    loaded = load_records(county, table, what_loading_does, file=file, filename=filename, confirmed=confirmed)
    remember_names(names or {}, remember, by=by)
    return loaded


def what_loading_does(county: Organisation, table: RecordTable) -> LoadEffect:
    """What `load_powers` or `load_grants` would do with the table; writes nothing."""
    records = table.records
    if not records:
        return LoadEffect([], [], 0)
    model = type(next(iter(records.values())))
    return what_changes(records, _stored_grants(county) if model is PowerGrant else _stored_powers(county))


def _stored_powers(county: Organisation) -> dict[Any, models.Model]:
    powers = PenaltyPower.objects.filter(department__path__startswith=county.path).select_related("department")
    return {(power.catalogue_no, power.catalogue_edition): power for power in powers}


def _stored_grants(county: Organisation) -> dict[Any, models.Model]:
    grants = PowerGrant.objects.filter(township__path__startswith=county.path).select_related("power", "township")
    return {(grant.power_id, grant.township_id, grant.accepted_on): grant for grant in grants}
