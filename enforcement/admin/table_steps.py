"""Bringing in the penalty catalogue and the grants from a spreadsheet, in the kernel's two pages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enforcement.models import EnforcementCase, PowerGrant
from enforcement.operations.powers import load_grants, load_powers, what_loading_does
from enforcement.spreadsheets.columns import GRANTS, POWERS
from enforcement.spreadsheets.grants import read_grants
from enforcement.spreadsheets.powers import read_powers
from enforcement.states import CaseStatus
from governance.admin.load_tables import LoadTable
from governance.models import Organisation


class LoadNamed(LoadTable):
    """A table that names bodies of one kind; what its unknown names mean may be said in the preview."""

    explains_names = True
    effect_of = staticmethod(what_loading_does)
    names_a: str  # of which kind the bodies are that a table names

    def may_mean(self, body):
        return body.kind == self.names_a


def _open_cases(**of: Any) -> int:
    return EnforcementCase.objects.filter(**of).exclude(status=CaseStatus.TRANSFERRED).count()


class LoadPowers(LoadNamed):
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


class LoadGrants(LoadNamed):
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
