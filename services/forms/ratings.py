"""Shape of what is typed about ratings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access import people_with
from governance.admin.fields import reason_field
from governance.admin.step_forms import StepForm
from governance.forms import PortalForm, length_of
from governance.models import Account
from services.forms.applications import text_field
from services.models import Rating
from services.rating_states import AppealDecision, Grade, RatingAnswer, RatingCause


class RateForm(PortalForm):
    """What an applicant says; number and check word say of which matter."""

    number = forms.CharField(max_length=64, widget=forms.HiddenInput())
    word = forms.CharField(max_length=12, widget=forms.HiddenInput())
    grade = forms.ChoiceField(label=_("grade"), choices=Grade.choices, widget=forms.RadioSelect)
    cause = forms.ChoiceField(label=_("what it is about"), choices=[("", "—"), *RatingCause.choices], required=False)
    comment = forms.CharField(
        label=_("comment"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AssignForm(StepForm):
    person = forms.ModelChoiceField(label=_("calls back"), queryset=Account.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people_with("call_back_rating", at=self.obj.application.centre).distinct()


class CallBackForm(StepForm):
    said = text_field(4, label=_("what was said"))


class AnswerForm(StepForm):
    kind = forms.ChoiceField(label=_("how it is answered"), choices=[("", "—"), *RatingAnswer.choices])
    answer = text_field(4, label=_("answer"))
    basis = forms.CharField(
        label=_("basis"),
        max_length=length_of(Rating, "basis"),
        required=False,
        help_text=_("Needed of an explanation: the rule by which it could not be otherwise."),
    )


class AppealForm(StepForm):
    reason = reason_field(label=_("why it is mistaken"))


class AppealDecisionForm(StepForm):
    decision = forms.ChoiceField(label=_("decision"), choices=[("", "—"), *AppealDecision.choices])
    explanation = reason_field(label=_("reasons"))
