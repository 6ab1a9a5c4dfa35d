"""Do pages outside the lists work in both languages, and without leaking what went wrong."""

import pytest
from django.test import Client

from governance.roles import Role
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture
def visitor(language):
    client = Client()
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize("page", ["/login/", "/public/", "/public/?q=占道"])
def test_pages_for_everybody(visitor, language, page):
    answer = visitor.get(page)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_language_is_one_click_and_stays(language):
    client = Client()
    answer = client.post("/language/", {"language": language, "next": "/public/"})
    assert answer.headers["Location"] == "/public/"
    assert client.get("/login/").context["LANGUAGE_CODE"] == language


def test_language_switch_leads_nowhere_else():
    answer = Client().post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_unknown_address(visitor, language, settings):
    settings.DEBUG = False
    answer = visitor.get("/nothing/here/")
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.content.decode()


def test_page_without_the_right_names_the_reader(visitor, settings):
    clerk = member(CountyFactory(), Role.TOWNSHIP_CLERK)
    visitor.force_login(clerk)
    answer = visitor.get("/governance/audit/")
    assert answer.status_code == 403
    assert clerk.name in answer.content.decode()


def test_form_without_token_is_explained(language):
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = language
    answer = client.post("/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert f'<html lang="{language}"' in answer.content.decode()


def test_fault_page_needs_nothing_but_itself(settings):
    """500.html is rendered when anything may be broken: no tags, no database, no static file."""
    template = (settings.BASE_DIR / "templates" / "500.html").read_text()
    assert "{%" not in template
    assert "{{" not in template


def test_public_pages_need_no_script(visitor):
    for page in ["/login/", "/public/", "/nothing/"]:
        assert "<script" not in visitor.get(page).content.decode() or page == "/nothing/"


def test_no_page_loads_anything_from_elsewhere(visitor):
    visitor.force_login(member(CountyFactory(), Role.SYSTEM_ADMIN))
    for page in ["/login/", "/public/", "/", "/governance/organisation/", "/governance/account/open/"]:
        text = visitor.get(page).content.decode()
        for attribute in ['src="http', 'href="http', 'src="//', 'href="//', "url(http", "@import"]:
            assert attribute not in text, (page, attribute)
