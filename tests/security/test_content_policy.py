"""Does every answer tell the browser what it may load and do, and do the pages need no more than that."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from governance.content_policy import PERMISSIONS, STAFF, STRICT, WITH_PICTURES, ContentPolicyMiddleware
from governance.roles import Role
from governance.views import server_error
from tests.clients import Browser
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ANSWERS = {
    "/public/": STRICT,
    "/login/": STRICT,
    "/nothing/": STRICT,
    "/public/?banana=1": STRICT,
    "/public/?q=%00": STRICT,
    "/public": STRICT,  # leads on to /public/
    "/healthz": STRICT,
    "/api/v1/governance/organisations/": STRICT,
    "/api/v1/docs/": WITH_PICTURES,
    "/api/v1/docs/?script=": WITH_PICTURES,
    "/": STAFF,
    "/search/?q=a": STAFF,
    "/governance/organisation/": STAFF,
    "/governance/organisation/export/": STAFF,
    "/password_change/": STAFF,
    "/governance/audit/": STRICT,  # 403
    "/governance/organisation/0/": STRICT,  # 404
}


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_says_what_it_needs(address):
    client = Browser()
    client.force_login(member(CountyFactory(), Role.SYSTEM_ADMIN))
    answer = client.get(address)
    assert answer["Content-Security-Policy"] == ANSWERS[address]
    assert answer["Permissions-Policy"] == PERMISSIONS


def test_only_the_staff_portal_may_make_code_of_texts_and_nothing_may_come_from_elsewhere():
    assert "unsafe" not in STRICT + WITH_PICTURES
    assert "unsafe-inline" not in STAFF.partition("script-src")[2].partition(";")[0]
    assert "http" not in STAFF and "*" not in STAFF


def test_the_page_about_a_fault_carries_its_own_styles_and_nothing_else(settings):
    settings.DEBUG = False
    guarded = ContentPolicyMiddleware(server_error)
    policy = guarded(RequestFactory().get("/"))["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_a_view_with_a_narrower_policy_keeps_it():
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    assert ContentPolicyMiddleware(view)(RequestFactory().get("/"))["Content-Security-Policy"] == "sandbox"


def test_no_template_has_a_script_a_handler_or_a_style_in_it():
    found = [
        f"{path.relative_to(TEMPLATES)}: {match[0]}"
        for path in TEMPLATES.rglob("*.html")
        for match in re.finditer(
            r"<script(?![^>]*(src=|type=.application/json))|<style|\son[a-z]+=|\sstyle=|javascript:", path.read_text()
        )
    ]
    assert found == ["500.html: <style"]
