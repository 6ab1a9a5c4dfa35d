"""What the tests of the service centre share."""

import pytest
import time_machine

from tests.services.counter import NOW, counter


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db, clock):
    return counter()
