"""An event to tell organisations of, for tests of what happens to it."""

from django.utils import timezone

from governance import outbox
from governance.models import Account, Event, EventDelivery, Organisation, Subscription
from governance.operations.subscriptions import subscribe
from tests.receiver import Receiver

HAPPENED = outbox.declare("tests.thing.happened", "Something happened")


def tell(*organisations: Organisation, label: str = "澜移〔2026〕3号") -> Event:
    return outbox.emit(
        HAPPENED,
        to=organisations,
        about=organisations[0],
        right="view_cases",
        api_path="/api/v1/things/3/",
        label=label,
    )


def connect(organisation: Organisation, receiver: Receiver, by: Account) -> tuple[Subscription, str]:
    """The organisation's system listens; returns the subscription and its secret."""
    return subscribe(organisation, by=by, url=receiver.url)


def webhook_of(event: Event) -> EventDelivery:
    return EventDelivery.objects.get(event=event, subscription__isnull=False)


def time_passes() -> None:
    """The next attempt of everything that waits has come."""
    EventDelivery.objects.filter(status=EventDelivery.Status.WAITING).update(due_at=timezone.now())
