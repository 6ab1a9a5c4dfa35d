"""Does every route let in whom its row in `access_matrix` names, to their own organisation's things, and no others."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from python_calamine import CalamineWorkbook

from governance.roles import Role
from tests.access_matrix import ELSEWHERE, ROWS, SEEN_BY_ALL, Row
from tests.access_world import ANONYMOUS, Caller, Thing, World, address
from tests.conftest import is_thorough
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def own_files():
    """The world's files stay where they were written, for all tests of this module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once, in a transaction that never ends well; every request is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def routes(patterns: Any = None, namespace: str = "", parameters: frozenset[str] = frozenset()) -> Iterator[tuple]:
    """Every route: its name, the parameters of its address, its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        found = parameters | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner, found)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}", found, pattern.callback


PARAMETERS = {name: parameters for name, parameters, _ in routes()}


def test_every_route_has_its_row():
    wanted, have = set(), {(row.route, row.method) for row in ROWS}
    for name, _, view in routes():
        if name in ELSEWHERE:
            continue
        verbs = getattr(view, "actions", None)  # a viewset says which methods it knows; a page is asked for by GET
        wanted |= {(name, method.upper()) for method in verbs if method != "head"} if verbs else {(name, "GET")}
    missing, idle = sorted(wanted - have), {route for route, _ in have}.union(ELSEWHERE) - set(PARAMETERS)
    assert not missing, f"add to tests/access_matrix.py: {missing}"
    assert not idle, f"rows of no route: {idle}"


def test_what_is_asked_about_elsewhere_is():
    for route, (file, words) in ELSEWHERE.items():
        assert words in (ROOT / file).read_text(encoding="utf-8"), route


def test_signing_out_ends_the_session(client):
    client.force_login(member(CountyFactory(), Role.LEADER))
    assert client.get("/").status_code == 200
    client.post("/logout/")
    assert client.get("/").status_code == 302


def ask(row: Row, caller: Caller, world: World, thing: Thing | None) -> HttpResponse:
    """Send the row's request, and undo whatever it did."""
    url = address(row.route, PARAMETERS[row.route], thing) + (f"?{row.query}" if row.query else "")
    client = caller.api if row.is_api else caller.browser
    body = row.body(world) if callable(row.body) else row.body
    with transaction.atomic():
        if row.method == "GET":
            response = client.get(url)
        elif row.is_api:
            form = "multipart" if row.files else "json"
            response = client.post(url, body, format=form, HTTP_IF_MATCH="*")
        else:
            response = client.post(url, body)
        if response.streaming:
            b"".join(response.streaming_content)  # as far as it goes, so that the file is closed
        transaction.set_rollback(True)
    return response


def outcome(row: Row, response: HttpResponse) -> str:
    """In, out, or a fault."""
    status = response.status_code
    if status in (401, 403, 404):
        return {401: "sign in", 403: "forbidden", 404: "not found"}[status]
    if status == 302 and "login" in response["Location"]:
        return "sign in"
    if status >= 500:
        return f"fault {status}"
    return "in"


def shows(row: Row, response: HttpResponse, thing: Thing) -> bool:
    """Whether an overview names the thing."""
    if row.is_api:
        return any(
            thing.obj.pk == found.get("id") or thing.label == found.get("code") for found in response.json()["results"]
        )
    if "json" in response["Content-Type"]:
        return thing.label in json.dumps(response.json(), ensure_ascii=False)
    if "spreadsheet" not in response["Content-Type"]:
        return thing.label in response.content.decode()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    return any(thing.label in str(cell) for line in sheet.to_python() for cell in line)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(world: World, row: Row):
    faults = [fault for name in asked(world, row) for fault in judge(world, row, name)]
    assert not faults, "\n".join(faults)


def asked(world: World, row: Row) -> list[str]:
    """Everybody in `.ci/run`. While developing two of those who are let in, two of those who are not, and nobody known,
    taking turns over the routes."""
    if is_thorough():
        return list(world.callers)
    turn = ROWS.index(row)
    let_in = [name for name in world.callers if name in row.who]
    others = [name for name in world.callers if name not in row.who]
    some = {group[(turn + step) % len(group)] for group in (let_in, others) if group for step in (0, 1)}
    return [name for name in world.callers if name in some or name == ANONYMOUS]


def judge(world: World, row: Row, name: str) -> Iterator[str]:
    caller = world.callers[name]
    noun = row.of or row.lists
    own, other = (world.own(noun, name), world.other(noun, name)) if noun else (None, None)
    allowed = name in row.who
    response = ask(row, caller, world, own if row.of else None)
    said = outcome(row, response)

    if row.lists and said == "in":
        if shows(row, response, own) != allowed:
            yield f"{caller.name}: own {noun} {'missing from' if allowed else 'shown in'} the list"
        if shows(row, response, other) != (allowed and row.shared):
            yield f"{caller.name}: another's {noun} {'missing from' if row.shared else 'shown in'} the list"
        return
    if allowed and said != "in":
        yield f"{caller.name}: {said}, should be let in"
    if not allowed and said not in ("sign in", "forbidden", "not found"):
        yield f"{caller.name}: {said} ({response.status_code}), should be turned away"
    if not allowed and name == ANONYMOUS and row.who and said != "sign in" and not _is_public(row):
        yield f"{caller.name}: {said}, should be asked to sign in"
    if row.of and allowed and not row.shared:
        said = outcome(row, ask(row, caller, world, other))
        if said != "not found" and not (said == "forbidden" and noun in SEEN_BY_ALL):
            yield f"{caller.name}: another's {noun}: {said}"


def _is_public(row: Row) -> bool:
    """Whether the same route shows other things to everybody, so that what is hidden is simply not there."""
    return any(other.route == row.route and ANONYMOUS in other.who for other in ROWS)
