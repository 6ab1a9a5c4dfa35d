"""Pages of selection campaigns: the announcement with its posts, from the draft to the approved result."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.display import chip
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from governance.models import Organisation
from staffing.forms import ApproveSelectionForm, BeginNoticeForm, OfferPostForm, OpenCampaignForm
from staffing.models import Campaign, OfferedPost
from staffing.operations.campaigns import (
    announce_campaign,
    approve_selection,
    begin_notice,
    judge_applicants,
    offer_post,
    open_campaign,
    rank_applicants,
)
from staffing.selectors.campaigns import losses
from staffing.states import CampaignStatus


class OpenCampaign(Step):
    """拟定选调公告."""

    name = "open"
    operation = staticmethod(open_campaign)
    title = _("Draft a selection campaign")
    verb = _("Draft a campaign")
    form_class = OpenCampaignForm

    def outcome(self):
        return _("A draft with its rule set; posts are added next, then it is announced.")

    def perform(self, data):
        mine = access.organisations_of(self.account, self.right())
        county = mine.filter(kind=Organisation.Kind.COUNTY).earliest("path")
        return open_campaign(county, by=self.account, **data)


class OnCampaign(Step):
    """A step on a campaign, possible in some states."""

    statuses: tuple[CampaignStatus, ...]

    @classmethod
    def at(cls, obj: Campaign):
        return obj.county

    @classmethod
    def blocked(cls, obj, account):
        if obj.status not in cls.statuses:
            return _("It is “%(state)s”.") % {"state": obj.get_status_display()}
        return None

    def facts(self):
        return [(_("document number"), self.obj.document_no), (_("cut-off date"), self.obj.cutoff_on)]


class OfferPost(OnCampaign):
    """列入选调岗位."""

    name = "offer"
    statuses = (CampaignStatus.DRAFT,)
    operation = staticmethod(offer_post)
    title = _("Offer a post")
    verb = _("Offer a post")
    tone = "default"
    form_class = OfferPostForm

    def outcome(self):
        return _("The post is in the announcement. One with a reason for its exemption is filled in another way.")


class AnnounceCampaign(OnCampaign):
    """发布选调公告."""

    name = "announce"
    statuses = (CampaignStatus.DRAFT,)
    operation = staticmethod(announce_campaign)
    title = _("Announce the campaign")
    verb = _("Announce")

    def outcome(self):
        return _("Units enter their applicants from now on. Posts and rules stay as they are.")


class JudgeApplicants(OnCampaign):
    """资格审查."""

    name = "judge"
    statuses = (CampaignStatus.PUBLISHED,)
    operation = staticmethod(judge_applicants)
    title = _("Judge the applicants")
    verb = _("Judge")

    def outcome(self):
        return _("Each applicant is judged rule by rule as of the cut-off date. Later data change nothing.")

    def consequences(self):
        least = self.obj.least_per_place
        return [_("Where fewer than %(least)s are eligible for a place, the place is cut.") % {"least": least}]


class RankApplicants(OnCampaign):
    """排序."""

    name = "rank"
    statuses = (CampaignStatus.JUDGED,)
    operation = staticmethod(rank_applicants)
    title = _("Rank the applicants")
    verb = _("Rank")

    def outcome(self):
        return _("The first of each post are proposed. Equals at the last place need a decision first.")


class BeginNotice(OnCampaign):
    """公示."""

    name = "notice"
    statuses = (CampaignStatus.RANKED,)
    operation = staticmethod(begin_notice)
    title = _("Begin the public notice")
    verb = _("Public notice")
    form_class = BeginNoticeForm

    def initial(self):
        return {"notice_from": timezone.localdate()}

    def outcome(self):
        return _("Those proposed are on public notice for %(days)s working days.") % {"days": self.obj.notice_days}


class ApproveSelection(OnCampaign):
    """批准选调."""

    name = "approve"
    statuses = (CampaignStatus.NOTICE,)
    operation = staticmethod(approve_selection)
    title = _("Approve the result")
    verb = _("Approve")
    form_class = ApproveSelectionForm

    def outcome(self):
        return _("A place of the county body is reserved for each of those proposed.")


class PostRows(ScopedInline):
    model = OfferedPost
    fields = ["organisation", "title", "category", "grade", "places", "places_cut", "majors", "exemption", "applied"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")

    @admin.display(description=_("applicants"))
    def applied(self, post: OfferedPost):
        url = f"{reverse('admin:staffing_applicant_changelist')}?post={post.pk}"
        return format_html('<a href="{}">{}</a>', url, _("Applicants"))


def campaign_state(campaign: Campaign):
    return chip(campaign.get_status_display(), "success" if campaign.status == CampaignStatus.APPROVED else "info")


@admin.register(Campaign)
class CampaignPage(ScopedAdmin):
    """选调公告."""

    view_right = "view_people"
    menu_title = _("Selection campaigns")
    menu_order = 24
    icon = "campaign"
    list_steps = [OpenCampaign]
    steps = [OfferPost, AnnounceCampaign, JudgeApplicants, RankApplicants, BeginNotice, ApproveSelection]
    list_display = ["title", "document_no", "cutoff_on", "state"]
    list_filter = ["status"]
    search_fields = ["title", "document_no"]
    ordering = ["-cutoff_on", "-pk"]
    headline = ["state", "cutoff_on", "applicants_to"]
    fieldsets = [
        (None, {"fields": ["title", "document_no", "applicants_to", "losses_to"]}),
        (
            _("Rules"),
            {"fields": ["cutoff_on", "township_years", "most_age", "rated_years", "least_per_place"]},
        ),
        (
            _("Weights"),
            {"fields": ["written_weight", "interview_weight", "appraisal_weight"], "classes": ["aside"]},
        ),
        (
            _("Result"),
            {"fields": ["notice_from", "notice_until", "approved_by", "approved_on"], "classes": ["aside"]},
        ),
    ]
    inlines = [PostRows]
    empty = _("No campaign fits. The organisation department drafts them here.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("county")

    def get_custom_pages(self, page):
        return [path("<str:object_id>/losses/", page(self.losses_view), name="staffing_campaign_losses")]

    def losses_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """What each township loses if those proposed leave."""
        campaign = self.get_visible(request, object_id)
        account: Any = request.user
        context = {
            **self.admin_site.each_context(request),
            "title": _("What townships lose by “%(campaign)s”") % {"campaign": campaign},
            "opts": self.opts,
            "original": campaign,
            "losses": losses(campaign, by=account),
        }
        return TemplateResponse(request, "staffing/admin/losses.html", context)

    @admin.display(description=_("state"), ordering="status")
    def state(self, campaign: Campaign):
        return campaign_state(campaign)

    @admin.display(description=_("applicants"))
    def applicants_to(self, campaign: Campaign):
        url = f"{reverse('admin:staffing_applicant_changelist')}?campaign={campaign.pk}"
        return format_html('<a href="{}">{}</a>', url, _("Applicants"))

    @admin.display(description=_("forecast"))
    def losses_to(self, campaign: Campaign):
        url = reverse("admin:staffing_campaign_losses", args=[campaign.pk])
        return format_html('<a href="{}">{}</a>', url, _("What townships lose"))
