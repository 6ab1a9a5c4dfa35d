"""Do pages outside the lists work in both languages, and without leaking what went wrong."""

import pytest

from governance.roles import Role
from tests.clients import Browser
from tests.factories import CountyFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture
def visitor(language):
    client = Browser()
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize("page", ["/login/", "/public/", "/public/?q=占道"])
def test_pages_for_everybody(visitor, language, page):
    answer = visitor.get(page)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_language_is_one_click_and_stays(language):
    client = Browser()
    answer = client.post("/language/", {"language": language, "next": "/public/"})
    assert answer.headers["Location"] == "/public/"
    assert client.get("/login/").context["LANGUAGE_CODE"] == language


def test_language_switch_leads_nowhere_else():
    answer = Browser().post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
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
    client = Browser(enforce_csrf_checks=True)
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


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.SERVICES_OFFICER])
def test_only_who_has_duties_in_lists_finds_them_at_home(role):
    client = Browser()
    client.force_login(member(CountyFactory(), role))
    assert ("本单位职责" in client.get("/").content.decode()) is (role == Role.SERVICES_OFFICER)


def test_who_reads_public_pages_without_an_account_is_slowed_down_others_not(visitor, language, caplog):
    assert {visitor.get("/public/nowhere/").status_code for _ in range(120)} == {404}
    answer = visitor.get("/public/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert f'<html lang="{language}"' in answer.content.decode()
    assert "Too Many Requests: /public/" in caplog.messages
    assert visitor.get("/api/v1/governance/organisations/").status_code == 429, "counted together"
    assert visitor.get("/login/").status_code == 200
    visitor.force_login(member(CountyFactory(), Role.SUPERVISOR))
    assert visitor.get("/public/").status_code == 200
