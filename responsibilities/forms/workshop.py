"""Input of the merge workshop."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import BodyField, RowsField, SuggestingInput
from governance.admin.import_forms import ConfirmImportForm, UploadForm
from governance.admin.step_forms import StepForm
from governance.text import LONGEST_TEXT
from responsibilities.fields import ClusterField, DraftEntryField
from responsibilities.forms.steps import townships
from responsibilities.models import LIMITS, InventoryRow


class InventoryUploadForm(UploadForm):
    township = BodyField(label=_("township"), help_text=_("Whose inventory it is."))

    field_order = ["township", "file", "sheet"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = self.obj.owner.path
        self.fields["township"].among = lambda: townships().filter(path__startswith=path)  # type: ignore[attr-defined]


class ConfirmInventoryForm(ConfirmImportForm):
    replace = forms.BooleanField(
        label=_("This file takes the place of the one the township has handed in."), required=False
    )


class AcceptClusterForm(StepForm):
    entry = DraftEntryField(
        label=_("entry of the draft"),
        required=False,
        help_text=_("Only if the draft has this matter already: the rows become its sources, and nothing is written."),
    )
    # Both are needed unless the entry is there already and has its wording.
    heading = forms.CharField(
        label=_("heading"), max_length=LIMITS["heading"], required=False, widget=SuggestingInput(lambda: ())
    )
    title = forms.CharField(label=_("title"), max_length=LIMITS["title"], required=False)
    content = forms.CharField(
        label=_("content"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    legal_basis = forms.CharField(
        label=_("legal bases"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on a line, as the list prints it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].of(self.obj.duty_list)  # type: ignore[attr-defined]
        self.fields["heading"].required = self.fields["title"].required = not self.data.get("entry")

    def propose_headings(self, headings: list[str]) -> None:
        self.fields["heading"].widget.suggestions = lambda: headings


class RowChoices(RowsField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.inventory.township} {obj.number}：{obj.title}"


class SplitClusterForm(StepForm):
    rows = RowChoices(label=_("chosen rows"), queryset=InventoryRow.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.obj.rows.select_related("inventory__township").order_by("inventory__township__path", "number")
        self.fields["rows"].queryset = rows  # type: ignore[attr-defined]


class MergeClustersForm(StepForm):
    into = ClusterField(label=_("other cluster"), help_text=_("Its number, or words of its title."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].beside(self.obj)  # type: ignore[attr-defined]


class MoveRowsForm(MergeClustersForm, SplitClusterForm):
    field_order = ["into", "rows"]
