"""Pages of deliveries: every event on its way, with each attempt."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance import webhooks
from governance.admin.display import chip, moment
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from governance.models import Attempt, Delivery
from governance.operations.subscriptions import resend_delivery

TONES = {"waiting": "info", "delivered": "success", "dead": "danger"}


def delivery_chip(status: str):
    return chip(Delivery.Status(status).label, TONES[status])


class Resend(Step):
    name = "resend"
    operation = staticmethod(resend_delivery)
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
        if obj.status == Delivery.Status.WAITING:
            return _("It is waiting to be sent.")
        if obj.subscription is not None and not obj.subscription.is_active:
            return _("The subscription is paused; resume it first.")
        return None


class AttemptRows(ScopedInline):
    model = Attempt
    fields = ["time", "status_code", "error", "response_excerpt", "duration_ms"]
    readonly_fields = fields
    ordering = ["-pk"]

    @admin.display(description=_("time"))
    def time(self, attempt: Attempt) -> str:
        return moment(attempt.at)


@admin.register(Delivery)
class DeliveryPage(ScopedAdmin):
    """投递: every event on its way to every recipient, with each attempt; what was given up can be sent again."""

    view_right = "view_deliveries"
    icon = "outbox"
    list_display = ["what", "recipient", "state", "attempts_made", "due"]
    list_filter = ["status", "subscription"]
    list_select_related = ["event", "organisation", "subscription__organisation"]
    search_fields = ["event__label", "=event__kind"]
    ordering = ["-pk"]
    views = [
        View("dead", _("Given up"), lambda rows, account: rows.filter(status=Delivery.Status.DEAD)),
        View("waiting", _("Waiting"), lambda rows, account: rows.filter(status=Delivery.Status.WAITING)),
        View("webhooks", _("Webhooks"), lambda rows, account: rows.exclude(subscription=None)),
    ]
    steps = [Resend]
    headline = ["state", "recipient"]
    fieldsets = [
        (None, {"fields": ["what", "recipient", "cause_of_death", "body"]}),
        (_("Progress"), {"fields": ["due", "delivered_at", "attempts_made"], "classes": ["aside"]}),
        (_("Event"), {"fields": ["event_uid", "kind", "happened_at"], "classes": ["aside"]}),
    ]
    inlines = [AttemptRows]
    empty = _("Nothing has been sent yet.")

    @admin.display(description=_("event"))
    def what(self, delivery: Delivery) -> str:
        return str(delivery.event)

    @admin.display(description=_("recipient"))
    def recipient(self, delivery: Delivery):
        if delivery.subscription is not None:
            return str(delivery.subscription)
        return _("%(organisation)s, in the portal") % {"organisation": delivery.organisation}

    @admin.display(description=_("state"), ordering="status")
    def state(self, delivery: Delivery):
        return delivery_chip(delivery.status)

    @admin.display(description=_("next attempt"), ordering="due_at")
    def due(self, delivery: Delivery):
        return moment(delivery.due_at if delivery.status == Delivery.Status.WAITING else None)

    @admin.display(description=_("event id"))
    def event_uid(self, delivery: Delivery):
        return delivery.event_id

    @admin.display(description=_("kind"))
    def kind(self, delivery: Delivery) -> str:
        return delivery.event.kind

    @admin.display(description=_("happened at"))
    def happened_at(self, delivery: Delivery):
        return moment(delivery.event.at)

    @admin.display(description=_("what is sent"))
    def body(self, delivery: Delivery):
        return format_html("<code>{}</code>", webhooks.body_of(delivery.event)) if delivery.subscription_id else None
