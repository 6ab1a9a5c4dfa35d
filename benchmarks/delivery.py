"""From the commit of a transfer to the receiver's handler, on PostgreSQL and Redis with the Procfile's worker."""

import contextlib
import json
import os
import shlex
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
from enforcement.operations import transfer_case
from enforcement.states import TransferReason
from governance import celery_app
from governance.models.outbox import Subscription
from governance.operations import portal_account, subscribe
from governance.roles import Role

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Figures:
    """Milliseconds between the commit and the handler."""

    p50: float
    p95: float
    longest: float


def measure(transfers: int) -> Figures:
    """Hand so many cases over, each once the one before has arrived."""
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    township = demonstration_township()
    clerk = open_account_of(Role.TOWNSHIP_CLERK, township)
    department = log_one_case(township, by=clerk).power.department
    delays = []
    with receiver() as arrivals, worker():
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
                )
            arrived = arrivals.wait_for(transfer.document_no)
            if number >= 5:  # the first ones warm the worker up
                delays.append((arrived - committed[0]) * 1000)
    Subscription.objects.update(is_active=False)  # its secret is this run's, and the database may be kept
    delays.sort()
    return Figures(statistics.median(delays), delays[int(len(delays) * 0.95)], delays[-1])


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
    """The Procfile's worker, ready."""
    line = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("worker:"))
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
