"""Shape of the input of pages; no rules."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.admin import StepForm
from governance.admin.fields import BodyField, SuggestingInput, day_field, reason_field
from governance.models import Organisation
from governance.organisations import directory
from responsibilities.edits import Conflict
from responsibilities.fields import ClusterField, DraftEntryField, EntryField
from responsibilities.finder import MOST_CHARACTERS
from responsibilities.kinds import ListKind
from responsibilities.models import LIMITS, LONGEST_PHRASE, DutyList, Edition, Entry, InventoryRow
from responsibilities.selectors import ChangeKind, edition_defects, possible_renames
from responsibilities.selectors.round_trip import KEEP_LIST, TAKE_FILE, conflict_name


class DateForm(forms.Form):
    """The date a public page is asked about, ?on=2026-09-01; today if it is not asked about one."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__({"on": timezone.localdate(), **asked}, label_suffix="")

    on = day_field(label=_("As of"), required=False)


class KnownForm(forms.Form):
    """As of which day something was known, ?known=2026-09-01; now if it is not asked about one."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked, label_suffix="")

    known = day_field(label=_("As known on"), required=False)


class DutiesForm(DateForm):
    """When, for the duties of one body."""

    known = day_field(label=_("As known on"), required=False)


class RehearsalForm(forms.Form):
    """From which day a publication is rehearsed to apply, ?effective_from=2026-12-01; today if no day is named."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__({"effective_from": timezone.localdate(), **asked}, label_suffix="")

    effective_from = day_field(label=_("Effective from"), required=False)


class ListsForm(DateForm):
    """What narrows the list of lists."""

    known = day_field(label=_("As known on"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ListKind.choices])
    q = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"}))


class EntriesForm(DateForm):
    """What narrows the entries of one list."""

    known = day_field(label=_("As known on"), required=False)
    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    heading = forms.CharField(label=_("Heading"), required=False)


def owners_of_lists():
    """Those who have published lists."""
    published = DutyList.objects.for_user(None)
    return Organisation.objects.filter(pk__in=published.values("owner")).order_by("path")


class EntrySearchForm(DateForm):
    """What narrows the entries of all lists."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ListKind.choices])
    owner = BodyField(label=_("Whose list"), required=False, among=owners_of_lists)
    known = day_field(label=_("As known on"), required=False)

    field_order = ["q", "kind", "owner", "on", "known"]


def townships_with_lists():
    """Townships that keep lists of their own."""
    return owners_of_lists().filter(kind=Organisation.Kind.TOWNSHIP)


class QuestionForm(DateForm):
    """这事归谁管: a matter in everyday words, a date, and the township whose own lists count as well."""

    q = forms.CharField(
        label=_("Matter"), required=False, max_length=MOST_CHARACTERS, widget=forms.TextInput(attrs={"type": "search"})
    )
    township = BodyField(label=_("Township"), required=False, among=townships_with_lists)

    field_order = ["q", "township", "on"]


class ComparisonForm(forms.Form):
    """Which edition one is compared with, and which kinds of change are shown; `others` are those one may see."""

    def __init__(self, asked: Mapping[str, Any], others: Iterable[Edition]) -> None:
        super().__init__(asked, label_suffix="")
        self.fields["from"].choices = [(edition.pk, edition_name(edition)) for edition in others]  # type: ignore[attr-defined]

    vars()["from"] = forms.TypedChoiceField(label=_("Compare with"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Changes"), required=False, choices=[("", _("All")), *ChangeKind.choices])


def edition_name(edition: Edition) -> str:
    """An edition among those of its list: its number and first day, or its state."""
    if edition.edition_no is None:
        return edition.get_status_display()
    return gettext("Edition %(number)s, from %(date)s") % {
        "number": edition.edition_no,
        "date": edition.effective_from,
    }


# --- Steps of the staff portal --------------------------------------------------------------------------------------


def owners():
    """Whose lists there can be: the county's and each township's."""
    kinds = (Organisation.Kind.COUNTY, Organisation.Kind.TOWNSHIP)
    return Organisation.objects.open().filter(kind__in=kinds)


def townships():
    return Organisation.objects.open().townships()


class OpenListForm(StepForm):
    owner = BodyField(label=_("owner"), among=owners, help_text=_("The county, or the one township the list is of."))
    kind = forms.ChoiceField(label=_("kind"), choices=ListKind.choices)
    title = forms.CharField(label=_("title"), max_length=200)


class EditionChoice(forms.ModelChoiceField):
    """An edition to be copied: of the list itself by its number, of another by the list's name."""

    own: DutyList | None = None

    def label_from_instance(self, obj: Any) -> str:
        if obj.duty_list_id != (self.own and self.own.pk):
            return gettext("From the template %(edition)s") % {"edition": obj}
        name = edition_name(obj)
        return gettext("%(edition)s, revoked") % {"edition": name} if obj.revoked_at else name


class StartDraftForm(StepForm):
    copy_of = EditionChoice(
        label=_("copy of"),
        required=False,
        queryset=Edition.objects.none(),
        empty_label=_("The last published edition"),
        help_text=_("An earlier or revoked edition of this list, or the list of another township as a template."),
    )
    empty = forms.BooleanField(
        label=_("begin empty"),
        required=False,
        help_text=_("Without a copy of anything."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["copy_of"]
        field.own, field.queryset = self.obj, editions_to_copy(self.obj)


def editions_to_copy(duty_list: DutyList) -> QuerySet[Edition]:
    """The published editions of the list, newest first; then what is in force of the same kind in other townships."""
    copied = Q(pk__in=Edition.objects.public().filter(duty_list=duty_list).values("pk"))
    if duty_list.owner.kind == Organisation.Kind.TOWNSHIP:
        templates = Edition.objects.in_force().filter(
            duty_list__kind=duty_list.kind,
            duty_list__owner__kind=Organisation.Kind.TOWNSHIP,
            duty_list__owner__path__startswith=duty_list.owner.county_path,
        )
        copied |= Q(pk__in=templates.values("pk"))
    own_first = Case(When(duty_list=duty_list, then=0), default=1)
    return Edition.objects.filter(copied).select_related("duty_list").order_by(own_first, "duty_list", "-edition_no")


class CopyListForm(StepForm):
    townships = forms.ModelMultipleChoiceField(
        label=_("townships"), queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        county = self.obj.duty_list.owner.county_path
        others = townships().filter(path__startswith=county).exclude(pk=self.obj.duty_list.owner_id)
        self.fields["townships"].queryset = others  # type: ignore[attr-defined]


class ReasonForm(StepForm):
    reason = reason_field()


class ApproveForm(StepForm):
    document_no = forms.CharField(
        label=_("document number"), max_length=60, help_text=_("Of the document that decided it: 澜政发〔2026〕15号.")
    )
    decided_on = day_field(label=_("decided on"))


class RevokeForm(ReasonForm):
    document_no = forms.CharField(
        label=_("document number"),
        max_length=60,
        required=False,
        help_text=_("Of the document that revokes it, if there is one."),
    )


class PublishForm(StepForm):
    effective_from = day_field(
        label=_("effective from"), help_text=_("May lie ahead. Not before the decision, nor before the last edition.")
    )


class ExplainForm(StepForm):
    fingerprint = forms.ChoiceField(label=_("finding"))
    reason = reason_field(help_text=_("Why it is right as it stands, for whoever approves the edition."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        findings = [defect.finding for defect in edition_defects(self.obj)]
        self.fields["fingerprint"].choices = [  # type: ignore[attr-defined]
            (finding.fingerprint, f"{finding.row.seq_no} {finding.row.title} · {finding.check.title} {finding.words}")
            for finding in findings
        ]


class IdentifyForm(StepForm):
    former = forms.ChoiceField(label=_("It is"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        formers = next((row.formers for row in possible_renames(self.obj.edition) if row.entry == self.obj), [])
        self.fields["former"].choices = [  # type: ignore[attr-defined]
            *((str(former.item.uid), str(former.entry)) for former in formers),
            ("", _("a new item")),
        ]


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


class ReportAnswerForm(StepForm):
    question = forms.CharField(label=_("question"), max_length=MOST_CHARACTERS)
    answered: Any = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput())
    proposed = EntryField(
        label=_("would be right"),
        required=False,
        help_text=_("T-14, D-3 or words of the title. Empty if unsure."),
    )
    note = forms.CharField(label=_("note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered"].queryset = Entry.objects.for_user(None)  # type: ignore[attr-defined]


class AcceptSuggestionForm(StepForm):
    entry = EntryField(label=_("entry"), help_text=_("T-14, D-3 or words of the title."))
    phrase = forms.CharField(
        label=_("phrase"),
        max_length=LONGEST_PHRASE,
        help_text=_("What people call it, without names or places."),
    )


# --- The workshop -----------------------------------------------------------------------------------------------------


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
    heading = forms.CharField(label=_("heading"), max_length=LIMITS["heading"], widget=SuggestingInput(lambda: ()))
    title = forms.CharField(label=_("title"), max_length=LIMITS["title"])
    content = forms.CharField(label=_("content"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    legal_basis = forms.CharField(
        label=_("legal bases"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on a line, as the list prints it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].of(self.obj.duty_list)  # type: ignore[attr-defined]
        if self.data.get("entry"):  # what is there already has its wording
            self.fields["heading"].required = self.fields["title"].required = False

    def propose_headings(self, headings: list[str]) -> None:
        self.fields["heading"].widget.suggestions = lambda: headings


class RowChoices(forms.ModelMultipleChoiceField):
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
