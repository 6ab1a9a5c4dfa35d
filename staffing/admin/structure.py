"""Pages of the structure: changes by document, upgrades, agencies that stay dispatched, two days side by side."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from governance.models import Organisation
from governance.parameters import takes, understood
from staffing.models import ExcludedAgency, StructureChange
from staffing.operations.structure import approve_upgrade, change_structure, keep_agency_dispatched
from staffing.post_forms import ApproveUpgradeForm, ChangeStructureForm, KeepDispatchedForm, SidesForm
from staffing.selectors.structure import side_by_side
from staffing.states import StructureChangeKind

TONES = {
    StructureChangeKind.SET_UP: "success", StructureChangeKind.MERGE: "warning",
    StructureChangeKind.UPGRADE: "info", StructureChangeKind.ABOLISH: "danger",
    StructureChangeKind.TERRITORIAL: "neutral",
}  # fmt: skip


class ChangeStructure(Step):
    """机构设置变动."""

    name = "change"
    operation = staticmethod(change_structure)
    title = _("Record a change of the structure")
    verb = _("Record a change")
    form_class = ChangeStructureForm

    def outcome(self):
        return _("The register of bodies follows the document from its day on; the change stays on record.")

    def perform(self, data):
        return change_structure(data.pop("township"), by=self.account, **data)


class ApproveUpgrade(Step):
    """批准升格."""

    name = "upgrade"
    operation = staticmethod(approve_upgrade)
    title = _("Approve the upgrade of an institution")
    verb = _("Approve an upgrade")
    form_class = ApproveUpgradeForm

    def outcome(self):
        return _("The institution that passed has the higher rank, and so has its head.")

    def perform(self, data):
        return approve_upgrade(data.pop("examination"), by=self.account, **data)


class KeepDispatched(Step):
    """列入派驻体制."""

    name = "keep"
    operation = staticmethod(keep_agency_dispatched)
    title = _("Keep a kind of agency dispatched")
    verb = _("Add a kind of agency")
    form_class = KeepDispatchedForm

    def outcome(self):
        return _("Agencies of this kind are not put under townships' management.")

    def perform(self, data):
        mine = access.organisations_of(self.account, self.right())
        county = mine.filter(kind=Organisation.Kind.COUNTY).earliest("path")
        return keep_agency_dispatched(county, by=self.account, **data)


@admin.register(StructureChange)
class StructurePage(ScopedAdmin):
    """机构优化设置: every change with its document and approver."""

    noun = "structure"
    view_right = "view_structure"
    menu_title = _("Changes of the structure")
    menu_order = 23
    icon = "schema"
    list_steps = [ChangeStructure, ApproveUpgrade]
    list_display = ["effective_on", "township", "body", "what", "document_no", "approver"]
    list_select_related = ["township", "body", "document"]
    list_filter = ["kind"]
    search_fields = ["body__name", "township__name", "document__number"]
    views = [
        View("upgrades", _("Upgrades"), lambda rows, account: rows.upgrades()),
        View("limited", _("For a limited time"), lambda rows, account: rows.filter(ends_on__isnull=False)),
    ]
    headline = ["what", "effective_on"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "township", "body", "into", "rank_before", "rank_after", "head_rank", "conditions", "ends_on",
                    "places_moved", "people_moved", "stays", "sides",
                ]
            },
        ),
        (_("Rests on"), {"fields": ["document_no", "approver", "examined"], "classes": ["aside"]}),
    ]  # fmt: skip
    empty = _("No change fits. The staffing office records changes here.")

    def get_queryset(self, request):
        related = ("township", "body", "into", "document", "examination__subject", "examination__checklist")
        return super().get_queryset(request).select_related(*related)

    def get_custom_pages(self, page):
        return [path("sides/", page(self.sides_view), name="staffing_structure_sides")]

    @takes("township", "before", "after")
    def sides_view(self, request: HttpRequest) -> HttpResponseBase:
        """The structure of a township on two days, side by side, as diagram and table."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Structure before and after"),
            "opts": self.opts,
            "form": SidesForm(label_suffix=""),
        }
        if request.GET:
            form = SidesForm(request.GET.dict(), label_suffix="")
            asked = understood(form)
            seen = access.organisations_of(request.user, "view_structure")  # type: ignore[arg-type]
            if not seen.filter(pk=asked["township"].pk).exists():
                raise PermissionDenied
            context |= {"form": form, "parts": side_by_side(**asked), **asked}
        return TemplateResponse(request, "staffing/admin/structure_sides.html", context)

    @admin.display(description=_("kind"), ordering="kind")
    def what(self, change: StructureChange):
        return chip(change.get_kind_display(), TONES[StructureChangeKind(change.kind)])

    @admin.display(description=_("document"))
    def document_no(self, change: StructureChange):
        url = reverse("admin:staffing_quotadocument_change", args=[change.document_id])
        return format_html('<a href="{}">{}</a>', url, change.document)

    @admin.display(description=_("examination passed"))
    def examined(self, change: StructureChange):
        if change.examination is None:
            return "–"
        url = reverse("admin:governance_examination_change", args=[change.examination_id])
        return format_html('<a href="{}">{}</a>', url, change.examination)

    @admin.display(description=_("before and after"))
    def sides(self, change: StructureChange):
        before = change.effective_on.replace(day=1)
        url = reverse("admin:staffing_structure_sides")
        query = f"?township={change.township.code}&before={before}&after={change.effective_on}"
        return format_html('<a href="{}{}">{}</a>', url, query, _("Side by side"))


@admin.register(ExcludedAgency)
class ExcludedAgencyPage(ScopedAdmin):
    """实行派驻体制的机构: kinds of agencies that townships do not manage."""

    noun = "excluded-agency"
    view_right = "view_structure"
    menu_title = _("Agencies that stay dispatched")
    menu_order = 24
    icon = "block"
    list_steps = [KeepDispatched]
    list_display = ["word", "rule", "effective_on"]
    search_fields = ["word", "rule"]
    headline = ["effective_on"]
    fieldsets = [(None, {"fields": ["word", "rule", "effective_on"]})]
    empty = _("No kind of agency is kept out of townships' management yet.")
