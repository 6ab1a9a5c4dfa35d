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
from tests.factories import member
from tests.services.counter import NOW, counter

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
