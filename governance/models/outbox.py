"""What other people and systems are to be told: events, who gets them, and every attempt to deliver."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.fields import EncryptedTextField


class Event(models.Model):
    """Something that happened and that another organisation must know, written in the transaction that did it.

    Holds no personal data: kind, time, a label such as a case number, and where to read the rest with one's own rights.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    at = models.DateTimeField(_("time"), default=timezone.now)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    label = models.CharField(_("about"), max_length=200)
    # The right (`view_…` in governance.roles) that opens the subject; people without it are not told.
    right = models.CharField(max_length=64)
    api_path = models.CharField(max_length=200, blank=True)
    page_path = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return gettext("%(what)s: %(about)s") % {"what": self.title, "about": self.label}

    @property
    def title(self) -> str:
        """What happened, in the reader's language."""
        from governance import outbox

        return str(outbox.TITLES.get(self.kind, self.kind))


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def for_user(self, account) -> "SubscriptionQuerySet":
        from governance import access

        return self.filter(access.within(account, "view_deliveries", "organisation"))


class Subscription(models.Model):
    """订阅: an organisation's system wants events by signed webhook (Standard Webhooks)."""

    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="subscriptions", verbose_name=_("organisation")
    )
    url = models.URLField(_("address"), max_length=500)
    secret = EncryptedTextField(_("secret"))
    # During rotation both secrets sign, so the receiver can change over when it likes.
    previous_secret = EncryptedTextField(_("previous secret"), blank=True)
    previous_secret_until = models.DateTimeField(_("previous secret valid until"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "url"], condition=Q(is_active=True), name="subscription_once_active"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.url}"


class EventDeliveryQuerySet(models.QuerySet["EventDelivery"]):
    def due(self) -> "EventDeliveryQuerySet":
        """Waiting, time come, and not in another worker's hands."""
        now = timezone.now()
        return self.filter(status=EventDelivery.Status.WAITING, due_at__lte=now).filter(
            Q(leased_until=None) | Q(leased_until__lt=now)
        )

    def being_sent(self) -> "EventDeliveryQuerySet":
        """Webhooks that a worker is sending just now."""
        return self.filter(
            status=EventDelivery.Status.WAITING, leased_until__gte=timezone.now(), subscription__isnull=False
        )

    def for_user(self, account) -> "EventDeliveryQuerySet":
        from governance import access

        return self.filter(access.within(account, "view_deliveries", "organisation"))


class EventDelivery(models.Model):
    """One event on its way to one recipient: an organisation's people in the portal, or its system by webhook."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        DEAD = "dead", _("Given up")

    class Cause(models.TextChoices):
        REFUSED = "refused", _("The receiver refused it for good")
        GONE = "gone", _("The receiver wants no more events (410)")
        EXHAUSTED = "exhausted", _("Every attempt failed")
        INACTIVE = "inactive", _("The subscription is paused")

    # Sending again is the only change a person makes; the rest is governance.event_delivery's.
    MOVES = {Status.DEAD: frozenset({Status.WAITING}), Status.DELIVERED: frozenset({Status.WAITING})}

    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries", verbose_name=_("event"))
    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="deliveries", verbose_name=_("organisation")
    )
    subscription = models.ForeignKey(
        Subscription,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("subscription"),
        help_text=_("Empty for a notice in the portal."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.WAITING)
    given_up_because = models.CharField(_("given up because"), max_length=10, choices=Cause.choices, blank=True)
    # Since the last (re)start; the rows of `attempts` keep them all.
    attempts_made = models.PositiveSmallIntegerField(pgettext_lazy("how many", "attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    leased_until = models.DateTimeField(null=True, editable=False)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = EventDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("event delivery")
        verbose_name_plural = _("event deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "subscription"],
                condition=Q(subscription__isnull=False),
                name="event_delivery_once_hooked",
            ),
            models.UniqueConstraint(
                fields=["event", "organisation"], condition=Q(subscription=None), name="event_delivery_once_in_portal"
            ),
            models.CheckConstraint(
                name="event_delivery_given_up_has_cause",
                condition=(Q(status="dead") & ~Q(given_up_because="")) | (~Q(status="dead") & Q(given_up_because="")),
            ),
        ]
        indexes = [
            # The next one of a receiver, and of the inboxes (no subscription), is found however many wait.
            models.Index(fields=["subscription", "due_at"], condition=Q(status="waiting"), name="event_delivery_due"),
            models.Index(
                fields=["subscription"], condition=Q(leased_until__isnull=False), name="event_delivery_leased"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.subscription or self.organisation}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def for_user(self, account) -> "AttemptQuerySet":
        """Seen with its delivery."""
        return self.filter(delivery__in=EventDelivery.objects.for_user(account))


class Attempt(models.Model):
    """One try at a webhook: what came back, never what was sent beyond the event."""

    delivery = models.ForeignKey(
        EventDelivery, models.PROTECT, related_name="attempts", verbose_name=_("event delivery")
    )
    at = models.DateTimeField(_("time"), default=timezone.now)
    status_code = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    response_excerpt = models.CharField(_("answer"), max_length=500, blank=True)
    duration_ms = models.PositiveIntegerField(_("milliseconds"), default=0)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S} {self.status_code or self.error}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def for_user(self, account) -> "NotificationQuerySet":
        """An account reads its own notices only."""
        return self.filter(account=account)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    """通知: one account has been told of an event in the portal."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications", db_index=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="notifications")
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [models.UniqueConstraint(fields=["account", "event"], name="notification_once")]
        indexes = [models.Index(fields=["account", "-created_at"], name="notification_newest")]

    def __str__(self) -> str:
        return str(self.event)
