"""Delivering what the outbox holds: claim with a lease, send outside any transaction, settle.

At least once: a worker that dies between sending and settling leaves a lease that runs out, and the event goes out
again under the same id. See docs/delivery.md.
"""

import logging
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import cast

import httpx
from django.db import transaction
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import access, outbox, webhooks
from governance.errors import RuleViolation
from governance.models.organisation import Organisation
from governance.models.outbox import Attempt, Delivery, Notice, Subscription
from governance.operations.founding import portal_account
from governance.operations.subscriptions import pause_subscription
from governance.webhooks import Answer

logger = logging.getLogger(__name__)

DEAD = outbox.declare("governance.delivery.dead", _("A delivery was given up"))

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
SENDERS = 8  # sent at the same time by one run, never two to one subscription
NOTICES_AT_ONCE = 50
RUN_SECONDS = 30  # after which a run claims no more; the poller starts the next
LOOK_AGAIN_SECONDS = 0.25  # for new work while slow receivers think


def deliver_due() -> int:
    """Deliver what is due, to the portal's inboxes and by webhook; return how many deliveries were settled.

    Each subscription has at most one delivery of a run in the air, oldest first, so a receiver that is slow, or has a
    thousand events waiting, delays nobody else.
    """
    settled = 0
    stop = time.monotonic() + RUN_SECONDS
    in_the_air: dict[Future[Answer], Delivery] = {}
    _bury_inactive()
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="webhook") as pool:
        while True:
            told = 0
            if time.monotonic() < stop:
                for delivery in _claim(SENDERS - len(in_the_air), busy=in_the_air.values()):
                    in_the_air[pool.submit(_send, delivery)] = delivery
                told = _notify()
            if not in_the_air and not told:
                return settled
            settled += told
            done, _pending = wait(in_the_air, timeout=LOOK_AGAIN_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                _settle(in_the_air.pop(future), _answer(future))
                settled += 1


# --- Webhooks ---------------------------------------------------------------------------------------------------------


def _claim(limit, busy) -> list[Delivery]:
    """Take the oldest due webhook of each subscription that is not busy, with a lease no other worker touches."""
    if limit <= 0:
        return []
    webhooks_due = Delivery.objects.due().filter(subscription__is_active=True)
    oldest = (
        webhooks_due.exclude(subscription__in=[delivery.subscription_id for delivery in busy])
        .values("subscription")
        .annotate(oldest=Min("pk"))
        .order_by("oldest")
        .values_list("oldest", flat=True)
    )
    keys = list(oldest[:limit])  # read first, without a lock: an idle poll must not make SQLite's writers wait
    if not keys:
        return []
    with transaction.atomic():
        claimed = list(
            webhooks_due.filter(pk__in=keys)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("event", "subscription")
        )
        lease = timezone.now() + LEASE
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in claimed]).update(leased_until=lease)
    for delivery in claimed:
        delivery.leased_until = lease
    return claimed


def _send(delivery: Delivery) -> Answer:
    """In a thread of its own: touches no database."""
    return webhooks.post(webhooks.build(delivery.event, cast(Subscription, delivery.subscription)))


def _answer(future: Future[Answer]) -> Answer:
    error = future.exception()
    if error is None:
        return future.result()
    if not isinstance(error, httpx.HTTPError | OSError | RuleViolation):
        logger.error("Sending a webhook failed in an unforeseen way", exc_info=error)
    text = str(error) if isinstance(error, RuleViolation) else f"{type(error).__name__}: {error}"
    return Answer(error=text[:500])


@transaction.atomic
def _settle(claimed: Delivery, answer: Answer) -> None:
    """Record the attempt and what follows from it."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
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
        _update(delivery, status=Delivery.Status.DELIVERED, cause_of_death="", delivered_at=timezone.now())
        return
    if delivery.leased_until != claimed.leased_until:
        return  # the lease ran out meanwhile: whoever has it now decides
    if answer.status == GONE:
        _bury(delivery, Delivery.Cause.GONE)
        pause_subscription(cast(Subscription, delivery.subscription), by=portal_account(), reason=f"HTTP {GONE}")
    elif answer.status is not None and 400 <= answer.status < 500 and answer.status not in TRY_AGAIN:
        _bury(delivery, Delivery.Cause.REFUSED)
    elif delivery.attempts_made >= len(RETRY_AFTER):
        _bury(delivery, Delivery.Cause.EXHAUSTED)
    else:
        _update(delivery, due_at=timezone.now() + RETRY_AFTER[delivery.attempts_made])


def _update(delivery: Delivery, **changes) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts_made=delivery.attempts_made + 1, leased_until=None, **changes
    )


def _bury(delivery: Delivery, cause: Delivery.Cause) -> None:
    """Give the delivery up: its row stays, and the county's administrators are told."""
    _update(delivery, status=Delivery.Status.DEAD, cause_of_death=cause)
    if delivery.event.kind == DEAD:
        return  # the county's own system does not listen; its people have had the notice
    county = Organisation.objects.get(path=delivery.organisation.county_path)
    outbox.emit(
        DEAD,
        to=[county],
        about=delivery,
        right="view_deliveries",
        api_path="",
        page_path=reverse("admin:governance_delivery_change", args=[delivery.pk]),
        label=f"{delivery.organisation} · {delivery.event.label}",
    )


def _bury_inactive() -> None:
    """What still waits for a paused subscription is given up; a lease in another worker's hands is left to it."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = Delivery.objects.filter(free, status=Delivery.Status.WAITING, subscription__is_active=False)
    if waiting.exists():
        waiting.update(status=Delivery.Status.DEAD, cause_of_death=Delivery.Cause.INACTIVE, leased_until=None)


# --- The portal's own inboxes -----------------------------------------------------------------------------------------


def _notify() -> int:
    """Write the notices that are due. They need no lease: notice and settlement are one transaction."""
    due = Delivery.objects.due().filter(subscription=None)
    if not due.exists():
        return 0
    with transaction.atomic():
        deliveries = list(
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("event", "organisation")
            .order_by("pk")[:NOTICES_AT_ONCE]
        )
        for delivery in deliveries:
            people = access.people_with(delivery.event.right, at=delivery.organisation)
            Notice.objects.bulk_create(
                [Notice(account=person, event=delivery.event) for person in people], ignore_conflicts=True
            )
            _update(delivery, status=Delivery.Status.DELIVERED, delivered_at=timezone.now())
    return len(deliveries)
