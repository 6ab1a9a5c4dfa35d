"""Does the rehearsal of a publication say everything that then happens, and does it happen."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from rest_framework.test import APIClient

from governance.models import AuditEntry, EventDelivery, Notification, Organisation, Subscription
from governance.roles import Role
from governance.tasks import deliver_due
from responsibilities.models import Crosswalk, Edition, Entry, Item, Lineage, SynonymSuggestion
from responsibilities.operations import publication
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.findings import explain_finding
from responsibilities.operations.publication import revoke_edition
from responsibilities.operations.workflow import approve_edition, send_back_edition, submit_edition
from responsibilities.rehearsal import rehearse
from responsibilities.selectors.defects import edition_defects
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.refusals import refused
from tests.responsibilities.conftest import TODAY
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory, publish_rows
from tests.responsibilities.publishing import publish_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


TODAYS, JANUARY = datetime.date(2026, 11, 23), datetime.date(2027, 1, 1)


@pytest.fixture(autouse=True)
def clock_stands(time_machine, today):
    time_machine.move_to(TODAY, tick=False)


def written(edition, *rows):
    """Entries under one heading: (title, item or None, bodies); the given item goes on."""
    heading = HeadingFactory(edition=edition, title="自然资源")
    for position, (title, item, bodies) in enumerate(rows, 1):
        item = item or Item.objects.create(duty_list=edition.duty_list)
        EntryFactory(edition=edition, heading=heading, position=position, title=title, item=item, bodies=bodies)
    return edition


@pytest.fixture
def old(county, bureaus):
    led = {"lead": bureaus["自规局"]}
    edition = EditionFactory(duty_list=DutyListFactory(owner=county))
    rows = ("违法占地查处", "毁林开垦查处", "河道采砂监管", "扬尘治理")
    return publish_rows(written(edition, *((title, None, led) for title in rows)))


@pytest.fixture
def draft(old, bureaus):
    """One gets another lead, one another name, one goes, one comes."""
    item = {entry.title: entry.item for entry in old.entries.all()}
    led = {"lead": bureaus["自规局"]}
    return written(
        EditionFactory(duty_list=old.duty_list, based_on=old),
        ("违法占地查处", item["违法占地查处"], {"lead": bureaus["林业局"]}),
        ("毁林开荒查处", item["毁林开垦查处"], led),
        ("扬尘治理", item["扬尘治理"], led),
        ("噪声扰民处理", None, led),
    )


@pytest.fixture
def says(draft, editor):
    """The lines of the rehearsal by their codes."""

    def says(day=JANUARY, account=editor):
        lines = rehearse(draft, account, day).lines
        assert len({line.code for line in lines}) == len(lines)
        return {line.code: line for line in lines}

    return says


def test_which_edition_closes_and_when(says, old):
    lines = says()
    assert lines["begins"].text == "The edition applies from 2027-01-01."
    assert lines["closes"].text == f"{old} ends on 2026-12-31."
    assert "Until 2026-12-31 the present edition goes on applying" in lines["until_then"].text
    assert "until_then" not in says(TODAYS)
    assert says(TODAYS)["closes"].text == f"{old} ends on 2026-11-22."
    assert says(datetime.date(2026, 10, 1))["backdated"].tone == "warning"


def test_a_day_that_is_not_possible_is_said_with_its_reason(says, draft, old):
    line = says(datetime.date(2026, 9, 1))["effective_before_predecessor"]
    assert line.tone == "danger" and str(old) in line.text
    Edition.objects.filter(pk=draft.pk).update(decided_on=JANUARY)
    draft.refresh_from_db()
    assert says(TODAYS)["effective_before_decision"].tone == "danger"


def test_what_changes_is_counted_and_the_removed_and_newly_led_are_named(says, old, draft):
    lines = says()
    counted = {kind: lines[kind].count for kind in ("added", "removed", "renamed", "changed", "unchanged", "lead")}
    assert counted == {"added": 1, "removed": 1, "renamed": 1, "changed": 1, "unchanged": 0, "lead": 1}
    assert lines["renumbered"].count == 1, "what stood behind the removed one"
    assert lines["removed"].titles == ("3 河道采砂监管",)
    assert lines["lead"].titles == ("1 违法占地查处",)
    assert lines["removed"].url == (f"/responsibilities/edition/{draft.pk}/comparison/?from={old.pk}&kind=removed")


def test_a_split_whose_part_another_body_leads_gets_another_lead(old, bureaus, editor):
    item = old.entries.get(title="扬尘治理").item
    draft = written(
        EditionFactory(duty_list=old.duty_list, based_on=old),
        *((entry.title, entry.item, {"lead": bureaus["自规局"]}) for entry in old.entries.order_by("position")),
        ("工地扬尘治理", None, {"lead": bureaus["公安局"]}),
    )
    for title in ("扬尘治理", "工地扬尘治理"):
        to = draft.entries.get(title=title).item
        Lineage.objects.create(edition=draft, kind="split", from_item=item, to_item=to)
    lines = {line.code: line for line in rehearse(draft, editor, JANUARY).lines}
    assert (lines["split"].count, lines["lead"].titles) == (1, ("4 扬尘治理",))


def test_links_lead_to_pages_that_open(says, client, editor):
    client.force_login(editor)
    for line in says().values():
        if line.url:
            assert client.get(line.url).status_code == 200, line.code


def test_open_findings_are_those_nobody_has_explained(draft, says, editor, bureaus):
    entry = draft.entries.get(title="噪声扰民处理")
    entry.participations.all().delete()
    found = [defect for defect in edition_defects(draft) if not defect.explanation]
    assert says()["open_findings"].count == len(found) > 0
    for defect in found:
        explain_finding(draft, by=editor, fingerprint=defect.finding.fingerprint, reason="待定")
    assert "open_findings" not in says()


def test_like_names_that_nobody_has_decided_are_not_settled(old, draft, says, bureaus):
    Lineage.objects.create(edition=draft, kind="new", to_item=draft.entries.get(title="噪声扰民处理").item)
    assert "identity" not in says()
    new = EntryFactory(edition=draft, title="河道采砂监督管理", bodies={"lead": bureaus["自规局"]})
    assert says()["identity"].titles == ("河道采砂监管 → 河道采砂监督管理",)
    Lineage.objects.create(edition=draft, kind="new", to_item=new.item)
    assert "identity" not in says()


def test_reports_about_these_items_still_wait(old, says, editor, approver, county):
    def report(title):
        entry = old.entries.get(title=title)
        person = AccountFactory(organisation=county)
        SynonymSuggestion.objects.create(organisation=county, reported_by=person, question=title, answered=entry)

    report("扬尘治理")
    assert "open_reports" not in says()
    report("河道采砂监管")
    assert says()["open_reports"].count == 1
    assert says()["open_reports"].url and not says(account=approver)["open_reports"].url


def test_other_lists_that_refer_to_a_removed_item_are_named(old, says, township):
    other = EntryFactory(edition__duty_list=DutyListFactory(owner=township, kind="support_list", title="配合清单"))
    for title in ("河道采砂监管", "扬尘治理"):
        Crosswalk.objects.create(entry=other, item=old.entries.get(title=title).item)
    assert "references" not in says(), "a draft says nothing yet"
    publish_rows(other.edition)
    assert says()["references"].titles == (f"配合清单 {other.seq_no} {other.title}",)


def test_what_it_says_of_who_is_told_is_what_then_happens(old, draft, says, county, bureaus, editor, approver):
    member(bureaus["林业局"], Role.DEPARTMENT_CLERK)
    member(bureaus["自规局"], Role.DEPARTMENT_HEAD)
    member(bureaus["公安局"], Role.DEPARTMENT_CLERK)  # not named
    member(bureaus["林业局"], Role.WINDOW_CLERK)  # reads no lists
    for body in ("林业局", "公安局"):
        Subscription.objects.create(organisation=bureaus[body], url=f"https://{bureaus[body].pk}.example/", secret="x")
    Subscription.objects.create(
        organisation=bureaus["自规局"], url="https://paused.example/", secret="x", is_active=False
    )
    lines = says()
    assert lines["bodies"].titles == (county.name, "市自然资源和规划局", "市林业局")
    assert (lines["people"].count, lines["subscribers"].count) == (4, 1)
    assert "nobody" not in lines

    submit_edition(draft, by=editor)
    approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=TODAYS)
    publish_edition(draft, by=approver, effective_from=JANUARY)
    deliveries = EventDelivery.objects.filter(event__kind="responsibilities.edition.published")
    assert deliveries.filter(subscription=None).count() == lines["bodies"].count
    assert deliveries.exclude(subscription=None).count() == lines["subscribers"].count
    deliveries.exclude(subscription=None).delete()  # nobody listens there
    deliver_due()
    assert Notification.objects.values("account").distinct().count() == lines["people"].count


def test_a_body_without_people_is_named(says, bureaus):
    assert says()["nobody"].titles == ("市自然资源和规划局", "市林业局")


def test_the_first_edition_closes_none(county, editor):
    draft = EntryFactory(edition__duty_list__owner=county, bodies={"lead": county}).edition
    lines = {line.code: line for line in rehearse(draft, editor, JANUARY).lines}
    assert lines["entries"].count == 1 and "closes" not in lines
    assert "no edition of this list applies" in lines["until_then"].text


def test_after_a_revocation_it_is_rehearsed_against_what_applies(old, draft, editor, approver):
    submit_edition(draft, by=editor)
    approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=TODAYS)
    publish_edition(draft, by=approver, effective_from=JANUARY)
    copy = start_draft(old.duty_list, by=editor)
    revoke_edition(draft, by=approver, reason="依据有误")
    lines = {line.code: line for line in rehearse(copy, editor, JANUARY).lines}
    assert lines["closes"].text.startswith(str(Edition.objects.get(pk=old.pk)))
    assert lines["removed"].count == 1


def test_long_lists_cost_as_many_queries_as_short_ones(old, draft, editor, county, bureaus):
    def cost() -> int:
        rehearse(draft, editor, JANUARY)
        with CaptureQueriesContext(connection) as captured:
            rehearse(draft, editor, JANUARY)
        return len(captured)

    few = cost()
    for number in range(30):
        body = OrganisationFactory(parent=county)
        member(body, Role.DEPARTMENT_CLERK)
        Subscription.objects.create(organisation=body, url=f"https://{body.pk}.example/", secret="x")
        TownshipFactory(parent=county)
        EntryFactory(edition=draft, title=f"新增{number}", bodies={"lead": body, "support": "townships"})
    for entry in Entry.objects.filter(edition=draft)[:3]:
        entry.participations.all().delete()
    assert cost() == few


# --- Page and API -----------------------------------------------------------------------------------------------------


def test_the_page_rehearses_for_the_day_one_asks(draft, client, editor):
    client.force_login(editor)
    url = f"/responsibilities/edition/{draft.pk}/rehearsal/"
    assert url in client.get(f"/responsibilities/edition/{draft.pk}/").content.decode()
    assert "The edition applies from 2026-11-23." in client.get(url).content.decode()
    page = client.get(url, {"effective_from": "2027-01-01"}).content.decode()
    assert "The edition applies from 2027-01-01." in page and "河道采砂监管" in page
    for heading in ("What begins and what ends", "What changes in the list", "What rests on the list", "Who is told"):
        assert heading in page


def test_the_publish_step_shows_it(draft, client, editor, approver):
    submit_edition(draft, by=editor)
    approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=TODAYS)
    client.force_login(approver)
    page = client.get(f"/responsibilities/edition/{draft.pk}/publish/?effective_from=2027-01-01").content.decode()
    assert "The edition applies from 2027-01-01." in page and 'value="2027-01-01"' in page
    assert "3 河道采砂监管" in page


@pytest.fixture
def approved(draft, editor, approver):
    """Its two new entries may be the two that went; nobody has said."""
    submit_edition(draft, by=editor)
    return approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=TODAYS)


PUBLISHED_WITH = "更名由业务科另行核定"


def test_another_day_than_the_rehearsed_one_is_not_published(approved, approver, editor):
    for by, day in ((approver, TODAYS), (editor, JANUARY)):
        token = rehearse(approved, by, day).token
        with refused("not_rehearsed", "effective_from"):
            publication.publish_edition(approved, by=approver, effective_from=JANUARY, rehearsal=token)
    with refused("not_rehearsed"):
        publication.publish_edition(approved, by=approver, effective_from=JANUARY, rehearsal="")


def test_another_text_than_the_rehearsed_one_is_not_published(approved, approver, editor):
    token = rehearse(approved, approver, JANUARY).token
    send_back_edition(approved, by=approver, reason="再核")
    submit_edition(approved, by=editor)
    approve_edition(approved, by=approver, document_no="澜政发〔2026〕15号", decided_on=TODAYS)
    with refused("not_rehearsed"):
        publication.publish_edition(approved, by=approver, effective_from=JANUARY, rehearsal=token)


def test_what_is_not_settled_is_published_only_with_a_reason_that_stays(approved, approver):
    rehearsal = rehearse(approved, approver, JANUARY)
    assert rehearsal.publication.unsettled.renames
    said = {"effective_from": JANUARY, "rehearsal": rehearsal.token}
    with refused("unsettled", "accept_unsettled"):
        publication.publish_edition(approved, by=approver, **said, unsettled_reason=PUBLISHED_WITH)
    with refused("reason_missing", "unsettled_reason"):
        publication.publish_edition(approved, by=approver, **said, accept_unsettled=True, unsettled_reason=" ")
    publication.publish_edition(approved, by=approver, **said, accept_unsettled=True, unsettled_reason=PUBLISHED_WITH)
    reason = AuditEntry.objects.about(approved).get(action="publish_edition", outcome="done").reason
    assert PUBLISHED_WITH in reason and "renames that nobody has settled: 1" in reason


def test_what_came_up_since_the_rehearsal_is_shown_first(approved, approver, bureaus):
    token = rehearse(approved, approver, JANUARY).token
    Organisation.objects.filter(pk=bureaus["林业局"].pk).update(closed_on=TODAYS - datetime.timedelta(days=1))
    with refused("rehearsal_stale"):
        publication.publish_edition(
            approved, by=approver, effective_from=JANUARY, rehearsal=token, accept_unsettled=True, unsettled_reason="x"
        )


def test_what_came_in_the_place_of_something_seen_is_shown_first_and_told(approved, approver, bureaus):
    """As many findings as before, but others: nobody has seen them."""
    closed = Organisation.objects.filter(pk=bureaus["自规局"].pk)
    closed.update(closed_on=TODAYS - datetime.timedelta(days=1))
    seen = rehearse(approved, approver, JANUARY)
    said = {"effective_from": JANUARY, "accept_unsettled": True, "unsettled_reason": PUBLISHED_WITH}
    closed.update(closed_on=None)
    with refused("rehearsal_stale", "effective_from") as refusal:
        publication.publish_edition(approved, by=approver, rehearsal=seen.token, **said)
    found = len(seen.publication.unsettled.findings)
    assert f"Findings that nobody has explained ({found} → 0)" in str(refusal.value)
    Organisation.objects.filter(pk=bureaus["林业局"].pk).update(closed_on=TODAYS - datetime.timedelta(days=1))
    with refused("rehearsal_stale"):
        publication.publish_edition(approved, by=approver, rehearsal=seen.token, **said)
    publication.publish_edition(approved, by=approver, rehearsal=rehearse(approved, approver, JANUARY).token, **said)


def test_a_report_of_a_wrong_answer_since_the_rehearsal_is_shown_first(old, approved, approver, county):
    token = rehearse(approved, approver, JANUARY).token
    SynonymSuggestion.objects.create(
        organisation=county, reported_by=AccountFactory(organisation=county), question="河道采砂",
        answered=old.entries.get(title="河道采砂监管"),
    )  # fmt: skip
    with refused("rehearsal_stale") as refusal:
        publication.publish_edition(approved, by=approver, effective_from=JANUARY, rehearsal=token)
    assert "Reports of wrong answers about these items, still to be decided (0 → 1)" in str(refusal.value)


def test_findings_are_those_of_the_day_it_applies_from(approved, approver, bureaus):
    Organisation.objects.filter(pk=bureaus["林业局"].pk).update(closed_on=datetime.date(2026, 12, 31))
    today, later = (len(rehearse(approved, approver, day).publication.unsettled.findings) for day in (TODAYS, JANUARY))
    assert later == today + 1


def test_a_changed_day_shows_its_consequences_before_it_is_published(approved, client, approver):
    client.force_login(approver)
    url = f"/responsibilities/edition/{approved.pk}/publish/"
    page = client.get(url)
    assert "The edition applies from 2026-11-23." in page.content.decode()

    def sent(page, **fields):
        token = re.search(r'name="rehearsal" value="([^"]+)"', page.content.decode())
        typed = {"accept_unsettled": "on", "unsettled_reason": PUBLISHED_WITH, **fields}
        return client.post(url, {"_version": page.context["token"], "rehearsal": token and token[1], **typed})

    other = sent(page, effective_from="2027-01-01")
    shown = other.content.decode()
    assert "The edition applies from 2027-01-01." in shown and "2026-11-23." not in shown
    assert "effective_from" in other.context["form"].errors and PUBLISHED_WITH in shown
    assert sent(other, effective_from="2027-01-01", accept_unsettled="").context["form"].errors["accept_unsettled"]
    assert sent(other, effective_from="2027-01-01").status_code == 302
    approved.refresh_from_db()
    assert approved.effective_from == JANUARY


def test_over_rest_the_rehearsed_day_is_published(approved, approver):
    api = APIClient()
    api.force_login(approver)
    edition = f"/api/v1/responsibilities/editions/{approved.pk}"
    rehearsal = api.get(f"{edition}/rehearsal/", {"effective_from": "2027-01-01"}).json()
    assert rehearsal["unsettled"] == {"findings": 0, "renames": 1}

    def publish(**said):
        return api.post(f"{edition}/publish/", said, format="json", headers={"If-Match": f'"{approved.version}"'})

    assert publish(effective_from="2027-01-01").json()["code"] == "not_rehearsed"
    said = {"rehearsal": rehearsal["token"], "accept_unsettled": True, "unsettled_reason": PUBLISHED_WITH}
    assert publish(effective_from="2027-01-02", **said).json()["code"] == "not_rehearsed"
    assert publish(effective_from="2027-01-01", rehearsal=rehearsal["token"]).json()["code"] == "unsettled"
    assert publish(effective_from="2027-01-01", **said).json()["effective_from"] == "2027-01-01"


def test_only_those_who_keep_the_list_and_only_until_publication(old, draft, client, county, editor):
    url = f"/responsibilities/edition/{draft.pk}/rehearsal/"
    for account in (member(county, Role.SUPERVISOR), member(CountyFactory(), Role.LIST_EDITOR)):
        client.force_login(account)
        assert client.get(url).status_code == 404
    client.force_login(editor)
    assert client.get(url).status_code == 200
    assert client.get(f"/responsibilities/edition/{old.pk}/rehearsal/").status_code == 404


def test_over_rest(old, draft, editor):
    api = APIClient()
    api.force_login(editor)
    url = f"/api/v1/responsibilities/editions/{draft.pk}/rehearsal/"
    answer = api.get(url, {"effective_from": "2027-01-01"})
    assert answer.status_code == 200, answer.json()
    body = answer.json()
    assert (body["effective_from"], body["replaces"]["id"]) == ("2027-01-01", old.pk)
    (removed,) = (line for line in body["lines"] if line["code"] == "removed")
    assert (removed["part"], removed["count"], removed["titles"]) == ("entries", 1, ["3 河道采砂监管"])
    assert api.get(url, {"effective_from": "someday"}).status_code == 400
    assert api.get(f"/api/v1/responsibilities/editions/{old.pk}/rehearsal/").status_code == 404
