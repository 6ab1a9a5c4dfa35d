"""Do the pages translate what people do into the operations, and show nobody more than they may see."""

import pytest
from django.urls import reverse
from django.utils import timezone

from enforcement.models import EnforcementCase, PenaltyPower, Transfer
from enforcement.operations.cases import attach_file, file_case
from enforcement.operations.transfers import accept_transfer, send_back_transfer, transfer_case
from enforcement.states import CaseStatus, SendBackReason, TransferReason, TransferStatus
from governance.admin import timeline
from governance.models import AuditEntry
from governance.roles import Role
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import PenaltyPowerFactory, photo, published_entry
from tests.factories import CountyFactory, OrganisationFactory, member

CASES = reverse("admin:enforcement_enforcementcase_changelist")
LOG = reverse("admin:enforcement_case_file")


@pytest.fixture
def browse(client):
    """A browser in which somebody has signed in; pages come in English."""

    def sign_in(account):
        client.force_login(account)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def page(name: str, *args) -> str:
    return reverse(f"admin:enforcement_{name}", args=args)


def send(client, url: str, data: dict):
    """Fill in a step as a browser does, with the version token the page came with."""
    form = client.get(url)
    assert form.status_code == 200, form.content.decode()
    return client.post(url, {"_version": form.context["token"], **data})


# --- Filing --------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(world):
    return {
        "township": world.township.pk,
        "power": "LS-CG-001",
        "entry": f"T-{world.entry.seq_no}",
        "found_at": "2026-09-14T08:30",
        "acted_on": "",
        "place": "汀砚镇前街12号",
        "party_kind": "citizen",
        "party_name": "张三丰",
        "facts": "当事人将果皮扔在人行道上。",
    }


def test_clerk_files_a_case_by_typing_numbers(world, browse, filled):
    response = send(browse(world.clerk), LOG, filled)
    case = EnforcementCase.objects.get()
    assert response.url == page("enforcementcase_change", case.pk)
    assert (case.power, case.entry, case.township, case.handler) == (
        world.power,
        world.entry,
        world.township,
        world.clerk,
    )
    assert timezone.localtime(case.found_at).strftime("%H:%M") == "08:30"


def test_clerk_files_a_case_by_typing_words(world, browse, filled):
    send(browse(world.clerk), LOG, filled | {"power": "果皮", "entry": world.entry.title})
    assert EnforcementCase.objects.get().entry == world.entry


def test_form_proposes_only_powers_the_township_holds(world, browse):
    held_by_nobody = PenaltyPowerFactory(department=world.other)
    shown = browse(world.clerk).get(LOG).content.decode()
    assert f"{world.power.catalogue_no} {world.power.title}" in shown
    assert held_by_nobody.catalogue_no not in shown


def test_refusal_stands_beside_its_field_with_its_article(world, browse, filled):
    water = PenaltyPowerFactory(department=world.other, catalogue_no="LS-SL-009")
    response = send(browse(world.clerk), LOG, filled | {"power": "LS-SL-009"})
    (error,) = response.context["form"].errors["power"]
    assert "市水利局" in error
    assert "《行政处罚法》第十七条" in error
    assert not EnforcementCase.objects.exists()
    assert PenaltyPower.objects.filter(pk=water.pk).exists()


def test_words_that_fit_several_powers_name_them(world, browse, filled):
    PenaltyPowerFactory(department=world.department, title="对乱扔果皮箱的行政处罚", catalogue_no="LS-CG-002")
    response = send(browse(world.clerk), LOG, filled | {"power": "果皮"})
    (error,) = response.context["form"].errors["power"]
    assert "LS-CG-001" in error
    assert "LS-CG-002" in error


def test_clerk_of_one_township_cannot_file_for_another(world, browse, filled):
    response = send(browse(world.clerk), LOG, filled | {"township": world.neighbour.pk})
    assert "township" in response.context["form"].errors
    assert not EnforcementCase.objects.exists()


# --- Seeing --------------------------------------------------------------------------------------------------------


def test_list_shows_the_township_its_cases_with_masked_party_and_clock(world, browse, case):
    shown = browse(world.clerk).get(CASES).content.decode()
    assert case.case_no in shown
    assert "working days left" in shown
    assert "张**" in shown
    assert "张三丰" not in shown


@pytest.mark.parametrize("account", ["other_clerk", "neighbour_clerk", "department_clerk"])
def test_outsiders_find_no_trace(world, browse, case, account):
    file = attach_file(case, by=world.clerk, file=photo())
    client = browse(getattr(world, account))
    assert case.case_no not in client.get(CASES).content.decode()
    assert case.case_no not in client.get(CASES, {"q": case.case_no}).content.decode().replace(
        f'value="{case.case_no}"', ""
    )
    for url in (
        page("enforcementcase_change", case.pk),
        page("enforcementcase_history", case.pk),
        page("case_transfer", case.pk),
        page("case_attachment", case.pk, file.pk),
    ):
        assert client.get(url).status_code == 404, url


def test_export_holds_the_shown_rows_and_masks_like_the_list(world, browse, case):
    from io import BytesIO

    import openpyxl

    response = browse(world.clerk).get(page("case_export"))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    text = str([cell for row in sheet.iter_rows(values_only=True) for cell in row])
    assert case.case_no in text
    assert "张**" in text
    assert "张三丰" not in text
    assert case.case_no not in export_text(browse(world.other_clerk))


def export_text(client) -> str:
    from io import BytesIO

    import openpyxl

    response = client.get(page("case_export"))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    return str([cell for row in sheet.iter_rows(values_only=True) for cell in row])


def test_record_shows_the_party_in_full_and_the_audit_knows(world, browse, case):
    shown = browse(world.clerk).get(page("enforcementcase_change", case.pk)).content.decode()
    assert "张三丰" in shown
    seen = AuditEntry.objects.get(action="view_party")
    assert (seen.account, seen.target_id) == (world.clerk, str(case.pk))
    # Who looked is for the audit administrator; the timeline tells what happened.
    assert [str(happening.what) for happening in timeline.of(case)] == ["File case"]


def test_leader_reads_everything_but_the_citizens_name(world, browse, case):
    leader = member(world.township, Role.LEADER)
    client = browse(leader)
    shown = client.get(page("enforcementcase_change", case.pk)).content.decode()
    assert case.facts in shown
    assert "张**" in shown
    assert "张三丰" not in shown
    assert not AuditEntry.objects.filter(action="view_party").exists()


def test_search_by_a_citizens_name_does_not_betray_it(world, browse, case):
    leader = member(world.township, Role.LEADER)
    assert case.case_no in browse(world.clerk).get(CASES, {"q": "三丰"}).content.decode()
    assert case.case_no not in browse(leader).get(CASES, {"q": "三丰"}).content.decode()
    assert case.case_no in browse(leader).get(CASES, {"q": "果皮"}).content.decode()


def test_record_explains_its_clock_and_names_what_it_rests_on(world, browse, case):
    shown = browse(world.clerk).get(page("enforcementcase_change", case.pk)).content.decode()
    for word in ("《行政处罚法》第六十条", world.power.title, "澜政发〔2022〕14号", world.entry.title):
        assert word in shown


# --- Files ---------------------------------------------------------------------------------------------------------


def test_several_files_are_added_at_once_and_come_back_as_they_were(world, browse, case):
    client = browse(world.clerk)
    url = page("case_attach", case.pk)
    send(client, url, {"file": [photo("甲.png", b"1"), photo("乙.png", b"2")]})
    assert [file.attachment.name for file in case.files.all()] == ["甲.png", "乙.png"]
    first = case.files.first()
    response = client.get(page("case_attachment", case.pk, first.pk))
    assert b"".join(response.streaming_content) == photo(extra=b"1").read()
    assert response["X-Content-Type-Options"] == "nosniff"


def test_refused_file_says_what_was_kept(world, browse, case):
    response = send(
        browse(world.clerk),
        page("case_attach", case.pk),
        {"file": [photo("甲.png", b"1"), photo("乙.exe", b"2")]},
    )
    (error,) = response.context["form"].errors["file"]
    assert "1 file was kept" in error
    assert "乙.exe" in error
    assert case.files.count() == 1


def test_file_of_another_case_is_not_served_through_mine(world, browse, case, facts):
    from enforcement.operations.cases import file_case

    other = file_case(world.township, by=world.clerk, **facts)
    file = attach_file(other, by=world.clerk, file=photo())
    assert browse(world.clerk).get(page("case_attachment", case.pk, file.pk)).status_code == 404


# --- Transferring --------------------------------------------------------------------------------------------------


def test_transfer_page_proposes_the_lead_with_its_reason_and_says_what_follows(world, browse, case):
    response = browse(world.clerk).get(page("case_transfer", case.pk))
    shown = response.content.decode()
    assert response.context["form"].initial["receiver"] == world.department
    assert response.context["form"].initial["entry"] == world.entry
    assert "Leads item" in shown
    assert "custody moves to the receiver" in shown
    assert "5 working days" in shown
    # 15–18, (19 off), 20 make-up working day.
    assert "2026-09-20" in shown


def test_clerk_transfers_and_department_accepts(world, browse, case):
    client = browse(world.clerk)
    response = send(
        client,
        page("case_transfer", case.pk),
        {
            "receiver": "市城市管理局",
            "reason_code": TransferReason.NOT_OUR_ITEM,
            "entry": f"T-{world.entry.seq_no}",
            "explanation": "属主责事项。",
            "urgency": "ordinary",
        },
    )
    assert response.url == page("enforcementcase_change", case.pk)
    transfer = Transfer.objects.get()
    assert "is in transfer to" in client.get(page("enforcementcase_change", case.pk)).content.decode()

    client = browse(world.department_clerk)
    inbox = client.get(page("transfer_changelist"), {"view": "inbox"}).content.decode()
    assert transfer.document_no in inbox
    response = send(client, page("transfer_accept", transfer.pk), {"external_ref": "城管-7"})
    assert response.url == page("transfer_change", transfer.pk)
    case.refresh_from_db()
    assert (case.status, case.holder) == (CaseStatus.TRANSFERRED, world.department)


def test_transfer_refusal_keeps_what_was_typed(world, browse, case):
    response = send(
        browse(world.clerk),
        page("case_transfer", case.pk),
        {"receiver": "市水利局", "reason_code": "not_our_item", "explanation": "请接收。", "urgency": "ordinary"},
    )
    form = response.context["form"]
    assert "市城市管理局" in form.errors["entry"][0]
    assert "请接收。" in response.content.decode()
    assert not Transfer.objects.exists()


def test_no_reason_is_chosen_for_the_sender(world, browse, case):
    assert browse(world.clerk).get(page("case_transfer", case.pk)).context["form"]["reason_code"].value() in (None, "")
    response = send(
        browse(world.clerk),
        page("case_transfer", case.pk),
        {"receiver": "市城市管理局", "explanation": "属主责事项。", "urgency": "ordinary"},
    )
    assert "reason_code" in response.context["form"].errors


def test_terms_are_told_for_the_receiver_in_the_field(world, browse, case):
    url = page("case_transfer", case.pk)
    abroad = OrganisationFactory(parent=CountyFactory(), name="邻县城市管理局")
    client = browse(world.clerk)
    assert "5 working days" in client.get(url).content.decode()
    assert "5 working days" not in client.get(url, {"receiver": "邻县城市管理局"}).content.decode()
    assert "5 working days" not in send(client, url, {"receiver": abroad.code}).content.decode()


def test_what_the_list_gives_to_us_is_said_and_sent_with_an_argument_that_the_receiver_reads(world, browse, facts):
    entry = published_entry(world.neighbour, lead="townships", support=world.department)
    case = file_case(world.township, by=world.clerk, **facts | {"entry": entry})
    url, client = page("case_transfer", case.pk), browse(world.clerk)
    shown = client.get(url)
    assert "汀砚镇 leads it" in shown.content.decode()
    assert not shown.context["form"].initial.get("receiver"), "nobody is proposed against the list"
    letter = {
        "receiver": "市城市管理局",
        "reason_code": "not_our_item",
        "explanation": "请接收。",
        "urgency": "ordinary",
    }
    assert "argument" in send(client, url, letter).context["form"].errors
    send(client, url, letter | {"argument": "该处属城市建成区，由该局管。"})
    transfer = Transfer.objects.get()
    for name in ("transfer_change", "transfer_accept", "transfer_letter"):
        assert (
            "该处属城市建成区，由该局管。"
            in browse(world.department_clerk).get(page(name, transfer.pk)).content.decode()
        )


def test_what_a_reason_claims_is_asked_for_and_read_by_the_receiver(world, browse, case):
    url, client = page("case_transfer", case.pk), browse(world.clerk)
    letter = {"receiver": "市水利局", "reason_code": "filed_earlier", "explanation": "请接收。", "urgency": "ordinary"}
    assert "earlier_case_no" in send(client, url, letter).context["form"].errors
    send(client, url, letter | {"earlier_case_no": "水立〔2026〕7号", "earlier_filed_on": "2026-09-11"})
    for name in ("transfer_change", "transfer_accept", "transfer_letter"):
        shown = browse(world.other_clerk).get(page(name, Transfer.objects.get().pk)).content.decode()
        assert "水立〔2026〕7号" in shown and "where the place lies" not in shown.lower()


def test_an_argument_is_asked_for_where_no_entry_says_whose_it_is(world, browse, facts):
    case = file_case(world.township, by=world.clerk, **facts | {"entry": None})
    url, client = page("case_transfer", case.pk), browse(world.clerk)
    letter = {
        "receiver": "市城市管理局", "reason_code": "not_our_item", "explanation": "请接收。", "urgency": "ordinary"
    }  # fmt: skip
    form = send(client, url, letter | {"argument": ""}).context["form"]
    assert "entry" in form.errors and not form["argument"].is_hidden


def test_no_argument_is_asked_for_where_the_list_says_the_same(world, browse, case, transfer):
    assert 'type="hidden" name="argument"' in browse(world.clerk).get(page("case_transfer", case.pk)).content.decode()
    shown = browse(world.department_clerk).get(page("transfer_change", transfer.pk)).content.decode()
    assert "against the list" not in shown


def test_stale_transfer_form_shows_both_versions(world, browse, case, letter):
    client = browse(world.clerk)
    url = page("case_transfer", case.pk)
    token = client.get(url).context["token"]
    transfer_case(case, by=world.clerk, **letter)
    response = client.post(url, {"_version": token, "receiver": "市城市管理局"})
    assert "What was changed meanwhile" in response.content.decode()
    assert Transfer.objects.count() == 1


def test_department_sends_back_naming_the_right_body(world, browse, transfer):
    url = page("transfer_send-back", transfer.pk)
    client = browse(world.department_clerk)
    response = send(
        client,
        url,
        {"reason_code": SendBackReason.NOT_OUR_TERRITORY, "explanation": "发生在石汀乡。", "right_body": ""},
    )
    assert "right_body" in response.context["form"].errors
    send(
        client,
        url,
        {"reason_code": SendBackReason.NOT_OUR_TERRITORY, "explanation": "发生在石汀乡。", "right_body": "石汀乡"},
    )
    transfer.refresh_from_db()
    assert (transfer.status, transfer.right_body) == (TransferStatus.SENT_BACK, world.neighbour)


def test_only_the_receiver_is_offered_the_answer(world, browse, transfer):
    url = page("transfer_change", transfer.pk)
    assert page("transfer_accept", transfer.pk) in browse(world.department_clerk).get(url).content.decode()
    assert page("transfer_accept", transfer.pk) not in browse(world.clerk).get(url).content.decode()
    assert browse(world.clerk).get(page("transfer_accept", transfer.pk)).status_code == 403
    assert browse(world.other_clerk).get(page("transfer_accept", transfer.pk)).status_code == 404


def test_answered_transfer_says_why_its_buttons_are_off(world, browse, transfer):
    accept_transfer(transfer, by=world.department_clerk)
    shown = browse(world.department_clerk).get(page("transfer_change", transfer.pk)).content.decode()
    assert "It was answered on 2026-09-14: Accepted." in shown


def test_receiver_reads_case_and_files_until_it_sends_them_back(world, browse, case, letter):
    attach_file(case, by=world.clerk, file=photo())
    transfer = transfer_case(case, by=world.clerk, **letter)
    file = transfer.files.get()
    client = browse(world.department_clerk)
    urls = [
        page("enforcementcase_change", case.pk),
        page("transfer_file", transfer.pk, file.pk),
        page("transfer_letter", transfer.pk),
    ]
    assert [client.get(url).status_code for url in urls] == [200, 200, 200]
    record = client.get(page("transfer_change", transfer.pk)).content.decode()
    assert case.facts in record
    assert "张三丰" in record
    send_back_transfer(transfer, by=world.department_clerk, reason_code="expired", explanation="已过时效。")
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    record = client.get(page("transfer_change", transfer.pk))
    assert record.status_code == 200
    assert "现场照片.png" not in record.content.decode()
    assert case.facts not in record.content.decode()
    assert case.case_no in record.content.decode()
    assert "已过时效。" in record.content.decode()


def test_letter_prints_what_was_sent(world, browse, case, letter):
    attach_file(case, by=world.clerk, file=photo("现场.png"))
    transfer = transfer_case(case, by=world.clerk, **letter)
    shown = browse(world.clerk).get(page("transfer_letter", transfer.pk)).content.decode()
    for word in (
        "案件移送函",
        transfer.document_no,
        "市城市管理局：",
        "汀砚镇人民政府（印章）",
        case.case_no,
        "张三丰",
        "5个工作日",
        "2026年9月20日",
        "澜政办发〔2022〕31号",
        "现场.png",
        transfer.files.get().digest.removeprefix("sha256:"),
    ):
        assert word in shown, word


# --- Powers and grants ---------------------------------------------------------------------------------------------


def test_powers_and_grants_are_open_to_staff_and_read_only(world, browse):
    client = browse(world.other_clerk)
    power, grant = page("penaltypower_change", world.power.pk), page("powergrant_change", world.grant.pk)
    for url in (page("penaltypower_changelist"), page("powergrant_changelist"), power, grant):
        response = client.get(url)
        assert response.status_code == 200, url
        assert world.power.title in response.content.decode()
    assert client.post(power, {"title": "另"}).status_code == 403
    held = browse(world.clerk).get(page("penaltypower_changelist"), {"view": "held"}).content.decode()
    assert world.power.title in held


def test_people_without_a_post_in_enforcement_open_no_cases(world, browse, case):
    agent = member(world.township, Role.VILLAGE_AGENT)
    assert browse(agent).get(CASES).status_code == 403
    assert NOW.year == 2026
