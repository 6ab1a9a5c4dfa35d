"""Is the API a faithful translation: what it shows to whom, what it takes, and how it says no."""

import datetime
import re

import pytest
from django.urls import resolve
from rest_framework.test import APIClient

from enforcement.api.serializers import (
    CaseRowSerializer,
    CaseSerializer,
    GrantSerializer,
    PowerRowSerializer,
    PowerSerializer,
    TransferRowSerializer,
    TransferSerializer,
)
from enforcement.models import EnforcementCase, Transfer
from enforcement.operations.cases import attach_file, file_case
from enforcement.operations.transfers import accept_transfer, send_back_transfer, transfer_case
from enforcement.states import CaseStatus, SendBackReason, TransferStatus
from governance import roles
from governance.models import AuditEntry, Event, Membership
from governance.roles import Role
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, photo, published_entry
from tests.factories import member

API = "/api/v1/enforcement"


def client_of(account) -> APIClient:
    client = APIClient()
    client.force_authenticate(account)
    return client


@pytest.fixture
def clerk(world):
    return client_of(world.clerk)


@pytest.fixture
def department(world):
    """The department's system: a service account with the role its people have."""
    return client_of(member(world.department, Role.DEPARTMENT_CLERK, kind="service"))


@pytest.fixture
def said(world):
    """An ordinary case as a client sends it."""
    return {
        "township": world.township.code,
        "power": world.power.pk,
        "entry": world.entry.pk,
        "facts": "当事人将果皮扔在人行道上。",
        "place": "汀砚镇前街12号",
        "party_kind": "citizen",
        "party_name": "张三丰",
        "found_at": "2026-09-14T08:30:00+08:00",
    }


def problem(response, status: int, code: str) -> dict:
    assert response.status_code == status, response.json()
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["code"] == code, body
    return body


# --- Cases ---------------------------------------------------------------------------------------------------------


def test_case_is_filed_and_its_address_and_version_come_back(world, clerk, said):
    response = clerk.post(f"{API}/cases/", said)
    assert response.status_code == 201, response.json()
    body = response.json()
    assert body["case_no"] == "汀砚综执立〔2026〕1号"
    assert response["ETag"] == '"1"'
    assert set(body) == set(CaseSerializer().fields)
    assert body["filed_at"] == "2026-09-14T10:00:00+08:00"
    assert body["custody"] == [
        {
            "holder": {"code": world.township.code, "name": "汀砚镇"},
            "since": body["filed_at"],
            "until": None,
            "ended_because": "",
        }
    ]
    assert clerk.get(f"{API}/cases/{body['id']}/").json() == body


def test_same_idempotency_key_files_one_case(clerk, said):
    answers = [clerk.post(f"{API}/cases/", said, headers={"Idempotency-Key": "clerk-1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert EnforcementCase.objects.count() == 1


def test_refusal_names_field_article_and_who_is_competent(world, clerk, said):
    water = PenaltyPowerFactory(department=world.other)
    body = problem(clerk.post(f"{API}/cases/", said | {"power": water.pk}), 409, "power_not_held")
    assert body["errors"][0]["field"] == "power"
    assert "市水利局" in body["detail"]
    assert "第十七条" in body["basis"]
    assert not EnforcementCase.objects.exists()


def test_what_is_missing_or_wrong_is_said_field_by_field(clerk, said):
    body = problem(clerk.post(f"{API}/cases/", said | {"found_at": "gestern", "township": "nowhere"}), 400, "invalid")
    assert {error["field"] for error in body["errors"]} == {"found_at", "township"}


def test_another_township_cannot_file_here(world, said):
    problem(client_of(world.neighbour_clerk).post(f"{API}/cases/", said), 403, "not_permitted")


def test_draft_entry_is_as_unknown_as_no_entry(world, clerk, said):
    from tests.responsibilities.factories import EditionFactory, EntryFactory

    draft = EntryFactory(edition=EditionFactory(duty_list__owner=world.neighbour), title="尚未公布的事项")
    response = clerk.post(f"{API}/cases/", said | {"entry": draft.pk})
    problem(response, 400, "invalid")
    assert "尚未公布" not in response.content.decode()


def test_list_has_the_shape_it_promises_and_masks_the_party(case, clerk):
    (row,) = clerk.get(f"{API}/cases/").json()["results"]
    assert set(row) == set(CaseRowSerializer().fields)
    assert row["party_name"] == "张**"
    assert row["due_at"].endswith("+08:00")


def test_filters_narrow_the_list(world, case, clerk, facts):
    other = PenaltyPowerFactory(department=world.other, catalogue_no="CS-9999")
    PowerGrantFactory(power=other, township=world.township)
    second = file_case(world.township, by=member(world.township, Role.OFFICER), **facts | {"power": other})
    transfer_case(second, by=world.clerk, receiver=world.other, reason_code="not_our_item", explanation="移送。",
                  argument="处罚目录列明由水利局主管。")  # fmt: skip

    def found(**asked):
        return {row["case_no"] for row in clerk.get(f"{API}/cases/", asked).json()["results"]}

    everything = {case.case_no, second.case_no}
    assert found() == everything
    assert found(status="transferring") == {second.case_no}
    assert found(catalogue_no="CS-9999") == {second.case_no}
    assert found(mine="true") == {case.case_no}
    assert found(township=world.township.code, holder=world.township.code) == everything
    assert found(search="果皮 前街") == {case.case_no}
    assert found(search="三丰") == everything
    assert found(filed_from="2026-09-14", filed_to="2026-09-14") == everything
    assert found(filed_from="2026-09-15") == set()
    assert found(overdue="true") == set()
    assert found(overdue="false") == everything
    problem(clerk.get(f"{API}/cases/", {"statsu": "filed"}), 400, "invalid")
    problem(clerk.get(f"{API}/cases/", {"township": "nowhere"}), 400, "invalid")


def test_overdue_counts_by_the_clock(case, clerk, clock):
    clock.move_to(case.due_at + datetime.timedelta(seconds=1))
    assert len(clerk.get(f"{API}/cases/", {"overdue": "true"}).json()["results"]) == 1


def test_search_by_name_does_not_betray_it_to_who_may_not_see_it(world, case):
    leader = client_of(member(world.township, Role.LEADER))
    assert leader.get(f"{API}/cases/", {"search": "三丰"}).json()["results"] == []
    assert leader.get(f"{API}/cases/{case.pk}/").json()["party_name"] == "张**"


def test_reading_a_name_in_full_is_recorded(world, case, clerk):
    assert clerk.get(f"{API}/cases/{case.pk}/").json()["party_name"] == "张三丰"
    assert AuditEntry.objects.get(action="view_party").account == world.clerk


@pytest.mark.parametrize("account", ["other_clerk", "neighbour_clerk", "department_clerk", "nobody"])
def test_outsiders_find_no_trace(world, case, account):
    file = attach_file(case, by=world.clerk, file=photo())
    client = client_of(getattr(world, account))
    assert client.get(f"{API}/cases/").json()["results"] == []
    for address in ("", "files/", f"files/{file.pk}/", "proposed-receivers/"):
        problem(client.get(f"{API}/cases/{case.pk}/{address}"), 404, "not_found")
    for address in ("files/", "transfer/"):
        problem(client.post(f"{API}/cases/{case.pk}/{address}", {}), 404, "not_found")


def test_nobody_signed_in_gets_nothing(case, transfer):
    for address in ("powers/", "grants/", "cases/", f"cases/{case.pk}/", "transfers/", f"transfers/{transfer.pk}/"):
        assert APIClient().get(f"{API}/{address}").status_code == 401, address


# --- Files ---------------------------------------------------------------------------------------------------------


def test_file_is_sent_listed_and_fetched(case, clerk):
    sent = clerk.post(f"{API}/cases/{case.pk}/files/", {"file": photo("现场.png")}, format="multipart")
    assert sent.status_code == 201, sent.json()
    listed = clerk.get(f"{API}/cases/{case.pk}/files/").json()
    assert listed == [sent.json()]
    assert re.fullmatch("[0-9a-f]{64}", listed[0]["sha256"])
    fetched = clerk.get(listed[0]["url"])
    assert b"".join(fetched.streaming_content) == photo().read()


def test_bad_file_is_refused_with_its_reason(case, clerk):
    sent = clerk.post(f"{API}/cases/{case.pk}/files/", {"file": photo("现场.pdf")}, format="multipart")
    assert problem(sent, 409, "file_name_mismatch")["errors"][0]["field"] == "file"
    problem(clerk.post(f"{API}/cases/{case.pk}/files/", {}, format="multipart"), 400, "invalid")


# --- Transfers -----------------------------------------------------------------------------------------------------


def test_proposals_come_with_their_reason(world, case, clerk):
    (proposal,) = clerk.get(f"{API}/cases/{case.pk}/proposed-receivers/").json()
    assert proposal["receiver"] == {"code": world.department.code, "name": "市城市管理局"}
    assert world.entry.title in proposal["reason"]
    assert proposal["entry"]["id"] == world.entry.pk


def test_main_job_township_sends_department_fetches_and_accepts(world, case, clerk, department):
    attach_file(case, by=world.clerk, file=photo("现场.png"))
    sent = clerk.post(
        f"{API}/cases/{case.pk}/transfer/",
        {"receiver": world.department.code, "reason_code": "not_our_item", "explanation": "属主责事项。"},
        headers={"If-Match": '"1"'},
    )
    assert sent.status_code == 201, sent.json()

    event = Event.objects.get()
    resolve(event.api_path)
    resolve(event.page_path)
    fetched = department.get(event.api_path)
    body = fetched.json()
    assert set(body) == set(TransferSerializer().fields)
    assert body["case"]["facts"] == case.facts
    assert body["case"]["party_name"] == "张三丰"
    (file,) = body["files"]
    assert set(file) == {"id", "name", "content_type", "size", "sha256", "url"}
    assert b"".join(department.get(file["url"]).streaming_content) == photo().read()

    accepted = department.post(
        f"{event.api_path}accept/", {"external_ref": "城管-12"}, headers={"If-Match": fetched["ETag"]}
    )
    assert accepted.status_code == 200, accepted.json()
    assert (accepted.json()["status"], accepted.json()["receiver_ref"]) == ("accepted", "城管-12")
    case.refresh_from_db()
    assert (case.status, case.holder) == (CaseStatus.TRANSFERRED, world.department)
    assert clerk.get(f"{API}/cases/{case.pk}/").json()["holder"]["code"] == world.department.code


def test_department_sends_back_and_names_whose_it_is(world, transfer, department):
    entry = published_entry(world.neighbour, lead=world.other)
    address = f"{API}/transfers/{transfer.pk}/send-back/"
    said = {"reason_code": "not_our_item", "explanation": "属水利事项。"}
    body = problem(department.post(address, said), 409, "right_body_missing")
    assert body["errors"][0]["field"] == "right_body"
    answer = department.post(address, said | {"right_body": world.other.code, "right_entry": entry.pk})
    assert answer.status_code == 200, answer.json()
    returned = answer.json()
    assert returned["right_body"]["name"] == "市水利局"
    assert returned["right_entry"]["id"] == entry.pk
    assert returned["status"] == "sent_back"
    assert returned["files"] == []
    assert set(returned["case"]) == {"id", "case_no", "cause"}


def test_who_sent_it_back_keeps_its_answer_and_loses_the_file(world, case, letter, department):
    attach_file(case, by=world.clerk, file=photo())
    transfer = transfer_case(case, by=world.clerk, **letter)
    file = transfer.files.get()
    address = f"{API}/transfers/{transfer.pk}/"
    send_back_transfer(
        transfer, by=world.department_clerk, reason_code=SendBackReason.EXPIRED, explanation="已过时效。"
    )

    body = department.get(address).json()
    assert body["send_back_explanation"] == "已过时效。"
    assert "张" not in str(body["case"])
    problem(department.get(f"{address}files/{file.pk}/"), 404, "not_found")
    problem(department.get(f"{API}/cases/{case.pk}/"), 404, "not_found")
    assert department.get(f"{API}/cases/").json()["results"] == []


def test_answer_is_given_once(transfer, department):
    address = f"{API}/transfers/{transfer.pk}/accept/"
    assert department.post(address).status_code == 200
    assert "第二十五条" in problem(department.post(address), 409, "already_answered")["basis"]


@pytest.mark.parametrize(
    ("verb", "said"),
    [("accept", {"external_ref": "城管-12"}), ("send-back", {"reason_code": "expired", "explanation": "已过时效。"})],
)
def test_an_answer_whose_confirmation_was_lost_is_asked_again_and_confirmed(transfer, department, verb, said):
    address = f"{API}/transfers/{transfer.pk}/{verb}/"
    answers = [department.post(address, said, headers={"Idempotency-Key": "letter-1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[1].json()
    assert answers[0].json() == answers[1].json()
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert Event.objects.filter(kind__startswith="enforcement.transfer.").count() == 1


def test_what_was_sent_before_the_receiver_accepted_may_be_sent_again(world, case, clerk, department):
    """The case has another holder since, but the right was used where the sender still has it."""
    letter = {"receiver": world.department.code, "reason_code": "not_our_item", "explanation": "属主责事项。"}

    def attach():
        sent = {"file": photo()}
        return clerk.post(f"{API}/cases/{case.pk}/files/", sent, format="multipart", headers={"Idempotency-Key": "f"})

    def transfer():
        return clerk.post(f"{API}/cases/{case.pk}/transfer/", letter, headers={"Idempotency-Key": "t"})

    first = [attach(), transfer()]
    assert [answer.status_code for answer in first] == [201, 201], first[1].json()
    assert department.post(f"{API}/transfers/{first[1].json()['id']}/accept/", {}).status_code == 200
    refusals = AuditEntry.objects.filter(outcome=AuditEntry.Outcome.REFUSED)
    again = [attach(), transfer()]
    assert [answer.json() for answer in again] == [answer.json() for answer in first]
    assert not refusals.exists()
    Membership.objects.filter(account=world.clerk).update(role=Role.WINDOW_CLERK)
    assert {attach().status_code, transfer().status_code} <= {403, 404}
    assert not refusals.exists(), "to repeat what is done attempts nothing"


def test_an_answer_with_a_citizens_name_is_not_repeated_to_who_may_no_longer_see_it(clerk, said, monkeypatch):
    """The right to file stays, the one to see the name is gone."""

    def ask():
        return clerk.post(f"{API}/cases/", said, headers={"Idempotency-Key": "k"})

    assert ask().json()["party_name"] == said["party_name"]
    monkeypatch.setitem(roles.PERMITTED, "view_party", frozenset({Role.SUPERVISOR}))
    answer = ask()
    assert answer.status_code == 403
    assert said["party_name"] not in answer.content.decode()


def test_stale_answer_gets_the_current_version(transfer, department):
    response = department.post(f"{API}/transfers/{transfer.pk}/accept/", {}, headers={"If-Match": '"7"'})
    body = problem(response, 412, "stale_version")
    assert body["current"]["document_no"] == transfer.document_no
    assert response["ETag"] == '"1"'


def test_what_the_list_gives_to_the_sender_is_sent_with_an_argument(world, clerk, department, said):
    entry = published_entry(world.neighbour, lead="townships", support=world.department)
    number = clerk.post(f"{API}/cases/", said | {"entry": entry.pk}).json()["id"]
    letter = {"receiver": world.department.code, "reason_code": "not_our_item", "explanation": "属主责事项。"}
    address = f"{API}/cases/{number}/transfer/"
    assert problem(clerk.post(address, letter), 409, "sender_leads")["errors"][0]["field"] == "argument"
    sent = clerk.post(address, letter | {"argument": "该处属城市建成区，由该局管。"})
    assert sent.status_code == 201, sent.json()
    read = department.get(f"{API}/transfers/{sent.json()['id']}/").json()
    assert read["argument"] == sent.json()["argument"] == "该处属城市建成区，由该局管。"


def test_double_transfer_is_refused(world, case, clerk, transfer):
    response = clerk.post(
        f"{API}/cases/{case.pk}/transfer/",
        {"receiver": world.department.code, "reason_code": "not_our_item", "explanation": "再移送。"},
    )
    assert transfer.document_no in problem(response, 409, "already_in_transfer")["detail"]
    assert Transfer.objects.count() == 1


def test_there_is_no_way_to_pass_it_on(world, case, transfer, department):
    accept_transfer(transfer, by=world.department_clerk)
    response = department.post(
        f"{API}/cases/{case.pk}/transfer/",
        {"receiver": world.other.code, "reason_code": "not_our_item", "explanation": "转交。"},
    )
    problem(response, 403, "not_permitted")
    problem(department.post(f"{API}/transfers/{transfer.pk}/forward/"), 404, "not_found")


@pytest.mark.parametrize("account", ["other_clerk", "neighbour_clerk", "nobody"])
def test_transfers_of_others_are_not_there(world, transfer, account):
    client = client_of(getattr(world, account))
    assert client.get(f"{API}/transfers/").json()["results"] == []
    problem(client.get(f"{API}/transfers/{transfer.pk}/"), 404, "not_found")
    for verb in ("accept", "send-back"):
        problem(client.post(f"{API}/transfers/{transfer.pk}/{verb}/", {}), 404, "not_found")


def test_sender_sees_its_transfer_but_cannot_answer_it(transfer, clerk):
    assert clerk.get(f"{API}/transfers/{transfer.pk}/").status_code == 200
    problem(clerk.post(f"{API}/transfers/{transfer.pk}/accept/"), 403, "not_permitted")


def test_boxes_and_filters_of_transfers(transfer, clerk, department, clock):
    def found(client, **asked):
        answer = client.get(f"{API}/transfers/", asked)
        assert answer.status_code == 200, answer.json()
        return len(answer.json()["results"])

    (row,) = department.get(f"{API}/transfers/", {"box": "in", "status": "sent"}).json()["results"]
    assert set(row) == set(TransferRowSerializer().fields)
    assert (found(department, box="out"), found(clerk, box="out"), found(clerk, box="in")) == (0, 1, 0)
    assert found(clerk, case=transfer.case_id, sent_from="2026-09-14", urgency="ordinary") == 1
    assert found(department, overdue="true") == 0
    clock.move_to(transfer.due_at + datetime.timedelta(seconds=1))
    assert found(department, overdue="true") == 1
    assert department.get(f"{API}/transfers/").json()["results"][0]["overdue"] is True
    assert found(department, overdue="false") == 0


# --- Powers and grants ---------------------------------------------------------------------------------------------


def test_powers_and_what_a_township_holds(world, clerk):
    unheld = PenaltyPowerFactory(department=world.other)

    def numbers(**asked):
        answer = clerk.get(f"{API}/powers/", asked)
        assert answer.status_code == 200, answer.json()
        return {row["catalogue_no"] for row in answer.json()["results"]}

    (row,) = clerk.get(f"{API}/powers/", {"search": "LS-CG-001"}).json()["results"]
    assert set(row) == set(PowerRowSerializer().fields)
    assert numbers() == {world.power.catalogue_no, unheld.catalogue_no}
    assert numbers(held_by=world.township.code) == {world.power.catalogue_no}
    assert numbers(held_by=world.township.code, on="2022-05-09") == set()
    assert numbers(department=world.other.code, on="2026-09-14") == {unheld.catalogue_no}
    assert numbers(on="2019-12-31") == set()
    power = clerk.get(f"{API}/powers/{world.power.pk}/").json()
    assert set(power) == set(PowerSerializer().fields)


def test_grants_on_a_day(world, clerk):
    def found(**asked):
        return clerk.get(f"{API}/grants/", {"township": world.township.code, **asked}).json()["results"]

    (row,) = found(on="2026-11-23")
    assert set(row) == set(GrantSerializer().fields)
    assert row["power"]["catalogue_no"] == "LS-CG-001"
    assert found(on="2022-05-09") == []
    assert found(form="entrustment") == []


def test_grants_page_through_without_loss(world, clerk):
    for _ in range(5):
        power = PenaltyPowerFactory(department=world.department)
        PowerGrantFactory(power=power, township=world.township)
        PowerGrantFactory(power=power, township=world.neighbour)
    seen, address = [], f"{API}/grants/?page_size=3"
    while address:
        page = clerk.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 11


def test_county_supervisor_reads_all_of_the_county(world, case, transfer):
    supervisor = client_of(member(world.county, Role.SUPERVISOR))
    assert len(supervisor.get(f"{API}/cases/").json()["results"]) == 1
    problem(supervisor.post(f"{API}/transfers/{transfer.pk}/accept/"), 403, "not_permitted")
    assert Transfer.objects.get().status == TransferStatus.SENT
    assert NOW.tzinfo is not None


@pytest.mark.parametrize(
    "typed",
    [
        "汀砚综执立[2026]1号",
        "汀砚综执立（２０２６）1号",
        "汀砚综执立【2026】 1号",
        "\u200b汀砚综执立〔2026〕1号",
        "汀砚综执立 〔2026〕 1 号",
    ],
)
def test_a_case_is_found_however_its_number_is_typed(world, clerk, said, client, typed):
    party = said | {"party_kind": "organisation", "party_name": "买买提·艾力合作社", "place": "村（社区）广场"}
    number = clerk.post(f"{API}/cases/", party).json()["case_no"]
    assert [row["case_no"] for row in clerk.get(f"{API}/cases/", {"case_no": typed}).json()["results"]] == [number]
    for words in (typed, "买买提•艾力", "村(社区)", "艾\u200b力"):
        assert clerk.get(f"{API}/cases/", {"search": words}).json()["results"], words
    assert not clerk.get(f"{API}/cases/", {"search": "〔2026〕 6 号"}).json()["results"]
    client.force_login(world.clerk)
    page = client.get("/enforcement/case/", {"q": typed})
    assert [case.case_no for case in page.context["cl"].result_list] == [number]
