"""Do two people who write into the ledger at the same moment leave one truth; on PostgreSQL, with real commits."""

import datetime
from functools import partial

import pytest
from django.db import DatabaseError, connection

from staffing.models import QuotaAccount, QuotaMovement
from staffing.operations.ledger import counter_movement, move_quota
from staffing.selectors.ledger import ledger_faults
from staffing.states import MovementKind, QuotaCategory
from tests.staffing.factories import moved
from tests.test_races import one_wins, race

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

DAY = datetime.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def on_postgresql():
    assert connection.vendor == "postgresql", "races need DATABASE_URL to name a PostgreSQL database"


def vacant(account: QuotaAccount) -> int:
    return QuotaAccount.objects.with_balances(DAY).get(pk=account.pk).vacant_places


def test_of_those_who_move_the_last_places_one_does_and_the_others_are_told_why(world):
    last = partial(
        move_quota,
        world.document,
        by=world.keeper,
        kind=MovementKind.TRANSFER_BETWEEN,
        category=QuotaCategory.INSTITUTION,
        giver=world.township,
        receiver=world.neighbour,
        count=20,
        effective_on=DAY,
    )
    one_wins(race(last, last, last), "not_enough_places")
    assert vacant(world.places) == 0
    assert list(ledger_faults(world.county)) == []


def test_of_those_who_take_a_movement_back_one_does(world):
    movement = moved(
        world.document, MovementKind.TRANSFER_BETWEEN, world.places, world.neighbour_places, 5, effective_on=DAY
    )
    back = partial(
        counter_movement, movement, by=world.keeper, document=world.document, count=3, effective_on=DAY, reason="更正。"
    )
    one_wins(race(back, back), "counter_too_large")
    assert QuotaMovement.objects.filter(counters=movement).count() == 1


def test_the_database_lets_one_through_also_past_the_operations(world):
    row = partial(
        moved, world.document, MovementKind.TRANSFER_BETWEEN, world.places, world.neighbour_places, 20, effective_on=DAY
    )
    results = race(row, row, row)
    assert sorted(isinstance(result, DatabaseError) for result in results) == [False, True, True]
    assert vacant(world.places) == 0
