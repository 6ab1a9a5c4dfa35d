"""Is there exactly one holder at every moment, whatever people do in whatever order."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enforcement.models import Custody, EnforcementCase
from enforcement.operations.cases import attach_file, file_case
from enforcement.operations.transfers import accept_transfer, send_back_transfer, transfer_case
from enforcement.states import CustodyEnd, TransferReason, TransferStatus
from governance.errors import RuleViolation
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import photo

ACCOUNTS = ("clerk", "department_clerk", "other_clerk", "neighbour_clerk")
RECEIVERS = ("department", "other", "neighbour", "township")
_ELSEWHERE = {"reason_code": TransferReason.NOT_OUR_TERRITORY, "territory": "石汀乡前街"}
_EARLIER = {
    "reason_code": TransferReason.FILED_EARLIER,
    "earlier_case_no": "城管立〔2026〕8号",
    "earlier_filed_on": NOW.date(),
}
REASONS = {"department": _EARLIER, "other": _EARLIER, "neighbour": _ELSEWHERE, "township": _ELSEWHERE}
EVENTS = st.one_of(
    st.tuples(st.just("transfer"), st.sampled_from(ACCOUNTS), st.sampled_from(RECEIVERS)),
    st.tuples(st.just("accept"), st.sampled_from(ACCOUNTS), st.none()),
    st.tuples(st.just("return"), st.sampled_from(ACCOUNTS), st.sampled_from(RECEIVERS)),
    st.tuples(st.just("file"), st.sampled_from(ACCOUNTS), st.none()),
    st.tuples(st.just("wait"), st.integers(0, 3), st.none()),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENTS, max_size=12))
def test_one_holder_at_every_moment(world, facts, clock, events):
    clock.move_to(NOW)
    with transaction.atomic():
        case = file_case(world.township, by=world.clerk, **facts)
        for event in events:
            happen(world, case, clock, *event)
            check_line_of_custody(case)
        transaction.set_rollback(True)


def happen(world, case, clock, what, who, whom) -> None:
    """Try it; that it is refused is as good an outcome as any."""
    if what == "wait":
        clock.shift(datetime.timedelta(days=who))
        return
    by = getattr(world, who)
    transfer = case.transfers.order_by("-round").first()
    try:
        if what == "transfer":
            transfer_case(case, by=by, receiver=getattr(world, whom), explanation="移送。", **REASONS[whom])
        elif what == "file":
            attach_file(case, by=by, file=photo(extra=str(case.files.count()).encode()))
        elif transfer is not None and what == "accept":
            accept_transfer(transfer, by=by)
        elif transfer is not None:
            body = getattr(world, whom)
            reason = "not_our_territory" if whom in ("neighbour", "township") else "package_incomplete"
            send_back_transfer(transfer, by=by, reason_code=reason, explanation="退回。", right_body=body)
    except RuleViolation:
        pass


def check_line_of_custody(case: EnforcementCase) -> None:
    case.refresh_from_db()
    line = list(Custody.objects.filter(subject=case).order_by("since"))
    assert line[0].since == case.filed_at
    assert [row.until for row in line[:-1]] == [row.since for row in line[1:]], "a gap or an overlap"
    assert line[-1].until is None
    assert line[-1].holder == case.holder
    accepted = case.transfers.filter(status=TransferStatus.ACCEPTED)
    assert len(line) == 1 + accepted.count()
    assert case.transfers.filter(status=TransferStatus.SENT).count() == (case.offered_to is not None)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda case, world: Custody.objects.create(subject=case, holder=world.other, since=NOW + HOUR),
        lambda case, world: close_then_open(case, world, gap=HOUR),
        lambda case, world: close_then_open(case, world, gap=-HOUR / 2),
        lambda case, world: Custody.objects.filter(subject=case).update(holder=world.other),
        lambda case, world: Custody.objects.filter(subject=case).update(since=NOW - HOUR),
        lambda case, world: Custody.objects.filter(subject=case).update(until=NOW - HOUR, ended_because="handed_over"),
    ],
    ids=["second holder", "gap", "overlap", "other holder", "other start", "ends before it begins"],
)
def test_database_itself_keeps_the_line(world, case, break_it):
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        break_it(case, world)


def test_database_lets_nobody_follow_a_final_end(case, world):
    Custody.objects.filter(subject=case).update(until=NOW + HOUR, ended_because=CustodyEnd.VOIDED)
    with pytest.raises(DatabaseError, match="nobody holds what has ended"), transaction.atomic():
        Custody.objects.create(subject=case, holder=world.other, since=NOW + HOUR)


def test_end_is_written_once(case):
    with transaction.atomic():
        Custody.objects.filter(subject=case).update(until=NOW + HOUR, ended_because="handed_over")
        with pytest.raises(DatabaseError), transaction.atomic():
            Custody.objects.filter(subject=case).update(until=NOW + 2 * HOUR, ended_because="voided")
        transaction.set_rollback(True)


HOUR = datetime.timedelta(hours=1)


def close_then_open(case, world, *, gap) -> None:
    Custody.objects.filter(subject=case).update(until=NOW + HOUR, ended_because="handed_over")
    Custody.objects.create(subject=case, holder=world.other, since=NOW + HOUR + gap)
