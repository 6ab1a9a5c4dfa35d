"""What happened to a record, in the words of its readers: the audit log of that one row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from governance.models import AuditEntry
from governance.operation_names import name_of


@dataclass(frozen=True)
class Happening:
    """One thing done to a record: when, by whom (under the name held then), what, from which state to which, why."""

    at: datetime
    who: str
    organisation: str
    what: Any
    change: str
    reason: str


def of(obj: Model, limit: int | None = None) -> list[Happening]:
    """What was done to the record, newest first; refusals and looks are for the audit administrator only."""
    entries = (
        AuditEntry.objects.about(obj)
        .filter(outcome=AuditEntry.Outcome.DONE)
        .exclude(action__startswith="view_")
        .select_related("organisation")
        .order_by("-pk")
    )
    states = _states(obj)
    return [
        Happening(
            at=entry.at,
            who=entry.account_name,
            organisation=entry.organisation.name if entry.organisation else "",
            what=name_of(entry.action),
            change=_change(entry, states),
            reason=entry.reason,
        )
        for entry in entries[:limit]
    ]


def _states(obj: Model) -> dict[Any, Any]:
    if not any(field.name == "status" for field in obj._meta.concrete_fields):
        return {}
    return dict(obj._meta.get_field("status").flatchoices)  # type: ignore[union-attr]


def _change(entry: AuditEntry, states: dict[Any, Any]) -> str:
    before = (entry.before or {}).get("status")
    after = (entry.after or {}).get("status")
    words = [str(states.get(state, state)) for state in (before, after) if state]
    return " → ".join(dict.fromkeys(words))
