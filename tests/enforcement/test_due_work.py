"""Does time alone do what it should, once, and never on a provisional date."""

import datetime

import pytest

from enforcement.models import EnforcementCase, Transfer
from enforcement.operations.transfers import accept_transfer, report_overdue, transfer_case
from enforcement.states import TransferStatus, Urgency
from enforcement.tasks import recompute_deadlines, sweep_transfers
from governance.models import AuditEntry, CalendarYear, Event, EventDelivery
from governance.operations.calendar import load_calendar_year
from governance.roles import Role
from governance.workdays.calendar import FIXED_HOLIDAYS, Day
from tests.enforcement.conftest import NOW
from tests.factories import member
from tests.refusals import refused

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def urgent(world, case, letter):
    """Due after 24 hours."""
    return transfer_case(case, by=world.clerk, **letter, urgency=Urgency.URGENT)


def told() -> list[str]:
    overdue = EventDelivery.objects.filter(event__kind="enforcement.transfer.overdue")
    return sorted(delivery.organisation.name for delivery in overdue)


def test_overdue_from_the_first_second_after_the_limit(urgent, clock):
    clock.move_to(urgent.due_at)
    assert not urgent.is_overdue()
    assert not Transfer.objects.overdue().exists()
    clock.shift(SECOND)
    assert urgent.is_overdue()
    assert Transfer.objects.overdue().get() == urgent


def test_both_bodies_are_told_once_and_custody_stays(world, case, urgent, clock):
    sweep_transfers()
    assert told() == []
    clock.move_to(urgent.due_at + SECOND)
    sweep_transfers()
    sweep_transfers()
    assert told() == ["市城市管理局", "汀砚镇"]
    urgent.refresh_from_db()
    case.refresh_from_db()
    assert (urgent.status, case.holder) == (TransferStatus.SENT, world.township)
    assert AuditEntry.objects.filter(action="report_overdue").count() == 1


def test_silence_is_no_answer_so_it_can_still_be_given(world, urgent, clock):
    clock.move_to(urgent.due_at + SECOND)
    sweep_transfers()
    accept_transfer(urgent, by=world.department_clerk)


def test_answered_in_time_tells_nobody(world, urgent, clock):
    accept_transfer(urgent, by=world.department_clerk)
    clock.move_to(urgent.due_at + SECOND)
    sweep_transfers()
    assert told() == []


def test_provisional_date_triggers_nothing(world, case, letter, clock):
    clock.move_to(datetime.datetime(2026, 12, 30, 9, 0, tzinfo=NOW.tzinfo))
    transfer = transfer_case(case, by=world.clerk, **letter)
    assert transfer.due_provisional
    clock.move_to(datetime.datetime(2027, 3, 1, 9, 0, tzinfo=NOW.tzinfo))
    sweep_transfers()
    assert told() == []
    assert not transfer.is_overdue()


def test_only_the_portal_reports(world, urgent, clock):
    clock.move_to(urgent.due_at + SECOND)
    with refused("not_permitted"):
        report_overdue(urgent, by=world.clerk)
    assert report_overdue(urgent, by=world.portal)
    assert not report_overdue(urgent, by=world.portal)


def test_loading_the_year_makes_dates_final_and_keeps_the_old_ones(world, case, letter, clock):
    clock.move_to(datetime.datetime(2026, 12, 30, 9, 0, tzinfo=NOW.tzinfo))
    transfer = transfer_case(case, by=world.clerk, **letter)
    before = transfer.due_at
    recompute_deadlines()
    transfer.refresh_from_db()
    assert transfer.due_at == before

    load_2027(world, extra_off=datetime.date(2027, 1, 4))
    recompute_deadlines()
    transfer.refresh_from_db()
    assert not transfer.due_provisional
    # 12-31, (1–4 off), 5, 6, 7, 8
    assert transfer.due_at.astimezone(NOW.tzinfo).date() == datetime.date(2027, 1, 8)
    entry = AuditEntry.objects.about(transfer).get(action="recompute_deadline")
    assert entry.before["due_provisional"] and not entry.after["due_provisional"]


def test_provisional_cases_are_recounted_too(world, facts, clock):
    from enforcement.operations.cases import file_case

    clock.move_to(datetime.datetime(2026, 11, 9, 9, 0, tzinfo=NOW.tzinfo))
    case = file_case(world.township, by=world.clerk, **facts)
    # 04-calendar, example 20: the natural count is exact, whether it rolls is provisional.
    assert case.due_at.astimezone(NOW.tzinfo).date() == datetime.date(2027, 2, 7)
    assert case.due_provisional
    load_2027(world)
    recompute_deadlines()
    case = EnforcementCase.objects.get(pk=case.pk)
    assert not case.due_provisional
    assert case.due_at.astimezone(NOW.tzinfo).date() == datetime.date(2027, 2, 7)
    recompute_deadlines()
    assert AuditEntry.objects.filter(action="recompute_deadline").count() == 1


def load_2027(world, extra_off: datetime.date | None = None) -> None:
    days = [
        Day(datetime.date(2027, month, day), is_off=True, is_statutory=True, name=name)
        for (month, day), name in FIXED_HOLIDAYS.items()
    ]
    if extra_off:
        days.append(Day(extra_off, is_off=True))
    load_calendar_year(
        world.county,
        by=member(world.county, Role.SYSTEM_ADMIN),
        year=2027,
        days=days,
        source_document="测试通知",
    )
    assert CalendarYear.objects.current().filter(year=2027).exists()
    assert Event.objects.filter(kind="enforcement.transfer.overdue").count() == 0
