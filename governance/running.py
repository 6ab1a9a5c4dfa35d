"""The operation that is running: its name, who performs it, and where. The audit and transitions read it from here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from governance.models.account import Account
from governance.models.organisation import Organisation


@dataclass
class Running:
    """`place` is where the right was checked first; without one nothing has been checked yet."""

    name: str
    by: Account
    place: Organisation | None = None
    is_checked: bool = False


_running: ContextVar[Running | None] = ContextVar("the running operation", default=None)


def running() -> Running | None:
    """The innermost operation that is running; None outside of operations."""
    return _running.get()


@contextmanager
def run(name: str, by: Account) -> Iterator[Running]:
    """What happens inside is the operation of this name; operations called by it have their own."""
    token = _running.set(Running(name, by))
    try:
        yield _running.get()  # type: ignore[misc]
    finally:
        _running.reset(token)
