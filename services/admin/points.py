"""Pages of village points: what each does, and confirming it."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.admin.display import chip
from governance.admin.filters import UsedFilter, View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.step_forms import ReasonForm
from governance.admin.steps import Step
from services.forms.points import ChangePointForm, ClosePointForDaysForm, ConfirmPointItemForm, OpenPointForm
from services.models import PointClosure, PointItem, ServicePoint
from services.operations.points import (
    change_point,
    close_point,
    close_point_for_days,
    confirm_point_item,
    open_point,
)


class OpenPoint(Step):
    """设立服务点."""

    name = "open"
    operation = staticmethod(open_point)
    title = gettext_lazy("Open a village point")
    verb = gettext_lazy("Open a point")
    form_class = OpenPointForm

    def outcome(self):
        return _("People are helped there from today on, with every item the catalogue has a village's part of.")

    def consequences(self):
        return [_("Each item is to be verified until somebody confirms it.")]

    def perform(self, data):
        return open_point(data.pop("village"), by=self.account, **data)


class PointStep(Step):
    @classmethod
    def at(cls, obj: ServicePoint):
        return obj.village

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.is_open() else _("The point is closed.")


class ChangePoint(PointStep):
    """变更服务点."""

    name = "change-facts"
    operation = staticmethod(change_point)
    title = gettext_lazy("Change place, hours or telephone")
    verb = gettext_lazy("Change")
    form_class = ChangePointForm

    def initial(self):
        return {name: getattr(self.obj, name) for name in ChangePointForm.base_fields}

    def outcome(self):
        return _("People read this from now on.")


class ClosePointForDays(PointStep):
    """暂停服务."""

    name = "close-days"
    operation = staticmethod(close_point_for_days)
    title = gettext_lazy("Close the point for some days")
    verb = gettext_lazy("Close for days")
    tone = "default"
    form_class = ClosePointForDaysForm

    def outcome(self):
        return _("On these days people read that it is closed, why, and which point is open.")

    def next_url(self, result):
        return self.cancel_url()


class ClosePoint(PointStep):
    """撤销服务点."""

    name = "close"
    operation = staticmethod(close_point)
    title = gettext_lazy("Close the point for good")
    verb = gettext_lazy("Close for good")
    tone = "danger"
    form_class = ReasonForm

    def outcome(self):
        return _("From today on nobody is helped there, and people read which open point is nearest.")


class ConfirmPointItem(Step):
    """确认服务点事项."""

    name = "confirm"
    operation = staticmethod(confirm_point_item)
    title = gettext_lazy("Confirm what the village does")
    verb = gettext_lazy("Confirm")
    form_class = ConfirmPointItemForm

    @classmethod
    def at(cls, obj: PointItem):
        return obj.point.village

    def outcome(self):
        return _("For the county's term people read that this is done in the village, and by whom.")

    def done(self, result):
        return _("Confirmed until %(day)s.") % {"day": result.assured_until}


class ClosureRows(ScopedInline):
    model = PointClosure
    fields = ["first_day", "last_day", "reason"]
    readonly_fields = fields


class TownshipFilter(UsedFilter):
    title = gettext_lazy("township")
    parameter_name = field = "township"


@admin.register(ServicePoint)
class PointPage(ScopedAdmin):
    """村级便民服务点."""

    noun = "point"
    menu_right = "view_items"
    menu_title = gettext_lazy("Village points")
    menu_order = 40
    icon = "location_on"
    list_steps = [OpenPoint]
    steps = [ChangePoint, ClosePointForDays, ClosePoint]
    list_display = ["village", "township", "place", "hours", "telephone", "state"]
    list_filter = [TownshipFilter]
    list_select_related = ["village__managed_by", "township"]
    search_fields = ["village__name", "place"]
    ordering = ["village__path", "-opened_on"]
    views = [
        View("mine", gettext_lazy("Mine"), lambda rows, account: rows.kept_by(account)),
        View("open", gettext_lazy("Open"), lambda rows, account: rows.open()),
    ]
    headline = ["township", "state"]
    fieldsets = [
        (None, {"fields": ["village", "place", "hours", "telephone"]}),
        (gettext_lazy("Dates"), {"fields": ["opened_on", "closed_on", "closing_reason"], "classes": ["aside"]}),
    ]
    inlines = [ClosureRows]
    empty = gettext_lazy("No point fits.")

    @admin.display(description=gettext_lazy("state"))
    def state(self, point: ServicePoint):
        return chip(_("open"), "success") if point.is_open() else chip(_("closed"))


@admin.register(PointItem)
class PointItemPage(ScopedAdmin):
    """服务点事项: what each village does of which item, and until when that is certain."""

    noun = "point-item"
    menu_right = "view_items"
    menu_title = gettext_lazy("What villages do")
    menu_order = 50
    icon = "task_alt"
    steps = [ConfirmPointItem]
    list_display = ["item_name", "village", "role", "steps_words", "person", "assured_until", "state"]
    list_filter = ["role"]
    list_select_related = ["item", "point__village__managed_by"]
    search_fields = ["item__code", "point__village__name", "person"]
    ordering = ["point", "item__base_code"]
    views = [
        View("mine", gettext_lazy("Mine to confirm"), lambda rows, account: rows.kept_by(account).lapsed()),
        View("lapsed", gettext_lazy("To be verified"), lambda rows, account: rows.lapsed()),
        View("assured", gettext_lazy("Confirmed"), lambda rows, account: rows.assured()),
    ]
    headline = ["village", "state"]
    fieldsets = [(None, {"fields": ["item_name", "role", "steps_words", "person", "ground", "assured_until"]})]
    empty = gettext_lazy("Nothing fits.")

    def get_queryset(self, request):
        rows: Any = super().get_queryset(request)
        return rows.with_names()

    @admin.display(description=gettext_lazy("item"))
    def item_name(self, one: PointItem):
        return getattr(one, "item_name", None) or one.item.code

    @admin.display(description=gettext_lazy("village"))
    def village(self, one: PointItem):
        return one.point.village

    @admin.display(description=gettext_lazy("in which step"))
    def steps_words(self, one: PointItem):
        return one.steps

    @admin.display(description=gettext_lazy("state"))
    def state(self, one: PointItem):
        return chip(_("confirmed"), "success") if one.is_assured() else chip(_("to be verified"), "warning")
