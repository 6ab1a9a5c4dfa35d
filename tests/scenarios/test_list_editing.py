"""The story of a list: a messy file is mended, reviewed, sent back, approved by another, published for a coming day;
then it goes out as a spreadsheet while others edit it, comes back with a conflict, and one batch is taken back."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.roles import Role
from responsibilities.models import Batch, DutyList, Edition
from responsibilities.operations.drafts import start_draft
from responsibilities.states import EditionStatus
from tests.clients import Browser
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.governance.office_files import workbook
from tests.responsibilities.test_round_trip import Workbook

pytestmark = pytest.mark.django_db

# As the bureaus' clerks sent it: a title, a unit line, two rows of headings, section rows with counts, full-width
# digits, a name nobody has, a number twice, a total and a signature.
MESSY = [
    ["澜山市属地管理事项责任清单（征求意见稿）", "", "", "", ""],
    ["单位：市委编办", "", "", "", ""],
    ["序号", "事项名称", "责任划分", "", "备注"],
    ["", "", "主体责任", "配合责任", ""],
    ["一、自然资源（2项）", "", "", "", ""],
    [
        "１",
        "违法占用土地行为的查处",
        "自规局:1.立案查处;2.反馈结果。",
        "各乡镇（街道）：1.巡查；2.劝阻。",
        "办理流程：发现→立案。",
    ],
    ["2", "毁林开垦行为的查处", "市林草局：1.立案查处。", "乡镇：1.巡查。", ""],
    ["二、生态环境（1项）", "", "", "", ""],
    ["2", "村级河道保洁", "乡镇：1.保洁。", "市水利局：1.指导。", ""],
    ["合计：3项", "", "", "", ""],
    ["审核人：陆定章", "", "", "", ""],
]


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+08:00")


@pytest.fixture
def county():
    county = CountyFactory(name="澜山市")
    for name, short in {"市自然资源和规划局": "自规局", "市林业局": "林业局", "市水利局": "水利局"}.items():
        OrganisationFactory(parent=county, name=name, short_name=short)
    TownshipFactory(parent=county, name="汀砚镇")
    return county


def browser(account) -> Browser:
    client = Browser()
    client.force_login(account)
    client.cookies["django_language"] = "en"
    return client


def upload(client: Browser, url: str, rows_or_book, name: str = "清单.xlsx"):
    content = rows_or_book.file().getvalue() if isinstance(rows_or_book, Workbook) else workbook(rows_or_book)
    page = client.get(url)
    return client.post(url, {"_version": page.context["token"], "file": SimpleUploadedFile(name, content)})


def take(client: Browser, edition: Edition, name: str, **data):
    url = reverse(f"admin:responsibilities_edition_{name}", args=[edition.pk])
    page = client.get(url, data if name == "publish" else {})
    if name == "publish":
        data |= {"rehearsal": page.context["step"].rehearsal.token, "accept_unsettled": "on"}
        data |= {"unsettled_reason": "检查所见属排版问题，不影响职责。"}
    response = client.post(url, {"_version": page.context["token"], **data})
    assert response.status_code == 302, response.content.decode()
    edition.refresh_from_db()
    return response


def test_from_a_messy_file_to_the_public_and_back_through_excel(county, time_machine):
    editor, colleague = member(county, Role.LIST_EDITOR), member(county, Role.LIST_EDITOR)
    approver = member(county, Role.LIST_APPROVER)
    desk, boss, public = browser(editor), browser(approver), Browser()
    desk.post(
        reverse("admin:responsibilities_list_open"),
        {"owner": "澜山市", "kind": "territorial_list", "title": "澜山市属地管理事项责任清单"},
    )
    duty_list = DutyList.objects.get()
    edition = start_draft(duty_list, by=editor)

    # The file has two faults; nothing of it is imported until both are mended.
    importing = reverse("admin:responsibilities_edition_import", args=[edition.pk])
    page = upload(desk, importing, MESSY).content.decode()
    assert "市林草局" in page
    assert "市林业局" in page, "the nearest name is proposed"
    assert "row 7" in page
    assert "row 9" in page, "both rows with the number 2 are named"
    assert not edition.entries.exists()
    mended = [list(row) for row in MESSY]
    mended[6][2], mended[8][0] = "市林业局：1.立案查处。", "3"
    preview = upload(desk, importing, mended)
    form = preview.context["form"]
    done = desk.post(
        importing,
        {"_version": preview.context["token"], "upload": form.initial["upload"], "confirmed": "on"},
    )
    assert done.status_code == 302, done.content.decode()
    assert [entry.title for entry in edition.entries.order_by("position")] == [
        "违法占用土地行为的查处",
        "毁林开垦行为的查处",
        "村级河道保洁",
    ]

    # Review, return with a reason, review again; approved by another, published for a day to come.
    take(desk, edition, "submit")
    take(boss, edition, "send-back", reason="第三项请补充乡镇联络人")
    assert edition.status == EditionStatus.DRAFT
    take(desk, edition, "submit")
    take(boss, edition, "approve", document_no="澜政发〔2026〕30号", decided_on="2026-11-20")
    take(boss, edition, "publish", effective_from="2026-12-01")
    address = f"/public/lists/{duty_list.pk}/"
    assert "村级河道保洁" not in public.get(address).content.decode()
    assert "村级河道保洁" in public.get(f"{address}?on=2026-12-01").content.decode()
    time_machine.move_to("2026-12-01T08:00:00+08:00")
    assert "村级河道保洁" in public.get(address).content.decode()

    # The next edition goes to Excel, and meanwhile a colleague edits it in the portal.
    desk = browser(editor)  # a week later everybody signs in again
    draft = start_draft(duty_list, by=editor)
    book = Workbook(draft)
    book.sort(["3", "2", "1"])
    book.set("1", "事项名称", "违法占用耕地行为的查处")
    book.set("2", "配合责任", "乡镇：1.巡查；2.上报。")
    other = browser(colleague)
    entry = reverse("admin:responsibilities_entry_edit", args=[draft.entries.get(seq_no="1").pk])
    page = other.get(entry)
    typed = {name: page.context["form"].initial.get(name, "") for name in page.context["form"].fields}
    typed |= {"_was": page.context["step"].was_token, "title": "违法用地的查处", "reason": "简化名称"}
    assert other.post(entry, typed).status_code == 302

    bringing = reverse("admin:responsibilities_edition_import-edits", args=[draft.pk])
    preview = upload(desk, bringing, book, "回来.xlsx")
    page = preview.content.decode()
    assert all(words in page for words in ("违法占用土地行为的查处", "违法用地的查处", "违法占用耕地行为的查处"))
    token = preview.context["form"].initial["upload"]
    assert desk.post(bringing, {"upload": token, "choice-0": "list"}).status_code == 302
    first, second = (draft.entries.get(seq_no=number) for number in ("1", "2"))
    assert first.title == "违法用地的查处"
    assert second.participations.get(role="support").duty_text == "1.巡查；2.上报。"

    # What the colleague did is taken back as a unit; what came from Excel stays.
    batch = Batch.objects.get(by=colleague)
    assert desk.post(reverse("admin:responsibilities_batch_undo", args=[batch.pk])).status_code == 302
    assert draft.entries.get(seq_no="1").title == "违法占用土地行为的查处"
    second.refresh_from_db()
    assert second.participations.get(role="support").duty_text == "1.巡查；2.上报。"
    assert draft.authors.count() == 2
    assert duty_list.editions.in_force().get().effective_from == datetime.date(2026, 12, 1)
