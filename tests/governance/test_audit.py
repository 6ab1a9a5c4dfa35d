"""Does the audit log keep what was done, refuse to be changed, and name the first row somebody touched anyway."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from governance import append_only, audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.middleware import request_id
from governance.models import AuditBlock, AuditEntry, AuditSeal, Organisation
from governance.operations.aliases import add_alias
from governance.roles import PERMITTED, Role
from tests.factories import CountyFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db

TABLES = ("governance_auditentry", "governance_auditblock", "governance_auditseal")


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def account(county):
    return member(county, Role.SYSTEM_ADMIN, name="陈敏")


@contextmanager
def lifted():
    """As somebody with the database's own password could: the triggers are gone for a while."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it drops no trigger of a table with checks pending
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        append_only.unprotect(editor, *TABLES)
        yield
        append_only.protect(editor, *TABLES)


@pytest.fixture
def unprotected():
    with lifted():
        yield


def record(account, count=1):
    return [audit.record("add_alias", account, by=account, after={"n": number}) for number in range(count)]


# --- what an entry holds ------------------------------------------------------------------------------------------


def test_an_entry_keeps_who_where_what_and_why_as_it_was(county, account):
    token = request_id.set("f" * 32)
    try:
        body = OrganisationFactory(parent=county, name="市水利局")
        entry = audit.record(
            "rename_organisation",
            body,
            by=account,
            organisation=body,
            before=audit.snapshot(body, "name", "managed_by"),
            after={"name": "市水务局"},
            reason="机构改革",
        )
    finally:
        request_id.reset(token)
    account.name = "陈 敏（已婚）"
    account.save()
    entry.refresh_from_db()
    assert (entry.account, entry.account_name, entry.organisation) == (account, "陈敏", body)
    assert (entry.target_type, entry.target_id, entry.target_label) == (
        "governance.organisation",
        str(body.pk),
        "市水利局",
    )
    assert (entry.before, entry.after) == ({"name": "市水利局", "managed_by": None}, {"name": "市水务局"})
    assert (entry.reason, entry.request_id, entry.outcome) == ("机构改革", "f" * 32, "done")


def test_a_refusal_is_kept_and_everything_else_is_undone(monkeypatch, county, account):
    monkeypatch.setitem(PERMITTED, "fail_halfway", {Role.SYSTEM_ADMIN})

    @operation
    def fail_halfway(body, *, by):
        body.name = "半途"
        body.save()
        audit.record("fail_halfway", body, by=by)
        raise RuleViolation("too_late", "过了期限", field="due_on", basis="《行政处罚法》第三十六条")

    with pytest.raises(RuleViolation):
        fail_halfway(county, by=account)

    assert not Organisation.objects.filter(name="半途").exists()
    entry = AuditEntry.objects.get()
    assert (entry.outcome, entry.action, entry.reason) == ("refused", "fail_halfway", "过了期限")
    assert entry.after == {"code": "too_late", "field": "due_on", "basis": "《行政处罚法》第三十六条"}
    assert entry.target_id == str(county.pk)


def test_only_the_audit_administrator_reads_the_log(county, account):
    record(account)
    assert AuditEntry.objects.for_user(member(county, Role.AUDIT_ADMIN)).count() == 1
    for role in Role:
        if role != Role.AUDIT_ADMIN:
            assert not AuditEntry.objects.for_user(member(county, role)).exists(), role


# --- nobody changes it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_the_log(account, table):
    statements = [f"UPDATE {table} SET id = id", f"DELETE FROM {table}"]
    record(account)
    audit.seal()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # SQLite has no TRUNCATE
            statements.append(f"TRUNCATE {table} CASCADE")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nor does PostgreSQL truncate with checks pending
        for statement in statements:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement)
    assert AuditEntry.objects.count() == AuditBlock.objects.count() == AuditSeal.objects.count() == 1


def test_the_orm_cannot_change_it_either(account):
    [entry] = record(account)
    entry.reason = "别的理由"
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


# --- the chain ----------------------------------------------------------------------------------------------------


def test_sealing_covers_every_entry_once_and_chains_the_blocks(account):
    record(account, 3)
    first = audit.seal()
    assert audit.seal() is None
    record(account, 2)
    second = audit.seal()

    assert (first.previous_hash, first.count) == (audit.GENESIS, 3)
    assert (second.previous_hash, second.count) == (first.hash, 2)
    record(account)
    assert audit.verify() == audit.Verdict(blocks=2, entries=5, unsealed=1, head=second.hash)


def test_a_backlog_is_sealed_in_several_blocks(account, monkeypatch):
    monkeypatch.setattr(audit, "SEAL_AT_ONCE", 2)
    record(account, 5)
    while audit.seal():
        pass
    assert [block.count for block in AuditBlock.objects.order_by("pk")] == [2, 2, 1]
    assert audit.verify().fault is None


def test_an_entry_that_commits_late_goes_into_the_next_block(account):
    _, late, _ = record(account, 3)
    # The late one's transaction was still open when the first block was sealed: nobody could see it.
    values = {field.attname: getattr(late, field.attname) for field in late._meta.concrete_fields}
    with lifted():
        AuditEntry.objects.filter(pk=late.pk).delete()
    audit.seal()
    AuditEntry.objects.create(**values)
    block = audit.seal()
    assert list(block.seals.values_list("entry_id", flat=True)) == [late.pk]
    assert audit.verify().fault is None


CHANGES = {
    "reason": "另一个理由",
    "account_name": "别人",
    "action": "grant_membership",
    "outcome": "refused",
    "after": {"n": 99},
    "before": {"n": 0},
    "target_id": "0",  # which no row is
    "target_label": "别的",
    "request_id": "0" * 32,
    "organisation": None,
}


@pytest.mark.parametrize("column", CHANGES)
def test_verify_names_the_first_altered_entry_whatever_was_altered(county, account, unprotected, column):
    entries = [
        audit.record("add_alias", account, by=account, organisation=county, after={"n": number}) for number in range(6)
    ]
    audit.seal()
    for entry in entries[2], entries[4]:
        AuditEntry.objects.filter(pk=entry.pk).update(**{column: CHANGES[column]})
    verdict = audit.verify()
    assert (verdict.fault, verdict.entry_id) == ("altered", entries[2].pk)


def test_verify_names_the_first_missing_entry(account, unprotected):
    entries = record(account, 6)
    audit.seal()
    AuditEntry.objects.filter(pk__in=[entries[3].pk, entries[5].pk]).delete()
    verdict = audit.verify()
    assert (verdict.fault, verdict.entry_id) == ("missing", entries[3].pk)


def test_an_altered_entry_with_a_new_seal_breaks_the_chain(account, unprotected):
    _, second = record(account, 2)
    audit.seal()
    AuditEntry.objects.filter(pk=second.pk).update(reason="另一个理由")
    AuditSeal.objects.filter(entry_id=second.pk).update(digest=audit.digest(AuditEntry.objects.get(pk=second.pk)))
    assert audit.verify().fault == "broken_chain"


def test_a_block_taken_out_or_forged_breaks_the_chain(account, unprotected):
    blocks = []
    for _ in range(3):
        record(account, 2)
        blocks.append(audit.seal())
    AuditSeal.objects.filter(block=blocks[1]).delete()
    AuditBlock.objects.filter(pk=blocks[1].pk).delete()
    verdict = audit.verify()
    assert (verdict.fault, verdict.blocks) == ("broken_chain", 1)


# --- the command --------------------------------------------------------------------------------------------------


def test_verify_audit_says_all_is_well_and_prints_the_head(account, capsys):
    record(account, 2)
    block = audit.seal()
    call_command("verify_audit")
    assert block.hash in capsys.readouterr().out


def test_verify_audit_fails_naming_the_row(account, unprotected):
    entries = record(account, 2)
    audit.seal()
    AuditEntry.objects.filter(pk=entries[1].pk).update(reason="另一个理由")
    with pytest.raises(CommandError, match=str(entries[1].pk)) as failure:
        call_command("verify_audit")
    assert failure.value.returncode == 1


def test_verify_audit_notices_that_the_newest_blocks_are_gone(account, unprotected):
    record(account)
    audit.seal()
    record(account)
    newest = audit.seal()
    AuditSeal.objects.filter(block=newest).delete()
    newest.delete()
    AuditEntry.objects.order_by("pk").last().delete()
    call_command("verify_audit")  # the chain that is left is whole
    with pytest.raises(CommandError, match=newest.hash):
        call_command("verify_audit", head=newest.hash)


def test_entries_of_real_operations_verify_after_a_round_trip(county, account):
    """What is hashed before saving equals what the database gives back: dates, decimals, nested values, emoji."""
    body = OrganisationFactory(parent=county)
    add_alias(body, by=account, name="水办🚰")
    audit.record(
        "add_alias", body, by=account, after={"b": {"y": 1.5, "x": [None, True]}, "a": "é", "on": "2026-09-14"}
    )
    audit.seal()
    assert audit.verify().fault is None
