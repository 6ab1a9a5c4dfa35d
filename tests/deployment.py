"""The Procfile's processes with a Redis of their own, which a test may stop and start again."""

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import redis
from celery import Task
from celery.beat import PersistentScheduler
from django.conf import settings

from governance import celery_app
from tests.governance.test_delivery_workers import PATIENCE, environment

PROCFILE = dict(line.split(": ", 1) for line in (settings.BASE_DIR / "Procfile").read_text().splitlines())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Deployment:
    """Some of the Procfile's processes on the test's database, started and ended with the block."""

    def __init__(self, folder: Path, *, processes: Iterable[str]) -> None:
        self.folder = folder
        self.redis_port, self.web_port = free_port(), free_port()
        self.broker_url = f"redis://127.0.0.1:{self.redis_port}/0"
        self.names = list(processes)
        self.processes: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> "Deployment":
        self.start_redis()
        (self.folder / "static").mkdir()
        for name in self.names:
            self.start(name)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.stop_redis()

    def start(self, name: str) -> None:
        command = [sys.executable, "-m", *shlex.split(PROCFILE[name])]
        with self._log(name).open("w") as log:
            self.processes[name] = subprocess.Popen(
                command, env=self._environment(), cwd=settings.BASE_DIR, stdout=log, stderr=log
            )

    def start_beat_again(self) -> None:
        """Beat as it is after an hour in which it stood still: it asks at once for what its schedule has due."""
        scheduler = PersistentScheduler(celery_app, schedule_filename=str(self.folder / "beat-schedule"), lazy=True)
        scheduler.setup_schedule()
        for entry in scheduler.schedule.values():
            entry.last_run_at = celery_app.now() - timedelta(hours=1)
        scheduler.close()
        self.start("beat")

    def _environment(self) -> dict[str, str]:
        """As deployed: the portal's own settings, not the tests'."""
        return environment(
            DJANGO_SETTINGS_MODULE="governance.settings",
            REDIS_URL=self.broker_url,
            VAR_DIR=str(self.folder),
            WEB_BIND=f"127.0.0.1:{self.web_port}",
            WEB_WORKERS="1",
            WEBHOOK_TRUSTED_HOSTS="127.0.0.1",
            LOG_LEVEL="INFO",
            PYTHONWARNINGS="ignore:You're running the worker with superuser",
        )

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def said(self, name: str) -> str:
        return self._log(name).read_text()

    def ended(self) -> dict[str, str]:
        """Processes that are no more, and the last they said."""
        return {name: self.said(name)[-2000:] for name, process in self.processes.items() if process.poll() is not None}

    def ask(self, task: Task) -> None:
        """As the web process does after a commit."""
        with celery_app.connection_for_write(url=self.broker_url) as broker:
            task.apply_async(connection=broker)

    def waiting(self, queue: str) -> int:
        """Messages nobody has taken yet."""
        with redis.Redis(port=self.redis_port) as client:
            return client.llen(queue)

    def start_redis(self) -> None:
        program = shutil.which("redis-server")
        assert program, "redis-server is not installed (Debian, Ubuntu: apt install redis-server)"
        # Keeps nothing: whatever was only in Redis is lost when it stops.
        options = {"port": str(self.redis_port), "bind": "127.0.0.1", "save": "", "dir": str(self.folder)}
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self._redis = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, env=dict(os.environ))
        deadline = time.monotonic() + PATIENCE
        with redis.Redis(port=self.redis_port) as client:
            while time.monotonic() < deadline:
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    time.sleep(0.05)
        raise RuntimeError("redis-server does not come up")

    def stop_redis(self) -> None:
        self._redis.kill()
        self._redis.wait()
