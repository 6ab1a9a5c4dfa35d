"""Today's queue: tickets, calling them, holding, ending."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from services.admin import markup
from services.forms import visits as forms
from services.models import Visit, VisitInterval, VisitMatter
from services.operations import visits
from services.visit_states import PRESENT, VisitStatus

TONES = {VisitStatus.WAITING: "info", VisitStatus.SERVED: "success", VisitStatus.ON_HOLD: "neutral"}


class TakeTicket(Step):
    """取号."""

    name = "take"
    operation = staticmethod(visits.take_ticket)
    title = _("Take a ticket")
    verb = _("Take a ticket")
    tone = "default"
    form_class = forms.TicketForm

    def outcome(self):
        return _("The next number of today; whoever has it waits.")

    def perform(self, data):
        return visits.take_ticket(data.pop("centre"), by=self.account, **data)

    def done(self, result):
        return _("Ticket %(ticket)s.") % {"ticket": result}


class CallNext(Step):
    """叫号."""

    name = "call"
    operation = staticmethod(visits.call_next)
    title = _("Call the next ticket")
    verb = _("Call the next")
    form_class = forms.CallForm
    keeps = False

    def outcome(self):
        return _("The first who waits is at your window; no other window calls the same ticket.")

    def perform(self, data):
        return visits.call_next(data["window"], by=self.account)

    def done(self, result):
        return _("Ticket %(ticket)s to window %(window)s.") % {"ticket": result, "window": result.window}


class Substitute(Step):
    """窗口替补."""

    name = "substitute"
    operation = staticmethod(visits.substitute_window)
    title = _("Another window takes over")
    verb = _("Another window takes over")
    tone = "default"
    form_class = forms.SubstituteForm

    def outcome(self):
        return _("Whoever is at the window that closes, or on hold there, goes on at the other without a new ticket.")

    def perform(self, data):
        return visits.substitute_window(data["window"], by=self.account, to=data["to"])

    def next_url(self, result):
        return self.page.list_url()


class VisitStep(Step):
    states = PRESENT

    @classmethod
    def at(cls, obj: Visit):
        return obj.centre

    def button(self):
        return super().button() if self.obj.status in self.states else None

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.status in cls.states else _("It is “%(state)s”.") % {"state": obj.get_status_display()}

    def facts(self):
        return [(_("Ticket"), self.obj), (_("State"), self.obj.get_status_display())]


class Hold(VisitStep):
    """暂挂."""

    name = "hold"
    operation = staticmethod(visits.hold_visit)
    title = _("Put the visit on hold")
    verb = _("Hold")
    tone = "default"
    states = frozenset({VisitStatus.SERVED})

    def outcome(self):
        return _("The visitor keeps the place; the window is free.")


class Resume(VisitStep):
    """恢复办理."""

    name = "resume"
    operation = staticmethod(visits.resume_visit)
    title = _("Go on with the visit")
    verb = _("Go on")
    form_class = forms.ResumeForm
    states = frozenset({VisitStatus.ON_HOLD})

    def outcome(self):
        return _("The visitor is at the window again.")


class Finish(VisitStep):
    """办完."""

    name = "finish"
    operation = staticmethod(visits.finish_visit)
    title = _("End the visit")
    verb = _("Done")
    states = frozenset({VisitStatus.SERVED})

    def outcome(self):
        return _("The visitor has been served; the window is free.")


class Leave(VisitStep):
    """未办离开."""

    name = "leave"
    operation = staticmethod(visits.leave_visit)
    title = _("The visitor left unserved")
    verb = _("Left unserved")
    tone = "default"

    def outcome(self):
        return _("The ticket is over; that nobody served it is kept.")


class AddMatter(VisitStep):
    """一次办多件."""

    name = "add-matter"
    operation = staticmethod(visits.add_matter)
    title = _("Add a matter to the visit")
    verb = _("Add a matter")
    tone = "default"
    form_class = forms.MatterForm
    states = frozenset({VisitStatus.SERVED, VisitStatus.ON_HOLD})

    def outcome(self):
        return _("The application belongs to this visit, beside the others.")


class IntervalRows(ScopedInline):
    model = VisitInterval
    fields = ["kind", "window", "since", "until"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("window")


class MatterRows(ScopedInline):
    model = VisitMatter
    fields = ["application_to"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("application")

    @admin.display(description=_("application"))
    def application_to(self, matter: VisitMatter):
        return markup.application_link(matter.application)


@admin.register(Visit)
class VisitPage(ScopedAdmin):
    """今日排队: one queue for all windows of a centre."""

    noun = "visit"
    view_right = "view_visits"
    menu_title = _("Queue")
    icon = "groups"
    menu_order = 5
    list_display = ["ticket", "state", "window", "item_name", "taken_at", "waited"]
    list_filter = ["status"]
    list_select_related = ["window", "item", "centre"]
    ordering = ["-day", "number"]
    views = [
        View("today", _("Here now"), lambda rows, account: rows.of_day().present()),
        View("waiting", _("Waiting"), lambda rows, account: rows.of_day().waiting()),
    ]
    list_steps = [CallNext, TakeTicket, Substitute]
    steps = [Finish, Hold, Resume, AddMatter, Leave]
    headline = ["state", "window"]
    fieldsets = [(None, {"fields": ["centre", "day", "number", "item", "taken_at", "called_at", "ended_at"]})]
    inlines = [IntervalRows, MatterRows]
    empty = _("Nobody is here.")

    @admin.display(description=_("ticket"), ordering="number")
    def ticket(self, visit: Visit):
        return str(visit)

    @admin.display(description=_("state"), ordering="status")
    def state(self, visit: Visit):
        return chip(visit.get_status_display(), TONES.get(VisitStatus(visit.status), "neutral"))

    @admin.display(description=_("item"))
    def item_name(self, visit: Visit):
        return visit.item.name if visit.item else "–"

    @admin.display(description=_("waited, minutes"))
    def waited(self, visit: Visit):
        until = visit.called_at or visit.ended_at or timezone.now()
        return int((until - visit.taken_at).total_seconds() // 60)
