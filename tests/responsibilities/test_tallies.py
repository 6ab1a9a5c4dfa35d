"""Do counts taken once at publication say on every date what counting the entries one by one says."""

import datetime
import itertools
from collections import defaultdict

import pytest
from django.db import DatabaseError, connection, transaction
from rest_framework.test import APIClient

from governance.search import search_words, tokens
from responsibilities.models import BodyTally, Entry, HeadingTally, HeadingTokens, Participation
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.publication import revoke_edition
from responsibilities.operations.workflow import approve_edition, submit_edition
from responsibilities.selectors.summary import summary
from tests.factories import TownshipFactory
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory, publish_rows
from tests.responsibilities.publishing import publish_edition

pytestmark = pytest.mark.django_db

SUMMARY = "/api/v1/responsibilities/summary/"


def counted(on: str, known: str | None) -> dict:
    """Every entry in force, looked at by itself."""
    day = datetime.date.fromisoformat
    found: dict = defaultdict(lambda: defaultdict(int))
    for entry in Entry.objects.in_force(day(on), known and day(known)).select_related("edition__duty_list", "heading"):
        parts = list(entry.participations.select_related("body"))
        led = any(
            part.role == "lead" and (part.body_class == "townships" or (part.body and part.body.kind == "township"))
            for part in parts
        )
        for heading in ("", entry.heading.title):
            row = found[entry.edition.duty_list.kind, heading]
            row["entries"] += 1
            row["township_led"] += led
            for role in {part.role for part in parts}:
                row[role] += 1
    return {key: {name: count for name, count in row.items() if count} for key, row in found.items()}


def told(on: str, known: str | None) -> dict:
    answer = APIClient().get(SUMMARY, {"on": on, **({"known": known} if known else {})}).json()
    found = {}
    for kind in answer["kinds"]:
        for row in (kind, *kind["headings"]):
            counts = {"entries": row["entries"], "township_led": row["township_led"], **row["roles"]}
            counts = {name: count for name, count in counts.items() if count}
            found[kind["kind"], row.get("heading", "")] = counts
    return found


def test_counts_are_those_of_the_entries_through_successors_revocations_and_later_starts(
    county, bureaus, township, editor, approver, time_machine
):
    duty_list = DutyListFactory(owner=county)
    own = EditionFactory(duty_list=DutyListFactory(owner=township, kind="basic_list"))
    EntryFactory(edition=own, heading=HeadingFactory(edition=own, title="甲"), bodies={"lead": township})
    publish_rows(own, published_at=datetime.datetime(2026, 9, 1, tzinfo=datetime.UTC))

    def publish(day: str, *entries: tuple[str, dict]) -> object:
        draft = start_draft(duty_list, by=editor, empty=True)
        headings = {title: HeadingFactory(edition=draft, title=title) for title in dict(entries)}
        for position, (title, bodies) in enumerate(entries, 1):
            EntryFactory(edition=draft, heading=headings[title], position=position, bodies=bodies)
        submit_edition(draft, by=editor)
        approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=datetime.date(2026, 8, 14))
        return publish_edition(draft, by=approver, effective_from=datetime.date.fromisoformat(day))

    land, police = bureaus["自规局"], bureaus["公安局"]
    time_machine.move_to("2026-10-01T10:00:00+08:00")
    publish("2026-09-01", ("甲", {"lead": land, "support": "townships"}), ("乙", {"lead": "townships"}))
    time_machine.move_to("2026-11-01T10:00:00+08:00")
    last = publish("2026-12-01", ("甲", {"lead": police}), ("甲", {"unstated": land}), ("丙", {"lead": township}))
    assert last.entry_count == 3
    time_machine.move_to("2026-11-20T10:00:00+08:00")
    revoke_edition(last, by=approver, reason="依据有误。")
    days = ("2026-08-31", "2026-09-01", "2026-11-30", "2026-12-01")
    for on, known in itertools.product(days, (None, "2026-09-15", "2026-10-15", "2026-11-10", "2026-11-25")):
        assert told(on, known) == counted(on, known), (on, known)
    assert told("2026-12-01", "2026-11-10") != told("2026-12-01", None), "the revocation makes no difference"


def test_what_was_counted_is_frozen_with_the_edition(bureaus):
    edition = EditionFactory()
    EntryFactory(edition=edition, title="河道保洁", bodies={"lead": bureaus["公安局"]})
    publish_rows(edition)
    for model in (HeadingTally, HeadingTokens, BodyTally):
        assert model.objects.filter(edition=edition).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(edition=edition).delete()


def test_of_a_kind_the_first_headings_are_named_and_all_are_counted(county, monkeypatch):
    for title in "甲乙丙":
        edition = EditionFactory(duty_list=DutyListFactory(owner=TownshipFactory(parent=county), kind="basic_list"))
        EntryFactory(edition=edition, heading=HeadingFactory(edition=edition, title=title, position=1))
        publish_rows(edition)
    monkeypatch.setitem(summary.__globals__, "MOST_HEADINGS", 2)
    (kind,) = APIClient().get(SUMMARY, {"on": "2026-10-01"}).json()["kinds"]
    assert (kind["lists"], kind["entries"], len(kind["headings"]), kind["more_headings"]) == (3, 3, 2, True)


@pytest.mark.services
def test_postgresql_finds_words_of_two_characters_by_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for word in ("水", "占道", "占道经营"):
        plan = HeadingTokens.objects.filter(tokens__hold=tokens(search_words(word))).explain()
        assert "responsibilities_headingtokens_tokens_tokens" in plan, word


def test_every_duty_counts_once_for_each_body(county, township, bureaus):
    edition = EditionFactory(duty_list=DutyListFactory(owner=county))
    for _ in range(2):
        EntryFactory(edition=edition, bodies={"lead": bureaus["公安局"], "support": "townships"})
    publish_rows(edition)
    rows = BodyTally.objects.values_list("body", "body_class", "role", "entry_count")
    assert {*rows} == {(bureaus["公安局"].pk, "", "lead", 2), (None, "townships", "support", 2)}
    assert Participation.objects.count() == 4
