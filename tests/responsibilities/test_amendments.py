"""Are readers told that a text is being revised, only of what really changes, and nothing of how."""

import pytest
from rest_framework.test import APIClient

from responsibilities.models import Edition
from responsibilities.operations.drafts import discard_draft, start_draft
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows

pytestmark = pytest.mark.django_db

API = "/api/v1/responsibilities"


@pytest.fixture
def published(county, bureaus):
    edition = EditionFactory(duty_list=DutyListFactory(owner=county))
    for title in ("占地", "河道", "毁林"):
        EntryFactory(edition=edition, title=title, content=f"{title}巡查", bodies={"lead": bureaus["自规局"]})
    return publish_rows(edition)


@pytest.fixture
def draft(published, editor):
    """Changes one entry, leaves one out, renumbers the third."""
    draft = start_draft(published.duty_list, by=editor)
    draft.entries.filter(title="占地").update(content="秘密的新内容")
    draft.entries.filter(title="河道").delete()
    draft.entries.filter(title="毁林").update(seq_no="99")
    return draft


def amended(published) -> set[str]:
    rows = APIClient().get(f"{API}/entries/", {"edition": published.pk}).json()["results"]
    return {row["title"] for row in rows if row["amendment_pending"]}


def flags(published) -> tuple[bool, bool]:
    (row,) = APIClient().get(f"{API}/lists/").json()["results"]
    edition = APIClient().get(f"{API}/editions/{published.pk}/").json()
    return row["amendment_pending"], edition["amendment_pending"]


def test_nothing_is_pending_without_a_draft(published):
    assert (amended(published), flags(published)) == (set(), (False, False))


def test_the_entries_that_change_are_said_to_be_under_revision(published, draft, editor):
    assert (amended(published), flags(published)) == ({"占地", "河道"}, (True, True))
    discard_draft(Edition.objects.get(pk=draft.pk), by=editor, reason="重新起草。")
    assert (amended(published), flags(published)) == (set(), (False, False))


def test_an_empty_draft_says_nothing_of_single_entries(published, editor):
    start_draft(published.duty_list, by=editor, empty=True)
    assert (amended(published), flags(published)) == (set(), (True, True))


def test_public_pages_say_so_and_never_how(published, draft, client):
    client.cookies["django_language"] = "en"
    changes, stays = published.entries.get(title="占地"), published.entries.get(title="毁林")
    pages = {
        name: client.get(f"/public/{name}/").content.decode()
        for name in (
            "lists", f"lists/{published.duty_list_id}", f"editions/{published.pk}",
            f"entries/{changes.pk}", f"entries/{stays.pk}",
        )
    }  # fmt: skip
    said = {name for name, page in pages.items() if "Revision in progress" in page}
    assert said == set(pages) - {f"entries/{stays.pk}"}
    assert not [name for name, page in pages.items() if "秘密的新内容" in page]
