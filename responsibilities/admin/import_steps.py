"""Importing from spreadsheets: first what the file says, then, if there is no fault and a person agrees, the import."""

import itertools
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin import Step, StepForm
from governance.admin.steps import Change
from governance.errors import RuleViolation
from governance.models import Organisation
from governance.operations import add_alias
from governance.spreadsheets import CONTENT_TYPE, with_remarks
from responsibilities import operations, uploads
from responsibilities.admin.steps import EditionStep
from responsibilities.forms import ConfirmImportForm, NamesForm, TownshipUploadForm, UploadForm
from responsibilities.operations.imports import ImportRefused, what_importing_does
from responsibilities.selectors import preview_import
from responsibilities.spreadsheets import ParsedList
from responsibilities.spreadsheets.keys import ROW_KEY
from responsibilities.states import EditionStatus

MOST_NAMES = 20  # unknown names asked about at once


class ImportStep(Step):
    """A step in two pages: the file is chosen and read; what was found in it is shown, and imported on a yes.

    In between the file waits under a token that only this account can use, and only for this step.
    """

    template_name = "responsibilities/admin/import.html"
    form_class = UploadForm
    tone = "default"
    confirm_verb: Any = _("Import")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.lists: list[ParsedList] = []
        self.confirming = False
        self.held = ""  # the token of the file the page is about
        self.names: NamesForm | None = None

    # --- What a subclass says -----------------------------------------------------------------------------------------

    def preview(self, data: dict[str, Any]) -> list[ParsedList]:
        """What the file of the first page would bring."""
        raise NotImplementedError

    def remember(self, data: dict[str, Any]) -> dict[str, Any]:
        """What was entered beside the file and is needed again after the yes."""
        return {"sheet": data["sheet"] or None}

    def recall(self, facts: dict[str, Any]) -> dict[str, Any]:
        """What was entered, from what was remembered."""
        return facts

    def owner(self, data: dict[str, Any]) -> Organisation:
        """Whose lists the file holds."""
        return self.obj.duty_list.owner

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
        if "held" in self.request.POST:
            return self._use_held(self.request.POST["held"])
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
        self.held = uploads.keep(
            form.cleaned_data["file"], by=self.account, purpose=self.url(), facts=self.remember(form.cleaned_data)
        )
        return self._ask(form.cleaned_data)

    def _ask(self, data: dict[str, Any]) -> HttpResponseBase:
        """For a yes, or while there are faults for another file and for what the unknown names mean."""
        if self.faults:
            self.names = self.names or self._names_form(data)
            return self._show(self._form())
        self._begin_confirming()
        return self._show(self._form(initial={"upload": self.held}))

    def _use_held(self, token: str) -> HttpResponseBase:
        """Give the file back with what is wrong in it, or learn what names in it mean and read it again."""
        if not self.offered_to(self.account, self.obj):
            raise PermissionDenied
        if not uploads.is_held(token, by=self.account, purpose=self.url()):
            return self._choose_again()
        self.held = token
        with uploads.held(token, by=self.account, purpose=self.url(), keep=True) as waiting:
            data = {**self.recall(dict(waiting.facts)), "file": File(waiting.file, waiting.name)}
            self.lists = self.preview(data)
            if "remarks" in self.request.POST:
                return self._with_remarks(waiting)
            names = self._names_form(data, self.request.POST)
            if names is not None and names.is_valid():
                self._learn(names)
                self.lists = self.preview(data)
            self.names = names if names is not None and names.errors else None
            return self._ask(data)

    def _with_remarks(self, waiting: uploads.Held) -> HttpResponseBase:
        remarks = {remark: None for parsed in self.lists for remark in (*parsed.faults, *parsed.notices)}
        content = with_remarks(waiting.file, waiting.name, sheet=self.lists[0].sheet, remarks=remarks)
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        name = f"{Path(waiting.name).stem}（{_('remarks')}）.xlsx"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def _names_form(self, data: dict[str, Any], sent: Any = None) -> NamesForm | None:
        """A box for each name nobody knows; none for who may not decide."""
        unknown = {
            fault.value: fault.suggestions
            for parsed in self.lists
            for fault in parsed.faults
            if fault.code == "unknown_body"
        }
        if not unknown or not access.may_anywhere(self.account, "add_alias"):
            return None
        names = dict(itertools.islice(unknown.items(), MOST_NAMES))
        bodies = Organisation.objects.open().filter(path__startswith=self.owner(data).county_path)
        return NamesForm(sent, account=self.account, obj=self.obj, names=names, bodies=list(bodies))

    def _learn(self, form: NamesForm) -> None:
        """Decided once, remembered from then on."""
        for field, body in list(form.cleaned_data.items()):
            name = form.names[field]
            try:
                add_alias(body, by=self.account, name=name)
            except RuleViolation as refusal:
                form.add_error(field, str(refusal))
            else:
                text = _("From now on, “%(name)s” in spreadsheets is %(body)s.") % {"name": name, "body": body.name}
                messages.success(self.request, text)

    def _choose_again(self) -> HttpResponseBase:
        form = self._form({}, {})
        form.errors.clear()  # nothing was chosen yet, and that is no fault
        form.add_error("file", uploads.EXPIRED)
        return self._show(form)

    def _say_yes(self) -> HttpResponseBase:
        token = self.request.POST["upload"]
        if not uploads.is_held(token, by=self.account, purpose=self.url()):
            return self._choose_again()
        self.held = token
        self._begin_confirming()
        with uploads.held(token, by=self.account, purpose=self.url(), keep=True) as waiting:
            self.read_held(waiting.file, waiting.name, dict(waiting.facts))
        return super().respond()

    def read_held(self, file: Any, filename: str, facts: dict[str, Any]) -> None:
        """Read the waiting file again, for a form that depends on what is in it."""

    def _begin_confirming(self) -> None:
        self.confirming = True
        self.verb = self.confirm_verb  # type: ignore[misc]

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

    def consequences(self):
        lines = super().consequences()
        if not self.lists or self.faults:
            return lines
        if ROW_KEY.key in self.lists[0].sheet.headings:
            # Whoever takes the wrong button would put a colleague's changes back to what they were.
            lines = [
                _("This file was exported here. “Bring back edits” changes only the cells that were changed in it."),
                *lines,
            ]
        effect = what_importing_does(self.obj, self.lists[0])
        message = _(
            "Compared with the draft now: %(added)s added, %(removed)s taken out, %(changed)s changed, %(same)s same."
        )
        return [*lines, message % vars(effect)]

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

    def recall(self, facts):
        return {**facts, "township": Organisation.objects.get(pk=facts["township"])}

    def owner(self, data):
        return data["township"]

    def bring_in(self, facts, **arguments):
        recalled = self.recall(facts)
        return operations.import_township_lists(recalled.pop("township"), **recalled, **arguments)
