"""Shape of what people type to fill places, split mid-level posts, and change the structure; no rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance import access
from governance.admin.fields import BodyField, RowField, day_field, reason_field
from governance.admin.step_forms import StepForm
from governance.forms import PortalForm
from governance.models import Examination, Organisation
from governance.text import LONGEST_REASON, LONGEST_TEXT
from staffing.forms import PROPOSED, QuotaDocumentField
from staffing.models import MidlevelPlan, QuotaDocument
from staffing.states import CHANGED_BY_DOCUMENT, Gender, PostClass, QuotaCategory


class PassedField(RowField):
    """A passed examination by the name of the body; proposed are those that no upgrade rests on yet."""

    model = Examination

    def scope_to(self, rows: QuerySet[Examination]) -> None:
        self.rows = rows
        self.propose(lambda: rows.order_by("-pk")[:PROPOSED])

    def written(self, row: Examination) -> str:
        return row.subject.name

    def meant(self, text: str) -> QuerySet[Examination]:
        return self.rows.filter(subject__name__spelled=text)


def propose_documents(form: StepForm) -> None:
    field = form.fields["document"]
    if isinstance(field, QuotaDocumentField):
        field.scope_to(QuotaDocument.objects.for_user(form.account))


def townships() -> QuerySet[Organisation]:
    return Organisation.objects.open().filter(kind=Organisation.Kind.TOWNSHIP)


class RequestApprovalForm(StepForm):
    organisation = BodyField(label=_("unit"))
    category = forms.ChoiceField(label=_("category"), choices=QuotaCategory.choices)
    count = forms.IntegerField(label=_("places"), min_value=1, max_value=500)
    post_class = forms.ChoiceField(label=_("class of post"), choices=PostClass.choices)
    grade = forms.CharField(label=_("grade"), max_length=30)
    post_title = forms.CharField(label=_("post"), max_length=60, required=False)
    entry_channel = forms.CharField(
        label=_("to be entered by"), max_length=30, help_text=_("As in: 公开招聘, 退役士兵安置.")
    )
    major = forms.CharField(label=_("field of study"), max_length=60, required=False)
    degree = forms.CharField(label=_("degree"), max_length=20, required=False)
    service_years = forms.IntegerField(label=_("years of service asked for"), min_value=1, max_value=10, required=False)
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = access.organisations_of(self.account, "request_quota_approval")
        open_ones = Organisation.objects.open()
        self.fields["organisation"] = BodyField(
            label=_("unit"), among=lambda: open_ones.filter(pk__in=mine.values("pk"))
        )


class CheckApprovalForm(StepForm):
    opinion = forms.CharField(
        label=_("opinion of the check"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )


class EnterPersonForm(StepForm):
    staff_no = forms.CharField(label=_("staff number"), max_length=32)
    name = forms.CharField(label=pgettext_lazy("person", "name"), max_length=50)
    gender = forms.ChoiceField(label=pgettext_lazy("person", "gender"), choices=Gender.choices)
    birth_on = day_field(label=_("born on"))
    arrived_on = day_field(label=_("arrived on"))
    education = forms.CharField(label=_("education"), max_length=20, required=False)
    degree = forms.CharField(label=_("degree"), max_length=20, required=False)
    major = forms.CharField(label=_("field of study"), max_length=60, required=False)


class CancelApprovalForm(StepForm):
    reason = reason_field()


class CeilingForm(StepForm):
    township = BodyField(label=_("township"), among=townships)
    count = forms.IntegerField(label=_("mid-level posts"), min_value=0, max_value=1000)
    institution_count = forms.IntegerField(
        label=_("of these in institutions"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("Empty: pooled over offices and institutions."),
    )
    effective_on = day_field(label=_("effective on"))
    document = QuotaDocumentField(label=_("document"), help_text=_("Number of a registered document."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        if isinstance(field, QuotaDocumentField):
            field.scope_to(QuotaDocument.objects.for_user(self.account))


class PlanForm(StepForm):
    """One field for each office and institution of the township."""

    document_no = forms.CharField(label=_("document number"), max_length=64)
    decided_on = day_field(label=_("decided on"))
    effective_on = day_field(label=_("effective on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        township = self.obj.township
        plan = MidlevelPlan.objects.filter(township=township).in_force().first()
        held = {share.body_id: share.count for share in plan.shares.all()} if plan else {}
        self.bodies = {f"body_{body.pk}": body for body in inner_units(township)}
        for name, body in self.bodies.items():
            self.fields[name] = forms.IntegerField(
                label=body.short_name or body.name, min_value=0, max_value=100, initial=held.get(body.pk, 0)
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        shares = {body: data.pop(name) for name, body in self.bodies.items() if data.get(name) is not None}
        return {**data, "shares": shares}


class WithdrawForm(StepForm):
    reason = reason_field()


def inner_units(township: Organisation) -> QuerySet[Organisation]:
    inside = Organisation.objects.open().filter(path__startswith=township.path)
    return inside.filter(kind__in=Organisation.INNER_UNITS).order_by("path")


class ChangeStructureForm(StepForm):
    township = BodyField(label=_("township"), among=townships)
    kind = forms.ChoiceField(label=_("kind"), choices=[(kind.value, kind.label) for kind in CHANGED_BY_DOCUMENT])
    effective_on = day_field(label=_("effective on"))
    document = QuotaDocumentField(label=_("document"), help_text=_("Number of a registered document."))
    approver = forms.CharField(label=_("approved by"), max_length=100)
    body = BodyField(label=_("body"), required=False, help_text=_("Left empty for a body that is set up."))
    into = BodyField(label=_("merged into"), required=False)
    name = forms.CharField(label=_("name of the new body"), max_length=100, required=False)
    code = forms.CharField(label=_("code of the new body"), max_length=32, required=False)
    body_kind = forms.ChoiceField(
        label=_("kind of the new body"),
        choices=[
            ("", "—"),
            (Organisation.Kind.OFFICE.value, Organisation.Kind.OFFICE.label),
            (Organisation.Kind.INSTITUTION.value, Organisation.Kind.INSTITUTION.label),
        ],
        required=False,
    )
    rank = forms.CharField(label=_("rank"), max_length=20, required=False)
    conditions = forms.CharField(
        label=_("conditions of its end"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Of a co-ordination body for a task of limited time."),
    )
    ends_on = day_field(label=_("to be abolished by"), required=False)
    places_moved = forms.IntegerField(label=_("places moved"), min_value=0, max_value=1000, required=False)
    people_moved = forms.IntegerField(label=_("people moved"), min_value=0, max_value=1000, required=False)
    stays = forms.CharField(label=_("what stays with the line department"), max_length=LONGEST_REASON, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        propose_documents(self)


class ApproveUpgradeForm(StepForm):
    examination = PassedField(label=_("examination passed"), help_text=_("Name of the body that passed."))
    document = QuotaDocumentField(label=_("document"), help_text=_("Number of a registered document."))
    effective_on = day_field(label=_("effective on"))
    approver = forms.CharField(label=_("approved by"), max_length=100)
    rank = forms.CharField(label=_("rank"), max_length=20, initial="副科级")
    head_rank = forms.CharField(label=_("rank of its head"), max_length=20, initial="副科级")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        propose_documents(self)
        passed = Examination.objects.for_user(self.account).filter(result="passed", upgrade=None)
        field = self.fields["examination"]
        if isinstance(field, PassedField):
            field.scope_to(passed.filter(checklist__use="institution_upgrade").select_related("subject", "checklist"))


class KeepDispatchedForm(StepForm):
    word = forms.CharField(label=_("word of its name"), max_length=30, help_text=_("As in: 派出所."))
    rule = forms.CharField(label=_("central rule"), max_length=LONGEST_REASON)
    effective_on = day_field(label=_("effective on"))


class SidesForm(PortalForm):
    """Which township, and which two days: ?township=汀砚镇&before=2019-12-31&after=2026-03-01."""

    township = BodyField(label=_("township"), among=townships)
    before = day_field(label=_("Before"))
    after = day_field(label=_("After"))
