"""A real worker beside the test, over whatever broker and database the test itself uses."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.governance.test_delivery_workers import environment

COMMAND = [sys.executable, "-m", "celery", "-A", "governance", "--quiet", "worker", "--pool", "threads"]


@contextmanager
def worker(*, log: Path, **variables: str) -> Iterator[None]:
    if connection.vendor == "sqlite":
        variables["DATABASE_URL"] = f"sqlite:///{connection.settings_dict['NAME']}"
    with log.open("w") as said:
        process = subprocess.Popen(
            COMMAND, env=environment(**variables), cwd=settings.BASE_DIR, stdout=said, stderr=said
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait()
