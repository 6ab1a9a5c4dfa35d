"""Is bad input told what and where, by the API and on the page, in both languages; and does it change nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enforcement.operations.cases import file_case
from enforcement.operations.transfers import transfer_case
from governance.models import AuditEntry
from governance.roles import Role
from tests.clients import Browser
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, photo, set_answer_terms
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.governance.office_files import docx, workbook
from tests.responsibilities.factories import EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, WIDE, changed
from tests.scenarios.browser import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    """A county with a published list and a draft, a township with a case in transfer and one at rest."""
    county = CountyFactory(name="澜山市", code="LS")
    set_answer_terms(county)
    names = {"land": "市自然资源和规划局", "police": "市公安局", "forest": "市林业局", "water": "市水利局"}
    bodies = {key: OrganisationFactory(parent=county, name=name) for key, name in names.items()}
    township = TownshipFactory(parent=county, name="汀砚镇", short_name="汀砚", code="LS-T03")
    entry = EntryFactory(edition__duty_list__owner=county, bodies={"lead": bodies["land"]}, title="违法占地查处")
    published = publish_rows(entry.edition, timezone.localdate().replace(day=1))
    power = PenaltyPowerFactory(department=bodies["land"], catalogue_no="LS-ZR-005")
    PowerGrantFactory(power=power, township=township)
    clerk = member(township, Role.TOWNSHIP_CLERK, name="林小满")
    facts = {
        "power": power,
        "entry": entry,
        "facts": "占地约四十平方米。",
        "place": "村东空地",
        "party_kind": "organisation",
        "party_name": "桥头坞砂石经营部",
        "found_at": timezone.now(),
    }
    letter = {"receiver": bodies["land"], "reason_code": "not_our_item", "explanation": "依清单移送。"}
    sent = file_case(township, by=clerk, **facts)
    return SimpleNamespace(
        **bodies,
        county=county,
        township=township,
        entry=entry,
        published=published,
        draft=EditionFactory(duty_list=published.duty_list),
        power=power,
        unheld=PenaltyPowerFactory(department=bodies["water"], catalogue_no="LS-SL-001"),
        case=file_case(township, by=clerk, **facts),
        sent=sent,
        transfer=transfer_case(sent, by=clerk, **letter),
        editor=member(county, Role.LIST_EDITOR),
        approver=member(county, Role.LIST_APPROVER),
        clerk=clerk,
        land_clerk=member(bodies["land"], Role.DEPARTMENT_CLERK, name="江土宁"),
    )


# --- Sending it --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sender:
    """One person with a session, sending the same thing to the API and to a page."""

    client: Client
    language: str

    def api(self, path: str, data: dict[str, Any], **headers: str):
        """Files go as a form, everything else as JSON."""
        kind = {} if any(hasattr(value, "read") for value in data.values()) else {"content_type": "application/json"}
        headers |= {"Accept-Language": self.language}
        return self.client.post(f"/api/v1/{path}", data, headers=headers, **kind)

    def page(self, url: str, data: dict[str, Any]) -> Page:
        """Fill in the page's form as it stands, and send it."""
        form = self.shown(self.client.get(url)).form_with(*data)
        answer = self.client.post(url, {**form.values, **data})
        assert answer.status_code == 200, "it went through"
        return self.shown(answer)

    def shown(self, response) -> Page:
        return Page(response.request["PATH_INFO"], response.content.decode())


@pytest.fixture
def sender_as():
    def sign_in(account, language: str) -> Sender:
        client = Browser()
        client.force_login(account)
        client.cookies["django_language"] = language
        return Sender(client, language)

    return sign_in


def xlsx(*rows: list) -> SimpleUploadedFile:
    return SimpleUploadedFile("清单.xlsx", workbook([WIDE, *rows]))


def by_api(path: str, **data: Any) -> Callable:
    """`path` and text values may name what is `here`: "cases/{case.pk}/"."""

    def send(sender: Sender, here):
        numbers = {name for name, value in data.items() if str(value).endswith(".pk}")}
        sent = {name: int(value) if name in numbers else value for name, value in _filled(data, here).items()}
        return sender.api(path.format(**vars(here)), sent, **{"If-Match": "*"})

    return send


def on_page(name: str, target: str, **data: Any) -> Callable:
    def send(sender: Sender, here) -> Page:
        args = [target.format(**vars(here))] if target else []
        return sender.page(reverse(f"admin:{name}", args=args), _filled(data, here))

    return send


def _filled(data: dict[str, Any], here) -> dict[str, Any]:
    return {name: _value(value, here) for name, value in data.items()}


def _value(value: Any, here) -> Any:
    if callable(value):
        return value()
    return value.format(**vars(here)) if isinstance(value, str) else value


# --- What is bad --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bad:
    """What somebody sends, by whom, and what the answer must say: names in every language, words in each of the two.

    `fields` are where the API says the fault is, `cells` where the page of an import does.
    """

    what: str
    by: str
    api: Callable
    page: Callable
    status: int
    code: str
    fields: tuple[str, ...]
    names: tuple[str, ...]
    words: dict[str, str]
    cells: str = ""


def into_the_draft(file: Callable[[], SimpleUploadedFile]) -> dict[str, Callable]:
    return {
        "api": by_api("responsibilities/editions/{draft.pk}/import/", file=file),
        "page": on_page("responsibilities_edition_import", "{draft.pk}", file=file),
    }


def beside_the_case(file: Callable[[], SimpleUploadedFile]) -> dict[str, Callable]:
    return {
        "api": by_api("enforcement/cases/{case.pk}/files/", file=file),
        "page": on_page("enforcement_case_attach", "{case.pk}", file=file),
    }


A_CASE = {
    "facts": "占地约四十平方米。",
    "place": "村东空地",
    "party_kind": "organisation",
    "party_name": "经营部",
    "found_at": "2026-09-01T08:30",
}
LETTER = {"reason_code": "not_our_item", "explanation": "依清单移送。"}

TABLE = [
    Bad(
        "a file of another type as a list",
        "editor",
        **into_the_draft(lambda: SimpleUploadedFile("清单.xlsx", b"%PDF-1.7\n%")),
        status=422,
        code="wrong_type",
        fields=("file",),
        names=("清单.xlsx", "PDF", ".xlsx"),
        words={"en": "not a spreadsheet", "zh-hans": "不是表格文件"},
    ),
    Bad(
        "a text document as a list",
        "editor",
        **into_the_draft(lambda: SimpleUploadedFile("清单.docx", docx())),
        status=422,
        code="wrong_type",
        fields=("file",),
        names=("清单.docx", ".xlsx"),
        words={"en": "a text document", "zh-hans": "文字文档"},
    ),
    Bad(
        "a workbook that is cut off",
        "editor",
        **into_the_draft(lambda: SimpleUploadedFile("清单.xlsx", workbook([WIDE, LAND])[:-200])),
        status=422,
        code="broken_file",
        fields=("file",),
        names=("清单.xlsx",),
        words={"en": "damaged or incomplete", "zh-hans": "已损坏"},
    ),
    Bad(
        "a body nobody knows",
        "editor",
        **into_the_draft(lambda: xlsx(LAND, changed(FOREST, lead="市林业草原局：1.查处。"))),
        status=422,
        code="file_has_faults",
        fields=("D3",),
        names=("市林业草原局", "市林业局"),
        words={"en": "市林业草原局", "zh-hans": "市林业草原局"},
        cells="3 D",
    ),
    Bad(
        "a number that occurs twice",
        "editor",
        **into_the_draft(lambda: xlsx(LAND, changed(FOREST, seq_no=1))),
        status=422,
        code="file_has_faults",
        fields=("A3",),
        names=("2", "3"),
        words={"en": "occurs twice", "zh-hans": "重复"},
        cells="3 A",
    ),
    Bad(
        "a program beside a case",
        "clerk",
        **beside_the_case(lambda: SimpleUploadedFile("现场.png", b"MZ\x90\0" + b"\0" * 60)),
        status=409,
        code="file_type_refused",
        fields=("file",),
        names=("现场.png", "pdf"),
        words={"en": "cannot be attached", "zh-hans": "不能作为附件"},
    ),
    Bad(
        "a picture that calls itself a document",
        "clerk",
        **beside_the_case(lambda: photo("决定书.pdf")),
        status=409,
        code="file_name_mismatch",
        fields=("file",),
        names=("决定书.pdf", ".png"),
        words={"en": "whose name must end in .png", "zh-hans": "扩展名应为.png"},
    ),
    Bad(
        "a case on a power the township does not hold",
        "clerk",
        api=by_api("enforcement/cases/", township="{township.code}", power="{unheld.pk}", **A_CASE),
        page=on_page("enforcement_case_file", "", power="LS-SL-001", **A_CASE),
        status=409,
        code="power_not_held",
        fields=("power",),
        names=("汀砚镇", "LS-SL-001", "市水利局", "《行政处罚法》第十七条"),
        words={"en": "does not hold the power", "zh-hans": "无权行使"},
    ),
    Bad(
        "a case sent a second time",
        "clerk",
        api=by_api("enforcement/cases/{sent.pk}/transfer/", receiver="{land.code}", **LETTER),
        page=on_page("enforcement_case_transfer", "{sent.pk}", receiver="市自然资源和规划局", **LETTER),
        status=409,
        code="already_in_transfer",
        fields=(),
        names=("市自然资源和规划局", "汀砚综执移"),
        words={"en": "already in transfer", "zh-hans": "已移送"},
    ),
    Bad(
        "a case sent to a body nobody knows",
        "clerk",
        api=by_api("enforcement/cases/{case.pk}/transfer/", receiver="市自规局", **LETTER),
        page=on_page("enforcement_case_transfer", "{case.pk}", receiver="市自规局", **LETTER),
        status=400,
        code="invalid",
        fields=("receiver",),
        names=("市自规局",),
        words={"en": "No body", "zh-hans": "的单位"},
    ),
    Bad(
        "a case sent to a body that nothing names",
        "clerk",
        api=by_api("enforcement/cases/{case.pk}/transfer/", receiver="{water.code}", **LETTER),
        page=on_page("enforcement_case_transfer", "{case.pk}", receiver="市水利局", entry="", **LETTER),
        status=409,
        code="receiver_without_basis",
        fields=("entry",),
        names=("市水利局", "市自然资源和规划局", "《行政处罚法》第十七条"),
        words={"en": "name the entry of the duty list", "zh-hans": "缺少依据"},
    ),
    Bad(
        "a return that does not say whose it is",
        "land_clerk",
        api=by_api("enforcement/transfers/{transfer.pk}/send-back/", **LETTER),
        page=on_page("enforcement_transfer_send-back", "{transfer.pk}", **LETTER),
        status=409,
        code="right_body_missing",
        fields=("right_body",),
        names=("《行政处罚法》第二十二条、第二十五条",),
        words={"en": "names the competent body", "zh-hans": "应当指明管辖单位"},
    ),
    Bad(
        "an edition published again",
        "approver",
        api=by_api("responsibilities/editions/{published.pk}/publish/", effective_from="2027-01-01"),
        page=on_page("responsibilities_edition_publish", "{published.pk}", effective_from="2027-01-01"),
        status=409,
        code="already_published",
        fields=(),
        names=("属地管理事项责任清单", "2026"),
        words={"en": "already published", "zh-hans": "公布"},
    ),
]


def rows_written() -> dict[str, int]:
    """Of every table but the log of what was refused and the session of who tried."""
    models = [model for model in apps.get_models() if model._meta.managed and model not in (AuditEntry, Session)]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.fixture
def nothing_changes(here, own_files, settings):
    """The test ends with the rows and files it began with, and the audit knows of refusals only. A spreadsheet with
    faults waits for its names to be decided, which is no change: nobody but who sent it gets at it, for a day."""

    def files() -> list[str]:
        waiting = settings.MEDIA_ROOT / "uploads"
        found = [file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file() and waiting not in file.parents]
        return sorted(map(str, found))

    before, stored, done = rows_written(), files(), AuditEntry.objects.latest("pk").pk
    yield
    assert rows_written() == before
    assert files() == stored
    since = AuditEntry.objects.filter(pk__gt=done)
    assert set(since.exclude(action="sign_in").values_list("outcome", flat=True)) <= {"refused"}


BOTH_LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])
EVERYTHING_BAD = pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.what)


@BOTH_LANGUAGES
@EVERYTHING_BAD
def test_api_says_what_and_where_and_changes_nothing(here, sender_as, nothing_changes, bad, language):
    answer = bad.api(sender_as(getattr(here, bad.by), language), here)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (bad.status, bad.code), problem
    assert answer["Content-Type"] == "application/problem+json"
    assert tuple(error["field"] for error in problem["errors"]) == bad.fields
    said = " ".join([problem["detail"], *(error["detail"] for error in problem["errors"]), problem["basis"] or ""])
    for words in (*bad.names, bad.words[language]):
        assert words in said


@BOTH_LANGUAGES
@EVERYTHING_BAD
def test_page_says_what_and_where_and_changes_nothing(here, sender_as, nothing_changes, bad, language):
    page = bad.page(sender_as(getattr(here, bad.by), language), here)
    said = page.text.partition(bad.cells)[2] if bad.cells else page.alert
    for words in (*bad.names, bad.words[language]):
        assert words in said
