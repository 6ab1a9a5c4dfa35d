"""Does a search find what is there, however it is typed, and all of it when it reads a few editions at a time."""

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from governance.roles import Role
from responsibilities.models import Entry
from responsibilities.selectors import finding
from responsibilities.selectors.finding import find_entries
from tests.factories import TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory, publish_rows

pytestmark = pytest.mark.django_db

ENTRIES = "/api/v1/responsibilities/entries/"


@pytest.fixture
def lists(county, bureaus, township):
    """Six townships' lists: every third has the rare item, every one a common one; and one with nothing of them."""
    for number in range(6):
        owner = township if number == 0 else TownshipFactory(parent=county)
        edition = EditionFactory(duty_list=DutyListFactory(owner=owner, kind="support_list"))
        heading = HeadingFactory(edition=edition, title="市容")
        EntryFactory(
            edition=edition, heading=heading, position=1, title="占道经营（夜市）查处", bodies={"lead": "townships"}
        )
        EntryFactory(edition=edition, heading=heading, position=2, title="消防检查", content="九小场所·每月一次")
        if number % 3 == 0:
            lead = {"lead": bureaus["公安局"]}
            EntryFactory(edition=edition, heading=heading, position=3, title="犬只管理", bodies=lead)
        publish_rows(edition)
    other = EditionFactory(duty_list=DutyListFactory(owner=county, kind="township_list"))
    EntryFactory(edition=other, title="党建")
    publish_rows(other)


@pytest.fixture
def small_portions(monkeypatch):
    """One edition at first, two for one answer: as it is with 20,000 entries in thousands of lists."""
    monkeypatch.setattr(finding, "FIRST_ENTRIES", 1)
    monkeypatch.setattr(finding, "MOST_ENTRIES", 4)


WORDS = {
    "犬只": 2,
    "犬": 2,
    "占道经营": 6,
    "占道经营(夜市)": 6,
    "占道经营【夜市】": 6,
    "九小场所•每月": 6,
    "查处 占道": 6,
    "占道 消防": 0,  # under one heading, and in no entry
    "道查": 0,
    "营处": 0,
    "%": 0,
    "占_经营": 0,
    "": 15,
}


def test_words_are_found_however_they_are_typed(lists):
    for words, count in WORDS.items():
        found = find_entries(words)
        assert (len(found.entries), found.complete) == (count, True), words
        answer = APIClient().get(ENTRIES, {"q": words} if words else {}).json()
        assert len(answer["results"]) == count, words


def test_a_draft_is_searched_and_what_was_edited_is_found(county, editor):
    entry = EntryFactory(edition=EditionFactory(duty_list__owner=county), title="垃圾清运")
    assert Entry.objects.containing("垃圾").get() == entry
    entry.title = "污水收集"
    entry.save()
    assert Entry.objects.containing("污水").get() == entry
    assert not Entry.objects.containing("垃圾").exists()


def walk(asked: dict, *, backwards: bool = False) -> list[int]:
    """All entries, page after page, to the end; then back again from there."""
    cache.clear()  # where calls are counted
    client, seen, url, last = APIClient(), [], ENTRIES, None
    data = asked
    for _ in range(100):
        answer = client.get(url, data).json()
        data = {}
        seen += [row["id"] for row in answer["results"]]
        last, url = answer, answer["next"]
        if url is None:
            break
    if backwards:
        seen = [row["id"] for row in last["results"]][::-1]
        url = last["previous"]
        for _ in range(100):
            if url is None:
                break
            answer = client.get(url).json()
            seen += [row["id"] for row in answer["results"]][::-1]
            url = answer["previous"]
        seen = seen[::-1]
    return seen


def test_pages_of_a_few_editions_add_up_to_the_whole(lists, small_portions, monkeypatch):
    for asked in (
        {},
        {"q": "犬只"},
        {"q": "占道 消防"},
        {"role": "lead"},
        {"heading": "市容"},
        {"township_led": "false"},
        {"body": "LS-T03"},
        {"owner": "LS-T03"},
        {"kind": "township_list"},
    ):
        with monkeypatch.context() as ordinary:
            ordinary.setattr(finding, "FIRST_ENTRIES", 2_000)
            whole = walk({**asked, "page_size": 200})
        for size, backwards in ((1, True), (2, False), (4, True)):
            assert walk({**asked, "page_size": size}, backwards=backwards) == whole, (asked, size)


def test_people_are_told_when_not_all_was_looked_through(lists, small_portions, client):
    client.cookies["django_language"] = "en"
    assert not find_entries("占道 消防").complete
    assert "there are too many" in client.get("/public/entries/", {"q": "占道 消防"}).content.decode()
    assert "there may be more" in client.get("/public/entries/", {"q": "占道"}).content.decode()
    assert "2 items fit" in client.get("/public/entries/", {"q": "犬只"}).content.decode()


def test_a_hit_says_list_edition_state_and_body(lists, client, county, editor):
    client.cookies["django_language"] = "zh-hans"
    entry = Entry.objects.filter(title="犬只管理").first()
    public = client.get("/public/entries/", {"q": "犬只管理"}).content.decode()
    client.force_login(member(entry.edition.duty_list.owner, Role.TOWNSHIP_CLERK))
    staff = client.get("/search/", {"q": "犬只管理"}).content.decode()
    for page, state in ((public, "现行有效"), (staff, "已公布")):
        hit = page[page.index(f"{entry.pk}/") :][:1500]
        assert str(entry.edition.duty_list) in hit
        assert f"第{entry.edition.edition_no}版" in hit
        assert state in hit
        assert "市公安局" in hit


def test_a_search_for_a_page_of_text_is_refused(lists, client):
    answer = APIClient().get(ENTRIES, {"q": "水 " * 60})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "q")
    assert APIClient().get("/api/v1/responsibilities/lists/", {"search": "水" * 101}).status_code == 400
    client.cookies["django_language"] = "en"
    page = client.get("/public/entries/", {"q": "水" * 101})
    assert page.status_code == 400
    assert "No item fits" not in page.content.decode()  # nothing was looked for
