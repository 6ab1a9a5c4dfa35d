"""What is kept outside the database: the digest of each entry at its commit, and the head of the chain at each seal.

Both are lines of the portal's log; the heads also go to the file `AUDIT_HEAD_FILE`. Whoever can rewrite every table
can rewrite the chain from its beginning, but not what another machine has kept.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings
from django.utils import timezone

from governance.audit import digest, faults
from governance.audit.faults import Fault
from governance.models.audit import AuditEntry, AuditSeal

logger = logging.getLogger("governance.audit")

_SAID = r"audit (entry|head) (\d{1,18}) (sha256:[0-9a-f]{64})\s*"
# A whole line of the portal's log, from its beginning: texts that somebody sends stand further on in a line, or are
# indented (governance/logs.py). Honcho and Docker put the process in front, as in "web-1  | ".
LOG_LINE = re.compile(
    rf"(?:[\w:. -]*\| )?\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d,\d{{3}} INFO governance\.audit \[[-\w]*\] {_SAID}", re.ASCII
)
HEAD_LINE = re.compile(rf"\S+ {_SAID}", re.ASCII)
AT_ONCE = 1_000


def head_line(head: AuditSeal) -> str:
    return f"audit head {head.number} {head.hash}"


def keep(head: AuditSeal) -> None:
    """Add the head to the file outside. A file that is away stops no sealing: the next head covers this one."""
    if not settings.AUDIT_HEAD_FILE:
        return
    try:
        with open(settings.AUDIT_HEAD_FILE, "a", encoding="ascii") as file:
            file.write(f"{timezone.localtime().isoformat(timespec='seconds')} {head_line(head)}\n")
    except OSError as error:
        logger.error("The head of the audit log cannot be kept in AUDIT_HEAD_FILE: %s", error)


def compare_with_file() -> Iterator[Fault]:
    """Whether every head in the file outside is still part of the chain."""
    if not settings.AUDIT_HEAD_FILE:
        return
    try:
        with open(settings.AUDIT_HEAD_FILE, encoding="ascii", errors="replace") as file:
            kept = 0
            for _entries, heads in _chunks(file, HEAD_LINE):
                kept += len(heads)
                if lost := next(_lost_heads(heads), None):
                    yield lost  # every later head follows from this one
                    return
    except OSError:
        kept = 0
    if not kept and AuditSeal.objects.exists():
        yield Fault(faults.HEADS_UNREADABLE, settings.AUDIT_HEAD_FILE)


def compare_with_log(log: Iterable[str], known: set[int]) -> Iterator[Fault]:
    """Whether entries and heads are what the log said at their commit, and whether it knows every entry of its time.

    The log must hold the lines of all processes: an entry between its first and its last one that it does not know
    was put into the table by somebody else. The numbers of entries that are as it says are added to `known`.
    """
    logged: set[int] = set()
    read = 0
    for entries, heads in _chunks(log, LOG_LINE):
        read += len(entries) + len(heads)
        there = AuditEntry.objects.in_bulk([number for number, _value in entries])
        for number, value in entries:
            if number not in there:
                yield faults.of_entry(faults.ENTRY_MISSING, number)
            elif digest(there[number]) != value:
                yield faults.of_entry(faults.ENTRY_ALTERED, number)
            else:
                known.add(number)
            logged.add(number)
        yield from _lost_heads(heads)
    if not read:
        yield Fault(faults.LOG_UNREADABLE, "–")
    if logged:
        between = AuditEntry.objects.filter(pk__range=(min(logged), max(logged))).order_by("pk")
        for number in between.values_list("pk", flat=True).iterator():
            if number not in logged:
                yield faults.of_entry(faults.ENTRY_UNLOGGED, number)


def _lost_heads(heads: list[tuple[int, str]]) -> Iterator[Fault]:
    there = AuditSeal.objects.in_bulk([number for number, _value in heads])
    for number, value in heads:
        if number not in there or there[number].hash != value:
            yield Fault(faults.HEAD_LOST, f"{number} {value[:19]}…")


def _chunks(lines: Iterable[str], form: re.Pattern) -> Iterator[tuple[list[tuple[int, str]], list[tuple[int, str]]]]:
    """Entries and heads of which the lines speak, number and hash, a thousand lines at once; others are passed over.

    A number can come twice: a chain that was cut off grows again, and its old head is what shows it.
    """
    found = (match for line in lines if (match := form.fullmatch(line)))
    while chunk := list(islice(found, AT_ONCE)):
        said = [(match[1], int(match[2]), match[3]) for match in chunk]
        entries = [(number, value) for noun, number, value in said if noun == "entry"]
        yield entries, [(number, value) for noun, number, value in said if noun == "head"]
