"""Does the API say no in one form, let in only who may come, and page and filter without losing or hiding rows."""

import base64
import datetime
import json
import re

import pytest
from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.test import APIClient

from governance.api.concurrency import given_version
from governance.api.problem_json import PreconditionRequired
from governance.models import Account, Alias, Organisation
from governance.operations.accounts import close_account
from governance.operations.clients import register_client
from governance.operations.founding import portal_account
from governance.operations.organisations import rename_organisation
from governance.roles import Role
from governance.views import server_error
from tests.clients import founded_county, signed_in, system_of, token
from tests.factories import OrganisationFactory, TownshipFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.governance.api_urls")]

BODIES = "/api/v1/governance/organisations/"


@pytest.fixture
def county():
    return founded_county()


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county, name="汀砚镇")


@pytest.fixture
def person(township):
    return signed_in(member(township, Role.TOWNSHIP_CLERK))


def problem(response, status, code):
    """The answer is a problem document of this status and code; returns it."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"].endswith(f":{code}") and body["title"] and body["detail"]
    assert body["instance"] == response["X-Request-ID"]
    return body


# --- problems -----------------------------------------------------------------------------------------------------


def test_a_broken_rule_names_its_code_field_and_article(person):
    body = problem(person.get("/api/test/faults/rule/"), 409, "too_late")
    assert (body["detail"], body["basis"]) == ("过了期限", "《行政处罚法》第三十六条")
    assert body["errors"] == [{"field": "due_on", "code": "too_late", "detail": "过了期限"}]


def test_every_wrong_field_is_named_with_its_path(person):
    sent = {"kind": "riddle", "parties": [{"name": "张三"}, {"name": "一二三四五六", "age": -1}, {"name": "无名"}]}
    body = problem(person.post("/api/test/matters/", sent, format="json"), 400, "invalid")
    assert {(error["field"], error["code"]) for error in body["errors"]} == {
        ("title", "required"),
        ("kind", "invalid_choice"),
        ("parties.1.name", "max_length"),
        ("parties.1.age", "min_value"),
        ("parties.2", "nobody"),
    }
    assert all(error["detail"] for error in body["errors"])


def test_something_that_is_no_object_at_all_is_a_problem_too(person):
    body = problem(person.post("/api/test/matters/", ["x"], format="json"), 400, "invalid")
    assert body["errors"][0]["field"] is None
    problem(person.post("/api/test/matters/", "{", content_type="application/json"), 400, "parse_error")


@pytest.mark.parametrize(
    ("ask", "status", "code"),
    [
        (lambda client: client.get("/api/v1/nothing/"), 404, "not_found"),
        (lambda client: client.get("/api/"), 404, "not_found"),
        (lambda client: client.get("/api/v1/no%0Asuch/%E4%B8%8D/"), 404, "not_found"),
        (lambda client: client.get(f"{BODIES}NOBODY/"), 404, "not_found"),
        (lambda client: client.delete(BODIES), 405, "method_not_allowed"),
        (lambda client: client.get(BODIES, HTTP_ACCEPT="text/csv"), 406, "not_acceptable"),
        (lambda client: client.post("/api/test/matters/", "x", content_type="text/csv"), 415, "unsupported_media_type"),
        (lambda client: client.get("/api/test/faults/forbidden/"), 403, "not_permitted"),
        (lambda client: client.get("/api/test/faults/suspicious/"), 400, "malformed"),
        (lambda client: APIClient().post("/api/test/matters/"), 401, "not_authenticated"),
    ],
)
def test_every_refusal_is_a_problem_document(person, ask, status, code):
    problem(ask(person), status, code)


def test_a_bug_is_a_problem_document_that_tells_nothing(person):
    person.raise_request_exception = False
    body = problem(person.get("/api/test/faults/bug/"), 500, "server_error")
    assert "secret" not in str(body) and "Zero" not in str(body)


def test_a_bug_on_a_page_is_a_page(rf):
    assert server_error(rf.get("/enforcement/case/"))["Content-Type"].startswith("text/html")


def test_words_come_in_the_language_asked_for(person):
    english = person.get("/api/v1/nothing/", HTTP_ACCEPT_LANGUAGE="en").json()
    assert english["title"] == "Not found"


# --- who may come in ----------------------------------------------------------------------------------------------


def test_a_token_acts_as_its_service_account(county, township):
    client = system_of(township, Role.TOWNSHIP_CLERK)
    assert (
        client.post("/api/test/matters/", {"title": "x", "kind": "case", "parties": []}, format="json").status_code
        == 204
    )


def test_no_token_a_wrong_one_or_an_expired_one_is_401_with_a_challenge(county, township):
    client = APIClient()
    response = client.post("/api/test/matters/")
    problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")
    for wrong in ("Bearer wrong", "Bearer", "Bearer a b", "bearer \x7f"):
        client.credentials(HTTP_AUTHORIZATION=wrong)
        response = client.get(BODIES)  # even where anybody may read: a token that is sent must be right
        problem(response, 401, "invalid_token")
        assert 'error="invalid_token"' in response["WWW-Authenticate"]

    client = system_of(township, Role.TOWNSHIP_CLERK)
    get_access_token_model().objects.update(expires=timezone.now() - datetime.timedelta(seconds=1))
    problem(client.get(BODIES), 401, "invalid_token")


def test_a_wrong_token_is_not_made_good_by_a_session(township):
    client = signed_in(member(township, Role.TOWNSHIP_CLERK))
    client.credentials(HTTP_AUTHORIZATION="Bearer wrong")
    problem(client.post("/api/test/matters/"), 401, "invalid_token")


def test_closing_the_account_stops_its_tokens_at_once(county, township):
    client = system_of(township, Role.TOWNSHIP_CLERK)
    assert client.get(BODIES).status_code == 200
    close_account(Account.objects.get(kind=Account.Kind.SERVICE), by=member(county, Role.SYSTEM_ADMIN))
    problem(client.get(BODIES), 401, "invalid_token")


def test_a_reading_token_does_not_write_nor_a_writing_one_read(county, township):
    reader, writer = system_of(township, Role.TOWNSHIP_CLERK, "read"), system_of(township, Role.OFFICER, "write")
    assert reader.get(BODIES).status_code == 200
    response = reader.post("/api/test/matters/", {}, format="json")
    problem(response, 403, "insufficient_scope")
    assert 'scope="write"' in response["WWW-Authenticate"]
    problem(writer.get(BODIES), 403, "insufficient_scope")


def test_a_session_writes_with_the_csrf_token_only(township):
    strict = signed_in(member(township, Role.TOWNSHIP_CLERK), enforce_csrf_checks=True)
    problem(strict.post("/api/test/matters/", {}, format="json"), 403, "permission_denied")
    strict.get("/")
    header = {"HTTP_X_CSRFTOKEN": strict.cookies["csrftoken"].value}
    problem(strict.post("/api/test/matters/", {}, format="json", **header), 400, "invalid")


def test_the_token_endpoint_slows_down_whoever_asks_without_end(county):
    _, client_id, client_secret = register_client(
        county, by=portal_account(), name="对方系统", role=Role.TOWNSHIP_CLERK, scopes=["read"]
    )
    assert {token(client_id, client_secret).status_code for _ in range(60)} == {200}
    response = token(client_id, client_secret)
    problem(response, 429, "throttled")
    assert int(response["Retry-After"]) > 0


def test_callers_without_an_account_are_slowed_down_others_not(person):
    anonymous = APIClient()
    assert {anonymous.get(f"{BODIES}?page_size=1").status_code for _ in range(120)} == {200}
    response = anonymous.get(BODIES)
    problem(response, 429, "throttled")
    assert int(response["Retry-After"]) > 0
    forged = anonymous.get(BODIES, HTTP_X_FORWARDED_FOR="192.0.2.7")  # nobody stands in front who could say so
    assert forged.status_code == 429
    assert person.get(BODIES).status_code == 200


# --- parameters ---------------------------------------------------------------------------------------------------


def test_an_unknown_parameter_is_an_error_that_names_the_nearest(person):
    body = problem(person.get(f"{BODIES}?knid=township&page_size=5"), 400, "invalid")
    assert [(error["field"], error["code"]) for error in body["errors"]] == [("knid", "unknown_parameter")]
    assert "kind" in body["errors"][0]["detail"]
    problem(person.get(f"{BODIES}LS/?kind=county"), 400, "invalid")  # filters are for lists


@pytest.mark.parametrize("query", ["kind=ministry", "on=yesterday", "page_size=0", "page_size=201", "page_size=x",
                                   "page_size=-1", "page_size=", "cursor=x", "cursor=", "cursor=%00"])  # fmt: skip
def test_a_parameter_that_makes_no_sense_is_an_error_at_its_name(person, query):
    body = problem(person.get(f"{BODIES}?{query}"), 400, "invalid")
    assert [error["field"] for error in body["errors"]] == [query.partition("=")[0]]


# --- pages --------------------------------------------------------------------------------------------------------


def test_pages_show_every_row_once_forwards_and_backwards(county, person):
    for _ in range(23):
        OrganisationFactory(parent=county)
    expected = list(Organisation.objects.order_by("code").values_list("code", flat=True))
    pages, url = [], f"{BODIES}?page_size=5"
    while url:
        last = person.get(url).json()
        assert set(last) == {"next", "previous", "results"}
        pages.append([row["code"] for row in last["results"]])
        url = last["next"]
    assert [code for page in pages for code in page] == expected
    assert [len(page) for page in pages] == [5, 5, 5, 5, 5]

    back, url = [pages[-1]], last["previous"]
    while url:
        page = person.get(url).json()
        back.append([row["code"] for row in page["results"]])
        url = page["previous"]
    assert back == pages[::-1]


def test_a_page_stays_in_its_place_when_rows_are_added_before_it(county, person):
    for number in range(10):
        OrganisationFactory(parent=county, name=f"机构{number}", code=f"M-{number}")
    first = person.get(f"{BODIES}?page_size=4&kind=department").json()
    OrganisationFactory(parent=county, code="A-0")
    second = person.get(first["next"]).json()
    assert [row["name"] for row in second["results"]] == [f"机构{number}" for number in range(4, 8)]
    assert "kind=department" in second["next"]


def test_a_cursor_of_another_list_or_made_up_is_refused_not_executed(person):
    for cursor in ([], ["n"], ["x", "0001", 1], ["n", "0001"], ["n", None, 1], ["n", "0001", "x"], ["n", {"a": 1}, 1],
                   {"n": 1}, "n", 1, ["n", "0001\0", 1]):  # fmt: skip
        text = base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode()
        body = problem(person.get(BODIES, {"cursor": text}), 400, "invalid")
        assert body["errors"][0]["field"] == "cursor"


# --- organisations ------------------------------------------------------------------------------------------------


def test_a_body_is_described_with_codes_of_others(county, township):
    bureau = OrganisationFactory(parent=county, code="LS-A10", name="市司法局", short_name="司法局")
    unit = OrganisationFactory(parent=bureau, code="LS-P1", name="汀砚司法所", kind="dispatched", managed_by=township)
    Alias.objects.create(organisation=unit, name="司法所", key="司法所")
    Alias.objects.create(organisation=unit, name="司法办", key="司法办", valid_to=datetime.date(2020, 1, 1))
    assert APIClient().get(f"{BODIES}LS-P1/").json() == {
        "code": "LS-P1",
        "name": "汀砚司法所",
        "short_name": "",
        "aliases": ["司法所"],
        "kind": "dispatched",
        "township_form": "",
        "region_code": "",
        "parent": "LS-A10",
        "managed_by": township.code,
        "opened_on": None,
        "closed_on": None,
        "merged_into": None,
    }
    assert APIClient().get(f"{BODIES}LS/").json()["parent"] is None


def test_bodies_are_found_by_any_name_kind_place_and_day(county, township):
    admin = member(county, Role.SYSTEM_ADMIN)
    bureau = OrganisationFactory(parent=county, code="A", name="市水利局", closed_on=datetime.date(2026, 6, 30))
    other = OrganisationFactory(parent=county, code="B", name="市林业局", short_name="林业")
    village = OrganisationFactory(parent=township, code="V", name="临波村", kind="village")
    rename_organisation(other, by=admin, name="市林草局")

    def codes(**query):
        return [row["code"] for row in APIClient().get(BODIES, query).json()["results"]]

    assert codes(search="林业局") == codes(search="林 草") == codes(search="林业") == ["B"]
    assert codes(search="%") == []
    assert codes(kind="village") == codes(parent=township.code) == [village.code]
    assert codes(township_form="town") == [township.code]
    assert bureau.code not in codes()
    assert bureau.code in codes(on="2026-06-30")
    assert bureau.code not in codes(on="2026-07-01")
    assert APIClient().get(f"{BODIES}A/").json()["closed_on"] == "2026-06-30"


def test_the_schema_and_its_viewer_are_served_with_everything_local():
    client = APIClient()
    assert "openapi: 3" in client.get("/api/v1/schema/").content.decode()
    page = client.get("/api/v1/docs/").content.decode()
    assert not [address for address in re.findall(r'(?:src|href)="(//|http[^"]+)"', page) if "127.0.0.1" not in address]


def test_the_schema_is_small_in_each_format_and_refuses_what_it_does_not_know():
    client = APIClient()
    english = client.get("/api/v1/schema/?lang=en", HTTP_ACCEPT="application/json")
    chinese = client.get("/api/v1/schema/?lang=zh-hans", HTTP_ACCEPT="application/json")
    assert english.json()["paths"].keys() == chinese.json()["paths"].keys()
    assert english.content != chinese.content
    assert len(english.content) < 500_000
    for query in ("lang=eng", "version=2"):
        refused = client.get(f"/api/v1/schema/?{query}")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, query.partition("=")[0])


# --- versions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "version"), [('"3"', 3), ('W/"3"', 3), ("*", None), ('"3", "4"', "invalid"), ("3", "invalid"), ("", 428),
     ('"03"', "invalid"), ('"３"', "invalid"), ('"-3"', "invalid"), ('"3 "', "invalid"), ('"0"', 0)],
)  # fmt: skip
def test_if_match_carries_the_version_that_was_read(rf, header, version):
    request = Request(rf.post("/", HTTP_IF_MATCH=header))
    if version == 428:
        with pytest.raises(PreconditionRequired):
            given_version(request)
        assert given_version(request, required=False) is None
    elif version == "invalid":
        with pytest.raises(ValidationError) as caught:
            given_version(request)
        assert set(caught.value.detail) == {"If-Match"}
    else:
        assert given_version(request) == version
