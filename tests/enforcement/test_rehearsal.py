"""Does the rehearsal of a list count the open matters that rest on what changes, and show them only to their own."""

import datetime
import re

import pytest
from django.utils import translation

from enforcement.operations.cases import attach_file, file_case
from enforcement.operations.transfers import accept_transfer, transfer_case
from enforcement.states import TransferReason
from governance.models import Membership
from governance.roles import Role
from responsibilities.models import Participation
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.publication import publish_edition
from responsibilities.operations.workflow import approve_edition, submit_edition
from responsibilities.rehearsal import rehearse
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import photo
from tests.factories import member
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


JANUARY = datetime.date(2027, 1, 1)


@pytest.fixture
def editor(world):
    return member(world.county, Role.LIST_EDITOR)


@pytest.fixture
def draft(world, editor):
    """The entry gets another lead."""
    draft = start_draft(world.entry.edition.duty_list, by=editor)
    Participation.objects.filter(entry__edition=draft, role="lead").update(body=world.other)
    return draft


def lines(draft, account):
    return {line.code: line for line in rehearse(draft, account, JANUARY).lines}


def test_who_keeps_the_list_and_no_cases_sees_only_how_many(draft, case, editor):
    line = lines(draft, editor)["open_cases"]
    assert (line.count, line.url, line.titles) == (1, "", ())
    assert case.case_no not in line.text


def test_who_may_see_them_is_led_to_them_and_to_no_others(draft, case, world, facts, editor, client):
    other = file_case(world.township, by=world.clerk, **{**facts, "entry": None})
    Membership.objects.create(account=editor, organisation=world.township, role=Role.OFFICER)
    line = lines(draft, type(editor).objects.get(pk=editor.pk))["open_cases"]
    assert line.count == 1 and "you may see 1" in line.text
    client.force_login(editor)
    page = client.get(line.url).content.decode()
    assert case.case_no in page and other.case_no not in page


def test_a_case_of_an_item_that_stays_or_only_moves_is_not_touched(case, world, editor):
    draft = start_draft(world.entry.edition.duty_list, by=editor)
    draft.entries.update(seq_no="9")
    assert lines(draft, editor)["open_cases"].count == 0


def test_a_removed_item_touches_its_cases(draft, case, world, editor):
    draft.entries.all().delete()
    assert lines(draft, editor)["open_cases"].count == 1


def test_open_transfers_are_counted_until_they_are_answered(draft, case, world, editor, client):
    attach_file(case, by=world.clerk, file=photo())
    transfer = transfer_case(
        case, by=world.clerk, receiver=world.department, reason_code=TransferReason.NOT_OUR_ITEM,
        explanation="属主责部门事项。", entry=world.entry,
    )  # fmt: skip
    found = lines(draft, editor)
    assert (found["open_transfers"].count, found["open_cases"].count) == (1, 1)
    both = member(world.department, Role.DEPARTMENT_CLERK)
    Membership.objects.create(account=both, organisation=world.county, role=Role.LIST_APPROVER)
    line = lines(draft, both)["open_transfers"]
    client.force_login(both)
    assert transfer.document_no in client.get(line.url).content.decode()
    accept_transfer(transfer, by=world.department_clerk)
    found = lines(draft, editor)
    assert (found["open_transfers"].count, found["open_cases"].count) == (0, 0)


def test_a_case_filed_since_the_rehearsal_is_shown_before_it_is_published(draft, case, world, facts, editor):
    approver = member(world.county, Role.LIST_APPROVER)
    submit_edition(draft, by=editor)
    approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=NOW.date())
    said = {"by": approver, "effective_from": JANUARY, "accept_unsettled": True, "unsettled_reason": "另行处理。"}
    token = rehearse(draft, approver, JANUARY).token
    file_case(world.township, by=world.clerk, **facts)
    with refused("rehearsal_stale", "effective_from") as refusal:
        publish_edition(draft, rehearsal=token, **said)
    assert "(1 → 2): 1 came" in str(refusal.value)
    publish_edition(draft, rehearsal=rehearse(draft, approver, JANUARY).token, **said)


def test_the_list_of_touched_cases_is_not_there_for_who_may_not_see_the_draft(draft, case, world, facts, client):
    client.force_login(world.clerk)
    answers = [client.get(f"/enforcement/case/?publication={number}") for number in (draft.pk, draft.pk + 1000)]
    assert [answer.status_code for answer in answers] == [400, 400]
    drawn = r"publication=\d+|name=\"csrfmiddlewaretoken\" value=\"\w+\""
    without = [re.sub(drawn, "", answer.content.decode()) for answer in answers]
    assert without[0] == without[1], "the draft gives nothing away, not even that it is there"
    assert case.case_no not in without[0]
