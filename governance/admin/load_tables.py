"""Bringing in a table of records of the county, in the two pages of an import."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from governance import access
from governance.admin.imports import ImportStep
from governance.models import Organisation
from governance.record_loads import Correction, LoadEffect
from governance.record_tables import RecordTable
from governance.spreadsheets.table import ColumnMap

MOST_SHOWN = 200
MOST_NAMED = 500


class LoadTable(ImportStep):
    """A table of the county: what is new is added, what differs is corrected, and nothing is taken out."""

    template_name = "admin/load_table.html"
    columns: ColumnMap
    reads: Callable[..., RecordTable]
    effect_of: Callable[[Organisation, RecordTable], LoadEffect]
    effect: LoadEffect | None = None

    def preview(self, data):
        upload = data["file"]
        told = {"names": data["names"]} if self.explains_names else {}
        table = type(self).reads(upload, upload.name, county=self.county, sheet=data["sheet"] or None, **told)
        effect = type(self).effect_of(self.county, table)  # may find faults
        self.effect = None if table.faults else effect
        return [table]

    def owner(self, data):
        return self.county

    @cached_property
    def county(self) -> Organisation:
        """The one whose tables the account keeps."""
        mine = access.organisations_of(self.account, self.right())
        return mine.filter(kind=Organisation.Kind.COUNTY).earliest("path")

    def bring_in(self, facts, **arguments):
        return type(self).operation(self.county, **arguments, **facts)

    def facts(self):
        if self.tables:
            return []
        required = [column.title for column in self.columns if column.required]
        optional = [column.title for column in self.columns if not column.required]
        return [(_("Columns"), "、".join(required)), (_("Optional columns"), "、".join(optional))]

    def effects(self):
        effect = self.effect
        if effect is None:
            return []
        counts = {
            "added": len(effect.added), "corrected": len(effect.corrected), "unchanged": effect.unchanged
        }  # fmt: skip
        lines = [_("%(added)s are new, %(corrected)s are corrected, %(unchanged)s stay as they are.") % counts]
        lines.append(_("What is not in the file stays as it is. To correct imported data, import a corrected file."))
        return [*lines, *self.touched(effect.corrected)]

    def touched(self, corrected: list[Correction]) -> Iterable[Any]:
        """What else is concerned by the corrections."""
        return ()

    @property
    def differences(self) -> list[tuple[Any, Any, Any, Any]]:
        """Each corrected field with what it says and what it will say."""
        rows = []
        for correction in self.effect.corrected[:MOST_SHOWN] if self.effect else ():
            for name in correction.fields:
                label = getattr(correction.stored._meta.get_field(name), "verbose_name", name)
                said, says = (_shown(record, name) for record in (correction.stored, correction.becomes))
                rows.append((correction.stored, label, said, says))
        return rows

    @property
    def new(self) -> list[Any]:
        return self.effect.added[:MOST_NAMED] if self.effect else []

    def done(self, result):
        return _("%(added)s added, %(changed)s corrected, %(unchanged)s left as they were.") % vars(result)


def _shown(record: Any, name: str) -> Any:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return "、".join(value) if isinstance(value, list) else value
