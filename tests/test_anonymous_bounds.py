"""Can anybody make the portal send much or ask the database often: every address that needs no account, with many rows.

What it costs a processor is measured in `benchmarks/`.
"""

from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from rest_framework.test import APIClient

from governance.models import Organisation
from governance.text import LONGEST_TEXT
from responsibilities.models import DutyList, Edition, Entry, Heading, Item, LegalBasis, Participation
from tests.access_matrix import ROWS
from tests.access_world import ANONYMOUS
from tests.factories import CountyFactory, OrganisationFactory
from tests.responsibilities.factories import publish_rows

pytestmark = pytest.mark.django_db

MOST_BYTES, MOST_BYTES_OF_A_PAGE, MOST_QUERIES = 500_000, 200_000, 15
ENTRIES = 80  # of a list
FEW_ENTRIES = 12  # of one with the longest texts
# One list read whole, printed or saved: as long as the list is.
WHOLE_LISTS = {
    "public_list",
    "public_edition",
    "public_edition_print",
    "public_edition_file",
    "public_comparison_print",
}
# Not about rows: the reference of the API itself, and whether the portal is up.
APART = {"api_schema", "api_docs", "healthz", "admin:login"}
LARGEST_PAGE = {"page_size": 200}
# What is asked for besides the address: the dearest there is.
ASKED = {
    "organisation-list": [LARGEST_PAGE, {"search": "镇"}],
    "duty_list-list": [LARGEST_PAGE],
    "edition-list": [LARGEST_PAGE],
    "entry-list": [
        LARGEST_PAGE,
        LARGEST_PAGE | {"q": "占道"},
        LARGEST_PAGE | {"role": "support"},
        LARGEST_PAGE | {"township_led": "true"},
        LARGEST_PAGE | {"body": "B"},
    ],
    "body_duties": [LARGEST_PAGE, {"role": "support"}],
    "comparison": [{"to": "last", "page_size": 100}],
    "item_history": [{"entry": "entry"}],
    "who_is_responsible": [{"q": "占道经营", "township": "T-1"}],
    "public_entries": [{}, {"q": "占道"}, {"q": "占道", "page": 2}],
    "public_duties": [{}, {"page": 2}],
    "public_home": [{}, {"q": "占道经营"}],
}


def long_list(
    owner: Organisation, bureau: Organisation, kind: str = "support_list", word: str = "查处", longest: int = 0
) -> Edition:
    """An edition of its list, published after the one before it, with texts as long as they are in reality, or each as
    long as `longest`."""
    duty_list, _made = DutyList.objects.get_or_create(kind=kind, owner=owner, title=f"{owner}{kind}")
    before = duty_list.editions.first()
    if before is not None:
        Edition.objects.filter(pk=before.pk).update(
            status="superseded", effective_to="2026-09-30", superseded_at=before.published_at
        )
    edition = Edition.objects.create(duty_list=duty_list)
    headings = Heading.objects.bulk_create(
        Heading(edition=edition, position=position, title=f"领域{position}") for position in range(1, 11)
    )
    items = list(duty_list.items.order_by("pk")) or Item.objects.bulk_create(
        Item(duty_list=duty_list) for _ in range(FEW_ENTRIES if longest else ENTRIES)
    )
    entries = Entry.objects.bulk_create(
        Entry(
            edition=edition,
            item=item,
            heading=headings[position % 10],
            position=position,
            seq_no=str(position),
            title=f"占道经营{word}之{position}",
            content=f"巡查发现、劝导、制止并上报占道经营行为，{word}。" * 4,
        )
        for position, item in enumerate(items, 1)
    )
    text = f"1.巡查发现、劝导、制止并上报；2.{word}；3.反馈处理结果，归档备查。" * 3
    if longest:
        text = "".join(f"{number}.巡查发现、劝导、制止并上报，{word}；" for number in range(longest))[:longest]
        long = {"content": text, "process_note": text, "title": text[:300], "office": text[:100]}
        Entry.objects.filter(edition=edition).update(**long)
    Participation.objects.bulk_create(
        part
        for entry in entries
        for part in (
            Participation(entry=entry, position=1, role="support", body=bureau, duty_text=text),
            Participation(entry=entry, position=2, role="lead", body_class="townships", duty_text=text),
        )
    )
    LegalBasis.objects.bulk_create(LegalBasis(entry=entry, position=1, text="《条例》第三十九条") for entry in entries)
    if before is None:
        return publish_rows(edition)
    return publish_rows(edition, "2026-10-01", edition_no=2)


class County:
    """A county in which one bureau supports everything; it can grow."""

    def __init__(self, longest: int = 0) -> None:
        self.longest = longest
        self.county = CountyFactory(name="澜山市", code="LS")
        self.bureau = OrganisationFactory(parent=self.county, code="B", name="市城管局")
        self.townships = 0
        self.grow(2)
        long_list(self.county, self.bureau, "territorial_list", longest=self.longest)
        self.last = long_list(self.county, self.bureau, "territorial_list", "处罚", self.longest)

    def grow(self, townships: int) -> None:
        for _ in range(townships):
            self.townships += 1
            number = self.townships
            owner = OrganisationFactory(
                parent=self.county, code=f"T-{number}", name=f"第{number}镇", kind="township", township_form="town"
            )
            long_list(owner, self.bureau, longest=self.longest)

    def addresses(self) -> list[tuple[str, str, dict]]:
        """Every route that needs no account, with what is asked for."""
        entry = self.last.entries.order_by("position")[0]
        meant = {"last": self.last.pk, "entry": entry.pk}
        found = []
        for row in ROWS:
            if ANONYMOUS not in row.who or row.method != "GET" or row.route in APART:
                continue
            key = self._key(row.route, entry)
            for asked in ASKED.get(row.route, [{}]):
                asked = {
                    name: meant.get(value, value) if isinstance(value, str) else value for name, value in asked.items()
                }
                found.append((row.route, reverse(row.route, kwargs=key), asked))
        return found

    def _key(self, route: str, entry: Entry) -> dict:
        keys = {
            "entry": entry.pk,
            "history": entry.pk,
            "duty_list": self.last.duty_list_id,
            "list": self.last.duty_list_id,
        }
        noun = route.removeprefix("public_").split("-")[0].split("_")[0] if route != "duty_list-detail" else "duty_list"
        for parameters in ({}, {"pk": keys.get(noun, self.last.pk)}, {"code": self.bureau.code}):
            with suppress(NoReverseMatch):
                reverse(route, kwargs=parameters)
                return parameters
        raise AssertionError(f"{route}: say here what its address names")


def ask(url: str, asked: dict) -> tuple[int, int]:
    """Bytes and statements of a request."""
    with CaptureQueriesContext(connection) as captured:
        response = APIClient().get(url, asked)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return len(response.content), len(captured)


def test_nobody_unknown_gets_more_or_asks_oftener_the_more_rows_there_are():
    world = County()
    few = [ask(url, asked) for _route, url, asked in world.addresses()]
    world.grow(6)
    too_much = []
    for (route, url, asked), (size_before, queries_before) in zip(world.addresses(), few, strict=True):
        size, queries = ask(url, asked)
        most = MOST_BYTES if url.startswith("/api/") else MOST_BYTES_OF_A_PAGE
        if route in WHOLE_LISTS:
            most = round(size_before * 1.01)
        if size > most:
            too_much.append(f"{url} {asked}: {size:,} bytes")
        if queries > min(queries_before, MOST_QUERIES):
            too_much.append(f"{url} {asked}: {queries_before} statements, then {queries}")
    assert not too_much, "\n".join(too_much)


def test_no_answer_of_the_api_is_longer_however_long_the_texts():
    """Each text as long as a cell of a list may be; of what is left out, the answer leads on."""
    world = County(longest=LONGEST_TEXT)
    too_much = []
    for _route, url, asked in world.addresses():
        if url.startswith("/api/"):
            size, _queries = ask(url, asked)
            if size > MOST_BYTES:
                too_much.append(f"{url} {asked}: {size:,} bytes")
    assert not too_much, "\n".join(too_much)


@pytest.mark.parametrize(
    ("route", "rows", "asked"),
    [
        ("entry-list", "results", {"list": "list"}),
        ("body_duties", "duties", {}),
        ("comparison", "changes", {"to": "last"}),
    ],
)
def test_pages_that_end_before_lead_to_every_row_both_ways(route, rows, asked):
    world = County(longest=LONGEST_TEXT)
    meant = {"last": world.last.pk, "list": world.last.duty_list_id}
    key = {"code": world.bureau.code} if route == "body_duties" else {}
    client = APIClient()
    answer = client.get(reverse(route, kwargs=key), {name: meant[value] for name, value in asked.items()}).json()
    forth, pages = list(answer[rows]), 1
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        forth += answer[rows]
        pages += 1
    assert pages > 3
    back = list(answer[rows])
    while answer["previous"]:
        answer = client.get(answer["previous"]).json()
        back = answer[rows] + back
    assert back == forth
    assert len(forth) == FEW_ENTRIES * (3 if route == "body_duties" else 1)
