"""Pages of deliveries: every event on its way, with each attempt."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance import installation, webhooks
from governance.admin.display import chip, moment
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.step_forms import ReasonForm
from governance.admin.steps import Step
from governance.models import Attempt, EventDelivery, Installation
from governance.operations.installation import send_from_here
from governance.operations.subscriptions import resend_event

TONES = {"waiting": "info", "delivered": "success", "dead": "danger"}


def delivery_chip(status: str):
    return chip(EventDelivery.Status(status).label, TONES[status])


class Resend(Step):
    name = "resend"
    operation = staticmethod(resend_event)
    title = _("Send again")
    verb = _("Send again")

    @classmethod
    def at(cls, obj):
        return obj.organisation

    def outcome(self):
        return _("The event goes out again under the same id; a receiver that has it already may ignore it.")

    def done(self, result):
        return _("The event is on its way again.")

    @classmethod
    def blocked(cls, obj, account):
        if obj.status == EventDelivery.Status.WAITING:
            return _("It is waiting to be sent.")
        if obj.subscription is not None and not obj.subscription.is_active:
            return _("The subscription is paused; resume it first.")
        return None


class SendFromHere(Step):
    """Offered on the list while webhooks are held back."""

    name = "send-from-here"
    operation = staticmethod(send_from_here)
    title = _("Send webhooks from here")
    verb = _("Send from here")
    form_class = ReasonForm
    tone = "danger"

    def outcome(self):
        return _(
            "This is the portal itself, not a copy: what waits goes out to the receivers, and so does all that follows."
        )

    def facts(self):
        yield _("webhooks went out from"), Installation.objects.filter(pk=1).first() or "–"
        yield _("this place"), installation.here()

    def consequences(self):
        count = EventDelivery.objects.filter(status=EventDelivery.Status.WAITING, subscription__is_active=True).count()
        yield ngettext(
            "%(count)s event waits and is sent at once.", "%(count)s events wait and are sent at once.", count
        ) % {"count": count}
        yield _("If this is a copy for trying out, leave it, or pause the subscriptions first.")

    def done(self, result):
        return _("Webhooks go out from here.")

    @classmethod
    def blocked(cls, obj, account):
        if not installation.is_elsewhere():
            return _("Webhooks go out from here already; nothing is held back.")
        return None

    def button(self):
        return super().button() if installation.is_elsewhere() else None


class AttemptRows(ScopedInline):
    model = Attempt
    fields = ["time", "status_code", "error", "response_excerpt", "duration_ms"]
    readonly_fields = fields
    ordering = ["-pk"]

    @admin.display(description=_("time"))
    def time(self, attempt: Attempt) -> str:
        return moment(attempt.at)


@admin.register(EventDelivery)
class EventDeliveryPage(ScopedAdmin):
    """投递: every event on its way to every recipient, with each attempt; what was given up can be sent again."""

    view_right = "view_deliveries"
    icon = "outbox"
    list_display = ["what", "recipient", "state", "attempts_made", "due"]
    list_filter = ["status", "subscription"]
    list_select_related = ["event", "organisation", "subscription__organisation"]
    search_fields = ["event__label", "=event__kind"]
    ordering = ["-pk"]
    views = [
        View("dead", _("Given up"), lambda rows, account: rows.filter(status=EventDelivery.Status.DEAD)),
        View("waiting", _("Waiting"), lambda rows, account: rows.filter(status=EventDelivery.Status.WAITING)),
        View("webhooks", _("Webhooks"), lambda rows, account: rows.exclude(subscription=None)),
    ]
    steps = [Resend]
    list_steps = [SendFromHere]
    headline = ["state", "recipient"]
    fieldsets = [
        (None, {"fields": ["what", "recipient", "given_up_because", "body"]}),
        (_("Progress"), {"fields": ["due", "delivered_at", "attempts_made"], "classes": ["aside"]}),
        (_("Event"), {"fields": ["event_uid", "kind", "happened_at"], "classes": ["aside"]}),
    ]
    inlines = [AttemptRows]
    empty = _("Nothing has been sent yet.")

    def changelist_view(self, request, extra_context=None):
        if request.method == "GET" and self.has_view_permission(request) and installation.is_elsewhere():
            messages.warning(
                request,
                _(
                    "Webhooks are held back: this database was last served from another place, so this may be a copy of"
                    " the portal. A system administrator says here that they shall go out."
                ),
            )
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("event"))
    def what(self, delivery: EventDelivery) -> str:
        return str(delivery.event)

    @admin.display(description=_("recipient"))
    def recipient(self, delivery: EventDelivery):
        if delivery.subscription is not None:
            return str(delivery.subscription)
        return _("%(organisation)s, in the portal") % {"organisation": delivery.organisation}

    @admin.display(description=_("state"), ordering="status")
    def state(self, delivery: EventDelivery):
        return delivery_chip(delivery.status)

    @admin.display(description=_("next attempt"), ordering="due_at")
    def due(self, delivery: EventDelivery):
        return moment(delivery.due_at if delivery.status == EventDelivery.Status.WAITING else None)

    @admin.display(description=_("event id"))
    def event_uid(self, delivery: EventDelivery):
        return delivery.event_id

    @admin.display(description=_("kind"))
    def kind(self, delivery: EventDelivery) -> str:
        return delivery.event.kind

    @admin.display(description=_("happened at"))
    def happened_at(self, delivery: EventDelivery):
        return moment(delivery.event.at)

    @admin.display(description=_("what is sent"))
    def body(self, delivery: EventDelivery):
        return format_html("<code>{}</code>", webhooks.body_of(delivery.event)) if delivery.subscription_id else None
