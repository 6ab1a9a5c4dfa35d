"""Do two people who write into the ledger at the same moment leave one truth; on PostgreSQL, with real commits."""

import datetime
from functools import partial

import pytest
from django.db import DatabaseError, connection

from governance.models import Organisation
from governance.roles import Role
from staffing.models import MidlevelPlan, QuotaAccount, QuotaMovement
from staffing.operations.approvals import approve_quota_approval, check_quota_approval, request_quota_approval
from staffing.operations.ledger import counter_movement, move_quota
from staffing.operations.midlevel import approve_midlevel_plan, propose_midlevel_plan, set_midlevel_ceiling
from staffing.selectors.ledger import ledger_faults
from staffing.states import MovementKind, QuotaCategory
from tests.factories import OrganisationFactory, member
from tests.staffing.factories import moved, slip_validity
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


def test_of_two_approvals_for_the_last_places_one_wins_and_the_other_is_told_why(world):
    slip_validity(world.county)
    second_keeper = member(world.county, Role.STAFFING_OFFICER)
    asked = {"category": "institution_quota", "post_class": "management", "grade": "九级", "entry_channel": "公开招聘"}
    waiting = [
        request_quota_approval(world.office, by=world.personnel_officer, count=15, reason="缺员", **asked)
        for _number in range(2)
    ]
    for approval in waiting:
        check_quota_approval(approval, by=world.keeper, opinion="同意")
    calls = [partial(approve_quota_approval, approval, by=second_keeper) for approval in waiting]
    one_wins(race(*calls), "not_enough_places")
    account = QuotaAccount.objects.with_balances().get(pk=world.places.pk)
    assert (account.vacant_places, account.reserved_places) == (5, 15)
    assert list(ledger_faults(world.county)) == []


def test_of_two_allocations_approved_at_once_one_is_in_force(world):
    brigade = OrganisationFactory(parent=world.township, name="汀砚镇执法队", kind=Organisation.Kind.INSTITUTION)
    set_midlevel_ceiling(world.township, by=world.keeper, count=6, effective_on=DAY, document=world.document)
    facts = {"effective_on": DAY, "document_no": "汀党发〔2026〕5号", "decided_on": DAY}
    plans = [
        propose_midlevel_plan(world.township, by=world.personnel_officer, shares=shares, **facts)
        for shares in ({world.office: 6}, {brigade: 6})
    ]
    officers = [member(world.township, Role.PARTY_OFFICER) for _number in range(2)]
    calls = [partial(approve_midlevel_plan, plan, by=officer) for plan, officer in zip(plans, officers, strict=True)]
    one_wins(race(*calls), "plan_begins_before")
    assert MidlevelPlan.objects.in_force(DAY).count() == 1
