"""Is what no database stores and no clock knows refused in words: NUL, halves of characters, year 9999, 10**30."""

import base64
import json
from urllib.parse import quote

import pytest
from django import forms
from rest_framework.test import APIClient

from governance.forms import PortalForm
from governance.roles import Role
from tests.clients import Browser
from tests.factories import CountyFactory, TownshipFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def admin(county):
    client = Browser()
    client.force_login(member(county, Role.SYSTEM_ADMIN))
    return client


@pytest.fixture
def watcher(county):
    client = Browser()
    client.force_login(member(county, Role.AUDIT_ADMIN))
    return client


@pytest.fixture
def api(county):
    client = APIClient()
    client.force_login(member(TownshipFactory(parent=county), Role.TOWNSHIP_CLERK))
    return client


@pytest.mark.parametrize("address", ["/public/bodies/a%00/duties/", "/public/?q=%00", "/public/?a%00=1", "/%00"])
def test_a_nul_in_the_address_is_refused_on_a_page(address):
    answer = Browser().get(address)
    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


@pytest.mark.parametrize("address", ["/api/v1/governance/organisations/a%00/", "/api/v1/enforcement/cases/?search=%00"])
def test_a_nul_in_the_address_is_a_problem_in_the_api(api, address):
    answer = api.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == ("invalid" if "?" in address else "malformed")
    assert [error["field"] for error in answer.json()["errors"]] == (["search"] if "?" in address else [])


def test_a_nul_in_a_cookie_is_refused():
    client = Browser()
    client.cookies["sessionid"] = "a\0b" * 10
    assert client.get("/").status_code == 400


def test_a_nul_in_a_form_is_refused_and_named_and_not_taken_out_in_silence(admin):
    answer = admin.post("/governance/organisation/open/", {"name": "汀\0砚镇", "code": "x"})
    assert answer.status_code == 400
    assert "<code>name</code>" in answer.content.decode()


@pytest.mark.parametrize("text", ["a\\u0000", "\\ud800", "\\udc00\\ud800"])
@pytest.mark.parametrize("body", ['{"facts": "%s"}', '{"%s": 1}', '{"x": [{"y": "%s"}]}'])
def test_what_is_no_text_is_refused_in_json(api, body, text):
    answer = api.post("/api/v1/enforcement/cases/", body % text, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_a_whole_pair_is_one_character(api):
    answer = api.post("/api/v1/enforcement/cases/", '{"facts": "\\ud840\\udc0b"}', content_type="application/json")
    assert "facts" not in {error["field"] for error in answer.json()["errors"]}


@pytest.mark.parametrize("depth", [400, 100_000])
def test_json_that_is_nested_too_deeply_is_refused(api, depth):
    body = '{"x":' * depth + "1" + "}" * depth
    answer = api.post("/api/v1/enforcement/cases/", body, content_type="application/json")
    assert answer.status_code == 400


def test_the_id_of_a_client_may_not_hide_a_nul():
    credentials = base64.b64encode(b"a%00:secret").decode()
    answer = Browser().post(
        "/oauth/token/", {"grant_type": "client_credentials"}, HTTP_AUTHORIZATION=f"Basic {credentials}"
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    answer = Browser().post("/oauth/token/", {"grant_type": "client_credentials", "client_id": "a\0"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


# --- The ends of time, and of numbers --------------------------------------------------------------------------------


class Wanted(PortalForm):
    day = forms.DateField()
    moment = forms.DateTimeField()
    number = forms.IntegerField()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_too_far_out_is_refused_in_words(api, watcher, day):
    answer = api.get(f"/api/v1/enforcement/cases/?filed_to={day}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "filed_to"
    assert "2200-12-31" in answer.json()["errors"][0]["detail"]
    assert api.get(f"/api/v1/responsibilities/who-is-responsible/?q=占道&known={day}").status_code == 400
    assert watcher.get(f"/governance/audit/?at__lt={day}").status_code == 400
    answer = Browser().get(f"/public/entries/?on={day}")
    assert answer.status_code == 400
    assert "2200-12-31" in answer.content.decode()
    assert "2200-12-31" in str(Wanted({"day": day, "moment": f"{day}T12:00"}).errors["moment"])
    answer = api.post("/api/v1/enforcement/cases/", {"found_at": f"{day}T12:00:00+08:00"}, format="json")
    found = {error["field"]: error for error in answer.json()["errors"]}["found_at"]
    assert (answer.status_code, found["code"]) == (400, "out_of_bounds")
    assert "2200-12-31" in found["detail"]


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_the_first_and_the_last_day_are_taken(api, watcher, day):
    assert watcher.get(f"/governance/audit/?at__lt={day}+00:00:00%2B08:00").status_code == 200
    assert api.get(f"/api/v1/enforcement/cases/?filed_to={day}&filed_from={day}").status_code == 200


def test_a_number_that_no_column_holds_is_refused(api):
    assert "number" in Wanted({"number": str(10**30)}).errors
    answer = api.get(f"/api/v1/responsibilities/entries/?list={10**30}")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["list"]
    cursor = base64.urlsafe_b64encode(json.dumps(["n", 10**30]).encode()).decode()
    assert api.get(f"/api/v1/enforcement/cases/?cursor={cursor}").status_code in (200, 400)


# --- Bytes that are no UTF-8 -----------------------------------------------------------------------------------------

GBK = "汀砚镇".encode("gbk")
REPLACED = "汀\ufffd镇".encode()  # what a program left that could not read it either
CASES = "/api/v1/enforcement/cases/"


def part(header: bytes, value: bytes = b"x") -> bytes:
    return b"--B\r\nContent-Disposition: form-data; " + header + b"\r\n\r\n" + value + b"\r\n"


def send(client, address: str, *parts: bytes):
    return client.generic("POST", address, b"".join(parts) + b"--B--\r\n", "multipart/form-data; boundary=B")


def is_refused(answer, words: str = "UTF-8") -> bool:
    is_problem = answer["Content-Type"] == "application/problem+json"
    return answer.status_code == 400 and words in (answer.json()["detail"] if is_problem else answer.content.decode())


@pytest.mark.parametrize("raw", [GBK, quote(GBK).encode(), REPLACED, quote(REPLACED).encode(), b"\xc3\xa9\xff"])
@pytest.mark.parametrize("field", [b"name=%s", b"%s=1"])
def test_a_form_or_address_in_another_encoding_is_refused_and_not_guessed(admin, api, raw, field):
    form = "application/x-www-form-urlencoded"
    assert is_refused(admin.generic("POST", "/governance/organisation/open/", field % raw, form))
    assert is_refused(admin.generic("POST", "/login/", field % raw, form))
    for address in ("/public/", CASES):
        asked = (field % raw).decode("latin-1")
        assert is_refused(api.generic("GET", address, QUERY_STRING=asked))


@pytest.mark.parametrize("raw", [GBK, REPLACED])
def test_a_field_in_another_encoding_is_refused_in_a_form_with_files(admin, api, raw):
    for client, address in ((admin, "/governance/organisation/open/"), (api, CASES)):
        assert is_refused(send(client, address, part(b'name="name"', raw)))
        assert is_refused(send(client, address, part(b'name="code"'), part(b'name="' + raw + b'"')))


@pytest.mark.parametrize(
    "name",
    [
        b'filename="' + GBK + b'.pdf"',
        b'filename="' + REPLACED + b'.pdf"',
        b"filename*=utf-8''" + quote(GBK).encode(),
        b"filename*=nobody-knows''a",
        b'filename="\xe2\x80\x8b"',
        b'filename="a/.."',
    ],
)
@pytest.mark.parametrize("before", [0, 64 * 1024 - 180, 64 * 1024 - 100, 64 * 1024 - 50, 3_000_000])
def test_a_file_whose_name_cannot_be_read_is_refused_and_not_lost(admin, api, name, before):
    """Also where the name lies across two of the pieces in which a form is read."""
    first = part(b'name="first"; filename="a.bin"', b"\0\xff\r\n\r\n" * (before // 6))
    for client, address in ((admin, "/governance/organisation/open/"), (api, CASES)):
        assert is_refused(send(client, address, first, part(b'name="file"; ' + name)))


def test_a_file_may_hold_any_bytes(rf):
    sent = part(b'name="file"; filename="\xe6\xb1\x80.bin"', GBK + b"\r\n\r\n--A\r\n\r\n\xff" * 40_000)
    request = rf.generic(
        "POST", "/", sent + part(b'name="a"', "砚".encode()) + b"--B--\r\n", "multipart/form-data; boundary=B"
    )
    assert (request.FILES["file"].name, request.FILES["file"].size) == ("汀.bin", 6 + 40_000 * 12)
    assert request.POST["a"] == "砚"


def test_a_form_of_a_session_is_read_as_strictly_in_the_api(county):
    """Looking for the token, Django reads the form before the API's own parser does."""
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(member(TownshipFactory(parent=county), Role.TOWNSHIP_CLERK))
    client.get("/")
    client.credentials(HTTP_X_CSRFTOKEN=client.cookies["csrftoken"].value)
    assert is_refused(send(client, CASES, part(b'name="facts"', b"a\0b")))
    assert is_refused(send(client, CASES, part(b'name="facts"', GBK)))


def test_another_systems_cookie_shuts_nobody_out():
    client = Browser()
    client.cookies["oa_user"] = GBK.decode("latin-1")
    assert client.get("/public/").status_code == 200
