"""The audit log: writing entries, and the digest of one; sealing and verifying them have modules of their own."""

import datetime
import json
import logging
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from governance.digests import sha256_of
from governance.errors import RuleViolation
from governance.middleware import request_id
from governance.models.account import Account
from governance.models.audit import AuditEntry
from governance.models.organisation import Organisation
from governance.running import running
from governance.text import shortened

logger = logging.getLogger("governance.audit")


def snapshot(instance: models.Model, *fields: str) -> dict[str, Any]:
    """The named fields as plain values, for `before` and `after`."""
    columns = {field.name: field.attname for field in instance._meta.concrete_fields}
    return {field: getattr(instance, columns[field]) for field in fields}


def record(
    target: models.Model,
    *,
    action: str = "",
    by: Account | None = None,
    organisation: Organisation | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Add an entry, in the caller's transaction: what was done happens together with its trace, or not at all.

    Action, account and place are those of the running operation, unless others are given; outside of one they must be.
    """
    operation = running()
    if operation is not None:
        action, by, organisation = action or operation.name, by or operation.by, organisation or operation.place
    if not action or by is None:
        raise LookupError("Outside of an operation an entry needs its action and who did it.")
    return _add(action, target, by, organisation, before, after, reason, AuditEntry.Outcome.DONE)


def record_refusal(
    action: str,
    target: models.Model,
    *,
    by: Account,
    refusal: RuleViolation,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add an entry for what was refused, after the refused transaction has been undone."""
    after = {"code": refusal.code, "field": refusal.field, "basis": refusal.basis, **(details or {})}
    return _add(action, target, by, None, None, after, str(refusal.message), AuditEntry.Outcome.REFUSED)


def _add(action, target, by, organisation, before, after, reason, outcome) -> AuditEntry:
    entry = AuditEntry.objects.create(
        at=timezone.now(),
        account=by,
        account_name=by.name,
        organisation=organisation,
        action=action,
        outcome=outcome,
        target_type=target._meta.label_lower,
        target_id=str(target.pk or ""),
        target_label=shortened(str(target), 300),
        before=_plain(before),
        after=_plain(after),
        reason=reason,
        request_id=request_id.get(),
    )
    # Until it is sealed, this line is all that shows that the entry was there, and that others were not.
    line = partial(logger.info, "audit entry %s %s", entry.pk, digest(entry))
    transaction.on_commit(line, robust=True)
    return entry


def _plain(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """JSON values only, so that what is hashed now equals what the database gives back later.

    Fractions are kept as text: PostgreSQL writes the same number in another way.
    """
    if values is None:
        return None
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder), parse_float=str, parse_constant=str)


def digest(entry: AuditEntry) -> str:
    """Digest over every column of the entry.

    Empty columns are left out, so that a column added one day does not change the digests of older entries.
    """
    columns = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
    columns["at"] = entry.at.astimezone(datetime.UTC).isoformat()
    return sha256({name: value for name, value in columns.items() if value is not None})


def sha256(value: Any) -> str:
    """SHA-256 of the value as JSON, with the algorithm's name in front."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    return sha256_of([text.encode()])
