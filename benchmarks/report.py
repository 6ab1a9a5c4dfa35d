"""Runs the measurements one after the other and prints their tables."""

import os
import platform
from datetime import timedelta

import psycopg2
from django.core.management import call_command
from django.utils import timezone

from benchmarks import data, delivery, finder, lists, plain
from benchmarks.portal import System
from governance.models import Organisation
from governance.roles import Role

MOST_TIMES_PLAIN = 4
MOST_MILLISECONDS = 150
MOST_MILLISECONDS_A_QUESTION = 100


def run(options, fresh: bool) -> int:
    if fresh:
        print("Building the data")
        call_command("migrate", verbosity=0)
        data.build(options.entries, options.cases, lambda text: print(f"  {text} ...", flush=True))
    print(
        f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ",
        end="",
    )
    print(f"PostgreSQL {plain.connection.server_version // 10000}, psycopg2 {psycopg2.__version__.split()[0]}")
    print(f"{data.counted()}\n")
    return list_pages(options.requests) | questions(options.requests) | transfers(options.transfers)


def list_pages(requests: int) -> int:
    """Print the list pages; 1 if one is too slow."""
    township = data.demonstration_township()
    clerk, county = System(township, Role.TOWNSHIP_CLERK), System(Organisation.objects.get(depth=1), Role.SUPERVISOR)
    today = timezone.localdate()
    earlier = today - timedelta(days=8 * 365)
    entries, cases = "/api/v1/responsibilities/entries/", "/api/v1/enforcement/cases/"
    pages = [
        lists.Page("entries, today", clerk, f"{entries}?on={today}", lambda: plain.entries(today)),
        lists.Page("entries, eight years ago", clerk, f"{entries}?on={earlier}", lambda: plain.entries(earlier)),
        lists.Page("cases of a township", clerk, cases, lambda: plain.cases(township.path)),
        lists.Page("cases of the county", county, cases, lambda: plain.cases(township.path[: township.steplen])),
    ]
    print("| 50 rows of | portal, ms | plain, ms | ratio | queries |\n| --- | --- | --- | --- | --- |")
    slow = 0
    for page in pages:
        figures = lists.measure(page, requests)
        print(
            f"| {page.name} | {figures.portal:.1f} | {figures.plain:.1f} | {figures.ratio:.2f} | {figures.queries} |",
            flush=True,
        )
        slow |= figures.ratio > MOST_TIMES_PLAIN
    return slow


def questions(count: int) -> int:
    """Print how long an everyday question takes; 1 if it is too slow."""
    figures = finder.measure(System(data.demonstration_township(), Role.TOWNSHIP_CLERK), count)
    print("\n| who is responsible | p50, ms | p95, ms | first of a process, ms |\n| --- | --- | --- | --- |")
    print(f"| {count} questions | {figures.p50:.1f} | {figures.p95:.1f} | {figures.first:.0f} |", flush=True)
    return int(figures.p95 > MOST_MILLISECONDS_A_QUESTION)


def transfers(count: int) -> int:
    """Print the way of transfers to the receiver; 1 if it is too slow."""
    figures = delivery.measure(count)
    print("\n| commit to receiver's handler | p50, ms | p95, ms | longest, ms |\n| --- | --- | --- | --- |")
    print(f"| {count} transfers | {figures.p50:.0f} | {figures.p95:.0f} | {figures.longest:.0f} |")
    return int(figures.p50 > MOST_MILLISECONDS)
