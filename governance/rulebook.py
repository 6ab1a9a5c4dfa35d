"""The rule register (规则台账): what a rule is, and where each app's table of rules is collected.

Each app has a table in its `rules.py`, one row for each code of a refusal: what the rule demands, what it rests on, and
the day on which that was last checked. `RuleViolation(code, message)` takes its basis from here.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

CHECK_AGAIN_AFTER = datetime.timedelta(days=365)

# The source of a rule that states law or a local document, as long as nobody has found it. The page lists these.
NOT_FOUND = ""


class Source(models.TextChoices):
    """Who made a rule, and so who may change it."""

    LAW = "law", _("Law")
    LOCAL = "local", _("Local document")
    HOUSE = "house", _("House rule")


@dataclass(frozen=True)
class Rule:
    """One rule: what it demands, in words that name no case, and its source.

    `law` is its article, written so that the law register reads it (《行政处罚法》第二十五条), or a national standard;
    `local` the document of the county or the province. With neither it is a house rule (系统规则): what keeps records
    sound, whoever uses the portal.
    `checked_on`: the day somebody last compared the row with its source.
    """

    code: str
    words: Any
    law: str | None = None
    local: str | None = None
    checked_on: datetime.date | None = None
    app: str = ""

    @property
    def kind(self) -> Source:
        if self.law is not None:
            return Source.LAW
        return Source.HOUSE if self.local is None else Source.LOCAL

    @property
    def source(self) -> str:
        """The article or document; empty for a house rule, and where it is not found."""
        return self.law or self.local or ""

    def is_due(self, on: datetime.date) -> bool:
        """Whether nobody has compared it with its source for twelve months."""
        return self.kind != Source.HOUSE and (self.checked_on is None or on - self.checked_on >= CHECK_AGAIN_AFTER)


RULES: dict[str, Rule] = {}


def state(app: str, rules: Iterable[Rule], *, checked_on: datetime.date) -> None:
    """Add an app's table; `checked_on` is the day of its rows that name none. A code stands in one table, once."""
    for rule in rules:
        if rule.code in RULES:
            raise LookupError(f"The rule {rule.code} is stated twice: in {RULES[rule.code].app} and in {app}.")
        if rule.law is not None and rule.local is not None:
            raise LookupError(f"The rule {rule.code} has two sources: one of them is why it holds.")
        day = rule.checked_on or checked_on
        RULES[rule.code] = Rule(rule.code, rule.words, rule.law, rule.local, day, app)


def basis_of(code: str) -> str | None:
    """The article or local document a refusal rests on; None for a house rule."""
    rule = RULES.get(code)
    return rule.source or None if rule else None


def rules_of(kind: Source | None = None) -> Iterator[Rule]:
    """The rules in the order of their tables; of one kind of source, or all."""
    return (rule for rule in RULES.values() if kind in (None, rule.kind))
