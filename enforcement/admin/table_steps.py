"""Bringing in the penalty catalogue and the grants from a spreadsheet, in the kernel's two pages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enforcement.models import EnforcementCase, PowerGrant
from enforcement.operations.powers import Correction, LoadEffect, load_grants, load_powers, what_loading_does
from enforcement.spreadsheets.columns import GRANTS, POWERS
from enforcement.spreadsheets.grants import read_grants
from enforcement.spreadsheets.powers import read_powers
from enforcement.states import CaseStatus
from governance import access
from governance.admin.imports import ImportStep
from governance.models import Organisation
from governance.record_tables import RecordTable
from governance.spreadsheets.table import ColumnMap

MOST_SHOWN = 200
MOST_NAMED = 500


class LoadTable(ImportStep):
    """A table of the county: what is new is added, what differs is corrected, and nothing is taken out."""

    template_name = "admin/load_table.html"
    explains_names = True
    columns: ColumnMap
    names_a: str  # of which kind the bodies are that a table names
    reads: Callable[..., RecordTable]
    effect: LoadEffect | None = None

    def preview(self, data):
        upload = data["file"]
        table = type(self).reads(
            upload, upload.name, county=self.county, sheet=data["sheet"] or None, names=data["names"]
        )
        self.effect = None if table.faults else what_loading_does(self.county, table)
        return [table]

    def owner(self, data):
        return self.county

    @cached_property
    def county(self) -> Organisation:
        """The one whose tables the account keeps."""
        mine = access.organisations_of(self.account, self.right())
        return mine.filter(kind=Organisation.Kind.COUNTY).earliest("path")

    def may_mean(self, body):
        return body.kind == self.names_a

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


def _open_cases(**of: Any) -> int:
    return EnforcementCase.objects.filter(**of).exclude(status=CaseStatus.TRANSFERRED).count()


class LoadPowers(LoadTable):
    """导入处罚事项目录."""

    name = "load"
    operation = staticmethod(load_powers)
    title = gettext_lazy("Import the penalty catalogue")
    verb = gettext_lazy("Import the catalogue")
    columns = POWERS
    names_a = Organisation.Kind.DEPARTMENT
    reads = staticmethod(read_powers)

    def outcome(self):
        return _("All powers of the file are in the county's catalogue, or none is.")

    def touched(self, corrected):
        cases = _open_cases(power__in=[correction.stored.pk for correction in corrected])
        if cases:
            yield _("%(count)s open cases are based on powers that will be corrected.") % {"count": cases}


class LoadGrants(LoadTable):
    """导入赋权和委托."""

    name = "load"
    operation = staticmethod(load_grants)
    title = gettext_lazy("Import devolved and entrusted powers")
    verb = gettext_lazy("Import grants")
    columns = GRANTS
    names_a = Organisation.Kind.TOWNSHIP
    reads = staticmethod(read_grants)

    def outcome(self):
        return _(
            "From the day of acceptance, the townships hold the powers that the file gives them. "
            "All rows are imported, or none is."
        )

    def touched(self, corrected):
        cases = _open_cases(grant__in=[correction.stored.pk for correction in corrected])
        if cases:
            yield _("%(count)s open cases are based on grants that will be corrected.") % {"count": cases}
        ended = [c.stored.pk for c in corrected if "valid_to" in c.fields and _grant(c.becomes).valid_to is not None]
        if ended:
            text = _("%(count)s grants get an end date; their %(cases)s open cases follow the rule in the file.")
            yield text % {"count": len(ended), "cases": _open_cases(grant__in=ended)}


def _grant(record: Any) -> PowerGrant:
    return record
