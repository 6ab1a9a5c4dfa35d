"""Does an edition reach publication only through every step, and what does publication do."""

import datetime

import pytest
from django.utils import timezone

from governance.models import AuditEntry, Event, EventDelivery
from governance.roles import Role
from responsibilities.models import Edition
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.workflow import approve_edition, send_back_edition, submit_edition
from responsibilities.states import EditionStatus
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.refusals import refused
from tests.responsibilities.conftest import TODAY
from tests.responsibilities.factories import EditionFactory, EntryFactory
from tests.responsibilities.publishing import publish_edition

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
DECIDED = datetime.date(2026, 8, 14)
SEPTEMBER = datetime.date(2026, 9, 1)


@pytest.fixture(autouse=True)
def clock_stands(time_machine, today):
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def draft(county, bureaus):
    entry = EntryFactory(edition__duty_list__owner=county, bodies={"lead": bureaus["公安局"], "support": "townships"})
    return entry.edition


def approved(edition, editor, approver):
    submit_edition(edition, by=editor)
    return approve_edition(edition, by=approver, document_no="澜政发〔2026〕15号", decided_on=DECIDED)


def test_from_draft_to_publication(draft, editor, approver):
    submit_edition(draft, by=editor)
    assert draft.status == EditionStatus.REVIEW
    approve_edition(draft, by=approver, document_no=" 澜政发〔2026〕15号 ", decided_on=DECIDED)
    assert (draft.status, draft.document_no, draft.decided_on) == ("approved", "澜政发〔2026〕15号", DECIDED)
    publish_edition(draft, by=approver, effective_from=SEPTEMBER)

    draft.refresh_from_db()
    assert (draft.status, draft.edition_no, draft.effective_from, draft.effective_to) == (
        EditionStatus.PUBLISHED,
        1,
        SEPTEMBER,
        None,
    )
    assert draft.published_at == timezone.now()
    assert draft.version == 4
    actions = AuditEntry.objects.about(draft).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["submit_edition", "approve_edition", "publish_edition"]


def test_nothing_empty_goes_to_review(county, editor):
    empty = EditionFactory(duty_list__owner=county)
    with refused("no_entries"):
        submit_edition(empty, by=editor)


def test_an_author_does_not_approve_the_own_draft(draft, county, editor):
    both = member(county, Role.LIST_APPROVER)
    draft.authors.add(both)
    submit_edition(draft, by=editor)
    with refused("author_approves"):
        approve_edition(draft, by=both, document_no="澜政发〔2026〕15号", decided_on=DECIDED)


def test_approval_names_a_document_and_a_day_that_has_come(draft, editor, approver):
    submit_edition(draft, by=editor)
    with refused("document_missing", "document_no"):
        approve_edition(draft, by=approver, document_no=" ", decided_on=DECIDED)
    with refused("decided_in_future", "decided_on"):
        approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=timezone.localdate() + DAY)


def test_steps_are_for_those_who_may_take_them(draft, editor, approver):
    with refused("not_permitted"):
        submit_edition(draft, by=approver)
    submit_edition(draft, by=editor)
    with refused("not_permitted"):
        approve_edition(draft, by=editor, document_no="澜政发〔2026〕15号", decided_on=DECIDED)
    approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=DECIDED)
    with refused("not_permitted"):
        publish_edition(draft, by=editor, effective_from=SEPTEMBER)
    elsewhere = member(CountyFactory(), Role.LIST_APPROVER)
    with refused("not_permitted"):
        publish_edition(draft, by=elsewhere, effective_from=SEPTEMBER)


@pytest.mark.parametrize("step", ["review", "approved"])
def test_sent_back_it_is_a_draft_again_and_its_approval_is_gone(draft, editor, approver, step):
    if step == "review":
        submit_edition(draft, by=editor)
    else:
        approved(draft, editor, approver)
    with refused("reason_missing", "reason"):
        send_back_edition(draft, by=approver, reason="")
    send_back_edition(draft, by=approver, reason="第三项缺依据")
    draft.refresh_from_db()
    assert (draft.status, draft.document_no, draft.decided_on) == ("draft", "", None)
    assert AuditEntry.objects.get(action="send_back_edition", outcome="done").reason == "第三项缺依据"


def test_no_step_is_skipped(draft, editor, approver):
    with refused("wrong_state"):
        approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=DECIDED)
    with refused("wrong_state"):
        publish_edition(draft, by=approver, effective_from=SEPTEMBER)
    with refused("wrong_state"):
        send_back_edition(draft, by=approver, reason="退回")
    approved(draft, editor, approver)
    publish_edition(draft, by=approver, effective_from=SEPTEMBER)
    with refused("wrong_state"):
        send_back_edition(draft, by=approver, reason="退回")
    with refused("already_published"):
        publish_edition(draft, by=approver, effective_from=SEPTEMBER)


def test_a_successor_closes_its_predecessor_the_day_before(draft, editor, approver, time_machine):
    approved(draft, editor, approver)
    first = publish_edition(draft, by=approver, effective_from=SEPTEMBER)
    time_machine.move_to("2026-12-01T09:00:00+08:00", tick=False)
    second = approved(start_draft(first.duty_list, by=editor), editor, approver)
    publish_edition(second, by=approver, effective_from=datetime.date(2027, 1, 1))

    first.refresh_from_db()
    assert (first.status, first.effective_to) == (EditionStatus.SUPERSEDED, datetime.date(2026, 12, 31))
    assert first.superseded_at == second.published_at == timezone.now()
    assert second.edition_no == 2
    assert Edition.objects.in_force(datetime.date(2026, 12, 31)).get() == first
    assert Edition.objects.in_force(datetime.date(2027, 1, 1)).get() == second


def test_a_successor_begins_after_its_predecessor(draft, editor, approver):
    approved(draft, editor, approver)
    first = publish_edition(draft, by=approver, effective_from=SEPTEMBER)
    second = approved(start_draft(first.duty_list, by=editor), editor, approver)
    with refused("effective_before_predecessor", "effective_from"):
        publish_edition(second, by=approver, effective_from=SEPTEMBER)
    first.refresh_from_db()
    assert first.status == EditionStatus.PUBLISHED


def test_nothing_applies_before_it_was_decided(draft, editor, approver):
    approved(draft, editor, approver)
    with refused("effective_before_decision", "effective_from"):
        publish_edition(draft, by=approver, effective_from=DECIDED - DAY)
    publish_edition(draft, by=approver, effective_from=DECIDED)


def test_whoever_is_named_is_told(draft, county, bureaus, editor, approver, time_machine):
    townships = [TownshipFactory(parent=county) for _ in range(2)]
    closed = TownshipFactory(parent=county, closed_on=datetime.date(2026, 1, 1))
    TownshipFactory(parent=CountyFactory())
    approved(draft, editor, approver)
    first = publish_edition(draft, by=approver, effective_from=SEPTEMBER)

    event = Event.objects.get(kind="responsibilities.edition.published")
    assert event.api_path == f"/api/v1/responsibilities/editions/{draft.pk}/"
    told = {delivery.organisation for delivery in EventDelivery.objects.filter(event=event)}
    assert told == {county, bureaus["公安局"], *townships}
    assert closed not in told

    time_machine.shift(60)
    second = start_draft(first.duty_list, by=editor)
    second.entries.all().delete()
    EntryFactory(edition=second, bodies={"lead": bureaus["林业局"]})
    approved(second, editor, approver)
    publish_edition(second, by=approver, effective_from=SEPTEMBER + DAY)
    event = Event.objects.filter(kind="responsibilities.edition.published").latest("at")
    told = {delivery.organisation for delivery in EventDelivery.objects.filter(event=event)}
    assert told == {county, bureaus["公安局"], bureaus["林业局"], *townships}, "those who lose a duty are told too"


def test_a_bureau_that_closed_is_not_told(draft, county, editor, approver):
    gone = OrganisationFactory(parent=county, closed_on=datetime.date(2026, 10, 1))
    EntryFactory(edition=draft, bodies={"lead": gone})
    approved(draft, editor, approver)
    publish_edition(draft, by=approver, effective_from=SEPTEMBER)
    assert not EventDelivery.objects.filter(organisation=gone).exists()
