"""Does a webhook say what was signed, and go nowhere but where it may."""

import httpx2
import pytest
from django.conf import settings as portal_settings
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from governance import webhooks
from governance.errors import RuleViolation
from governance.event_delivery import deliver_due
from governance.models import Attempt, EventDelivery
from governance.operations.subscriptions import rotate_secret
from governance.roles import Role
from tests.certificates import certificate_for
from tests.factories import CountyFactory, OrganisationFactory, member, portal_of
from tests.receiver import Receiver
from tests.telling import connect, tell, webhook_of

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


# --- what is sent ----------------------------------------------------------------------------------------------------


def test_webhook_is_signed_over_the_exact_bytes_and_thin(department, portal, receiver):
    _, secret = connect(department, receiver, portal)
    event = tell(department)
    deliver_due()
    [sent] = receiver.received
    sent.verify(secret)
    assert sent.id == str(event.pk)
    assert sent.headers["webhook-timestamp"].isdigit()
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["host"] == receiver.url.split("/")[2]
    assert sent.content == {
        "type": "tests.thing.happened",
        "timestamp": timezone.localtime(event.at).isoformat(),
        "data": {
            "id": str(department.pk),
            "label": "澜移〔2026〕3号",
            "url": f"{portal_settings.PORTAL_URL}/api/v1/things/3/",
        },
    }
    assert sent.content["timestamp"].endswith("+08:00")
    done = webhook_of(event)
    assert (done.status, done.attempts_made, done.attempts.get().status_code) == ("delivered", 1, 204)
    assert done.delivered_at is not None


def test_changed_bytes_and_other_secrets_do_not_verify(department, portal, receiver):
    subscription, secret = connect(department, receiver, portal)
    tell(department)
    deliver_due()
    [sent] = receiver.received
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(sent.body.replace(b"tests", b"teste"), sent.headers)
    with pytest.raises(WebhookVerificationError):
        sent.verify(rotate_secret(subscription, by=member(department, Role.SECURITY_ADMIN)))


def test_during_rotation_both_secrets_verify_and_afterwards_the_new_one_only(department, portal, receiver):
    subscription, old = connect(department, receiver, portal)
    new = rotate_secret(subscription, by=member(department, Role.SECURITY_ADMIN))
    tell(department)
    deliver_due()
    receiver.received[0].verify(old)
    receiver.received[0].verify(new)

    subscription.refresh_from_db()
    subscription.previous_secret_until = timezone.now()
    subscription.save()
    tell(department)
    deliver_due()
    receiver.received[1].verify(new)
    with pytest.raises(WebhookVerificationError):
        receiver.received[1].verify(old)


def test_only_the_named_organisations_systems_are_told(county, department, portal, receiver):
    connect(department, receiver, portal)
    tell(OrganisationFactory(parent=county))
    deliver_due()
    assert receiver.received == []


# --- where webhooks may go -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/",
        "https://[fe80::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://100.100.100.200/",
        "https://0.0.0.0/",
        "https://127.0.0.2/",
        "https://[::1]/",
        "https://224.0.0.1/",
        "http://system.example/",
        "ftp://system.example/",
        "file:///etc/passwd",
        "https://user:word@system.example/",
        "https://",
        "nonsense",
        "https://[::1",
    ],
)
def test_addresses_no_webhook_goes_to(url):
    with pytest.raises(RuleViolation) as refusal:
        webhooks.check_url(url)
    assert refusal.value.code == "address_refused"


def test_departments_are_reached_in_the_internal_network():
    assert webhooks.check_url("https://10.20.30.40/events")
    assert webhooks.check_url("https://system.example:8443/events")


def test_a_name_that_leads_to_a_refused_address_is_not_connected_to(department, portal, receiver, settings):
    receiver.host = "localhost"
    settings.WEBHOOK_TRUSTED_HOSTS = ["localhost"]
    connect(department, receiver, portal)
    settings.WEBHOOK_TRUSTED_HOSTS = []
    event = tell(department)
    deliver_due()
    assert receiver.received == []
    assert webhook_of(event).status == EventDelivery.Status.WAITING
    assert "localhost" in Attempt.objects.get().error


def test_certificate_must_be_the_names(department, portal, tmp_path, monkeypatch):
    """The connection goes to the checked address, yet the certificate is compared with the name."""
    authority, for_localhost, for_another = certificate_for(tmp_path, "localhost", "system.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    webhooks._tls.cache_clear()
    try:
        with (
            Receiver(tls=for_localhost, host="localhost") as right,
            Receiver(tls=for_another, host="localhost") as wrong,
        ):
            request = webhooks.Request(right.url, {}, b"{}")
            assert webhooks.post(request).status == 204
            with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                webhooks.post(webhooks.Request(wrong.url, {}, b"{}"))
            assert wrong.received == []
    finally:
        webhooks._tls.cache_clear()


def test_unknown_certificate_is_tried_again_and_named(department, portal, tmp_path):
    _, for_localhost, _ = certificate_for(tmp_path, "localhost", "system.example")
    with Receiver(tls=for_localhost, host="localhost") as receiver:
        connect(department, receiver, portal)
        event = tell(department)
        deliver_due()
    assert webhook_of(event).status == EventDelivery.Status.WAITING
    assert "CERTIFICATE_VERIFY_FAILED" in Attempt.objects.get().error
