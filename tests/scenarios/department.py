"""The example department system as `make run` starts it: a process of its own, with credentials of its own."""

import os
import shlex
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
from django.conf import settings
from honcho.environ import parse_procfile

from governance.models import Account, Organisation
from governance.operations.clients import register_client
from governance.operations.subscriptions import subscribe
from governance.roles import Role

PROCFILE = settings.BASE_DIR / "examples" / "Procfile"
PATIENCE = 30  # seconds until something that never comes is a failure, also on a busy machine


def until(condition: Callable[[], object], *, otherwise: Callable[[], str] = lambda: "it never came") -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)


class DepartmentSystem:
    """Registered with the portal on creation; runs between `start` and `stop`, as often as one likes."""

    def __init__(self, department: Organisation, *, by: Account, portal_url: str, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder = folder
        folder.mkdir()
        client, self.client_id, self.client_secret = register_client(
            department, by=by, name="业务系统", role=Role.DEPARTMENT_CLERK, scopes=["read", "write"]
        )
        self.account = client.user
        self.subscription, self.webhook_secret = subscribe(department, by=by, url=f"{self.url}/webhooks")
        self._variables = {
            "PORTAL_URL": portal_url,
            "CLIENT_ID": self.client_id,
            "CLIENT_SECRET": self.client_secret,
            "WEBHOOK_SECRET": self.webhook_secret,
            "PORT": str(self.port),
            "VAR_DIR": str(folder),
            "PYTHONUNBUFFERED": "1",
        }
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "DepartmentSystem":
        program, *arguments = shlex.split(parse_procfile(PROCFILE.read_text()).processes["department"])
        assert program == "python"
        with (self.folder / "said.txt").open("a") as said:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                env={"PATH": os.environ["PATH"], **self._variables},
                cwd=settings.BASE_DIR,
                stdout=said,
                stderr=said,
            )
        until(self._listens, otherwise=self.said)
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def _listens(self) -> bool:
        assert self._process is not None and self._process.poll() is None, self.said()
        try:
            return httpx2.get(self.url, trust_env=False).status_code == 200
        except httpx2.TransportError:
            return False

    def said(self) -> str:
        """What it has printed, as the terminal of `make run` shows it."""
        return (self.folder / "said.txt").read_text()

    def letters(self) -> list[tuple[str, str]]:
        """Label and state of everything in its inbox, oldest first."""
        return self._read("SELECT label, state FROM letters ORDER BY received_at")

    def files(self) -> list[tuple[str, str, bytes]]:
        """Name, SHA-256 and content of every file it has fetched."""
        return self._read("SELECT name, sha256, content FROM files ORDER BY rowid")

    def _read(self, question: str) -> list[tuple]:
        inbox = sqlite3.connect(self.folder / "department.sqlite3")
        try:
            return inbox.execute(question).fetchall()
        finally:
            inbox.close()

    def wait_for(self, *states: str) -> None:
        """Until the letters it has received are in these states."""
        until(lambda: tuple(state for _label, state in self.letters()) == states, otherwise=self.said)
