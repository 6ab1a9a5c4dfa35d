"""Opening, pausing and trying subscriptions; sending a delivery again; changing a webhook's secret."""

import base64
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, installation, outbox
from governance.access import operation
from governance.errors import RuleViolation
from governance.models.account import Account
from governance.models.organisation import Organisation
from governance.models.outbox import EventDelivery, Subscription
from governance.transitions import move
from governance.webhooks import check_url

ROTATION = timedelta(days=7)  # how long the secret before signs beside the new one


@operation(_("Open subscription"), at="self")
def subscribe(organisation: Organisation, *, by: Account, url: str) -> tuple[Subscription, str]:
    """订阅事件: from now on every event for the organisation is posted to `url`, signed (Standard Webhooks).

    Returns the subscription and its secret, which is never shown again. Raises RuleViolation `address_refused` or
    `already_subscribed`.
    """
    url = url.strip()
    check_url(url)
    secret = _new_secret()
    installation.recorded()  # so that a copy of the database, however young, knows that it is one
    try:
        with transaction.atomic():
            subscription = Subscription.objects.create(organisation=organisation, url=url, secret=secret)
    except IntegrityError as error:
        raise _already_subscribed(organisation, url) from error
    audit.record(subscription, after={"url": url})
    return subscription, secret


@operation(_("Rotate secret"), at="organisation")
def rotate_secret(subscription: Subscription, *, by: Account) -> str:
    """更换密钥: a new secret signs; for `ROTATION` the one before signs too, so the receiver changes over in its time.

    Returns the new secret, which is never shown again. Rotating twice makes an older secret worthless at once.
    """
    subscription.previous_secret = subscription.secret
    subscription.previous_secret_until = timezone.now() + ROTATION
    subscription.secret = _new_secret()
    subscription.save(update_fields=["secret", "previous_secret", "previous_secret_until"])
    audit.record(
        subscription,
        after=audit.snapshot(subscription, "previous_secret_until"),
    )
    return subscription.secret


@operation(_("Pause subscription"), at="organisation")
def pause_subscription(subscription: Subscription, *, by: Account, reason: str = "") -> Subscription:
    """暂停订阅: no more events go to the address; what still waits for it is given up and can be sent again later.

    Also done by the portal itself, when the receiver answers 410. Raises RuleViolation `already_paused`.
    """
    if not subscription.is_active:
        raise RuleViolation("already_paused", _("This subscription is paused already."))
    _set_active(subscription, False, reason)
    outbox.nudge_on_commit()  # a run gives up what waits
    return subscription


@operation(_("Resume subscription"), at="organisation")
def resume_subscription(subscription: Subscription, *, by: Account) -> Subscription:
    """恢复订阅: new events go to the address again. What happened meanwhile is in the API, not sent afterwards.

    Raises RuleViolation `already_active`, `already_subscribed` or `address_refused`.
    """
    if subscription.is_active:
        raise RuleViolation("already_active", _("This subscription is active."))
    check_url(subscription.url)
    try:
        with transaction.atomic():
            _set_active(subscription, True, "")
    except IntegrityError as error:
        raise _already_subscribed(subscription.organisation, subscription.url) from error
    return subscription


@operation(_("Send test event"), at="organisation")
def send_test_event(subscription: Subscription, *, by: Account) -> EventDelivery:
    """发送测试事件: one event for this address alone, so that it can be tried. Raises RuleViolation `paused`."""
    _check_active(subscription)
    delivery = outbox.emit_test(subscription)
    audit.record(subscription)
    return delivery


@operation(_("Send event again"), at="organisation")
def resend_event(delivery: EventDelivery, *, by: Account) -> EventDelivery:
    """重新发送: the event goes out again under the same id, with a fresh row of attempts before it.

    For what was given up, and for what the receiver took and lost. Raises RuleViolation `wrong_state` or `paused`.
    """
    if delivery.subscription is not None:
        _check_active(delivery.subscription)
    move(
        delivery,
        EventDelivery.Status.WAITING,
        given_up_because="",
        attempts_made=0,
        due_at=timezone.now(),
        delivered_at=None,
    )
    outbox.nudge_on_commit()
    return delivery


def _set_active(subscription: Subscription, active: bool, reason: str) -> None:
    before = audit.snapshot(subscription, "is_active")
    subscription.is_active = active
    subscription.save(update_fields=["is_active"])
    audit.record(
        subscription,
        before=before,
        after=audit.snapshot(subscription, "is_active"),
        reason=reason,
    )


def _check_active(subscription: Subscription) -> None:
    if not subscription.is_active:
        raise RuleViolation("paused", _("This subscription is paused; resume it first."))


def _already_subscribed(organisation: Organisation, url: str) -> RuleViolation:
    return RuleViolation(
        "already_subscribed",
        _("%(organisation)s already has events sent to %(url)s.") % {"organisation": organisation, "url": url},
        field="url",
    )


def _new_secret() -> str:
    """32 random bytes as Standard Webhooks writes them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
