"""Is what nobody knows an error at every route: parameters, values, fields; and are answers kept for their readers."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from governance.models import AuditEntry, IdempotentRequest, Membership
from governance.roles import Role
from tests.access_matrix import ROWS, Row, new_transfer
from tests.access_world import ANONYMOUS, World, address
from tests.responsibilities.files import THREE
from tests.test_access_matrix import PARAMETERS, routes

pytestmark = pytest.mark.django_db

SCHEMA = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs/openapi.yaml").read_text(encoding="utf-8"))
READINGS = list({(row.route, row.of): row for row in ROWS if row.method == "GET" and row.who}.values())
WRITINGS = [row for row in ROWS if row.method == "POST" and row.is_api]
VIEWS = {name: view for name, _, view in routes()}


@pytest.fixture
def own_files():
    """The world's files stay where they were written, for all tests of this module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once, in a transaction that never ends well; every request is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def caller_of(row: Row, world: World) -> Any:
    """The same one of those who may, in every run; a signed-in one if there is any."""
    return world.callers[min(row.who - {ANONYMOUS}, default=ANONYMOUS)]


def url_of(row: Row, world: World, caller: Any) -> str:
    return address(row.route, PARAMETERS[row.route], world.own(row.of, caller.name) if row.of else None)


def send(row: Row, world: World, body: Any = None, *, query: str = "", keep: bool = False, **headers: Any) -> Any:
    """The row's request by somebody who may send it, undone unless it is kept."""
    caller = caller_of(row, world)
    url = url_of(row, world, caller) + (f"?{query}" if query else "")
    with transaction.atomic():
        client = caller.api if row.is_api else caller.browser
        if row.method == "GET":
            answer = client.get(url)
        else:
            answer = client.post(url, body, format="multipart" if row.files else "json", **headers)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(not keep)
    return answer


def body_of(row: Row, world: World) -> dict[str, Any]:
    return dict(row.body(world) if callable(row.body) else row.body)


def refused(answer: HttpResponse) -> set[str]:
    return {error["field"] for error in json.loads(answer.content)["errors"]}


# --- Parameters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", READINGS, ids=str)
def test_an_unknown_parameter_is_an_error_that_names_it(world, row):
    answer = send(row, world, query="&".join(filter(None, (row.query, "banana=1"))))
    assert answer.status_code == 400, "shown as if it had been narrowed"
    assert "banana" in (refused(answer) if row.is_api else answer.content.decode())


@pytest.mark.parametrize("row", WRITINGS, ids=str)
def test_an_unknown_parameter_is_an_error_also_where_something_is_sent(world, row):
    answer = send(row, world, body_of(row, world), query="banana=1", HTTP_IF_MATCH="*")
    assert (answer.status_code, refused(answer)) == (400, {"banana"})


TEXTS = {
    "number",
    "slip",
    "q",
    "search",
    "heading",
    "question",
    "next",
    "term",
    "app_label",
    "model_name",
    "field_name",
}


# A database reads 2.7 as 2, and has no room for the others. Ids are whole numbers from 1 on.
NO_IDS = ("2.7", "1e30", "-1", "9223372036854775808")


def is_number(schema: dict[str, Any]) -> bool:
    assert schema.get("type") != "number", "no parameter is a number with a fraction"
    return schema.get("type") == "integer"


def test_a_value_that_a_page_does_not_understand_is_an_error(world):
    pages = [row for row in ROWS if row.who and not row.is_api and row.method == "GET"]
    asked = 0
    for row in {row.route: row for row in pages}.values():
        view = VIEWS[row.route]
        for name in set(getattr(view, "parameters", ())) - TEXTS:
            asked += 1
            for value in ("banana", *NO_IDS):
                answer = send(row, world, query="&".join(filter(None, (row.query, f"{name}={value}"))))
                assert answer.status_code in (400, 404), f"{row.route}?{name}={value}"
    assert asked > 25


def test_a_value_that_a_resource_does_not_understand_is_an_error(world):
    """Everything but texts, of which every value means something; what is empty or given twice means nothing."""
    asked = 0
    for row in {row.route: row for row in ROWS if row.is_api and row.method == "GET" and row.who}.values():
        for parameter in _described(row, world, "get").get("parameters", []):
            schema, name = parameter["schema"], parameter["name"]
            if parameter["in"] != "query":
                continue
            is_text = schema == {"type": "string"} and name != "cursor"
            values = [f"{name}=", f"{name}=1&{name}=1"]
            values += (
                [] if is_text else [f"{name}={text}" for text in ("banana", *(NO_IDS if is_number(schema) else ()))]
            )
            for value in values:
                asked += 1
                answer = send(row, world, query="&".join(filter(None, (row.query, value))))
                assert answer.status_code == 400 and name in refused(answer), f"{row.route}?{value}"
    assert asked > 250


def _described(row: Row, world: World, method: str) -> dict[str, Any]:
    """The operation in the API's description."""
    url = url_of(row, world, caller_of(row, world))
    for path, operations in SCHEMA["paths"].items():
        if re.fullmatch(re.sub(r"\{[a-z_]+\}", "[^/]+", path), url) and method in operations:
            shared = SCHEMA["components"]["parameters"]
            return operations[method] | {
                "parameters": [
                    shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
                    for one in operations[method].get("parameters", ())
                ]
            }
    return {}


# --- What is sent ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", WRITINGS, ids=str)
def test_an_unknown_field_is_an_error_that_names_it(world, row):
    answer = send(row, world, body_of(row, world) | {"banana": "1"}, HTTP_IF_MATCH="*")
    assert (answer.status_code, refused(answer)) == (400, {"banana"})


def test_an_unknown_field_is_an_error_at_any_depth(world):
    row = next(row for row in WRITINGS if row.route == "edition-edit-entries")
    edit = {"key": "x", "cells": {"title": {"was": "", "becomes": "巡查", "banana": 1}}, "split_form": "y"}
    answer = send(row, world, {"reason": "更正。", "edits": [edit]})
    assert (answer.status_code, refused(answer)) == (400, {"edits.0.cells.title.banana", "edits.0.split_form"})
    assert "split_from" in answer.content.decode(), "the misspelt field is named as it is spelt"


def test_a_column_that_the_table_does_not_have_is_an_error(world):
    row = next(row for row in WRITINGS if row.route == "edition-edit-entries")
    edit = {"key": "x", "cells": {"titel": {"was": "", "becomes": "巡查"}}}
    assert send(row, world, {"reason": "更正。", "edits": [edit]}).status_code in (400, 409)


def test_a_field_of_a_form_that_is_given_twice_is_an_error(world):
    row = next(row for row in WRITINGS if row.route == "inventory-preview-import")
    body = body_of(row, world)
    answer = send(row, world, body | {"list": [body["list"], body["list"]]})
    assert (answer.status_code, refused(answer)) == (400, {"list"})


def test_an_id_with_a_fraction_is_no_id(world):
    asked = 0
    for row in {row.route: row for row in WRITINGS if not row.files}.values():
        body = body_of(row, world)
        for name in [name for name, value in body.items() if type(value) is int]:
            asked += 1
            answer = send(row, world, body | {name: body[name] + 0.7}, HTTP_IF_MATCH="*")
            assert (answer.status_code, refused(answer)) == (400, {name}), row.route
    assert asked > 4


def test_a_whole_number_has_one_spelling_in_json(world):
    asked = 0
    for row in {row.route: row for row in WRITINGS if not row.files}.values():
        body = body_of(row, world)
        for name in [name for name, value in body.items() if type(value) is int]:
            asked += 1
            number = body[name]
            for other in (str(number), f"{number}.0", float(number), f"０{number}", True, [number]):
                answer = send(row, world, body | {name: other}, HTTP_IF_MATCH="*")
                assert (answer.status_code, refused(answer)) == (400, {name}), (row.route, other)
    assert asked > 4


def test_minus_nothing_is_no_number(world):
    clerk = world.callers[Role.TOWNSHIP_CLERK].api
    answer = clerk.post("/api/v1/enforcement/cases/", '{"power": -0}', content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize("depth", ["%s", '{"edits": [{"cells": %s}]}', "[%s]"])
def test_a_name_that_stands_twice_in_one_object_is_an_error(world, depth):
    """Most readers take the last one in silence, some the first: what was checked may not be what was meant."""
    clerk = world.callers[Role.TOWNSHIP_CLERK].api
    body = depth % '{"facts": "甲", "place": "前街", "facts": "乙"}'
    answer = clerk.post("/api/v1/enforcement/cases/", body, content_type="application/json")
    assert (answer.status_code, refused(answer)) == (400, {"facts"})


@pytest.mark.parametrize("body", ["{", '{"a": NaN}', "\xff", r'{"\ud800": 1, "\ud800": 2}'])
def test_what_is_no_json_is_told_so(world, body):
    clerk = world.callers[Role.TOWNSHIP_CLERK].api
    answer = clerk.post("/api/v1/enforcement/cases/", body.encode("latin-1"), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


STEPS = [(page, step) for page in admin.site._registry.values() for step in (*page.steps, *page.list_steps)]


def test_every_form_of_the_staff_portal_names_what_it_does_not_know(world):
    """Asked of the form as the step makes it; a page sends more than its fields only where that is declared."""
    asked = set()
    for page, step in STEPS:
        found = page.model._default_manager.first() if step in page.steps else None
        if step in page.steps and found is None:
            continue
        request = RequestFactory().post("/", {"banana": "1", "_key": "x", "csrfmiddlewaretoken": "y", "_version": ""})
        request.user = world.callers[Role.TOWNSHIP_CLERK].account
        form = step(page, request, found).make_form(request.POST)
        assert [error for error in form.non_field_errors() if "banana" in error], step
        assert not [error for error in form.non_field_errors() if "_key" in error or "_version" in error], step
        asked.add(step)
    assert len(asked) > 25


def test_a_misspelt_field_of_a_form_is_told_with_the_right_one(world):
    case = world.home["case"].obj
    clerk = world.callers[Role.TOWNSHIP_CLERK].browser
    url = reverse("admin:enforcement_case_transfer", args=[case.pk])
    with transaction.atomic():
        letter = new_transfer(world) | {"receiver": "市城市管理局", "urgensy": "urgent", "urgency": "ordinary"}
        answer = clerk.post(url, letter | {"_version": clerk.get(url).context["token"]})
        assert answer.status_code == 200
        assert "“urgensy”" in answer.content.decode() and "“urgency”" in answer.content.decode()
        assert not case.transfers.exists()
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", WRITINGS, ids=str)
def test_the_description_says_where_if_match_is_needed(world, row):
    answer = send(row, world, body_of(row, world))
    headers = {
        one["name"]: one for one in _described(row, world, "post").get("parameters", []) if one["in"] == "header"
    }
    assert headers.get("If-Match", {}).get("required", False) is (answer.status_code == 428)


# --- Answers ---------------------------------------------------------------------------------------------------------


def three_lists(world: World) -> dict[str, Any]:
    lines = f"{','.join(THREE)}\n基本,1,党的建设,发展党员,,,制定计划。,,,\n"
    file = SimpleUploadedFile("清单.csv", lines.encode(), content_type="text/csv")
    return {"file": file, "township": world.home["organisation"].obj.code, "confirmed": True}


# What it takes for them to succeed, where the matrix asks for less.
ENOUGH: dict[str, dict[str, Any]] = {
    "duty_list-cluster-inventories": {"of": "hidden list"},
    "township_lists-import-township-lists": {"body": three_lists},
}
IDEMPOTENT = [
    replace(row, **ENOUGH.get(row.route, {}))
    for row in WRITINGS
    if getattr(getattr(VIEWS[row.route].cls, VIEWS[row.route].actions["post"]), "idempotent", False)
]


# What they rest on is not in the world: a passed examination, the portal's own account.
RESTS_ON_MORE = {"structure-list", "upgrade-list"}


@pytest.mark.parametrize("row", IDEMPOTENT, ids=str)
def test_a_repeated_request_gets_the_first_answer_only_with_the_rights_of_now(world, row):
    account = caller_of(row, world).account
    with transaction.atomic():
        first = send(row, world, body_of(row, world), keep=True, HTTP_IF_MATCH="*", HTTP_IDEMPOTENCY_KEY="k")
        again = send(row, world, body_of(row, world), keep=True, HTTP_IF_MATCH="*", HTTP_IDEMPOTENCY_KEY="k")
        if first.status_code == 409 and (row.of or row.route in RESTS_ON_MORE):  # refused: then nothing is kept
            assert "Idempotency-Replayed" not in again and not IdempotentRequest.objects.exists()
            transaction.set_rollback(True)
            return
        assert first.status_code < 300, first.content.decode()
        assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
        assert IdempotentRequest.objects.get().rights, "nobody could be refused later"
        refusals = AuditEntry.objects.filter(outcome=AuditEntry.Outcome.REFUSED)
        refused_before = refusals.count()
        Membership.objects.filter(account=account).delete()
        lost = send(row, world, body_of(row, world), keep=True, HTTP_IF_MATCH="*", HTTP_IDEMPOTENCY_KEY="k")
        assert lost.status_code in (403, 404) and lost.content != first.content
        assert (IdempotentRequest.objects.count(), refusals.count()) == (1, refused_before)
        transaction.set_rollback(True)


def test_no_cache_keeps_what_somebody_was_shown(world):
    for row in {row.route: row for row in ROWS if row.is_api and row.who}.values():
        answer = send(row, world, body_of(row, world), query=row.query, HTTP_IF_MATCH="*")
        assert answer["Cache-Control"] == "no-store", row.route
    assert world.callers[Role.LEADER].api.get("/api/v1/enforcement/cases/0/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_no_method_and_no_body_is_a_fault_of_the_portal(world, method):
    for row in READINGS:
        caller = caller_of(row, world)
        client = caller.api if row.is_api else caller.browser
        with transaction.atomic():
            answer = client.generic(method, url_of(row, world, caller), b"{bad", "application/json")
            transaction.set_rollback(True)
        assert answer.status_code < 500, row
