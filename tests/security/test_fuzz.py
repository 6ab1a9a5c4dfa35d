"""Does any route answer with a fault of its own, whatever its address, parameters and fields hold."""

import base64
import itertools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import settings as hypothesis_settings

from tests.access_matrix import ROWS, Row
from tests.access_world import ANONYMOUS, World
from tests.security.test_unknown_input import SCHEMA, VIEWS, _described, body_of, caller_of, send, url_of
from tests.test_access_matrix import PARAMETERS

pytestmark = [pytest.mark.services, pytest.mark.django_db]

MANY_DIGITS = "9" * 30
# Each has been, or could be, too much for Python, for SQLite or for PostgreSQL.
TEXTS = [
    "", "a\0b", "9999-12-31", "0001-01-01", "9999-12-31T23:59:59-12:00", MANY_DIGITS, f"-{MANY_DIGITS}", "1e50",
    "NaN", "٣", "9" * 5000, "字" * 30_000, "%_\\'\"", "[" * 50, "\u202e\U0010ffff",
]  # fmt: skip
PLACES = ["a%00b", MANY_DIGITS, "-1", "%D9%A3", "%ED%A0%80", "9" * 5000, "字" * 300, "1e5", "%5C'%22"]
CURSORS = [
    base64.urlsafe_b64encode(json.dumps(["n", *position]).encode()).decode()
    for value in (10**30, "a\0", "\ud800", "9999-12-31T23:59:59-12:00", "0001-01-01", True, 1e400, None, [], "9" * 5000)
    for position in ([value], [value, value])
]
BODIES = [b"[" * 100_000, b'{"a":' * 400 + b"1" + b"}" * 400, b"\xff", b"[]", b"1", b'"a"', b"null", b""]
VALUES = [*TEXTS, 10**30, -(10**30), 1e308, True, None, [], {}, ["a\0"], "\ud800", [10**30], {"\ud800": "a\0"}]
# All values at every place are a matter of minutes, so they take turns; more of them with the thorough profile.
AT_ONCE = 2 if hypothesis_settings.default.max_examples < 100 else 6
_turns: dict[int, itertools.cycle] = {}


def some(values: list) -> list:
    """The next ones of the values."""
    turns = _turns.setdefault(id(values), itertools.cycle(values))
    return list(itertools.islice(turns, AT_ONCE))


@pytest.fixture
def own_files():
    """The world's files stay where they were written, for all tests of this module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once, in a transaction that never ends well; every request is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def rows_of(method: str, *, is_api: bool) -> list[Row]:
    rows = [row for row in ROWS if row.who and row.method == method and row.is_api == is_api]
    return list({row.route: row for row in rows}.values())


@pytest.fixture
def check():
    """Notes each fault of the portal's own, and fails with all of them."""
    faults: list[str] = []

    def note(answer: Any, asked: str) -> None:
        cache.clear()  # what throttles count
        if answer.status_code >= 500 or answer.status_code == 429:  # of the latter nothing was looked at
            faults.append(f"{answer.status_code} {asked}")

    yield note
    assert not faults, "\n".join(faults)


def test_on_postgresql():
    assert connection.vendor == "postgresql", "SQLite stores much of what PostgreSQL refuses"


def test_addresses(world, check):
    for row in [*rows_of("GET", is_api=False), *rows_of("GET", is_api=True), *rows_of("POST", is_api=True)]:
        for name in {caller_of(row, world).name, ANONYMOUS} if PARAMETERS[row.route] else ():
            caller = world.callers[name]
            for address in hostile_addresses(row, world):
                with transaction.atomic():
                    if row.method == "GET":
                        check((caller.api if row.is_api else caller.browser).get(address), f"{name}: {address}")
                    else:
                        check(caller.api.post(address, {}, format="json", HTTP_IF_MATCH="*"), f"{name}: {address}")
                    transaction.set_rollback(True)


def hostile_addresses(row: Row, world: World) -> Iterator[str]:
    """The row's address with each of its parameters in turn replaced by each of PLACES."""
    thing = world.own(row.of, caller_of(row, world).name) if row.of else None
    known = {"app_label": "enforcement"}
    if thing is not None:
        known |= {"pk": thing.obj.pk, "object_id": thing.obj.pk, **thing.address}
    right = url_of(row, world, caller_of(row, world))
    for name in PARAMETERS[row.route]:
        marked = str(known[name]) if not isinstance(known[name], int) else "77123456789"
        pattern = reverse(row.route, kwargs={one: known[one] for one in PARAMETERS[row.route]} | {name: marked})
        for place in some(PLACES):
            yield pattern.replace(f"/{quote(marked)}/", f"/{place}/", 1) if marked in pattern else f"{right}{place}/"


def test_parameters(world, check):
    for row in [*rows_of("GET", is_api=False), *rows_of("GET", is_api=True)]:
        declared = set(getattr(VIEWS[row.route], "parameters", ()))
        described = _described(row, world, "get").get("parameters", []) if row.is_api else []
        names = declared | {one["name"] for one in described if one["in"] == "query"}
        for name in names | ({"q", "p", "o", "view"} if row.lists and not row.is_api else set()):
            for value in some(CURSORS if name == "cursor" else TEXTS):
                query = "&".join(filter(None, (row.query, f"{name}={quote(value)}")))
                check(send(row, world, query=query), f"{row.route}?{query[:200]}")


def test_filters_of_lists(world, check):
    """The lists of the staff portal say which filters they have."""
    for row in rows_of("GET", is_api=False):
        if not row.lists or not (answer := send(row, world, query=row.query)).context:
            continue
        specs = getattr(answer.context.get("cl"), "filter_specs", ())
        for name in {name for spec in specs for name in spec.expected_parameters() if name}:
            for value in some(TEXTS):
                check(send(row, world, query=f"{name}={quote(value)}"), f"{row.route}?{name}={value[:50]}")


def test_bodies_of_the_api(world, check):
    for row in rows_of("POST", is_api=True):
        right = body_of(row, world)
        schema = _described(row, world, "post").get("requestBody", {})
        names = set(right) | ({"file"} if row.files else set()) | fields_of(schema)
        for name in names:
            for value in some(TEXTS if row.files else VALUES):
                body = {**body_of(row, world), name: value}
                if row.files:
                    check(send(row, world, body, HTTP_IF_MATCH="*"), f"{row.route} {name}={value[:50]!r}")
                else:
                    check(send_json(row, world, body), f"{row.route} {name}={str(value)[:50]!r}")
        for body in some(BODIES):
            check(send_json(row, world, body), f"{row.route} {body[:50]!r}")


def fields_of(request_body: dict[str, Any]) -> set[str]:
    names: set[str] = set()
    for content in request_body.get("content", {}).values():
        schema = content["schema"]
        if "$ref" in schema:
            schema = SCHEMA["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        names |= set(schema.get("properties", ()))
    return names


def send_json(row: Row, world: World, body: Any) -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    caller = caller_of(row, world)
    with transaction.atomic():
        url = url_of(row, world, caller)
        answer = caller.api.generic("POST", url, sent, content_type="application/json", HTTP_IF_MATCH="*")
        transaction.set_rollback(True)
    return answer


def test_forms(world, check):
    for row in rows_of("POST", is_api=False):
        caller = caller_of(row, world)
        url = url_of(row, world, caller)
        opened = caller.browser.get(url)
        form = (opened.context or {}).get("form")
        if not isinstance(form, forms.BaseForm):
            continue
        for name in [*form.fields, "version", "token", "confirmed"]:
            for value in some(TEXTS):
                with transaction.atomic():
                    answer = caller.browser.post(url, {**filled(form), name: value})
                    transaction.set_rollback(True)
                check(answer, f"{row.route} {name}={value[:50]!r}")


def filled(form: forms.BaseForm) -> dict[str, str]:
    """Something in every field, so that what looks at several is asked too."""
    values = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField):
            continue
        if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
            values[name] = next((str(key) for key, _ in field.choices if key), "")
        elif isinstance(field, forms.DateField | forms.DateTimeField):
            values[name] = "2026-09-14" if isinstance(field, forms.DateField) else "2026-09-14T08:00"
        else:
            values[name] = "1"
    return values


def test_headers(world, check):
    row = next(row for row in rows_of("POST", is_api=True) if row.route == "case-list")
    for name in ("HTTP_IF_MATCH", "HTTP_IDEMPOTENCY_KEY", "HTTP_AUTHORIZATION", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE"):
        for value in ("a\0", "9" * 5000, f'"{MANY_DIGITS}"', "Bearer a\0", "Bearer é", "é" * 200, "*/*;q=x", ",,,"):
            check(send(row, world, body_of(row, world), **{"HTTP_IF_MATCH": "*", name: value}), f"{name}: {value[:50]}")
