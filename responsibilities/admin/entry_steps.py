"""Steps on one entry of a draft: edit, split, merge, take out, and say which item it is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import reason_field
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step
from governance.errors import RuleViolation
from responsibilities.admin.markup import edition_url
from responsibilities.edits import CellEdit, Conflict, EditConflict, FaultyCells, RowEdit
from responsibilities.forms.steps import IdentifyForm
from responsibilities.models import Entry
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.identities import identify_entry
from responsibilities.selectors.renames import possible_renames
from responsibilities.selectors.table import TableRow, table_rows
from responsibilities.spreadsheets.cells import row_layout
from responsibilities.states import EditionStatus

NEW = "new"


class EntryStep(Step):
    """A step on an entry of a draft. `refused`: what stood in the way, for the page to show beside the fields."""

    template_name = "responsibilities/admin/entry_step.html"
    tone = "default"

    @classmethod
    def at(cls, obj: Entry):
        return obj.edition.duty_list.owner

    @classmethod
    def blocked(cls, obj: Entry, account):
        return None if obj.edition.status == EditionStatus.DRAFT else _("The edition is no draft.")

    def button(self):
        return super().button() if self.obj.edition.status == EditionStatus.DRAFT else None

    def facts(self):
        return [(_("Edition"), self.obj.edition)]

    def next_url(self, result):
        found = Entry.objects.filter(edition=self.obj.edition_id, item=self.obj.item_id).first()
        return self.page.url_of(found) if found else edition_url(self.obj.edition)


class CellField(forms.CharField):
    """The text of one cell. What a cell needs is the operation's to say, for all cells at once."""

    def __init__(self, *, lines: int, **kwargs: Any) -> None:
        widget = forms.TextInput() if lines == 1 else forms.Textarea(attrs={"rows": lines})
        super().__init__(strip=False, widget=widget, **kwargs)

    def validate(self, value: Any) -> None: ...


class CellsForm(StepForm):
    """The cells of a row, and why they change. `second` adds those of another row, which begins as a copy."""

    second = False
    sent_beside = ("_was",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What every entry has, whatever its list; a heading only where the list has some.
        needed = {"seq_no", *(["heading"] if self.obj.heading.title else [])}
        for column in row_layout(self.obj.edition.duty_list.kind).columns:
            for prefix in ("", f"{NEW}_") if self.second else ("",):
                self.fields[f"{prefix}{column.key}"] = CellField(
                    label=column.title,
                    required=column.needs_value or column.key in needed,
                    lines=1 if column.width < 30 else 6 if column.width >= 50 else 2,
                )
        self.fields["reason"] = reason_field()
        self.order_fields(sorted(self.fields, key=lambda name: (name == "reason", name.startswith(f"{NEW}_"))))

    def visible_fields(self) -> list[forms.BoundField]:
        """Cells stand in the order of the list's columns."""
        return super(StepForm, self).visible_fields()

    @property
    def second_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith(f"{NEW}_")]

    def typed(self, prefix: str = "") -> dict[str, str]:
        """What stands in the cells of the row."""
        keys = [column.key for column in row_layout(self.obj.edition.duty_list.kind).columns]
        return {key: self.cleaned_data[f"{prefix}{key}"].replace("\r\n", "\n") for key in keys}


class CellsStep(EntryStep):
    """A step that changes cells. The page keeps what each cell was when it was opened, so that two people at different
    cells are not in each other's way, and two at the same cell see both texts."""

    operation = staticmethod(edit_entries)
    form_class = CellsForm
    form: CellsForm
    compares_versions = False  # cells are compared one by one instead

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.conflicts: list[Conflict] = []

    @cached_property
    def row(self) -> TableRow:
        return table_rows(self.obj.edition, [self.obj.item_id])[0]

    @cached_property
    def was(self) -> dict[str, str]:
        """The cells as the person saw them, on this page or before a conflict."""
        try:
            return signing.loads(str(self.sent.get("_was", "")), salt=self.url())
        except signing.BadSignature:
            return self.row.cells

    @property
    def was_token(self) -> str:
        return signing.dumps(self.was, salt=self.url())

    def initial(self):
        return {**self.row.cells, **{f"{NEW}_{name}": text for name, text in self.row.cells.items()}}

    def changed(self, typed: Mapping[str, str]) -> dict[str, CellEdit]:
        return {key: CellEdit(self.was[key], text) for key, text in typed.items() if text != self.was[key]}

    def edits(self, data: dict[str, Any]) -> list[RowEdit]:
        """The edits that the form amounts to."""
        return [RowEdit(self.row.key, self.changed(self.form.typed()))]

    def perform(self, data):
        try:
            return edit_entries(self.obj.edition, by=self.account, edits=self.edits(data), reason=data["reason"])
        except EditConflict as conflict:
            self.conflicts = conflict.conflicts
            self.was = {**self.was, **{c.column: c.theirs for c in conflict.conflicts if c.kind == "cell"}}
            raise
        except FaultyCells as refusal:
            for fault in refusal.faults[1:]:
                self.form.add_error(self._field_of(fault), fault.message)
            first = refusal.faults[0]
            raise RuleViolation(first.code, first.message, self._field_of(first)) from refusal

    def _field_of(self, fault) -> str | None:
        name = fault.column if fault.key == self.row.key else f"{NEW}_{fault.column}"
        return name if name in self.form.fields else None


class EditEntry(CellsStep):
    """编辑条目."""

    name = "edit"
    title = _("Edit the entry")
    verb = _("Edit")
    tone = "primary"

    def page_verb(self):
        return _("Save")

    def outcome(self):
        return _("The draft says this of the entry. What others change in its other cells meanwhile stays.")


class SplitForm(CellsForm):
    second = True


class SplitEntry(CellsStep):
    """拆分."""

    name = "split"
    title = _("Split the entry")
    verb = _("Split")
    form_class = SplitForm

    def outcome(self):
        return _("There are two entries. The first goes on as the same item; the second comes from it.")

    def initial(self):
        return {**super().initial(), f"{NEW}_seq_no": "", f"{NEW}_title": ""}

    def edits(self, data):
        new = {key: CellEdit("", text) for key, text in self.form.typed(f"{NEW}_").items() if text}
        return [*super().edits(data), RowEdit(NEW, new, after=self.row.key, split_from=self.row.key)]


class MergeForm(CellsForm):
    others = forms.CharField(
        label=_("Numbers of the entries it takes up"), help_text=_("As the draft has them, such as 12、15.")
    )


class MergeEntries(CellsStep):
    """合并."""

    name = "merge"
    title = _("Merge entries into this one")
    verb = _("Merge")
    form_class = MergeForm

    def outcome(self):
        return _("The other entries are gone; this one takes them up and says what stands here.")

    def edits(self, data):
        numbers = [number for number in data["others"].replace("，", "、").replace(",", "、").split("、") if number]
        rows = {row.cells["seq_no"]: row for row in table_rows(self.obj.edition) if row.key != self.row.key}
        gone = []
        for number in dict.fromkeys(number.strip() for number in numbers):
            if number not in rows:
                raise RuleViolation(
                    "unknown_row", _("The draft has no other entry number %(number)s.") % {"number": number}, "others"
                )
            gone.append(RowEdit(rows[number].key, removed=True, version=rows[number].version, merged_into=self.row.key))
        return [*super().edits(data), *gone]


class RemoveForm(StepForm):
    reason = reason_field()


class RemoveEntry(EntryStep):
    """删除条目."""

    name = "remove"
    operation = staticmethod(edit_entries)
    title = _("Take the entry out")
    verb = _("Take out")
    tone = "danger"
    form_class = RemoveForm
    template_name = "admin/step.html"

    def outcome(self):
        return _("The draft no longer has the entry. It can be put back by undoing the batch.")

    def perform(self, data):
        gone = RowEdit(str(self.obj.item.uid), removed=True, version=self.obj.version)
        return edit_entries(self.obj.edition, by=self.account, edits=[gone], reason=data["reason"])


class IdentifyEntry(EntryStep):
    """认定沿革. Reached from the page of possible renames, so it is no button of the entry."""

    name = "identify"
    operation = staticmethod(identify_entry)
    title = _("Say which item the entry is")
    verb = _("Decide")
    form_class = IdentifyForm
    parameters = ("former",)
    compares_versions = False
    template_name = "admin/step.html"

    def button(self):
        return None

    def initial(self):
        return {"former": self.request.GET.get("former", "")}

    def outcome(self):
        return _("The history of the item goes on under its new name, or begins with this edition.")

    def perform(self, data):
        formers = {
            str(former.item.uid): former.item
            for possible in possible_renames(self.obj.edition)
            for former in possible.formers
        }
        return identify_entry(self.obj, by=self.account, former=formers.get(data["former"]))

    def next_url(self, result):
        return edition_url(self.obj.edition)
