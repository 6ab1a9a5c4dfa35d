"""What a set of rules answered (认定留存), kept where a decision rests on it: the same after any later change.

A rule set is asked with inputs about a day, as known at a moment; it reads rules and rows, and answers. `Judgement`
holds all of that as plain values, so it needs nothing that can change meanwhile: `Judged.judgement` stores it, once.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.utils import translation

from governance.digests import sha256_of
from governance.rulebook import RULES

Plain = str | int | bool | None


@dataclass(frozen=True)
class Consulted:
    """One rule or row the answer was read from: `what` it is, what it said then, its source, and in which version."""

    what: str
    says: str
    source: str = ""
    version: str = ""


@dataclass(frozen=True)
class Judgement:
    """`question` and `answer` are codes of the app whose rule set it is; `known`: what was known at that moment."""

    question: str
    answer: str
    consulted: tuple[Consulted, ...]
    inputs: Mapping[str, Plain]
    on: datetime.date
    known: datetime.datetime

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "on": self.on.isoformat(), "known": self.known.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        consulted = tuple(Consulted(**one) for one in data["consulted"])
        on = datetime.date.fromisoformat(data["on"])
        known = datetime.datetime.fromisoformat(data["known"])
        return cls(data["question"], data["answer"], consulted, dict(data["inputs"]), on, known)

    @property
    def digest(self) -> str:
        """For the audit: whoever has it can tell whether what is stored is what was answered."""
        return sha256_of([json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False).encode()])


def rule_consulted(code: str) -> Consulted:
    """A rule of the register as it stands today, its source and the day on which that was checked."""
    rule = RULES[code]
    with translation.override("zh-hans"):  # as legal documents are, whoever's language the page had
        return Consulted(code, str(rule.words), rule.source, f"{rule.checked_on}")
