"""Can anybody follow one item through all editions, with its documents, and nobody into a draft."""

import datetime

import pytest
from rest_framework.test import APIClient

from responsibilities.models import Edition, Lineage
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.workflow import approve_edition, submit_edition
from responsibilities.selectors.history import history
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.publishing import publish_edition

pytestmark = pytest.mark.django_db

API = "/api/v1/responsibilities/history/"


@pytest.fixture
def first(county):
    edition = EditionFactory(duty_list=DutyListFactory(owner=county))
    EntryFactory(edition=edition, seq_no="1", title="占地", content="负责巡查。")
    EntryFactory(edition=edition, seq_no="2", title="河道")
    return publish_rows(edition)


def publish(draft, editor, approver, effective: str, document: str):
    submit_edition(draft, by=editor)
    approve_edition(draft, by=approver, document_no=document, decided_on=datetime.date(2026, 11, 1))
    return publish_edition(draft, by=approver, effective_from=datetime.date.fromisoformat(effective))


@pytest.fixture
def second(first, editor, approver):
    """From January: the first entry says more."""
    draft = start_draft(first.duty_list, by=editor)
    draft.entries.filter(title="占地").update(content="负责巡查、劝阻。")
    return publish(draft, editor, approver, "2027-01-01", "澜政发〔2026〕20号")


def steps_of(entry, editions=None, **asked):
    visible = Edition.objects.all() if editions is None else editions
    return [
        (step.edition.edition_no, *step.change.kinds, *(text.title for text in step.change.after))
        for step in history(entry.item, visible, **asked)
    ]


def test_an_item_is_followed_through_every_edition(first, second, editor, time_machine):
    entry = first.entries.get(title="占地")
    assert steps_of(entry) == [(2, "changed", "占地"), (1, "added", "占地")]
    assert steps_of(first.entries.get(title="河道")) == [(2, "河道"), (1, "added", "河道")]
    time_machine.move_to("2027-02-01T10:00:00+08:00")
    draft = start_draft(first.duty_list, by=editor)
    draft.entries.filter(title="占地").delete()
    assert steps_of(entry)[0] == (None, "removed")
    assert steps_of(entry, known=datetime.date(2026, 11, 22)) == []
    assert steps_of(entry, Edition.objects.for_user(None))[0] == (2, "changed", "占地")


def test_what_an_item_was_split_from_and_into_belongs_to_its_history(first, editor, approver):
    draft = start_draft(first.duty_list, by=editor)
    old = draft.entries.get(title="占地")
    part = EntryFactory(edition=draft, seq_no="1-1", title="占地之二", heading=old.heading)
    for item in (old.item, part.item):
        Lineage.objects.create(edition=draft, kind="split", from_item=old.item, to_item=item)
    publish(draft, editor, approver, "2027-01-01", "澜政发〔2026〕20号")
    assert steps_of(part) == [(2, "split", "占地之二", "占地"), (1, "added", "占地")]
    assert steps_of(old) == [(2, "split", "占地", "占地之二"), (1, "added", "占地")]


def test_the_api_names_document_and_dates_of_each_edition(first, second):
    entry = second.entries.get(title="占地")
    body = APIClient().get(API, {"entry": entry.pk}).json()
    assert body["item"] == str(entry.item.uid)
    assert [(step["edition"]["document_no"], step["kinds"]) for step in body["steps"]] == [
        ("澜政发〔2026〕20号", ["changed"]),
        (first.document_no, ["added"]),
    ]
    assert APIClient().get(API, {"item": entry.item.uid}).json() == body
    assert len(APIClient().get(API, {"item": entry.item.uid, "known": "2026-11-23"}).json()["steps"]) == 2
    for asked in ({}, {"entry": entry.pk, "item": entry.item.uid}, {"entry": "x"}, {"entri": entry.pk}):
        assert APIClient().get(API, asked).status_code == 400
    assert APIClient().get(API, {"entry": 10**6}).status_code == 404


def test_a_draft_is_in_the_history_of_its_editors_only(first, editor):
    draft = start_draft(first.duty_list, by=editor)
    new = EntryFactory(edition=draft, seq_no="3", title="新事项")
    anybody, keeper = APIClient(), APIClient()
    keeper.force_login(editor)
    assert anybody.get(API, {"entry": new.pk}).status_code == 404
    assert anybody.get(API, {"item": new.item.uid}).status_code == 404
    assert [step["kinds"] for step in keeper.get(API, {"entry": new.pk}).json()["steps"]] == [["added"]]
    entry = first.entries.get(title="占地")
    assert len(anybody.get(API, {"entry": entry.pk}).json()["steps"]) == 1
    assert len(keeper.get(API, {"entry": entry.pk}).json()["steps"]) == 2


def test_pages_show_words_and_to_staff_who_decided(first, second, client, editor, approver):
    entry = second.entries.get(title="占地")
    client.cookies["django_language"] = "en"
    page = client.get(f"/public/entries/{entry.pk}/history/").content.decode()
    for words in ("澜政发〔2026〕20号", "<ins>、劝阻</ins>", "Edition 2", "in force from 2027-01-01"):
        assert words in page
    assert approver.name not in page
    assert f"/public/entries/{entry.pk}/history/" in client.get(f"/public/entries/{entry.pk}/").content.decode()
    client.force_login(editor)
    page = client.get(f"/responsibilities/entry/{entry.pk}/editions/").content.decode()
    assert f"Approved by {approver.name}" in page
    assert "<ins>、劝阻</ins>" in page


def test_five_editions_cost_the_queries_of_two(first, second, editor, approver, django_assert_num_queries):
    item = first.entries.get(title="占地").item
    for month in (2, 3, 4):
        draft = start_draft(first.duty_list, by=editor)
        publish(draft, editor, approver, f"2027-0{month}-01", f"澜政发〔2027〕{month}号")
        assert len(history(item, Edition.objects.for_user(None))) == month + 1
    with django_assert_num_queries(6):
        history(item, Edition.objects.for_user(None))
