"""Delivering what the outbox holds: claim with a lease, send outside any transaction, settle.

At least once: a worker that dies between sending and settling leaves a lease that runs out, and the event goes out
again under the same id. See docs/webhooks.md.
"""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import cast

import httpx2
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import access, installation, outbox, webhooks
from governance.errors import RuleViolation
from governance.models.organisation import Organisation
from governance.models.outbox import Attempt, EventDelivery, Notification, Subscription
from governance.operations.founding import portal_account
from governance.operations.subscriptions import pause_subscription
from governance.webhooks import WebhookResponse

logger = logging.getLogger(__name__)

DEAD = outbox.declare("governance.event_delivery.given_up", _("A delivery was given up"))

# Wait after each failed attempt; after the last of them the delivery is dead.
RETRY_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
GONE = 410
TRY_AGAIN = frozenset({408, 425, 429})  # the 4xx that are not for good

LEASE = timedelta(minutes=2)  # well above webhooks.TOTAL_SECONDS
SENDERS = 100  # sent at the same time by one run, never two to one receiver; more than a county has receivers
NOTIFICATIONS_AT_ONCE = 50

# --- Runs -------------------------------------------------------------------------------------------------------------

_running = threading.Lock()  # held by the run of this process
_wake = threading.Event()  # there may be something to do for it
_stopping = threading.Event()  # it must claim nothing more


def deliver_when_asked() -> None:
    """Begin a run, or have the one that this process is in look again; many calls cost no more than one.

    So however many ask, one thread delivers and the queue of asking messages is empty again at once.
    """
    _wake.set()
    while _wake.is_set() and not _stopping.is_set() and _running.acquire(blocking=False):
        try:
            deliver_due(_wake)
        finally:
            _running.release()


def stop() -> None:
    """The process is to end: its run claims nothing more, and ends with what it has in the air."""
    _stopping.set()
    _wake.set()


def deliver_due(wake: threading.Event | None = None) -> int:
    """Deliver what is due, to the portal's inboxes and by webhook; return how many deliveries were settled.

    Ends when nothing is due and nothing in the air. Each receiver has at most one delivery in the air, so one that is
    slow, or has a thousand events waiting, delays nobody else. Whoever sets `wake` makes the run look again at once.
    """
    wake = wake or threading.Event()
    settled = 0
    being_sent: dict[Future[WebhookResponse], EventDelivery] = {}
    may_send = installation.may_send()
    pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="webhook")
    try:
        while True:
            wake.clear()
            done = [future for future in being_sent if future.done()]
            for future in done:
                _settle(being_sent.pop(future), _answer(future))
            told = 0
            if not _stopping.is_set():
                _give_up_inactive()
                told = _notify()
                for delivery in _claim(SENDERS - len(being_sent)) if may_send else []:
                    future = pool.submit(_send, delivery)
                    being_sent[future] = delivery
                    future.add_done_callback(lambda _: wake.set())
            settled += len(done) + told
            if told:
                continue
            if not being_sent:
                return settled
            wake.wait()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # after an error: the leases of what is in the air run out


# --- Webhooks ---------------------------------------------------------------------------------------------------------


def _claim(limit: int) -> list[EventDelivery]:
    """Take the oldest due webhook of each receiver that has none in the air, with a lease no other worker touches."""
    receivers = list(_receivers()[: max(limit, 0)])  # without a lock: an idle poll must not make SQLite's writers wait
    if not receivers:
        return []
    with transaction.atomic():
        keys = [receiver.pk for receiver in receivers]
        # Whoever claims for a receiver holds its row, and then looks again: two workers never take two of its events.
        locked = list(
            Subscription.objects.filter(pk__in=keys)
            .select_for_update(skip_locked=True, no_key=True)
            .values_list("pk", flat=True)
        )
        oldest = [receiver.oldest for receiver in _receivers().filter(pk__in=locked)]
        claimed = list(
            EventDelivery.objects.filter(pk__in=oldest)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("event", "subscription")
        )
        lease = timezone.now() + LEASE
        EventDelivery.objects.filter(pk__in=[delivery.pk for delivery in claimed]).update(leased_until=lease)
    for delivery in claimed:
        delivery.leased_until = lease
    return claimed


def _receivers() -> QuerySet:
    """Active subscriptions with something due and nothing in the air, each with its `oldest`.

    In no order: while there are more of them than senders, those that always hang must not always be first.
    """
    due = EventDelivery.objects.due().filter(subscription=OuterRef("pk")).order_by("due_at", "pk")
    return (
        Subscription.objects.filter(is_active=True)
        .exclude(pk__in=EventDelivery.objects.being_sent().values("subscription"))
        .annotate(oldest=Subquery(due.values("pk")[:1]))
        .exclude(oldest=None)
        .order_by("?")
    )


def _send(delivery: EventDelivery) -> WebhookResponse:
    """In a thread of its own: touches no database."""
    return webhooks.post(webhooks.build(delivery.event, cast(Subscription, delivery.subscription)))


def _answer(future: Future[WebhookResponse]) -> WebhookResponse:
    error = future.exception()
    if error is None:
        return future.result()
    if not isinstance(error, httpx2.HTTPError | OSError | RuleViolation):
        logger.error("Sending a webhook failed in an unforeseen way", exc_info=error)
    text = str(error) if isinstance(error, RuleViolation) else f"{type(error).__name__}: {error}"
    return WebhookResponse(error=text[:500])


@transaction.atomic
def _settle(claimed: EventDelivery, answer: WebhookResponse) -> None:
    """Record the attempt and what follows from it."""
    delivery = (
        EventDelivery.objects.select_for_update(of=("self",))
        .select_related("event", "organisation", "subscription")
        .get(pk=claimed.pk)
    )
    Attempt.objects.create(
        delivery=delivery,
        status_code=answer.status,
        error=answer.error,
        response_excerpt=answer.excerpt[:500],
        duration_ms=answer.milliseconds,
    )
    if answer.status is not None and 200 <= answer.status < 300:
        _update(delivery, status=EventDelivery.Status.DELIVERED, given_up_because="", delivered_at=timezone.now())
        return
    if delivery.leased_until != claimed.leased_until:
        return  # the lease ran out meanwhile: whoever has it now decides
    if answer.status == GONE:
        _give_up(delivery, EventDelivery.Cause.GONE)
        pause_subscription(cast(Subscription, delivery.subscription), by=portal_account(), reason=f"HTTP {GONE}")
    elif answer.status is not None and 400 <= answer.status < 500 and answer.status not in TRY_AGAIN:
        _give_up(delivery, EventDelivery.Cause.REFUSED)
    elif delivery.attempts_made >= len(RETRY_AFTER):
        _give_up(delivery, EventDelivery.Cause.EXHAUSTED)
    else:
        _update(delivery, due_at=timezone.now() + RETRY_AFTER[delivery.attempts_made])


def _update(delivery: EventDelivery, **changes) -> None:
    EventDelivery.objects.filter(pk=delivery.pk).update(
        attempts_made=delivery.attempts_made + 1, leased_until=None, **changes
    )


def _give_up(delivery: EventDelivery, cause: EventDelivery.Cause) -> None:
    """Give the delivery up: its row stays, and the county's administrators are told."""
    _update(delivery, status=EventDelivery.Status.DEAD, given_up_because=cause)
    if delivery.event.kind == DEAD:
        return  # the county's own system does not listen; its people have had the notice
    county = Organisation.objects.get(path=delivery.organisation.county_path)
    outbox.emit(
        DEAD,
        to=[county],
        about=delivery,
        right="view_deliveries",
        api_path="",
        page_path=reverse("admin:governance_eventdelivery_change", args=[delivery.pk]),
        label=f"{delivery.organisation} · {delivery.event.label}",
    )


def _give_up_inactive() -> None:
    """What still waits for a paused subscription is given up; a lease in another worker's hands is left to it."""
    free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
    inactive = Subscription.objects.filter(is_active=False)
    waiting = EventDelivery.objects.filter(free, status=EventDelivery.Status.WAITING, subscription__in=inactive)
    if waiting.exists():
        waiting.update(
            status=EventDelivery.Status.DEAD, given_up_because=EventDelivery.Cause.INACTIVE, leased_until=None
        )


# --- The portal's own inboxes -----------------------------------------------------------------------------------------


def _notify() -> int:
    """Write the notices that are due. They need no lease: notice and settlement are one transaction."""
    due = EventDelivery.objects.due().filter(subscription=None)
    if not due.exists():
        return 0
    with transaction.atomic():
        deliveries = list(
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("event", "organisation")
            .order_by("pk")[:NOTIFICATIONS_AT_ONCE]
        )
        for delivery in deliveries:
            people = access.people_with(delivery.event.right, at=delivery.organisation)
            Notification.objects.bulk_create(
                [Notification(account=person, event=delivery.event) for person in people], ignore_conflicts=True
            )
            _update(delivery, status=EventDelivery.Status.DELIVERED, delivered_at=timezone.now())
    return len(deliveries)
