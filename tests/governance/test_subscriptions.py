"""Who may have events sent where, and is the secret shown once and kept closed."""

import base64

import pytest
from django.db import connection
from standardwebhooks import WebhookVerificationError

from governance.event_delivery import deliver_due
from governance.models import Attempt, AuditEntry, EventDelivery, Notification, Subscription
from governance.operations.notifications import read_notifications
from governance.operations.subscriptions import (
    pause_subscription,
    resend_event,
    resume_subscription,
    rotate_secret,
    send_test_event,
    subscribe,
)
from governance.roles import Role
from tests.clients import Browser
from tests.factories import CountyFactory, OrganisationFactory, member
from tests.receiver import Receiver
from tests.refusals import refused
from tests.telling import connect, tell, webhook_of

pytestmark = pytest.mark.django_db

URL = "https://system.example/events"


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def department(county):
    return OrganisationFactory(parent=county)


@pytest.fixture
def admin(county):
    return member(county, Role.SECURITY_ADMIN)


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


def browser(account) -> Browser:
    client = Browser()
    client.force_login(account)
    return client


def test_secret_is_random_encrypted_at_rest_and_not_in_the_audit(department, admin):
    subscription, secret = subscribe(department, by=admin, url=URL)
    _, another = subscribe(department, by=admin, url=f"{URL}/2")
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert secret != another
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM governance_subscription WHERE id = %s", [subscription.pk])
        assert secret not in cursor.fetchone()[0]
    assert Subscription.objects.get(pk=subscription.pk).secret == secret
    for entry in AuditEntry.objects.all():
        assert secret not in str([entry.before, entry.after, entry.target_label, entry.reason])


def test_only_the_security_administrator_of_the_county_subscribes(county, department):
    elsewhere = member(CountyFactory(), Role.SECURITY_ADMIN)
    for stranger in [member(department, Role.DEPARTMENT_HEAD), member(county, Role.SYSTEM_ADMIN), elsewhere]:
        with refused("not_permitted"):
            subscribe(department, by=stranger, url=URL)


@pytest.mark.parametrize("url", ["http://system.example/", "https://169.254.169.254/", "file:///etc/passwd", "x"])
def test_address_is_checked_and_the_refusal_names_the_field(department, admin, url):
    with refused("address_refused", field="url"):
        subscribe(department, by=admin, url=url)


def test_one_active_subscription_for_each_address(department, admin):
    first, _ = subscribe(department, by=admin, url=URL)
    with refused("already_subscribed", field="url"):
        subscribe(department, by=admin, url=f" {URL} ")
    pause_subscription(first, by=admin)
    second, _ = subscribe(department, by=admin, url=URL)
    with refused("already_subscribed"):
        resume_subscription(first, by=admin)
    pause_subscription(second, by=admin)
    resume_subscription(first, by=admin)
    assert list(Subscription.objects.filter(is_active=True)) == [first]


def test_pause_and_resume_say_when_there_is_nothing_to_do(department, admin):
    subscription, _ = subscribe(department, by=admin, url=URL)
    with refused("already_active"):
        resume_subscription(subscription, by=admin)
    pause_subscription(subscription, by=admin, reason="系统升级")
    with refused("already_paused"):
        pause_subscription(subscription, by=admin)
    with refused("paused"):
        send_test_event(subscription, by=admin)
    assert AuditEntry.objects.get(action="pause_subscription", outcome="done").reason == "系统升级"


def test_rotating_twice_makes_the_oldest_secret_worthless(department, admin, receiver):
    subscription, oldest = connect(department, receiver, admin)
    middle = rotate_secret(subscription, by=admin)
    newest = rotate_secret(subscription, by=admin)
    tell(department)
    deliver_due()
    receiver.received[0].verify(newest)
    receiver.received[0].verify(middle)
    with pytest.raises(WebhookVerificationError):
        receiver.received[0].verify(oldest)


def test_test_event_goes_to_this_address_alone(department, admin, receiver):
    subscription, secret = connect(department, receiver, admin)
    member(department, Role.DEPARTMENT_CLERK)
    with Receiver() as other:
        connect(department, other, admin)
        send_test_event(subscription, by=admin)
        deliver_due()
        assert other.received == []
    [sent] = receiver.received
    sent.verify(secret)
    assert sent.content["type"] == "governance.subscription.tested"
    assert sent.content["data"]["url"] is None
    assert not Notification.objects.exists()


def test_what_was_given_up_goes_out_again_under_the_same_id(department, admin, receiver):
    receiver.answers = [404, 200]
    connect(department, receiver, admin)
    member(department, Role.SYSTEM_ADMIN)
    event = tell(department)
    deliver_due()
    dead = webhook_of(event)
    resend_event(dead, by=admin)
    deliver_due()
    dead.refresh_from_db()
    assert (dead.status, dead.given_up_because, dead.attempts_made) == ("delivered", "", 1)
    assert dead.attempts.count() == 2
    assert [sent.id for sent in receiver.received] == [str(event.pk)] * 2
    assert AuditEntry.objects.filter(action="resend_event", account=admin).count() == 1


def test_what_waits_or_is_paused_is_not_sent_again(department, admin, receiver):
    subscription, _ = connect(department, receiver, admin)
    event = tell(department)
    with refused("wrong_state"):
        resend_event(webhook_of(event), by=admin)
    pause_subscription(subscription, by=admin)
    deliver_due()
    with refused("paused"):
        resend_event(webhook_of(event), by=admin)
    assert receiver.received == []


def test_people_of_other_bodies_send_nothing_again(department, admin, receiver):
    receiver.answers = [404]
    connect(department, receiver, admin)
    event = tell(department)
    deliver_due()
    head = member(department, Role.DEPARTMENT_HEAD)
    with refused("not_permitted"):
        resend_event(webhook_of(event), by=head)


# --- pages ------------------------------------------------------------------------------------------------------------


def test_subscribing_on_the_page_shows_the_secret_once(department, admin):
    page = browser(admin).post(
        "/governance/subscription/subscribe/", {"organisation": department.name, "url": URL}, follow=True
    )
    subscription = Subscription.objects.get()
    assert subscription.secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    again = browser(admin).get(f"/governance/subscription/{subscription.pk}/")
    assert again.status_code == 200
    assert subscription.secret not in again.content.decode()


def test_refused_address_is_said_beside_its_field(department, admin):
    page = browser(admin).post(
        "/governance/subscription/subscribe/", {"organisation": department.name, "url": "https://169.254.169.254/"}
    )
    assert page.status_code == 200
    assert page.context["form"].errors["url"]
    assert not Subscription.objects.exists()


def test_steps_of_a_subscription_are_taken_on_their_pages(department, admin, receiver):
    subscription, secret = connect(department, receiver, admin)
    here = f"/governance/subscription/{subscription.pk}"
    shown = browser(admin).post(f"{here}/rotate/", follow=True)
    subscription.refresh_from_db()
    assert subscription.previous_secret == secret
    assert subscription.secret in shown.content.decode()
    assert browser(admin).post(f"{here}/test/").status_code == 302
    deliver_due()
    assert len(receiver.received) == 1
    assert browser(admin).post(f"{here}/pause/", {"reason": "系统升级"}).status_code == 302
    subscription.refresh_from_db()
    assert not subscription.is_active
    assert browser(admin).post(f"{here}/resume/").status_code == 302
    subscription.refresh_from_db()
    assert subscription.is_active


def test_delivery_page_shows_attempts_and_sends_again(department, admin, receiver):
    receiver.answers = [404, 200]
    connect(department, receiver, admin)
    event = tell(department)
    deliver_due()
    dead = webhook_of(event)
    page = browser(admin).get(f"/governance/eventdelivery/{dead.pk}/").content.decode()
    assert "404" in page
    assert str(event.pk) in page
    assert browser(admin).post(f"/governance/eventdelivery/{dead.pk}/resend/").status_code == 302
    deliver_due()
    dead.refresh_from_db()
    assert dead.status == EventDelivery.Status.DELIVERED
    assert Attempt.objects.count() == 2


def test_deliveries_of_another_county_do_not_exist(department, admin, receiver):
    connect(department, receiver, admin)
    event = tell(department)
    stranger = browser(member(CountyFactory(), Role.SYSTEM_ADMIN))
    for page in [
        f"/governance/eventdelivery/{webhook_of(event).pk}/",
        f"/governance/eventdelivery/{webhook_of(event).pk}/resend/",
        f"/governance/subscription/{Subscription.objects.get().pk}/",
    ]:
        assert stranger.get(page).status_code == 404, page
    clerk = browser(member(department, Role.DEPARTMENT_CLERK))
    assert clerk.get("/governance/eventdelivery/").status_code == 403


def test_notice_leads_to_its_subject_and_counts_as_read(department):
    clerk, colleague = (member(department, Role.DEPARTMENT_CLERK) for _ in range(2))
    event = tell(department)
    event.page_path = "/governance/organisation/"
    event.save()
    tell(department, label="澜移〔2026〕4号")
    deliver_due()
    notice = Notification.objects.get(account=clerk, event=event)
    page = browser(clerk).get("/governance/notification/").content.decode()
    assert "澜移〔2026〕3号" in page
    assert "澜移〔2026〕4号" in page
    answer = browser(clerk).get(f"/governance/notification/{notice.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/governance/organisation/")
    assert Notification.objects.for_user(clerk).unread().count() == 1
    assert browser(colleague).get(f"/governance/notification/{notice.pk}/").status_code == 404
    assert browser(clerk).post("/governance/notification/read/").status_code == 302
    assert Notification.objects.for_user(clerk).unread().count() == 0
    assert Notification.objects.for_user(colleague).unread().count() == 2


def test_nobody_reads_for_another(department):
    clerk, colleague = (member(department, Role.DEPARTMENT_CLERK) for _ in range(2))
    with refused("not_permitted"):
        read_notifications(colleague, by=clerk)
