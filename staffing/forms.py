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
from staffing.models import Assignment, Campaign, OfferedPost, PersonMovement, QuotaDocument, Secondment
from staffing.models.accounts import HOLDING_KINDS
from staffing.states import (
    BY_DOCUMENT,
    AbsenceKind,
    CampaignStatus,
    PostClass,
    QuotaCategory,
    RecruitmentBy,
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


# --- Selection campaigns ----------------------------------------------------------------------------------------------


class OfferedPostField(RowField):
    """A post offered in a campaign that takes applicants, by its body and title."""

    model = OfferedPost

    def scope_to(self, posts: QuerySet[OfferedPost]) -> None:
        self.posts = posts.select_related("organisation")
        self.propose(lambda: self.posts[:PROPOSED])

    def written(self, row: OfferedPost) -> str:
        return str(row)

    def meant(self, text: str) -> QuerySet[OfferedPost]:
        body, _dot, title = text.partition(" · ")
        found = self.posts.filter(title__spelled=title or body)
        return found.filter(organisation__name__spelled=body) if title else found


def percent_field(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100, initial=initial)


def points_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2)


class OpenCampaignForm(StepForm):
    title = forms.CharField(label=_("title"), max_length=length_of(Campaign, "title"))
    document_no = document_no_field()
    cutoff_on = day_field(label=_("cut-off date"), help_text=_("Applicants are judged as they were on this day."))
    township_years = forms.IntegerField(label=_("full years in townships"), min_value=0, max_value=10, initial=3)
    most_age = forms.IntegerField(label=_("highest age"), min_value=18, max_value=65, required=False)
    rated_years = forms.IntegerField(label=_("years of appraisals that count"), min_value=0, max_value=5, initial=3)
    least_per_place = forms.IntegerField(
        label=_("eligible applicants for each place, at least"), min_value=1, max_value=10, initial=2
    )
    written_weight = percent_field(_("weight of the written test, %"), 40)
    interview_weight = percent_field(_("weight of the interview, %"), 40)
    appraisal_weight = percent_field(_("weight of the township's appraisal, %"), 20)
    notice_days = forms.IntegerField(label=_("working days of public notice"), min_value=1, max_value=30, initial=5)


class OfferPostForm(StepForm):
    organisation = BodyField(label=_("organisation"), among=Organisation.objects.open)
    title = forms.CharField(label=pgettext_lazy("person", "post"), max_length=length_of(OfferedPost, "title"))
    category = forms.ChoiceField(label=_("category"), choices=QuotaCategory.choices)
    post_class = forms.ChoiceField(label=_("class of post"), choices=PostClass.choices)
    grade = forms.CharField(label=_("grade"), max_length=length_of(OfferedPost, "grade"))
    places = forms.IntegerField(label=_("places"), min_value=1, max_value=100)
    majors = forms.CharField(
        label=_("fields of study"),
        max_length=length_of(OfferedPost, "majors"),
        required=False,
        help_text=_("Separated by 、; empty: any."),
    )
    exemption = reason_field(
        label=_("exempt because"),
        required=False,
        help_text=_("Only for a specialised post that is filled in another way."),
    )


class BeginNoticeForm(StepForm):
    notice_from = day_field(label=_("public notice from"))


class ApproveSelectionForm(DocumentNoForm):
    decided_on = day_field(label=_("decided on"))


class EnterApplicantForm(StepForm):
    post = OfferedPostField(label=_("post offered"))
    is_clear = forms.BooleanField(
        label=_("no probation, sanction or investigation"), required=False, help_text=_("The unit states so.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = OfferedPost.objects.filter(campaign__status=CampaignStatus.PUBLISHED, exemption="")
        self.fields["post"].scope_to(posts)  # type: ignore[attr-defined]


class SignAppraisalForm(StepForm):
    appraisal = reason_field(label=_("how the person works"))
    points = points_field(_("points"))


class ReplyForm(StepForm):
    reply = reason_field(label=_("what the person says"))


class ConsentForm(StepForm):
    agrees = forms.TypedChoiceField(
        label=_("opinion"),
        choices=[("yes", _("Agree")), ("no", _("Do not agree"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )


class PointsForm(StepForm):
    written = points_field(_("written test"))
    interview = points_field(_("interview"))


class DecideTieForm(StepForm):
    order = forms.IntegerField(label=_("order within the tie"), min_value=1, max_value=100)
    reason = reason_field()


class WithdrawForm(StepForm):
    reason = reason_field()


class MoveSelectedForm(StepForm):
    effective_on = day_field(label=_("effective on"))
    document_no = document_no_field()
    decided_on = day_field(label=_("decided on"))


# --- Reports ----------------------------------------------------------------------------------------------------------


class RecruitmentForm(PortalForm):
    """How recruitment is grouped, and whom it is about: ?by=degree&since=2020-09-01."""

    by = forms.ChoiceField(label=_("By"), choices=RecruitmentBy.choices, required=False)
    since = day_field(label=_("entered from"), required=False)
    until = day_field(label=_("entered until"), required=False)
    on = day_field(label=_("serving on"), required=False)


class LeavingForm(PortalForm):
    """From which day, and for how many years."""

    on = day_field(label=_("From day"), required=False)
    years = forms.IntegerField(label=_("Years"), min_value=1, max_value=15, required=False)
