"""The one place where a status changes."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.errors import RuleViolation
from governance.models.account import Account
from governance.models.organisation import Organisation


def check_move(obj: Any, to: str, *, table: Mapping[str, frozenset[str]]) -> None:
    """Whether the table allows the move; for an operation that must know before it does anything else."""
    if to not in table.get(obj.status, frozenset()):
        states = dict(obj._meta.get_field("status").flatchoices)
        raise RuleViolation(
            "wrong_state",
            _("%(object)s is “%(now)s” and cannot become “%(to)s”.")
            % {"object": obj, "now": states.get(obj.status, obj.status), "to": states.get(to, to)},
        )


def move(
    obj: Any,
    to: str,
    *,
    table: Mapping[str, frozenset[str]],
    by: Account,
    action: str,
    organisation: Organisation | None = None,
    reason: str = "",
    **changes: Any,
) -> None:
    """Move `obj.status` to `to` if the table allows it from where it is now, with the changes that go with it.

    The caller holds the row's lock. Saves only what changed and records it. Raises RuleViolation `wrong_state`.
    """
    check_move(obj, to, table=table)
    fields = ["status", *changes]
    if isinstance(getattr(obj, "version", None), int):
        changes["version"] = obj.version + 1
        fields.append("version")
    before = audit.snapshot(obj, *fields)
    obj.status = to
    for field, value in changes.items():
        setattr(obj, field, value)
    obj.save(update_fields=fields)
    audit.record(
        action,
        obj,
        by=by,
        organisation=organisation,
        before=before,
        after=audit.snapshot(obj, *fields),
        reason=reason,
    )


def version_field() -> models.PositiveIntegerField:
    """The number a form or ETag carries, so that a stale save is seen."""
    return models.PositiveIntegerField(_("version"), default=1, editable=False)
