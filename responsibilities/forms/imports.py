"""Input of imports: files, names nobody knew, choices between two texts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.admin import StepForm
from governance.admin.fields import BodyField
from governance.models import Organisation
from governance.organisations import directory
from responsibilities.edits import Conflict
from responsibilities.forms.steps import townships
from responsibilities.selectors.round_trip import KEEP_LIST, TAKE_FILE, conflict_name

# The words all boxes of a `NamesForm` propose; the page has them once.
BODIES_LIST = "bodies-of-lists"


class UploadForm(StepForm):
    file = forms.FileField(label=_("file"), help_text=_("xlsx, xls, ods or csv, as you keep it."))
    sheet = forms.CharField(
        label=_("sheet"), required=False, help_text=_("Only if several sheets of the file hold such a list.")
    )


class TownshipUploadForm(UploadForm):
    township = BodyField(label=_("township"), among=townships)

    field_order = ["township", "file", "sheet"]


class ConfirmImportForm(StepForm):
    upload = forms.CharField(widget=forms.HiddenInput())
    confirmed = forms.BooleanField(
        label=_("I have looked at what needs a yes, and it is right as it was read."), required=False
    )


class ConfirmEditsForm(ConfirmImportForm):
    """带回修改: with a choice for each cell that both sides changed."""

    remove_missing = forms.BooleanField(
        label=_("Take out the entries that are not in the file any more."), required=False
    )

    def __init__(self, *args: Any, step: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = {f"choice-{number}": conflict for number, conflict in enumerate(step.conflicts)}
        for name, conflict in self.conflicts.items():
            options = [(KEEP_LIST, _("as the list has it"))]
            if conflict.kind == "cell":
                options.append((TAKE_FILE, _("as the file has it")))
            self.fields[name] = forms.ChoiceField(label=conflict.title, choices=options, widget=forms.RadioSelect)
        if step.found is None or not step.found.missing:
            del self.fields["remove_missing"]

    @property
    def choice_names(self) -> list[str]:
        return list(self.conflicts)

    @property
    def choices(self) -> list[tuple[Conflict, Any]]:
        return [(conflict, self[name]) for name, conflict in self.conflicts.items()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = {conflict_name(c): data.pop(name) for name, c in self.conflicts.items() if name in data}
        return {**data, "choices": chosen}


class NamesForm(StepForm):
    """Which bodies the unknown names of a file mean; a name left alone stays unknown."""

    def __init__(self, *args: Any, names: Mapping[str, Iterable[str]], bodies: list[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        # By the name itself: by the time the form is sent, others may have decided some of them.
        self.names = {f"name-{name}": name for name in names}
        for field, name in self.names.items():
            near = "、".join(names[name])
            self.fields[field] = forms.CharField(
                label=format_lazy(_("“{name}” is"), name=name),
                required=False,
                widget=forms.TextInput(attrs={"list": BODIES_LIST, "autocomplete": "off"}),
                help_text=format_lazy(_("Near: {near}"), near=near) if near else "",
            )

    @property
    def body_names(self) -> list[str]:
        return [body.name for body in self.bodies]

    def clean(self) -> dict[str, Any]:
        """The chosen body of each field; none where nothing was entered."""
        known = directory(within=self.bodies)
        data = super().clean() or {}
        chosen = {field: known.find(text) for field, text in data.items() if text}
        for field, body in chosen.items():
            if body is None:
                self.add_error(field, _("No body here is called “%(name)s”.") % {"name": data[field]})
        return {field: body for field, body in chosen.items() if body is not None}
