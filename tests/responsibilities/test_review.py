"""Is a review told both ways: to those who decide, and back to those who wrote, in notices and on their homes."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import panels
from governance.models import Account, Notification
from governance.roles import Role
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.synonyms import accept_suggestion, decline_suggestion, report_answer
from responsibilities.operations.workflow import approve_edition, send_back_edition, submit_edition
from tests.factories import CountyFactory, TownshipFactory, member
from tests.refusals import refused
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows

pytestmark = pytest.mark.django_db

DECISION = {"document_no": "澜政发〔2026〕15号", "decided_on": datetime.date(2026, 11, 20)}


@pytest.fixture
def draft(county, bureaus, township, editor):
    """Of one township's list: its editors and approvers sit in the county's office."""
    edition = EditionFactory(duty_list=DutyListFactory(owner=township))
    EntryFactory(edition=edition, title="违法占地查处", bodies={"lead": bureaus["自规局"]})
    publish_rows(edition)
    return start_draft(edition.duty_list, by=editor)


def told(account) -> list[str]:
    notices = Notification.objects.filter(account=account).select_related("event").order_by("pk")
    return [notice.event.kind.rpartition(".")[2] for notice in notices]


def panel(client, account, view):
    client.force_login(Account.objects.get(pk=account.pk))
    client.cookies["django_language"] = "en"
    panels = client.get("/").context["home"].panels
    return next(panel for panel in panels if panel.url == f"/responsibilities/edition/?view={view}")


def verbs(line) -> list[str]:
    return [url.rstrip("/").rpartition("/")[2] for _verb, url in line.verbs]


def test_what_is_submitted_waits_on_the_approvers_home_with_both_answers(client, draft, editor, approver, county):
    colleague, stranger = member(county, Role.LIST_EDITOR), member(CountyFactory(), Role.LIST_APPROVER)
    submit_edition(draft, by=editor)
    assert told(approver) == ["submitted"]
    assert told(editor) == told(colleague) == told(stranger) == []
    (line,) = panel(client, approver, "review").lines
    assert verbs(line)[:2] == ["approve", "send-back"]
    client.force_login(approver)
    notice = Notification.objects.get(account=approver)
    assert (
        client.get(reverse("admin:governance_notification_change", args=[notice.pk]), follow=True).context["original"]
        == draft
    )


def test_what_is_sent_back_is_on_its_authors_home_with_the_reason(client, draft, editor, approver, county):
    colleague = member(county, Role.LIST_EDITOR)
    submit_edition(draft, by=editor)
    send_back_edition(draft, by=approver, reason="第三项缺依据")
    assert told(editor) == ["sent_back"] and told(colleague) == []
    (line,) = panel(client, editor, "sent-back").lines
    assert (line.reason, verbs(line)) == ("第三项缺依据", ["grid", "submit"])
    assert "第三项缺依据" in client.get(f"/responsibilities/edition/{draft.pk}/").content.decode()
    assert not panel(client, colleague, "sent-back").lines
    submit_edition(draft, by=editor)
    assert not panel(client, editor, "sent-back").lines
    assert told(approver) == ["submitted", "submitted"]


def test_what_is_approved_is_told_to_its_authors_and_waits_to_be_published(client, draft, editor, approver):
    submit_edition(draft, by=editor)
    approve_edition(draft, by=approver, **DECISION)
    assert told(editor) == ["approved"]
    (line,) = panel(client, approver, "approved").lines
    assert verbs(line) == ["publish", "send-back"]


def test_an_author_who_approves_too_is_neither_asked_nor_offered_to(client, draft, editor, approver, county):
    both = member(county, Role.LIST_APPROVER)
    draft.authors.add(both)
    submit_edition(draft, by=editor)
    assert told(both) == []
    (line,) = panel(client, both, "review").lines
    assert "approve" not in verbs(line) and "somebody else approves it" in str(line.reason)


def test_a_refused_step_tells_nobody(draft, editor, approver):
    submit_edition(draft, by=editor)
    with refused("reason_missing", "reason"):
        send_back_edition(draft, by=approver, reason=" ")
    assert told(editor) == []


def test_a_reported_answer_is_told_to_the_editors_and_its_end_to_the_reporter(draft, editor, township):
    clerk = member(township, Role.TOWNSHIP_CLERK)
    entry = draft.based_on.entries.get()
    first, second = (report_answer(township, by=clerk, question=words) for words in ("占地谁管", "圈地谁管"))
    assert told(editor) == ["reported", "reported"]
    accept_suggestion(first, by=editor, entry=entry)
    decline_suggestion(second, by=editor, reason="不是同一件事")
    assert told(clerk) == ["taken_up", "declined"]


def test_homes_of_the_lists_cost_the_same_with_more_editions(client, county, bureaus, editor, approver, monkeypatch):
    monkeypatch.setattr(panels, "SHOWN", 1)  # then every panel has more than it shows

    def cost(account) -> int:
        client.force_login(Account.objects.get(pk=account.pk))
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    def more(number: int) -> None:
        for _ in range(number):
            for state in ("draft", "sent back", "review", "approved"):
                edition = EditionFactory(duty_list=DutyListFactory(owner=TownshipFactory(parent=county)))
                EntryFactory(edition=edition, bodies={"lead": bureaus["自规局"]})
                edition.authors.add(editor)
                if state != "draft":
                    submit_edition(edition, by=editor)
                if state == "sent back":
                    send_back_edition(edition, by=approver, reason="再核")
                if state == "approved":
                    approve_edition(edition, by=approver, **DECISION)

    more(2)
    few = cost(editor), cost(approver)
    more(2)
    assert (cost(editor), cost(approver)) == few
