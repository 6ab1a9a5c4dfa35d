"""Guessing passwords and secrets: it is stopped, it is seen, and it locks nobody else out."""

import base64
import datetime

import pytest
import time_machine
from django.contrib.auth import hashers

from governance import sign_in_attempts
from governance.models import Account, AuditEntry, SignInAttempt
from governance.operations.accounts import reset_password
from governance.operations.clients import register_client
from governance.operations.founding import portal_account
from governance.roles import Role
from tests.clients import Browser, founded_county, token
from tests.factories import member

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "a long test password", "another long password"
DESK, HOME = "192.0.2.10", "198.51.100.7"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-23 09:00 +0800", tick=False) as clock:
        yield clock


@pytest.fixture
def county():
    return founded_county()


@pytest.fixture
def clerk(county):
    return member(county, Role.TOWNSHIP_CLERK, username="clerk")


def sign_in(username="clerk", password=PASSWORD, *, at=DESK, forwarded=None):
    client = Browser(REMOTE_ADDR=at, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))
    client.cookies["django_language"] = "en"
    return client.post("/login/", {"username": username, "password": password})


def wrong(times: int, *args, **kwargs) -> None:
    for _ in range(times):
        assert sign_in(*args, password="wrong", **kwargs).status_code == 200


def comes_in(*args, **kwargs) -> bool:
    return sign_in(*args, **kwargs).status_code == 302


def refusals() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(outcome=AuditEntry.Outcome.REFUSED).order_by("pk"))


def test_five_wrong_ones_pause_the_name_there_and_nowhere_else(clerk, clock):
    wrong(5)
    assert "Try again after 09:15 (15 minutes)" in sign_in().content.decode()
    assert not comes_in("CLERK "), "another spelling is the same name"
    assert comes_in(at=HOME)
    clock.shift(datetime.timedelta(minutes=15, seconds=1))
    assert comes_in()


def test_behind_a_proxy_a_stranger_locks_nobody_out(clerk, settings):
    settings.NUM_PROXIES = 1
    wrong(9, at="10.0.0.1", forwarded="203.0.113.66")
    assert not comes_in(at="10.0.0.1", forwarded="203.0.113.66")
    assert comes_in(at="10.0.0.1", forwarded=DESK)


def test_forged_addresses_do_not_make_five_more_tries(clerk, settings):
    settings.NUM_PROXIES = 1
    for number in range(5):
        wrong(1, at="10.0.0.1", forwarded=f"192.0.2.{number}, 203.0.113.66")
    assert not comes_in(at="10.0.0.1", forwarded="192.0.2.99, 203.0.113.66")


def test_a_whole_ipv6_network_is_one_place(clerk):
    for number in range(5):
        wrong(1, at=f"2001:db8:1:2::{number:x}")
    assert not comes_in(at="2001:db8:1:2:ffff::1")
    assert comes_in(at="2001:db8:1:3::1")


def test_right_password_forgets_the_wrong_ones_from_there(clerk):
    wrong(4)
    assert comes_in()
    wrong(4)
    assert comes_in()


def test_tries_during_the_pause_neither_prolong_it_nor_fill_anything(clerk, clock):
    wrong(5)
    clock.shift(datetime.timedelta(minutes=14))
    wrong(30)
    assert SignInAttempt.objects.count() == 5
    assert [entry.after["code"] for entry in refusals()] == ["wrong_password"] * 5 + ["too_many_attempts"]
    clock.shift(datetime.timedelta(minutes=1, seconds=1))
    assert comes_in()


def test_every_refusal_names_the_address_and_never_what_was_typed(clerk):
    wrong(1)
    wrong(1, "MyPa55word-in-the-wrong-box")
    known, unknown = refusals()
    assert known.account == clerk
    assert unknown.account == portal_account()
    assert {entry.after["address"] for entry in (known, unknown)} == {DESK}
    assert "pa55word" not in str([*AuditEntry.objects.values(), *SignInAttempt.objects.values()]).lower()


def test_many_names_from_one_address_are_slowed(clerk, clock):
    assert comes_in()
    for number in range(20):
        wrong(1, f"name{number}")
    member(clerk.organisation, Role.OFFICER, username="officer")
    answer = sign_in("officer")
    assert "Try again after 09:01 (1 minute)" in answer.content.decode()
    assert comes_in("officer", at=HOME)
    assert comes_in(), "who has signed in from there before"
    wrong(1)
    assert not comes_in(), "but has few tries"
    clock.shift(datetime.timedelta(seconds=61))
    assert comes_in("officer")


def test_guessing_from_everywhere_is_slowed_but_not_for_the_usual_place(clerk, clock):
    assert comes_in()
    for number in range(20):
        wrong(1, at=f"203.0.113.{number}")
    assert "Try again after 09:05" in sign_in(at="203.0.113.99").content.decode()
    assert not comes_in(at=HOME)
    assert comes_in(at=DESK)
    clock.shift(datetime.timedelta(minutes=5, seconds=1))
    assert comes_in(at=HOME)


def test_a_reset_ends_the_pause(clerk, county):
    wrong(5)
    reset_password(clerk, by=member(county, Role.SYSTEM_ADMIN), password=NEW, reason="忘记密码")
    assert comes_in(password=NEW)


def test_old_password_on_the_change_page_is_guessed_at_like_any_other(clerk):
    browser = Browser(REMOTE_ADDR=DESK)
    browser.force_login(clerk)
    form = {"old_password": "no", "new_password1": NEW, "new_password2": NEW}
    for _ in range(5):
        browser.post("/password_change/", form)
    last = refusals()[-1]
    assert (last.action, last.account, last.after["address"]) == ("change_password", clerk, DESK)
    answer = browser.post("/password_change/", form | {"old_password": PASSWORD})
    assert "old_password" in answer.context["form"].errors
    assert Account.objects.get(pk=clerk.pk).check_password(PASSWORD)
    assert not comes_in(), "one count for both pages"


def test_wrong_secrets_of_a_client_pause_it_there_and_are_on_record(county):
    client, client_id, secret = register_client(
        county, by=portal_account(), name="对方系统", role=Role.TOWNSHIP_CLERK, scopes=["read"]
    )
    basic = base64.b64encode(f"{client_id}:wrong".encode()).decode()
    answers = [token(client_id, "wrong").status_code for _ in range(4)]
    fields = {"grant_type": "client_credentials"}
    answers.append(Browser().post("/oauth/token/", fields, HTTP_AUTHORIZATION=f"Basic {basic}").status_code)
    assert answers == [401] * 5
    answer = token(client_id, secret)
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "too_many_attempts", "901")
    assert {entry.account for entry in refusals()} == {client.user}
    assert {entry.after["address"] for entry in refusals()} == {"127.0.0.1"}
    elsewhere = Browser(REMOTE_ADDR=HOME).post(
        "/oauth/token/", fields | {"client_id": client_id, "client_secret": secret}
    )
    assert elsewhere.status_code == 200


def test_a_client_shows_itself_in_one_way_only(county):
    basic = base64.b64encode(b"one:wrong").decode()
    fields = {"grant_type": "client_credentials", "client_id": "other", "client_secret": "wrong"}
    answer = Browser().post("/oauth/token/", fields, HTTP_AUTHORIZATION=f"Basic {basic}")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert not SignInAttempt.objects.exists()


@pytest.mark.parametrize("attempt", [
    lambda name: sign_in(name, "wrong"),
    lambda name: token({"clerk": Account.objects.get(kind="service").client.client_id}.get(name, name), "wrong"),
])  # fmt: skip
def test_an_unknown_name_answers_like_a_wrong_secret(attempt, clerk, county, monkeypatch, django_assert_num_queries):
    """The same words, the same number of hashes, which is what takes time, and no pause sooner or later."""
    register_client(county, by=portal_account(), name="对方系统", role=Role.TOWNSHIP_CLERK, scopes=["read"])
    hashes = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda self, *args: hashes.append(1) or encode(self, *args)
    )
    answers = {}
    for name in ["clerk", "nobody"]:
        hashes.clear()
        answer = attempt(name)
        words = "Please enter the correct" in answer.content.decode() or answer.json()["error"]
        answers[name] = (answer.status_code, words, len(hashes))
    assert answers["clerk"] == answers["nobody"]
    assert answers["nobody"][-1] == 1


def test_only_what_counts_is_kept(clerk, clock):
    assert comes_in()
    wrong(1)
    clock.shift(datetime.timedelta(hours=1, seconds=1))
    sign_in_attempts.purge()
    assert [attempt.succeeded for attempt in SignInAttempt.objects.all()] == [True]
    clock.shift(sign_in_attempts.KNOWN_FOR)
    sign_in_attempts.purge()
    assert not SignInAttempt.objects.exists()


# --- Tokens -----------------------------------------------------------------------------------------------------------


def test_guessed_tokens_are_slowed_down_by_address_and_right_ones_go_on(county):
    _client, client_id, secret = register_client(
        county, by=portal_account(), name="对方系统", role=Role.SUPERVISOR, scopes=["read"]
    )
    right = token(client_id, secret).json()["access_token"]

    def ask(sent: str, at: str = DESK):
        header = {"HTTP_AUTHORIZATION": f"Bearer {sent}", "REMOTE_ADDR": at}
        return Browser().get("/api/v1/governance/organisations/", **header)

    assert {ask(f"guess-{number}").status_code for number in range(60)} == {401}
    answer = ask("guess-60")
    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert int(answer["Retry-After"]) > 0
    assert ask(right).status_code == 200, "whoever has a token is not stopped by others"
    assert ask("guess", at=HOME).status_code == 401
    assert token(client_id, secret).status_code == 200, "nor is who asks for one"
