"""Input of the steps of lists, editions, entries and reported answers."""

from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import BodyField, RowsField, day_field, reason_field
from governance.admin.step_forms import ReasonForm, StepForm
from governance.forms import length_of
from governance.models import Organisation
from responsibilities.fields import EntryField
from responsibilities.forms.reading import edition_name
from responsibilities.kinds import ListKind
from responsibilities.models import DutyList, Edition, Entry, Synonym, SynonymSuggestion
from responsibilities.selectors.defects import edition_defects
from responsibilities.selectors.renames import possible_renames


def owners():
    """Whose lists there can be: the county's and each township's."""
    kinds = (Organisation.Kind.COUNTY, Organisation.Kind.TOWNSHIP)
    return Organisation.objects.open().filter(kind__in=kinds)


def townships():
    return Organisation.objects.open().townships()


class OpenListForm(StepForm):
    owner = BodyField(label=_("owner"), among=owners, help_text=_("The county, or the one township the list is of."))
    kind = forms.ChoiceField(label=_("kind"), choices=ListKind.choices)
    title = forms.CharField(label=_("title"), max_length=length_of(DutyList, "title"))


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
    townships = RowsField(
        label=_("townships"), queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        county = self.obj.duty_list.owner.county_path
        others = townships().filter(path__startswith=county).exclude(pk=self.obj.duty_list.owner_id)
        self.fields["townships"].queryset = others  # type: ignore[attr-defined]


class ApproveForm(StepForm):
    document_no = forms.CharField(
        label=_("document number"),
        max_length=length_of(Edition, "document_no"),
        help_text=_("Of the document that decided it: 澜政发〔2026〕15号."),
    )
    decided_on = day_field(label=_("decided on"))


class RevokeForm(ReasonForm):
    document_no = forms.CharField(
        label=_("document number"),
        max_length=length_of(Edition, "revocation_no"),
        required=False,
        help_text=_("Of the document that revokes it, if there is one."),
    )


class PublishForm(StepForm):
    sent_beside = ("rehearsal",)
    effective_from = day_field(
        label=_("effective from"), help_text=_("May lie ahead. Not before the decision, nor before the last edition.")
    )
    accept_unsettled = forms.BooleanField(label=_("Publish it with what is not settled"), required=False)
    unsettled_reason = reason_field(label=_("why with what is not settled"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was typed stays when another day is rehearsed; the tick does not, it is for what one has seen.
        self.fields["unsettled_reason"].widget.attrs["hx-preserve"] = "true"


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


class ReportAnswerForm(StepForm):
    question = forms.CharField(label=_("question"), max_length=length_of(SynonymSuggestion, "question"))
    answered: Any = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput())
    proposed = EntryField(
        label=_("would be right"),
        required=False,
        help_text=_("T-14, D-3 or words of the title. Empty if unsure."),
    )
    note = forms.CharField(
        label=_("note"),
        max_length=length_of(SynonymSuggestion, "note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered"].queryset = Entry.objects.for_user(None)  # type: ignore[attr-defined]


class AcceptSuggestionForm(StepForm):
    entry = EntryField(label=_("entry"), help_text=_("T-14, D-3 or words of the title."))
    phrase = forms.CharField(
        label=_("phrase"),
        max_length=length_of(Synonym, "phrase"),
        required=False,
        help_text=_("What people call it, without names or places. Left empty: the question."),
    )
