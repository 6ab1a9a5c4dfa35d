"""Is everybody told who must be, whatever the receiver does; and does nothing get lost."""

import datetime
import socket
import threading
import time

import pytest
from django.utils import timezone

from governance import event_delivery, outbox, webhooks
from governance.event_delivery import RETRY_AFTER, deliver_due
from governance.models import Account, Attempt, AuditEntry, Event, EventDelivery, Membership, Notification
from governance.operations.subscriptions import pause_subscription
from governance.roles import Role
from tests.factories import CountyFactory, OrganisationFactory, member, portal_of
from tests.receiver import Receiver
from tests.telling import HAPPENED, connect, tell, time_passes, webhook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def department(county):
    return OrganisationFactory(parent=county)


@pytest.fixture
def portal(county):
    return portal_of(county)


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


# --- people ----------------------------------------------------------------------------------------------------------


def test_people_with_a_post_that_may_see_it_are_told_once(county, department):
    clerk, head = member(department, Role.DEPARTMENT_CLERK), member(department, Role.DEPARTMENT_HEAD)
    tell(department)
    deliver_due()
    deliver_due()
    assert {notice.account for notice in Notification.objects.all()} == {clerk, head}
    assert Notification.objects.count() == 2


@pytest.mark.parametrize(
    ("post", "why"),
    [
        (lambda county, body: member(body, Role.SYSTEM_ADMIN), "an administrator does no case work"),
        (lambda county, body: member(county, Role.LEADER), "it is not on the leader's desk"),
        (lambda county, body: member(OrganisationFactory(parent=county), Role.DEPARTMENT_CLERK), "other department"),
        (lambda county, body: member(OrganisationFactory(parent=body), Role.DEPARTMENT_CLERK), "may not open it"),
        (lambda county, body: member(body, Role.DEPARTMENT_CLERK, is_active=False), "closed account"),
        (lambda county, body: member(body, Role.DEPARTMENT_CLERK, kind=Account.Kind.SERVICE), "no person"),
    ],
)
def test_others_are_not_told(county, department, post, why):
    post(county, department)
    tell(department)
    deliver_due()
    assert not Notification.objects.exists(), why
    assert EventDelivery.objects.get().status == EventDelivery.Status.DELIVERED


def test_a_post_that_has_ended_is_not_told(department):
    former = member(department, Role.DEPARTMENT_CLERK)
    Membership.objects.filter(account=former).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    tell(department)
    deliver_due()
    assert not Notification.objects.exists()


def test_who_holds_two_posts_is_told_once(department):
    person = member(department, Role.DEPARTMENT_CLERK)
    Membership.objects.create(account=person, organisation=department, role=Role.DEPARTMENT_HEAD)
    tell(department)
    deliver_due()
    assert Notification.objects.filter(account=person).count() == 1


def test_one_run_tells_everybody_however_many(county, department):
    member(department, Role.DEPARTMENT_CLERK)
    for _ in range(event_delivery.NOTIFICATIONS_AT_ONCE + 1):
        tell(department)
    assert deliver_due() == event_delivery.NOTIFICATIONS_AT_ONCE + 1
    assert Notification.objects.count() == event_delivery.NOTIFICATIONS_AT_ONCE + 1


def test_what_nobody_has_named_or_may_see_cannot_be_emitted(department):
    with pytest.raises(LookupError):
        outbox.emit("tests.never.declared", to=[department], about=department, right="view_cases", api_path="")
    with pytest.raises(LookupError):
        outbox.emit(HAPPENED, to=[department], about=department, right="view_everything", api_path="")
    assert not Event.objects.exists()


# --- what the receiver answers ---------------------------------------------------------------------------------------


def test_failing_receiver_gets_the_same_id_again_after_each_wait_and_then_the_delivery_is_dead(
    county, department, portal, receiver
):
    admin = member(county, Role.SYSTEM_ADMIN)
    connect(department, receiver, portal)
    receiver.answers = [500]
    event = tell(department)
    for attempt, wait in enumerate(RETRY_AFTER, start=1):
        before = timezone.now()
        deliver_due()
        waiting = webhook_of(event)
        assert (waiting.status, waiting.attempts_made) == ("waiting", attempt)
        assert before + wait <= waiting.due_at <= timezone.now() + wait
        deliver_due()
        assert len(receiver.received) == attempt, "not before its time"
        time_passes()
    deliver_due()
    dead = webhook_of(event)
    assert (dead.status, dead.given_up_because, dead.attempts_made) == ("dead", "exhausted", 8)
    assert {sent.id for sent in receiver.received} == {str(event.pk)}
    assert len({sent.body for sent in receiver.received}) == 1
    assert dead.attempts.filter(status_code=500).count() == 8

    notice = Notification.objects.get(account=admin)
    assert notice.event.kind == "governance.event_delivery.given_up"
    assert notice.event.label == f"{department} · 澜移〔2026〕3号"
    assert notice.event.page_path == f"/governance/eventdelivery/{dead.pk}/"


def test_retry_table_is_the_documented_one():
    assert [wait.total_seconds() for wait in RETRY_AFTER] == [30, 120, 600, 3600, 4 * 3600, 12 * 3600, 24 * 3600]


def test_recovering_receiver_gets_it(department, portal, receiver):
    _, secret = connect(department, receiver, portal)
    receiver.answers = [500, 200]
    event = tell(department)
    deliver_due()
    time_passes()
    deliver_due()
    assert webhook_of(event).status == EventDelivery.Status.DELIVERED
    assert [attempt.status_code for attempt in Attempt.objects.order_by("pk")] == [500, 200]
    receiver.received[1].verify(secret)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_permanent_refusal_is_dead_at_once(department, portal, receiver, status):
    connect(department, receiver, portal)
    receiver.answers = [status]
    event = tell(department)
    deliver_due()
    assert (webhook_of(event).status, webhook_of(event).given_up_because) == ("dead", "refused")


@pytest.mark.parametrize("status", [302, 307, 408, 425, 429, 500, 502, 503])
def test_temporary_refusal_and_redirect_are_tried_again(department, portal, receiver, status):
    connect(department, receiver, portal)

    def answer(handler):
        handler.send_response(status)
        handler.send_header("Location", receiver.url.replace("/events", "/elsewhere"))
        handler.end_headers()

    receiver.answers = [answer]
    event = tell(department)
    deliver_due()
    assert webhook_of(event).status == EventDelivery.Status.WAITING
    assert [sent.path for sent in receiver.received] == ["/events"], "a redirect is not followed"


def test_gone_pauses_the_subscription_and_gives_up_what_waits(county, department, portal, receiver):
    subscription, _ = connect(department, receiver, portal)
    receiver.answers = [410]
    first, second = tell(department), tell(department)
    deliver_due()
    deliver_due()
    subscription.refresh_from_db()
    assert not subscription.is_active
    assert webhook_of(first).given_up_because == "gone"
    assert (webhook_of(second).status, webhook_of(second).given_up_because) == ("dead", "inactive")
    assert len(receiver.received) == 1
    entry = AuditEntry.objects.get(action="pause_subscription")
    assert (entry.account, entry.reason) == (portal, "HTTP 410")
    tell(department)
    assert EventDelivery.objects.filter(subscription=subscription).count() == 2, "nothing new for a paused subscription"


def test_pausing_gives_up_what_waits(department, portal, receiver):
    subscription, _ = connect(department, receiver, portal)
    event = tell(department)
    pause_subscription(subscription, by=portal)
    deliver_due()
    assert receiver.received == []
    assert webhook_of(event).given_up_because == "inactive"


def test_nobody_listening_is_tried_again(department, portal, receiver):
    connect(department, receiver, portal)
    receiver.server.shutdown()  # else its thread keeps the socket open for a moment
    receiver.server.server_close()
    with socket.socket() as nobody:  # holds the port without listening, or another test's server may be given it
        nobody.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        nobody.bind(receiver.server.server_address)
        event = tell(department)
        deliver_due()
    assert webhook_of(event).status == EventDelivery.Status.WAITING
    assert "ConnectError" in Attempt.objects.get().error


def test_receiver_that_drips_is_cut_off(department, portal, receiver, monkeypatch):
    monkeypatch.setattr(webhooks, "TOTAL_SECONDS", 0.5)

    def drip(handler):
        for _ in range(100):
            handler.wfile.write(b"H")
            time.sleep(0.1)

    receiver.answers = [drip]
    connect(department, receiver, portal)
    event = tell(department)
    started = time.monotonic()
    deliver_due()
    assert time.monotonic() - started < 5
    assert webhook_of(event).status == EventDelivery.Status.WAITING
    assert "Timeout" in Attempt.objects.get().error


def test_endless_answer_is_read_only_at_its_beginning_and_kept_as_text(department, portal, receiver):
    def pour(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"\xff\x00 never ends " * 1000)

    receiver.answers = [pour]
    connect(department, receiver, portal)
    event = tell(department)
    deliver_due()
    assert webhook_of(event).status == EventDelivery.Status.DELIVERED
    assert len(Attempt.objects.get().response_excerpt) == 500
    assert "\0" not in Attempt.objects.get().response_excerpt


def test_no_answer_text_within_the_time_still_counts_as_delivered(department, portal, receiver, monkeypatch):
    monkeypatch.setattr(webhooks, "TOTAL_SECONDS", 2)

    def stall(handler):
        handler.send_response(202)
        handler.send_header("Content-Length", "10")
        handler.end_headers()
        time.sleep(10)

    receiver.answers = [stall]
    connect(department, receiver, portal)
    event = tell(department)
    deliver_due()
    assert webhook_of(event).status == EventDelivery.Status.DELIVERED


def test_a_slow_receiver_with_a_backlog_delays_nobody_else(county, department, portal, receiver):
    other = OrganisationFactory(parent=county)
    waited = []

    def after_the_others(handler):
        """Thinks until everybody else has been told, or for so long that they evidently had to wait."""
        patience = time.monotonic() + 10
        while len(receiver.received) < 5 and time.monotonic() < patience:
            time.sleep(0.01)
        waited.append(len(receiver.received))
        handler.send_response(200)
        handler.end_headers()

    with Receiver(answers=[after_the_others]) as slow:
        connect(department, slow, portal)
        connect(other, receiver, portal)
        for _ in range(3):
            tell(department)
        for _ in range(5):
            tell(other)
        deliver_due()
    assert waited == [5, 5, 5]
    assert not EventDelivery.objects.exclude(status=EventDelivery.Status.DELIVERED).exists()


def test_a_run_that_is_stopped_claims_nothing_more_and_the_next_one_goes_on(department, portal, receiver, monkeypatch):
    monkeypatch.setattr(event_delivery, "_stopping", threading.Event())

    def stop_meanwhile(handler):
        event_delivery.stop()
        handler.send_response(200)
        handler.end_headers()

    receiver.answers = [stop_meanwhile]
    connect(department, receiver, portal)
    for _ in range(3):
        tell(department)
    deliver_due()
    assert len(receiver.received) == 1
    assert EventDelivery.objects.filter(subscription__isnull=False, status=EventDelivery.Status.DELIVERED).count() == 1
    receiver.answers = [200]
    monkeypatch.setattr(event_delivery, "_stopping", threading.Event())
    deliver_due()
    assert len(receiver.received) == 3
    assert not EventDelivery.objects.filter(status=EventDelivery.Status.WAITING).exists()


def test_what_the_county_itself_does_not_take_makes_no_further_noise(county, portal, receiver):
    connect(county, receiver, portal)
    receiver.answers = [404]
    tell(county)
    for _ in range(4):
        deliver_due()
    assert Event.objects.filter(kind="governance.event_delivery.given_up").count() == 1
    assert not EventDelivery.objects.filter(status=EventDelivery.Status.WAITING).exists()


# --- crashes ---------------------------------------------------------------------------------------------------------


def test_what_a_dead_worker_sent_but_never_settled_goes_out_again_under_the_same_id(department, portal, receiver):
    connect(department, receiver, portal)
    event = tell(department)
    [claimed] = event_delivery._claim(10)
    assert event_delivery._send(claimed).status == 204
    # …and here the worker dies.
    deliver_due()
    assert len(receiver.received) == 1, "its lease still runs"
    EventDelivery.objects.filter(pk=claimed.pk).update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    deliver_due()
    assert [sent.id for sent in receiver.received] == [str(event.pk)] * 2
    assert webhook_of(event).status == EventDelivery.Status.DELIVERED


def test_a_worker_that_was_too_slow_does_not_undo_anothers_success(department, portal, receiver):
    connect(department, receiver, portal)
    event = tell(department)
    [late] = event_delivery._claim(10)
    EventDelivery.objects.filter(pk=late.pk).update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    deliver_due()
    event_delivery._settle(late, webhooks.WebhookResponse(error="ReadTimeout"))
    assert webhook_of(event).status == EventDelivery.Status.DELIVERED
    assert webhook_of(event).attempts.count() == 2
