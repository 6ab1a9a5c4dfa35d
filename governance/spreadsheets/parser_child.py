"""Parses one workbook in a process of its own, from standard input to lines of JSON. Run by path, as a program.

A malicious file can claim any size. What it costs must end this process and not the web server's.
"""

import json
import signal
import sys
from pathlib import Path
from types import ModuleType

MEMORY = 300 * 1024 * 1024  # of address space; the memory in use is less
SECONDS = 10
MOST_WRITTEN = 128 * 1024 * 1024  # bytes, to the file that the portal reads


def limit_resources() -> None:
    """Limit memory, time and what is written, where the system supports it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # which Python ignores
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def add_bare_packages() -> None:
    """Make the modules beside this one importable without running the packages' `__init__`, which load the whole
    portal."""
    here = Path(__file__).parent
    for name, folder in (("governance", here.parent), ("governance.spreadsheets", here)):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


def main(kind: str, limits: str) -> None:
    from governance.spreadsheets.limits import Limits
    from governance.spreadsheets.unpacking import parse_to_lines

    for line in parse_to_lines(sys.stdin.buffer.read(), kind, Limits(**json.loads(limits))):
        sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")


if __name__ == "__main__":
    limit_resources()
    add_bare_packages()
    main(*sys.argv[1:])
