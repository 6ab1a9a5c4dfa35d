"""A county with two townships, two departments and those who work with quotas, on an ordinary Monday."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from governance.models import Organisation
from governance.operations.reference import ensure_county, load_organisations
from governance.roles import Role
from staffing.reference_data import load_reference
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member, portal_of
from tests.staffing.factories import opened

NOW = datetime.datetime(2026, 9, 14, 10, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db, clock):
    """20 institution and 10 administrative places in each township, 30 of each in the department, 40 in the pool."""
    county = CountyFactory(name="澜山市", code="LS")
    township = TownshipFactory(parent=county, name="汀砚镇")
    neighbour = TownshipFactory(parent=county, name="石汀乡")
    department = OrganisationFactory(parent=county, name="市水利局")
    return SimpleNamespace(
        county=county,
        township=township,
        neighbour=neighbour,
        department=department,
        office=OrganisationFactory(parent=township, name="党政办公室", kind=Organisation.Kind.OFFICE),
        keeper=member(county, Role.STAFFING_OFFICER, name="韩定编"),
        personnel_officer=member(township, Role.PERSONNEL_OFFICER, name="方人事"),
        portal=portal_of(county),
        nobody=AccountFactory(),
        **opened(county, township, neighbour, department),
    )


@pytest.fixture
def reference(db, clock):
    """The shipped county with its bodies and its quota ledger, loaded as `load_quotas` does."""
    clock.move_to(datetime.datetime(2026, 11, 24, 9, 0, tzinfo=timezone.get_default_timezone()))
    portal = ensure_county()
    load_organisations(by=portal)
    county = Organisation.objects.get(depth=1)
    taken = load_reference(county, by=portal)
    return SimpleNamespace(
        county=county, taken=taken, portal=portal, keeper=member(county, Role.STAFFING_OFFICER, name="韩定编")
    )
