"""List pages: the portal's whole request beside the same page by hand, in turn, in one process."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.portal import System


@dataclass(frozen=True)
class Page:
    """One list page: its address at the portal, and the same rows by hand."""

    name: str
    system: System
    address: str
    by_hand: Callable[[], bytes]


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


def measure(page: Page, requests: int) -> Figures:
    """Warm both up, make sure they answer the same, then take turns."""
    ours, theirs = page.system.get(page.address), page.by_hand()
    if json.loads(ours)["results"] != json.loads(theirs)["results"]:
        raise AssertionError(f"{page.name}: the page by hand is not the same page")
    for _ in range(requests // 10):
        page.system.get(page.address)
        page.by_hand()
    portal, plain = [], []
    for _ in range(requests):
        portal.append(_milliseconds(lambda: page.system.get(page.address)))
        plain.append(_milliseconds(page.by_hand))
    return Figures(page.name, statistics.median(portal), statistics.median(plain), page.system.queries(page.address))


def _milliseconds(call: Callable[[], bytes]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000
