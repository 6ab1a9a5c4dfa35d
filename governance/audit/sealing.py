"""Sealing entries: each seal has the next number, and a hash over the seal before it."""

import datetime
import logging

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from governance.audit import digest, outside, sha256
from governance.models.audit import AuditEntry, AuditSeal

logger = logging.getLogger("governance.audit")

GENESIS = f"sha256:{'0' * 64}"  # stands before the first seal
SEAL_AT_ONCE = 10_000  # entries in one run, so that a backlog never has to fit in memory
# How long after its own time an entry may get its seal. Sealing runs each minute and transactions are shorter than ten
# minutes, so whatever is later was put in afterwards, or sealing stood still.
SEALED_WITHIN = datetime.timedelta(minutes=15)
# What is looked at again each time: entries of transactions that were still open when later entries were sealed.
LOOK_BACK = 2 * SEALED_WITHIN
ATTEMPTS = 5  # when another sealer was faster


def seal(*, everything: bool = False) -> AuditSeal | None:
    """Seal the entries that have no seal yet; return the last seal made, None if there was nothing to do.

    Entries are chosen by having no seal, not by number: a transaction that took a low number may commit late, and its
    entry is then sealed after higher ones. Within `LOOK_BACK` the next run finds it; `everything` looks at the whole
    log. A seal proves nothing of the time before it, so `verify` compares its time with the entry's. Seals are numbered
    without gaps, here and not when entries are written, so that writers need not wait for each other. Two sealers take
    the same number and one of them begins again.
    """
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                seals = _seal(everything)
        except IntegrityError:
            continue
        if not seals:
            return None
        head = seals[-1]
        logger.info(outside.head_line(head))
        outside.keep(head)
        return head
    return None


def seal_all() -> None:
    """Seal whatever has no seal, however late it came."""
    while seal(everything=True):
        pass


def _seal(everything: bool) -> list[AuditSeal]:
    last = AuditSeal.objects.order_by("-pk").first()
    rows = unsealed() if everything else unsealed(above=_looked_through())
    entries = list(rows.order_by("pk")[:SEAL_AT_ONCE])
    seals, now = [], timezone.now()
    number, previous = (last.number, last.hash) if last else (0, GENESIS)
    for entry in entries:
        number += 1
        made = AuditSeal(number=number, entry_id=entry.pk, sealed_at=now, digest=digest(entry))
        made.hash = previous = chained(previous, made)
        seals.append(made)
    AuditSeal.objects.bulk_create(seals, batch_size=1_000)
    return seals


def _looked_through() -> int:
    """Up to this number nothing new comes: what is above is recent, or higher than every entry that has a seal."""
    highest = AuditSeal.objects.aggregate(highest=models.Max("entry_id"))["highest"] or 0
    recent = AuditEntry.objects.filter(at__gte=timezone.now() - LOOK_BACK).order_by("at").values_list("pk", flat=True)
    return min([highest, *(number - 1 for number in recent[:1])])


def unsealed(above: int | None = None) -> models.QuerySet[AuditEntry]:
    """Entries that have no seal; with `above`, those with higher numbers, and both tables are read from there only."""
    seals, entries = AuditSeal.objects.filter(entry_id=models.OuterRef("pk")), AuditEntry.objects.all()
    if above is not None:
        seals, entries = seals.filter(entry_id__gt=above), entries.filter(pk__gt=above)
    return entries.filter(~models.Exists(seals))


def chained(previous: str, seal: AuditSeal) -> str:
    """The hash of the seal, over everything it says and the hash of the seal before it."""
    sealed_at = seal.sealed_at.astimezone(datetime.UTC).isoformat()
    return sha256([previous, seal.number, seal.entry_id, sealed_at, seal.digest])
