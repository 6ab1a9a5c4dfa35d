"""Whether a record changed since a form about it was opened.

The form carries a token with the version and the facts of the record as they were shown, so that a stale form can say
both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing

VERSION = "_version"  # the field that carries the token

Facts = Iterable[tuple[Any, Any]]


@dataclass(frozen=True)
class FactChange:
    """One fact of the record as it was when the form was opened, and as it is now."""

    label: str
    then: str
    now: str

    @property
    def changed(self) -> bool:
        return self.then != self.now


@dataclass(frozen=True)
class Opened:
    """The record as a form about it was opened: its version, its facts, the newest entry of its timeline."""

    version: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    newest: int = 0

    @classmethod
    def of(cls, token: str, *, url: str) -> "Opened | None":
        """What the form's token says; None without one that the portal made for this address."""
        try:
            return cls(**signing.loads(token, salt=url))
        except (signing.BadSignature, TypeError):  # TypeError: made by an earlier version
            return None


def token_of(version: int, facts: Facts, newest: int, *, url: str) -> str:
    """What a form that is opened now at the address carries."""
    return signing.dumps({"version": version, "facts": _texts(facts), "newest": newest}, salt=url)


def changes_since(opened: Opened, facts: Facts) -> list[FactChange]:
    """The facts as they were shown, beside what they are now."""
    now = _texts(facts)
    return [FactChange(label, opened.facts.get(label, ""), now.get(label, "")) for label in {**opened.facts, **now}]


def _texts(facts: Facts) -> dict[str, str]:
    return {str(label): str(value) for label, value in facts}
