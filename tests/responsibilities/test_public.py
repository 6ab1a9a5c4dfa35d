"""Do public pages show what is published, as of any date, and nothing else; without script."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from responsibilities.models import Crosswalk, Edition, LegalBasis
from responsibilities.selectors import entries
from tests.factories import TownshipFactory
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory, publish_rows

pytestmark = pytest.mark.django_db

JANUARY = datetime.date(2027, 1, 1)


@pytest.fixture
def visitor(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def first(county, bureaus, township):
    """An edition since September with two entries under a heading each."""
    edition = EditionFactory(duty_list__owner=county)
    nature, river = HeadingFactory(edition=edition, title="自然资源"), HeadingFactory(edition=edition, title="生态环境")
    lead = {"lead": bureaus["自规局"], "support": "townships"}
    EntryFactory(edition=edition, heading=nature, title="违法占地查处", content="巡查制止", bodies=lead)
    EntryFactory(edition=edition, heading=river, title="河道保洁", bodies={"lead": "townships"})
    return publish_rows(edition)


@pytest.fixture
def second(first):
    """Its successor from January, in which the first item has another name."""
    edition = EditionFactory(duty_list=first.duty_list)
    item = first.entries.order_by("pk").first().item
    EntryFactory(edition=edition, item=item, title="违法用地查处")
    end = {"effective_to": JANUARY - datetime.timedelta(days=1), "superseded_at": timezone.now()}
    Edition.objects.filter(pk=first.pk).update(status="superseded", **end)
    return publish_rows(edition, JANUARY)


def text(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_a_list_says_edition_date_document_and_everybodys_role(visitor, first, county):
    page = text(visitor.get(f"/public/lists/{first.duty_list_id}/"))
    for words in ("违法占地查处", "自然资源", "市自然资源和规划局", "2026-09-01", first.document_no, county.name):
        assert words in page
    assert "<script" not in page


def test_words_and_headings_narrow_a_list(visitor, first):
    url = f"/public/lists/{first.duty_list_id}/"
    by_title, by_content = text(visitor.get(url, {"q": "占地"})), text(visitor.get(url, {"q": "制止 巡查"}))
    for page in (by_title, by_content, text(visitor.get(url, {"heading": "自然资源"}))):
        assert "违法占地查处" in page
        assert "河道保洁" not in page
    assert "No item fits" in text(visitor.get(url, {"q": "没有这样的事项"}))


def test_as_of_a_date_the_edition_of_that_date_is_shown(visitor, first, second):
    url = f"/public/lists/{first.duty_list_id}/"
    assert "违法占地查处" in text(visitor.get(url))
    assert "违法占地查处" in text(visitor.get(url, {"on": "2026-12-31"}))
    january = text(visitor.get(url, {"on": "2027-01-01"}))
    assert "违法用地查处" in january
    assert "违法占地查处" not in january
    assert "No edition of this list was in force on 2020-01-01" in text(visitor.get(url, {"on": "2020-01-01"}))
    refused = text(visitor.get(url, {"on": "no date"}), status=400)
    assert "违法占地查处" not in refused, "a date nobody understands is not taken for today"


def test_every_edition_has_a_lasting_address_that_says_where_it_stands(visitor, first, second, time_machine):
    assert "In force" in text(visitor.get(f"/public/editions/{first.pk}/"))
    assert "Not yet in force" in text(visitor.get(f"/public/editions/{second.pk}/"))
    time_machine.move_to("2027-02-01T10:00:00+08:00")
    assert "No longer in force" in text(visitor.get(f"/public/editions/{first.pk}/"))
    page = text(visitor.get(f"/public/lists/{first.duty_list_id}/"))
    assert f"/public/editions/{first.pk}/" in page


def test_an_entry_shows_duties_basis_and_correspondences(visitor, county, bureaus, first):
    draft = EditionFactory(duty_list=DutyListFactory(owner=county, kind="township_list"))
    lead = {"lead": bureaus["林业局"], "support": "townships"}
    entry = EntryFactory(edition=draft, title="造林", internal_note="仅供内部", process_note="流程一", bodies=lead)
    LegalBasis.objects.create(entry=entry, position=1, text="《森林法》第三十九条", law="森林法")
    other = first.entries.order_by("pk").first()
    Crosswalk.objects.create(entry=entry, item=other.item, source_text="T-1")
    publish_rows(draft)
    page = text(visitor.get(f"/public/entries/{entry.pk}/"))
    for words in ("市林业局", "1.lead", "2.反馈。", "《森林法》第三十九条", "流程一", other.title):
        assert words in page
    assert "仅供内部" not in page
    assert entry.title in text(visitor.get(f"/public/entries/{other.pk}/")), "found from the other side too"


def test_an_old_entry_leads_to_the_one_in_force(visitor, first, second, time_machine):
    old = first.entries.order_by("pk").first()
    new = second.entries.get()
    assert f"/public/entries/{new.pk}/" not in text(visitor.get(f"/public/entries/{old.pk}/"))
    time_machine.move_to("2027-02-01T10:00:00+08:00")
    page = text(visitor.get(f"/public/entries/{old.pk}/"))
    assert f"/public/entries/{new.pk}/" in page


def test_nothing_unpublished_has_a_public_page(visitor, county, editor):
    entry = EntryFactory(edition__duty_list__owner=county)
    visitor.force_login(editor)
    for path in (f"lists/{entry.edition.duty_list_id}", f"editions/{entry.edition_id}", f"entries/{entry.pk}"):
        assert visitor.get(f"/public/{path}/").status_code == 404
    assert str(entry.edition.duty_list) not in text(visitor.get("/public/lists/"))


def test_lists_are_found_by_kind_and_name(visitor, first, county, township):
    theirs = EditionFactory(duty_list=DutyListFactory(owner=township, kind="basic_list", title="汀砚镇基本履职清单"))
    publish_rows(theirs)
    ours = first.duty_list.title
    page = text(visitor.get("/public/lists/"))
    assert ours in page
    assert theirs.duty_list.title in page
    page = text(visitor.get("/public/lists/", {"kind": "basic_list"}))
    assert ours not in page
    assert theirs.duty_list.title in page
    assert ours not in text(visitor.get("/public/lists/", {"q": "汀砚"}))
    page = text(visitor.get("/public/lists/", {"on": "2026-01-01"}))
    assert "In force from 2026-09-01" in page


@pytest.mark.parametrize("path", ["/public/lists/", "/public/lists/{list}/"])
def test_thirty_rows_cost_the_queries_of_three(visitor, county, bureaus, path):
    def publish(count: int) -> Edition:
        edition = EditionFactory(duty_list__owner=TownshipFactory(parent=county))
        heading = HeadingFactory(edition=edition)
        for _ in range(count):
            EntryFactory(edition=edition, heading=heading, bodies={"lead": bureaus["公安局"], "support": "townships"})
            other = EntryFactory(edition__duty_list__owner=TownshipFactory(parent=county))
            publish_rows(other.edition)
        return publish_rows(edition)

    def ask(edition: Edition) -> int:
        with CaptureQueriesContext(connection) as queries:
            text(visitor.get(path.format(list=edition.duty_list_id)))
        return len(queries)

    few = ask(publish(3))
    assert ask(publish(30)) == few


def test_of_the_lists_of_many_townships_that_name_an_item_the_first_are_shown(visitor, first, monkeypatch):
    monkeypatch.setattr(entries, "MOST_NAMING", 2)
    item = first.entries.order_by("pk").first()
    url = f"/public/entries/{item.pk}/"

    def name_it(title: str) -> None:
        edition = EditionFactory(duty_list__owner=TownshipFactory(parent=first.duty_list.owner))
        Crosswalk.objects.create(entry=EntryFactory(edition=edition, title=title), item=item.item, source_text="T-1")
        publish_rows(edition)

    name_it("甲镇事项")
    name_it("乙镇事项")
    assert "Further lists" not in visitor.get(url).content.decode()
    name_it("丙镇事项")
    page = visitor.get(url).content.decode()
    assert "Further lists" in page
    assert [title in page for title in ("甲镇事项", "乙镇事项", "丙镇事项")] == [True, True, False]
