"""What the log says of a request: one line for a refusal, and the id that the answer carries."""

import io
import logging

import pytest
from rest_framework.test import APIClient

from governance.roles import Role
from tests.clients import Browser, signed_in
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """What the portal's own handler writes."""
    [handler] = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.fixture
def clerk():
    return member(CountyFactory(), Role.TOWNSHIP_CLERK)


def forged_form(clerk):
    return Browser(enforce_csrf_checks=True).post("/login/", {"username": "x"})


REFUSALS = {
    "page, no right": (403, lambda clerk: signed_in(clerk).get("/governance/account/")),
    "page, no token": (403, forged_form),
    "page, nothing there": (404, lambda clerk: signed_in(clerk).get("/enforcement/case/999/")),
    "page, wrong host": (400, lambda clerk: Browser().get("/public/", headers={"host": "elsewhere.example"})),
    "page, line break in the path": (404, lambda clerk: Browser().get("/public/%0a2026-01-01 forged")),
    "API, no account": (401, lambda clerk: APIClient().get("/api/v1/enforcement/cases/")),
    "API, no token": (403, lambda clerk: signed_in(clerk, enforce_csrf_checks=True).post("/api/v1/enforcement/cases/")),
    "API, nothing there": (404, lambda clerk: signed_in(clerk).get("/api/v1/enforcement/cases/999/")),
    "API, no such method": (405, lambda clerk: signed_in(clerk).delete("/api/v1/governance/organisations/")),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refusal_is_one_line_with_the_id_of_its_answer(kind, clerk, log):
    status, ask = REFUSALS[kind]
    answer = ask(clerk)
    assert answer.status_code == status
    lines = log.getvalue().splitlines()
    assert len(lines) == 1, log.getvalue()
    assert f"[{answer['X-Request-ID']}]" in lines[0]


def test_nothing_is_said_a_second_time_by_another_handler():
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "django"]
    handlers = {name: logging.getLogger(name).handlers for name in names if name != "django.server"}  # runserver's
    assert not {name: found for name, found in handlers.items() if found}


def test_an_error_nobody_foresaw_keeps_its_traceback_and_has_the_id(clerk, log, monkeypatch):
    def broken(*_):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("governance.views._database_answers", broken)
    answer = Browser(raise_request_exception=False).get("/healthz")
    assert answer.status_code == 500
    assert "RuntimeError: unforeseen" in log.getvalue()
    assert f"[{answer['X-Request-ID']}]" in log.getvalue()
