"""Is the API a faithful translation: what it shows to whom, what it takes, and how it says no."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from governance.roles import Role
from responsibilities.api.serializers.entries import EntryRowSerializer, EntrySerializer
from responsibilities.models import Crosswalk, DutyList, Edition, LegalBasis
from tests.factories import CountyFactory, TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, THREE, WIDE, changed, table

pytestmark = pytest.mark.django_db

API = "/api/v1/responsibilities"


def client_of(account=None) -> APIClient:
    client = APIClient()
    if account is not None:
        client.force_authenticate(account)
    return client


@pytest.fixture
def anybody():
    return client_of()


@pytest.fixture
def published(county, bureaus, township):
    """A territorial list: 1 led by a bureau, 2 by townships, each under a heading of its own."""
    edition = EditionFactory(duty_list__owner=county)
    nature, river = HeadingFactory(edition=edition, title="自然资源"), HeadingFactory(edition=edition, title="生态环境")
    EntryFactory(
        edition=edition,
        heading=nature,
        position=1,
        title="违法占地查处",
        bodies={"lead": bureaus["自规局"], "support": "townships"},
    )
    EntryFactory(
        edition=edition,
        heading=river,
        position=2,
        title="河道保洁",
        bodies={"lead": "townships", "support": bureaus["公安局"]},
    )
    return publish_rows(edition)


def titles(client, **asked) -> list[str]:
    answer = client.get(f"{API}/entries/", asked)
    assert answer.status_code == 200, answer.json()
    return [row["title"] for row in answer.json()["results"]]


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_entries_are_filtered_by_what_they_say(anybody, published, county, bureaus, township):
    duty_list = published.duty_list_id
    assert titles(anybody) == ["违法占地查处", "河道保洁"]
    assert titles(anybody, list=duty_list) == ["违法占地查处", "河道保洁"]
    assert titles(anybody, list=duty_list + 1) == []
    assert titles(anybody, kind="basic_list") == []
    assert titles(anybody, owner="LS") == ["违法占地查处", "河道保洁"]
    assert titles(anybody, owner=township.code) == []
    assert titles(anybody, heading="生态环境") == ["河道保洁"]
    assert titles(anybody, q="占地 查处") == ["违法占地查处"]
    assert titles(anybody, q="占地 保洁") == []
    assert titles(anybody, township_led="true") == ["河道保洁"]
    assert titles(anybody, township_led="false") == ["违法占地查处"]
    assert titles(anybody, body=bureaus["公安局"].code) == ["河道保洁"]
    assert titles(anybody, body=bureaus["公安局"].code, role="lead") == []
    assert titles(anybody, body=township.code) == ["违法占地查处", "河道保洁"], (
        "every township has the townships' parts"
    )
    assert titles(anybody, body=township.code, role="lead") == ["河道保洁"]
    assert titles(anybody, role="takeover") == []
    assert titles(anybody, edition=published.pk) == ["违法占地查处", "河道保洁"]
    assert titles(anybody, edition=published.pk, list=duty_list + 1) == []


def test_entries_are_those_in_force_as_known(anybody, published):
    day = datetime.timedelta(days=1)
    assert titles(anybody, on="2026-08-31") == []
    assert len(titles(anybody, on="2026-09-01")) == 2
    today = timezone.localdate()
    assert titles(anybody, on="2026-09-01", known=(today - day).isoformat()) == []
    assert len(titles(anybody, on="2026-09-01", known=today.isoformat())) == 2
    assert titles(anybody, edition=published.pk, on="2026-08-31") == []


def test_a_wrong_parameter_is_an_error_and_never_ignored(anybody, published):
    for asked, field in [
        ({"on": "gestern"}, "on"),
        ({"tovnship_led": "true"}, "tovnship_led"),
        ({"body": "XX"}, "body"),
        ({"role": "boss"}, "role"),
        ({"kind": "wish_list"}, "kind"),
    ]:
        answer = anybody.get(f"{API}/entries/", asked)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_pages_follow_each_other_with_their_filters(anybody, county):
    edition = EditionFactory(duty_list__owner=county)
    heading = HeadingFactory(edition=edition)
    for number in range(1, 8):
        EntryFactory(edition=edition, heading=heading, position=number, title=f"事项{number}")
    publish_rows(edition)
    seen, url = [], f"{API}/entries/?page_size=3&q=%E4%BA%8B%E9%A1%B9"
    while url:
        answer = anybody.get(url).json()
        seen += [row["seq_no"] for row in answer["results"]]
        url = answer["next"]
    assert seen == list("1234567")


def test_an_entry_is_shown_whole(anybody, published, bureaus):
    draft = EditionFactory(duty_list=published.duty_list)
    entry = EntryFactory(
        edition=draft, internal_note="仅供内部", source={"备注": "仅供内部"}, bodies={"lead": bureaus["林业局"]}
    )
    LegalBasis.objects.create(entry=entry, position=1, text="《森林法》第三十九条", law="森林法")
    other = published.entries.first().item
    Crosswalk.objects.create(entry=entry, item=other, source_text="T-1")
    Edition.objects.filter(pk=published.pk).update(
        status="superseded", effective_to=datetime.date(2026, 12, 31), superseded_at=timezone.now()
    )
    publish_rows(draft, datetime.date(2027, 1, 1), edition_no=2)

    answer = anybody.get(f"{API}/entries/{entry.pk}/")
    body = answer.json()
    assert set(body) == set(EntrySerializer().fields)
    assert body["participations"] == [
        {
            "role": "lead",
            "body": {"code": bureaus["林业局"].code, "name": "市林业局"},
            "body_class": "",
            "duty_text": "1.lead；2.反馈。",
            "source_text": "",
        }
    ]
    assert body["legal_bases"] == [{"text": "《森林法》第三十九条", "law": "森林法"}]
    assert body["correspondences"] == [{"item": str(other.uid), "reference": "T-1"}]
    assert "仅供内部" not in answer.content.decode()
    row = anybody.get(f"{API}/entries/", {"edition": draft.pk}).json()["results"][0]
    assert set(row) == set(EntryRowSerializer().fields)


def test_lists_say_what_applies_on_a_date(anybody, published):
    (row,) = anybody.get(f"{API}/lists/").json()["results"]
    assert (row["kind"], row["owner"]["code"], row["edition"]["id"], row["upcoming"]) == (
        "territorial_list",
        "LS",
        published.pk,
        None,
    )
    (row,) = anybody.get(f"{API}/lists/", {"on": "2026-01-01"}).json()["results"]
    assert (row["edition"], row["upcoming"]["id"]) == (None, published.pk)
    assert anybody.get(f"{API}/lists/", {"search": "没有这个"}).json()["results"] == []
    assert anybody.get(f"{API}/lists/{published.duty_list_id}/").json()["edition"]["id"] == published.pk


def test_drafts_are_seen_by_those_who_edit_and_approve_only(anybody, published, county, editor, approver, township):
    draft = EditionFactory(duty_list=published.duty_list)
    EntryFactory(edition=draft, title="草稿事项")
    empty = DutyListFactory(owner=township, kind="basic_list")
    outsiders = [None, member(county, Role.TOWNSHIP_CLERK), member(CountyFactory(), Role.LIST_EDITOR)]
    for account in outsiders:
        client = client_of(account)
        assert [row["id"] for row in client.get(f"{API}/editions/").json()["results"]] == [published.pk]
        assert client.get(f"{API}/editions/{draft.pk}/").status_code == 404
        assert titles(client, edition=draft.pk) == []
        assert [row["id"] for row in client.get(f"{API}/lists/").json()["results"]] == [published.duty_list_id]
        assert client.get(f"{API}/lists/{empty.pk}/").status_code == 404
    for account in (editor, approver):
        client = client_of(account)
        assert {row["id"] for row in client.get(f"{API}/editions/").json()["results"]} == {published.pk, draft.pk}
        assert titles(client, edition=draft.pk) == ["草稿事项"]
        assert "草稿事项" not in titles(client), "nobody takes a draft for what is in force"
        assert client.get(f"{API}/lists/{empty.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["entries/", "editions/", "lists/", "summary/"])
def test_thirty_rows_cost_the_queries_of_three(anybody, county, bureaus, path):
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert anybody.get(f"{API}/{path}").status_code == 200
        return len(queries)

    def publish(count: int) -> None:
        for _ in range(count):
            edition = EditionFactory(duty_list__owner=TownshipFactory(parent=county))
            EntryFactory(edition=edition, bodies={"lead": bureaus["公安局"], "support": "townships"})
            publish_rows(edition)

    publish(3)
    few = ask()
    publish(27)
    assert ask() == few


# --- Writing ---------------------------------------------------------------------------------------------------------


def post(client, path, data=None, *, version=None, **extra):
    headers = {"If-Match": f'"{version}"'} if version else {}
    return client.post(f"{API}/{path}", data, headers=headers, **extra)


def test_from_an_empty_county_to_a_published_list(county, bureaus, township, editor, approver):
    edit, approve = client_of(editor), client_of(approver)
    opened = post(edit, "lists/", {"owner": "LS", "kind": "territorial_list", "title": "属地管理清单"})
    assert opened.status_code == 201
    draft = post(edit, f"lists/{opened.json()['id']}/drafts/", {})
    assert (draft.status_code, draft.json()["status"], draft["ETag"]) == (201, "draft", '"1"')
    edition = f"editions/{draft.json()['id']}"

    preview = post(edit, f"{edition}/import/preview/", {"file": upload(LAND, FOREST)}, format="multipart")
    assert (preview.status_code, preview.json()["entries"], preview.json()["faults"]) == (200, 2, [])
    imported = post(edit, f"{edition}/import/", {"file": upload(LAND, FOREST)}, version=1, format="multipart")
    assert (imported.status_code, imported["ETag"]) == (200, '"2"')
    submitted = post(edit, f"{edition}/submit/", version=2)
    assert submitted.json()["status"] == "review"
    decision = {"document_no": "澜政发〔2026〕15号", "decided_on": "2026-08-14"}
    assert post(approve, f"{edition}/approve/", decision, version=3).json()["status"] == "approved"
    day = {"effective_from": "2026-09-01"}
    token = approve.get(f"/api/v1/responsibilities/{edition}/rehearsal/", day).json()["token"]
    said = {**day, "rehearsal": token, "accept_unsettled": True, "unsettled_reason": "试验用。"}
    published = post(approve, f"{edition}/publish/", said, version=4)
    assert (published.status_code, published.json()["status"], published.json()["edition_no"]) == (200, "published", 1)

    assert titles(client_of()) == [LAND[2], FOREST[2]]


def upload(*rows, header=WIDE, name="清单.xlsx"):
    file = table(header, *rows)
    file.name = name
    return file


def test_refused_steps_say_so_with_their_code(published, editor, approver):
    draft = EntryFactory(edition=EditionFactory(duty_list=published.duty_list)).edition
    edit, approve = client_of(editor), client_of(approver)
    assert post(edit, f"editions/{draft.pk}/submit/").status_code == 428
    stale = post(edit, f"editions/{draft.pk}/submit/", version=9)
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]["version"]) == (412, "stale_version", 1)
    wrong = post(approve, f"editions/{draft.pk}/publish/", {"effective_from": "2026-09-01"}, version=1)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_state")
    forbidden = post(approve, f"editions/{draft.pk}/submit/", version=1)
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "not_permitted")
    post(edit, f"editions/{draft.pk}/submit/", version=1)
    missing = post(approve, f"editions/{draft.pk}/approve/", {"document_no": ""}, version=2)
    assert {error["field"] for error in missing.json()["errors"]} == {"document_no", "decided_on"}
    back = post(approve, f"editions/{draft.pk}/send-back/", {"reason": "第三项缺依据"}, version=2)
    assert back.json()["status"] == "draft"
    gone = post(edit, f"editions/{draft.pk}/discard/", {"reason": "重来"}, version=3)
    assert gone.json()["status"] == "discarded"


def test_strangers_reach_no_operation(anybody, published, editor):
    draft = EditionFactory(duty_list=published.duty_list)
    stranger = client_of(member(CountyFactory(), Role.LIST_EDITOR))
    drafts = f"lists/{published.duty_list_id}/drafts/"
    for path in (f"editions/{draft.pk}/submit/", f"editions/{draft.pk}/import/", drafts):
        assert post(anybody, path, {}, version=1).status_code == 401
    assert post(stranger, f"editions/{draft.pk}/submit/", version=1).status_code == 404
    assert post(stranger, drafts, {}).status_code == 403
    body = {"owner": "LS", "kind": "township_list", "title": "别县的清单"}
    assert post(stranger, "lists/", body).status_code == 403
    assert not DutyList.objects.filter(title="别县的清单").exists()


def test_a_file_with_faults_is_refused_with_all_of_them(county, bureaus, editor):
    draft = EditionFactory(duty_list__owner=county)
    rows = [changed(LAND, lead="市林业草原局：1.查处。"), changed(FOREST, seq_no=1)]
    answer = post(
        client_of(editor), f"editions/{draft.pk}/import/", {"file": upload(*rows)}, version=1, format="multipart"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "file_has_faults")
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
        ("D2", "unknown_body"),
        ("A3", "duplicate_number"),
    ]
    (preview,) = answer.json()["lists"]
    assert preview["faults"][0]["suggestions"][0] == "市林业局"
    assert preview["rows"] == {"read": 2, "items": 2, "sections": 0, "totals": 0, "skipped": 0}
    assert not draft.entries.exists()


def test_what_is_no_spreadsheet_is_refused_in_words(county, editor):
    draft = EditionFactory(duty_list__owner=county)
    file = upload(LAND)
    file.write(b"no archive any more")
    file.truncate(40)
    file.seek(0)
    answer = post(client_of(editor), f"editions/{draft.pk}/import/preview/", {"file": file}, format="multipart")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


def test_a_preview_is_for_editors(published, county, approver):
    draft = EditionFactory(duty_list=published.duty_list)
    answer = post(
        client_of(approver), f"editions/{draft.pk}/import/preview/", {"file": upload(LAND)}, format="multipart"
    )
    assert answer.status_code == 403


def test_three_lists_of_a_township_come_from_one_file(township, bureaus, editor):
    rows = [
        ["基本", 1, "党的建设", "发展党员", "", "", "制定计划。", "", "", ""],
        ["收回", 1, "民生服务", "等级评定", "", "", "", "民政局", "委托评审。", ""],
    ]
    client, data = client_of(editor), {"township": township.code}
    preview = post(
        client, "township-lists/import/preview/", {**data, "file": upload(*rows, header=THREE)}, format="multipart"
    )
    assert [(found["kind"], found["entries"]) for found in preview.json()] == [("basic_list", 1), ("withdrawn_list", 1)]
    assert not DutyList.objects.exists()
    answer = post(client, "township-lists/import/", {**data, "file": upload(*rows, header=THREE)}, format="multipart")
    assert [edition["status"] for edition in answer.json()] == ["draft", "draft"]
    assert DutyList.objects.filter(owner=township).count() == 2
