"""Does the audit log keep what was done, refuse to be changed, and get sealed; tampering: tests/security/."""

import contextlib
import datetime
import math

import pytest
from django.db import DatabaseError, connection, transaction

from governance import access, audit, roles
from governance.access import operation
from governance.audit.sealing import seal
from governance.audit.verification import Verdict, verify
from governance.errors import RuleViolation
from governance.middleware import request_id
from governance.models import AuditEntry, AuditSeal, Organisation
from governance.roles import PERMITTED, Role
from tests.audit_log import record
from tests.factories import CountyFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def account(county):
    return member(county, Role.SYSTEM_ADMIN, name="陈敏")


# --- what an entry holds ------------------------------------------------------------------------------------------


def test_an_entry_keeps_who_where_what_and_why_as_it_was(county, account):
    token = request_id.set("f" * 32)
    try:
        body = OrganisationFactory(parent=county, name="市水利局")
        entry = audit.record(
            body,
            action="rename_organisation",
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
    monkeypatch.setattr(access, "OPERATIONS", dict(access.OPERATIONS))
    monkeypatch.setattr(roles, "_NAMES", dict(roles._NAMES))

    @operation("Fail halfway", at="self")
    def fail_halfway(body, *, by):
        body.name = "半途"
        body.save()
        audit.record(body)
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


@pytest.mark.parametrize("model", [AuditEntry, AuditSeal])
def test_the_database_refuses_to_change_the_log(account, model):
    table = model._meta.db_table
    statements = [f"UPDATE {table} SET digest = digest", f"DELETE FROM {table}"]
    if model is AuditEntry:
        statements[0] = f"UPDATE {table} SET reason = reason"
    record(account)
    seal()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # SQLite has no TRUNCATE
            statements.append(f"TRUNCATE {table} CASCADE")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nor does PostgreSQL truncate with checks pending
        for statement in statements:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement)
    assert AuditEntry.objects.count() == AuditSeal.objects.count() == 1


def test_the_orm_cannot_change_it_either(account):
    [entry] = record(account)
    entry.reason = "别的理由"
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_what_is_hashed_before_saving_equals_what_the_database_gives_back(county, account):
    """Dates, fractions, numbers too large or none at all, nested values, emoji."""
    values = {"b": {"y": 1.5, "x": [None, True]}, "a": "é", "on": datetime.date(2026, 9, 14), "e": 1e22, "n": math.nan}
    entry = audit.record(county, action="add_alias", by=account, after=values, reason="水办🚰")
    assert audit.digest(AuditEntry.objects.get(pk=entry.pk)) == audit.digest(entry)


# --- sealing ------------------------------------------------------------------------------------------------------


def test_sealing_numbers_every_entry_once_without_gaps_and_says_the_head(account, caplog):
    entries = record(account, 3)
    with caplog.at_level("INFO", logger="governance.audit"):
        first = seal()
    assert caplog.messages == [f"audit head 3 {first.hash}"]
    assert seal() is None
    entries += record(account, 2)
    head = seal()

    assert list(AuditSeal.objects.order_by("number").values_list("number", "entry_id")) == [
        (number, entry.pk) for number, entry in enumerate(entries, start=1)
    ]
    record(account)
    assert verify() == Verdict(sealed=5, unsealed=1, head=head.hash)
    assert head.hash.startswith("sha256:") and head.digest == audit.digest(entries[-1])


def test_a_backlog_is_sealed_in_several_runs(account, monkeypatch):
    monkeypatch.setattr("governance.audit.sealing.SEAL_AT_ONCE", 2)
    record(account, 5)
    heads = []
    while head := seal():
        heads.append(head.number)
    assert heads == [2, 4, 5]
    assert not verify().faults


def test_an_entry_goes_to_the_log_when_it_is_committed_and_not_before(
    account, caplog, django_capture_on_commit_callbacks
):
    with caplog.at_level("INFO", logger="governance.audit"), django_capture_on_commit_callbacks(execute=True):
        [entry] = record(account)
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            record(account)
            1 / 0  # noqa: B018
        assert not caplog.messages
    assert caplog.messages == [f"audit entry {entry.pk} {audit.digest(entry)}"]


def test_a_head_that_cannot_be_kept_outside_stops_no_sealing(account, settings, tmp_path, caplog):
    settings.AUDIT_HEAD_FILE = str(tmp_path / "away" / "heads.log")
    record(account)
    assert seal().number == 1
    assert "AUDIT_HEAD_FILE" in caplog.text
