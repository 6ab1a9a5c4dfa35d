"""Which refusals the tests have seen: collected while they run, and asked for afterwards.

`pytest --rules-raised=FOLDER` leaves a file for each process; `python -m tests.rules_raised FOLDER`, when all suites
have run, names the codes that no test has seen raised, and refusals in operations where the code is not known to raise
them.
"""

import os
import sys
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rules-raised", metavar="FOLDER", help="leave in FOLDER which refusals the tests have seen")


def pytest_configure(config: pytest.Config) -> None:
    if folder := config.getoption("--rules-raised"):
        config.pluginmanager.register(Collector(Path(folder)))


class Collector:
    """Notes every refusal that is made, with the operation it is made in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seen = folder, set()
        folder.mkdir(parents=True, exist_ok=True)

    @pytest.hookimpl
    def pytest_collection(self) -> None:
        from governance.errors import RuleViolation
        from governance.running import running

        begin = RuleViolation.__init__

        def noting(refusal, code, *args, **kwargs) -> None:
            begin(refusal, code, *args, **kwargs)
            now = running()
            self.seen.add((code, now.name if now else ""))

        RuleViolation.__init__ = noting  # type: ignore[method-assign]

    @pytest.hookimpl
    def pytest_sessionfinish(self) -> None:
        lines = [f"{code} {operation}".rstrip() for code, operation in sorted(self.seen)]
        (self.folder / f"{os.getpid()}.txt").write_text("\n".join(lines), encoding="utf-8")


def missing(folder: Path) -> tuple[list[str], list[str]]:
    """Codes that nothing raised, and “code in operation” that the register does not know of."""
    from governance.access import OPERATIONS
    from governance.rule_walk import walk

    found = walk()
    lines = {line for file in folder.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines()}
    seen = [(code, operation) for code, _space, operation in (line.partition(" ") for line in sorted(lines))]
    unseen = sorted(found.codes - {code for code, _operation in seen})
    unknown = [
        f"{code} in {operation}"
        for code, operation in seen
        if code in found.codes - found.in_every_operation and operation in OPERATIONS
        if operation not in found.operations.get(code, ())
    ]
    return unseen, unknown


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    unseen, unknown = missing(Path(sys.argv[1]))
    sys.stdout.writelines(f"No test has seen this refusal: {code}\n" for code in unseen)
    sys.stdout.writelines(f"The register does not know of this refusal: {place}\n" for place in unknown)
    return 1 if unseen or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
