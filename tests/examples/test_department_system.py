"""Does the example department believe only the portal, act once, and forget nothing."""

import base64
import hashlib
import http.client
import json
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from standardwebhooks import Webhook

from examples.department_system import system
from examples.department_system.inbox import Inbox
from examples.department_system.portal import Portal, Refused
from examples.department_system.system import Department, page, serve

SECRET, ANOTHER = ("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
CONTENT = "现场照片说明".encode()


class PortalOfTests:
    """The few addresses of the portal's API the department calls, over real HTTP."""

    def __init__(self) -> None:
        self.files = {"/files/1/": CONTENT}
        self.calls: list[tuple[str, str, dict, str]] = []
        self.tokens = 0
        self.expires_in = 3600
        self.fail: list[int] = []  # statuses to answer with before doing what is asked
        self.status, self.receiver_ref = "sent", ""
        self.lose_confirmations = 0
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                portal.calls.append((self.command, self.path, dict(self.headers), body.decode()))
                status, content = portal.answer(self.path, self.headers)
                content = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = answer

            def log_message(self, *args) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, path, headers):
        if path == "/oauth/token/":
            self.tokens += 1
            return 200, {"access_token": f"token-{self.tokens}", "expires_in": self.expires_in}
        if headers["Authorization"] != f"Bearer token-{self.tokens}":
            return 401, {"code": "invalid_token"}
        if self.fail:
            return self.fail.pop(0), {"code": "some_code", "detail": "some detail"}
        if path in self.files:
            return 200, self.files[path]
        if path == "/api/v1/enforcement/transfers/3/":
            listed = {"id": 1, "name": "现场照片.txt", "size": len(CONTENT), "url": f"{self.address}/files/1/"}
            listed["sha256"] = hashlib.sha256(CONTENT).hexdigest()
            return 200, {"status": self.status, "receiver_ref": self.receiver_ref, "case": {}, "files": [listed]}
        if self.status != "sent":
            return 409, {"code": "already_answered", "detail": "answered"}
        self.status = "accepted" if path.endswith("/accept/") else "sent_back"
        if self.lose_confirmations:
            self.lose_confirmations -= 1
            return 502, {}
        return 200, {}

    def answers(self) -> list[tuple[str, str, str]]:
        """What the department has decided: path, Idempotency-Key, body."""
        return [
            (path, headers["Idempotency-Key"], body)
            for command, path, headers, body in self.calls
            if command == "POST" and "/transfers/" in path
        ]


@pytest.fixture
def portal():
    portal = PortalOfTests()
    yield portal
    portal.server.shutdown()
    portal.server.server_close()


@pytest.fixture
def inbox(tmp_path):
    return Inbox(tmp_path / "inbox.sqlite3")


@pytest.fixture
def department(portal, inbox):
    return Department(Portal(portal.address, "id", "word"), SECRET, inbox, auto_accept=True, tell=lambda what: None)


def event(kind: str = "enforcement.case.transferred") -> bytes:
    return json.dumps({"type": kind, "data": {"id": "3", "label": "澜移〔2026〕3号", "url": None}}).encode()


def signed(body: bytes, webhook_id: str = "e-1", at: datetime | None = None, secret: str = SECRET) -> dict[str, str]:
    at = at or datetime.now(UTC)
    return {
        "Webhook-Id": webhook_id,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(secret).sign(webhook_id, at, body.decode()),
    }


def work_off(department: Department) -> None:
    while department.work_once():
        pass


def later(inbox: Inbox) -> None:
    inbox._do("UPDATE letters SET due_at = 0")


# --- receiving -------------------------------------------------------------------------------------------------------


def test_signed_event_is_taken_fetched_checked_and_accepted(department, portal, inbox):
    body = event()
    assert department.receive(body, signed(body)) == 202
    work_off(department)
    [(path, key, sent)] = portal.answers()
    assert path == "/api/v1/enforcement/transfers/3/accept/"
    assert key == "accept-e-1"
    [letter] = inbox.letters()
    assert letter["state"] == "accepted"
    assert json.loads(sent) == {"external_ref": letter["note"]}
    [file] = inbox.files("e-1")
    assert (file["name"], file["content"]) == ("现场照片.txt", CONTENT)


@pytest.mark.parametrize(
    "forge",
    [
        lambda body: (body, {}),
        lambda body: (body.replace(b"3", b"4"), signed(body)),
        lambda body: (body, signed(body, secret=ANOTHER)),
        lambda body: (body, signed(body, at=datetime.now(UTC) - timedelta(minutes=6))),
        lambda body: (body, signed(body, at=datetime.now(UTC) + timedelta(minutes=6))),
        lambda body: (body, {**signed(body), "Webhook-Id": "e-2"}),
        lambda body: (body, {**signed(body), "Webhook-Signature": "nonsense"}),
        lambda body: (body, {**signed(body), "Webhook-Signature": "v1,nonsense"}),
        lambda body: (body, {**signed(body), "Webhook-Timestamp": "nan"}),
        lambda body: (b"\xff\xfe", signed(body)),
    ],
)
def test_what_the_portal_has_not_signed_is_refused_and_leaves_nothing(department, portal, inbox, forge):
    body, headers = forge(event())
    assert department.receive(body, headers) == 401
    work_off(department)
    assert inbox.letters() == []
    assert portal.calls == []


def test_the_same_event_twice_is_one_letter_and_one_answer(department, portal, inbox):
    body = event()
    assert department.receive(body, signed(body)) == 202
    assert department.receive(body, signed(body)) == 200
    work_off(department)
    assert department.receive(body, signed(body)) == 200
    work_off(department)
    assert len(inbox.letters()) == 1
    assert len(portal.answers()) == 1


def test_other_events_are_noted_only(department, portal, inbox):
    body = event("governance.subscription.tested")
    assert department.receive(body, signed(body)) == 202
    work_off(department)
    assert inbox.letters()[0]["state"] == "noted"
    assert portal.calls == []


@pytest.mark.parametrize("body", [b"[]", b"{}", b"nonsense", b'{"type": "x", "data": 1}'])
def test_signed_nonsense_is_a_bad_request(department, inbox, body):
    assert department.receive(body, signed(body)) == 400
    assert inbox.letters() == []


# --- working ---------------------------------------------------------------------------------------------------------


def test_a_portal_that_is_down_is_asked_again(department, portal, inbox):
    body = event()
    department.receive(body, signed(body))
    portal.fail = [503]
    work_off(department)
    [letter] = inbox.letters()
    assert (letter["state"], letter["attempts"]) == ("waiting", 1)
    assert letter["due_at"] > time.time()
    later(inbox)
    work_off(department)
    assert inbox.letters()[0]["state"] == "accepted"


def test_a_refusal_waits_for_a_person(department, portal, inbox):
    body = event()
    department.receive(body, signed(body))
    portal.fail = [403]
    work_off(department)
    [letter] = inbox.letters()
    assert letter["state"] == "failed"
    assert "some detail" in letter["note"]


def test_files_that_differ_from_their_list_are_fetched_again_and_then_sent_back(department, portal, inbox):
    body = event()
    department.receive(body, signed(body))
    portal.files["/files/1/"] = CONTENT[:-1] + b"?"
    for _ in range(system.DOWNLOADS):
        assert portal.answers() == []
        work_off(department)
        later(inbox)
    [(path, key, sent)] = portal.answers()
    assert path == "/api/v1/enforcement/transfers/3/send-back/"
    assert key == "return-e-1"
    assert json.loads(sent)["reason_code"] == "package_incomplete"
    assert "现场照片.txt" in json.loads(sent)["explanation"]


def test_an_answer_whose_confirmation_was_lost_is_not_given_twice(department, portal, inbox):
    body = event()
    department.receive(body, signed(body))
    portal.lose_confirmations = 1
    work_off(department)
    assert inbox.letters()[0]["state"] == "waiting"
    later(inbox)
    work_off(department)
    assert inbox.letters()[0]["state"] == "accepted"
    assert len(portal.answers()) == 1


def test_what_a_person_has_answered_in_the_portal_is_left_alone(department, portal, inbox):
    body = event()
    department.receive(body, signed(body))
    portal.status, portal.receiver_ref = "sent_back", "城管退〔2026〕1号"
    work_off(department)
    [letter] = inbox.letters()
    assert (letter["state"], letter["note"]) == ("sent back", "城管退〔2026〕1号")
    assert portal.answers() == []


def test_without_auto_accept_people_answer(portal, inbox):
    department = Department(Portal(portal.address, "id", "word"), SECRET, inbox, auto_accept=False, tell=print)
    body = event()
    department.receive(body, signed(body))
    work_off(department)
    assert inbox.letters()[0]["state"] == "fetched"
    assert portal.answers() == []


def test_a_restart_takes_up_what_was_waiting(department, portal, inbox, tmp_path):
    body = event()
    department.receive(body, signed(body))
    again = Inbox(tmp_path / "inbox.sqlite3")
    restarted = Department(Portal(portal.address, "id", "word"), SECRET, again, auto_accept=True, tell=print)
    assert restarted.receive(body, signed(body)) == 200
    work_off(restarted)
    assert again.letters()[0]["state"] == "accepted"


def test_token_is_kept_and_replaced_when_it_is_withdrawn_or_old(portal):
    api = Portal(portal.address, "id", "word")
    api.transfer("3")
    api.transfer("3")
    assert portal.tokens == 1
    portal.tokens = 7  # the portal has forgotten the first
    api.transfer("3")
    assert portal.tokens == 8
    portal.expires_in = 30
    Portal.transfer(short := Portal(portal.address, "id", "word"), "3")
    short.transfer("3")
    assert portal.tokens == 10


def test_token_goes_to_the_portal_alone(portal):
    with PortalElsewhere() as elsewhere, pytest.raises(Refused):
        Portal(portal.address, "id", "word").file(
            {"name": "x", "size": 1, "sha256": "", "url": f"{elsewhere.address}/x"}
        )
    assert elsewhere.calls == []


class PortalElsewhere(PortalOfTests):
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()


# --- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def server(department):
    server = serve(department, 0)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(server, method: str, path: str, body: bytes | None = None, headers: dict | None = None):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_webhooks_arrive_over_http_and_the_page_shows_them(server, department):
    body = event()
    assert ask(server, "POST", "/webhooks", body, signed(body))[0] == 202
    assert ask(server, "POST", "/webhooks", body, {})[0] == 401
    assert ask(server, "POST", "/elsewhere", body, signed(body))[0] == 404
    assert ask(server, "POST", "/webhooks", b"x" * 100_000)[0] == 413
    status, text = ask(server, "GET", "/")
    assert status == 200
    assert "澜移〔2026〕3号" in text
    work_off(department)
    assert "现场照片.txt" in ask(server, "GET", "/")[1]


def test_page_escapes_what_came_from_outside(department, inbox):
    inbox.add("e-9", "enforcement.case.transferred", "9", "<script>alert(1)</script>", "waiting")
    assert "<script>" not in page(inbox)
