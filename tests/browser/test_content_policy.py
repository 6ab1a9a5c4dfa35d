"""Does every page do with what its policy allows; a violation is an error in the console, which `visit` looks for."""

import pytest

from tests.access_matrix import ROWS, Row
from tests.access_world import ANONYMOUS, World, address
from tests.browser.conftest import Visitor
from tests.test_access_matrix import PARAMETERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILES = ("/export/", ".xlsx", "/jsi18n/", "/autocomplete/", "/files/", "/remarks/", "/healthz", "/schema/")


def pages() -> list[Row]:
    rows = [row for row in ROWS if row.who and row.method == "GET" and (not row.is_api or row.route == "api_docs")]
    return list({row.route: row for row in rows}.values())


def test_no_page_needs_more_than_its_policy_allows(visit):
    world = World()
    windows: dict[str, Visitor] = {}

    def window_of(name: str) -> Visitor:
        if name not in windows:
            account = world.callers[name].account
            windows[name] = visit().sign_in_as(account) if account else visit()
        return windows[name]

    for name in world.callers:
        window_of(name).go("/")
    seen = 0
    for row in pages():
        name = min(row.who - {ANONYMOUS}, default=ANONYMOUS)
        url = address(row.route, PARAMETERS[row.route], world.own(row.of, name) if row.of else None)
        if not url.endswith(FILES) and "/files/" not in url:
            window_of(name).go(f"{url}?{row.query}" if row.query else url)
            seen += 1
    assert seen > 80
    reader = windows[ANONYMOUS]
    assert reader.go("/api/v1/docs/").locator(".opblock").first.inner_text(), "the description is not drawn"


def test_a_script_that_was_put_into_a_page_does_not_run(visit):
    window = visit()
    page = window.go("/public/")
    page.evaluate(
        "const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
        "document.body.append(script)"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in fault for fault in window.faults)
    window.faults.clear()
