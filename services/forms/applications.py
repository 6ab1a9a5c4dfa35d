"""Shape of what is typed about applications."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.fields import BodyField, RowField, day_field, reason_field
from governance.admin.step_forms import StepForm
from governance.bodies import BODIES
from governance.models import Organisation
from governance.text import LONGEST_TEXT, words_of
from services.item_rules import offered_items
from services.models import Application, Implementation
from services.states import ApplicantKind, CheckResult, Decision, NotAcceptedReason, StageKind, Stance, Way


def text_field(rows: int, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **options)


def bodies() -> QuerySet[Organisation]:
    return Organisation.objects.open().filter(kind__in=BODIES)


class ItemField(RowField):
    """An item of the catalogue, as it is done today, by its code or words of its name."""

    model = Implementation

    def written(self, row: Implementation) -> str:
        return f"{row.item.code} {row.name}"

    def meant(self, text: str) -> QuerySet[Implementation]:
        code = text.split()[0]
        exact = offered_items().filter(item__code__iexact=code)
        if exact.exists():
            return exact
        found = offered_items()
        for word in words_of(text):
            found = found.filter(name__mentions=word)
        return found


class ApplicationField(RowField):
    """An application by its number."""

    model = Application

    def written(self, row: Application) -> str:
        return row.number

    def meant(self, text: str) -> QuerySet[Application]:
        exact = Application.objects.filter(number__iexact=text)
        return exact if exact.exists() else Application.objects.filter(number__mentions=text).order_by("-pk")


class ReceiveForm(StepForm):
    """What the window or the agent takes down, in the order in which it is told."""

    place = forms.ModelChoiceField(label=_("received at"), queryset=Organisation.objects.none())
    item = ItemField(label=_("item"), help_text=_("Code, or words of its name."))
    applicant_kind = forms.ChoiceField(label=_("kind of applicant"), choices=ApplicantKind.choices)
    applicant_name = forms.CharField(label=_("applicant"), max_length=100)
    identity_number = forms.CharField(
        label=_("identity number"), max_length=18, required=False, help_text=_("Or the organisation's credit code.")
    )
    telephone = forms.CharField(label=_("telephone"), max_length=20, required=False)
    address = forms.CharField(label=_("address"), max_length=200, required=False)
    subject = forms.CharField(label=_("what is applied for"), max_length=200, required=False)
    way = forms.ChoiceField(label=_("way"), choices=Way.choices, initial=Way.ORDINARY)
    agent_consent = forms.CharField(
        label=_("consent of the applicant"),
        max_length=200,
        required=False,
        help_text=_("Needed of a village's agent: how the applicant agreed, such as “signed on the form”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = access.organisations_of(self.account, "receive_application").filter(
            kind__in=[*BODIES, Organisation.Kind.VILLAGE]
        )
        field: Any = self.fields["place"]
        field.queryset = Organisation.objects.open().filter(pk__in=places)
        found = list(places[:2])
        if len(found) == 1:  # nothing to choose
            field.initial = found[0]
            field.widget = forms.HiddenInput()
        item: Any = self.fields["item"]
        item.propose(lambda: offered_items().select_related("item").order_by("item__code"))


class AcceptForm(StepForm):
    gaps = text_field(3, label=_("papers that may come later"), required=False, help_text=_("One a line."))
    gaps_due_on = day_field(label=_("until"), required=False)
    check_due_on = day_field(
        label=_("promise to be checked by"), required=False, help_text=_("Needed if it rests on a signed promise.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.obj.way if self.obj is not None else ""
        if way != Way.TOLERANT:
            self.fields["gaps"].widget = forms.HiddenInput()
            self.fields["gaps_due_on"].widget = forms.HiddenInput()
        if way != Way.COMMITMENT:
            self.fields["check_due_on"].widget = forms.HiddenInput()


class SupplementForm(StepForm):
    missing = text_field(5, label=_("what is missing"), help_text=_("Everything, one a line: it is asked for once."))


class NotAcceptForm(StepForm):
    reason_code = forms.ChoiceField(label=_("reason"), choices=[("", "—"), *NotAcceptedReason.choices])
    explanation = text_field(4, label=_("explanation"), help_text=_("In words the applicant understands."))
    right_body = BodyField(
        label=_("competent body"), among=bodies, required=False, help_text=_("Needed if it is another body's.")
    )


class PaperForm(StepForm):
    paper = forms.CharField(label=_("paper"), max_length=200)


class HandOverForm(StepForm):
    receiver = BodyField(label=_("receiver"))
    reason = reason_field(label=_("reason"))
    originals = text_field(3, label=_("originals handed over"), required=False, help_text=_("One a line."))


class SendPapersBackForm(StepForm):
    reason = reason_field(label=_("reason"))
    right_body = BodyField(label=_("competent body"), among=bodies, required=False)


class OpinionRequestForm(StepForm):
    body = BodyField(label=_("body"), among=bodies)
    question = text_field(3, label=_("question"))
    due_on = day_field(label=_("to be answered by"))


class OpinionForm(StepForm):
    stance = forms.ChoiceField(label=_("opinion"), choices=[("", "—"), *Stance.choices])
    text = text_field(4, label=_("in words"))


class StageForm(StepForm):
    kind = forms.ChoiceField(label=_("kind of stage"), choices=StageKind.choices)
    expected_days = forms.IntegerField(label=_("days it is expected to take"), min_value=1, max_value=730)
    told_on = day_field(
        label=_("told in writing on"), required=False, help_text=_("Its days do not count before this day.")
    )
    counts = forms.BooleanField(label=_("counts in the limit"), required=False)
    basis = forms.CharField(
        label=_("basis"), max_length=200, required=False, help_text=_("Of a licence: left empty, the Licensing Law.")
    )


class OutcomeForm(StepForm):
    outcome = reason_field(label=_("outcome"))


class ReasonForm(StepForm):
    reason = reason_field(label=_("reason"), help_text=_("The applicant reads it."))


class DecideForm(StepForm):
    decision = forms.ChoiceField(label=_("decision"), choices=[("", "—"), *Decision.choices])
    result = forms.CharField(
        label=_("result"), max_length=200, required=False, help_text=_("Name and number of the document.")
    )
    explanation = text_field(4, label=_("reasons"), required=False, help_text=_("Needed of a refusal."))


class IssueForm(StepForm):
    received_by = forms.CharField(label=_("signed for by"), max_length=100)


class CheckForm(StepForm):
    result = forms.ChoiceField(label=_("result of the check"), choices=CheckResult.choices)
    explanation = text_field(3, label=_("explanation"), required=False)
