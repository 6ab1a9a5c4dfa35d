"""The grid of a draft of 3,000 rows in a real Chromium: until its cells are shown, and until one of them is saved."""

import contextlib
import io
import shutil
import statistics
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from benchmarks.data import approved, open_account_of, publishing
from benchmarks.portal import HOST
from benchmarks.sheets import territorial_file
from governance.models import Account, Organisation
from governance.operations.founding import portal_account
from governance.roles import Role
from governance.wsgi import application
from responsibilities.kinds import ListKind
from responsibilities.models import DutyList, Edition
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.imports import import_entries

ROWS = 3000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Notes when the first cell has its text, in milliseconds since the page was asked for.
WATCH = """
const look = () => {
  const cell = document.querySelector(".grid-row[data-key] .column-lead .grid-text");
  if (cell?.textContent) window.cellsShown = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
SAVED = """() => {
  const [save] = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/edits/")).slice(-1);
  return save && save.responseEnd ? [save.responseEnd - save.startTime, save.decodedBodySize] : null;
}"""


@dataclass(frozen=True)
class Figures:
    """Bytes of the page with the rows it asks for until its cells are shown, milliseconds until then; bytes and
    milliseconds of the answer to a saved cell."""

    page_bytes: int
    shown: float
    answer_bytes: int
    saved: float


def measure(times: int) -> Figures:
    """Medians of so many openings of the page, and a saved cell in each."""
    draft, editor = _long_draft()
    client = Client()
    client.force_login(editor)
    session = client.cookies["sessionid"].value
    found = []
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        context.add_init_script(WATCH)
        for number in range(times + 1):
            page = context.new_page()
            found.append(
                _open_and_save(page, address + reverse("admin:responsibilities_edition_grid", args=[draft.pk]), number)
            )
            page.close()
        browser.close()
    del found[0]  # the first one fills caches, of the browser as of the portal
    return Figures(*(statistics.median(column) for column in zip(*found, strict=True)))


def _open_and_save(page: Page, address: str, number: int) -> tuple[int, float, int, float]:
    sizes: list[int] = []
    page.on("response", lambda answer: None if "/static/" in answer.url else sizes.append(len(answer.body())))
    page.goto(address)
    page.wait_for_function("window.cellsShown")
    page.wait_for_load_state("networkidle")
    sent = sum(sizes)
    page.locator(".grid-row[data-key] .column-title").nth(5).click(position={"x": 12, "y": 12})
    page.keyboard.insert_text(f"事项（第{number}次修改）")
    page.keyboard.press("Enter")
    page.fill("#grid-reason", "测速")
    page.keyboard.press("Control+s")
    milliseconds, size = page.wait_for_function(SAVED).json_value()
    page.wait_for_function("!document.querySelector('[data-do=undo]').matches(':not(:disabled)')")
    return sent, page.evaluate("window.cellsShown"), size, milliseconds


def _long_draft() -> tuple[Edition, Account]:
    """A draft of so many rows, copied from an edition in force; and one who edits it."""
    owner = Organisation.objects.townships().order_by("-pk")[0]
    editor = open_account_of(Role.LIST_EDITOR, owner)
    duty_list, made = DutyList.objects.get_or_create(
        owner=owner, kind=ListKind.TERRITORIAL, defaults={"title": f"{owner.name}属地管理事项责任清单"}
    )
    if made:
        portal = portal_account()
        first = start_draft(duty_list, by=portal)
        import_entries(first, by=portal, file=io.BytesIO(territorial_file(ROWS)), filename="long.xlsx", confirmed=True)
        approver = open_account_of(Role.LIST_APPROVER, Organisation.objects.get(depth=1))
        publishing(approved(first, approver), approver, timezone.localdate())()
    draft = Edition.objects.filter(duty_list=duty_list, status="draft").first()
    return draft or start_draft(duty_list, by=editor), editor


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """What is asked for is no part of the tables."""


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The portal on a port of its own."""
    with make_server(HOST, 0, application, server_class=_Server, handler_class=_Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}"
        server.shutdown()


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("The grid is measured in Chromium: install it.")
