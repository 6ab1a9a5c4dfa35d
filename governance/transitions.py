"""The one place where a status changes."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.errors import RuleViolation
from governance.models.organisation import Organisation


def check_move(obj: Any, to: str) -> None:
    """Whether the model's `MOVES` allow the move; for an operation that must know before it does anything else."""
    if to not in obj.MOVES.get(obj.status, frozenset()):
        states = dict(obj._meta.get_field("status").flatchoices)
        raise RuleViolation(
            "wrong_state",
            _("%(object)s is “%(now)s” and cannot become “%(to)s”.")
            % {"object": obj, "now": states.get(obj.status, obj.status), "to": states.get(to, to)},
        )


def move(obj: Any, to: str, *, organisation: Organisation | None = None, reason: str = "", **changes: Any) -> None:
    """Move `obj.status` to `to`, with the changes that go with it, if the model's `MOVES` allow it from where it is.

    Part of an operation, which holds the row's lock. Saves only what changed and records it, as `audit.record` does.
    Raises RuleViolation `wrong_state`.
    """
    check_move(obj, to)
    fields = ["status", *changes]
    if isinstance(getattr(obj, "version", None), int):
        changes["version"] = obj.version + 1
        fields.append("version")
    before = audit.snapshot(obj, *fields)
    obj.status = to
    for field, value in changes.items():
        setattr(obj, field, value)
    obj.save(update_fields=fields)
    audit.record(obj, organisation=organisation, before=before, after=audit.snapshot(obj, *fields), reason=reason)


def version_field() -> models.PositiveIntegerField:
    """The number a form or ETag carries, so that a stale save is seen; see `governance.access.operation`."""
    return models.PositiveIntegerField(_("version"), default=1, editable=False)
