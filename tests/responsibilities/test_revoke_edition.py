"""Does revoking a publication put the edition before it in force again, and leave what was known as it was."""

import datetime
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from governance.models import AuditEntry, Event, EventDelivery
from governance.roles import Role
from responsibilities.models import Edition, Entry, Item, Lineage
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.publication import revoke_edition
from responsibilities.operations.workflow import approve_edition, send_back_edition, submit_edition
from responsibilities.selectors.comparison import comparison, predecessor
from responsibilities.selectors.history import history
from responsibilities.selectors.lists import listed_editions
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.refusals import refused
from tests.responsibilities.conftest import TODAY
from tests.responsibilities.factories import DutyListFactory, EntryFactory, HeadingFactory
from tests.responsibilities.publishing import publish_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


SEPTEMBER, DECEMBER, NEXT_YEAR = (datetime.date(2026, 9, 1), datetime.date(2026, 12, 1), datetime.date(2027, 1, 1))
TODAYS = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def clock_stands(time_machine, today):
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def duty_list(county):
    return DutyListFactory(owner=county)


@pytest.fixture
def publish(duty_list, editor, approver):
    """Publish an edition that says these titles; the same title is the same item."""

    def publish(*titles, effective_from=SEPTEMBER, bodies=None, lineages=()):
        draft = start_draft(duty_list, by=editor, empty=True)
        heading = HeadingFactory(edition=draft, title="领域")
        for position, title in enumerate(titles, 1):
            known = Entry.objects.filter(edition__duty_list=duty_list, title=title).first()
            item = known.item if known else Item.objects.create(duty_list=duty_list)
            EntryFactory(edition=draft, heading=heading, position=position, title=title, item=item, bodies=bodies)
        items = {entry.title: entry.item for entry in Entry.objects.filter(edition__duty_list=duty_list)}
        for kind, one, other in lineages:
            Lineage.objects.create(edition=draft, kind=kind, from_item=items[one], to_item=items[other])
        submit_edition(draft, by=editor)
        approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=datetime.date(2026, 8, 14))
        return publish_edition(draft, by=approver, effective_from=effective_from)

    return publish


@pytest.fixture
def two(publish):
    return publish("占地"), publish("占地", "毁林", effective_from=DECEMBER)


def test_the_edition_before_applies_again_without_an_end(two, duty_list, approver):
    old, new = two
    revoke_edition(new, by=approver, reason="公布文件被撤回", document_no=" 澜政发〔2026〕40号 ")

    for edition in two:
        edition.refresh_from_db()
    assert (new.status, new.revocation_no) == ("revoked", "澜政发〔2026〕40号")
    assert new.revoked_at is not None and new.effective_to is None and new.is_public
    assert (old.status, old.effective_to, old.superseded_at) == ("published", None, None)
    assert duty_list.editions.in_force(NEXT_YEAR).get() == old
    assert not new.is_in_force(NEXT_YEAR) and old.is_in_force(NEXT_YEAR)


def test_the_audit_says_what_was_revoked_why_and_what_was_reopened(two, approver):
    old, new = two
    revoke_edition(new, by=approver, reason="公布文件被撤回")
    revoked, reopened = AuditEntry.objects.filter(action="revoke_edition").order_by("pk")
    assert (revoked.target_id, revoked.reason) == (str(new.pk), "公布文件被撤回")
    assert (reopened.target_id, reopened.before["status"], reopened.after["status"]) == (
        str(old.pk),
        "superseded",
        "published",
    )
    assert reopened.before["effective_to"] == "2026-11-30" and reopened.after["effective_to"] is None
    assert str(new) in reopened.reason


def test_the_bodies_of_both_editions_are_told(publish, county, bureaus, approver):
    publish("占地", bodies={"lead": bureaus["公安局"]})
    new = publish("占地", effective_from=DECEMBER, bodies={"lead": bureaus["林业局"]})
    revoke_edition(new, by=approver, reason="公布文件被撤回")
    event = Event.objects.get(kind="responsibilities.edition.revoked")
    told = set(EventDelivery.objects.filter(event=event).values_list("organisation", flat=True))
    assert told == {county.pk, bureaus["公安局"].pk, bureaus["林业局"].pk}
    assert event.page_path == f"/public/editions/{new.pk}/"


def test_what_was_known_stays_known(publish, duty_list, approver, time_machine):
    old = publish("占地")
    new = publish("毁林", effective_from=datetime.date(2026, 10, 1))
    time_machine.move_to("2026-11-30T10:00:00+08:00", tick=False)
    revoke_edition(new, by=approver, reason="公布文件被撤回")
    in_october = datetime.date(2026, 10, 15)
    assert duty_list.editions.in_force(in_october).get() == old
    assert duty_list.editions.in_force(in_october, known=datetime.date(2026, 11, 29)).get() == new
    (then,) = listed_editions([duty_list], in_october, datetime.date(2026, 11, 29))
    (now,) = listed_editions([duty_list], in_october)
    assert (then.edition, now.edition) == (new, old)


def test_numbers_never_come_twice(two, publish, approver):
    _old, new = two
    revoke_edition(new, by=approver, reason="公布文件被撤回")
    third = publish("占地", effective_from=SEPTEMBER + datetime.timedelta(days=10))
    assert (new.edition_no, third.edition_no) == (2, 3)
    assert list(Edition.objects.in_force(NEXT_YEAR)) == [third]


def test_one_revocation_after_the_other_leads_back_to_the_first(publish, duty_list, approver):
    first, second, third = (
        publish("占地", effective_from=SEPTEMBER + datetime.timedelta(days=days)) for days in range(3)
    )
    with refused("not_the_last"):
        revoke_edition(second, by=approver, reason="依据有误")
    revoke_edition(third, by=approver, reason="依据有误")
    second.refresh_from_db()
    revoke_edition(second, by=approver, reason="依据有误")
    assert duty_list.editions.in_force().get() == first
    first.refresh_from_db()
    revoke_edition(first, by=approver, reason="依据有误")
    assert not duty_list.editions.in_force().exists()


def test_only_published_editions_are_revoked_once_and_with_a_reason(two, county, duty_list, editor, approver):
    _old, new = two
    with refused("reason_missing", "reason"):
        revoke_edition(new, by=approver, reason=" ")
    with refused("stale_version"):
        revoke_edition(new, by=approver, reason="依据有误", version=new.version - 1)
    for stranger in (editor, member(CountyFactory(), Role.LIST_APPROVER)):
        with refused("not_permitted"):
            revoke_edition(new, by=stranger, reason="依据有误")
    revoke_edition(new, by=approver, reason="依据有误")
    with refused("wrong_state"):
        revoke_edition(new, by=approver, reason="依据有误")
    draft = start_draft(duty_list, by=editor)
    with refused("wrong_state"):
        revoke_edition(draft, by=approver, reason="依据有误")


def test_a_draft_copied_from_it_goes_on(two, duty_list, editor, approver):
    old, new = two
    draft = start_draft(duty_list, by=editor)
    before = draft.version
    revoke_edition(new, by=approver, reason="依据有误")
    draft.refresh_from_db()
    assert (draft.based_on, draft.version, draft.entries.count()) == (new, before, 2)
    assert predecessor(draft) == old, "it is compared with what its publication would replace"


def test_sent_back_with_its_reason_from_every_step_before_publication(duty_list, editor, approver):
    draft = EntryFactory(edition__duty_list=duty_list).edition
    for step in ("review", "approved"):
        submit_edition(draft, by=editor)
        if step == "approved":
            approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=SEPTEMBER)
        send_back_edition(draft, by=approver, reason=f"退回于{step}")
        assert draft.status == "draft"
        assert AuditEntry.objects.filter(action="send_back_edition").latest("pk").reason == f"退回于{step}"


# --- Comparison and history -----------------------------------------------------------------------------------------


def test_what_follows_a_revoked_edition_is_compared_with_what_it_followed(publish, approver):
    old = publish("占地", "毁林")
    gone = publish("占地", effective_from=DECEMBER)
    revoke_edition(gone, by=approver, reason="依据有误")
    third = publish("占地", "毁林", "采砂", effective_from=NEXT_YEAR)
    gone.refresh_from_db()
    assert predecessor(third) == old
    assert predecessor(gone) == old
    assert [change.title for change in comparison(old, third).changes] == ["采砂"]


def test_a_split_that_was_revoked_did_not_happen(publish, duty_list, approver):
    old = publish("占地", "毁林")
    gone = publish(
        "占地", "毁林", "占地之二", effective_from=DECEMBER,
        lineages=[("split", "占地", "占地"), ("split", "占地", "占地之二")],
    )  # fmt: skip
    revoke_edition(gone, by=approver, reason="依据有误")
    third = publish("占地", "毁林", effective_from=NEXT_YEAR)
    gone.refresh_from_db()
    assert comparison(old, third).changes == []
    (back,) = comparison(gone, third).changes
    assert back.kinds == ("merged",)
    (forth,) = comparison(third, gone).changes
    assert forth.kinds == ("split",)

    item = Entry.objects.get(edition=old, title="占地").item
    steps = history(item, Edition.objects.filter(duty_list=duty_list))
    assert [(step.edition, step.change.kinds) for step in steps] == [(third, ()), (gone, ("split",)), (old, ("added",))]
    part = Entry.objects.get(edition=gone, title="占地之二").item
    latest = history(part, Edition.objects.filter(duty_list=duty_list))[0]
    assert [text.title for text in latest.change.after] == ["占地"], "what it came from goes on"


def test_known_then_its_history_ends_with_it(publish, duty_list, approver, time_machine):
    publish("占地")
    gone = publish("占地", effective_from=DECEMBER)
    time_machine.move_to("2026-12-20T10:00:00+08:00", tick=False)
    revoke_edition(gone, by=approver, reason="依据有误")
    item = Entry.objects.get(edition=gone).item
    steps = history(item, Edition.objects.filter(duty_list=duty_list), known=datetime.date(2026, 12, 1))
    assert steps[0].edition == gone


# --- Readable for good, and never changed -----------------------------------------------------------------------------


def test_it_stays_at_its_address_and_says_that_it_was_revoked(two, client, approver):
    _old, new = two
    entry = new.entries.get(title="毁林")
    revoke_edition(new, by=approver, reason="依据有误", document_no="澜政发〔2026〕40号")
    page = client.get(f"/public/editions/{new.pk}/").content.decode()
    assert "This edition was revoked on 2026-11-23" in page and "澜政发〔2026〕40号" in page
    assert "Edition 1 applies today." in page and "毁林" in page
    assert "revoked on 2026-11-23" in client.get(f"/public/entries/{entry.pk}/").content.decode()
    listed = client.get(f"/public/lists/{new.duty_list_id}/").content.decode()
    assert "revoked 2026-11-23" in listed and "毁林" not in listed


def test_its_sheet_and_its_file_say_so_too(two, client, approver):
    _old, new = two
    revoke_edition(new, by=approver, reason="依据有误", document_no="澜政发〔2026〕40号")
    sheet = client.get(reverse("public_edition_print", args=[new.pk])).content.decode()
    assert "2026年11月23日废止（澜政发〔2026〕40号）" in sheet
    file = client.get(reverse("public_edition_file", args=[new.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert any("2026-12-01起施行，2026-11-23废止" in str(cell) for row in rows for cell in row)


def test_its_rows_stay_frozen(two, approver):
    _old, new = two
    revoke_edition(new, by=approver, reason="依据有误")
    entry = new.entries.first()
    for statement in (
        f"UPDATE responsibilities_entry SET title = '改' WHERE id = {entry.pk}",
        f"DELETE FROM responsibilities_entry WHERE id = {entry.pk}",
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_list_with_nothing_but_a_revoked_edition_is_still_shown(publish, duty_list, client, approver):
    only = publish("占地")
    revoke_edition(only, by=approver, reason="依据有误")
    page = client.get(f"/public/lists/{duty_list.pk}/")
    assert page.status_code == 200
    assert "No edition of this list is in force today." in page.content.decode()
    assert duty_list.title in client.get("/public/lists/").content.decode()


# --- Pages and API ----------------------------------------------------------------------------------------------------


def test_the_step_names_what_is_reopened_and_which_draft_goes_on(two, duty_list, client, editor, approver):
    old, new = two
    draft = start_draft(duty_list, by=editor)
    client.force_login(approver)
    url = f"/responsibilities/edition/{new.pk}/revoke/"
    page = client.get(url).content.decode()
    assert f"{old}</a> applies again" in page
    assert f"{draft}</a> was copied from this edition" in page
    token = page.split('name="_version" value="')[1].split('"')[0]
    done = client.post(url, {"_version": token, "reason": "依据有误", "document_no": ""}, follow=True)
    assert done.status_code == 200
    new.refresh_from_db()
    assert new.status == "revoked"


def test_a_superseded_edition_says_why_it_cannot_be_revoked(two, client, approver):
    old, _new = two
    old.refresh_from_db()
    client.force_login(approver)
    page = client.get(f"/responsibilities/edition/{old.pk}/").content.decode()
    assert "Another edition was published after this one" in page


def test_over_rest_the_answer_names_the_replacement_and_the_drafts(two, duty_list, editor, approver):
    old, new = two
    draft = start_draft(duty_list, by=editor)
    api = APIClient()
    api.force_login(approver)
    url = f"/api/v1/responsibilities/editions/{new.pk}/revoke/"
    assert api.post(url, {"reason": "依据有误"}, format="json").status_code == 428
    answer = api.post(url, {"reason": "依据有误"}, format="json", HTTP_IF_MATCH=f'"{new.version}"')
    assert answer.status_code == 200, answer.json()
    body = answer.json()
    assert (body["status"], body["replacement"]["id"]) == ("revoked", old.pk)
    assert [found["id"] for found in body["drafts"]] == [draft.pk]
    assert body["revoked_at"].startswith("2026-11-23")
    again = api.post(url, {"reason": "依据有误"}, format="json", HTTP_IF_MATCH="*")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_townships_are_told_if_the_list_speaks_of_them(publish, county, approver):
    township = TownshipFactory(parent=county)
    OrganisationFactory(parent=county)
    only = publish("占地", bodies={"lead": "townships"})
    revoke_edition(only, by=approver, reason="依据有误")
    told = EventDelivery.objects.filter(event__kind="responsibilities.edition.revoked").values_list(
        "organisation", flat=True
    )
    assert set(told) == {county.pk, township.pk}
