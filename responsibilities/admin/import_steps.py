"""Importing lists from spreadsheets, in the kernel's two pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.admin.imports import ImportStep
from governance.models import Organisation
from responsibilities.admin.steps import EditionStep
from responsibilities.forms.imports import TownshipUploadForm
from responsibilities.models import Participation
from responsibilities.operations.imports import import_entries, import_township_lists, what_importing_does
from responsibilities.selectors.imports import preview_import
from responsibilities.spreadsheets.keys import ROW_KEY
from responsibilities.spreadsheets.parsed import ParsedList
from responsibilities.states import EditionStatus

Role = Participation.Role


class ImportLists(ImportStep):
    """An import of lists, whose rows name bodies."""

    template_name = "responsibilities/admin/import.html"
    explains_names = True
    roles = tuple((role.value, role.label) for role in (Role.LEAD, Role.SUPPORT, Role.UNSTATED))
    tables: list[ParsedList]

    def read(self, target: Any, data: dict[str, Any]) -> list[ParsedList]:
        upload = data["file"]
        sheet = data["sheet"] or None
        return preview_import(
            target, file=upload, filename=upload.name, sheet=sheet, names=data["names"], roles=data["roles"]
        )

    def effects(self):
        return [
            _("%(kind)s: the draft will hold exactly this, %(count)s entries.")
            % {"kind": parsed.title, "count": parsed.count}
            for parsed in self.tables
        ]


class ImportEntries(ImportLists, EditionStep):
    """导入."""

    name = "import"
    operation = staticmethod(import_entries)
    title = _("Import from a spreadsheet")
    verb = _("Import from a spreadsheet")
    needs = (EditionStatus.DRAFT,)

    def outcome(self):
        return _("The content of the draft is replaced by that of the spreadsheet, as a whole or not at all.")

    def preview(self, data):
        return self.read(self.obj, data)

    def owner(self, data):
        return self.obj.duty_list.owner

    def effects(self):
        lines = super().effects()
        if ROW_KEY.key in self.tables[0].sheet.headings:
            # The wrong button would undo the changes of colleagues.
            lines = [
                _(
                    "This file was exported from the portal. “Import edits” changes only the cells that were changed "
                    "in it."
                ),
                *lines,
            ]
        effect = what_importing_does(self.obj, self.tables[0])
        message = _(
            "Compared with the draft now: %(added)s added, %(removed)s taken out, %(changed)s changed, %(same)s same."
        )
        return [*lines, message % vars(effect)]

    def bring_in(self, facts, **arguments):
        return import_entries(self.obj, **arguments, **facts)


class ImportTownshipLists(ImportLists):
    """三张清单一并导入."""

    name = "import-township"
    operation = staticmethod(import_township_lists)
    title = _("Import the three lists of a township")
    verb = _("Import the lists of a township")
    form_class = TownshipUploadForm

    def outcome(self):
        return _(
            "The basic, support and withdrawn lists of the township each get a draft with the content of the file."
        )

    def preview(self, data):
        return self.read(data["township"], data)

    def remember(self, data):
        return {**super().remember(data), "township": data["township"].pk}

    def recall(self, facts):
        return {**facts, "township": Organisation.objects.get(pk=facts["township"])}

    def owner(self, data):
        return data["township"]

    def bring_in(self, facts, **arguments):
        recalled = self.recall(facts)
        return import_township_lists(recalled.pop("township"), **recalled, **arguments)
