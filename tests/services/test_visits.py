"""One queue for all windows: no ticket twice, none passed over; a visit is intervals without gap or overlap."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from services.models import Visit, VisitInterval, Window
from services.operations.visits import (
    add_matter,
    call_next,
    finish_visit,
    hold_visit,
    leave_visit,
    resume_visit,
    substitute_window,
    take_ticket,
)
from services.selectors.visits import waiting_times
from services.visit_states import VisitStatus
from tests.factories import TownshipFactory
from tests.refusals import refused
from tests.services.counter import received
from tests.services.test_applications import on


def window(township, number):
    return Window.objects.create(
        centre=township, number=number, name="综合窗口", kind="general", hours="9:00-17:00",
        opened_on=datetime.date(2024, 1, 1),
    )  # fmt: skip


@pytest.fixture
def windows(world):
    return [window(world.township, number) for number in ("1", "2")]


def intervals(visit):
    rows = list(VisitInterval.objects.filter(visit=visit))
    assert [row.until for row in rows[:-1]] == [row.since for row in rows[1:]]  # neither gap nor overlap
    return [row.kind for row in rows]


def test_tickets_are_numbered_by_the_day_and_called_in_their_order(world, windows, clock):
    first, second = (take_ticket(world.township, by=world.clerk) for _ in range(2))
    assert (first.number, second.number) == (1, 2)
    assert call_next(windows[0], by=world.clerk) == first
    assert call_next(windows[1], by=world.clerk) == second
    third = take_ticket(world.township, by=world.clerk)
    with refused("window_busy"):
        call_next(windows[0], by=world.clerk)
    finish_visit(Visit.objects.get(pk=first.pk), by=world.clerk)
    assert call_next(windows[0], by=world.clerk) == third
    on(clock, "2026-03-03")
    assert take_ticket(world.township, by=world.clerk).number == 1


def test_a_visit_is_a_row_of_intervals(world, windows, clock):
    visit = take_ticket(world.township, by=world.clerk, item=world.licence)
    clock.shift(datetime.timedelta(minutes=12))
    visit = call_next(windows[0], by=world.clerk)
    clock.shift(datetime.timedelta(minutes=5))
    hold_visit(visit, by=world.clerk)
    other = window(TownshipFactory(parent=world.county), "9")
    with refused("window_of_another_centre", "window"):
        resume_visit(visit, by=world.clerk, window=other)
    clock.shift(datetime.timedelta(minutes=3))
    resume_visit(visit, by=world.clerk, window=windows[1])
    finish_visit(visit, by=world.clerk)
    assert intervals(visit) == ["waiting", "served", "on_hold", "served"]
    assert not VisitInterval.objects.filter(until=None).exists()
    times = waiting_times(world.clerk, timezone.localdate())
    assert [(row.item, row.hour, row.people, row.median_minutes) for row in times] == [("食品经营许可", 10, 1, 12)]


def test_who_leaves_unserved_is_kept_as_such(world, windows):
    with refused("queue_empty"):
        call_next(windows[0], by=world.clerk)
    visit = take_ticket(world.township, by=world.clerk)
    leave_visit(visit, by=world.clerk)
    assert (visit.status, intervals(visit)) == (VisitStatus.LEFT, ["waiting"])
    with refused("queue_empty"):
        call_next(windows[0], by=world.clerk)


def test_another_window_takes_over_without_a_new_ticket(world, windows):
    take_ticket(world.township, by=world.clerk)
    visit = call_next(windows[0], by=world.clerk)
    with refused("same_window", "to"):
        substitute_window(windows[0], by=world.clerk, to=windows[0])
    substitute_window(windows[0], by=world.clerk, to=windows[1])
    visit.refresh_from_db()
    assert (visit.window, visit.status) == (windows[1], VisitStatus.SERVED)
    assert intervals(visit) == ["waiting", "served", "served"]


def test_a_closed_window_calls_nobody(world, windows):
    take_ticket(world.township, by=world.clerk)
    Window.objects.filter(pk=windows[0].pk).update(closed_on=timezone.localdate(), closing_reason="撤窗")
    with refused("window_closed", "window"):
        call_next(windows[0], by=world.clerk)
    Window.objects.update(closed_on=timezone.localdate(), closing_reason="撤窗")
    with refused("no_windows"):
        take_ticket(world.township, by=world.clerk)


def test_several_matters_in_one_visit(world, windows):
    take_ticket(world.township, by=world.clerk)
    visit = call_next(windows[0], by=world.clerk)
    first, second = received(world), received(world, item=world.allowance)
    add_matter(visit, by=world.clerk, application=first)
    add_matter(visit, by=world.clerk, application=second)
    assert visit.matters.count() == 2
    with refused("matter_added", "application"):
        add_matter(visit, by=world.clerk, application=first)
    elsewhere = received(world)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(centre=world.department)
    elsewhere.refresh_from_db()
    with refused("matter_elsewhere", "application"):
        add_matter(visit, by=world.clerk, application=elsewhere)


def test_two_at_one_window_cannot_be_stored(world, windows):
    take_ticket(world.township, by=world.clerk)
    take_ticket(world.township, by=world.clerk)
    call_next(windows[0], by=world.clerk)
    waiting = Visit.objects.waiting()
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting.update(status=VisitStatus.SERVED, window=windows[0])


def test_the_queue_is_the_centres_own(world, windows, client):
    take_ticket(world.township, by=world.clerk)
    assert not Visit.objects.for_user(world.watcher).exists()
    client.force_login(world.clerk)
    page = client.get("/services/visit/?view=today")
    assert page.status_code == 200 and "001" in page.content.decode()
