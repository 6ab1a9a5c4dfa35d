"""Somebody with the database's own password: what they try past the operations is refused by the database, and what
they do with the triggers lifted is found."""

import datetime
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from governance.models import Event
from staffing.models import HeadCount, QuotaAccount, QuotaDocument, QuotaMovement
from staffing.operations.ledger import account_without_body
from staffing.selectors.ledger import ledger_faults
from staffing.states import HolderKind, QuotaCategory
from staffing.tasks import verify_ledgers
from tests.factories import CountyFactory
from tests.staffing.factories import QuotaDocumentFactory

MOVEMENT = QuotaMovement._meta.db_table
DAY = datetime.date(2026, 3, 1)
FIELDS = (
    "document_id", "entry_no", "kind", "giver_id", "giver_standing", "receiver_id", "receiver_standing", "count",
    "effective_on", "known_on", "reason", "quota_source", "origin", "counters_id", "level_approval_id",
)  # fmt: skip


def execute(statement: str, values=()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def database_refuses(words: str):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        yield
    assert words in str(refusal.value)


@pytest.fixture
def row(world):
    """An ordinary transfer of five places, as a row."""
    return {
        "document_id": world.document.pk,
        "entry_no": "",
        "kind": "transfer_between",
        "giver_id": world.places.pk,
        "giver_standing": "vacant",
        "receiver_id": world.neighbour_places.pk,
        "receiver_standing": "vacant",
        "count": 5,
        "effective_on": DAY,
        "known_on": datetime.date(2026, 9, 14),
        "reason": "",
        "quota_source": "",
        "origin": "recorded",
        "counters_id": None,
        "level_approval_id": None,
    }


def insert(row: dict, verb: str = "INSERT") -> None:
    columns, marks = ", ".join(FIELDS), ", ".join(["%s"] * len(FIELDS))
    execute(f"{verb} INTO {MOVEMENT} ({columns}) VALUES ({marks})", [row[name] for name in FIELDS])


def test_an_ordinary_row_goes_in(row):
    insert(row)
    assert QuotaMovement.objects.filter(effective_on=DAY).count() == 1


SHAPE = "quota_movement_does_what_its_kind_says"
SIDES = "both sides of a movement"
SHORT = "short of places"


def attack(name: str, words: str, **change):
    return pytest.param(change, words, id=name)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        attack("more than there is", SHORT, count=21),
        attack("before there was anything", SHORT, effective_on=datetime.date(2019, 12, 30)),
        attack("a release of nothing", SHORT, kind="release", giver_standing="reserved", receiver_id="giver"),
        attack("a person leaves who never came", SHORT, kind="vacate", giver_standing="on_post", receiver_id="giver"),
        attack("reserved twice", SHORT, kind="reserve", receiver_standing="reserved", receiver_id="giver", count=21),
        attack("another category", SIDES, receiver_id="neighbour_admin_places"),
        attack("an account of another county", SIDES, receiver_id="abroad"),
        attack("a document of another county", SIDES, document_id="document_abroad"),
        attack("from nowhere, called a transfer", SIDES, giver_id="superior"),
        attack("into nowhere", SIDES, receiver_id="superior"),
        attack("from the pool, called a transfer", SIDES, giver_id="pool"),
        attack("down to the pool", SIDES, kind="downshift"),
        attack("nothing", "quota_movement_moves_places", count=0),
        attack("to itself", SHAPE, receiver_id="giver"),
        attack("filled places move away", SHAPE, giver_standing="on_post"),
        attack("of no kind", SIDES, kind="gift"),
        attack("an inferred movement", "quota_movement_inferred_is_opening", origin="inferred"),
        attack("entered before the last entry", "in the order of days", known_on=datetime.date(2019, 12, 31)),
        attack(
            "administrative quotas to another level", "with its approval",
            giver_id="department_admin_places", receiver_id="admin_places",
        ),
        attack("takes back what goes the same way", "a counter-entry", counters_id="opening"),
    ],
)  # fmt: skip
def test_the_database_refuses(world, row, change, words):
    names = {
        "giver": row["giver_id"],
        "abroad": account_without_body(
            HolderKind.UNREGISTERED, "institution_quota", CountyFactory(code="LH"), "某站"
        ).pk,
        "document_abroad": QuotaDocumentFactory(county=CountyFactory(code="LW")).pk,
        "superior": account_without_body(HolderKind.SUPERIOR, QuotaCategory.INSTITUTION, world.county).pk,
        "opening": QuotaMovement.objects.get(receiver=world.places).pk,
        **{name: account.pk for name, account in vars(world).items() if isinstance(account, QuotaAccount)},
    }
    change = {name: names.get(value, value) if name.endswith("_id") else value for name, value in change.items()}
    before = QuotaMovement.objects.count()
    with database_refuses(words):
        insert(row | change)
    assert QuotaMovement.objects.count() == before


def test_no_more_is_taken_back_than_there_was(row):
    insert(row)
    moved = QuotaMovement.objects.get(effective_on=DAY)
    back = row | {
        "giver_id": row["receiver_id"], "receiver_id": row["giver_id"], "counters_id": moved.pk, "count": 3
    }  # fmt: skip
    with database_refuses("a counter-entry"):
        insert(back | {"effective_on": DAY - datetime.timedelta(days=1)})
    insert(back)
    with database_refuses("a counter-entry"):
        insert(back)


def test_a_back_dated_row_that_makes_a_later_day_negative(row):
    insert(row | {"count": 18})
    with database_refuses(SHORT):
        insert(row | {"count": 3, "effective_on": datetime.date(2020, 1, 1)})


@pytest.mark.parametrize("model", [QuotaMovement, QuotaAccount, QuotaDocument, HeadCount])
@pytest.mark.parametrize("verb", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_rows_stay_as_they_are(world, model, verb):
    HeadCount.objects.create(account=world.places, counted_on=DAY, count=3, document=world.document)
    with database_refuses("append-only"):
        execute(verb.format(table=model._meta.db_table))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_tables_are_not_emptied(world):
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks pending is not emptied in any case
    with database_refuses("append-only"):
        execute(f"TRUNCATE {MOVEMENT} CASCADE")


@pytest.mark.skipif(connection.vendor == "postgresql", reason="only SQLite replaces rows on insertion")
def test_rows_are_not_replaced(world, row):
    first = QuotaMovement.objects.earliest("pk")
    with database_refuses("append-only"):
        execute(
            f"INSERT OR REPLACE INTO {MOVEMENT} (id, {', '.join(FIELDS)}) "
            f"VALUES ({first.pk}, {', '.join(['%s'] * len(FIELDS))})",
            [row[name] for name in FIELDS],
        )
    account = QuotaAccount._meta.db_table
    with database_refuses("append-only"):
        execute(
            f"INSERT OR REPLACE INTO {account} (county_id, kind, organisation_id, name, level, category) "
            "SELECT county_id, kind, organisation_id, name, 'county', category "
            f"FROM {account} WHERE id = {world.pool.pk}"
        )


@contextmanager
def lifted():
    """The triggers of the ledger are gone for a while."""
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute(f"ALTER TABLE {MOVEMENT} DISABLE TRIGGER USER")
        yield
        execute(f"ALTER TABLE {MOVEMENT} ENABLE TRIGGER USER")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [MOVEMENT])
        triggers = cursor.fetchall()
    for name, _statement in triggers:
        execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in triggers:
        execute(statement)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": 21}, "short of places on 2026-03-01"),
        ({"receiver_id": "neighbour_admin_places"}, "different categories"),
        ({"known_on": datetime.date(2019, 12, 31)}, "entered before"),
    ],
)
def test_the_recount_names_the_first_wrong_entry(world, row, change, words, settings):
    settings.LANGUAGE_CODE = "en"
    change = {name: getattr(world, value).pk if name == "receiver_id" else value for name, value in change.items()}
    insert(row)
    with lifted():
        insert(row | change)
        insert(row | change | {"count": 1})
    first = QuotaMovement.objects.filter(effective_on=DAY).order_by("pk")[1]
    faults = list(ledger_faults(world.county))
    assert faults[0].movement == first.pk
    with pytest.raises(CommandError) as said:
        call_command("verify_ledger")
    assert str(first.pk) in str(said.value).splitlines()[0]
    verify_ledgers()
    assert Event.objects.get(kind="staffing.ledger.faulty").label == str(faults[0])


def test_the_recount_says_that_a_guard_is_gone(world):
    with lifted():
        assert [fault.code for fault in ledger_faults(world.county)] == ["unguarded"]
    assert list(ledger_faults(world.county)) == []
    call_command("verify_ledger")
