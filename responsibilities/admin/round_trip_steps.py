"""The page on which a draft that was edited as a spreadsheet comes back: what changed, and what to choose."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from responsibilities import operations
from responsibilities.admin.import_steps import ImportStep
from responsibilities.admin.steps import EditionStep
from responsibilities.edits import Conflict
from responsibilities.forms import ConfirmEditsForm
from responsibilities.operations.round_trip import as_list, plan_round_trip
from responsibilities.selectors import RoundTrip, round_trip
from responsibilities.states import EditionStatus


class ImportEdits(ImportStep, EditionStep):
    """带回修改."""

    name = "import-edits"
    operation = staticmethod(operations.import_edits)
    title = _("Bring back an edited spreadsheet")
    verb = confirm_verb = _("Bring back edits")
    needs = (EditionStatus.DRAFT,)
    template_name = "responsibilities/admin/import_edits.html"

    def __init__(self, page: Any, request: HttpRequest, obj: Any = None) -> None:
        super().__init__(page, request, obj)
        self.found: RoundTrip | None = None
        self.conflicts: list[Conflict] = []

    def outcome(self):
        return _("Exactly the cells that were changed in the exported file are changed in the draft.")

    def _version(self):
        return None  # each cell is compared by itself

    def preview(self, data):
        return self._read(data["file"], data["file"].name, data["sheet"] or None)

    def _read(self, file, filename, sheet):
        self.found = round_trip(self.obj, file=file, filename=filename, sheet=sheet)
        plan, _edits = plan_round_trip(self.obj, self.found, {})
        self.conflicts = plan.conflicts
        return [as_list(self.obj, self.found)]

    def _confirm_form(self, *args, **kwargs):
        return ConfirmEditsForm(*args, account=self.account, obj=self.obj, step=self, **kwargs)

    def read_held(self, file, filename, facts):
        self.lists = self._read(file, filename, facts["sheet"])

    def bring_in(self, facts, **arguments):
        return operations.import_edits(self.obj, **arguments, **facts)

    def done(self, result):
        count = len(result.keys)
        return ngettext("%(count)d row was changed.", "%(count)d rows were changed.", count) % {"count": count}

    def consequences(self):
        if self.found is None or self.faults:
            return [_("First you see which cells changed; nothing is written before your yes.")]
        lines = [
            ngettext("%(count)d cell changes.", "%(count)d cells change.", len(self.found.changes))
            % {"count": len(self.found.changes)}
        ]
        if self.found.added:
            lines.append(
                ngettext("%(count)d new entry.", "%(count)d new entries.", len(self.found.added))
                % {"count": len(self.found.added)}
            )
        return [*lines, _("It is one batch, which can be undone.")]
