"""Does a status change only as its table allows, and never without its trace."""

import pytest

from governance.errors import RuleViolation
from governance.models import AuditEntry, Delivery, Event
from governance.roles import Role
from governance.transitions import move
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.django_db

TABLE = {"waiting": frozenset({"delivered", "dead"}), "dead": frozenset({"waiting"})}


@pytest.fixture
def account():
    return member(CountyFactory(), Role.SYSTEM_ADMIN)


@pytest.fixture
def delivery(account):
    event = Event.objects.create(
        kind="governance.tested", subject_type="x", subject_id="1", label="试", api_path="/api/v1/"
    )
    return Delivery.objects.create(event=event, organisation=account.organisation)


def test_a_move_saves_the_status_with_what_goes_with_it_and_records_both(delivery, account):
    move(
        delivery,
        "delivered",
        table=TABLE,
        by=account,
        action="resend_delivery",
        organisation=delivery.organisation,
        reason="收到",
        attempts_made=3,
    )
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts_made) == ("delivered", 3)
    entry = AuditEntry.objects.get()
    assert entry.before == {"status": "waiting", "attempts_made": 0}
    assert entry.after == {"status": "delivered", "attempts_made": 3}
    assert (entry.action, entry.reason, entry.target_id) == ("resend_delivery", "收到", str(delivery.pk))


def test_other_changes_made_in_memory_are_not_saved_along(delivery, account):
    delivery.attempts_made = 7
    move(delivery, "delivered", table=TABLE, by=account, action="resend_delivery")
    delivery.refresh_from_db()
    assert delivery.attempts_made == 0


def test_a_step_the_table_does_not_name_is_refused_in_the_words_of_the_states(delivery, account):
    move(delivery, "delivered", table=TABLE, by=account, action="resend_delivery")
    for to in ("waiting", "dead", "delivered", "nonsense"):
        with pytest.raises(RuleViolation) as caught:
            move(delivery, to, table=TABLE, by=account, action="resend_delivery")
        assert caught.value.code == "wrong_state"
        assert str(Delivery.Status.DELIVERED.label) in str(caught.value)
    delivery.refresh_from_db()
    assert delivery.status == "delivered"
    assert AuditEntry.objects.count() == 1
