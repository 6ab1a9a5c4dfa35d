"""Does an edition published with a future date take over on its day, everywhere, by itself, and known when it was?"""

import datetime

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from responsibilities.finder.answers import forget
from responsibilities.models import Entry
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.publication import revoke_edition
from responsibilities.operations.workflow import approve_edition, submit_edition
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.publishing import publish_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


API = "/api/v1/responsibilities"
OLD, NEW = "违法占地查处", "违法用地查处"
PUBLISHED, EVE, DAY = "2026-11-23", "2026-12-31", "2027-01-01"


@pytest.fixture(autouse=True)
def clock_stands(time_machine, today):
    forget()
    time_machine.move_to(f"{PUBLISHED}T10:00:00+08:00", tick=False)


@pytest.fixture
def published(county, bureaus, editor, approver, time_machine):
    """The list since September; today its next edition is published for New Year: another name, another lead."""
    old = EditionFactory(duty_list=DutyListFactory(owner=county))
    EntryFactory(edition=old, title=OLD, bodies={"lead": bureaus["自规局"]})
    time_machine.move_to("2026-08-20T10:00:00+08:00", tick=False)
    publish_rows(old)
    time_machine.move_to(f"{PUBLISHED}T10:00:00+08:00", tick=False)
    draft = start_draft(old.duty_list, by=editor)
    draft.entries.update(title=NEW)
    draft.entries.get().participations.update(body=bureaus["林业局"])
    submit_edition(draft, by=editor)
    approve_edition(draft, by=approver, document_no="澜政发〔2026〕30号", decided_on=datetime.date(2026, 11, 20))
    return publish_edition(draft, by=approver, effective_from=datetime.date.fromisoformat(DAY))


def titles(client, bureaus, duty_list, **asked) -> set[str]:
    """Which of the two titles each way of asking answers with; all of them must agree."""
    api = APIClient()
    get = api.get

    def found(url, **more):
        response = get(url, {**asked, **more})
        assert response.status_code == 200, f"{url}: {response.content.decode()}"
        return response.json()

    public = client.get(f"/public/lists/{duty_list.pk}/", asked).content.decode()
    said = {"public page": {title for title in (OLD, NEW) if title in public}}
    said["entries"] = {row["title"] for row in found(f"{API}/entries/", list=duty_list.pk)["results"]}
    editions = [found(f"{API}/lists/", kind=duty_list.kind)["results"][0]["edition"]]
    if asked:
        editions += found(f"{API}/editions/", list=duty_list.pk)["results"]
    numbers = {edition["id"] for edition in editions if edition}
    said["editions"] = set(Entry.objects.filter(edition__in=numbers).values_list("title", flat=True))
    lists = client.get("/public/lists/", asked).content.decode()
    of_old, of_new = ("澜政发〔2026〕1号" in lists), ("澜政发〔2026〕30号" in lists)
    said["public list of lists"] = {title for title, there in ((OLD, of_old), (NEW, of_new)) if there}
    said["duties"] = {
        duty["entry"]["title"]
        for body in ("自规局", "林业局")
        for duty in found(f"{API}/bodies/{bureaus[body].code}/duties/")["duties"]
    }
    duties = "".join(
        client.get(f"/public/bodies/{bureaus[body].code}/duties/", asked).content.decode()
        for body in ("自规局", "林业局")
    )
    said["public duties"] = {title for title in (OLD, NEW) if title in duties}
    kinds = found(f"{API}/summary/", list=duty_list.pk)["kinds"]
    assert sum(kind["entries"] for kind in kinds) == len(said["entries"])
    answers = found(f"{API}/who-is-responsible/", q="违法占地用地查处")["answers"]
    said["finder"] = {answer["entry"]["title"] for answer in answers}
    assert len({frozenset(answer) for answer in said.values()}) == 1, said
    return said["entries"]


def test_the_day_brings_the_new_edition_with_nobody_doing_anything(published, client, bureaus, time_machine):
    duty_list = published.duty_list
    assert titles(client, bureaus, duty_list) == {OLD}
    time_machine.move_to(f"{EVE}T23:59:59+08:00", tick=False)
    assert titles(client, bureaus, duty_list) == {OLD}
    time_machine.move_to(f"{DAY}T00:00:01+08:00", tick=False)
    assert titles(client, bureaus, duty_list) == {NEW}


def test_asked_about_a_day_the_answer_is_that_day_s_whenever_it_is_asked(published, client, bureaus, time_machine):
    for moment in (f"{PUBLISHED}T10:00:00+08:00", f"{DAY}T08:00:00+08:00"):
        time_machine.move_to(moment, tick=False)
        assert titles(client, bureaus, published.duty_list, on=EVE) == {OLD}
        assert titles(client, bureaus, published.duty_list, on=DAY) == {NEW}
        assert titles(client, bureaus, published.duty_list, on="2026-08-31") == set()


def test_as_known_before_its_publication_the_old_edition_had_no_end(published, client, bureaus):
    assert titles(client, bureaus, published.duty_list, on=DAY, known="2026-11-22") == {OLD}
    assert titles(client, bureaus, published.duty_list, on=DAY, known=PUBLISHED) == {NEW}
    assert titles(client, bureaus, published.duty_list, on=EVE, known="2026-08-19") == set()


def test_revoked_before_its_day_it_never_comes(published, client, bureaus, approver, time_machine):
    duty_list = published.duty_list
    time_machine.move_to("2026-12-10T10:00:00+08:00", tick=False)
    revoke_edition(published, by=approver, reason="依据的文件已撤回")
    assert titles(client, bureaus, duty_list, on=DAY) == {OLD}
    assert titles(client, bureaus, duty_list, on=DAY, known="2026-12-09") == {NEW}
    assert titles(client, bureaus, duty_list, on=EVE, known="2026-12-09") == {OLD}
    time_machine.move_to(f"{DAY}T08:00:00+08:00", tick=False)
    assert titles(client, bureaus, duty_list) == {OLD}


def test_until_then_the_pages_say_what_comes_and_when(published, client):
    old_page = client.get(f"/public/lists/{published.duty_list_id}/").content.decode()
    assert "In force" in old_page and "2027-01-01" in old_page
    new_page = client.get(f"/public/editions/{published.pk}/").content.decode()
    assert "Not yet in force" in new_page
    row = APIClient().get(f"{API}/lists/").json()["results"][0]
    assert row["upcoming"]["id"] == published.pk
    before = APIClient().get(f"{API}/lists/", {"known": "2026-11-22"}).json()["results"][0]
    assert before["upcoming"] is None and before["edition"]["effective_to"] is not None


def test_links_from_the_list_of_lists_keep_the_days_one_asked_about(published, client):
    page = client.get("/public/lists/?on=2027-01-01&known=2026-11-22").content.decode()
    assert f"/public/lists/{published.duty_list_id}/?on=2027-01-01&amp;known=2026-11-22" in page
