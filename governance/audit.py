"""Writing the audit log, sealing it into a chain, and proving that nobody has touched it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from governance.errors import RuleViolation
from governance.middleware import request_id
from governance.models.account import Account
from governance.models.audit import AuditBlock, AuditEntry, AuditSeal
from governance.models.organisation import Organisation

GENESIS = "0" * 64
SEAL_AT_ONCE = 10_000  # entries in one block, so that a backlog never has to fit in memory


def snapshot(instance: models.Model, *fields: str) -> dict[str, Any]:
    """The named fields as plain values, for `before` and `after`."""
    columns = {field.name: field.attname for field in instance._meta.concrete_fields}
    return {field: getattr(instance, columns[field]) for field in fields}


def record(
    action: str,
    target: models.Model,
    *,
    by: Account,
    organisation: Organisation | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Add an entry, in the caller's transaction: what was done happens together with its trace, or not at all."""
    return _add(action, target, by, organisation, before, after, reason, AuditEntry.Outcome.DONE)


def record_refusal(action: str, target: models.Model, *, by: Account, refusal: RuleViolation) -> AuditEntry:
    """Add an entry for what was refused, after the refused transaction has been undone."""
    after = {"code": refusal.code, "field": refusal.field, "basis": refusal.basis}
    return _add(action, target, by, None, None, after, str(refusal.message), AuditEntry.Outcome.REFUSED)


def _add(action, target, by, organisation, before, after, reason, outcome) -> AuditEntry:
    return AuditEntry.objects.create(
        at=timezone.now(),
        account=by,
        account_name=by.name,
        organisation=organisation,
        action=action,
        outcome=outcome,
        target_type=target._meta.label_lower,
        target_id=str(target.pk or ""),
        target_label=str(target)[:300],
        before=_plain(before),
        after=_plain(after),
        reason=reason,
        request_id=request_id.get(),
    )


def _plain(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """JSON values only, so that what is hashed now equals what the database gives back later."""
    return None if values is None else json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def digest(entry: AuditEntry) -> str:
    """SHA-256 over every column of the entry."""
    columns = {
        field.attname: getattr(entry, field.attname) if field.attname != "at" else entry.at.timestamp()
        for field in entry._meta.concrete_fields
    }
    text = json.dumps(columns, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _chain(previous_hash: str, digests: list[str]) -> str:
    return hashlib.sha256("".join([previous_hash, *digests]).encode()).hexdigest()


def seal() -> AuditBlock | None:
    """Seal the entries that have no seal yet into the next block; None if there are none.

    Entries are chosen by having no seal, not by number: a transaction that took a low number may commit late, and
    its entry then goes into a later block. `previous_hash` is unique, so two sealers cannot both extend the chain:
    one of them does, the other leaves what remains to the next run.
    """
    try:
        with transaction.atomic():
            return _seal()
    except IntegrityError:
        return None


def _seal() -> AuditBlock | None:
    last = AuditBlock.objects.order_by("-pk").first()
    sealed = AuditSeal.objects.filter(entry_id=models.OuterRef("pk"))
    entries = list(AuditEntry.objects.filter(~models.Exists(sealed)).order_by("pk")[:SEAL_AT_ONCE])
    if not entries:
        return None
    digests = [digest(entry) for entry in entries]
    previous = last.hash if last else GENESIS
    block = AuditBlock.objects.create(
        sealed_at=timezone.now(), count=len(entries), previous_hash=previous, hash=_chain(previous, digests)
    )
    AuditSeal.objects.bulk_create(
        AuditSeal(entry_id=entry.pk, block=block, digest=value) for entry, value in zip(entries, digests, strict=True)
    )
    return block


@dataclass(frozen=True)
class Verdict:
    """Result of `verify`: how much was checked, and the first thing found wrong (None if all is well)."""

    blocks: int
    entries: int
    unsealed: int
    fault: str | None = None
    entry_id: int | None = None
    head: str = GENESIS


def verify() -> Verdict:
    """Recompute the chain from its beginning and name the first altered or missing row.

    Whoever can rewrite every table can rewrite the chain too: keep the printed head elsewhere and compare.
    """
    previous, blocks, checked = GENESIS, 0, 0

    def verdict(fault: str | None = None, entry_id: int | None = None) -> Verdict:
        sealed = AuditSeal.objects.filter(entry_id=models.OuterRef("pk"))
        unsealed = AuditEntry.objects.filter(~models.Exists(sealed)).count()
        return Verdict(blocks, checked, unsealed, fault, entry_id, previous)

    for block in AuditBlock.objects.order_by("pk").iterator():
        seals = list(block.seals.order_by("entry_id"))
        entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal_row in seals:
            entry = entries.get(seal_row.entry_id)
            if entry is None:
                return verdict("missing", seal_row.entry_id)
            if digest(entry) != seal_row.digest:
                return verdict("altered", seal_row.entry_id)
        if block.previous_hash != previous or block.count != len(seals):
            return verdict("broken_chain", seals[0].entry_id if seals else None)
        if _chain(previous, [seal_row.digest for seal_row in seals]) != block.hash:
            return verdict("broken_chain", seals[0].entry_id if seals else None)
        previous, blocks, checked = block.hash, blocks + 1, checked + len(seals)
    return verdict()
