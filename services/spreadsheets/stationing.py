"""What belongs in the centres and what has entered: every row is a matter, of one township or of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.directory import directory
from governance.models import Organisation
from governance.record_tables import RecordTable, RowReader
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import read
from governance.spreadsheets.splitting import split_names
from governance.spreadsheets.table import SheetRow
from responsibilities.spreadsheets.layouts import means_townships
from services.models import CentreMatter, Stationing
from services.spreadsheets import columns

LIMITS = Limits(rows=50_000)


@dataclass
class ReadStationing:
    """A matter and where it stands in one centre."""

    matter: CentreMatter
    stationing: Stationing

    def __str__(self) -> str:
        return f"{self.stationing.centre} · {self.matter}"


def read_stationing(
    file: BinaryIO,
    filename: str,
    *,
    county: Organisation,
    sheet: str | None = None,
    names: Mapping[str, Organisation] | None = None,
) -> RecordTable:
    """The matters of the file by body, name and township. A row without a township is about all of them. Raises
    UnreadableSpreadsheet.

    `names`: the bodies a person has chosen for unknown names in this file.
    """
    table = RecordTable(
        read(file, filename, columns=columns.STATIONING, sheet=sheet, limits=LIMITS), _("Matters of the centres")
    )
    reader = _StationingReader(table, county, names or {})
    for row in table.sheet.rows:
        reader.read(row)
    table.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
    return table


class _StationingReader:
    def __init__(self, table: RecordTable, county: Organisation, names: Mapping[str, Organisation]) -> None:
        self.table, self.county = table, county
        within = list(Organisation.objects.open().filter(path__startswith=county.path))
        self.townships = [body for body in within if body.kind == Organisation.Kind.TOWNSHIP]
        self.centres = directory(within=self.townships).explaining(names)
        self.bodies = directory(within=[body for body in within if body not in self.townships]).explaining(names)

    def read(self, row: SheetRow) -> None:
        cells = RowReader(self.table, row)
        body = cells.body("body", row["body"], self.bodies) if row["body"] else None
        should_enter = cells.one_of("should_enter", columns.YES_OR_NO)
        has_entered = cells.one_of("entered", columns.YES_OR_NO)
        kind, reason = cells.one_of("window_kind", columns.WINDOW_KINDS), row["reason_if_not"]
        if has_entered is False and not reason:
            message = _("Say why it is not in the centre.")
            cells.fault("outside_without_reason", message, "reason_if_not")
        if has_entered and reason:
            message = _("It has entered, and there is a reason why it has not.")
            cells.fault("entered_with_reason", message, "reason_if_not", reason)
        matter = CentreMatter(
            county=self.county,
            body=body,
            name=row["item"],
            should_enter=should_enter,
            window_kind=kind,
            reason_exempt="" if should_enter else reason,
        )
        if cells.is_sound:
            cells.fits(matter)
        for centre in self._centres(cells):
            stationing = Stationing(
                centre=centre, has_entered=has_entered, window_kind=kind, reason=reason if has_entered is False else ""
            )
            if cells.is_sound and body is not None:
                key = (body.pk, matter.name, centre.pk)
                self.table.add(key, ReadStationing(matter, stationing), cells, column="item")

    def _centres(self, cells: RowReader) -> list[Organisation]:
        text = cells.row["centre"]
        if not text or means_townships(text):
            return self.townships
        found = (cells.body("centre", name, self.centres) for name in split_names(text).names)
        return [centre for centre in found if centre is not None]
