"""Pages: the portal's whole request beside the same page by hand, in turn, in one process."""

import json
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks import plain
from benchmarks.portal import System


@dataclass(frozen=True)
class Page:
    """One page: its address at the portal, the same by hand, and what of an answer must be equal."""

    name: str
    system: System
    address: str
    by_hand: Callable[[], bytes]
    said: Callable[[bytes], Any]


@dataclass(frozen=True)
class Figures:
    """Medians in milliseconds over the measured requests, and the queries the portal's request made."""

    page: str
    portal: float
    plain: float
    queries: int

    @property
    def ratio(self) -> float:
        return self.portal / self.plain


def rows(answer: bytes) -> Any:
    """What a list of the API says."""
    return json.loads(answer)["results"]


# What a public page is compared in: its title, the rows of its tables, what it says of each body, its plain lists.
SAID = re.compile(rb'<h1>.*?</h1>|<tbody>.*?</tbody>|<section class="duty">.*?</section>|<ul><li>.*?</ul>', re.DOTALL)


def html(page: bytes) -> list[bytes]:
    """What an HTML page says, without the space between tags."""
    return SAID.findall(re.sub(rb">\s+<", b"><", page))


def by_hand(page: Page) -> bytes:
    """Over the API it depends on who asks, so that is read as well."""
    if page.address.startswith("/api/"):
        plain.asked_by(page.system.authorization)
    return page.by_hand()


def measure(page: Page, requests: int) -> Figures:
    """Warm both up, make sure they answer the same, then take turns."""
    if page.said(page.system.get(page.address)) != page.said(by_hand(page)):
        raise AssertionError(f"{page.name}: the page by hand is not the same page")
    for _ in range(requests // 10):
        page.system.get(page.address)
        by_hand(page)
    portal, plain = [], []
    for _ in range(requests):
        portal.append(milliseconds(lambda: page.system.get(page.address)))
        plain.append(milliseconds(lambda: by_hand(page)))
    return Figures(page.name, statistics.median(portal), statistics.median(plain), page.system.queries(page.address))


def milliseconds(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000
