"""Importing from spreadsheets: first what the file says, then, if there is no fault and a person agrees, the import."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from governance import access, uploads
from governance.admin.import_forms import MOST_NAMES, ConfirmImportForm, NamesForm, UploadForm, fields_of
from governance.admin.step_forms import SENT_BY_EVERY_PAGE, StepForm
from governance.admin.steps import Step
from governance.errors import RuleViolation
from governance.imports import ImportedTable, ImportRefused
from governance.models import Organisation
from governance.spreadsheets.remarks import with_remarks
from governance.spreadsheets.writing import CONTENT_TYPE
from governance.text import is_readable


class ImportStep(Step):
    """A step in two pages: the first reads a file, the second shows what is in it and imports it when confirmed.

    In between, the file is stored under a token that only this account can use, and only for this step. What a person
    enters for unknown names counts for this file; it becomes an alias for later files only on request.
    """

    template_name = "admin/import.html"
    form_class = UploadForm
    tone = "default"
    keeps = False  # files cannot be kept, and without them there is nothing to go on with
    confirm_verb: Any = _("Import")
    confirm_form_class: ClassVar[type[ConfirmImportForm]] = ConfirmImportForm
    explains_names = False  # whether the operation takes `names` and `remember`
    roles: Sequence[tuple[str, Any]] = ()  # those that a word before bodies can give, if the operation takes `roles`

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.tables: Sequence[ImportedTable] = []
        self.confirming = False
        self.upload = ""  # the token of the file the page is about
        self.names: NamesForm | None = None
        self.explained: dict[str, Any] = {"names": {}, "remember": [], "roles": {}}  # by a person
        self.asked: list[str] = []  # the names that the page asks, or asked, about

    # --- What a subclass says -----------------------------------------------------------------------------------------

    def preview(self, data: dict[str, Any]) -> Sequence[ImportedTable]:
        """The tables of the file; `data["names"]` maps unknown names to the bodies a person chose for them."""
        raise NotImplementedError

    def remember(self, data: dict[str, Any]) -> dict[str, Any]:
        """What was entered beside the file and is needed again after the yes."""
        return {"sheet": data["sheet"] or None}

    def recall(self, facts: dict[str, Any]) -> dict[str, Any]:
        """What was entered, from what was remembered."""
        return facts

    def owner(self, data: dict[str, Any]) -> Organisation:
        """Whose table it is: a body of its county is keys by a name."""
        raise NotImplementedError

    def may_mean(self, body: Organisation) -> bool:
        """Whether an unknown name of the table can mean this body."""
        return True

    def bring_in(self, facts: dict[str, Any], **arguments: Any) -> Any:
        """Call the operation."""
        raise NotImplementedError

    # --- The two pages ------------------------------------------------------------------------------------------------

    def respond(self) -> HttpResponseBase:
        if self.request.method != "POST":
            return super().respond()
        if "reread" in self.request.POST:
            return self._read_again(self.request.POST["reread"])
        if "upload" in self.request.POST:
            return self._say_yes()
        return self._show_contents()

    def _show_contents(self) -> HttpResponseBase:
        if not self.offered_to(self.account, self.obj):
            raise PermissionDenied
        form = self.make_form(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.show(form)
        data = {**form.cleaned_data, "names": {}, "roles": {}}
        try:
            self.tables = self.preview(data)
        except RuleViolation as refusal:
            form.refuse(refusal)
            return self.show(form)
        self.upload = uploads.store(data["file"], by=self.account, purpose=self.url(), facts=self.remember(data))
        return self._ask(data)

    def _ask(self, data: dict[str, Any]) -> HttpResponseBase:
        """For a yes, or while there are faults for another file and for what the unknown names mean."""
        self.names = self.names or self._names_form(data)
        if self.names is not None:
            self.asked = [*self.names.names.values(), *self.names.words.values()]
            self.upload = uploads.change_facts(self.upload, by=self.account, purpose=self.url(), asked=self.asked)
        if self.faults:
            return self.show(self.make_form())
        self.confirming = True
        if self.names is not None:
            self.names.send_with("step-form")  # so that the yes does not leave behind what was typed there
        return self.show(self.make_form(initial={"upload": self.upload}))

    def _read_again(self, token: str) -> HttpResponseBase:
        """Give the file back with what is wrong in it, or take what names in it mean and read it again."""
        if not self.offered_to(self.account, self.obj):
            raise PermissionDenied
        if not uploads.is_waiting(token, by=self.account, purpose=self.url()):
            return self._choose_again()
        self.upload = token
        with uploads.open_waiting(token, by=self.account, purpose=self.url(), keep=True) as waiting:
            facts, explained = self._split_facts(waiting)
            self.explained = explained
            data = {**self.recall(facts), **explained, "file": File(waiting.file, waiting.name)}
            self.tables = self.preview(data)
            if "remarks" in self.request.POST:
                return self._with_remarks(waiting)
            names = self._names_form(data, self.request.POST)
            if names is not None and names.is_valid():
                self.explained = self._merge_explained(explained, {**names.cleaned_data, "words": names.words.values()})
                data |= self.explained
                keys = {name: body.pk for name, body in data["names"].items()}
                kept = {"remember": data["remember"], "roles": data["roles"]}
                self.upload = uploads.change_facts(token, by=self.account, purpose=self.url(), names=keys, **kept)
                self.tables = self.preview(data)
            elif names is not None:
                self.names = names
            return self._ask(data)

    def _split_facts(self, waiting: uploads.WaitingFile) -> tuple[dict[str, Any], dict[str, Any]]:
        """The facts entered with the file, and the names that a person explained."""
        facts = dict(waiting.facts)
        self.asked = facts.pop("asked", [])
        keys, remember, roles = facts.pop("names", {}), facts.pop("remember", []), facts.pop("roles", {})
        bodies = Organisation.objects.open().in_bulk(keys.values())
        names = {name: bodies[pk] for name, pk in keys.items() if pk in bodies}
        return facts, {"names": names, "remember": [name for name in remember if name in names], "roles": roles}

    @staticmethod
    def _merge_explained(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
        """The names explained now, and those explained before that were not asked about again."""
        names = {name: body for name, body in {**before["names"], **now["names"]}.items() if body}
        remember = [name for name in before["remember"] if name not in now["names"]] + now["remember"]
        roles = {word: role for word, role in before["roles"].items() if word not in now["words"]} | now["roles"]
        return {"names": names, "remember": remember, "roles": roles}

    def _with_remarks(self, waiting: uploads.WaitingFile) -> HttpResponseBase:
        remarks = {remark: None for table in self.tables for remark in (*table.faults, *table.confirmations)}
        content = with_remarks(waiting.file, waiting.name, sheet=self.tables[0].sheet, remarks=remarks)
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        name = f"{Path(waiting.name).stem}（{_('remarks')}）.xlsx"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def _names_form(self, data: dict[str, Any], sent: Any = None) -> NamesForm | None:
        """A box for each name nobody knows, and for each that was explained for this file."""
        if not self.explains_names:
            return None
        rows: dict[str, list[int]] = {}
        near: dict[str, tuple[str, ...]] = {}
        for fault in (fault for table in self.tables for fault in table.faults if fault.code == "unknown_body"):
            if fault.value in rows or len(rows) < MOST_NAMES:
                rows.setdefault(fault.value, []).append(fault.row or 0)
                near[fault.value] = fault.suggestions
        words: dict[str, list[int]] = {}
        for fault in (fault for table in self.tables for fault in table.faults if fault.code == "unknown_role_word"):
            if self.roles and is_readable(fault.value) and (fault.value in words or len(words) < MOST_NAMES):
                words.setdefault(fault.value, []).append(fault.row or 0)
        for table in self.tables:
            for name, places in table.explained.items():
                rows.setdefault(name, []).extend(places)
            for word, places in table.explained_roles.items():
                words.setdefault(word, []).extend(places)
        if not (rows or words):
            return None
        bodies = Organisation.objects.open().filter(path__startswith=self.owner(data).county_path)
        initial = {f"name-{name}": body.name for name, body in data["names"].items()}
        initial |= {f"keep-{name}": True for name in data.get("remember", ())}
        initial |= {f"role-{word}": role for word, role in data["roles"].items()}
        return NamesForm(
            sent,
            account=self.account,
            obj=self.obj,
            names=rows,
            near=near,
            words=words,
            roles=self.roles,
            bodies=list(bodies),
            may_mean=self.may_mean,
            may_remember=access.may_anywhere(self.account, "add_alias"),
            sent_along={*SENT_BY_EVERY_PAGE, "reread", *self.confirm_form_class.base_fields, *fields_of(self.asked)},
            initial=initial,
        )

    def _choose_again(self) -> HttpResponseBase:
        form = self.make_form({}, {})
        form.errors.clear()  # nothing was chosen yet, and that is no fault
        form.add_error("file", uploads.EXPIRED)
        return self.show(form)

    def _say_yes(self) -> HttpResponseBase:
        token = self.request.POST["upload"]
        if not uploads.is_waiting(token, by=self.account, purpose=self.url()):
            return self._choose_again()
        self.upload = token
        with uploads.open_waiting(token, by=self.account, purpose=self.url(), keep=True) as waiting:
            _facts, explained = self._split_facts(waiting)
            if self.explains_names and self._names_changed(explained):
                text = _(
                    "You changed names, so the file was read again. Nothing has been imported yet: check it and "
                    "confirm again."
                )
                messages.warning(self.request, text)
                return self._read_again(token)
            self.confirming = True
            self.read_waiting(waiting.file, waiting.name, dict(waiting.facts))
        return super().respond()

    def _names_changed(self, explained: dict[str, Any]) -> bool:
        """Whether the names sent with the confirmation differ from those the page was made with."""
        sent = self.request.POST
        asked = [field.removeprefix("name-") for field in sent if field.startswith("name-")]
        now = {(name, sent[f"name-{name}"].strip(), f"keep-{name}" in sent) for name in asked}
        before = {name: body.name for name, body in explained["names"].items()}
        roles = {field.removeprefix("role-"): sent[field] for field in sent if field.startswith("role-")}
        if any(role != explained["roles"].get(word, "") for word, role in roles.items()):
            return True
        return now != {(name, before.get(name, ""), name in explained["remember"]) for name in asked}

    def read_waiting(self, file: Any, filename: str, facts: dict[str, Any]) -> None:
        """Read the waiting file again, for a form that depends on what is in it."""

    def before_show(self, form: StepForm) -> None:
        if "confirmed" in form.fields:
            if self.doubtful:
                form.fields["confirmed"].required = True
            else:
                del form.fields["confirmed"]

    def stage_form(self) -> type[StepForm]:
        return self.confirm_form_class if self.confirming else super().stage_form()

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), **({"asked": self.asked} if self.confirming else {})}

    def page_verb(self) -> Any:
        return self.confirm_verb if self.confirming else _("Read the file")

    def page_tone(self) -> str:
        return "primary"  # it is what one came for

    def perform(self, data: dict[str, Any]) -> Any:
        with uploads.open_waiting(data.pop("upload"), by=self.account, purpose=self.url()) as waiting:
            facts, explained = self._split_facts(waiting)
            if self.explains_names:
                data |= explained if self.roles else {key: explained[key] for key in ("names", "remember")}
            try:
                result = self.bring_in(facts, by=self.account, file=waiting.file, filename=waiting.name, **data)
            except ImportRefused as refusal:
                self.tables = refusal.tables
                raise
        for name in explained["remember"]:
            self._tell_remembered(name, explained["names"][name])
        return result

    def _tell_remembered(self, name: str, body: Organisation) -> None:
        """With the way back: today it is easily undone."""
        text = _("From now on, “%(name)s” in spreadsheets means %(body)s.") % {"name": name, "body": body.name}
        undo = reverse("admin:governance_organisation_remove-alias", args=[body.pk])
        messages.success(self.request, format_html('{} <a href="{}">{}</a>', text, undo, _("Take it back")))

    # --- What the page shows ------------------------------------------------------------------------------------------

    @property
    def faults(self) -> bool:
        return any(table.faults for table in self.tables)

    @property
    def doubtful(self) -> bool:
        return any(table.confirmations for table in self.tables)

    def consequences(self) -> Iterable[Any]:
        if not self.tables or self.faults:
            return [_("The content of the file is shown first. Nothing is saved until you confirm.")]
        text = _("In later files, too, “%(name)s” will be read as %(body)s until the alias is removed.")
        remembered = [
            text % {"name": name, "body": self.explained["names"][name]} for name in self.explained["remember"]
        ]
        return [*self.effects(), *remembered]

    def effects(self) -> Iterable[Any]:
        """What the import does, one sentence for each thing."""
        return ()
