"""Pages of the townships' centres: what has entered them, and their windows."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.admin.display import chip
from governance.admin.filters import UsedFilter, View
from governance.admin.scoped import ScopedAdmin
from governance.admin.step_forms import ReasonForm
from governance.admin.steps import Step
from services.forms.stationing import EnterCentreForm, LeaveCentreForm, OpenWindowForm
from services.models import Stationing, Window
from services.operations.stationing import close_window, enter_centre, leave_centre, open_window


class EnterCentre(Step):
    """进驻."""

    name = "enter"
    operation = staticmethod(enter_centre)
    title = gettext_lazy("Enter the centre")
    verb = gettext_lazy("Enter, or change the window")
    form_class = EnterCentreForm

    @classmethod
    def at(cls, obj: Stationing):
        return obj.centre

    def initial(self):
        return {"window_kind": self.obj.window_kind, "window": self.obj.window}

    def outcome(self):
        return _("The matter is handled in the centre, and counts as entered.")


class LeaveCentre(Step):
    """退出大厅."""

    name = "leave"
    operation = staticmethod(leave_centre)
    title = gettext_lazy("Leave the centre")
    verb = gettext_lazy("Leave")
    tone = "danger"
    form_class = LeaveCentreForm

    @classmethod
    def at(cls, obj: Stationing):
        return obj.centre

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.has_entered else _("It is not in the centre.")

    def outcome(self):
        return _("The matter stands on the open list of the centre, with the reason.")


class OpenWindow(Step):
    """设立窗口."""

    name = "open"
    operation = staticmethod(open_window)
    title = gettext_lazy("Open a window")
    verb = gettext_lazy("Open a window")
    form_class = OpenWindowForm

    def outcome(self):
        return _("The centre has this window from today on; matters can be handled there.")

    def perform(self, data):
        return open_window(data.pop("centre"), by=self.account, **data)


class CloseWindow(Step):
    """撤销窗口."""

    name = "close"
    operation = staticmethod(close_window)
    title = gettext_lazy("Close the window")
    verb = gettext_lazy("Close")
    tone = "danger"
    form_class = ReasonForm

    @classmethod
    def at(cls, obj: Window):
        return obj.centre

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.is_open() else _("This window is closed already.")

    def outcome(self):
        return _("From today on there is no such window.")


class CentreFilter(UsedFilter):
    title = gettext_lazy("township")
    parameter_name = field = "centre"


@admin.register(Stationing)
class StationingPage(ScopedAdmin):
    """进驻情况: each matter in each centre; a body sees its own."""

    noun = "stationing"
    view_right = "view_stationing"
    menu_title = gettext_lazy("Matters in the centres")
    menu_order = 20
    icon = "domain"
    steps = [EnterCentre, LeaveCentre]
    list_display = ["centre", "matter_name", "body", "window_kind", "state", "reason"]
    list_display_links = ["matter_name"]
    list_filter = [CentreFilter, "has_entered", "matter__should_enter", "window_kind"]
    list_select_related = ["centre__managed_by", "matter__body", "window"]
    search_fields = ["matter__name", "matter__body__name"]
    ordering = ["centre__path", "matter__body__path", "matter__name"]
    views = [
        View("missing", gettext_lazy("Belong in the centre, not there"), lambda rows, account: rows.missing()),
        View("entered", gettext_lazy("Have entered"), lambda rows, account: rows.entered()),
        View(
            "exempt",
            gettext_lazy("Need not enter"),
            lambda rows, account: rows.filter(matter__should_enter=False),
        ),
    ]
    headline = ["centre", "body", "state"]
    fieldsets = [
        (None, {"fields": ["matter_name", "window_kind", "window", "reason"]}),
        (gettext_lazy("Dates"), {"fields": ["entered_on", "left_on"], "classes": ["aside"]}),
    ]
    empty = gettext_lazy("No matter fits.")

    @admin.display(description=gettext_lazy("matter"), ordering="matter__name")
    def matter_name(self, one: Stationing):
        return one.matter.name

    @admin.display(description=gettext_lazy("body"))
    def body(self, one: Stationing):
        return one.matter.body

    @admin.display(description=gettext_lazy("state"))
    def state(self, one: Stationing):
        if one.has_entered:
            return chip(_("has entered"), "success")
        return chip(_("not there"), "warning") if one.matter.should_enter else chip(_("need not enter"))


@admin.register(Window)
class WindowPage(ScopedAdmin):
    """窗口."""

    noun = "window"
    menu_right = "view_items"
    menu_title = gettext_lazy("Windows")
    menu_order = 30
    icon = "storefront"
    list_steps = [OpenWindow]
    steps = [CloseWindow]
    list_display = ["centre", "number", "name", "kind", "body", "hours", "state"]
    list_display_links = ["number"]
    list_filter = [CentreFilter, "kind"]
    list_select_related = ["centre__managed_by", "body"]
    search_fields = ["name", "number"]
    ordering = ["centre__path", "number"]
    headline = ["centre", "state"]
    fieldsets = [
        (None, {"fields": ["number", "name", "kind", "body", "hours", "telephone", "staffed_by", "is_seconded"]})
    ]
    empty = gettext_lazy("No window yet.")

    @admin.display(description=gettext_lazy("state"))
    def state(self, window: Window):
        return chip(_("open"), "success") if window.is_open() else chip(_("closed"))
