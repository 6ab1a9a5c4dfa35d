"""Sealing ten new audit entries in a long log, by what the run of each minute reads and by reading everything."""

import statistics
import time
from dataclasses import dataclass

from django.db import connection

from benchmarks.data import open_account_of
from governance import audit
from governance.audit.sealing import seal
from governance.models import AuditSeal, Organisation
from governance.roles import Role

NEW = 10
RUNS = 9


@dataclass(frozen=True)
class Figures:
    """Milliseconds, and megabytes of the database's buffers that the search for new entries went through."""

    minute: float
    everything: float
    minute_megabytes: float
    everything_megabytes: float

    @property
    def ratio(self) -> float:
        return self.everything / self.minute


def fill(entries: int) -> None:
    """As many sealed entries as there are to be; what their seals say is of no interest here."""
    missing = max(0, entries - AuditSeal.objects.count())
    account = open_account_of(Role.SYSTEM_ADMIN, Organisation.objects.get(depth=1))
    seal(everything=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH made AS (INSERT INTO governance_auditentry (at, account_id, account_name, action, outcome, "
            "target_type, target_id, target_label, after, reason, request_id) "
            "SELECT now() - interval '1 day', %s, '测速', 'file_case', "
            "'done', 'enforcement.enforcementcase', n::text, '澜汀综执立〔2026〕' || n || '号', "
            "jsonb_build_object('n', n), '', md5(n::text) FROM generate_series(1, %s) AS n RETURNING id) "
            "INSERT INTO governance_auditseal (number, entry_id, sealed_at, digest, hash) SELECT "
            "(SELECT coalesce(max(number), 0) FROM governance_auditseal) + row_number() OVER (ORDER BY id), id, "
            "now() - interval '1 day', 'sha256:' || repeat(md5(id::text), 2), 'sha256:' || repeat(md5(id::text), 2) "
            "FROM made",
            [account.pk, missing],
        )
        cursor.execute("VACUUM ANALYZE governance_auditentry, governance_auditseal")


def measure() -> Figures:
    account = open_account_of(Role.SYSTEM_ADMIN, Organisation.objects.get(depth=1))
    minute, minute_read = _measure(account, everything=False)
    everything, everything_read = _measure(account, everything=True)
    return Figures(minute, everything, minute_read, everything_read)


def _measure(account, everything: bool) -> tuple[float, float]:
    times, read = [], []
    for _ in range(RUNS):
        for number in range(NEW):
            audit.record("add_alias", account, by=account, after={"n": number})
        before, start = _megabytes_read(), time.perf_counter()
        seal(everything=everything)
        times.append((time.perf_counter() - start) * 1000)
        read.append(_megabytes_read() - before)
    return statistics.median(times), statistics.median(read)


def _megabytes_read() -> float:
    """Of the two tables and their indexes, from memory or disk, by everybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit) * 8 / 1024.0 "
            "FROM pg_statio_user_tables WHERE relname IN ('governance_auditentry', 'governance_auditseal')"
        )
        return float(cursor.fetchone()[0])
