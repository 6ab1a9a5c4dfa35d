"""Whatever is entered, in whatever order and however late: the ledger keeps its invariants and agrees with a replay."""

import datetime
from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.errors import RuleViolation
from staffing.models import QuotaAccount, QuotaMovement
from staffing.operations.ledger import counter_movement, move_quota
from staffing.selectors.ledger import ledger_faults
from staffing.states import MovementKind, QuotaCategory, Source

START = datetime.date(2026, 1, 1)
BODIES = ("township", "neighbour", "department")

moves = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["downshift", "reclaim", "transfer_between", "approve", "merge_unit", "counter"]),
        "category": st.sampled_from([QuotaCategory.INSTITUTION, QuotaCategory.ADMIN]),
        "giver": st.sampled_from(BODIES),
        "receiver": st.sampled_from(BODIES),
        "count": st.integers(1, 12),
        "day": st.integers(0, 60),
        "late": st.integers(0, 4),  # one in five is back-dated
        "which": st.integers(0, 1000),
    }
)


def enter(world, said: dict, today: int):
    on = START + datetime.timedelta(days=said["day"] if said["late"] == 0 else today)
    entered = list(QuotaMovement.objects.filter(counters=None).exclude(kind="opening").order_by("pk"))
    if said["kind"] == "counter":
        if not entered:
            return None
        wrong = entered[said["which"] % len(entered)]
        return counter_movement(
            wrong, by=world.keeper, document=world.document, count=said["count"], effective_on=on, reason="更正。"
        )
    kind = MovementKind(said["kind"])
    sides = {"giver": getattr(world, said["giver"]), "receiver": getattr(world, said["receiver"])}
    if kind in (MovementKind.DOWNSHIFT, MovementKind.APPROVE):
        sides.pop("giver")
    if kind in (MovementKind.RECLAIM, MovementKind.MERGE_UNIT):
        sides.pop("receiver")
    source = Source.VACANCIES if kind == MovementKind.DOWNSHIFT else ""
    return move_quota(
        world.document, by=world.keeper, kind=kind, category=said["category"], count=said["count"], effective_on=on,
        source=source, **sides,
    )  # fmt: skip


def replayed(on: datetime.date) -> dict[int, int]:
    places: dict[int, int] = defaultdict(int)
    for movement in QuotaMovement.objects.all():
        if movement.effective_on <= on:
            places[movement.giver_id] -= movement.count
            places[movement.receiver_id] += movement.count
    return places


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(moves, min_size=5, max_size=25))
def test_random_histories_keep_every_invariant(world, history):
    with transaction.atomic():
        granted = defaultdict(int)
        for today, said in enumerate(history, start=30):
            try:
                entry = enter(world, said, today)
            except RuleViolation:
                continue
            if entry is not None and entry.kind == MovementKind.APPROVE:
                granted[said["category"] if entry.counters is None else entry.giver.category] += (
                    entry.count if entry.counters is None else -entry.count
                )
        assert list(ledger_faults(world.county)) == []
        for day in {START, START + datetime.timedelta(days=45), START + datetime.timedelta(days=99)}:
            sums = replayed(day)
            for account in QuotaAccount.objects.holding().with_balances(day):
                assert account.approved == sums[account.pk] >= 0
        for category, there in ((QuotaCategory.INSTITUTION, 110), (QuotaCategory.ADMIN, 50)):
            accounts = QuotaAccount.objects.holding().filter(category=category).with_balances(datetime.date(2030, 1, 1))
            assert sum(account.approved for account in accounts) == there + granted[category]
        transaction.set_rollback(True)
