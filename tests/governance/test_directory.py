"""Does what people call a body find that body, on that day, and nothing else."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.directory import directory
from governance.models import Alias
from governance.text import match_key
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory

DAY = datetime.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("市 水利局", "市水利局"),
        ("市　水利局\n", "市水利局"),
        ("（市）水利局", "(市)水利局"),
        ("Ｎo１", "No1"),
        ("市\u200b水利局\ufeff", "市水利局"),
    ],
)
def test_spellings_that_mean_the_same(written, same):
    assert match_key(written) == match_key(same)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert match_key(match_key(text)) == match_key(text)


def _alias(body, name, valid_from=None, valid_to=None):
    Alias.objects.create(organisation=body, name=name, key=match_key(name), valid_from=valid_from, valid_to=valid_to)


@pytest.fixture
def county(db):
    return CountyFactory(name="澜山市")


def test_a_short_name_borne_twice_means_nobody(county):
    one, two = TownshipFactory(parent=county, name="汀砚镇"), TownshipFactory(parent=county, name="栖岩镇")
    for township in (one, two):
        OrganisationFactory(parent=township, name=f"{township}党政综合办公室", short_name="党政办")
    bureau = OrganisationFactory(parent=county, name="市水利局", short_name="水利局")
    known = directory()
    assert known.find("党政办") is None
    assert known.find("水利局") == bureau
    assert directory(within=[bureau]).find("水利局") == bureau
    assert directory(within=[one]).find("水利局") is None


def test_an_official_name_wins_over_an_alias_and_that_over_a_short_name(county):
    first = OrganisationFactory(parent=county, name="水务局", short_name="城管局")
    second = OrganisationFactory(parent=county, name="市水利局")
    _alias(second, "水务局")
    _alias(second, "城管局")
    assert directory().find("水务局") == first
    assert directory().find("城管局") == second


def test_names_count_on_their_days(county):
    old = OrganisationFactory(parent=county, name="市旅游局", closed_on=DAY)
    new = OrganisationFactory(parent=county, name="市文旅局", opened_on=DAY + datetime.timedelta(days=1))
    _alias(new, "旅游口", valid_from=DAY + datetime.timedelta(days=3))
    assert directory(DAY).find("市旅游局") == old
    assert directory(DAY).find("市文旅局") is None
    assert directory(DAY + datetime.timedelta(days=1)).find("市旅游局") is None
    assert directory(DAY + datetime.timedelta(days=2)).find("旅游口") is None
    assert directory(DAY + datetime.timedelta(days=3)).find("旅游口") == new


def test_an_unknown_name_gets_the_nearest_known_ones(county):
    OrganisationFactory(parent=county, name="市自然资源和规划局")
    OrganisationFactory(parent=county, name="市水利局")
    known = directory()
    assert known.suggest("自然资源规划局")[0] == "市自然资源和规划局"
    assert known.suggest("水利")[0] == "市水利局"
    assert known.suggest("马戏团") == []


def test_a_directory_costs_two_queries_however_many_bodies(county, django_assert_num_queries):
    for number in range(20):
        _alias(OrganisationFactory(parent=county), f"别名{number}")
    with django_assert_num_queries(2):
        assert directory().find("别名19") is not None


def test_within_the_county_its_whole_name_may_stand_before_a_body(county):
    bureau = OrganisationFactory(parent=county, name=f"{county.name[-1]}水利局")
    names = directory()
    assert names.find(f"{county.name}水利局") == bureau
    assert names.find(f"外{county.name}水利局") is None
    other = OrganisationFactory(parent=county, name=f"{county.name}水利局")
    assert directory().find(f"{county.name}水利局") == other, "an official name wins"
