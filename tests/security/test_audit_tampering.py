"""Is every way of tampering with the audit log seen, and the row named; by somebody who rules the database."""

import datetime
import logging
import re
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from governance import audit
from governance.audit import faults, sealing
from governance.audit.reporting import verify_and_notify
from governance.audit.sealing import SEALED_WITHIN
from governance.audit.verification import verify
from governance.event_delivery import deliver_due
from governance.models import Account, AuditEntry, AuditSeal, Notification
from governance.roles import Role
from tests.audit_log import TABLES, lifted, record, written
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return member(CountyFactory(), Role.SYSTEM_ADMIN, name="陈敏")


@pytest.fixture
def sealed(account) -> list[AuditEntry]:
    """Six entries, sealed in two runs."""
    entries = record(account, 3)
    sealing.seal()
    entries += record(account, 3)
    sealing.seal()
    return entries


@pytest.fixture
def heads(settings, tmp_path):
    """The file outside, which whoever rules the database cannot change."""
    settings.AUDIT_HEAD_FILE = str(tmp_path / "heads.log")
    return tmp_path / "heads.log"


def found() -> list[tuple[str, int | None]]:
    return [(fault.kind, fault.entry_id) for fault in verify().faults]


def row(model, key):
    return model.objects.filter(pk=key)


def alter(entry: AuditEntry, **changes) -> None:
    row(AuditEntry, entry.pk).update(**(changes or {"reason": "另一个理由"}))


def insert(at: datetime.datetime, **values) -> AuditEntry:
    """An entry that nobody's operation wrote."""
    account = Account.objects.get(name="陈敏")
    return AuditEntry.objects.create(
        **{"at": at, "account": account, "account_name": "陈敏", "action": "add_alias", "target_id": "1", **values}
    )


def remake_digest(entry: AuditEntry) -> None:
    AuditSeal.objects.filter(entry_id=entry.pk).update(digest=audit.digest(AuditEntry.objects.get(pk=entry.pk)))


def remake_hashes(first: int, last: int | None = None) -> None:
    """Seals that fit the entries again, from one number on."""
    before = AuditSeal.objects.filter(number=first - 1).first()
    previous = before.hash if before else sealing.GENESIS
    for seal in AuditSeal.objects.filter(number__gte=first, number__lte=last or 10**9).order_by("number"):
        previous = seal.hash = sealing.chained(previous, seal)
        row(AuditSeal, seal.pk).update(hash=previous)


def cut(number: int) -> None:
    """The seal and its entry are gone."""
    row(AuditEntry, AuditSeal.objects.get(number=number).entry_id).delete()
    row(AuditSeal, number).delete()


# --- one row --------------------------------------------------------------------------------------------------------

CHANGES = {
    "at": timezone.now() - datetime.timedelta(days=1),
    "reason": "另一个理由",
    "account_name": "别人",
    "action": "grant_membership",
    "outcome": "refused",
    "after": {"n": 99},
    "before": {"n": 0},
    "target_id": "0",  # which no row is
    "target_label": "别的",
    "request_id": "0" * 32,
}


@pytest.mark.parametrize("column", CHANGES)
def test_an_altered_entry_is_named_whatever_was_altered(sealed, column):
    with lifted():
        for entry in sealed[2], sealed[4]:
            alter(entry, **{column: CHANGES[column]})
    assert found() == [(faults.ENTRY_ALTERED, sealed[2].pk), (faults.ENTRY_ALTERED, sealed[4].pk)]


def altered_with_digest(entries):
    alter(entries[2])
    remake_digest(entries[2])
    return [(faults.SEAL_ALTERED, entries[2].pk)]


def altered_with_its_seal(entries):
    alter(entries[2])
    remake_digest(entries[2])
    remake_hashes(3, 3)
    return [(faults.SEAL_ALTERED, entries[3].pk)]  # the fault names both sides of the break


def entry_deleted(entries):
    row(AuditEntry, entries[2].pk).delete()
    return [(faults.ENTRY_MISSING, entries[2].pk)]


def entry_deleted_with_its_seal(entries):
    cut(3)
    return [(faults.SEAL_MISSING, entries[3].pk)]


def entry_deleted_and_the_gap_closed(entries):
    cut(3)
    for number in 4, 5, 6:
        row(AuditSeal, number).update(number=F("number") - 1)
    return [(faults.SEAL_ALTERED, entries[number].pk) for number in (3, 4, 5)]


def seal_deleted_only(entries):
    alter(entries[2], at=timezone.now() - SEALED_WITHIN * 2)
    row(AuditSeal, 3).delete()
    return [(faults.SEAL_MISSING, entries[3].pk), (faults.ENTRY_UNSEALED, entries[2].pk)]


def sealed_at_changed(entries):
    row(AuditSeal, 3).update(sealed_at=timezone.now() - datetime.timedelta(days=1))
    return [(faults.SEAL_ALTERED, entries[2].pk)]


def first_rows_cut(entries):
    cut(1)
    cut(2)
    return [(faults.SEAL_MISSING, entries[2].pk)]


def inserted_long_after_its_time(entries):
    forged = insert(timezone.now() - SEALED_WITHIN * 2)
    return [(faults.ENTRY_UNSEALED, forged.pk)]


def inserted_below_all_numbers(entries):
    insert(timezone.now() - datetime.timedelta(days=40), id=-5)
    return [(faults.ENTRY_UNSEALED, -5)]


def inserted_long_after_its_time_and_sealed(entries):
    forged = insert(timezone.now() - datetime.timedelta(days=90))
    sealing.seal()
    return [(faults.ENTRY_UNTIMELY, forged.pk)]


def inserted_before_its_time_and_sealed(entries):
    forged = insert(timezone.now() + datetime.timedelta(days=90))
    sealing.seal()
    return [(faults.ENTRY_UNTIMELY, forged.pk)]


@pytest.mark.parametrize(
    "way",
    [
        altered_with_digest,
        altered_with_its_seal,
        entry_deleted,
        entry_deleted_with_its_seal,
        entry_deleted_and_the_gap_closed,
        seal_deleted_only,
        sealed_at_changed,
        first_rows_cut,
        inserted_long_after_its_time,
        inserted_below_all_numbers,
        inserted_long_after_its_time_and_sealed,
        inserted_before_its_time_and_sealed,
    ],
)
def test_tampering_is_seen_and_the_row_named(sealed, way):
    assert found() == []
    with lifted():
        expected = way(sealed)
    assert found() == expected


def test_a_row_put_into_an_old_gap_is_seen_before_and_after_the_nightly_run_seals_it(account, sealed, caplog):
    forged = insert(timezone.now() - datetime.timedelta(days=40), id=sealed[0].pk - 1)
    sealing.seal()  # does not look so far back
    assert found() == [(faults.ENTRY_UNSEALED, forged.pk)]
    verify_and_notify()
    assert f"{faults.ENTRY_UNSEALED} #{forged.pk}" in caplog.text
    assert found() == [(faults.ENTRY_UNTIMELY, forged.pk)]


def test_many_late_seals_hide_no_other_fault_and_stop_being_told(sealed, caplog):
    """As after a weekend without a worker."""
    for _ in range(30):
        insert(timezone.now() - datetime.timedelta(days=2))
    sealing.seal()
    with lifted():
        alter(sealed[2])
    verdict = verify()
    assert (faults.ENTRY_ALTERED, sealed[2].pk) in [(fault.kind, fault.entry_id) for fault in verdict.faults]
    assert verdict.unnamed == 10
    verify_and_notify()
    assert faults.ENTRY_UNTIMELY in caplog.text and "10 faults more" in caplog.text

    verdict = verify(since=timezone.now() + datetime.timedelta(seconds=1))
    assert [fault.kind for fault in verdict.faults] == [faults.ENTRY_ALTERED]


# --- the triggers ---------------------------------------------------------------------------------------------------


def test_lifted_triggers_are_seen(sealed):
    with lifted():
        assert [(fault.kind, fault.where) for fault in verify().faults] == [
            (faults.GUARD_LIFTED, table) for table in TABLES
        ]
    assert found() == []


def test_triggers_that_are_switched_off_or_do_nothing_are_seen(sealed):
    statements = [f"DROP TRIGGER {TABLES[0]}_no_delete"]
    harmless = "AS 'BEGIN RETURN OLD; END' LANGUAGE plpgsql"
    if connection.vendor == "postgresql":
        statements = [f"ALTER TABLE {TABLES[0]} DISABLE TRIGGER append_only_rows"]
        statements.append(f"CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger {harmless}")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for expected, statement in enumerate(statements, start=1):
            cursor.execute(statement)
            assert [kind for kind, _ in found()] == [faults.GUARD_LIFTED] * expected


ADDED = {
    "sqlite": ["CREATE TRIGGER quiet BEFORE INSERT ON {} BEGIN SELECT RAISE(IGNORE); END"],
    "postgresql": [
        "CREATE TRIGGER quiet BEFORE INSERT ON {} FOR EACH ROW WHEN (false) EXECUTE FUNCTION portal_append_only()",
        "CREATE RULE quiet AS ON INSERT TO {} DO INSTEAD NOTHING",
        "ALTER TABLE {} ENABLE ROW LEVEL SECURITY",
    ],
}


def test_what_somebody_adds_beside_the_triggers_is_seen_and_named(sealed):
    names = []
    for statement in ADDED[connection.vendor]:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement.format(TABLES[0]))
        names.append(f"{TABLES[0]}: {'row security' if 'SECURITY' in statement else 'quiet'}")
        assert [(fault.kind, fault.where) for fault in verify().faults] == [
            (faults.GUARD_STRANGE, name) for name in names
        ]


NARROWED = {
    "one column": "BEFORE DELETE OR UPDATE OF request_id ON {} FOR EACH ROW",
    "one event": "BEFORE DELETE ON {} FOR EACH ROW",
    "a condition": "BEFORE DELETE OR UPDATE ON {} FOR EACH ROW WHEN (current_user <> 'postgres')",
    "each statement": "BEFORE DELETE OR UPDATE ON {} FOR EACH STATEMENT",
    "afterwards": "AFTER DELETE OR UPDATE ON {} FOR EACH ROW",
}


@pytest.mark.services
@pytest.mark.parametrize("way", NARROWED)
def test_a_narrowed_trigger_is_seen(sealed, way):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER append_only_rows ON {TABLES[0]}")
        when = NARROWED[way].format(TABLES[0])
        cursor.execute(f"CREATE TRIGGER append_only_rows {when} EXECUTE FUNCTION portal_append_only()")
    assert found() == [(faults.GUARD_LIFTED, None)]


SWITCHED_OFF = {  # the statement, and the words in which it is named
    "SET session_replication_role = 'replica'": "SET session_replication_role=replica",
    "ALTER DATABASE {database} SET session_replication_role = 'replica'": "ALTER ROLE ALL IN DATABASE {database} SET ",
    "ALTER ROLE {role} SET session_replication_role = REPLICA": "ALTER ROLE {role} SET ",
    "ALTER ROLE ALL SET session_replication_role = 'replica'": "ALTER ROLE ALL SET ",
    "ALTER ROLE {role} IN DATABASE {database} SET session_replication_role = 'replica'": (
        "ALTER ROLE {role} IN DATABASE {database} SET "
    ),
    "ALTER FUNCTION portal_append_only() SET session_replication_role = 'replica'": (
        "ALTER FUNCTION portal_append_only() SET "
    ),
}


@pytest.mark.services
@pytest.mark.parametrize("statement", SWITCHED_OFF)
def test_a_setting_that_switches_the_triggers_off_is_seen(sealed, statement):
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_database()), quote_ident(current_user)")
        database, role = cursor.fetchone()
        names = {"database": database, "role": role}
        assert found() == []
        cursor.execute(statement.format(**names))
        try:
            [fault] = verify().faults
        finally:
            cursor.execute("SET session_replication_role = 'origin'")
    assert fault.kind == faults.GUARD_LIFTED
    assert fault.where.startswith(SWITCHED_OFF[statement].format(**names))
    assert fault.where.casefold().endswith("session_replication_role=replica")


@pytest.mark.services
def test_a_setting_of_another_database_or_another_value_is_none(sealed):
    with connection.cursor() as cursor:
        cursor.execute("ALTER ROLE CURRENT_USER IN DATABASE template1 SET session_replication_role = 'replica'")
        cursor.execute("ALTER ROLE CURRENT_USER SET session_replication_role = 'origin'")
    assert found() == []


REPLACING = {
    "entry": (AuditEntry, {"reason": "另一个理由"}),
    "seal": (AuditSeal, {"digest": "sha256:0"}),
    "seal under another number": (AuditSeal, {"number": 99}),
}


@pytest.mark.parametrize("what", REPLACING)
def test_no_row_is_replaced(sealed, what):
    """SQLite's INSERT OR REPLACE and PostgreSQL's INSERT … ON CONFLICT DO UPDATE."""
    model, changes = REPLACING[what]
    if connection.vendor == "postgresql" and "number" in changes:
        return  # a conflict names its one column there
    values = {**model.objects.order_by("pk").values().last(), **changes}
    key = model._meta.pk.attname
    columns = [field.attname for field in model._meta.concrete_fields]
    given = [field.get_db_prep_save(values[field.attname], connection) for field in model._meta.concrete_fields]
    insert_into = f"INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
    statement = f"INSERT OR REPLACE {insert_into}"
    if connection.vendor == "postgresql":
        changed = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns)
        statement = f"INSERT {insert_into} ON CONFLICT ({key}) DO UPDATE SET {changed}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)


# --- what only the outside shows ------------------------------------------------------------------------------------


def test_a_cut_tail_is_seen_by_the_head_kept_outside(heads, sealed, account):
    newest = AuditSeal.objects.get(number=6)
    with lifted():
        for number in 6, 5, 4:
            cut(number)
    lost = faults.Fault(faults.HEAD_LOST, f"6 {newest.hash[:19]}…")
    assert verify().faults == [lost]
    record(account, 3)
    assert sealing.seal().number == newest.number  # grown again to the same length
    assert verify().faults == [lost]
    heads.write_text("")
    assert [kind for kind, _ in found()] == [faults.HEADS_UNREADABLE]
    heads.unlink()
    assert [kind for kind, _ in found()] == [faults.HEADS_UNREADABLE]


def test_without_anything_kept_outside_a_cut_tail_is_not_seen(sealed):
    """What docs/security.md says remains: so keep the head outside."""
    head = AuditSeal.objects.get(number=6).hash
    with lifted():
        cut(6)
    call_command("verify_audit")
    with pytest.raises(CommandError, match=head):
        call_command("verify_audit", head=head)


def test_a_chain_rewritten_to_its_end_is_seen_by_the_first_head_it_changes(heads, sealed, account):
    with lifted():
        alter(sealed[1])
        remake_digest(sealed[1])
        remake_hashes(2)
    record(account)
    sealing.seal()  # which adds a head of the forged chain
    [fault] = verify().faults
    assert (fault.kind, fault.where.split()[0]) == (faults.HEAD_LOST, "3")


@pytest.fixture
def log(account, tmp_path, caplog, django_capture_on_commit_callbacks):
    """Four entries that are not sealed yet, and the log of their commits."""
    with caplog.at_level("INFO", logger="governance.audit"), django_capture_on_commit_callbacks(execute=True):
        record(account, 4)
    path = tmp_path / "portal.log"
    path.write_text("".join(map(written, caplog.records)))
    return path


def said(message: str, *, name: str = "governance.audit", error: Exception | None = None) -> str:
    """The line, or lines, of the log that say so."""
    told = (type(error), error, None) if error else None
    return written(logging.LogRecord(name, logging.INFO, "", 0, message, None, told))


def complaint(log) -> str:
    with pytest.raises(CommandError) as failure:
        call_command("verify_audit", log=log.open())
    return str(failure.value)


def test_the_log_shows_what_was_done_to_entries_before_their_seal(log, account):
    removed, altered, _ = [int(number) for number in re.findall(r"entry (\d+)", log.read_text())[:3]]
    call_command("verify_audit", log=log.open())
    with lifted():
        row(AuditEntry, removed).delete()
        alter(AuditEntry.objects.get(pk=altered))
    assert sealing.seal() and verify().faults == []
    said = complaint(log)
    assert f"#{removed}" in said and f"#{altered}" in said and said.count("\n") == 1


def test_the_log_shows_an_entry_that_nobodys_operation_wrote(log):
    entries = list(AuditEntry.objects.order_by("pk"))
    with lifted():
        row(AuditEntry, entries[1].pk).delete()
    forged = insert(timezone.now(), id=entries[1].pk, reason="伪造")
    log.write_text("".join(line for line in log.open() if f"entry {forged.pk} " not in line))
    assert re.findall(r"#(\d+)", complaint(log)) == [str(forged.pk)]


def test_the_log_shows_a_chain_that_was_rewritten(sealed, tmp_path):
    log = tmp_path / "portal.log"
    log.write_text(said(f"audit head 6 {AuditSeal.objects.get(number=6).hash}"))
    with lifted():
        alter(sealed[5])
        remake_digest(sealed[5])
        remake_hashes(6)
    assert faults.Fault(faults.HEAD_LOST, "6").where in complaint(log)


def test_a_seal_that_came_late_is_no_fault_if_the_log_knows_the_entry(sealed, tmp_path):
    """As after an hour in which nothing was sealed: the portal wrote the one, somebody else the other."""
    honest, forged = (insert(timezone.now() - datetime.timedelta(hours=1)) for _ in range(2))
    sealing.seal()
    assert found() == [(faults.ENTRY_UNTIMELY, honest.pk), (faults.ENTRY_UNTIMELY, forged.pk)]
    log = tmp_path / "portal.log"
    log.write_text(said(f"audit entry {honest.pk} {audit.digest(AuditEntry.objects.get(pk=honest.pk))}"))
    assert re.findall(r"#(\d+)", complaint(log)) == [str(forged.pk)]
    with log.open("a") as file:
        file.write(said(f"audit entry {forged.pk} sha256:{'0' * 64}"))
    assert re.findall(r"#(\d+)", complaint(log)) == [str(forged.pk)] * 2, "altered, and late"


@pytest.mark.parametrize("before", ["", "web-1         | ", "12:00:00 web.1        | "])
def test_lines_are_read_with_the_name_that_honcho_or_docker_puts_before_them(log, before):
    log.write_text("".join(before + line for line in log.open()))
    call_command("verify_audit", log=log.open())
    with lifted():
        AuditEntry.objects.order_by("-pk")[:1].get().delete()
    assert "#" in complaint(log)


def test_a_log_without_any_line_of_the_portal_proves_nothing(log):
    log.write_text("".join(f"Nov 28 03:10:00 {line}" for line in log.open()))
    assert faults.Fault(faults.LOG_UNREADABLE, "–").where in complaint(log)


def test_nobody_writes_the_log_by_what_he_sends(client, log, sealed, caplog):
    """Not by a path, a line break in it, or a text that ends in an error of the portal."""
    caplog.clear()
    forged = f"audit head 1 sha256:{'0' * 64}"
    line = said(forged).strip()
    with caplog.at_level("INFO"):
        for text in forged, line, f"a\n{line}", f"a\r{line}", f"a\u2028{line}", f"web-1 | {line}":
            assert client.get(f"/public/{quote(text)}").status_code == 404
            assert client.get("/public/", {"q": text}).status_code in (200, 400)
    attempts = "".join(map(written, caplog.records))
    assert attempts.count(forged) >= 6
    for text in line, f"a\n{line}", f"a\r{line}", f"\nweb-1 | {line}\nb":
        attempts += said(text, name="django.request") + said("Internal Server Error", error=ValueError(text))
    with log.open("a", newline="") as file:
        file.write(attempts)
    call_command("verify_audit", log=log.open())


# --- who is told ----------------------------------------------------------------------------------------------------


def test_the_audit_administrators_are_told_every_night_and_nobody_else(sealed, account, caplog):
    county = account.memberships.get().organisation
    administrator = member(county, Role.AUDIT_ADMIN)
    member(county, Role.SECURITY_ADMIN)
    verify_and_notify()
    deliver_due()
    assert not Notification.objects.exists()

    with lifted():
        alter(sealed[1])
        alter(sealed[2])
    verify_and_notify()
    deliver_due()
    notice = Notification.objects.get()
    assert notice.account == administrator
    assert (notice.event.kind, notice.event.label) == (faults.ENTRY_ALTERED, f"#{sealed[1].pk}, #{sealed[2].pk}")
    assert notice.event.page_path == f"/governance/audit/{sealed[1].pk}/"
    assert [record.levelname for record in caplog.records if "does not verify" in record.message] == ["ERROR"] * 2


def test_the_command_names_every_row_and_fails(sealed):
    with lifted():
        alter(sealed[1])
        row(AuditEntry, sealed[4].pk).delete()
    with pytest.raises(CommandError) as failure:
        call_command("verify_audit")
    assert failure.value.returncode == 1
    assert re.findall(r"#(\d+)", str(failure.value)) == [str(sealed[1].pk), str(sealed[4].pk)]


def test_the_command_prints_the_head_if_all_is_well(sealed, capsys):
    call_command("verify_audit")
    assert AuditSeal.objects.get(number=6).hash in capsys.readouterr().out
