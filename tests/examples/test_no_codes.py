"""Does a page of the demonstration show anybody a code, a column's name or an icon's, in either language."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from governance.models import Account
from governance.roles import Role
from tests.conftest import is_thorough
from tests.examples.test_demonstration import demo, own_folder, reference  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

CODE = re.compile(
    r"\b(?:[a-z]+(?:_[a-z0-9]+)+|(?:governance|responsibilities|enforcement|services|staffing)(?:\.[a-z_]+)+)\b"
)
# Where a code is what is meant, or is not ours: the code, the beginning of the address, and why.
EXCEPTED = [
    (r"arrow_circle_\w+", "/", "unfold's arrows of sorted columns, which it draws from their names"),
    (r"is_\w+", "/governance/calendar/load/", "the columns of the file that is asked for"),
    (r"\w+\.\w+\.\w+", "/governance/eventdelivery/", "the type of an event, as it is sent"),
    (r"\w+\.\w+\.\w+", "/governance/subscription/", "the type of an event, as it is sent"),
    (r"\w+", "/governance/audit/", "by which the audit is searched; the words stand beside it"),
]
ROLES = (Role.TOWNSHIP_CLERK, Role.DEPARTMENT_CLERK, Role.LIST_EDITOR, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
LANGUAGES = ("zh-hans", "en")  # which take turns where not everything is wanted
MOST = 1  # pages of one kind, for each role and language
NO_PAGES = ("logout", "export", "file", "api_docs", "api_schema", "set_language")
UNSEEN = {"script", "style", "template", "code", "title"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Text(HTMLParser):
    """What a page shows, and where its links lead. Icons are pictures, so they are hidden from whoever listens."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.seen: list[str] = []
        self._hidden: list[bool] = [False]
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"].partition("#")[0])
        self.seen += [given[name] for name in ("placeholder", "aria-label", "alt") if given.get(name)]
        if tag not in VOID:
            self._hidden.append(self._hidden[-1] or tag in UNSEEN or given.get("aria-hidden") == "true")

    def handle_endtag(self, tag):
        if tag not in VOID and len(self._hidden) > 1:
            self._hidden.pop()

    def handle_data(self, data):
        if not self._hidden[-1]:
            self.seen.append(data)


def pages(client: Client, role: str) -> Iterator[tuple[str, Text]]:
    """Every kind of page that links lead to from home and the public pages; one of each kind."""
    waiting, known, kinds = ["/", "/public/", "/public/lists/"], set(), {}
    while waiting:
        path = waiting.pop(0)
        try:
            route = resolve(path.partition("?")[0]).view_name
        except Resolver404:
            continue
        if path in known or kinds.get(route, 0) >= MOST or any(word in route for word in NO_PAGES):
            continue
        known.add(path)
        kinds[route] = kinds.get(route, 0) + 1
        answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html") or answer.streaming:
            continue
        text = Text(answer.content.decode())
        yield path, text
        base = path.partition("?")[0]
        waiting += [f"{base}{link}" if link.startswith("?") else link for link in text.links if link[:1] in "/?"]


def excepted(code: str, path: str) -> bool:
    return any(re.fullmatch(known, code) and path.startswith(where) for known, where, _why in EXCEPTED)


def test_no_page_shows_a_code(reference):  # noqa: F811
    demo()
    user_names = {*Account.objects.values_list("username", flat=True), *Role.values}
    found, count = set(), 0
    for turn, role in enumerate(ROLES):
        for language in LANGUAGES if is_thorough() else [LANGUAGES[turn % 2]]:
            client = Client()
            client.force_login(Account.objects.get(username=role))
            client.cookies["django_language"] = language
            for path, text in pages(client, role):
                count += 1
                for said in text.seen:
                    found |= {(code, path, language) for code in CODE.findall(said) if code not in user_names}
    assert count > (150 if is_thorough() else 75)
    found = {one for one in found if not excepted(*one[:2])}
    assert not found, "\n".join(f"{code} on {path} ({language})" for code, path, language in sorted(found))
