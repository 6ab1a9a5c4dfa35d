"""Is an item confirmed by its body for a while, withdrawn for days to come, and never both ways on one day?"""

import datetime

import pytest
from django.db import IntegrityError, transaction

from services.item_choices import HandlingKind, ItemLevel, VillageRole
from services.models import CodePattern, HandlingStep, Implementation
from services.operations.catalogue import confirm_item, set_code_pattern, withdraw_item
from tests.refusals import refused
from tests.services.factories import ImplementationFactory, village_item

TODAY = datetime.date(2026, 11, 24)
DAY = datetime.timedelta(1)


@pytest.fixture
def item(place):
    return ImplementationFactory(item__service_item__county=place.county, body=place.department)


def test_confirmed_until_the_day_and_to_be_verified_on_the_next(place, item):
    confirm_item(item, by=place.officer, until=TODAY + 30 * DAY)
    assert item.is_confirmed(TODAY + 30 * DAY) and not item.is_confirmed(TODAY + 31 * DAY)
    assert not Implementation.objects.to_be_verified(TODAY + 30 * DAY).exists()
    assert Implementation.objects.to_be_verified(TODAY + 31 * DAY).get() == item


def test_a_confirmation_is_for_days_to_come(place, item):
    with refused("confirmed_for_the_past", "until"):
        confirm_item(item, by=place.officer, until=TODAY - DAY)
    with refused("confirmed_too_long", "until"):
        confirm_item(item, by=place.officer, until=TODAY + 800 * DAY)


def test_what_is_done_in_another_way_now_is_not_confirmed(place, item):
    Implementation.objects.filter(pk=item.pk).update(effective_to=TODAY - DAY)
    with refused("implementation_over"):
        confirm_item(item, by=place.officer, until=TODAY)


def test_another_department_does_not_confirm_it(place, item):
    item = ImplementationFactory(item__service_item__county=place.county)
    with refused("not_permitted"):
        confirm_item(item, by=place.officer, until=TODAY)


def test_a_withdrawn_item_is_in_force_on_its_last_day(place, item):
    withdraw_item(item, by=place.keeper, last_day=TODAY, reason="依据废止")
    assert Implementation.objects.in_force(TODAY).exists()
    assert not Implementation.objects.in_force(TODAY + DAY).exists()


def test_an_item_is_withdrawn_once_and_from_today_on(place, item):
    with refused("withdrawn_for_the_past", "last_day"):
        withdraw_item(item, by=place.keeper, last_day=TODAY - DAY, reason="依据废止")
    with refused("withdrawn_before_start", "last_day"):
        withdraw_item(item, by=place.keeper, last_day=item.effective_from - DAY, reason="依据废止")
    withdraw_item(item, by=place.keeper, last_day=TODAY, reason="依据废止")
    with refused("already_withdrawn"):
        withdraw_item(item, by=place.keeper, last_day=TODAY + DAY, reason="依据废止")


def test_whose_decision_an_application_is(place, item):
    assert item.decided_by(place.township) == place.township
    item.level = ItemLevel.COUNTY
    assert item.decided_by(place.township) == place.department


def test_a_pattern_is_data_of_the_county(place):
    set_code_pattern(place.county, by=place.keeper, kind="base", pattern="AA00000000")
    set_code_pattern(place.county, by=place.keeper, kind="base", pattern="AA0000000X")
    pattern = CodePattern.objects.get()
    assert pattern.fits("GG0000001B") and pattern.fits("GG00000012")
    assert not any(map(pattern.fits, ("G100000012", "GG000000123", "GG0000001", "ＧＧ00000012", "GG000000一2")))


@pytest.mark.parametrize(
    "facts",
    [
        {"handling_kind": HandlingKind.INSTANT, "promised_limit": 1},
        {"is_free": False, "fee": "20元"},
        {"village_role": VillageRole.DIRECT, "village_steps": "当场办结"},
        {"village_role": VillageRole.AGENT},
        {"legal_limit": None},
        {"effective_to": datetime.date(2025, 12, 31)},
    ],
)
def test_the_database_refuses_what_no_catalogue_may_say(place, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        ImplementationFactory(item__service_item__county=place.county, body=place.department, **facts)


def test_a_step_that_does_not_count_names_the_law(place, item):
    with pytest.raises(IntegrityError), transaction.atomic():
        HandlingStep.objects.create(
            implementation=item, position=1, name="公示", limit=7, unit="working_days", counts_in_limit=False
        )


def test_search_finds_by_name_main_item_code_and_body(place):
    one = village_item(place.county, name="高龄津贴申领", body=place.department)
    for words in ("高龄 津贴", one.item.code, one.item.service_item.name, "民政 高龄"):
        assert Implementation.objects.search(words).get() == one
    assert not Implementation.objects.search("低保").exists()
