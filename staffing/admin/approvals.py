"""Pages of approvals to fill places: request, check, approval, hiring, arrival, and the printed slip."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from governance.models import Account
from staffing.models import Arrival, QuotaApproval
from staffing.operations.approvals import (
    approve_quota_approval,
    begin_hiring,
    cancel_quota_approval,
    check_quota_approval,
    enter_person,
    request_quota_approval,
)
from staffing.post_forms import CancelApprovalForm, CheckApprovalForm, EnterPersonForm, RequestApprovalForm
from staffing.selectors.approvals import checks_of
from staffing.states import APPROVAL_MOVES, ApprovalStatus, QuotaCategory

TONES = {
    ApprovalStatus.SUBMITTED: "info", ApprovalStatus.CHECKED: "info", ApprovalStatus.APPROVED: "success",
    ApprovalStatus.IN_HIRING: "warning", ApprovalStatus.ENTERED: "success", ApprovalStatus.EXPIRED: "neutral",
    ApprovalStatus.CANCELLED: "neutral",
}  # fmt: skip


def approval_state(approval: QuotaApproval):
    return chip(approval.get_status_display(), TONES[ApprovalStatus(approval.status)])


class RequestApproval(Step):
    """申请用编."""

    name = "request"
    operation = staticmethod(request_quota_approval)
    title = _("Ask to fill places")
    verb = _("Ask to fill places")
    form_class = RequestApprovalForm

    def outcome(self):
        return _("The staffing office checks quota, posts, structure and people.")

    def perform(self, data):
        return request_quota_approval(data.pop("organisation"), by=self.account, **data)


class OnApproval(Step):
    to: ApprovalStatus

    @classmethod
    def at(cls, obj: QuotaApproval):
        return obj.organisation

    @classmethod
    def blocked(cls, obj, account):
        if cls.to in APPROVAL_MOVES.get(obj.status, frozenset()):
            return None
        return _("It is “%(state)s”.") % {"state": obj.get_status_display()}

    def facts(self):
        return [(check.name, check.found) for check in checks_of(self.obj)]


class CheckApproval(OnApproval):
    """审核."""

    name, to = "check", ApprovalStatus.CHECKED
    operation = staticmethod(check_quota_approval)
    title = _("Check the request")
    verb = _("Check")
    form_class = CheckApprovalForm

    def outcome(self):
        return _("The request is checked; somebody else of the office approves it.")


class Approve(OnApproval):
    """核准."""

    name, to = "approve", ApprovalStatus.APPROVED
    operation = staticmethod(approve_quota_approval)
    title = _("Approve the filling of the places")
    verb = _("Approve")

    def outcome(self):
        return _("A numbered slip is issued, and its places are reserved in the ledger until it expires.")


class BeginHiring(OnApproval):
    """启动招录."""

    name, to = "hire", ApprovalStatus.IN_HIRING
    operation = staticmethod(begin_hiring)
    title = _("Begin hiring for the slip")
    verb = _("Begin hiring")

    def outcome(self):
        return _("People can be entered by this slip as they arrive.")


class EnterPerson(OnApproval):
    """上编."""

    name, to = "enter", ApprovalStatus.ENTERED
    operation = staticmethod(enter_person)
    title = _("Enter a person who has arrived")
    verb = _("Enter person")
    form_class = EnterPersonForm
    keeps = False  # personal data is kept nowhere else

    def outcome(self):
        return _("The person is in the register with post and service term, and occupies a reserved place.")

    def next_url(self, result):
        return self.page.url_of(self.obj)


class Cancel(OnApproval):
    """取消."""

    name, to = "cancel", ApprovalStatus.CANCELLED
    operation = staticmethod(cancel_quota_approval)
    title = _("Cancel the approval")
    verb = _("Cancel")
    tone = "danger"
    form_class = CancelApprovalForm

    def outcome(self):
        return _("Nobody more comes by it, and what it still reserved is vacant again.")


class ArrivalRows(ScopedInline):
    model = Arrival
    fields = ["person_name", "arrived_on", "entry"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "movement")

    @admin.display(description=_("person"))
    def person_name(self, arrival: Arrival):
        url = reverse("admin:staffing_person_change", args=[arrival.person_id])
        return format_html('<a href="{}">{}</a>', url, arrival.person)

    @admin.display(description=_("movement"))
    def entry(self, arrival: Arrival):
        url = reverse("admin:staffing_quotamovement_change", args=[arrival.movement_id])
        return format_html('<a href="{}">{}</a>', url, arrival.movement_id)


@admin.register(QuotaApproval)
class ApprovalPage(ScopedAdmin):
    """用编核准: who asked for places, who checked, and what became of the slip."""

    noun = "approval"
    view_right = "view_quota_approvals"
    menu_title = _("Filling places")
    menu_order = 20
    icon = "how_to_reg"
    list_steps = [RequestApproval]
    steps = [CheckApproval, Approve, BeginHiring, EnterPerson, Cancel]
    list_display = ["number", "organisation", "category", "places", "state", "expires_on", "requested_at"]
    list_select_related = ["organisation", "account", "slip"]
    list_filter = ["status", "post_class", "account__category"]
    search_fields = ["slip__number", "organisation__name", "post_title"]
    views = [
        View("waiting", _("Waiting"), lambda rows, account: rows.waiting()),
        View("running", _("Slips in hand"), lambda rows, account: rows.running()),
    ]
    headline = ["state", "places", "expires_on"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "organisation", "account", "post_class", "grade", "post_title", "entry_channel", "major", "degree",
                    "service_years", "reason", "check_opinion", "looked_at",
                ]
            },
        ),
        (_("Slip"), {"fields": ["number", "expires_on", "printed"], "classes": ["aside"]}),
        (_("Who"), {"fields": ["requested_by", "requested_at", "checked_by", "approved_by"], "classes": ["aside"]}),
    ]  # fmt: skip
    inlines = [ArrivalRows]
    empty = _("No approval fits. A unit's personnel officer asks to fill places here.")

    def get_queryset(self, request):
        related = ("organisation", "account__organisation", "account__county", "slip", "requested_by", "checked_by")
        return super().get_queryset(request).select_related(*related, "approved_by")

    def get_custom_pages(self, page):
        return [path("<str:object_id>/slip/", page(self.slip_view), name="staffing_approval_slip")]

    def slip_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """核准通知单, to print."""
        approval = self.get_visible(request, object_id)
        if approval.slip is None:
            raise Http404
        account: Account = request.user  # type: ignore[assignment]
        context = {"approval": approval, "category": CATEGORY_WORDS[approval.account.category], "reader": account}
        return TemplateResponse(request, "staffing/slip.html", context)

    @admin.display(description=_("slip"), ordering="slip__number")
    def number(self, approval: QuotaApproval):
        return approval.slip.number if approval.slip else "–"

    @admin.display(description=_("category"))
    def category(self, approval: QuotaApproval):
        return approval.account.get_category_display()

    @admin.display(description=_("places"), ordering="count")
    def places(self, approval: QuotaApproval):
        return f"{approval.entered} / {approval.count}"

    @admin.display(description=_("state"), ordering="status")
    def state(self, approval: QuotaApproval):
        return approval_state(approval)

    @admin.display(description=_("what was looked at"))
    def looked_at(self, approval: QuotaApproval):
        return format_html_join("", "<p><b>{}</b> {}</p>", ((c.name, c.found) for c in checks_of(approval)))

    @admin.display(description=_("to print"))
    def printed(self, approval: QuotaApproval):
        if approval.slip is None:
            return "–"
        url = reverse("admin:staffing_approval_slip", args=[approval.pk])
        return format_html('<a href="{}">{}</a>', url, _("Approval slip"))


# The slip is Chinese only, whatever the language of the portal.
CATEGORY_WORDS = {
    QuotaCategory.ADMIN: "行政编制", QuotaCategory.INSTITUTION: "事业编制", QuotaCategory.WORKER: "工勤编制"
}  # fmt: skip
