"""Can a system report wrong answers and an editor's system settle them, with the same rights and rules as on pages."""

import pytest
from rest_framework.test import APIClient

from governance.roles import Role
from responsibilities.models import Synonym, SynonymSuggestion
from tests.factories import TownshipFactory, member
from tests.responsibilities.factories import EditionFactory, EntryFactory, publish_rows

pytestmark = pytest.mark.django_db

URL = "/api/v1/responsibilities/suggestions/"
QUESTION = "有人在桥头支摊子"


def client_of(account=None) -> APIClient:
    client = APIClient()
    if account is not None:
        client.force_authenticate(account)
    return client


@pytest.fixture
def entry(county, bureaus):
    edition = EditionFactory(duty_list__owner=county)
    entry = EntryFactory(edition=edition, title="占道经营治理", bodies={"lead": bureaus["公安局"]})
    publish_rows(edition)
    return entry


@pytest.fixture
def clerk(township):
    return client_of(member(township, Role.TOWNSHIP_CLERK))


@pytest.fixture
def report(entry, clerk, township):
    sent = {"organisation": township.code, "question": QUESTION, "proposed": entry.pk, "note": "桥头归我们管"}
    answer = clerk.post(URL, sent, format="json")
    assert answer.status_code == 201, answer.json()
    return answer


def test_a_report_says_what_was_asked_and_what_would_be_right(report, entry, township):
    body = report.json()
    assert body["organisation"] == {"code": township.code, "name": township.name}
    assert (body["question"], body["answered"], body["status"], body["synonym"]) == (QUESTION, None, "open", None)
    title = entry.edition.duty_list.title
    assert body["proposed"] == {"id": entry.pk, "list": title, "seq_no": entry.seq_no, "title": entry.title}
    assert report["ETag"] == f'"{body["version"]}"'


def test_a_department_reports_for_itself_and_for_nobody_else(bureaus, township, entry):
    department = client_of(member(bureaus["公安局"], Role.DEPARTMENT_CLERK))
    sent = {"question": QUESTION}
    assert department.post(URL, sent | {"organisation": bureaus["公安局"].code}, format="json").status_code == 201
    refused = department.post(URL, sent | {"organisation": township.code}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    assert client_of().post(URL, sent, format="json").status_code == 401


def test_the_same_key_reports_once(entry, clerk, township):
    sent = {"organisation": township.code, "question": QUESTION}
    answers = [clerk.post(URL, sent, format="json", HTTP_IDEMPOTENCY_KEY="a1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert SynonymSuggestion.objects.count() == 1


def test_what_was_reported_already_or_is_not_published_is_refused(report, clerk, township, county, entry):
    sent = {"organisation": township.code, "question": QUESTION, "proposed": entry.pk}
    again = clerk.post(URL, sent, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "reported_already")
    drafted = EntryFactory(edition__duty_list__owner=township)
    hidden = clerk.post(URL, sent | {"proposed": drafted.pk}, format="json")
    assert (hidden.status_code, hidden.json()["errors"][0]["field"]) == (400, "proposed")


def test_editors_see_all_reports_and_others_their_own(report, clerk, editor, county):
    stranger = client_of(member(TownshipFactory(parent=county), Role.TOWNSHIP_CLERK))
    pk = report.json()["id"]
    for client, seen in ((clerk, [pk]), (client_of(editor), [pk]), (stranger, [])):
        assert [row["id"] for row in client.get(URL, {"status": "open"}).json()["results"]] == seen
        assert client.get(f"{URL}{pk}/").status_code == (200 if seen else 404)
    assert clerk.get(URL, {"status": "declined"}).json()["results"] == []
    assert clerk.get(URL, {"state": "open"}).status_code == 400, "unknown parameters are an error"


def test_an_editor_takes_a_report_up(report, editor, entry):
    client = client_of(editor)
    url = f"{URL}{report.json()['id']}/accept/"
    sent = {"entry": entry.pk, "phrase": "桥头支摊子"}
    assert client.post(url, sent, format="json").status_code == 428
    answer = client.post(url, sent, format="json", HTTP_IF_MATCH=report["ETag"])
    assert answer.status_code == 200, answer.json()
    assert answer.json()["status"] == "accepted"
    assert answer.json()["synonym"] == {"item": str(entry.item.uid), "phrase": "桥头支摊子"}
    assert answer["ETag"] != report["ETag"]
    late = client.post(url, sent, format="json", HTTP_IF_MATCH=report["ETag"])
    assert late.status_code == 412
    again = client.post(url, sent, format="json", HTTP_IF_MATCH="*")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_an_editor_declines_with_a_reason(report, editor):
    client = client_of(editor)
    url = f"{URL}{report.json()['id']}/decline/"
    stale = client.post(url, {"reason": "与清单无关"}, format="json", HTTP_IF_MATCH='"99"')
    assert stale.status_code == 412
    assert SynonymSuggestion.objects.get().status == "open"
    missing = client.post(url, {}, format="json", HTTP_IF_MATCH="*")
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (400, "reason")
    answer = client.post(url, {"reason": "与清单无关"}, format="json", HTTP_IF_MATCH=report["ETag"])
    assert answer.json()["status"] == "declined"
    assert not Synonym.objects.exists()


def test_who_reported_may_not_settle(report, clerk, entry):
    pk = report.json()["id"]
    for verb, sent in (("accept", {"entry": entry.pk}), ("decline", {"reason": "不要"})):
        answer = clerk.post(f"{URL}{pk}/{verb}/", sent, format="json", HTTP_IF_MATCH="*")
        assert answer.status_code == 403
    assert SynonymSuggestion.objects.get().status == "open"
