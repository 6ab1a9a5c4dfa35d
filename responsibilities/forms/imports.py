"""Input of imports: files, choices between two texts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import BodyField
from governance.admin.import_forms import ConfirmImportForm, UploadForm
from responsibilities.edits import Conflict
from responsibilities.forms.steps import townships
from responsibilities.selectors.round_trip import KEEP_LIST, TAKE_FILE, RoundTrip, conflict_name


class TownshipUploadForm(UploadForm):
    township = BodyField(label=_("township"), among=townships)

    field_order = ["township", "file", "sheet"]


class ConfirmEditsForm(ConfirmImportForm):
    """导回修改: with a choice for each cell that both sides changed."""

    remove_missing = forms.BooleanField(
        label=_("Take out the entries that are not in the file any more."), required=False
    )

    def __init__(self, *args: Any, found: RoundTrip | None, conflicts: Iterable[Conflict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = {f"choice-{number}": conflict for number, conflict in enumerate(conflicts)}
        for name, conflict in self.conflicts.items():
            options = [(KEEP_LIST, _("as the list has it"))]
            if conflict.kind == "cell":
                options.append((TAKE_FILE, _("as the file has it")))
            self.fields[name] = forms.ChoiceField(label=conflict.title, choices=options, widget=forms.RadioSelect)
        if found is None or not found.missing:
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
