"""The register of rules as people read it: the page of rules and docs/rules.md."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from governance.roles import name_of
from governance.rule_walk import walk
from governance.rulebook import RULES, Rule, Source

HEAD = """# Every rule, and what it rests on

Written by `make rules` from the `rules.py` of each app and from the code. A refusal names its rule by the code. A rule
is the law's, a local document's, or the house's own: what keeps records sound, whoever uses the portal. Which
operations can refuse by it is read from the code; what an operation is called stands in [rights.md](rights.md).
"""
COLUMNS = ["| code | what it demands | 中文 | source | operations | checked |", "| --- | --- | --- | --- | --- | --- |"]
EVERY = _("every operation")
NONE = _("reading a page, a table or a request")


@dataclass(frozen=True)
class RuleRow:
    """One rule with the operations that can refuse by it."""

    rule: Rule
    operations: tuple[str, ...]
    everywhere: bool = False

    @property
    def where(self) -> list[Any]:
        """The operations' public names, or in words what it is that refuses."""
        if self.everywhere:
            return [EVERY]
        return [name_of(name) for name in self.operations] or [NONE]

    @property
    def source_words(self) -> Any:
        if self.rule.source:
            return self.rule.source
        return Source.HOUSE.label if self.rule.kind == Source.HOUSE else _("Not found yet")


def rows(*, app: str = "", source: str = "", due_on: datetime.date | None = None) -> Iterator[RuleRow]:
    """The rules of an app, of a kind of source, and to be checked by a day; without these, all."""
    found = walk()
    for rule in RULES.values():
        if app not in ("", rule.app) or source not in ("", rule.kind):
            continue
        if due_on is None or rule.is_due(due_on):
            operations = tuple(sorted(found.operations.get(rule.code, ())))
            yield RuleRow(rule, operations, rule.code in found.in_every_operation)


def app_names() -> dict[str, Any]:
    """The apps that state rules, in the order of their tables, with their names."""
    return {rule.app: apps.get_app_config(rule.app).verbose_name for rule in RULES.values()}


def as_markdown() -> str:
    """docs/rules.md."""
    lines = [HEAD]
    for app, name in app_names().items():
        lines += [f"## {_in('en', name)} ({_in('zh-hans', name)})", "", *COLUMNS]
        for row in rows(app=app):
            rule = row.rule
            where = ", ".join(f"`{name}`" for name in row.operations)
            if not where:
                where = _in("en", *row.where)
            source = rule.source or _in("en", row.source_words)
            words = f"{_in('en', rule.words)} | {_in('zh-hans', rule.words)}"
            lines.append(f"| `{rule.code}` | {words} | {source} | {where} | {rule.checked_on} |")
        lines.append("")
    return "\n".join(lines)


def _in(language: str, text: Any) -> str:
    with translation.override(language):
        return str(text)
