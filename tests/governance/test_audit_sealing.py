"""Does sealing read a fixed number of rows however long the log is, and does it lose no entry that commits late."""

import datetime
import json
import threading

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.audit import faults, sealing
from governance.audit.reporting import verify_and_notify
from governance.audit.sealing import seal
from governance.audit.verification import verify
from governance.roles import Role
from tests.audit_log import record
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.services


def rows_examined(statements: list[str]) -> int:
    """How many rows PostgreSQL read for the statements, from tables or indexes."""
    examined = 0

    def add_up(plan: dict) -> None:
        nonlocal examined
        if "Relation Name" in plan:
            read = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
            examined += read * plan["Actual Loops"]
        for below in plan.get("Plans", []):
            add_up(below)

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", None)
            [[[answer]]] = cursor.fetchall()
            add_up((json.loads(answer) if isinstance(answer, str) else answer)["Plan"])
    return examined


def grow(account, entries: int) -> None:
    """So many sealed entries more, written by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH made AS (INSERT INTO governance_auditentry (at, account_id, account_name, action, outcome, "
            "target_type, target_id, target_label, reason, request_id) "
            "SELECT now() - interval '1 day', %s, '', 'add_alias', 'done', '', n::text, '', '', '' "
            " FROM generate_series(1, %s) AS n RETURNING id) "
            "INSERT INTO governance_auditseal (number, entry_id, sealed_at, digest, hash) SELECT "
            "(SELECT coalesce(max(number), 0) FROM governance_auditseal) + row_number() OVER (ORDER BY id), id, "
            "now() - interval '1 day', '', '' FROM made",
            [account.pk, entries],
        )
        cursor.execute("ANALYZE governance_auditentry, governance_auditseal")


@pytest.mark.django_db
def test_sealing_examines_as_many_rows_in_a_long_log_as_in_a_short_one():
    account = member(CountyFactory(), Role.SYSTEM_ADMIN)
    examined = []
    for hours, entries in enumerate([3_000, 27_000]):
        grow(account, entries)
        with (
            time_machine.travel(timezone.now() + datetime.timedelta(hours=hours)),
            CaptureQueriesContext(connection) as captured,
        ):
            record(account, 20)
            seal()
        selects = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
        assert len(selects) == 4
        examined.append(rows_examined(selects))
    assert examined[0] == examined[1] <= 100


@pytest.fixture
def committed_late(transactional_db):
    """An entry whose transaction was open while four later ones were written and sealed."""
    account = member(CountyFactory(), Role.SYSTEM_ADMIN)
    written, may_commit, late = threading.Event(), threading.Event(), []

    def write():
        try:
            with transaction.atomic():
                late.extend(record(account))
                written.set()
                may_commit.wait(timeout=20)
        finally:
            connection.close()

    def later(entries: int):
        thread = threading.Thread(target=write)
        thread.start()
        assert written.wait(timeout=20)
        record(account, entries)
        assert seal().number == entries
        may_commit.set()
        thread.join(timeout=20)
        return late[0]

    return later


@pytest.mark.parametrize("later", [1, 1_200])
def test_an_entry_that_commits_late_is_sealed_by_the_next_run_and_taken_for_no_intruder(committed_late, later):
    late = committed_late(later)
    assert seal().entry_id == late.pk
    verdict = verify()
    assert (verdict.faults, verdict.unsealed) == ([], 0)


def test_an_entry_that_commits_later_than_a_transaction_may_last_is_named(committed_late, monkeypatch, caplog):
    """Sealing looks back further than that, so it is sealed; but nothing but the log can tell it from a forged one."""
    late = committed_late(4)
    monkeypatch.setattr(sealing, "LOOK_BACK", datetime.timedelta(0))
    assert seal() is None
    hours_later = timezone.now() + datetime.timedelta(hours=3)
    with time_machine.travel(hours_later, tick=False):
        verify_and_notify()
        assert f"{faults.ENTRY_UNSEALED} #{late.pk}" in caplog.text
        assert [(fault.kind, fault.entry_id) for fault in verify().faults] == [(faults.ENTRY_UNTIMELY, late.pk)]
