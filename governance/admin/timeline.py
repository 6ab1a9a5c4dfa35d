"""What happened to a record, in the words of its readers: the audit log of that one row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import AuditEntry
from governance.roles import name_of


@dataclass(frozen=True)
class Happening:
    """One thing done to a record: when, by whom (under the name held then), what, from which state to which, why."""

    at: datetime
    who: str
    organisation: str
    what: Any
    change: str
    reason: str

    def __str__(self) -> str:
        """One sentence: who did what, and when."""
        words = {"who": self.who, "what": self.what, "time": f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"}
        if not self.organisation:
            return _("%(who)s did “%(what)s” at %(time)s.") % words
        return _("%(who)s (%(organisation)s) did “%(what)s” at %(time)s.") % {
            **words,
            "organisation": self.organisation,
        }


def of(obj: Model, limit: int | None = None, *, after: int = 0) -> list[Happening]:
    """What was done to the record, after an entry of the audit log if one is named; newest first.

    Refusals and looks are for the audit administrator only.
    """
    return in_words(obj, done_to(obj).filter(pk__gt=after)[:limit])


def in_words(obj: Model, entries: Iterable[AuditEntry]) -> list[Happening]:
    """These entries of the record, as its readers read them."""
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
        for entry in entries
    ]


def newest(obj: Model) -> int:
    """The entry of the audit log that says what was last done to the record; 0 without one."""
    return done_to(obj).values_list("pk", flat=True).first() or 0


def done_to(obj: Model) -> QuerySet[AuditEntry]:
    """What was done to the record, newest first."""
    return (
        AuditEntry.objects.about(obj)
        .filter(outcome=AuditEntry.Outcome.DONE)
        .exclude(action__startswith="view_")
        .select_related("organisation")
        .order_by("-pk")
    )


def _states(obj: Model) -> dict[Any, Any]:
    if not any(field.name == "status" for field in obj._meta.concrete_fields):
        return {}
    return dict(obj._meta.get_field("status").flatchoices)  # type: ignore[union-attr]


def _change(entry: AuditEntry, states: dict[Any, Any]) -> str:
    before = (entry.before or {}).get("status")
    after = (entry.after or {}).get("status")
    words = [str(states.get(state, state)) for state in (before, after) if state]
    return " → ".join(dict.fromkeys(words))
