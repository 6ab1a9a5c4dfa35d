"""Runs the measurements one after the other and prints their tables."""

import json
import os
import platform
import statistics
from collections.abc import Iterator

import psycopg2
from django.core.management import call_command
from django.utils import timezone

from benchmarks import anonymous, data, delivery, finder, grid, imports, laws, pages, plain, sealing, steps, work
from benchmarks.pages import Page
from benchmarks.portal import System
from governance.models import Organisation
from governance.operations.founding import portal_account
from governance.roles import Role
from responsibilities.finder.answers import warm
from responsibilities.models import Entry

MOST_MILLISECONDS_AN_ENTRY, MOST_SECONDS_ALL_TEXTS, MOST_SECONDS_A_REHEARSAL = 50, 10, 5
MOST_TIMES_PLAIN = 4
MOST_TIMES_WRITING = 8
MOST_MILLISECONDS = 150
MOST_MILLISECONDS_BESIDE_A_HANGING_ONE = 1000
HANGING = 300  # events for it
MOST_MILLISECONDS_A_SEALING = 100
MOST_MILLISECONDS_A_QUESTION = MOST_MILLISECONDS_A_PAGE = 100
# The same measurements in smaller counties come first, to show what grows with the county.
SMALLER = (10_000, 100_000)


def run(options, fresh: bool) -> int:
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, ", end=""
    )
    print(f"Python {platform.python_version()}, PostgreSQL {plain.connection.server_version // 10000}, ", end="")
    print(f"psycopg2 {psycopg2.__version__.split()[0]}")
    call_command("collectstatic", interactive=False, verbosity=0)
    table = Table()
    slow = 0
    if fresh:
        print("Building the data")
        call_command("migrate", verbosity=0)
        data.build(_tell)
        slow |= citations()
        for entries in [size for size in SMALLER if size < options.entries]:
            data.grow(entries, _tell)
            table.add(lists(max(20, options.requests // 4)))
        data.grow(options.entries, _tell)
        data.file_cases(options.cases, _tell)
    print(f"\n{data.counted()}\n")
    table.add(lists(options.requests))
    slow |= table.show()
    slow |= anybody(max(3, options.requests // 40))
    slow |= grids(max(3, options.requests // 20))
    slow |= long_tables()
    slow |= single_steps(max(10, options.requests // 4))
    return slow | cases(options.requests) | transfers(options.transfers) | seals(options.audit)


def _tell(text: str) -> None:
    print(f"  {text} ...", flush=True)


# --- Long tables from people ----------------------------------------------------------------------------------------


def long_tables() -> int:
    """The longest table of each kind of import; 1 if one takes longer than it may."""
    print("\n| rows | shown, s | statements | bytes | confirmed, s | statements |")
    print("| --- | --- | --- | --- | --- | --- |")
    slow = 0
    for one in imports.measure():
        print(
            f"| {one.name} | {one.shown:.1f} | {one.statements_shown} | {one.bytes_shown:,} | {one.confirmed:.1f} | "
            f"{one.statements_confirmed} |"
        )
        slow |= max(one.shown, one.confirmed) > imports.MOST_SECONDS
    return slow


# --- The law register -----------------------------------------------------------------------------------------------


def citations() -> int:
    """The law register over the reference data; 1 if something is too slow."""
    figures = laws.measure(portal_account())
    print("\n| the law register over the reference data | limit | |\n| --- | --- | --- |")
    lines = (
        ("reading the slowest entry or power, ms", MOST_MILLISECONDS_AN_ENTRY, figures.entry),
        (f"reading all {figures.texts:,} texts, s", MOST_SECONDS_ALL_TEXTS, figures.everything),
        (f"what rests on {laws.CODE} ({figures.touched}), s", MOST_SECONDS_A_REHEARSAL, figures.rehearsal),
        ("citations to look at, s", MOST_SECONDS_A_REHEARSAL, figures.doubts),
    )
    for name, most, taken in lines:
        print(f"| {name} | {most} | {taken:.2f} |")
    print()
    return int(any(taken > most for _name, most, taken in lines))


# --- One case, step by step -----------------------------------------------------------------------------------------


def single_steps(times: int) -> int:
    """One case and the steps it takes; 1 if an operation is slower than it may be beside its writing alone."""
    print(f"\n{steps.driver()}\n\n| | statements | request | of it database | operation / writing alone |")
    print("| --- | --- | --- | --- | --- |")
    slow = 0
    for step in steps.measure(times):
        request, database = statistics.median(step.request), statistics.median(step.database)
        beside = "–"
        if step.plain:
            beside = f"{statistics.median(step.operation):.1f} / {statistics.median(step.plain):.1f} = {step.ratio:.1f}"
            slow |= step.ratio > MOST_TIMES_WRITING
        print(f"| {step.name} | {step.statements} | {request:.1f} | {database:.1f} | {beside} |")
    return slow


# --- Duty lists, in counties of different size ----------------------------------------------------------------------


class Table:
    """What was measured, a line each, with a column for each size of the county."""

    def __init__(self) -> None:
        self.sizes: list[str] = []
        self.lines: dict[str, list[str]] = {}
        self.slow = 0

    def add(self, measured: Iterator[tuple[str, str, bool]]) -> None:
        self.sizes.append(f"{Entry.objects.count():,} entries")
        self.slow = 0  # limits are for the largest county
        for name, figures, slow in measured:
            self.lines.setdefault(name, []).append(figures)
            self.slow |= slow

    def show(self) -> int:
        """Print the table; 1 if something is too slow."""
        print(f"| | {' | '.join(self.sizes)} |\n|{' --- |' * (len(self.sizes) + 1)}")
        for name, figures in self.lines.items():
            print(f"| {name} | {' | '.join(figures)} |")
        return self.slow


def lists(requests: int) -> Iterator[tuple[str, str, bool]]:
    """What is done with duty lists: its name, its figures in milliseconds, and whether it is too slow."""
    township = data.demonstration_township()
    clerk = System(township, Role.TOWNSHIP_CLERK)
    for page in _list_pages(clerk):
        yield _line(page, requests)
    few = max(3, requests // 40)
    for name, milliseconds, most in (
        (f"comparison of two editions of {data.LONG_LIST}", work.comparison(clerk, few * 2), 150),
        (f"preview of {work.FILE_ROWS:,} rows", work.preview(3), 5000),
        (f"publication of {data.LONG_LIST}", work.publication(few), 1000),
        (f"findings in {data.LONG_LIST}", work.findings(few), 3000),
    ):
        yield f"{name}, at most {most:,}", f"{milliseconds:,.0f}", milliseconds > most
    for name, address in (("", ""), (" of a township", f"&township={township.code}")):
        figures = finder.measure(clerk, requests, address)
        shown = f"{figures.p50:.1f}, p95 {figures.p95:.1f}, first {figures.first:.0f}"
        most = MOST_MILLISECONDS_A_QUESTION
        yield f"who is responsible{name}, p95 at most {most}", shown, figures.p95 > most


def _list_pages(clerk: System) -> Iterator[Page]:
    duty_list, entries = data.long_list(), "/api/v1/responsibilities/entries/"
    today = timezone.localdate()
    earlier = today - 1.5 * data.INTERVAL
    entry = duty_list.editions.latest("edition_no").entries.order_by("position")[data.LONG_LIST // 2]
    yield Page(
        "list as of a date, API",
        clerk,
        f"{entries}?list={duty_list.pk}&on={earlier}",
        lambda: plain.entries(earlier, duty_list.pk),
        pages.rows,
    )
    yield Page(
        "list as of a date, public page",
        clerk,
        f"/public/lists/{duty_list.pk}/?on={earlier}",
        lambda: plain.list_page(duty_list.pk, earlier),
        pages.html,
    )
    yield Page("entry, API", clerk, f"{entries}{entry.pk}/", lambda: plain.entry(entry.pk), json.loads)
    yield Page(
        "entry, public page",
        clerk,
        f"/public/entries/{entry.pk}/",
        lambda: plain.entry_page(entry.pk),
        pages.html,
    )
    yield Page("entries of all lists, API", clerk, f"{entries}?on={today}", lambda: plain.entries(today), pages.rows)


def _line(page: Page, requests: int) -> tuple[str, str, bool]:
    found = pages.measure(page, requests)
    shown = f"{found.portal:.1f} / {found.plain:.1f} = {found.ratio:.2f}"
    # Templates are not the database's work: of a public page the ratio is shown, and its time is what is limited.
    public = page.said is pages.html
    slow = found.portal > MOST_MILLISECONDS_A_PAGE if public else found.ratio > MOST_TIMES_PLAIN
    return f"{page.name} ({found.queries} queries)", shown, slow


# --- What anybody may ask for --------------------------------------------------------------------------------------

MOST_OF_A_PROCESSOR, MOST_FOR_A_WHOLE_LIST = 300, 500  # milliseconds
MOST_BYTES, MOST_BYTES_OF_A_PAGE = 500_000, 200_000
WHOLE = ("list, page", "list, print", "list, file", "comparison, print")  # as long as the one list they are of


def anybody(times: int) -> int:
    """Print the dearest request of each kind that needs no account; 1 if one is too dear."""
    warm()
    print("\n| without an account | processor, ms | bytes | queries |\n| --- | --- | --- | --- |")
    slow = 0
    for kind, cost in anonymous.table(times):
        if kind in WHOLE:
            slow |= cost.milliseconds > MOST_FOR_A_WHOLE_LIST
        else:
            most = MOST_BYTES if kind.endswith("API") else MOST_BYTES_OF_A_PAGE
            slow |= cost.milliseconds > MOST_OF_A_PROCESSOR or cost.size > most
        print(f"| {kind} | {cost.milliseconds:.0f} | {cost.size:,} | {cost.queries} |", flush=True)
    return int(slow)


# --- The grid -------------------------------------------------------------------------------------------------------

MOST_UNTIL_SHOWN, MOST_UNTIL_SAVED = 500, 100  # milliseconds
MOST_BYTES_SHOWN, MOST_BYTES_SAVED = 1_000_000, 5_000


def grids(times: int) -> int:
    """Print what opening a long draft in the grid costs, and saving one of its cells; 1 if it is too much."""
    found = grid.measure(times)
    print(f"\n| the grid of {grid.ROWS:,} rows, in Chromium | bytes | ms |\n| --- | --- | --- |")
    print(f"| until cells are shown | {found.page_bytes:,} | {found.shown:.0f} |")
    print(f"| until a cell is saved | {found.answer_bytes:,} | {found.saved:.0f} |", flush=True)
    too_much = found.page_bytes > MOST_BYTES_SHOWN or found.answer_bytes > MOST_BYTES_SAVED
    return int(too_much or found.shown > MOST_UNTIL_SHOWN or found.saved > MOST_UNTIL_SAVED)


# --- Cases and their transfers --------------------------------------------------------------------------------------


def cases(requests: int) -> int:
    """Print the pages of cases; 1 if one is too slow."""
    township = data.demonstration_township()
    clerk, county = System(township, Role.TOWNSHIP_CLERK), System(Organisation.objects.get(depth=1), Role.SUPERVISOR)
    address = "/api/v1/enforcement/cases/"
    print("\n| 50 rows of | portal / plain = ratio |\n| --- | --- |")
    slow = 0
    for page in (
        Page("cases of a township", clerk, address, lambda: plain.cases(township.path), pages.rows),
        Page("cases of the county", county, address, lambda: plain.cases(township.county_path), pages.rows),
    ):
        name, shown, too_slow = _line(page, requests)
        print(f"| {name} | {shown} |", flush=True)
        slow |= too_slow
    return slow


def transfers(count: int) -> int:
    """Print the way of transfers to the receiver; 1 if it is too slow."""
    print("\n| commit to receiver's handler | p50, ms | p95, ms | longest, ms |\n| --- | --- | --- | --- |")
    alone, beside = delivery.measure(count), delivery.measure(count, hanging=HANGING)
    for name, figures in (
        (f"{count} transfers", alone),
        (f"beside {HANGING} events for a receiver that hangs", beside),
    ):
        print(f"| {name} | {figures.p50:.0f} | {figures.p95:.0f} | {figures.longest:.0f} |")
    return int(alone.p50 > MOST_MILLISECONDS or beside.p95 > MOST_MILLISECONDS_BESIDE_A_HANGING_ONE)


# --- The audit log --------------------------------------------------------------------------------------------------


def seals(entries: int) -> int:
    """Print what sealing costs in a short log and in a long one; 1 if it is too slow in the long one."""
    print("\n| audit entries | each minute, ms | everything, ms | ratio | each minute, MB | everything, MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in entries // 100, entries:
        sealing.fill(size)
        figures = sealing.measure()
        read = f"{figures.minute_megabytes:.1f} | {figures.everything_megabytes:.1f}"
        print(
            f"| {size:,} | {figures.minute:.0f} | {figures.everything:.0f} | {figures.ratio:.0f} | {read} |", flush=True
        )
    return int(figures.minute > MOST_MILLISECONDS_A_SEALING)
