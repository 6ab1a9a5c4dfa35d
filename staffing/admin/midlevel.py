"""Pages of mid-level posts: ceilings by the county, allocations by the townships, with their history."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from governance.models import Organisation
from staffing.models import MidlevelCeiling, MidlevelPlan, MidlevelShare
from staffing.operations.midlevel import (
    allocated_on,
    approve_midlevel_plan,
    propose_midlevel_plan,
    set_midlevel_ceiling,
    withdraw_midlevel_plan,
)
from staffing.post_forms import CeilingForm, PlanForm, WithdrawForm
from staffing.states import MidlevelState, MidlevelStatus

TONES = {
    MidlevelState.PROPOSED: "info", MidlevelState.APPROVED: "info", MidlevelState.IN_FORCE: "success",
    MidlevelState.CHANGED: "neutral", MidlevelState.WITHDRAWN: "neutral",
}  # fmt: skip


class SetCeiling(Step):
    """核定中层职数."""

    name = "set"
    operation = staticmethod(set_midlevel_ceiling)
    title = _("Set the ceiling of a township's mid-level posts")
    verb = _("Set a ceiling")
    form_class = CeilingForm

    def outcome(self):
        return _("From its day on the township allocates no more mid-level posts than this.")

    def perform(self, data):
        return set_midlevel_ceiling(data.pop("township"), by=self.account, **data)


class Propose(Step):
    """拟定中层职数分配."""

    name = "propose"
    operation = staticmethod(propose_midlevel_plan)
    title = _("Propose an allocation of mid-level posts")
    verb = _("Propose an allocation")
    form_class = PlanForm

    @classmethod
    def at(cls, obj: MidlevelCeiling):
        return obj.township

    def facts(self):
        return [(_("mid-level posts"), self.obj.count), (_("effective on"), self.obj.effective_on)]

    def outcome(self):
        return _("The township party committee's officer decides; until then nothing changes.")

    def perform(self, data):
        return propose_midlevel_plan(self.obj.township, by=self.account, **data)

    def next_url(self, result):
        return reverse("admin:staffing_midlevelplan_change", args=[result.pk])


@admin.register(MidlevelCeiling)
class CeilingPage(ScopedAdmin):
    """中层职数核定 of townships."""

    noun = "midlevel-ceiling"
    view_right = "view_midlevel"
    menu_title = _("Mid-level posts")
    menu_order = 21
    icon = "supervisor_account"
    list_steps = [SetCeiling]
    steps = [Propose]
    list_display = ["township", "count", "pooling", "effective_on", "document_no"]
    list_select_related = ["township", "document"]
    search_fields = ["township__name", "document__number"]
    views = [View("today", _("In force today"), lambda rows, account: rows.in_force())]
    headline = ["count", "pooling", "effective_on"]
    fieldsets = [
        (None, {"fields": ["township", "count", "pooling", "allocated"]}),
        (_("Rests on"), {"fields": ["document_no", "effective_on"], "classes": ["aside"]}),
    ]
    empty = _("No ceiling has been set. The staffing office sets them here.")

    @admin.display(description=_("pooled"))
    def pooling(self, ceiling: MidlevelCeiling):
        if ceiling.institution_count is None:
            return _("Pooled over offices and institutions")
        words = _("%(offices)s in offices, %(institutions)s in institutions")
        offices = ceiling.count - ceiling.institution_count
        return words % {"offices": offices, "institutions": ceiling.institution_count}

    @admin.display(description=_("allocated on its first day"))
    def allocated(self, ceiling: MidlevelCeiling):
        url = f"{reverse('admin:staffing_midlevelplan_changelist')}?township={ceiling.township_id}"
        return format_html('<a href="{}">{}</a>', url, allocated_on(ceiling.township, ceiling.effective_on))

    @admin.display(description=_("document"))
    def document_no(self, ceiling: MidlevelCeiling):
        url = reverse("admin:staffing_quotadocument_change", args=[ceiling.document_id])
        return format_html('<a href="{}">{}</a>', url, ceiling.document)


class OnPlan(Step):
    @classmethod
    def at(cls, obj: MidlevelPlan):
        return obj.township

    @classmethod
    def blocked(cls, obj, account):
        if obj.status == MidlevelStatus.PROPOSED:
            return None
        return _("It is “%(state)s”.") % {"state": obj.get_status_display()}

    def facts(self):
        return [(share.body, share.count) for share in self.obj.shares.select_related("body")]


class ApprovePlan(OnPlan):
    """批准中层职数分配."""

    name = "approve"
    operation = staticmethod(approve_midlevel_plan)
    title = _("Approve the allocation")
    verb = _("Approve")

    def outcome(self):
        return _("From its day on the allocation is in force, and the one before it ends.")


class WithdrawPlan(OnPlan):
    """撤回."""

    name = "withdraw"
    operation = staticmethod(withdraw_midlevel_plan)
    title = _("Withdraw the proposal")
    verb = _("Withdraw")
    tone = "danger"
    form_class = WithdrawForm

    def outcome(self):
        return _("The proposal comes to nothing; what is in force stays.")


class ShareRows(ScopedInline):
    model = MidlevelShare
    fields = ["body", "kind", "count"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("body").order_by("body__path")

    @admin.display(description=_("kind"))
    def kind(self, share: MidlevelShare):
        return share.body.get_kind_display()


class TownshipFilter(admin.SimpleListFilter):
    title = _("township")
    parameter_name = "township"

    def lookups(self, request, model_admin):
        used = model_admin.model._default_manager.for_user(request.user).order_by().values("township")
        return list(Organisation.objects.filter(pk__in=used).values_list("pk", "name"))

    def queryset(self, request, queryset):
        return queryset if self.value() is None else queryset.filter(township=self.value())


@admin.register(MidlevelPlan)
class PlanPage(ScopedAdmin):
    """中层职数分配 with its history."""

    noun = "midlevel"
    view_right = "view_midlevel"
    menu_title = _("Allocation of mid-level posts")
    menu_order = 22
    icon = "account_tree"
    steps = [ApprovePlan, WithdrawPlan]
    list_display = ["document_no", "township", "state", "effective_on", "ends_on"]
    list_select_related = ["township"]
    list_filter = [TownshipFilter, "status"]
    search_fields = ["document_no", "township__name"]
    views = [
        View("today", _("In force today"), lambda rows, account: rows.in_force()),
        View("proposed", _("Proposed"), lambda rows, account: rows.filter(status=MidlevelStatus.PROPOSED)),
    ]
    headline = ["state", "effective_on"]
    fieldsets = [
        (None, {"fields": ["township", "document_no", "decided_on"]}),
        (_("Dates"), {"fields": ["effective_on", "ends_on"], "classes": ["aside"]}),
        (_("Who"), {"fields": ["proposed_by", "approved_by"], "classes": ["aside"]}),
    ]
    inlines = [ShareRows]
    empty = _("No allocation fits. A township proposes one from the page of its ceiling.")

    @admin.display(description=_("state"), ordering="status")
    def state(self, plan: MidlevelPlan):
        state = plan.state_on()
        return chip(state.label, TONES[state])
