"""Does axe find nothing on any page, in both languages: labels, contrast, landmarks, headings in their order."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from governance.roles import Role
from tests.access_matrix import ROWS
from tests.access_world import ANONYMOUS, World, address
from tests.test_access_matrix import PARAMETERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Parts that others wrote, and that cannot be told otherwise.
OF_OTHERS = {
    "api_docs": "the page is Swagger UI's",
    ".simplebar-content-wrapper": "unfold's scroll bars call every scrolling part “scrollable content”",
}


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Each page once, as somebody who may open it: who, and the address."""
    seen = set()
    for row in ROWS:
        if row.method != "GET" or row.is_api or row.route in OF_OTHERS or not row.who:
            continue
        name = ANONYMOUS if ANONYMOUS in row.who else next(role for role in Role if role in row.who)
        noun = row.of or row.lists
        path = address(row.route, PARAMETERS[row.route], world.own(noun, name) if noun else None)
        path += f"?{row.query}" if row.query else ""
        answer = world.callers[name].browser.head(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and path not in seen:
            seen.add(path)
            yield name, path


def faults(page, axe: Axe, language: str) -> Iterator[str]:
    rules = {} if language == "zh-hans" else {"color-contrast": {"enabled": False}}  # colours speak no language
    for fault in axe.run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]:
        for node in fault["nodes"]:
            if not any(known in str(node["target"]) for known in OF_OTHERS):
                yield f"{page.url}: {fault['id']}: {fault['help']}: {node['html'][:200]}"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing(visit, language):
    world, axe, visitor = World(), Axe(), visit(language=language)
    asked = sorted(pages(world))
    assert len(asked) > 100
    found, known = [], ""
    for name, path in asked:
        if name not in (known, ANONYMOUS):
            visitor.sign_in_as(world.callers[name].account)
            known = name
        found += faults(visitor.go(path), axe, language)
    assert not found, "\n".join(found)
