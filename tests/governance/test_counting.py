"""Do lists stop counting, say so, and still show what was counted."""

import pytest

from governance import counting
from governance.counting import CountingPaginator, counted, in_words
from governance.models import Organisation
from governance.roles import Role
from tests.clients import signed_in
from tests.factories import CountyFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 3)


@pytest.fixture
def county():
    county = CountyFactory()
    OrganisationFactory.create_batch(4, parent=county)
    return county


def test_a_count_stops_one_after_the_last_that_is_counted(county, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        assert counted(Organisation.objects.order_by("name")) == 4
    assert "LIMIT 4" in asked.captured_queries[0]["sql"]
    assert (in_words(3), in_words(4)) == ("3", "超过3")


def test_pages_end_with_what_is_counted(county):
    pages = CountingPaginator(Organisation.objects.order_by("pk"), 2)
    assert (pages.found, pages.count, pages.num_pages) == (4, 3, 2)
    assert len(pages.page(2)) == 1


def test_a_list_says_that_there_are_more(county):
    page = signed_in(member(county, Role.SYSTEM_ADMIN)).get("/governance/organisation/")
    assert page.status_code == 200
    assert "<small>超过3</small>" in page.content.decode()
