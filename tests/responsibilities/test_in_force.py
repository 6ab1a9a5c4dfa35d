"""Is exactly one edition in force on any date, as known on any date; answers equal a replay of what was done."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from governance.models import Organisation
from governance.roles import Role
from responsibilities.models import Edition, Entry
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.publication import revoke_edition
from responsibilities.operations.workflow import approve_edition, submit_edition
from tests.factories import CountyFactory, member
from tests.responsibilities.factories import DutyListFactory, EntryFactory, HeadingFactory
from tests.responsibilities.publishing import publish_edition

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


@dataclass(frozen=True)
class Revocation:
    """One thing done: on a day, the last edition was revoked."""

    on: datetime.date
    edition: Edition


Event = Publication | Revocation
# What is to be done on a day: publish an edition from a day on (counted from START), or revoke the last one (None).
Plan = list[tuple[int, int | None]]


@st.composite
def plans(draw) -> Plan:
    """Publications and revocations in any order that is lawful; several may fall on one day, and each edition applies
    from a later day than the one before it, before or after its publication."""
    days = draw(st.lists(st.integers(0, 300), min_size=1, max_size=8).map(sorted))
    plan: Plan = []
    standing: list[int] = []
    for day in days:
        if standing and draw(st.integers(0, 2)) == 0:
            standing.pop()
            plan.append((day, None))
        else:
            standing.append((standing[-1] if standing else -1) + draw(st.integers(1, 120)))
            plan.append((day, standing[-1]))
    return plan


def carry_out(
    plan: Plan, county: Organisation, after_each: Callable[[datetime.date], None] = lambda day: None
) -> list[Event]:
    """Do what the plan says, each step on its day."""
    editor, approver = member(county, Role.LIST_EDITOR), member(county, Role.LIST_APPROVER)
    duty_list = DutyListFactory(owner=county)
    done: list[Event] = []
    standing: list[Edition] = []
    for step, (day, begin) in enumerate(plan):
        on = START + day * DAY
        morning = datetime.datetime.combine(on, datetime.time(10, step), timezone.get_current_timezone())
        with time_machine.travel(morning, tick=False):
            if begin is None:
                edition = Edition.objects.get(pk=standing.pop().pk)
                done.append(Revocation(on, revoke_edition(edition, by=approver, reason="依据有误")))
            else:
                draft = start_draft(duty_list, by=editor, empty=True)
                EntryFactory(edition=draft, heading=HeadingFactory(edition=draft))
                submit_edition(draft, by=editor)
                approve_edition(draft, by=approver, document_no="澜政发〔2026〕1号", decided_on=START)
                publish_edition(draft, by=approver, effective_from=START + begin * DAY)
                standing.append(draft)
                done.append(Publication(on, START + begin * DAY, draft))
            after_each(on)
    return done


def stood(events: list[Event], known: datetime.date) -> list[Publication]:
    """What was published and not revoked on the evening of `known`."""
    found: list[Publication] = []
    for event in events:
        if event.on > known:
            break
        if isinstance(event, Publication):
            found.append(event)
        else:
            assert found.pop().edition == event.edition
    return found


def replay(events: list[Event], on: datetime.date, known: datetime.date) -> Edition | None:
    """What one would have answered on the evening of `known`: the last edition then known that had begun by `on`."""
    begun = [publication for publication in stood(events, known) if publication.effective_from <= on]
    return begun[-1].edition if begun else None


# At least twenty questions of each plan.
@given(plan=plans(), questions=st.lists(st.tuples(ANY_DAY, ANY_DAY), min_size=20, max_size=30))
def test_answers_equal_a_replay(plan, questions):
    county = CountyFactory()
    events = carry_out(plan, county)
    editions = Edition.objects.filter(duty_list__owner=county)
    entries = Entry.objects.filter(edition__duty_list__owner=county)
    publications = [event for event in events if isinstance(event, Publication)]
    assert [event.edition.edition_no for event in publications] == list(range(1, len(publications) + 1))

    for on, known in questions:
        expected = replay(events, on, known)
        assert list(editions.in_force(on, known)) == ([expected] if expected else [])
        assert [entry.edition for entry in entries.in_force(on, known)] == ([expected] if expected else [])
        finally_known = replay(events, on, datetime.date.max)
        assert list(editions.in_force(on)) == ([finally_known] if finally_known else [])
        assert [edition for edition in editions if edition.is_in_force(on)] == (
            [finally_known] if finally_known else []
        )
        then = stood(events, known)
        # No overlap ever, and no gap after the first edition that stands.
        assert bool(expected) == bool(then and then[0].effective_from <= on)


@given(plan=plans(), on=ANY_DAY)
def test_what_was_answered_on_a_day_is_for_ever_the_answer_about_that_day(plan, on):
    county = CountyFactory()
    editions = Edition.objects.filter(duty_list__owner=county)
    answered: dict[datetime.date, list[Edition]] = {}

    def ask(day: datetime.date) -> None:
        answered[day] = list(editions.in_force(on))

    carry_out(plan, county, after_each=ask)
    assert answered == {day: list(editions.in_force(on, known=day)) for day in answered}


def test_between_publication_and_first_day_the_old_edition_applies(county):
    old, new = carry_out([(0, 0), (100, 150)], county)
    editions = Edition.objects.filter(duty_list__owner=county)
    assert editions.in_force(START + 120 * DAY).get() == old.edition
    assert editions.in_force(START + 149 * DAY).get() == old.edition
    assert editions.in_force(START + 150 * DAY).get() == new.edition
    # The evening before the publication nobody knew that the old edition would end.
    assert editions.in_force(START + 200 * DAY, known=START + 99 * DAY).get() == old.edition
    assert editions.in_force(START + 200 * DAY, known=START + 100 * DAY).get() == new.edition


def test_an_edition_published_with_an_earlier_first_day_is_not_known_before(county):
    old, new = carry_out([(0, 0), (100, 50)], county)
    editions = Edition.objects.filter(duty_list__owner=county)
    assert editions.in_force(START + 60 * DAY).get() == new.edition
    assert editions.in_force(START + 60 * DAY, known=START + 60 * DAY).get() == old.edition


def test_drafts_are_never_in_force(county):
    EntryFactory(edition__duty_list__owner=county)
    assert not Edition.objects.in_force().exists()
    assert not Entry.objects.in_force().exists()


def test_after_a_revocation_the_edition_before_has_no_end_again(county):
    old, new, gone = carry_out([(0, 0), (100, 150), (120, None)], county)
    editions = Edition.objects.filter(duty_list__owner=county)
    assert editions.in_force(START + 200 * DAY).get() == old.edition
    assert editions.in_force(START + 200 * DAY, known=START + 99 * DAY).get() == old.edition
    assert editions.in_force(START + 200 * DAY, known=START + 119 * DAY).get() == new.edition == gone.edition
    assert editions.in_force(START + 149 * DAY, known=START + 119 * DAY).get() == old.edition
    assert editions.in_force(START + 200 * DAY, known=START + 120 * DAY).get() == old.edition


def test_a_list_whose_only_edition_is_revoked_has_none_until_the_next(county):
    first, _gone, second = carry_out([(0, 0), (10, None), (20, 5)], county)
    editions = Edition.objects.filter(duty_list__owner=county)
    assert not editions.in_force(START + 3 * DAY).exists()
    assert editions.in_force(START + 3 * DAY, known=START + 9 * DAY).get() == first.edition
    assert editions.in_force(START + 30 * DAY).get() == second.edition
    assert second.edition.edition_no == 2
