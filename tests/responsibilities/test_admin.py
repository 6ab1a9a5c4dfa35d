"""Can the people who keep lists do it on their pages, and does nobody else get further than reading."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.roles import Role
from responsibilities.models import DutyList, Edition, Entry
from responsibilities.operations import start_draft
from responsibilities.states import EditionStatus
from tests.factories import CountyFactory, TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, THREE, WIDE, changed, table

pytestmark = pytest.mark.django_db

LISTS = reverse("admin:responsibilities_dutylist_changelist")
EDITIONS = reverse("admin:responsibilities_edition_changelist")
ENTRIES = reverse("admin:responsibilities_entry_changelist")


@pytest.fixture
def browse(client):
    """A browser in which somebody has signed in; pages come in English."""

    def sign_in(account):
        client.force_login(account)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def step(edition: Edition, name: str) -> str:
    return reverse(f"admin:responsibilities_edition_{name}", args=[edition.pk])


def send(client, url: str, data: dict | None = None):
    """Fill in a step as a browser does, with the version token the page came with."""
    form = client.get(url)
    assert form.status_code == 200, form.content.decode()
    return client.post(url, {"_version": form.context["token"], **(data or {})})


def xlsx(*rows, header=WIDE) -> SimpleUploadedFile:
    return SimpleUploadedFile("清单.xlsx", table(header, *rows).getvalue())


def text(response) -> str:
    return response.content.decode()


# --- From nothing to publication -------------------------------------------------------------------------------------


def test_a_list_comes_from_a_spreadsheet_to_the_public(browse, county, bureaus, township, editor, approver):
    client = browse(editor)
    opened = send(
        client,
        reverse("admin:responsibilities_list_open"),
        {"owner": "澜山市", "kind": "territorial_list", "title": "属地管理清单"},
    )
    duty_list = DutyList.objects.get()
    assert opened.url == reverse("admin:responsibilities_dutylist_change", args=[duty_list.pk])
    drafted = send(client, reverse("admin:responsibilities_list_draft", args=[duty_list.pk]))
    edition = Edition.objects.get()
    assert drafted.url == reverse("admin:responsibilities_edition_change", args=[edition.pk])

    preview = send(client, step(edition, "import"), {"file": xlsx(LAND, FOREST)})
    assert preview.status_code == 200
    assert LAND[2] in text(preview)
    assert not edition.entries.exists(), "a preview writes nothing"
    form = preview.context["form"]
    yes = {"upload": form.initial["upload"], "_version": preview.context["token"]}
    imported = client.post(step(edition, "import"), yes)
    assert imported.url == drafted.url
    assert [entry.title for entry in edition.entries.order_by("position")] == [LAND[2], FOREST[2]]
    assert default_storage.listdir("uploads")[1] == [], "the waiting file is gone"

    send(client, step(edition, "submit"))
    client = browse(approver)
    send(client, step(edition, "approve"), {"document_no": "澜政发〔2026〕15号", "decided_on": "2026-08-14"})
    consequences = text(client.get(step(edition, "publish")))
    assert (
        "Bodies that are told: <strong>5</strong>" in consequences
    )  # the county, two lead, one supports, one township
    send(client, step(edition, "publish"), {"effective_from": "2026-09-01"})
    edition.refresh_from_db()
    assert edition.status == EditionStatus.PUBLISHED
    client.logout()
    assert LAND[2] in text(client.get(f"/public/lists/{duty_list.pk}/"))


def test_three_lists_of_a_township_come_from_one_file(browse, township, bureaus, editor):
    client = browse(editor)
    rows = [
        ["基本", 1, "党的建设", "发展党员", "", "", "制定计划。", "", "", ""],
        ["收回", 1, "民生服务", "等级评定", "", "", "", "民政局", "委托评审。", ""],
    ]
    url = reverse("admin:responsibilities_list_import-township")
    preview = send(client, url, {"township": "汀砚镇", "file": xlsx(*rows, header=THREE)})
    assert "发展党员" in text(preview)
    done = client.post(url, {"upload": preview.context["form"].initial["upload"]})
    assert done.status_code == 302
    assert {edition.duty_list.kind for edition in Edition.objects.all()} == {"basic_list", "withdrawn_list"}


# --- What a file has wrong -------------------------------------------------------------------------------------------


@pytest.fixture
def draft(county, bureaus, township):
    return EditionFactory(duty_list__owner=county)


def test_faults_are_shown_with_row_and_column_and_leave_nothing_to_confirm(browse, draft, editor):
    rows = [LAND, changed(FOREST, lead="市林业草原局：1.查处。")]
    preview = send(browse(editor), step(draft, "import"), {"file": xlsx(*rows)})
    page = text(preview)
    assert "市林业草原局" in page
    assert "市林业局" in page
    assert "<td>3</td>" in page
    assert "<td>D</td>" in page
    assert "upload" not in preview.context["form"].fields
    assert not default_storage.exists("uploads")


def test_a_file_that_is_no_list_is_refused_beside_its_field(browse, draft, editor):
    broken = SimpleUploadedFile("清单.xlsx", b"not a workbook at all")
    answer = send(browse(editor), step(draft, "import"), {"file": broken})
    assert answer.context["form"].errors["file"]
    assert answer.status_code == 200


def test_doubtful_things_wait_for_the_tick(browse, draft, editor):
    client = browse(editor)
    preview = send(client, step(draft, "import"), {"file": xlsx(LAND, changed(FOREST, heading=""))})
    assert "confirmed" in preview.context["form"].fields
    yes = {"upload": preview.context["form"].initial["upload"], "_version": preview.context["token"]}
    refused = client.post(step(draft, "import"), yes)
    assert refused.status_code == 200
    assert not draft.entries.exists()
    assert "Is it the same as above" in text(refused), "the page still says what needs a yes"
    agreed = client.post(step(draft, "import"), {**yes, "confirmed": "on"})
    assert agreed.status_code == 302
    assert draft.entries.count() == 2


def test_a_waiting_file_is_its_readers_own(browse, draft, editor, county):
    client = browse(editor)
    preview = send(client, step(draft, "import"), {"file": xlsx(LAND)})
    yes = {"upload": preview.context["form"].initial["upload"], "_version": preview.context["token"]}
    other = browse(member(county, Role.LIST_EDITOR))
    answer = other.post(step(draft, "import"), yes)
    assert "Choose it again" in answer.context["form"].errors["file"][0]
    assert not draft.entries.exists()
    another = EditionFactory(duty_list=DutyListFactory(owner=county, kind="township_list"))
    answer = browse(editor).post(step(another, "import"), {**yes, "_version": ""})
    assert not another.entries.exists()


def test_a_draft_that_changed_meanwhile_is_not_overwritten(browse, draft, editor):
    client = browse(editor)
    preview = send(client, step(draft, "import"), {"file": xlsx(LAND)})
    yes = {"upload": preview.context["form"].initial["upload"], "_version": preview.context["token"]}
    Edition.objects.filter(pk=draft.pk).update(version=7)
    answer = client.post(step(draft, "import"), yes)
    assert answer.status_code == 200
    assert not draft.entries.exists()


# --- Who sees and may what -------------------------------------------------------------------------------------------


def test_steps_that_are_impossible_now_say_why(browse, draft, editor, approver):
    EntryFactory(edition=draft)
    draft.authors.add(approver)
    client = browse(editor)
    page = text(client.get(reverse("admin:responsibilities_edition_change", args=[draft.pk])))
    assert step(draft, "submit") in page
    assert step(draft, "approve") not in page, "editors do not approve"
    send(client, step(draft, "submit"))
    page = text(browse(approver).get(reverse("admin:responsibilities_edition_change", args=[draft.pk])))
    assert "You wrote into this draft" in page


def test_others_read_what_is_published_and_find_no_step(browse, county, township, bureaus):
    entry = EntryFactory(
        edition__duty_list__owner=county,
        internal_note="仅供内部",
        source={"备注": "仅供内部"},
        bodies={"lead": township},
    )
    published = publish_rows(entry.edition)
    draft = EditionFactory(duty_list=published.duty_list)
    hidden = EntryFactory(edition=draft, title="草稿事项")
    client = browse(member(township, Role.TOWNSHIP_CLERK))
    assert str(published.duty_list) in text(client.get(LISTS))
    assert "Draft" not in text(client.get(LISTS))
    entries = client.get(ENTRIES, follow=True)
    assert entry.title in text(entries)
    assert "草稿事项" not in text(client.get(f"{ENTRIES}?view=preparation"))
    page = client.get(reverse("admin:responsibilities_entry_change", args=[entry.pk]))
    assert page.status_code == 200
    assert "仅供内部" not in text(page)
    assert client.get(reverse("admin:responsibilities_entry_change", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("admin:responsibilities_edition_change", args=[draft.pk])).status_code == 404
    assert client.get(reverse("admin:responsibilities_list_open")).status_code == 403
    for name in ("import", "submit", "approve", "publish", "send-back", "discard"):
        assert client.get(step(published, name)).status_code == 403
        assert client.get(step(draft, name)).status_code == 404


def test_editors_see_the_notes_and_the_imported_cells(browse, county, editor):
    entry = EntryFactory(edition__duty_list__owner=county, internal_note="核对条文", source={"备注": "原文"})
    page = text(browse(editor).get(reverse("admin:responsibilities_entry_change", args=[entry.pk])))
    assert "核对条文" in page
    assert "原文" in page


def test_an_editor_of_another_county_sees_no_draft_here(browse, draft):
    stranger = browse(member(CountyFactory(), Role.LIST_EDITOR))
    assert stranger.get(reverse("admin:responsibilities_edition_change", args=[draft.pk])).status_code == 404
    assert stranger.get(step(draft, "submit")).status_code == 404


def test_entries_are_found_by_words_and_by_who_leads(browse, county, bureaus, editor):
    edition = EditionFactory(duty_list__owner=county)
    for title, lead in (("违法占地查处", bureaus["自规局"]), ("河道保洁", "townships")):
        EntryFactory(edition=edition, title=title, bodies={"lead": lead})
    publish_rows(edition)
    start_draft(edition.duty_list, by=editor)
    client = browse(editor)
    assert Entry.objects.count() == 4
    found = client.get(ENTRIES, {"view": "in-force", "q": "占地"})
    assert [entry.title for entry in found.context["cl"].result_list] == ["违法占地查处"]
    led = client.get(ENTRIES, {"view": "in-force", "led_by": "townships"})
    assert [entry.title for entry in led.context["cl"].result_list] == ["河道保洁"]
    of_edition = client.get(ENTRIES, {"edition__id__exact": edition.pk})
    assert len(of_edition.context["cl"].result_list) == 2


@pytest.mark.parametrize("url", [LISTS, EDITIONS, f"{ENTRIES}?view=in-force"])
def test_thirty_rows_cost_the_queries_of_three(browse, county, bureaus, editor, url):
    client = browse(editor)

    def publish(count: int) -> None:
        for _ in range(count):
            edition = EditionFactory(duty_list__owner=TownshipFactory(parent=county))
            EntryFactory(edition=edition, bodies={"lead": bureaus["公安局"], "support": "townships"})
            publish_rows(edition)

    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    publish(3)
    few = ask()
    publish(27)
    assert ask() == few
