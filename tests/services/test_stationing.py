"""Does a matter leave the hall only with a reason, and does each body see its own?"""

import datetime

import pytest

from governance.roles import Role
from services.models import CentreMatter, Stationing, Window
from services.models.stationing import WindowKind
from services.operations.stationing import close_window, enter_centre, leave_centre, open_window
from tests.factories import member
from tests.refusals import refused
from tests.services.factories import stationing_of

TODAY = datetime.date(2026, 11, 24)
WINDOW = {"number": "3", "name": "民政窗口", "kind": "special", "hours": "周一至周五 9:00—17:00"}


@pytest.fixture
def outside(place):
    return stationing_of(place.township, body=place.department, has_entered=False, reason="没有专网")


def test_what_enters_is_at_its_window_and_needs_no_reason(place, outside):
    window = open_window(place.township, by=place.clerk, body=place.department, **WINDOW)
    enter_centre(outside, by=place.clerk, window_kind=WindowKind.SPECIAL, window=window)
    assert (outside.has_entered, outside.reason, outside.window, outside.entered_on) == (True, "", window, TODAY)
    assert Stationing.objects.entered().get() == outside


def test_who_leaves_says_why(place, outside):
    with refused("not_in_centre"):
        leave_centre(outside, by=place.clerk, reason="改为全程网办")
    enter_centre(outside, by=place.clerk, window_kind=WindowKind.GENERAL)
    with refused("leaves_without_reason", "reason"):
        leave_centre(outside, by=place.clerk, reason="  ")
    leave_centre(outside, by=place.clerk, reason="改为全程网办")
    assert (outside.has_entered, outside.reason, outside.left_on) == (False, "改为全程网办", TODAY)
    assert Stationing.objects.missing().get() == outside


def test_a_matter_enters_its_own_centre_on_the_day(place, outside):
    elsewhere = open_window(place.neighbour, by=member(place.neighbour, Role.TOWNSHIP_CLERK), **WINDOW)
    with refused("window_elsewhere", "window"):
        enter_centre(outside, by=place.clerk, window_kind=WindowKind.SPECIAL, window=elsewhere)
    with refused("no_window_kind", "window_kind"):
        enter_centre(outside, by=place.clerk, window_kind=WindowKind.NONE)
    with refused("entered_in_the_future", "entered_on"):
        tomorrow = TODAY + datetime.timedelta(1)
        enter_centre(outside, by=place.clerk, window_kind=WindowKind.GENERAL, entered_on=tomorrow)


def test_a_window_is_closed_when_nothing_is_handled_there(place, outside):
    window = open_window(place.township, by=place.clerk, **WINDOW)
    with refused("window_exists", "number"):
        open_window(place.township, by=place.clerk, **WINDOW)
    enter_centre(outside, by=place.clerk, window_kind=WindowKind.SPECIAL, window=window)
    with refused("window_in_use"):
        close_window(window, by=place.clerk, reason="合并")
    enter_centre(outside, by=place.clerk, window_kind=WindowKind.GENERAL)
    close_window(window, by=place.clerk, reason="合并")
    with refused("window_closed"):
        close_window(window, by=place.clerk, reason="合并")
    with refused("window_closed", "window"):
        enter_centre(outside, by=place.clerk, window_kind=WindowKind.SPECIAL, window=window)
    assert open_window(place.township, by=place.clerk, **WINDOW).number == "3"
    assert Window.objects.open().count() == 1


def test_windows_are_those_of_townships(place):
    with refused("not_a_centre"):
        open_window(place.village, by=place.clerk, **WINDOW)


def test_a_company_sees_its_own_matters_in_every_centre_and_nothing_else(place, outside):
    ours = [stationing_of(centre, body=place.water, name="用水报装") for centre in (place.township, place.neighbour)]
    assert set(Stationing.objects.for_user(place.plumber)) == set(ours)
    assert CentreMatter.objects.for_user(place.plumber).get().body == place.water
    assert set(Stationing.objects.for_user(place.clerk)) == {outside, ours[0]}
    assert Stationing.objects.for_user(place.keeper).count() == 3
    assert not Stationing.objects.for_user(place.agent).exists()
