"""A real Chromium on a running portal; every page it opens is watched for faults of its own."""

import os
import shutil
from contextlib import contextmanager

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

WIDE = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

# Playwright's own event loop runs in this thread; Django takes it for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _chromium() -> str:
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    raise RuntimeError("The browser tests need Chromium: install it, or name it in CHROMIUM.")


@pytest.fixture(scope="session")
def chromium():
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=arguments)
        yield browser
        browser.close()


@contextmanager
def leads_on(page: Page):
    """What the block does leads to another page, which has loaded when the block is left."""
    with page.expect_navigation():
        yield


class Visitor:
    """One browser window, and what went wrong in it."""

    def __init__(
        self, browser: Browser, address: str, *, language: str = "zh-hans", size: dict | None = None, zone: str = ""
    ) -> None:
        self.address = address
        self.context = browser.new_context(viewport=size or WIDE, locale="zh-CN", timezone_id=zone or "Asia/Shanghai")
        self.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.faults: list[str] = []
        self.page.on("console", lambda said: self._note(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("request", lambda asked: self._check_origin(asked.url))

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")

    def _check_origin(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self._note(f"asks elsewhere: {url}")

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def sign_in_as(self, account) -> "Visitor":
        """The session a person has after signing in; the sign-in page itself has its own tests."""
        client = Client()
        client.force_login(account)
        value = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": self.address}])
        return self

    def overflows(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def visit(chromium, live_server):
    """Opens windows, and at the end of the test asks each of them whether anything went wrong."""
    visitors: list[Visitor] = []

    def open_window(**options) -> Visitor:
        visitors.append(Visitor(chromium, live_server.url, **options))
        return visitors[-1]

    yield open_window
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert not faults, "\n".join(faults)
