"""Does the main job work as people do it: over real HTTP, with the department's own system at the other end."""

import base64
import datetime
import hashlib
import io
import json
import re

import httpx2
from django.core.management import call_command
from django.utils import timezone
from standardwebhooks import Webhook

from enforcement.models import Custody, EnforcementCase, Transfer
from governance.event_delivery import deliver_due
from governance.models import AuditEntry, EventDelivery, Notification
from governance.roles import Role
from governance.tasks import seal_audit
from tests.enforcement.factories import photo
from tests.factories import member
from tests.scenarios.department import until
from tests.scenarios.worker import worker
from tests.telling import time_passes

PHOTO = photo().read()


def file_case(window, *, power: str, item: str, party: str, facts: str) -> EnforcementCase:
    """File a case as a clerk does, by the numbers of the catalogue and of the list."""
    window.open("/enforcement/case/file/")
    window.send(
        power=power,
        entry=item,
        place="汀砚镇石臼湾村废弃砖窑",
        party_kind="citizen",
        party_name=party,
        facts=facts,
        found_at=(timezone.localtime() - datetime.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
    )
    case = EnforcementCase.objects.latest("pk")
    assert window.page.path == f"/enforcement/case/{case.pk}/", window.page.text
    return case


def dumping(window) -> EnforcementCase:
    return file_case(
        window,
        power="LS-CG-030",
        item="T-35",
        party="罗满仓",
        facts="监控与现场均显示车辆多次向废弃砖窑倾倒渣土，总量约八十立方米。",
    )


def transfer(window, case: EnforcementCase, **filled: str) -> Transfer:
    """Send the case to whom the page proposes, unless `receiver` says otherwise."""
    window.open(f"/enforcement/case/{case.pk}/transfer/")
    window.send(**{"reason_code": "not_our_item", "explanation": "依清单由其牵头查处。", **filled})
    assert window.page.path == f"/enforcement/case/{case.pk}/", window.page.text
    return case.transfers.latest("round")


def holders(case: EnforcementCase) -> list[tuple[str, bool]]:
    """Who has held the case one after the other, and whether it is held still; without a gap or an overlap."""
    rows = list(Custody.objects.filter(subject=case).order_by("since").select_related("holder"))
    assert rows[0].since == case.filed_at
    assert [row.until for row in rows] == [*(row.since for row in rows[1:]), None]
    return [(row.holder.name, row.until is None) for row in rows]


def history() -> list[tuple[str, str, str]]:
    """What the audit knows was done with cases and transfers: action, who, outcome; in the order it happened."""
    entries = AuditEntry.objects.filter(target_type__startswith="enforcement.").exclude(account__username="portal")
    done = entries.exclude(action="view_party").order_by("pk")
    return list(done.values_list("action", "account__name", "outcome"))


def audit_is_whole() -> None:
    seal_audit()
    output = io.StringIO()
    call_command("verify_audit", stdout=output)
    numbers = [int(number) for number in re.findall(r"\d+", output.getvalue())]
    assert numbers[:2] == [AuditEntry.objects.count(), 0], output.getvalue()


def test_a_case_reaches_the_competent_department_which_accepts_it(county, clerk, browser, system_of):
    # Given a department whose own system is connected to the portal,
    department = system_of(county.urban).start()

    # when a township clerk signs in and files a case under a power and an item of the list,
    window = browser(clerk)
    case = dumping(window)
    assert case.case_no in window.page.text

    # adds what was seen on the spot,
    window.open(f"/enforcement/case/{case.pk}/attach/")
    window.send(files=[("file", ("现场照片.png", PHOTO, "image/png"))])
    assert "现场照片.png" in window.page.text

    # and is shown whose it is and why,
    page = window.open(f"/enforcement/case/{case.pk}/transfer/")
    assert page.form_with("receiver").values["receiver"] == "市城市管理局"
    assert "Proposed: 市城市管理局" in page.text
    assert "Leads item 35 “建筑垃圾（渣土）运输与非法倾倒处置”" in page.text

    # and sends it there,
    letter = transfer(window, case)
    assert letter.document_no in window.page.text
    assert "In transfer" in window.page.text
    assert holders(case) == [("汀砚镇", True)], "the township holds it until it is accepted"

    # then the department's system is told, fetches the case with its file, finds it whole and accepts it,
    deliver_due()
    department.wait_for("accepted")
    digest = hashlib.sha256(PHOTO).hexdigest()
    assert department.files() == [("现场照片.png", digest, PHOTO)]
    assert "its signature is right" in department.said()
    assert "every file is as the list says" in department.said()

    # custody has moved in that instant, and the case has one holder,
    letter.refresh_from_db()
    case.refresh_from_db()
    assert (letter.status, letter.answered_by) == ("accepted", department.account)
    assert case.holder == county.urban
    assert holders(case) == [("汀砚镇", False), ("市城市管理局", True)]
    assert Custody.objects.get(subject=case, until=None).since == letter.answered_at

    # the township is told, and sees it,
    deliver_due()
    page = window.open("/")
    assert f"Our transfer has been accepted {letter.document_no}" in page.text
    page = window.open(f"/enforcement/case/{case.pk}/")
    assert "Holder 市城市管理局" in page.text
    assert "Transferred" in page.text
    page = window.open(f"/enforcement/transfer/{letter.pk}/")
    assert "Accepted" in page.text
    assert letter.receiver_ref in page.text

    # and the audit has every step, under whoever took it, and is whole.
    assert history() == [
        ("file_case", "林小满", "done"),
        ("attach_file", "林小满", "done"),
        ("transfer_case", "林小满", "done"),
        ("transfer_case", "林小满", "done"),
        ("accept_transfer", "业务系统", "done"),
        ("accept_transfer", "业务系统", "done"),
    ]
    who_read_the_name = AuditEntry.objects.filter(action="view_party").values_list("account__name", flat=True)
    assert set(who_read_the_name) == {"林小满", "业务系统"}
    assert AuditEntry.objects.filter(action="sign_in", account=clerk).exists()
    audit_is_whole()


def test_a_department_that_is_not_competent_says_who_is_and_nobody_sends_it_round(county, clerk, browser, api_of):
    # Given a case of a house built on farmland, filed as land taken without permission and sent to the land bureau,
    window = browser(clerk)
    case = file_case(
        window, power="LS-ZR-005", item="T-1", party="何向阳", facts="在自家老宅旁扩建住房占用约六十平方米土地。"
    )
    first = transfer(window, case)
    assert first.receiver == county.land

    # when the bureau's clerk sends it back, and at first does not say whose it is,
    bureau = browser(member(county.land, Role.DEPARTMENT_CLERK, name="江土宁"))
    bureau.open(f"/enforcement/transfer/{first.pk}/send-back/")
    page = bureau.send(reason_code="not_our_item", explanation="农户建住宅占地，不属我局主责。")
    assert page.codes == ["right_body_missing"]
    assert "《行政处罚法》第二十二条、第二十五条" in page.text
    page = bureau.send(right_body="市农业农村局", right_entry="T-72")

    # then the bureau has kept its answer, and the township the case; the bureau sees the case no more,
    assert page.path == f"/enforcement/transfer/{first.pk}/"
    assert "Sent back" in page.text
    assert bureau.open(f"/enforcement/case/{case.pk}/").status == 404
    assert holders(case) == [("汀砚镇", True)]

    # and the clerk reads why, and finds the body that was named already filled in.
    deliver_due()
    assert f"Our transfer has been sent back {first.document_no}" in window.open("/").text
    page = window.open(f"/enforcement/transfer/{first.pk}/")
    assert "农户建住宅占地，不属我局主责。" in page.text
    assert "市农业农村局" in page.text
    page = window.open(f"/enforcement/case/{case.pk}/transfer/")
    assert page.form_with("receiver").values["receiver"] == "市农业农村局"
    assert f"市自然资源和规划局 sent {first.document_no} back and names 市农业农村局" in page.text
    second = transfer(window, case)
    assert (second.receiver, second.round, second.entry) == (county.farming, 2, county.items["72"])

    # When that department wants to send it back once more, it is refused and told what to do instead,
    farming = api_of(county.farming)
    address = f"/api/v1/enforcement/transfers/{second.pk}"
    assert farming.get(f"{address}/").json()["case"]["party_name"] == "何向阳"
    refusal = farming.post(f"{address}/send-back/", json={"reason_code": "expired", "explanation": "已过追责时效。"})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "sent_back_before")
    assert refusal.json()["basis"] == "《澜山市综合行政执法协调联动机制》（澜政办发〔2022〕31号）"
    assert first.document_no in refusal.json()["detail"]
    second.refresh_from_db()
    assert (second.status, second.answered_at) == ("sent", None)
    assert holders(case) == [("汀砚镇", True)]

    # and it accepts.
    assert farming.post(f"{address}/accept/", json={}).json()["status"] == "accepted"
    assert holders(case) == [("汀砚镇", False), ("市农业农村局", True)]
    assert [step for step in history() if step[0].endswith("_transfer")] == [
        ("send_back_transfer", "江土宁", "refused"),
        ("send_back_transfer", "江土宁", "done"),
        ("send_back_transfer", "江土宁", "done"),
        ("send_back_transfer", "业务系统", "refused"),
        ("accept_transfer", "业务系统", "done"),
        ("accept_transfer", "业务系统", "done"),
    ]
    audit_is_whole()


def test_a_system_that_is_down_misses_nothing_and_believes_nobody_else(county, clerk, browser, system_of):
    # Given a department whose system is down when a case is sent to it,
    department = system_of(county.urban)
    person = member(county.urban, Role.DEPARTMENT_CLERK, name="周立夏")
    window = browser(clerk)
    case = dumping(window)
    letter = transfer(window, case)
    deliver_due()

    # then its people are told all the same, and the administrator sees what waits, why, and until when,
    assert Notification.objects.filter(account=person, event__label=letter.document_no).exists()
    webhook = EventDelivery.objects.get(subscription=department.subscription)
    assert (webhook.status, webhook.attempts_made) == ("waiting", 1)
    administrator = browser(member(county.body, Role.SYSTEM_ADMIN))
    page = administrator.open(f"/governance/eventdelivery/{webhook.pk}/")
    assert letter.document_no in page.text
    assert "ConnectError" in page.text

    # and nothing is sent before its time, but then it is, and the case accepted.
    department.start()
    deliver_due()
    assert department.letters() == []
    time_passes()
    deliver_due()
    department.wait_for("accepted")
    webhook.refresh_from_db()
    assert (webhook.status, webhook.attempts_made) == ("delivered", 2)
    assert holders(case) == [("汀砚镇", False), ("市城市管理局", True)]

    # When somebody else claims that another case has been sent, the department does not believe it;
    before = facts_of(case), department.letters(), department.files()
    body = json.dumps({"type": "enforcement.case.transferred", "data": {"id": letter.pk, "label": "伪造", "url": None}})
    now = datetime.datetime.now(datetime.UTC)
    forged = {
        "webhook-id": "forged",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook("whsec_" + base64.b64encode(b"?" * 32).decode()).sign("forged", now, body),
    }
    answer = httpx2.post(f"{department.url}/webhooks", content=body, headers=forged, trust_env=False)
    assert answer.status_code == 401
    assert "Refused an event that the portal has not signed" in department.said()

    # and when the true event comes once more, it changes nothing.
    administrator.open(f"/governance/eventdelivery/{webhook.pk}/resend/")
    administrator.send()
    time_passes()
    deliver_due()
    webhook.refresh_from_db()
    assert (webhook.status, webhook.attempts.count()) == ("delivered", 3)
    until(lambda: "this event has come before, nothing to do" in department.said(), otherwise=department.said)
    assert (facts_of(case), department.letters(), department.files()) == before
    audit_is_whole()


def facts_of(case: EnforcementCase) -> tuple:
    """Everything that an answer changes."""
    return (
        EnforcementCase.objects.values().get(pk=case.pk),
        list(case.transfers.values()),
        list(Custody.objects.filter(subject=case).values()),
        history(),
    )


def test_with_a_worker_it_happens_by_itself(county, clerk, browser, system_of, live_server, tmp_path):
    """Commit, broker, worker, webhook, department, API: nobody calls anything, and no poll is waited for."""
    department = system_of(county.urban).start()
    window = browser(clerk)
    with worker(PORTAL_URL=live_server.url, log=tmp_path / "worker.log"):
        case = dumping(window)
        letter = transfer(window, case)
        department.wait_for("accepted")
        assert holders(case) == [("汀砚镇", False), ("市城市管理局", True)]
        # The answer wakes the worker again.
        until(lambda: Notification.objects.filter(account=clerk, event__label=letter.document_no).exists())
    assert f"Our transfer has been accepted {letter.document_no}" in window.open("/").text
