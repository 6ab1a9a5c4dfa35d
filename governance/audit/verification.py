"""Verifying the audit log: every entry, every seal, what has no seal, what is kept outside, and the triggers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils import timezone

from governance import append_only
from governance.audit import digest, faults, outside
from governance.audit.faults import Fault
from governance.audit.sealing import GENESIS, SEALED_WITHIN, chained, unsealed
from governance.models.audit import AuditEntry, AuditSeal

MOST = 20  # faults of a kind that are named
AT_ONCE = 1_000


@dataclass
class Verdict:
    """What `verify` found: how much was looked at, the first faults of each kind, and the chain's head."""

    sealed: int = 0
    unsealed: int = 0
    head: str = GENESIS
    faults: list[Fault] = field(default_factory=list)
    unnamed: int = 0  # faults beyond those


def verify(log: Iterable[str] | None = None, *, since: datetime | None = None) -> Verdict:
    """Recompute the whole chain and name what is wrong with it, row by row; with `log`, also compare with the log.

    Whoever can rewrite every table can rewrite the chain too; only `AUDIT_HEAD_FILE` and the log show that. A seal that
    came late is no fault if the log knows the entry, nor if it was made before `since`.
    """
    verdict, found = Verdict(), Counter[str]()
    for fault in _faults(verdict, log, since):
        found[fault.kind] += 1
        if found[fault.kind] <= MOST:
            verdict.faults.append(fault)
    verdict.unnamed = found.total() - len(verdict.faults)
    return verdict


def _faults(verdict: Verdict, log: Iterable[str] | None, since: datetime | None) -> Iterator[Fault]:
    tables = (AuditEntry._meta.db_table, AuditSeal._meta.db_table)
    for table in append_only.unguarded(connection, *tables):
        yield Fault(faults.GUARD_LIFTED, table)
    for where in append_only.switched_off(connection):
        yield Fault(faults.GUARD_LIFTED, where)
    for where in append_only.strangers(connection, *tables):
        yield Fault(faults.GUARD_STRANGE, where)
    yield from outside.compare_with_file()
    known: set[int] = set()
    if log is not None:
        yield from outside.compare_with_log(log, known)
    for fault, sealed_at in _broken_seals(verdict):
        if fault.kind != faults.ENTRY_UNTIMELY or (fault.entry_id not in known and not (since and sealed_at < since)):
            yield fault
    verdict.unsealed = unsealed().count()
    overdue = unsealed().filter(at__lt=timezone.now() - SEALED_WITHIN).order_by("pk")
    for entry_id in overdue.values_list("pk", flat=True).iterator():
        yield faults.of_entry(faults.ENTRY_UNSEALED, entry_id)


def _broken_seals(verdict: Verdict) -> Iterator[tuple[Fault, datetime]]:
    """What is wrong with each seal, and when that was made.

    Does its number follow, is its entry what it was and of its time, and does its hash follow from the one before?
    """
    before = AuditSeal(number=0, entry_id=0, hash=GENESIS)
    for seal, entry in _sealed():
        link = f"{before.number}–{seal.number} (#{before.entry_id}–#{seal.entry_id})"
        follows = chained(before.hash, seal) == seal.hash
        if entry is None:
            yield faults.of_entry(faults.ENTRY_MISSING, seal.entry_id), seal.sealed_at
        elif digest(entry) != seal.digest:
            yield faults.of_entry(faults.ENTRY_ALTERED, seal.entry_id), seal.sealed_at
        elif follows and abs(seal.sealed_at - entry.at) > SEALED_WITHIN:
            yield faults.of_entry(faults.ENTRY_UNTIMELY, seal.entry_id), seal.sealed_at
        if seal.number != before.number + 1:
            yield Fault(faults.SEAL_MISSING, link, seal.entry_id), seal.sealed_at
        elif not follows:
            yield Fault(faults.SEAL_ALTERED, link, seal.entry_id), seal.sealed_at
        before = seal
        verdict.head, verdict.sealed = seal.hash, verdict.sealed + 1


def _sealed() -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    """All seals in the order of their numbers, each with its entry."""
    seals = list(AuditSeal.objects.order_by("pk")[:AT_ONCE])
    while seals:
        entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            yield seal, entries.get(seal.entry_id)
        seals = list(AuditSeal.objects.filter(pk__gt=seals[-1].pk).order_by("pk")[:AT_ONCE])
