"""The penalty catalogue: every row is a power under one version of its basis."""

from collections.abc import Mapping
from typing import BinaryIO

from django.utils.translation import gettext as _

from enforcement.models import PenaltyPower
from enforcement.spreadsheets.columns import INTERESTS, POWERS, RULESETS, SUMMARY
from governance.directory import Directory, directory
from governance.models import Organisation
from governance.record_tables import RecordTable, RowReader
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import read
from governance.spreadsheets.table import SheetRow

LIMITS = Limits(rows=20_000)
FINES = ("fine_citizen_min", "fine_citizen_max", "fine_organisation_min", "fine_organisation_max")


def read_powers(
    file: BinaryIO,
    filename: str,
    *,
    county: Organisation,
    sheet: str | None = None,
    names: Mapping[str, Organisation] | None = None,
) -> RecordTable:
    """The powers of the file, by catalogue number and edition. Raises UnreadableSpreadsheet.

    `names`: the departments a person has chosen for unknown names in this file.
    """
    table = RecordTable(read(file, filename, columns=POWERS, sheet=sheet, limits=LIMITS), _("Penalty catalogue"))
    departments = Organisation.objects.departments().filter(path__startswith=county.path)
    given = {name: body for name, body in (names or {}).items() if body.kind == Organisation.Kind.DEPARTMENT}
    bodies = directory(within=departments).explaining(given)
    for row in table.sheet.rows:
        _read(table, row, bodies)
    table.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
    return table


def _read(table: RecordTable, row: SheetRow, bodies: Directory) -> None:
    cells = RowReader(table, row)
    department = cells.body("department", row["department"], bodies) if row["department"] else None
    power = PenaltyPower(
        **{name: row[name] for name in ("catalogue_no", "catalogue_edition", "title", "domain", "legal_basis")},
        department=department,
        penalty_kinds=cells.words("penalty_kinds"),
        measures=cells.words("measures"),
        basis_valid_from=cells.day("basis_valid_from"),
        basis_valid_to=cells.day("basis_valid_to"),
        **{fine: cells.yuan(fine) for fine in FINES},
        summary_allowed=cells.one_of("summary_allowed", SUMMARY),
        procedure_ruleset=cells.one_of("procedure_ruleset", RULESETS),
        protected_interest=cells.one_of("protected_interest", INTERESTS),
    )
    cells.in_order(power, "basis_valid_from", "basis_valid_to")
    cells.in_order(power, "fine_citizen_min", "fine_citizen_max")
    cells.in_order(power, "fine_organisation_min", "fine_organisation_max")
    if cells.is_sound:
        cells.fits(power)
    table.add((power.catalogue_no, power.catalogue_edition), power, cells, column="catalogue_no")
