"""Does the API say what villages do today, and what each centre lacks, figure by figure with its rows?"""

import datetime

import pytest
from django.utils import timezone

from governance.roles import Role
from services.models import PointItem
from services.operations.points import confirm_point_item, open_point
from tests.clients import signed_in
from tests.factories import member
from tests.services.factories import point_of, stationing_of, village_item

ROOT = "/api/v1/services/"
POINT = {"place": "村委会一楼", "hours": "周一至周五 8:30—17:00", "telephone": "0000-1234567"}


def all_of(api, address: str) -> list[dict]:
    found, following = [], ROOT + address
    while following:
        answer = api.get(following).json()
        found += answer["results"]
        following = answer["next"]
    return found


def test_33_items_in_the_village_and_32_the_day_after_one_lapses(reference):
    """Each is confirmed by one tap; the one confirmed a day before the others lapses a day before them."""
    agent = member(reference.village, Role.VILLAGE_AGENT)
    clerk = member(reference.township, Role.TOWNSHIP_CLERK)
    point = open_point(reference.village, by=clerk, **POINT)
    first, *others = PointItem.objects.filter(point=point).order_by("pk")
    confirm_point_item(first, by=agent)
    reference.clock.move_to(datetime.datetime(2026, 11, 25, 9, 0, tzinfo=timezone.get_default_timezone()))
    for one in others:
        confirm_point_item(one, by=agent)
    sunk = f"items/?assured_in={reference.village.code}"
    last_day = datetime.datetime(2027, 2, 22, 23, 0, tzinfo=timezone.get_default_timezone())
    reference.clock.move_to(last_day)
    assert len(all_of(signed_in(clerk), sunk)) == 33
    reference.clock.move_to(last_day + datetime.timedelta(hours=1, minutes=1))
    api = signed_in(clerk)
    assert len(all_of(api, sunk)) == 32
    lapsed = all_of(api, "point-items/?assured=false")
    assert [(one["code"], one["to_be_verified"]) for one in lapsed] == [(first.item.code, True)]


def test_an_item_with_its_materials(reference):
    api = signed_in(reference.keeper)
    (found,) = all_of(api, "items/?code=JF00005001-4-379981-A09")
    assert (found["main_item"], found["promised_limit"], found["to_be_verified"]) == ("老年人福利补贴", 7, True)
    whole = api.get(f"{ROOT}items/{found['id']}/").json()
    assert [paper["name"] for paper in whole["materials"]] == ["申请表", "居民身份证", "本人社会保障卡或者银行卡"]


def test_each_figure_of_coverage_opens_its_rows(reference):
    api = signed_in(reference.keeper)
    figures = api.get(f"{ROOT}coverage/").json()
    assert len(figures) == 14
    one = next(row for row in figures if row["township"]["code"] == "LS-T03")
    assert (one["should_enter"], one["entered"], one["missing"]) == (50, 44, 6)
    missing = all_of(api, "stationing/?centre=LS-T03&should_enter=true&has_entered=false")
    assert len(missing) == 6 and all(row["reason"] for row in missing)


def test_coverage_costs_the_same_for_any_number_of_townships(place, django_assert_max_num_queries):
    point_of(place.village)
    for township in (place.township, place.neighbour):
        stationing_of(township)
    api = signed_in(place.keeper)
    with django_assert_max_num_queries(12):
        assert len(api.get(f"{ROOT}coverage/").json()) == 2


def test_a_company_reads_its_own_matters(place):
    ours = stationing_of(place.township, body=place.water, name="用水报装")
    stationing_of(place.township)
    api = signed_in(place.plumber)
    assert [row["id"] for row in all_of(api, "stationing/")] == [ours.pk]
    assert api.get(f"{ROOT}coverage/").json()[0]["should_enter"] == 1


@pytest.mark.parametrize("address", ["items/?assured_in=nowhere", "items/?sunk=true", "stationing/?has_entered=maybe"])
def test_what_is_not_understood_is_an_error(place, address):
    assert signed_in(place.keeper).get(ROOT + address).status_code == 400


def test_a_refusal_names_its_rule(place):
    village_item(place.county)
    one = stationing_of(place.township)
    answer = signed_in(place.clerk).post(f"{ROOT}stationing/{one.pk}/enter/", {"window_kind": "none"}, format="json")
    assert answer.status_code == 400
