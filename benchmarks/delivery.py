"""From the commit of a transfer to the receiver's handler, on PostgreSQL and Redis with the Procfile's worker."""

import contextlib
import json
import os
import shlex
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import redis
from django.conf import settings
from django.db import transaction

from benchmarks.data import demonstration_township, log_one_case, open_account_of
from enforcement.operations.transfers import transfer_case
from enforcement.states import TransferReason
from governance import celery_app, outbox
from governance.models.organisation import Organisation
from governance.models.outbox import Subscription
from governance.operations.founding import portal_account
from governance.operations.subscriptions import subscribe
from governance.roles import Role

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30  # seconds
TESTED = outbox.declare("benchmarks.receiver.tested", "Measured")


@dataclass(frozen=True)
class Figures:
    """Milliseconds between the commit and the handler."""

    p50: float
    p95: float
    longest: float


def measure(transfers: int, hanging: int = 0) -> Figures:
    """Hand so many cases over, each once the one before has arrived.

    Meanwhile another body's system takes connections and never answers, with so many events waiting for it.
    """
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    township = demonstration_township()
    clerk = open_account_of(Role.TOWNSHIP_CLERK, township)
    department = log_one_case(township, by=clerk).power.department
    delays = []
    with receiver() as arrivals, silence() as silent, worker():
        if hanging:
            _fill(silent, hanging)
        subscribe(department, by=portal_account(), url=arrivals.url)
        for number in range(transfers + 5):
            filed = log_one_case(township, by=clerk)
            committed: list[float] = []
            with transaction.atomic():
                # First of the callbacks, so it runs right after the commit, before the nudge to the worker.
                transaction.on_commit(lambda done=committed: done.append(time.time()))
                transfer = transfer_case(
                    filed,
                    by=clerk,
                    receiver=department,
                    reason_code=TransferReason.NOT_OUR_ITEM,
                    explanation="测速",
                    argument="测速用的案件没有清单事项。",
                )
            arrived = arrivals.wait_for(transfer.document_no)
            if number >= 5:  # the first ones warm the worker up
                delays.append((arrived - committed[0]) * 1000)
    # Their secrets are this run's, and the database may be kept: the next run's worker gives up what waits.
    Subscription.objects.update(is_active=False)
    delays.sort()
    return Figures(statistics.median(delays), delays[int(len(delays) * 0.95)], delays[-1])


def _fill(address: str, events: int) -> None:
    """Events for a body whose system listens at the address; which body it is does not matter."""
    body = Organisation.objects.filter(kind=Organisation.Kind.VILLAGE).first()
    subscribe(body, by=portal_account(), url=address)
    for number in range(events):
        outbox.emit(TESTED, to=[body], about=body, right="view_cases", api_path="", label=str(number))


@contextlib.contextmanager
def silence() -> Iterator[str]:
    """The address of a system that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=1000) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


class Arrivals:
    """When the handler was entered, by the label of the event."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._at: dict[str, float] = {}
        self._changed = threading.Condition()

    def note(self, label: str, at: float) -> None:
        with self._changed:
            self._at[label] = at
            self._changed.notify_all()

    def wait_for(self, label: str) -> float:
        with self._changed:
            if not self._changed.wait_for(lambda: label in self._at, PATIENCE):
                raise TimeoutError(f"nothing about {label} arrived within {PATIENCE} s")
            return self._at[label]


@contextlib.contextmanager
def receiver() -> Iterator[Arrivals]:
    """A department's web server that looks at the clock and says thank you."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            at = time.time()
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()
            arrivals.note(body["data"]["label"], at)

        def log_message(self, *_) -> None:
            """In silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    arrivals = Arrivals(f"http://127.0.0.1:{server.server_port}/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield arrivals
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def worker() -> Iterator[None]:
    """The Procfile's worker for deliveries, ready."""
    line = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("deliveries:"))
    command = [sys.executable, "-m", *shlex.split(line.partition(":")[2])]
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | quiet, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while not celery_app.control.ping(timeout=1):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the worker does not come up")
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
