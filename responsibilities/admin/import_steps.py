"""Importing from spreadsheets: first what the file says, then, if there is no fault and a person agrees, the import."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from governance.admin import Step, StepForm
from governance.admin.steps import Change
from governance.errors import RuleViolation
from governance.models import Organisation
from responsibilities import operations, uploads
from responsibilities.admin.steps import EditionStep
from responsibilities.forms import ConfirmImportForm, TownshipUploadForm, UploadForm
from responsibilities.operations.imports import ImportRefused
from responsibilities.selectors import preview_import
from responsibilities.spreadsheets import ParsedList
from responsibilities.states import EditionStatus


class ImportStep(Step):
    """A step in two pages: the file is chosen and read; what was found in it is shown, and imported on a yes.

    In between the file waits under a token that only this account can use, and only for this step.
    """

    template_name = "responsibilities/admin/import.html"
    form_class = UploadForm
    tone = "default"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.lists: list[ParsedList] = []
        self.confirming = False

    # --- What a subclass says -----------------------------------------------------------------------------------------

    def preview(self, data: dict[str, Any]) -> list[ParsedList]:
        """What the file of the first page would bring."""
        raise NotImplementedError

    def remember(self, data: dict[str, Any]) -> dict[str, Any]:
        """What was entered beside the file and is needed again after the yes."""
        return {"sheet": data["sheet"] or None}

    def bring_in(self, facts: dict[str, Any], **arguments: Any) -> Any:
        """Call the operation."""
        raise NotImplementedError

    # --- The two pages ------------------------------------------------------------------------------------------------

    def respond(self) -> HttpResponseBase:
        self.tone = "primary"  # type: ignore[misc]  # on its own page it is what one came for
        self.verb = _("Read the file")  # type: ignore[misc]
        if self.request.method != "POST":
            return super().respond()
        if "upload" in self.request.POST:
            return self._say_yes()
        return self._show_contents()

    def _show_contents(self) -> HttpResponseBase:
        if not self.offered_to(self.account, self.obj):
            raise PermissionDenied
        form = self._form(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._show(form)
        try:
            self.lists = self.preview(form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self._show(form)
        if self.faults:
            return self._show(self._form())
        token = uploads.keep(
            form.cleaned_data["file"], by=self.account, purpose=self.url(), facts=self.remember(form.cleaned_data)
        )
        return self._ask(token)

    def _ask(self, token: str) -> HttpResponseBase:
        self._begin_confirming()
        return self._show(self._form(initial={"upload": token}))

    def _say_yes(self) -> HttpResponseBase:
        token = self.request.POST["upload"]
        if not uploads.is_held(token, by=self.account, purpose=self.url()):
            form = self._form({}, {})
            form.errors.clear()  # nothing was chosen yet, and that is no fault
            form.add_error("file", uploads.EXPIRED)
            return self._show(form)
        self._begin_confirming()
        with uploads.held(token, by=self.account, purpose=self.url(), keep=True) as waiting:
            self.read_held(waiting.file, waiting.name, dict(waiting.facts))
        return super().respond()

    def read_held(self, file: Any, filename: str, facts: dict[str, Any]) -> None:
        """Read the waiting file again, for a form that depends on what is in it."""

    def _begin_confirming(self) -> None:
        self.confirming = True
        self.verb = _("Import")  # type: ignore[misc]

    def _show(self, form: StepForm, changes: list[Change] | None = None) -> TemplateResponse:
        if "confirmed" in form.fields:
            if self.doubtful:
                form.fields["confirmed"].required = True
            else:
                del form.fields["confirmed"]
        return super()._show(form, changes)

    def _form(self, *args: Any, **kwargs: Any) -> StepForm:
        if self.confirming:
            return self._confirm_form(*args, **kwargs)
        return super()._form(*args, **kwargs)

    def _confirm_form(self, *args: Any, **kwargs: Any) -> StepForm:
        return ConfirmImportForm(*args, account=self.account, obj=self.obj, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        with uploads.held(data.pop("upload"), by=self.account, purpose=self.url()) as waiting:
            try:
                return self.bring_in(waiting.facts, by=self.account, file=waiting.file, filename=waiting.name, **data)
            except ImportRefused as refusal:
                self.lists = refusal.lists
                raise

    # --- What the page shows ------------------------------------------------------------------------------------------

    @property
    def faults(self) -> bool:
        return any(parsed.faults for parsed in self.lists)

    @property
    def doubtful(self) -> bool:
        return any(parsed.notices for parsed in self.lists)

    def consequences(self):
        if not self.lists or self.faults:
            return [_("First you see what is in the file; nothing is written before your yes.")]
        return [
            _("%(kind)s: the draft then says exactly this, %(count)s entries.")
            % {"kind": parsed.kind_name, "count": len(parsed.entries)}
            for parsed in self.lists
        ]


class ImportEntries(ImportStep, EditionStep):
    """导入."""

    name = "import"
    operation = staticmethod(operations.import_entries)
    title = _("Import from a spreadsheet")
    verb = _("Import from a spreadsheet")
    needs = (EditionStatus.DRAFT,)

    def outcome(self):
        return _("The draft says what the spreadsheet says, all of it or nothing. What it said before is replaced.")

    def preview(self, data):
        return preview_import(self.obj, file=data["file"], filename=data["file"].name, sheet=data["sheet"] or None)

    def bring_in(self, facts, **arguments):
        return operations.import_entries(self.obj, **arguments, **facts)


class ImportTownshipLists(ImportStep):
    """三张清单一并导入."""

    name = "import-township"
    operation = staticmethod(operations.import_township_lists)
    title = _("Import the three lists of a township")
    verb = _("Import the lists of a township")
    form_class = TownshipUploadForm

    def outcome(self):
        return _(
            "The basic, support and withdrawn lists of the township each have a draft that says what the file says."
        )

    def preview(self, data):
        return preview_import(
            data["township"], file=data["file"], filename=data["file"].name, sheet=data["sheet"] or None
        )

    def remember(self, data):
        return {**super().remember(data), "township": data["township"].pk}

    def bring_in(self, facts, **arguments):
        township = Organisation.objects.get(pk=facts.pop("township"))
        return operations.import_township_lists(township, **arguments, **facts)
