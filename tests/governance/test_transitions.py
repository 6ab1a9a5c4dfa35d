"""Does a status change only as its table allows, and never without its trace."""

import pytest

from governance.errors import RuleViolation
from governance.models import AuditEntry, Event, EventDelivery
from governance.roles import Role
from governance.running import run
from governance.transitions import move
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.django_db

TABLE = {"waiting": frozenset({"delivered", "dead"}), "dead": frozenset({"waiting"})}


@pytest.fixture
def account(monkeypatch):
    """Whoever performs the operation that is running."""
    monkeypatch.setattr(EventDelivery, "MOVES", TABLE)
    account = member(CountyFactory(), Role.SYSTEM_ADMIN)
    with run("resend_event", account):
        yield account


@pytest.fixture
def delivery(account):
    event = Event.objects.create(
        kind="governance.tested", subject_type="x", subject_id="1", label="试", api_path="/api/v1/"
    )
    return EventDelivery.objects.create(event=event, organisation=account.organisation)


def test_a_move_saves_the_status_with_what_goes_with_it_and_records_both(delivery, account):
    move(delivery, "delivered", organisation=delivery.organisation, reason="收到", attempts_made=3)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts_made) == ("delivered", 3)
    entry = AuditEntry.objects.get()
    assert entry.before == {"status": "waiting", "attempts_made": 0}
    assert entry.after == {"status": "delivered", "attempts_made": 3}
    assert (entry.action, entry.reason, entry.target_id) == ("resend_event", "收到", str(delivery.pk))
    assert (entry.account, entry.organisation) == (account, delivery.organisation)


def test_other_changes_made_in_memory_are_not_saved_along(delivery, account):
    delivery.attempts_made = 7
    move(delivery, "delivered")
    delivery.refresh_from_db()
    assert delivery.attempts_made == 0


def test_a_step_the_table_does_not_name_is_refused_in_the_words_of_the_states(delivery, account):
    move(delivery, "delivered")
    for to in ("waiting", "dead", "delivered", "nonsense"):
        with pytest.raises(RuleViolation) as caught:
            move(delivery, to)
        assert caught.value.code == "wrong_state"
        assert str(EventDelivery.Status.DELIVERED.label) in str(caught.value)
    delivery.refresh_from_db()
    assert delivery.status == "delivered"
    assert AuditEntry.objects.count() == 1
