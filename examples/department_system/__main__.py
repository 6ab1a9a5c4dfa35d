"""`python -m examples.department_system`: starts the example department with the credentials it was given."""

import argparse
import contextlib
import os
import sys
import threading
from pathlib import Path

from examples.department_system.inbox import Inbox
from examples.department_system.portal import Portal
from examples.department_system.system import Department, say, serve

NEEDED = ("PORTAL_URL", "CLIENT_ID", "CLIENT_SECRET", "WEBHOOK_SECRET")


def settings(folder: Path) -> dict[str, str]:
    """From `department.env`, which `manage.py demo` writes; the environment has the last word."""
    file = folder / "department.env"
    lines = file.read_text().splitlines() if file.exists() else []
    found = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {**found, **os.environ}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m examples.department_system", description=__doc__)
    parser.add_argument(
        "--auto-accept", action="store_true", help="answer by itself: accept a complete package, send back another"
    )
    auto_accept = parser.parse_args().auto_accept
    folder = Path(os.environ.get("VAR_DIR", "var"))
    given = settings(folder)
    missing = [name for name in NEEDED if not given.get(name)]
    if missing:
        print(f"Not set: {', '.join(missing)}. `manage.py demo` writes {folder / 'department.env'}; see README.md.")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    department = Department(
        Portal(given["PORTAL_URL"], given["CLIENT_ID"], given["CLIENT_SECRET"]),
        given["WEBHOOK_SECRET"],
        Inbox(folder / "department.sqlite3"),
        auto_accept=auto_accept,
    )
    server = serve(department, int(given.get("PORT", "8001")))
    threading.Thread(target=department.work, daemon=True).start()
    say(f"The department's system listens at http://127.0.0.1:{server.server_port}/")
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
