"""The page on which a draft that was edited as a spreadsheet comes back: what changed, and what to choose."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.admin.imports import ImportStep
from responsibilities.admin.steps import EditionStep
from responsibilities.edits import Conflict
from responsibilities.forms.imports import ConfirmEditsForm
from responsibilities.operations.round_trip import as_list, import_edits, plan_round_trip
from responsibilities.selectors.round_trip import RoundTrip, round_trip
from responsibilities.states import EditionStatus


class ImportEdits(ImportStep, EditionStep):
    """导回修改."""

    name = "import-edits"
    operation = staticmethod(import_edits)
    title = _("Import an edited spreadsheet")
    verb = confirm_verb = _("Import edits")
    needs = (EditionStatus.DRAFT,)
    compares_versions = False  # each cell is compared by itself
    confirm_form_class = ConfirmEditsForm
    template_name = "responsibilities/admin/import_edits.html"

    def __init__(self, page: Any, request: HttpRequest, obj: Any = None) -> None:
        super().__init__(page, request, obj)
        self.found: RoundTrip | None = None
        self.conflicts: list[Conflict] = []

    def outcome(self):
        return _("Only the cells that were changed in the exported file are changed in the draft.")

    def preview(self, data):
        return self._read(data["file"], data["file"].name, data["sheet"] or None)

    def _read(self, file, filename, sheet):
        self.found = round_trip(self.obj, file=file, filename=filename, sheet=sheet)
        plan, _edits = plan_round_trip(self.obj, self.found, {})
        self.conflicts = plan.conflicts
        return [as_list(self.obj, self.found)]

    def form_arguments(self):
        compared = {"found": self.found, "conflicts": self.conflicts} if self.confirming else {}
        return {**super().form_arguments(), **compared}

    def read_waiting(self, file, filename, facts):
        self.tables = self._read(file, filename, facts["sheet"])

    def bring_in(self, facts, **arguments):
        return import_edits(self.obj, **arguments, **facts)

    def done(self, result):
        count = len(result.keys)
        return ngettext("%(count)d row was changed.", "%(count)d rows were changed.", count) % {"count": count}

    def consequences(self):
        if self.found is None or self.faults:
            return [_("The changed cells are shown first. Nothing is saved until you confirm.")]
        lines = [
            ngettext("%(count)d cell changes.", "%(count)d cells change.", len(self.found.changes))
            % {"count": len(self.found.changes)}
        ]
        if self.found.added:
            lines.append(
                ngettext("%(count)d new entry.", "%(count)d new entries.", len(self.found.added))
                % {"count": len(self.found.added)}
            )
        return [*lines, _("The change is one batch and can be undone as a whole.")]
