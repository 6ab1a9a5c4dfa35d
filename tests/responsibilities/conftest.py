"""A county with bodies that lists can name, and the two people who keep its lists."""

import pytest

from governance.roles import Role
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member

# The lists of these tests are in force since September 2026, whatever the machine's clock says.
TODAY = "2026-11-23T10:00:00+08:00"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(TODAY)


@pytest.fixture
def county():
    return CountyFactory(name="澜山市", code="LS")


@pytest.fixture
def bureaus(county):
    """Departments by short name; 自规局's full name holds a 和, 公安局 has an alias."""
    names = {"自规局": "市自然资源和规划局", "公安局": "市公安局", "林业局": "市林业局", "民政局": "市民政局"}
    return {short: OrganisationFactory(parent=county, name=name, short_name=short) for short, name in names.items()}


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county, name="汀砚镇", code="LS-T03")


@pytest.fixture
def editor(county):
    return member(county, Role.LIST_EDITOR)


@pytest.fixture
def approver(county):
    return member(county, Role.LIST_APPROVER)
