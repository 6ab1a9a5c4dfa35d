"""Is every page of the staff portal as light in a county of 3,000 townships: at most 200 kB and 20 statements."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from governance.models import Organisation
from tests.access_matrix import ROWS
from tests.access_world import World, address
from tests.test_access_matrix import PARAMETERS, ask

pytestmark = pytest.mark.django_db

TOWNSHIPS = 3_000
MOST_BYTES, MOST_STATEMENTS = 200_000, 20
# Pages that bring much together; each may ask as often as it does today, and no oftener.
DEARER = {
    "admin:responsibilities_edition_publish": 35,
    "admin:responsibilities_edition_rehearsal": 21,
    "admin:enforcement_enforcementcase_change": 22,
}


def grow(county: Organisation) -> None:
    """So many townships, and as many departments, below the county."""
    last = Organisation.objects.filter(path__startswith=county.path, depth=2).order_by("path").last()
    step = Organisation._str2int(last.path[-Organisation.steplen :])
    Organisation.objects.bulk_create(
        Organisation(
            path=Organisation._get_path(county.path, 2, step + number),
            depth=2,
            code=f"LARGE-{number}",
            name=f"第{number}{'镇' if number % 2 else '局'}",
            kind="township" if number % 2 else "department",
            township_form="town" if number % 2 else "",
        )
        for number in range(1, 2 * TOWNSHIPS + 1)
    )
    Organisation.objects.filter(pk=county.pk).update(numchild=F("numchild") + 2 * TOWNSHIPS)


@pytest.fixture
def own_files():
    """The world's files stay where they were written, for all tests of this module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        grow(world.county)
        ContentType.objects.clear_cache()
        yield world
        transaction.set_rollback(True)


def test_every_page_is_light(world: World):
    heavy, asked = [], 0
    for row in ROWS:
        if row.method != "GET" or not row.route.startswith("admin:"):
            continue
        name = next(name for name in world.callers if name in row.who)
        caller, thing = world.callers[name], world.own(row.of, name) if row.of else None
        ask(row, caller, world, thing)  # what is read once for each process is read now
        with CaptureQueriesContext(connection) as captured:
            response = ask(row, caller, world, thing)
        if response.streaming or "html" not in response.get("Content-Type", "") or response.status_code != 200:
            continue
        asked += 1
        statements = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
        most = DEARER.get(row.route, MOST_STATEMENTS)
        if len(response.content) > MOST_BYTES or len(statements) > most:
            where = address(row.route, PARAMETERS[row.route], thing)
            heavy.append(f"{row.route} {where}: {len(response.content):,} bytes, {len(statements)} statements")
    assert asked > 100
    assert not heavy, "\n".join(heavy)
