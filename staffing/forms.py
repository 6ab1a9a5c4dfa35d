"""Shape of what people type on the pages of staffing; no rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.fields import BodyField, RowField, day_field, reason_field
from governance.admin.step_forms import StepForm
from governance.forms import PortalForm, length_of
from governance.models import Organisation
from governance.text import words_of
from staffing.models import Assignment, PersonMovement, QuotaDocument, Secondment
from staffing.operations.ledger import HOLDING_KINDS
from staffing.states import (
    BY_DOCUMENT,
    AbsenceKind,
    PostClass,
    QuotaCategory,
    SecondmentKind,
    Source,
    TermEffect,
)

PROPOSED = 50


class QuotaDocumentField(RowField):
    """A registered document by its number, or words of its title; proposed are the latest."""

    model = QuotaDocument

    def scope_to(self, documents: QuerySet[QuotaDocument]) -> None:
        self.documents = documents
        self.propose(lambda: documents.order_by("-decided_on", "-pk")[:PROPOSED])

    def written(self, row: QuotaDocument) -> str:
        return str(row)

    def meant(self, text: str) -> QuerySet[QuotaDocument]:
        numbered = self.documents.filter(number__spelled=text)
        if numbered.exists():
            return numbered
        documents = self.documents
        for word in words_of(text):
            documents = documents.filter(title__mentions=word)
        return documents


def holding_bodies() -> QuerySet[Organisation]:
    return Organisation.objects.open().filter(kind__in=HOLDING_KINDS)


def count_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("places"), min_value=1, max_value=100_000)


class MomentForm(PortalForm):
    """Which day is asked about, ?on=2026-03-01, and as known on which."""

    on = day_field(label=_("On"), required=False)
    known = day_field(label=_("As known on"), required=False)


class RegisterQuotaDocumentForm(StepForm):
    number = forms.CharField(label=_("document number"), max_length=length_of(QuotaDocument, "number"))
    issuer = forms.CharField(label=_("issued by"), max_length=length_of(QuotaDocument, "issuer"))
    decided_on = day_field(label=_("decided on"))
    title = forms.CharField(label=_("title"), max_length=length_of(QuotaDocument, "title"))


class MoveQuotaForm(StepForm):
    """A movement by the document whose page it is."""

    kind = forms.ChoiceField(label=_("kind"), choices=[(kind.value, kind.label) for kind in BY_DOCUMENT])
    category = forms.ChoiceField(label=_("category"), choices=QuotaCategory.choices)
    count = count_field()
    effective_on = day_field(label=_("effective on"))
    giver = BodyField(
        label=_("giver"), among=holding_bodies, required=False, help_text=_("Left empty: the pool or the authority.")
    )
    receiver = BodyField(
        label=pgettext_lazy("quota", "receiver"),
        among=holding_bodies,
        required=False,
        help_text=_("Left empty: the pool."),
    )
    source = forms.ChoiceField(
        label=_("source"),
        choices=[("", "—"), *Source.choices],
        required=False,
        help_text=_("Where the pool has these places from, when they move down."),
    )
    level_approval = QuotaDocumentField(
        label=_("approval of the movement between levels"),
        required=False,
        help_text=_("Needed for administrative quotas between the county and a township."),
    )
    reason = reason_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = QuotaDocument.objects.for_user(self.account).filter(county=self.obj.county)
        self.fields["level_approval"].scope_to(documents)  # type: ignore[attr-defined]


class IdentityNumberForm(StepForm):
    number = forms.CharField(label=_("identity number"), max_length=18)
    reason = reason_field()


class CounterMovementForm(StepForm):
    document = QuotaDocumentField(label=_("document"), help_text=_("The document that decides the correction."))
    count = count_field()
    effective_on = day_field(label=_("effective on"))
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = QuotaDocument.objects.for_user(self.account).filter(county=self.obj.giver.county)
        self.fields["document"].scope_to(documents)  # type: ignore[attr-defined]


# --- People -----------------------------------------------------------------------------------------------------------


def document_no_field() -> forms.CharField:
    return forms.CharField(label=_("document number"), max_length=length_of(PersonMovement, "document_no"))


class RecordAbsenceForm(StepForm):
    kind = forms.ChoiceField(label=_("kind"), choices=AbsenceKind.choices)
    starts_on = day_field(label=_("from day"))
    ends_on = day_field(label=_("last day"), required=False, help_text=_("Empty: it goes on."))
    document_no = document_no_field()


class EndAbsenceForm(StepForm):
    ends_on = day_field(label=_("last day"))


class TermInterruptionForm(StepForm):
    kind = forms.ChoiceField(label=_("kind"), choices=AbsenceKind.choices)
    effect = forms.ChoiceField(label=_("effect"), choices=TermEffect.choices)
    valid_from = day_field(label=_("valid from"))
    document_no = document_no_field()


class RequestSecondmentForm(StepForm):
    kind = forms.ChoiceField(label=_("kind"), choices=SecondmentKind.choices)
    borrower = BodyField(label=_("borrower"), among=Organisation.objects.open)
    starts_on = day_field(label=_("from day"))
    ends_on = day_field(label=_("last day"), help_text=_("Six months at most."))
    reason = reason_field()
    exception_approver = forms.CharField(
        label=_("exception allowed by"),
        max_length=length_of(Secondment, "exception_approver"),
        required=False,
        help_text=_("Only inside a service term: who allowed it in writing."),
    )
    exception_document = forms.CharField(
        label=_("document of the exception"), max_length=length_of(Secondment, "exception_document"), required=False
    )


class OpinionForm(StepForm):
    agrees = forms.TypedChoiceField(
        label=_("opinion"),
        choices=[("yes", _("Agree")), ("no", _("Do not agree"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    opinion = reason_field(label=_("in words"))


class DocumentNoForm(StepForm):
    document_no = document_no_field()


class ExtendSecondmentForm(DocumentNoForm):
    ends_on = day_field(label=_("new last day"), help_text=_("Six months more at most, and once."))


class ReturnForm(StepForm):
    returned_on = day_field(label=_("returned on"))


class PersonMovementForm(StepForm):
    """What every movement of a person names."""

    effective_on = day_field(
        label=_("effective on"), help_text=_("The first day on which the present post is no longer held.")
    )
    document_no = document_no_field()
    decided_on = day_field(label=_("decided on"))


class ResignationForm(PersonMovementForm):
    reason = reason_field(required=False)


class RetirementForm(ResignationForm):
    early_by_choice = forms.BooleanField(
        label=_("early by own choice"), required=False, help_text=_("The person has chosen so in writing.")
    )


class PromotionForm(ResignationForm):
    grade = forms.CharField(label=_("grade"), max_length=length_of(Assignment, "grade"))
    post_title = forms.CharField(label=pgettext_lazy("person", "post"), max_length=length_of(Assignment, "post_title"))


class TransferPersonForm(PromotionForm):
    receiver = BodyField(label=_("new body"), among=Organisation.objects.open)
    category = forms.ChoiceField(label=_("category"), choices=QuotaCategory.choices)
    post_class = forms.ChoiceField(label=_("class of post"), choices=PostClass.choices)
