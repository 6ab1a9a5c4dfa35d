"""`make run`: starts the Procfile's processes and the example department, and never leaves one behind."""

import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from honcho import manager as honcho
from honcho.environ import parse_procfile
from honcho.printer import Printer

from examples import ports

ROOT = Path(__file__).resolve().parent.parent
PROCFILES = {ROOT / "Procfile": ports.OF_PORTAL, ROOT / "examples" / "Procfile": ports.OF_DEPARTMENT}
# Seconds before what does not stop is killed. Celery takes up to five to stop in peace; whoever stops us waits for
# about ten, and then nobody would be left to kill the rest.
honcho.KILL_WAIT = 7


def main() -> int:
    if "--check-ports" in sys.argv:
        return check_ports()
    manager = Manager(SurvivingPrinter(sys.stdout))
    variables = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
    }
    for procfile, told in PROCFILES.items():
        for name, command in parse_procfile(procfile.read_text()).processes.items():
            manager.add_process(name, f"exec {command}", env={**variables, **told}, cwd=str(ROOT))
    # Ctrl-C and TERM are honcho's; a closed terminal and a vanished `make` must stop everything just as well.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=stop_without_parent, args=(os.getppid(),), daemon=True).start()
    threading.Thread(target=announce, daemon=True).start()
    manager.loop()
    manager.kill_groups()
    return 0 if manager.returncode in (130, 143) else 1  # stopped by a person, or by a process that failed


class Manager(honcho.Manager):
    """Leaves no process behind: honcho waits for a first one to stop before it counts the seconds, and takes a process
    for stopped whose own children go on."""

    def terminate(self) -> None:
        if not self._terminating:
            timer = threading.Timer(honcho.KILL_WAIT, self.kill_groups)
            timer.daemon = True
            timer.start()
        super().terminate()

    def kill_groups(self) -> None:
        for process in self._processes.values():
            with suppress(ProcessLookupError, PermissionError, KeyError):
                os.killpg(process["pid"], signal.SIGKILL)


class SurvivingPrinter(Printer):
    """Prints while somebody reads; when the terminal or pipe is gone, stops everything in silence."""

    def write(self, message) -> None:
        try:
            super().write(message)
        except OSError:
            self.output = open(os.devnull, "w")  # noqa: SIM115
            os.kill(os.getpid(), signal.SIGTERM)


def check_ports() -> int:
    """Say which address is taken, before anything else is done."""
    for port, whose in {ports.PORTAL: "the portal", ports.DEPARTMENT: "the example department"}.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ports.HOST, port))
            except OSError as error:
                print(f"Port {port} of {ports.HOST}, needed for {whose}, cannot be used: {error.strerror}.")
                print("Stop the program that uses it (perhaps another `make run`), or choose another port:")
                print(f"make run PORT={ports.PORTAL + 100}")
                return 1
    return 0


def stop_without_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def announce() -> None:
    """Print where to go, once the portal answers."""
    while not healthy():
        time.sleep(0.5)
    print(WELCOME, flush=True)


def healthy() -> bool:
    asked = HTTPConnection(ports.HOST, ports.PORTAL, timeout=2)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


WELCOME = f"""
  The portal is running at {ports.OF_PORTAL["PORTAL_URL"]}
  Accounts and what to try are listed above. Ctrl-C stops everything.
"""


if __name__ == "__main__":
    sys.exit(main())
