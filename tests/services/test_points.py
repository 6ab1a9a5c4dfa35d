"""Is what a village does certain for its term and no day longer, and is nothing passed to it without a ground?"""

import datetime
from decimal import Decimal

import pytest

from governance.models import EventDelivery, LocalValue, RuleSuspension
from services.due_work import report_lapsed_points
from services.item_choices import VillageRole
from services.models import PointItem, ServicePoint
from services.operations.points import (
    assign_point_item,
    change_point,
    close_point,
    close_point_for_days,
    confirm_point_item,
    open_point,
    report_lapsed_point,
)
from tests.refusals import refused
from tests.services.factories import ImplementationFactory, point_item_of, point_of, village_item

TODAY = datetime.date(2026, 11, 24)
DAY = datetime.timedelta(1)
POINT = {"place": "村委会一楼", "hours": "周一至周五 8:30—17:00", "telephone": "0000-1234567"}


@pytest.fixture
def point(place):
    return point_of(place.village)


def test_a_new_point_has_every_item_of_villages_and_nothing_of_it_is_assured(place):
    items = {village_item(place.county).item for number in range(3)}
    ImplementationFactory(item__service_item__county=place.county, body=place.department)
    opened = open_point(place.village, by=place.clerk, **POINT)
    assert {one.item for one in opened.items.all()} == items
    assert PointItem.objects.lapsed().count() == 3 and not PointItem.objects.assured().exists()


def test_a_village_has_one_open_point(place, point):
    with refused("point_exists"):
        open_point(place.village, by=place.clerk, **POINT)
    with refused("not_a_village"):
        open_point(place.township, by=place.clerk, **POINT)
    close_point(point, by=place.clerk, reason="并入邻村")
    assert open_point(place.village, by=place.clerk, **POINT).is_open()


@pytest.mark.parametrize("field", ["hours", "place", "telephone"])
def test_a_point_without_hours_place_or_telephone_is_refused(place, field):
    with refused("invalid", field):
        open_point(place.village, by=place.clerk, **POINT | {field: "  "})


def test_one_tap_confirms_for_the_countys_term_and_the_day_after_it_is_to_be_verified(place, point):
    one = point_item_of(point, person="")
    confirm_point_item(one, by=place.agent)
    assert (one.person, one.assured_until, one.confirmed_by) == ("何代办", TODAY + 90 * DAY, place.agent)
    assert PointItem.objects.assured(TODAY + 90 * DAY).get() == one
    assert not PointItem.objects.assured(TODAY + 91 * DAY).exists()
    assert PointItem.objects.lapsed(TODAY + 91 * DAY).get() == one


def test_an_agent_of_another_village_confirms_nothing_here(place, point):
    one = point_item_of(point_of(place.next_village))
    with refused("not_permitted"):
        confirm_point_item(one, by=place.agent)


def test_without_a_term_nobody_knows_how_long_a_confirmation_holds(place, point):
    LocalValue.objects.all().delete()
    one = point_item_of(point)
    with refused("point_term_not_set"):
        confirm_point_item(one, by=place.agent)


def test_an_item_that_is_no_longer_in_the_catalogue_is_not_confirmed(place, point):
    one = village_item(place.county, effective_to=TODAY - DAY)
    done = point_item_of(point, item=one.item)
    with refused("item_not_in_force"):
        confirm_point_item(done, by=place.agent)
    with refused("item_not_in_force", "item"):
        assign_point_item(point, by=place.clerk, item=one.item, role="agent", steps="收件", person="何代办")


def test_a_direct_step_without_ground_is_refused(place, point):
    item = village_item(place.county).item
    says = {"item": item, "role": VillageRole.DIRECT, "steps": "当场办结", "person": "何代办"}
    with refused("direct_without_ground", "ground"):
        assign_point_item(point, by=place.clerk, **says)
    one = assign_point_item(point, by=place.clerk, ground="《村民委员会组织法》第八条", **says)
    assert one.role == VillageRole.DIRECT and not one.is_assured()


def test_a_step_that_was_direct_before_the_portal_stays_a_finding_and_is_changed(place, point):
    one = point_item_of(point, role=VillageRole.DIRECT, taken_over=True)
    says = {"item": one.item, "role": VillageRole.DIRECT, "steps": "当场打印", "person": "石协管"}
    changed = assign_point_item(point, by=place.clerk, **says)
    assert changed.pk == one.pk and changed.taken_over
    changed = assign_point_item(point, by=place.clerk, **says, ground="《村民委员会组织法》第八条")
    assert not changed.taken_over


def test_what_changes_is_to_be_confirmed_anew(place, point):
    one = point_item_of(point)
    confirm_point_item(one, by=place.agent)
    assign_point_item(point, by=place.clerk, item=one.item, role="assist", steps="协助填表", person="石协管")
    assert not PointItem.objects.assured().exists()


def test_nothing_is_done_at_a_closed_point(place, point):
    one = point_item_of(point)
    close_point(point, by=place.clerk, reason="并入邻村")
    for operation, target, said in (
        (change_point, point, POINT),
        (close_point, point, {"reason": "并入邻村"}),
        (confirm_point_item, one, {}),
        (close_point_for_days, point, {"first_day": TODAY, "last_day": TODAY, "reason": "选举"}),
    ):
        with refused("point_closed"):
            operation(target, by=place.clerk, **said)
    assert not ServicePoint.objects.open().exists() and not PointItem.objects.lapsed().exists()


def test_single_days_are_closed_and_the_point_stays_open(place, point):
    said = {"first_day": TODAY + DAY, "last_day": TODAY + 2 * DAY, "reason": "村里选举"}
    close_point_for_days(point, by=place.agent, **said)
    assert ServicePoint.objects.serving(TODAY).exists() and ServicePoint.objects.serving(TODAY + 3 * DAY).exists()
    assert not ServicePoint.objects.serving(TODAY + DAY).exists()
    for code, first, last in (
        ("days_closed_already", 2, 5), ("days_out_of_order", 9, 8), ("days_past", -3, -2)
    ):  # fmt: skip
        with refused(code):
            days = {"first_day": TODAY + first * DAY, "last_day": TODAY + last * DAY}
            close_point_for_days(point, by=place.clerk, reason="选举", **days)


def test_half_a_place_is_none(place, point):
    with refused("half_a_place", "longitude"):
        change_point(point, by=place.clerk, **POINT, latitude=Decimal("30.1"))


def test_village_and_township_are_told_once_of_what_lapses(place, point):
    one = point_item_of(point)
    confirm_point_item(one, by=place.agent)
    assert not report_lapsed_point(point, by=place.portal)
    place.clock.move_to(datetime.datetime(2027, 2, 23, 9, 0, tzinfo=datetime.UTC))
    assert report_lapsed_points() == 1
    assert report_lapsed_points() == 0
    assert not report_lapsed_point(point, by=place.portal)
    told = EventDelivery.objects.filter(event__kind="services.point.lapsed")
    assert {delivery.organisation for delivery in told} == {place.village, place.township}


def test_where_the_county_switches_the_rule_off_a_direct_step_without_ground_is_a_finding(place, point):
    RuleSuspension.objects.create(
        organisation=place.county, code="direct_without_ground", effective_from=TODAY, effective_to=TODAY + DAY,
        document_no="澜政发〔2026〕9号", approver="市政府常务会议", reason="试点",
    )  # fmt: skip
    item = village_item(place.county).item
    says = {"item": item, "role": VillageRole.DIRECT, "steps": "当场办结", "person": "何代办"}
    assert assign_point_item(point, by=place.clerk, **says).taken_over
