"""Pages of applicants: the judgement rule by rule, appraisal and reply, consents, points, and what became of them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import LinkedFilter, View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from governance.wording import listed
from staffing.admin.secondments import person_link
from staffing.forms import (
    ConsentForm,
    DecideTieForm,
    EnterApplicantForm,
    MoveSelectedForm,
    PointsForm,
    ReplyForm,
    SignAppraisalForm,
    WithdrawForm,
)
from staffing.models import Applicant, Person
from staffing.operations.applicants import (
    decide_tie,
    enter_applicant,
    give_department_consent,
    give_unit_consent,
    move_selected,
    record_points,
    reply_to_appraisal,
    sign_appraisal,
    withdraw_applicant,
)
from staffing.operations.people import place_of
from staffing.selectors.eligibility import selection_eligibility
from staffing.states import APPLICANT_MOVES, ApplicantStatus, SelectionRule

TONES = {
    ApplicantStatus.WITHDRAWN: "danger",
    ApplicantStatus.PROPOSED: "info",
    ApplicantStatus.APPROVED: "success",
    ApplicantStatus.MOVED: "success",
}


class EnterApplicant(Step):
    """报名."""

    name = "apply"
    operation = staticmethod(enter_applicant)
    title = _("Enter as an applicant for county selection")
    verb = _("County selection")
    tone = "default"
    form_class = EnterApplicantForm

    @classmethod
    def at(cls, obj: Person):
        return place_of(obj)

    @classmethod
    def blocked(cls, obj, account):
        return _("The person holds no post.") if obj.post is None else None

    def facts(self):
        return [(_("person"), self.obj), (_("county selection"), selection_eligibility(self.obj).explanation)]

    def outcome(self):
        return _("The person has applied. Whether the rules are met is judged as of the cut-off date.")

    def next_url(self, result):
        return reverse("admin:staffing_applicant_change", args=[result.pk])


class OnApplicant(Step):
    """A step on somebody who is eligible and not ranked yet."""

    @classmethod
    def at(cls, obj: Applicant):
        return obj.place

    @classmethod
    def blocked(cls, obj, account):
        if not obj.is_running:
            return _("It is “%(state)s”.") % {"state": obj.standing}
        return None

    def facts(self):
        return [(_("person"), self.obj.person), (_("post offered"), self.obj.post)]


class SignAppraisal(OnApplicant):
    """工作表现鉴定."""

    name = "appraise"
    operation = staticmethod(sign_appraisal)
    title = _("Sign the township's appraisal")
    verb = _("Appraisal")
    form_class = SignAppraisalForm

    @classmethod
    def blocked(cls, obj, account):
        return _("It is signed already.") if obj.appraised_by_id else super().blocked(obj, account)

    def outcome(self):
        return _("The township has signed how the person works. The person may reply.")


class ReplyToAppraisal(OnApplicant):
    """对鉴定的意见."""

    name = "reply"
    operation = staticmethod(reply_to_appraisal)
    title = _("Record the person's reply")
    verb = _("Reply")
    tone = "default"
    form_class = ReplyForm

    @classmethod
    def blocked(cls, obj, account):
        return super().blocked(obj, account) if obj.appraised_by_id else _("Nothing is signed yet.")

    def facts(self):
        return [*super().facts(), (_("township's appraisal"), self.obj.appraisal)]

    def outcome(self):
        return _("The reply stands beside the appraisal.")


class GiveUnitConsent(OnApplicant):
    """单位同意报考."""

    name = "unit-consent"
    operation = staticmethod(give_unit_consent)
    title = _("Give the unit's consent")
    verb = _("Unit's consent")
    tone = "default"
    form_class = ConsentForm

    def outcome(self):
        return _("Without the unit's consent nobody is ranked.")


class GiveDepartmentConsent(OnApplicant):
    """主管部门同意报考."""

    name = "department-consent"
    operation = staticmethod(give_department_consent)
    title = _("Give the bureau's consent")
    verb = _("Bureau's consent")
    tone = "default"
    form_class = ConsentForm

    def outcome(self):
        return _("Without the bureau's consent nobody is ranked.")


class RecordPoints(OnApplicant):
    """登记成绩."""

    name = "points"
    operation = staticmethod(record_points)
    title = _("Record the points")
    verb = _("Points")
    tone = "default"
    form_class = PointsForm

    def outcome(self):
        return _("Points of written test and interview are known; the total follows from the weights.")


class DecideTie(OnApplicant):
    """同分排序."""

    name = "tie"
    operation = staticmethod(decide_tie)
    title = _("Decide a tie")
    verb = _("Tie")
    tone = "default"
    form_class = DecideTieForm

    @classmethod
    def at(cls, obj: Applicant):
        return obj.campaign.county

    def outcome(self):
        return _("Among equals, the lower order comes first.")


class MoveSelected(OnApplicant):
    """办理选调."""

    name = "move"
    operation = staticmethod(move_selected)
    title = _("Move the selected person")
    verb = _("Move")
    form_class = MoveSelectedForm

    @classmethod
    def at(cls, obj: Applicant):
        return obj.campaign.county

    @classmethod
    def blocked(cls, obj, account):
        if obj.status != ApplicantStatus.APPROVED:
            return _("It is “%(state)s”.") % {"state": obj.get_status_display()}
        return None

    def outcome(self):
        return _("The person holds the new post; the township's place is vacant and the reserved one occupied.")


class WithdrawApplicant(OnApplicant):
    """放弃."""

    name = "withdraw"
    operation = staticmethod(withdraw_applicant)
    title = _("Withdraw the applicant")
    verb = _("Withdraw")
    tone = "danger"
    form_class = WithdrawForm

    @classmethod
    def blocked(cls, obj, account):
        if ApplicantStatus.WITHDRAWN not in APPLICANT_MOVES.get(obj.status, ()):
            return _("It is “%(state)s”.") % {"state": obj.get_status_display()}
        return None

    def outcome(self):
        return _("After the result the next one moves up, and is on public notice first.")


class CampaignFilter(LinkedFilter):
    title = _("selection campaign")
    parameter_name = "campaign"
    field = "campaign"


class PostFilter(LinkedFilter):
    title = _("post offered")
    parameter_name = "post"
    field = "post"


@admin.register(Applicant)
class ApplicantPage(ScopedAdmin):
    """报名人员."""

    view_right = "view_people"
    menu_title = _("Applicants")
    menu_order = 25
    icon = "how_to_reg"
    steps = [
        SignAppraisal, ReplyToAppraisal, GiveUnitConsent, GiveDepartmentConsent, RecordPoints, DecideTie, MoveSelected,
        WithdrawApplicant,
    ]  # fmt: skip
    list_display = ["person_name", "place", "post_words", "state", "why", "total", "rank"]
    list_filter = [CampaignFilter, PostFilter, "status"]
    list_select_related = ["person", "place", "post__organisation"]
    search_fields = ["person__name", "person__staff_no", "post__title"]
    ordering = ["-campaign", "post", "rank", "pk"]
    views = [
        View("to-appraise", _("To be appraised"), lambda rows, account: rows.to_appraise()),
        View("proposed", _("Proposed"), lambda rows, account: rows.filter(status=ApplicantStatus.PROPOSED)),
    ]
    headline = ["state", "place", "rank"]
    fieldsets = [
        (None, {"fields": ["person_to", "post_words", "campaign", "applied_on", "is_clear"]}),
        (_("Judgement at the cut-off date"), {"fields": ["judged_on", "judgement_words"]}),
        (
            _("How the person works"),
            {"fields": ["appraisal", "appraisal_points", "appraised_by", "reply"]},
        ),
        (_("Consents"), {"fields": ["unit_consents", "department_consents"], "classes": ["aside"]}),
        (
            _("Points"),
            {"fields": ["written", "interview", "total", "rank", "tie_order", "tie_reason"], "classes": ["aside"]},
        ),
        (_("After the result"), {"fields": ["withdrawn_because", "moves_up_for"], "classes": ["aside"]}),
    ]
    empty = _("Nobody has applied. The unit's personnel officer enters applicants from the page of the person.")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        related = ("person__county", "post__organisation", "campaign__county", "place__managed_by", "appraised_by")
        return rows.select_related(*related, "moves_up_for__person", "moves_up_for__post")

    @admin.display(description=_("person"), ordering="person__staff_no")
    def person_name(self, applicant: Applicant):
        return str(applicant.person)

    @admin.display(description=_("person"))
    def person_to(self, applicant: Applicant):
        return person_link(applicant.person)

    @admin.display(description=_("post offered"))
    def post_words(self, applicant: Applicant):
        return str(applicant.post)

    @admin.display(description=_("state"), ordering="status")
    def state(self, applicant: Applicant):
        out = applicant.is_eligible is False and applicant.status == ApplicantStatus.APPLIED
        return chip(applicant.standing, "danger" if out else TONES.get(ApplicantStatus(applicant.status), "neutral"))

    @admin.display(description=_("why not"))
    def why(self, applicant: Applicant):
        words = [str(SelectionRule(found["rule"]).label) for found in applicant.failed]
        if applicant.passes_on:
            words.append(str(_("met from %(day)s") % {"day": applicant.passes_on}))
        return listed(words) or "–"

    @admin.display(description=_("rule by rule"))
    def judgement_words(self, applicant: Applicant):
        lines = [
            (
                chip(_("met") if found["passed"] else _("not met"), "success" if found["passed"] else "danger"),
                SelectionRule(found["rule"]).label,
                found["found"],
                _("met from %(day)s") % {"day": found["passes_on"]} if found["passes_on"] else "",
            )
            for found in applicant.judgement
        ]
        if not lines:
            return "–"
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} {} {} {}</li>", lines))
