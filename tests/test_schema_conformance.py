"""Does every documented reading answer as `docs/openapi.yaml` says, whatever it is asked."""

from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from governance.roles import Role
from tests.access_world import World

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "openapi.yaml"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = min(settings().max_examples, 25)  # of each operation
# What the noun of an address is called in the world.
THINGS = {
    "cases": "case",
    "transfers": "transfer",
    "powers": "power",
    "organisations": "organisation",
    "bodies": "organisation",
    "editions": "edition",
    "entries": "entry",
    "lists": "list",
    "inventories": "inventory",
    "inventory-rows": "inventory row",
    "clusters": "cluster",
    "suggestions": "suggestion",
    "batches": "batch",
    "jobs": "list job",
    "laws": "law",
    "documents": "quota document",
    "movements": "quota movement",
    "people": "person",
    "checklists": "check list",
    "examinations": "examination",
    "local-values": "term",
    "applications": "application",
    "hotline": "hotline order",
    "items": "service item",
    "opinions": "opinion",
    "point-items": "point item",
    "points": "service point",
    "ratings": "rating",
    "stationing": "stationing",
    "applicants": "applicant",
    "approvals": "approval",
    "campaigns": "campaign",
    "midlevel": "allocation",
    "secondments": "secondment",
    "structure": "structure change",
}

portal = get_wsgi_application()


def portal_in_this_transaction(environ, start_response) -> list[bytes]:
    """The whole portal, but a request's end does not end the test's transaction; as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        response = portal(environ, start_response)
        content = list(response)
        response.close()
        return content
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


schema = schemathesis.openapi.from_path(DOCUMENT)
schema.app = portal_in_this_transaction
READINGS = [path for path, methods in schema.raw_schema["paths"].items() if "get" in methods]
ONE_OBJECT = [path for path in READINGS if "{" in path]
# What a reading cannot do without.
NEEDED = {
    "/api/v1/responsibilities/who-is-responsible/": lambda world: {"q": "占道经营"},
    "/api/v1/responsibilities/comparisons/": lambda world: dict.fromkeys(("from", "to"), world.home["edition"].obj.pk),
    "/api/v1/responsibilities/editions/{id}/table/changes/": lambda world: {"since": 1},
    "/api/v1/governance/local-values/known/": lambda world: {
        "code": world.home["term"].obj.code,
        "at": world.home["organisation"].obj.code,
    },
    "/api/v1/staffing/structure-sides/": lambda world: {
        "township": world.home["organisation"].obj.code,
        "before": "2026-01-01",
        "after": "2026-02-01",
    },
    "/api/v1/responsibilities/history/": lambda world: {"entry": world.home["entry"].obj.pk},
}
# Found only by those who keep the list, or the quotas.
_KEPT = (
    "inventories",
    "inventory-rows",
    "clusters",
    "batches",
    "suggestions",
    "jobs",
    "documents",
    "movements",
    "people",
    "checklists",
    "examinations",
    "applicants",
    "approvals",
    "campaigns",
    "midlevel",
    "secondments",
    "structure",
)
OF_LISTS = "/api/v1/responsibilities/"
# The township's own: the department has no part in them.
TOWNSHIPS_OWN = tuple(
    f"/api/v1/{path}/{{id}}"
    for path in ("enforcement/cases", "services/hotline", "services/ratings", "services/stationing")
)
KEPT = (
    ["/api/v1/staffing/structure-sides/"]
    + [path for path in ONE_OBJECT if path.split("/")[4] in _KEPT]
    + [
        f"/api/v1/responsibilities/{path}/"
        for path in (
            "editions/{id}/defects",
            "editions/{id}/rehearsal",
            "editions/{id}/renames",
            "editions/{id}/table",
            "editions/{id}/table/changes",
            "editions/{id}/table/file",
            "editions/{id}/table/search",
            "lists/{id}/workshop",
            "entries/{id}/sources",
        )
    ]
)


@pytest.fixture
def own_files():
    """The world's files stay where they were written, for all tests of this module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once, in a transaction that never ends well; every request is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def there_is(world: World, path: str) -> dict[str, str]:
    """What stands in the address of something the callers may see."""
    in_preparation = path.endswith("/rehearsal/")
    thing = world.home["draft" if in_preparation else THINGS[path.split("/")[4]]]
    return {"id": str(thing.obj.pk), **{name: str(value) for name, value in thing.address.items()}}


def reading(world: World, path: str) -> Case:
    """The plain request for what is there."""
    parameters = there_is(world, path) if path in ONE_OBJECT else {}
    wanted = {name: value for name, value in parameters.items() if f"{{{name}}}" in path}
    needed = NEEDED[path](world) if path in NEEDED else {}
    return schema[path]["GET"].Case(path_parameters=wanted, query=needed)


def ask(case: Case, world: World, role: Role) -> int:
    """Ask as somebody of that role, undo what it has recorded, and hold the answer to the description."""
    session = world.callers[role].browser.cookies["sessionid"].value
    case.cookies["sessionid"] = session
    with transaction.atomic():
        response = case.call()
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)
    return response.status_code


@pytest.mark.parametrize("role", [Role.TOWNSHIP_CLERK, Role.DEPARTMENT_CLERK], ids=str)
@pytest.mark.parametrize("path", READINGS)
def test_what_is_there_is_shown_as_described(world, path, role):
    not_the_departments = role == Role.DEPARTMENT_CLERK and path.startswith(TOWNSHIPS_OWN)
    assert ask(reading(world, path), world, role) == (404 if not_the_departments or path in KEPT else 200)


@pytest.mark.parametrize("path", KEPT)
def test_what_is_theirs_is_shown_as_described_to_who_keeps_it(world, path):
    keeper = Role.LIST_EDITOR if path.startswith(OF_LISTS) or "/jobs/" in path else Role.STAFFING_OFFICER
    assert ask(reading(world, path), world, keeper) == 200


@pytest.mark.parametrize("path", READINGS)
def test_whatever_is_asked_the_answer_is_as_described(world, path):
    """Things that fit the description and things that do not, the same ones in every run."""
    asked = one_of(*(schema[path]["GET"].as_strategy(generation_mode=mode) for mode in GenerationMode))

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=asked)
    def anything(case: Case) -> None:
        ask(case, world, Role.TOWNSHIP_CLERK)

    anything()
