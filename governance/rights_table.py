"""The whole table of rights, as the security administrator's page and docs/rights.md show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import translation

from governance.roles import PERMITTED, TABLES, Role, name_of

HEAD = """# Who may do what

Written by `make rights` from the `rights.py` of each app. A right is an operation's, or one to see. A role counts at
the organisation of its post and everything below it; for roles that count in the whole county or township see
`governance/roles.py`. What is not in the table is allowed to nobody.
"""
COLUMNS = ["| right | what | 中文 | roles |", "| --- | --- | --- | --- |"]


@dataclass(frozen=True)
class Right:
    """One right with its public name and the roles that have it."""

    code: str
    name: Any
    roles: list[Role]

    @property
    def is_everybodys(self) -> bool:
        return len(self.roles) == len(Role)


def rights() -> Iterator[tuple[Any, list[Right]]]:
    """Each app's name and its rights, in the order of its table."""
    for app, codes in TABLES.items():
        rows = [Right(code, name_of(code), [role for role in Role if role in PERMITTED[code]]) for code in codes]
        yield apps.get_app_config(app).verbose_name, rows


def as_markdown() -> str:
    """docs/rights.md."""
    lines = [HEAD]
    for app, rows in rights():
        lines += [f"## {_in('en', app)} ({_in('zh-hans', app)})", "", *COLUMNS]
        for right in rows:
            roles = "everybody" if right.is_everybodys else ", ".join(f"`{role}`" for role in right.roles)
            lines.append(f"| `{right.code}` | {_in('en', right.name)} | {_in('zh-hans', right.name)} | {roles} |")
        lines.append("")
    return "\n".join(lines)


def _in(language: str, text: Any) -> str:
    with translation.override(language):
        return str(text)
