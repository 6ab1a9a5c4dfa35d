"""Telling others: rows in the caller's transaction, delivered afterwards by governance.delivery."""

import logging
import time
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from governance.models.organisation import Organisation
from governance.models.outbox import Delivery, Event, Subscription
from governance.roles import PERMITTED

logger = logging.getLogger(__name__)

# What each kind of event is called in notices. Kinds are past tense: `enforcement.case.transferred`.
TITLES: dict[str, Any] = {}

QUIET_SECONDS = 15  # how long a broker that is away is left alone; the poller comes by as often


def declare(kind: str, title: Any) -> str:
    """Name a kind of event once, beside the operation that emits it: `SENT = declare("app.noun.verbed", _("…"))`."""
    TITLES[kind] = title
    return kind


TESTED = declare("governance.subscription.tested", _("Test of a subscription"))


def emit(
    kind: str,
    *,
    to: Iterable[Organisation],
    about: models.Model,
    right: str,
    api_path: str,
    page_path: str = "",
    label: str = "",
) -> Event:
    """Write down that `kind` happened to `about` and that `to` must know.

    Each organisation gets a notice in the portal, for its people with `right` (the one in governance.roles that opens
    the subject), and one webhook for each active subscription. Runs in the caller's transaction: if that is undone,
    nobody is told; if it holds, everybody is, whatever crashes afterwards. `label` must hold no personal data: it
    travels.
    """
    event = _event(kind, about, right, api_path, page_path, label)
    organisations = list({organisation.pk: organisation for organisation in to}.values())
    subscriptions = Subscription.objects.filter(organisation__in=organisations, is_active=True)
    Delivery.objects.bulk_create(
        [
            *(Delivery(event=event, organisation=organisation) for organisation in organisations),
            *(
                Delivery(event=event, organisation_id=subscription.organisation_id, subscription=subscription)
                for subscription in subscriptions
            ),
        ]
    )
    nudge_on_commit()
    return event


def emit_test(subscription: Subscription) -> Delivery:
    """An event for one subscription only, to try its address and secret; nobody gets a notice."""
    event = _event(TESTED, subscription, "view_deliveries", "", "", str(subscription.organisation))
    delivery = Delivery.objects.create(
        event=event, organisation_id=subscription.organisation_id, subscription=subscription
    )
    nudge_on_commit()
    return delivery


def _event(kind: str, about: models.Model, right: str, api_path: str, page_path: str, label: str) -> Event:
    if kind not in TITLES:
        raise LookupError(f"{kind} has no title; declare it beside the operation that emits it")
    if right not in PERMITTED:
        raise LookupError(f"{right} is not in governance/roles.py: nobody could ever be told")
    return Event.objects.create(
        kind=kind,
        subject_type=about._meta.label_lower,
        subject_id=str(about.pk),
        label=(label or str(about))[:200],
        right=right,
        api_path=api_path,
        page_path=page_path,
    )


_quiet_until = 0.0


def nudge_on_commit() -> None:
    """Wake a worker once this transaction holds. An economy: the poller is what guarantees."""
    transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Ask for a run of deliveries now. A broker that is away costs one short attempt, then nothing for a while."""
    from governance.tasks import deliver_due

    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        deliver_due.delay()
    except (OperationalError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("The broker is away (%s); deliveries wait for the poller.", error)
