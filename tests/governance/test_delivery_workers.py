"""What only real workers can show: two at once, one killed, one woken; and a broker that is away."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from governance import event_delivery
from governance.event_delivery import deliver_due
from governance.models import EventDelivery
from governance.operations.subscriptions import subscribe
from tests.factories import CountyFactory, OrganisationFactory, portal_of
from tests.receiver import Receiver
from tests.telling import connect, tell

PATIENCE = 60  # seconds until something that never comes is a failure, also on a busy machine


def environment(**variables: str) -> dict[str, str]:
    """For another process: this test's database, and keys that open what this process has encrypted."""
    database = connection.settings_dict
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "FIELD_ENCRYPTION_KEYS": ",".join(settings.FIELD_ENCRYPTION_KEYS),
        "INDEX_KEYS": ",".join(settings.INDEX_KEYS),
        "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        f"/{database['NAME']}",
        **variables,
    }


def until(condition) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def department(county):
    return OrganisationFactory(parent=county)


@pytest.fixture
def portal(county):
    return portal_of(county)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_event_once(county, portal, receiver):
    being_sent: Counter[str] = Counter()
    most: list[int] = []

    def slowly(handler) -> None:
        being_sent[handler.path] += 1
        most.append(being_sent[handler.path])
        time.sleep(0.1)
        being_sent[handler.path] -= 1
        handler.send_response(200)
        handler.end_headers()

    receiver.answers = [slowly]
    for _ in range(3):
        department = OrganisationFactory(parent=county)
        subscribe(department, by=portal, url=f"{receiver.url}/{department.pk}")
        for _ in range(4):
            tell(department)
    together = threading.Barrier(2)
    settled = []

    def work() -> None:
        together.wait()
        settled.append(deliver_due())
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(settled) == 3 * 4 * 2, "webhooks and notices"
    sent = [(received.path, received.id) for received in receiver.received]
    assert len(sent) == len(set(sent)) == 12
    assert max(most) == 1, "two at once to one receiver"
    assert not EventDelivery.objects.exclude(status=EventDelivery.Status.DELIVERED).exists()


@pytest.mark.django_db(transaction=True)
def test_many_asking_cost_one_run_and_a_hanging_receiver_delays_nobody(county, department, portal, receiver):
    """In one process, as the worker for deliveries has it: one run, woken by whoever asks meanwhile."""
    release = threading.Event()

    def hang(handler) -> None:
        release.wait(PATIENCE)
        handler.send_response(204)
        handler.end_headers()

    healthy = OrganisationFactory(parent=county)
    subscribe(healthy, by=portal, url=receiver.url)
    with Receiver(answers=[hang]) as hanging:
        connect(department, hanging, portal)
        for _ in range(20):
            tell(department)

        def deliver() -> None:
            event_delivery.deliver_when_asked()
            connections.close_all()

        run = threading.Thread(target=deliver)
        run.start()
        try:
            until(lambda: len(hanging.received) == 1)
            for count in range(1, 4):
                tell(healthy)
                for _ in range(10):
                    event_delivery.deliver_when_asked()  # comes back at once: the run goes on in the other thread
                until(lambda count=count: len(receiver.received) == count)
            assert len(hanging.received) == 1, "no second one before the first has ended"
            assert run.is_alive()
        finally:
            release.set()
            run.join(PATIENCE)
        assert len(hanging.received) == 20
    assert not EventDelivery.objects.exclude(status=EventDelivery.Status.DELIVERED).exists()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_settling_loses_nothing(department, portal, receiver):
    taken = threading.Event()

    def take_and_stall(handler) -> None:
        taken.set()
        time.sleep(PATIENCE)

    receiver.answers = [take_and_stall, 204]
    connect(department, receiver, portal)
    event = tell(department)
    run = "import django; django.setup(); from governance.event_delivery import deliver_due; deliver_due()"
    worker = subprocess.Popen([sys.executable, "-c", run], env=environment(), cwd=settings.BASE_DIR)
    try:
        assert taken.wait(PATIENCE)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    webhook = EventDelivery.objects.get(event=event, subscription__isnull=False)
    assert webhook.status == EventDelivery.Status.WAITING
    assert webhook.leased_until > timezone.now()
    deliver_due()
    assert len(receiver.received) == 1, "the dead worker's lease still runs"
    EventDelivery.objects.filter(pk=webhook.pk).update(leased_until=timezone.now())
    deliver_due()
    webhook.refresh_from_db()
    assert webhook.status == EventDelivery.Status.DELIVERED
    assert [received.id for received in receiver.received] == [str(event.pk)] * 2


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_commit_wakes_a_worker(department, portal, receiver, tmp_path):
    """Through Celery and Redis, without the poller."""
    connect(department, receiver, portal)
    command = [sys.executable, "-m", "celery", "-A", "governance", "--quiet", "worker", "--pool", "threads"]
    with (tmp_path / "worker.log").open("w") as log:
        worker = subprocess.Popen(command, env=environment(), cwd=settings.BASE_DIR, stdout=log, stderr=log)
    try:
        tell(department)
        until(lambda: len(receiver.received) == 1)  # however long it takes to start
        times = []
        for count in range(2, 12):
            started = time.monotonic()
            tell(department)
            until(lambda count=count: len(receiver.received) == count)
            times.append(time.monotonic() - started)
        assert sorted(times)[len(times) // 2] < 2, f"the nudge does not arrive: {times}"
    finally:
        worker.terminate()
        worker.wait()


@pytest.mark.parametrize("answers", [True, False], ids=["refuses", "is silent"])
def test_a_broker_that_is_away_neither_fails_nor_holds_up_the_writer(answers):
    nudge_twice = (
        "import time, django; django.setup()\n"
        "from governance import background, tasks\n"
        "for _ in range(2):\n"
        "    started = time.monotonic(); background.ask(tasks.deliver_due); print(time.monotonic() - started)\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        if answers:
            silent.close()
        output = subprocess.run(
            [sys.executable, "-c", nudge_twice],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "REDIS_URL": f"redis://127.0.0.1:{port}/0"},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        )
    first, second = (float(line) for line in output.stdout.split())
    assert first < 4, "one short attempt"
    assert second < 0.1, "and then it is left alone for a while"
    assert "The broker is away" in output.stderr
