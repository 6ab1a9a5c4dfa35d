"""Pages of subscriptions: which systems are told of events."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.display import chip
from governance.admin.fields import BodyField
from governance.admin.pages.event_deliveries import delivery_chip
from governance.admin.scoped import ScopedAdmin
from governance.admin.step_forms import ReasonForm, StepForm
from governance.admin.steps import Step
from governance.models import EventDelivery, Subscription
from governance.operations import subscriptions as operations


class SubscribeForm(StepForm):
    organisation = BodyField(label=_("Organisation"))
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Where the organisation's system takes events, such as https://system.example/events."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.among = lambda: access.organisations_of(self.account, "subscribe").open()  # type: ignore[attr-defined]


class Subscribe(Step):
    name = "subscribe"
    operation = staticmethod(operations.subscribe)
    title = _("Open a subscription")
    verb = _("Subscribe")
    form_class = SubscribeForm

    def outcome(self):
        return _("From now on, every event for the organisation is posted to this address, signed.")

    def consequences(self):
        return [_("The secret for checking the signature is shown once, on the next page.")]

    def perform(self, data):
        return operations.subscribe(data["organisation"], by=self.account, url=data["url"])

    def revealed(self, result):
        subscription, secret = result
        return [(_("Address"), subscription.url), (_("Secret for checking signatures"), secret)]

    def next_url(self, result):
        return self.page.url_of(result[0])


class SubscriptionStep(Step):
    @classmethod
    def at(cls, obj):
        return obj.organisation


class Rotate(SubscriptionStep):
    name = "rotate"
    operation = staticmethod(operations.rotate_secret)
    title = _("Change the secret")
    verb = _("Change the secret")
    tone = "default"

    def outcome(self):
        return _("A new secret signs from now on; the one before signs beside it for %(days)s days.") % {
            "days": operations.ROTATION.days
        }

    def revealed(self, result):
        return [(_("Address"), self.obj.url), (_("Secret for checking signatures"), result)]


class Pause(SubscriptionStep):
    name = "pause"
    operation = staticmethod(operations.pause_subscription)
    title = _("Pause the subscription")
    verb = _("Pause")
    tone = "danger"
    form_class = ReasonForm

    def outcome(self):
        return _("No more events go to this address.")

    def consequences(self):
        waiting = self.obj.deliveries.filter(status=EventDelivery.Status.WAITING).count()
        return [
            _("%(count)s deliveries that still wait are given up; they can be sent again one by one.")
            % {"count": waiting},
            _("What happens until the subscription is resumed is in the API, but is not sent afterwards."),
        ]

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.is_active else _("It is paused already.")


class Resume(SubscriptionStep):
    name = "resume"
    operation = staticmethod(operations.resume_subscription)
    title = _("Resume the subscription")
    verb = _("Resume")

    def outcome(self):
        return _("New events go to this address again.")

    @classmethod
    def blocked(cls, obj, account):
        return _("It is active.") if obj.is_active else None


class SendTest(SubscriptionStep):
    name = "test"
    operation = staticmethod(operations.send_test_event)
    title = _("Send a test event")
    verb = _("Send a test event")
    tone = "default"

    def outcome(self):
        return _("One event of the kind “governance.subscription.tested” goes to this address; nobody else is told.")

    def done(self, result):
        return _("The test event is on its way; its attempts are listed under deliveries.")

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.is_active else _("It is paused; resume it first.")


@admin.register(Subscription)
class SubscriptionPage(ScopedAdmin):
    """订阅: which systems are told, and whether they listen."""

    view_right = "view_deliveries"
    icon = "cell_tower"
    list_display = ["url", "organisation", "state", "last", "created_at"]
    list_filter = ["is_active"]
    list_select_related = ["organisation"]
    search_fields = ["url", "organisation__name"]
    ordering = ["organisation__path", "pk"]
    list_steps = [Subscribe]
    steps = [SendTest, Rotate, Pause, Resume]
    headline = ["organisation", "state", "last"]
    fieldsets = [
        (None, {"fields": ["url", "organisation", "state", "last"]}),
        (_("Secret"), {"fields": ["previous_secret_until"], "classes": ["aside"]}),
        (_("Dates"), {"fields": ["created_at"], "classes": ["aside"]}),
    ]
    empty = _("No system is told of events yet. Open a subscription for an organisation that has one.")

    def get_queryset(self, request):
        newest = EventDelivery.objects.filter(subscription=OuterRef("pk")).order_by("-pk").values("status")[:1]
        return super().get_queryset(request).annotate(last_status=Subquery(newest))

    @admin.display(description=_("state"))
    def state(self, subscription: Subscription):
        return chip(_("active"), "success") if subscription.is_active else chip(_("paused"), "warning")

    @admin.display(description=_("newest delivery"))
    def last(self, subscription: Any):
        return delivery_chip(subscription.last_status) if subscription.last_status else "–"
