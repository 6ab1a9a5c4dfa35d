"""What the tests of the service centre share."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from governance.models import Organisation
from governance.operations.reference import ensure_county, load_organisations
from governance.roles import Role
from services.reference_data import load_reference
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member, portal_of
from tests.services.counter import NOW, counter
from tests.services.factories import set_assurance_term

SHIPPED = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def reference(db):
    """The shipped county with its bodies, its catalogue and its centres, as `load_services` leaves it."""
    with time_machine.travel(SHIPPED, tick=False) as traveller:
        portal = ensure_county()
        load_organisations(by=portal)
        county = Organisation.objects.get(depth=1)
        loaded = load_reference(county, by=portal)
        township = Organisation.objects.get(code="LS-T03")
        yield SimpleNamespace(
            clock=traveller,
            county=county,
            loaded=loaded,
            portal=portal,
            township=township,
            village=Organisation.objects.get(code="LS-T03-V02"),
            keeper=member(county, Role.SERVICES_OFFICER, name="时便民"),
        )


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db, clock):
    """A county with a counter; see `tests.services.counter`."""
    return counter()


@pytest.fixture
def place(db):
    """A county with two townships, a village in each, a department and those who keep catalogue, centre and points."""
    with time_machine.travel(SHIPPED, tick=False) as traveller:
        county = CountyFactory(name="澜山市", code="LS")
        township = TownshipFactory(parent=county, name="汀砚镇", code="LS-T03")
        neighbour = TownshipFactory(parent=county, name="石汀乡", code="LS-T04")
        village = OrganisationFactory(parent=township, name="砚池村", kind=Organisation.Kind.VILLAGE)
        department = OrganisationFactory(parent=county, name="市民政局")
        water = OrganisationFactory(parent=county, name="市供水公司", kind=Organisation.Kind.PROVIDER)
        set_assurance_term(county)
        yield SimpleNamespace(
            clock=traveller,
            county=county,
            township=township,
            neighbour=neighbour,
            village=village,
            next_village=OrganisationFactory(parent=township, name="上汀村", kind=Organisation.Kind.VILLAGE),
            department=department,
            water=water,
            keeper=member(county, Role.SERVICES_OFFICER, name="时便民"),
            clerk=member(township, Role.TOWNSHIP_CLERK, name="周乡办"),
            agent=member(village, Role.VILLAGE_AGENT, name="何代办"),
            officer=member(department, Role.DEPARTMENT_CLERK, name="许承办"),
            plumber=member(water, Role.DEPARTMENT_CLERK, name="沈供水"),
            portal=portal_of(county),
        )
