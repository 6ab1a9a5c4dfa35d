"""The deployment's own processes, while Redis is gone and while a receiver hangs: nothing stops, nothing is lost."""

import threading

import httpx2
import pytest

from governance.models import AuditSeal, EventDelivery
from governance.operations.clients import register_client
from governance.operations.founding import portal_account
from governance.operations.subscriptions import subscribe
from governance.roles import Role
from governance.tasks import deliver_due, seal_audit
from tests.clients import founded_county
from tests.deployment import Deployment
from tests.factories import OrganisationFactory, member
from tests.governance.test_delivery_workers import until
from tests.receiver import Receiver
from tests.telling import tell

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

LISTS = "/api/v1/responsibilities/lists/"


@pytest.fixture
def county():
    return founded_county()


@pytest.fixture
def hanging():
    """A receiver that takes every event and does not answer before it is released."""
    release = threading.Event()

    def hang(handler) -> None:
        release.wait()
        handler.send_response(204)
        handler.end_headers()

    with Receiver(answers=[hang]) as receiver:
        receiver.release = release.set  # type: ignore[attr-defined]
        yield receiver
        release.set()


def listening(county, receiver: Receiver):
    organisation = OrganisationFactory(parent=county)
    subscribe(organisation, by=portal_account(), url=receiver.url)
    return organisation


def test_while_a_receiver_hangs_the_others_are_told_and_the_audit_is_sealed(county, hanging, tmp_path):
    with Receiver() as healthy, Deployment(tmp_path, processes=["worker", "deliveries"]) as deployment:
        slow, quick = listening(county, hanging), listening(county, healthy)
        for _ in range(300):
            tell(slow)
            deployment.ask(deliver_due)
        until(lambda: hanging.received)
        for count in range(1, 21):
            tell(quick)
            deployment.ask(deliver_due)
            until(lambda count=count: len(healthy.received) == count)
            if count == 10:
                deployment.start_beat_again()
        # Had each of them waited for the hanging one, or for the next poll, that would have had its turn as often.
        assert EventDelivery.objects.filter(organisation=slow, subscription__isnull=False, attempts=None).count() >= 290
        until(lambda: AuditSeal.objects.exists())  # asked for by beat alone
        until(lambda: not deployment.waiting("deliveries") and not deployment.waiting("work"))
        hanging.release()
        assert not deployment.ended()


def test_without_redis_people_work_on_and_when_it_is_back_so_do_the_workers(county, hanging, tmp_path, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # as deployed, not as in tests
    person = member(county, Role.SUPERVISOR)
    _, client_id, client_secret = register_client(
        county, by=portal_account(), name="对方系统", role=Role.SUPERVISOR, scopes=("read",)
    )
    with Receiver() as healthy, Deployment(tmp_path, processes=["web", "worker", "deliveries", "beat"]) as deployment:
        slow, quick = listening(county, hanging), listening(county, healthy)
        until(lambda: _answers(f"{deployment.web}/healthz"))
        tell(slow)
        deployment.ask(deliver_due)
        until(lambda: hanging.received)  # a task runs…

        deployment.stop_redis()  # …and Redis goes
        with httpx2.Client(base_url=deployment.web, timeout=20) as browser:
            browser.get("/login/")
            form = {"username": person.username, "password": "a long test password", "next": "/"}
            signed_in = browser.post("/login/", data=form | {"csrfmiddlewaretoken": browser.cookies["csrftoken"]})
            assert signed_in.status_code == 302 and "sessionid" in browser.cookies, signed_in.text
        fields = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        token = httpx2.post(f"{deployment.web}/oauth/token/", data=fields, timeout=20)
        assert token.status_code == 200, token.text
        answers = [httpx2.get(deployment.web + LISTS, timeout=20).status_code for _ in range(125)]
        assert answers[0] == 200
        assert answers[-1] == 429, "throttled all the same"
        assert httpx2.get(f"{deployment.web}/public/", timeout=20).status_code == 429, "and so are pages"
        assert "The cache is away" in deployment.said("web")
        event = tell(quick)  # committed while nobody can be woken
        until(
            lambda: "Cannot connect" in deployment.said("worker") and "Cannot connect" in deployment.said("deliveries")
        )

        deployment.start_redis()
        until(lambda: [request.id for request in healthy.received] == [str(event.pk)])
        hanging.release()
        until(lambda: not EventDelivery.objects.exclude(status=EventDelivery.Status.DELIVERED).exists())
        deployment.ask(seal_audit)
        until(lambda: AuditSeal.objects.exists())  # and the other worker has come back as well
        assert not deployment.ended()


def _answers(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False
