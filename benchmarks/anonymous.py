"""What anybody may ask for, without a token: how much it sends, and how much of a processor it costs."""

import ipaddress
import itertools
import statistics
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.data import INTERVAL, demonstration_township, long_list
from benchmarks.portal import request
from governance.models import Organisation
from responsibilities.models import BodyTally, Crosswalk, Entry, HeadingTally

MOST_TIMES = 5
API, PUBLIC = "/api/v1/responsibilities", "/public"
# What the lists of every township say, of one only, in single characters, in hardly any, and never together.
WORDS = (
    "占道经营",
    "消防",
    "安全",
    "组织",
    "水",
    "的",
    "占道 消防",
    "村 镇 水 党",
    "养犬",
    "第340片区",
    "不会有这个词",
)


@dataclass(frozen=True)
class Cost:
    """Of one request: the median of processor time in milliseconds, here and in PostgreSQL; bytes; queries."""

    milliseconds: float
    size: int
    queries: int


def addresses() -> Iterator[tuple[str, str]]:
    """What is asked for, by name: the dearest of each kind that could be thought of."""
    today = timezone.localdate()
    earlier = today - 1.5 * INTERVAL
    county, township = Organisation.objects.get(depth=1), demonstration_township()
    busiest = BodyTally.objects.filter(body__kind="department").values("body__code").annotate(all=Sum("entry_count"))
    department = busiest.order_by("-all").values_list("body__code", flat=True)[0]
    heading = HeadingTally.objects.filter(edition__duty_list__owner=township).order_by("-entry_count")[0].title
    first, last = long_list().editions.order_by("edition_no")[0], long_list().editions.latest("edition_no")
    entry = last.entries.order_by("position")[0]

    def many(kind: str, path: str, *asked: dict[str, object]) -> Iterator[tuple[str, str]]:
        return ((kind, f"{path}?{urlencode(one)}") for one in asked)

    known = {"on": today, "known": today}
    yield from many("counts", f"{API}/summary/", {}, {"on": earlier}, known, {"owner": county.code})
    narrowed = (
        {},
        known,
        {"heading": heading},
        {"role": "takeover"},
        {"township_led": "false"},
        {"body": department},
        {"body": department, "role": "support", "heading": heading},
        {"body": township.code, "role": "lead"},
    )
    yield from many("entries, API", f"{API}/entries/", *({**one, "page_size": 200} for one in narrowed))
    yield from many("search, API", f"{API}/entries/", *({"q": words, "page_size": 200} for words in WORDS))
    yield from many("search, page", f"{PUBLIC}/entries/", {}, *({"q": words} for words in WORDS))
    yield from many("search, page", f"{PUBLIC}/entries/", {"q": "安全", "kind": "support_list", "page": 20})
    for code in (department, township.code):
        yield from many("duties, API", f"{API}/bodies/{code}/duties/", {"page_size": 200}, {"role": "support"}, known)
        yield from many("duties, page", f"{PUBLIC}/bodies/{code}/duties/", {}, {"page": 200}, known)
        yield from many("duties, file", f"{PUBLIC}/bodies/{code}/duties.xlsx", {}, {"page": 9})
    yield from many("lists, API", f"{API}/lists/", {"page_size": 200}, {"search": "镇"}, {"on": earlier})
    yield from many("lists, page", f"{PUBLIC}/lists/", {}, {"q": "第2999镇"}, {"page": 150}, {"known": today})
    yield from many("editions, API", f"{API}/editions/", {"page_size": 200}, {"on": today}, known)
    yield from many("bodies, API", "/api/v1/governance/organisations/", {"page_size": 200}, {"search": "镇"})
    yield from many(
        "comparison, API", f"{API}/comparisons/", {"from": first.pk, "to": last.pk, "page_size": 100}, {"to": last.pk}
    )
    yield from many("comparison, page", f"{PUBLIC}/editions/{last.pk}/comparison/", {"from": first.pk})
    yield "comparison, print", f"{PUBLIC}/editions/{last.pk}/comparison/print/?from={first.pk}"
    yield "list, page", f"{PUBLIC}/editions/{last.pk}/"
    yield "list, print", f"{PUBLIC}/editions/{last.pk}/print/"
    yield "list, file", f"{PUBLIC}/editions/{last.pk}/list.xlsx"
    # The item that most lists name.
    named = Crosswalk.objects.values("item").annotate(times=Count("pk")).order_by("-times")[0]["item"]
    for key in (entry.pk, Entry.objects.in_force().get(item=named).pk):
        yield "entry, API", f"{API}/entries/{key}/"
        yield "entry, page", f"{PUBLIC}/entries/{key}/"
    yield "history, API", f"{API}/history/?entry={entry.pk}"
    yield "history, page", f"{PUBLIC}/entries/{entry.pk}/history/"
    yield "home", f"{PUBLIC}/"
    for path in ("/", "/entries/"):
        name = {"q": "占道", "township": "第9九九镇", "owner": "第9九九镇"}  # a body that does not exist
        yield "home and search, unknown body", f"{PUBLIC}{path}?{urlencode(name)}"
    question = {"q": "烧烤摊占道经营谁管"}
    yield from many("who is responsible, API", f"{API}/who-is-responsible/", question)
    townships = Organisation.objects.townships().order_by("-pk").values_list("code", flat=True)[:MOST_TIMES]
    of_townships = (question | {"township": code} for code in townships)
    yield from many("who is responsible, first of a township, API", f"{API}/who-is-responsible/", *of_townships)


def table(times: int) -> Iterator[tuple[str, Cost]]:
    """The dearest request of each kind: most of a processor, most bytes, most queries."""
    connection.settings_dict["CONN_MAX_AGE"] = None  # one server process to the end, whose time is read
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # whose work would not be seen here
    costs: dict[str, list[Cost]] = {}
    for kind, address in addresses():
        once = "first" in kind  # a second time it is kept
        costs.setdefault(kind, []).append(measure(address, 1 if once else times))
    for kind, found in costs.items():
        yield kind, Cost(*(max(values) for values in zip(*map(astuple, found), strict=True)))


def measure(address: str, times: int) -> Cost:
    """Each request from another address on the net, for there is a limit to what one may ask in a minute."""
    taken, size = [], 0
    for _ in range(times):
        before = processor()
        size = len(_ask(address))
        taken.append(processor() - before)
    with CaptureQueriesContext(connection) as captured:
        _ask(address)
    return Cost(statistics.median(taken) * 1000, size, len(captured))


_callers = itertools.count()


def _ask(address: str) -> bytes:
    return request("GET", address, REMOTE_ADDR=str(ipaddress.ip_address("10.0.0.0") + next(_callers)))


def processor() -> float:
    """Seconds of a processor: of this process, and of its server in PostgreSQL, which runs on the same machine."""
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return time.process_time() + int(server.split()[0]) / 1e9
