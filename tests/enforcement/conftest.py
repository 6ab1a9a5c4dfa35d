"""A county with one township, two departments and their people, on an ordinary Monday."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from enforcement.operations.cases import file_case
from enforcement.operations.transfers import transfer_case
from enforcement.states import PartyKind, TransferReason
from governance.roles import Role
from tests.enforcement.factories import (
    PenaltyPowerFactory,
    PowerGrantFactory,
    published_entry,
    set_answer_terms,
)
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member

NOW = datetime.datetime(2026, 9, 14, 10, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db, clock):
    """Who and what the tests are about: a township with a power, the department behind it, another department."""
    county = CountyFactory(name="澜山市")
    set_answer_terms(county)
    township = TownshipFactory(parent=county, name="汀砚镇", short_name="汀砚")
    department = OrganisationFactory(parent=county, name="市城市管理局", short_name="城管局")
    other = OrganisationFactory(parent=county, name="市水利局", short_name="水利局")
    neighbour = TownshipFactory(parent=county, name="石汀乡", short_name="石汀")
    power = PenaltyPowerFactory(department=department, catalogue_no="LS-CG-001", title="对乱扔果皮的行政处罚")
    return SimpleNamespace(
        county=county,
        township=township,
        department=department,
        other=other,
        neighbour=neighbour,
        power=power,
        grant=PowerGrantFactory(power=power, township=township),
        entry=published_entry(county, lead=department, support="townships"),
        clerk=member(township, Role.TOWNSHIP_CLERK, name="林小满"),
        department_clerk=member(department, Role.DEPARTMENT_CLERK, name="周立夏"),
        other_clerk=member(other, Role.DEPARTMENT_CLERK, name="陈谷雨"),
        neighbour_clerk=member(neighbour, Role.TOWNSHIP_CLERK, name="沈白露"),
        portal=member(county, Role.PORTAL, username="portal", kind="system"),
        nobody=AccountFactory(),
    )


@pytest.fixture
def facts(world):
    """What is said of an ordinary case."""
    return {
        "power": world.power,
        "facts": "当事人将果皮扔在人行道上。",
        "place": "汀砚镇前街12号",
        "party_kind": PartyKind.CITIZEN,
        "party_name": "张三丰",
        "found_at": NOW - datetime.timedelta(hours=2),
        "entry": world.entry,
    }


@pytest.fixture
def case(world, facts):
    return file_case(world.township, by=world.clerk, **facts)


@pytest.fixture
def letter(world):
    """What an ordinary transfer says."""
    return {
        "receiver": world.department,
        "reason_code": TransferReason.NOT_OUR_ITEM,
        "explanation": "经核查，该行为属于市城市管理局主责事项。",
    }


@pytest.fixture
def transfer(world, case, letter):
    return transfer_case(case, by=world.clerk, **letter)
