"""Telling others: rows in the caller's transaction, delivered afterwards by governance.event_delivery."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance import background
from governance.models.account import Account
from governance.models.organisation import Organisation
from governance.models.outbox import Event, EventDelivery, Notification, Subscription
from governance.roles import PERMITTED
from governance.text import shortened

# What each kind of event is called in notices. Kinds are past tense: `enforcement.case.transferred`.
TITLES: dict[str, Any] = {}


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
    EventDelivery.objects.bulk_create(
        [
            *(EventDelivery(event=event, organisation=organisation) for organisation in organisations),
            *(
                EventDelivery(event=event, organisation_id=subscription.organisation_id, subscription=subscription)
                for subscription in subscriptions
            ),
        ]
    )
    nudge_on_commit()
    return event


def notify(
    kind: str, people: Iterable[Account], *, about: models.Model, right: str, page_path: str, label: str = ""
) -> None:
    """Tell persons, whatever their desk, that `kind` happened to what they handed over or are to decide.

    Their notices are written at once, in the caller's transaction; other systems are not told.
    """
    event = _event(kind, about, right, "", page_path, label)
    known = [person for person in people if person.is_active and person.kind == Account.Kind.PERSON]
    Notification.objects.bulk_create([Notification(account=person, event=event) for person in known])


def emit_test(subscription: Subscription) -> EventDelivery:
    """An event for one subscription only, to try its address and secret; nobody gets a notice."""
    event = _event(TESTED, subscription, "view_deliveries", "", "", str(subscription.organisation))
    delivery = EventDelivery.objects.create(
        event=event, organisation_id=subscription.organisation_id, subscription=subscription
    )
    nudge_on_commit()
    return delivery


def _event(kind: str, about: models.Model, right: str, api_path: str, page_path: str, label: str) -> Event:
    if kind not in TITLES:
        raise LookupError(f"{kind} has no title; declare it beside the operation that emits it")
    if right not in PERMITTED:
        raise LookupError(f"{right} is in no rights.py: nobody could ever be told")
    return Event.objects.create(
        kind=kind,
        subject_type=about._meta.label_lower,
        subject_id=str(about.pk),
        label=shortened(label or str(about), 200),
        right=right,
        api_path=api_path,
        page_path=page_path,
    )


def nudge_on_commit() -> None:
    """Wake a worker once this transaction is committed. Optimisation only; the 15-second poll guarantees delivery."""
    from governance.tasks import deliver_due

    background.ask_on_commit(deliver_due)
