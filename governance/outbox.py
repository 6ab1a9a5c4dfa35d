"""Telling others: rows in the caller's transaction, delivered afterwards by governance.delivery."""

from collections.abc import Iterable

from django.db import models, transaction

from governance.models.organisation import Organisation
from governance.models.outbox import Delivery, Event, Subscription


def emit(
    kind: str, *, to: Iterable[Organisation], about: models.Model, api_path: str, page_path: str = "", label: str = ""
) -> Event:
    """Write down that `kind` (past tense: `enforcement.case.transferred`) happened to `about` and that `to` must know.

    Each organisation gets a notice in the portal and one webhook for each active subscription. Runs in the
    caller's transaction: if that is undone, nobody is told; if it holds, everybody is, whatever crashes
    afterwards. `label` must hold no personal data; it travels.
    """
    from governance.tasks import deliver_due

    event = Event.objects.create(
        kind=kind,
        subject_type=about._meta.label_lower,
        subject_id=str(about.pk),
        label=label or str(about),
        api_path=api_path,
        page_path=page_path,
    )
    organisations = list({organisation.pk: organisation for organisation in to}.values())
    Delivery.objects.bulk_create(Delivery(event=event, organisation=organisation) for organisation in organisations)
    Delivery.objects.bulk_create(
        Delivery(event=event, organisation=subscription.organisation, subscription=subscription)
        for subscription in Subscription.objects.filter(organisation__in=organisations, is_active=True).select_related(
            "organisation"
        )
    )
    # Only a nudge; the poller guarantees. A broker that is away must not fail what has been committed.
    transaction.on_commit(deliver_due.delay, robust=True)
    return event
