"""Can the people who keep lists do it on their pages, and does nobody else get further than reading."""

import datetime
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from governance.admin.import_forms import NamesForm
from governance.models import Alias, Organisation
from governance.roles import Role
from responsibilities.models import DutyList, Edition, Entry
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.imports import import_entries
from responsibilities.states import EditionStatus
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, RIVER, THREE, WIDE, changed, table

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
    day = {"effective_from": "2026-09-01"}
    token = client.get(step(edition, "publish"), day).context["step"].rehearsal.token
    said = {"rehearsal": token, "accept_unsettled": "on", "unsettled_reason": "试验用。"}
    send(client, step(edition, "publish"), {**day, **said})
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
    client = browse(editor)
    preview = send(client, step(draft, "import"), {"file": xlsx(*rows)})
    page = text(preview)
    assert "市林业草原局" in page
    assert "市林业局" in page
    assert "<td>3</td>" in page
    assert "<td>D</td>" in page
    assert "upload" not in preview.context["form"].fields
    waiting = preview.context["step"].upload  # for its unknown names to be decided; a yes does not bring it in
    client.post(step(draft, "import"), {"upload": waiting, "confirmed": "on", "_version": preview.context["token"]})
    assert not draft.entries.exists()


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
    of_edition = client.get(ENTRIES, {"edition": edition.pk})
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


# --- What the preview offers besides a yes ---------------------------------------------------------------------------


def explain(client, url: str, page, **said):
    """Say on the page what names mean: `市林草局="市林业局"`, and `keep` for what shall be remembered."""
    keep = {f"keep-{name}": "on" for name in said.pop("keep", ())}
    names = {f"name-{name}": body for name, body in said.items()}
    return client.post(url, {"reread": page.context["step"].upload, **names, **keep})


def agree(client, url: str, page):
    return client.post(url, {"upload": page.context["step"].upload, "_version": page.context["token"]})


def test_a_name_that_is_explained_counts_for_this_file(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    rows = [
        changed(LAND, lead="市林草局：1.查处。"),
        changed(FOREST, lead="市林草局：1.查处。", support="市绿委：1.指导。"),
    ]
    preview = send(client, url, {"file": xlsx(*rows)})
    assert list(preview.context["step"].names.names.values()) == ["市林草局", "市绿委"], "each name once"
    assert "2 times in this file, in rows 2、3. Similar names: 市林业局" in text(preview)

    again = explain(client, url, preview, 市林草局="市林业局", 市绿委="")
    assert list(again.context["step"].names.names.values()) == ["市绿委", "市林草局"], "what was said can be changed"
    assert "2 times in this file, in rows 2、3." in text(again)
    wrong = explain(client, url, again, 市林草局="市林业局", 市绿委="没有的局")
    assert "No body here is called “没有的局”." in text(wrong)

    whole = explain(client, url, wrong, 市林草局="市林业局", 市绿委="民政局")
    assert whole.context["form"].initial["upload"], "without faults it waits for the yes"
    back = explain(client, url, whole, 市林草局="", 市绿委="民政局")
    assert [fault.value for fault in back.context["step"].tables[0].faults] == ["市林草局", "市林草局"]
    whole = explain(client, url, back, 市林草局="市林业局", 市绿委="民政局")
    assert agree(client, url, whole).status_code == 302
    named = {part.body.name for entry in draft.entries.all() for part in entry.participations.all() if part.body}
    assert named == {"市公安局", "市林业局", "市民政局"}
    assert not Alias.objects.exists(), "later files are read as before"
    preview = send(client, url, {"file": xlsx(*rows)})
    assert preview.context["step"].faults


def test_the_role_of_a_word_before_bodies_is_asked_and_counts_for_this_file(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    file = xlsx(changed(LAND, lead="市林业局：1.查处。\n包保单位：市公安局", support=""))
    preview = send(client, url, {"file": file})
    assert preview.context["step"].names.words == {"role-包保单位": "包保单位"}
    assert "name-包保单位" not in text(preview), "a word before bodies is never asked about as a body"

    token = preview.context["step"].upload
    wrong = client.post(url, {"reread": token, "role-包保单位": "owner"})
    assert wrong.context["step"].faults
    whole = client.post(url, {"reread": token, "role-包保单位": "support"})
    assert whole.context["form"].initial["upload"], "without faults it waits for the yes"
    yes = {"upload": whole.context["step"].upload, "_version": whole.context["token"]}
    other = client.post(url, {**yes, "role-包保单位": "unstated"})
    assert "Nothing has been imported yet" in text(other)
    assert client.post(url, {**yes, "role-包保单位": "support"}).status_code == 302
    (entry,) = draft.entries.all()
    assert [(part.role, part.body.name) for part in entry.participations.all()] == [
        ("lead", "市林业局"),
        ("support", "市公安局"),
    ]
    assert not Alias.objects.exists()


def test_thousands_of_unknown_names_are_asked_about_in_turn(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    rows = [changed(LAND, seq_no=n, title=f"事项{n}", lead=f"第{n}号局：1.查处。") for n in range(1, 1001)]
    preview = send(client, url, {"file": xlsx(*rows)})
    codes = [fault.code for fault in preview.context["step"].tables[0].faults]
    assert (codes.count("unknown_body"), codes.count("more_unknown_bodies")) == (200, 1)
    assert "800 more names mean no body" in "".join(f.message for f in preview.context["step"].tables[0].faults)
    assert len(preview.content) < 200_000
    again = explain(client, url, preview, 第1号局="市林业局")
    assert again.status_code == 200
    assert "799 more" in "".join(fault.message for fault in again.context["step"].tables[0].faults)


def test_a_name_longer_than_any_is_a_fault_of_its_row_and_no_question(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    rows = [changed(LAND, seq_no=n, title=f"事项{n}", lead=f"市林业局、{n}{'长' * 1500}局") for n in range(1, 301)]
    preview = send(client, url, {"file": xlsx(*rows)})
    assert {fault.code for fault in preview.context["step"].tables[0].faults} <= {
        "name_too_long",
        "more_unknown_bodies",
    }
    assert preview.context["step"].names is None
    assert len(preview.content) < 200_000


def test_what_was_typed_of_names_is_not_left_behind_by_a_yes(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    preview = send(client, url, {"file": xlsx(changed(LAND, lead="市林草局：1.查处。"))})
    whole = explain(client, url, preview, 市林草局="市林业局")
    page = text(whole)
    assert 'form="step-form"' in page, "without a script, too, the names go with the yes"
    yes = {"upload": whole.context["step"].upload, "_version": whole.context["token"]}
    for changed_names in ({"name-市林草局": "市民政局"}, {"name-市林草局": "市林业局", "keep-市林草局": "on"}):
        again = client.post(url, {**yes, **changed_names})
        assert "Nothing has been imported yet" in text(again)
        assert not draft.entries.exists()
    assert "In later files, too" in text(again)
    empty = client.post(url, {**yes, "name-市林草局": ""})
    assert empty.context["step"].faults, "an emptied box takes it back"
    assert client.post(url, {**yes, "name-市林草局": "市林业局"}).status_code == 302
    assert draft.entries.count() == 1
    assert not Alias.objects.exists()


@pytest.mark.parametrize(("may_remember", "refused"), [(True, False), (False, True)])
def test_who_may_not_add_aliases_is_told_so(county, bureaus, editor, may_remember, refused):
    sent = {"name-市林草局": "市林业局", "keep-市林草局": "on"}
    form = NamesForm(
        sent,
        account=editor,
        obj=None,
        names={"市林草局": [2]},
        words={},
        near={},
        bodies=list(bureaus.values()),
        may_mean=lambda body: True,
        may_remember=may_remember,
        sent_along=set(sent),
    )
    assert form.is_valid() is not refused
    assert ("name-市林草局" in form.errors) is refused


def test_a_name_is_remembered_with_the_import_and_only_if_asked_for(browse, draft, editor, bureaus):
    client, url = browse(editor), step(draft, "import")
    file = xlsx(changed(LAND, lead="市林草局：1.查处。"), changed(FOREST, lead="市绿委：1.指导。"))
    preview = send(client, url, {"file": file})
    whole = explain(client, url, preview, 市林草局="市林业局", 市绿委="民政局", keep=["市林草局"])
    assert "In later files, too, “市林草局” will be read as 市林业局" in text(whole)
    assert not Alias.objects.exists(), "nothing is written before the yes"
    done = agree(client, url, whole)
    alias = Alias.objects.get()
    assert (alias.name, alias.organisation) == ("市林草局", bureaus["林业局"])
    page = text(client.get(done.url))
    undo = reverse("admin:governance_organisation_remove-alias", args=[alias.organisation.pk])
    assert f'<a href="{undo}">Take it back</a>' in page
    assert client.post(undo, {"alias": alias.pk}).status_code == 302
    preview = send(client, url, {"file": xlsx(changed(LAND, lead="市林草局：1.查处。"))})
    assert [fault.value for fault in preview.context["step"].tables[0].faults] == ["市林草局"]


def test_what_a_name_means_already_is_told_beside_it(browse, draft, editor, county):
    client, url = browse(editor), step(draft, "import")
    closed = OrganisationFactory(parent=county, name="市绿化局", closed_on=datetime.date(2026, 1, 1))
    Alias.objects.create(organisation=closed, name="市绿委", key="市绿委")
    preview = send(client, url, {"file": xlsx(changed(LAND, lead="市绿委：1.管。"))})
    answer = explain(client, url, preview, 市绿委="市林业局", keep=["市绿委"])
    assert "already means 市绿化局" in text(answer)
    assert Alias.objects.count() == 1


def test_words_for_roles_and_known_names_are_never_asked_about(browse, draft, editor, bureaus):
    client, url = browse(editor), step(draft, "import")
    preview = send(client, url, {"file": xlsx(changed(LAND, lead="责任单位:甲局,乙局", support="相关部门"))})
    assert list(preview.context["step"].names.names.values()) == ["甲局", "乙局"]
    forced = explain(
        client, url, preview, 责任单位="市林业局", 相关部门="市林业局", 市公安局="市林业局", 甲局="市林业局"
    )
    assert [fault.value for fault in forced.context["step"].tables[0].faults] == ["甲局", "乙局", "相关部门"]
    assert "“name-责任单位” was sent, too" in text(forced), "so nothing that was sent is taken"
    honest = explain(client, url, forced, 甲局="市林业局")
    assert [fault.value for fault in honest.context["step"].tables[0].faults] == ["乙局", "相关部门"]


def test_a_name_the_page_does_not_ask_about_is_refused_with_the_yes_as_well(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    preview = send(client, url, {"file": xlsx(changed(LAND, lead="市林草局：1.查处。"))})
    whole = explain(client, url, preview, 市林草局="市林业局")
    yes = {"upload": whole.context["step"].upload, "_version": whole.context["token"]}
    for extra in ({"name-甲局": ""}, {"keep-甲局": "on"}, {"name-甲局": "市林业局"}, {"nonsense": "1"}):
        refused = client.post(url, {**yes, "name-市林草局": "市林业局", **extra})
        assert f"“{next(iter(extra))}” was sent, too" in text(refused)
        assert not draft.entries.exists()
    reread = client.post(url, {"reread": yes["upload"], "name-市林草局": "市林业局", "nonsense": "1"})
    assert "“nonsense” was sent, too" in text(reread)


def test_a_name_that_others_have_decided_meanwhile_is_no_unknown_one(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    preview = send(client, url, {"file": xlsx(changed(LAND, lead="市林草局：1.查处。", support="市绿委：1.指导。"))})
    Alias.objects.create(organisation=Organisation.objects.get(name="市林业局"), name="市林草局", key="市林草局")
    whole = explain(client, url, preview, 市林草局="市民政局", 市绿委="民政局")
    assert whole.context["form"].initial["upload"], "it waits for the yes"
    assert "was sent, too" not in text(whole)


def test_the_file_comes_back_with_a_column_of_remarks_and_is_read_as_before(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    title = ["澜山市属地管理事项责任清单"]
    rows = [LAND, changed(FOREST, lead="市林草局：1.查处。", title="+造林"), changed(RIVER, heading="")]
    sent = SimpleUploadedFile("我的清单.xlsx", table(title, WIDE, *rows, merges=["A1:F1"]).getvalue())
    preview = send(client, url, {"file": sent})
    held = {"reread": preview.context["step"].upload}
    response = client.post(url, {**held, "remarks": "1"})
    assert response.status_code == 200
    assert "filename*=utf-8''" in response["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    first, header, land, forest, river = sheet.to_python()
    assert first[0] == title[0]
    assert header == [*WIDE, "错误说明"]
    assert land == [*LAND, ""]
    assert forest[2] == "+造林", "a text stays a text"
    assert forest[-1].startswith("Column D: No body is called “市林草局”.")
    assert "Is it the same as above" in river[-1]

    Alias.objects.create(organisation=Organisation.objects.get(name="市林业局"), name="市林草局", key="市林草局")
    corrected = SimpleUploadedFile("我的清单.xlsx", response.content)
    again = send(client, url, {"file": corrected})
    assert not again.context["step"].faults, "the column of remarks is no fault of its own"
    (parsed,) = again.context["step"].tables
    assert [entry.title for entry in parsed.entries] == [LAND[2], "+造林", RIVER[2]]


def test_a_waiting_file_gives_its_remarks_to_nobody_else(browse, draft, editor, county):
    preview = send(browse(editor), step(draft, "import"), {"file": xlsx(changed(LAND, lead="市林草局"))})
    held = {"reread": preview.context["step"].upload}
    other = browse(member(county, Role.LIST_EDITOR))
    answer = other.post(step(draft, "import"), {**held, "remarks": "1"})
    assert "Choose it again" in text(answer)
    clerk = browse(member(county, Role.TOWNSHIP_CLERK))
    assert clerk.post(step(draft, "import"), {**held, "name-市林草局": "市林业局"}).status_code == 404
    assert not Alias.objects.exists()


def test_the_preview_says_what_would_change(browse, draft, editor):
    client, url = browse(editor), step(draft, "import")
    import_entries(draft, by=editor, file=table(WIDE, LAND, FOREST), filename="一.xlsx")
    draft.refresh_from_db()
    preview = send(client, url, {"file": xlsx(LAND, changed(RIVER, seq_no=2))})
    assert "1 added, 1 taken out, 0 changed, 1 same" in text(preview)
    preview = send(client, url, {"file": xlsx(changed(LAND, lead="市林业局：1.查处。"), FOREST)})
    assert "0 added, 0 taken out, 1 changed, 1 same" in text(preview)


def test_of_very_many_remarks_the_worst_come_first_and_the_rest_are_counted(browse, draft, editor):
    rows = [changed(FOREST, seq_no=n, title=f"事项{n}", lead="", support="市林草局") for n in range(1, 251)]
    page = text(send(browse(editor), step(draft, "import"), {"file": xlsx(*rows, changed(LAND, seq_no=251, lead=""))}))
    faults, findings = page.index("Faults: correct them"), page.index("Worth checking")
    assert faults < findings
    assert "And 50 more." in page
    assert page.index("<td>2</td>") < page.index("<td>201</td>")


def test_the_three_lists_of_a_township_learn_names_too(browse, county, township, bureaus, editor):
    client, url = browse(editor), reverse("admin:responsibilities_list_import-township")
    row = ["收回", 1, "自然资源", "采伐许可", "", "", "", "市林草局", "直接办理。", ""]
    file = SimpleUploadedFile("三张清单.xlsx", table(THREE, row).getvalue())
    preview = client.post(url, {"township": township.name, "file": file})
    held = preview.context["step"].upload
    assert held
    again = explain(client, url, preview, 市林草局="市林业局")
    assert not again.context["step"].faults
    done = agree(client, url, again)
    assert done.status_code == 302, text(done)
    assert Entry.objects.get().title == "采伐许可"
