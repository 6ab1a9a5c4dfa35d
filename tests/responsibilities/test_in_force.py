"""Is exactly one edition in force on any date, as known on any date; answers equal a replay of what was done."""

import datetime
from dataclasses import dataclass

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.models import Organisation
from governance.roles import Role
from responsibilities.models import Edition, Entry
from responsibilities.operations import approve_edition, publish_edition, start_draft, submit_edition
from tests.factories import CountyFactory, member
from tests.responsibilities.factories import DutyListFactory, EntryFactory, HeadingFactory

pytestmark = pytest.mark.django_db

START = datetime.date(2026, 1, 1)
DAY = datetime.timedelta(days=1)
ANY_DAY = st.integers(0, 400).map(lambda days: START + days * DAY)


@dataclass(frozen=True)
class Publication:
    """One thing done: on a day, an edition was published to apply from another day."""

    on: datetime.date
    effective_from: datetime.date
    edition: Edition


@st.composite
def plans(draw) -> list[tuple[int, int]]:
    """Days of publication, and days from which each edition applies; both run forward, either may come first."""
    count = draw(st.integers(1, 5))
    days = draw(st.lists(st.integers(0, 300), min_size=count, max_size=count, unique=True).map(sorted))
    begins = draw(st.lists(st.integers(0, 400), min_size=count, max_size=count, unique=True).map(sorted))
    return list(zip(days, begins, strict=True))


def publish_all(plan, county: Organisation) -> list[Publication]:
    """Do what the plan says, each step on its day."""
    editor, approver = member(county, Role.LIST_EDITOR), member(county, Role.LIST_APPROVER)
    duty_list = DutyListFactory(owner=county)
    history = []
    for day, begin in plan:
        morning = datetime.datetime.combine(START + day * DAY, datetime.time(10), timezone.get_current_timezone())
        with time_machine.travel(morning, tick=False):
            draft = start_draft(duty_list, by=editor, empty=True)
            EntryFactory(edition=draft, heading=HeadingFactory(edition=draft))
            submit_edition(draft, by=editor)
            approve_edition(draft, by=approver, document_no="澜政发〔2026〕1号", decided_on=START)
            publish_edition(draft, by=approver, effective_from=START + begin * DAY)
        history.append(Publication(START + day * DAY, START + begin * DAY, draft))
    return history


def replay(history: list[Publication], on: datetime.date, known: datetime.date) -> Edition | None:
    """What one would have answered on the evening of `known`: the last edition then known that had begun by `on`."""
    answer = None
    for publication in history:
        if publication.on <= known and publication.effective_from <= on:
            answer = publication.edition
    return answer


@settings(max_examples=40)
@given(plan=plans(), questions=st.lists(st.tuples(ANY_DAY, ANY_DAY), min_size=10, max_size=25))
def test_answers_equal_a_replay(plan, questions):
    county = CountyFactory()
    history = publish_all(plan, county)
    editions = Edition.objects.filter(duty_list__owner=county)
    entries = Entry.objects.filter(edition__duty_list__owner=county)

    for on, known in questions:
        expected = replay(history, on, known)
        assert list(editions.in_force(on, known)) == ([expected] if expected else [])
        assert [entry.edition for entry in entries.in_force(on, known)] == ([expected] if expected else [])
        finally_known = replay(history, on, datetime.date.max)
        assert list(editions.in_force(on)) == ([finally_known] if finally_known else [])
        assert [edition for edition in editions if edition.is_in_force(on)] == (
            [finally_known] if finally_known else []
        )


def test_between_publication_and_first_day_the_old_edition_applies(county):
    old, new = publish_all([(0, 0), (100, 150)], county)
    editions = Edition.objects.filter(duty_list__owner=county)
    assert editions.in_force(START + 120 * DAY).get() == old.edition
    assert editions.in_force(START + 149 * DAY).get() == old.edition
    assert editions.in_force(START + 150 * DAY).get() == new.edition
    # The evening before the publication nobody knew that the old edition would end.
    assert editions.in_force(START + 200 * DAY, known=START + 99 * DAY).get() == old.edition
    assert editions.in_force(START + 200 * DAY, known=START + 100 * DAY).get() == new.edition


def test_an_edition_published_with_an_earlier_first_day_is_not_known_before(county):
    old, new = publish_all([(0, 0), (100, 50)], county)
    editions = Edition.objects.filter(duty_list__owner=county)
    assert editions.in_force(START + 60 * DAY).get() == new.edition
    assert editions.in_force(START + 60 * DAY, known=START + 60 * DAY).get() == old.edition


def test_drafts_are_never_in_force(county):
    EntryFactory(edition__duty_list__owner=county)
    assert not Edition.objects.in_force().exists()
    assert not Entry.objects.in_force().exists()
