"""Are the lists the portal ships with complete and counted right, asked through the API and the public pages."""

import datetime
import io
from dataclasses import replace

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from rest_framework.test import APIClient

from governance.models import AuditEntry, Organisation
from responsibilities.contents import contents
from responsibilities.kinds import THREE_LISTS, ListKind
from responsibilities.models import Crosswalk, Edition, Entry, Participation
from responsibilities.operations.reference import FOLDER
from responsibilities.selectors.round_trip import exported_table, round_trip
from responsibilities.spreadsheets.cells import CellReader, cell_writer
from responsibilities.spreadsheets.parsed import content_of
from responsibilities.spreadsheets.reading import read_lists
from tests.responsibilities.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    """Load once for all tests of this module, and undo it after the last."""
    with time_machine.travel(TODAY), django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def api():
    return APIClient()


def summary(api, **asked) -> dict[str, dict]:
    answer = api.get("/api/v1/responsibilities/summary/", asked)
    assert answer.status_code == 200
    return {kind["kind"]: kind for kind in answer.json()["kinds"]}


def test_counts_by_kind_heading_role_and_townships(api):
    kinds = summary(api, on="2026-10-01")
    assert {
        kind: (found["entries"], len(found["headings"]), found["township_led"]) for kind, found in kinds.items()
    } == {
        "township_list": (163, 8, 163),
        "territorial_list": (81, 6, 15),
        "basic_list": (117, 14, 117),
        "support_list": (99, 13, 0),
        "withdrawn_list": (124, 13, 0),
    }
    assert [(row["heading"], row["entries"]) for row in kinds["township_list"]["headings"]] == [
        ("基层党建", 24),
        ("经济发展", 18),
        ("乡村建设", 26),
        ("公共服务", 30),
        ("平安建设", 25),
        ("综合执法", 12),
        ("审批服务", 12),
        ("综合协调", 16),
    ]
    assert [(row["heading"], row["entries"]) for row in kinds["territorial_list"]["headings"]] == [
        ("自然资源", 14),
        ("生态环境", 15),
        ("城乡建设", 16),
        ("应急安全", 14),
        ("市场监管", 11),
        ("农业农村", 11),
    ]
    for found in kinds.values():
        for name in ("entries", "township_led"):
            assert sum(row[name] for row in found["headings"]) == found[name]
    assert kinds["territorial_list"]["roles"] == {"lead": 81, "support": 81, "takeover": 0, "unstated": 0}
    assert kinds["support_list"]["roles"] == {"lead": 99, "support": 99, "takeover": 0, "unstated": 0}
    assert kinds["withdrawn_list"]["roles"]["takeover"] == 124


def test_nothing_is_in_force_before_the_first_day(api):
    assert summary(api, on="2026-08-31") == {}
    assert summary(api, on="2026-09-01")


def test_nothing_is_known_before_the_day_of_publication(api):
    yesterday = Edition.objects.first().published_at.date() - datetime.timedelta(days=1)
    assert summary(api, on="2026-10-01", known=yesterday.isoformat()) == {}


def test_township_led_entries_are_listed(api):
    answer = api.get(
        "/api/v1/responsibilities/entries/", {"kind": "territorial_list", "township_led": "true", "page_size": 50}
    )
    rows = answer.json()["results"]
    assert len(rows) == 15
    assert all(row["township_led"] for row in rows)
    assert {party["body_class"] for row in rows for party in row["participations"] if party["role"] == "lead"} == {
        "townships"
    }


def test_four_items_have_two_leads():
    leads = [
        entry.participations.filter(role="lead").count()
        for entry in Entry.objects.filter(edition__duty_list__kind="territorial_list")
    ]
    assert sorted(leads, reverse=True)[:5] == [2, 2, 2, 2, 1]
    assert Participation.objects.filter(entry__edition__duty_list__kind="territorial_list").count() == 396


def test_every_territorial_item_has_a_legal_basis():
    assert not Entry.objects.filter(edition__duty_list__kind="territorial_list", legal_bases=None).exists()


def test_the_official_layout_says_the_same_as_the_long_one():
    county = Organisation.objects.get(depth=1)
    with (FOLDER / "territorial-items-official.csv").open("rb") as file:
        (official,) = read_lists(file, "official.csv", owner=county, kinds=["territorial_list"])
    assert (official.faults, official.confirmations, official.findings) == ([], [], [])
    said = {
        (entry.seq_no, entry.heading, entry.title, entry.process_note, part.role, *part.party, part.duty_text)
        for entry in official.entries
        for part in entry.parts
    }
    parts = Participation.objects.filter(entry__edition__duty_list__kind="territorial_list").select_related(
        "entry__heading"
    )
    stored = {
        (
            *(part.entry.seq_no, part.entry.heading.title, part.entry.title, part.entry.process_note),
            *(part.role, part.body_id, part.body_class, part.duty_text),
        )
        for part in parts
    }
    assert said == stored


def test_the_three_lists_are_one_townships_and_correspond_to_the_countys():
    lists = Edition.objects.filter(duty_list__owner__name="汀砚镇")
    assert sorted(edition.entries.count() for edition in lists) == [99, 117, 124]
    with (FOLDER / "performance-lists.csv").open(encoding="utf-8") as file:
        references = sum(line.rstrip("\r\n").rpartition(",")[2].count("-") for line in file)
    assert Crosswalk.objects.count() == references == 297
    targets = set(Crosswalk.objects.values_list("item__duty_list__kind", flat=True))
    assert targets == {"township_list", "territorial_list"}


def test_whoever_imported_did_not_approve():
    for edition in Edition.objects.all():
        done = dict(AuditEntry.objects.about(edition).order_by("pk").values_list("action", "account__username"))
        imported = "import_township_lists" if edition.duty_list.kind in THREE_LISTS else "import_entries"
        assert done[imported] == done["submit_edition"] == "portal"
        assert done["approve_edition"] == done["publish_edition"] == "reference-approver"
        assert edition.effective_from == datetime.date(2026, 9, 1)


def test_a_second_load_changes_nothing(capsys):
    before = AuditEntry.objects.count(), Entry.objects.count(), Edition.objects.count()
    call_command("load_reference")
    assert (AuditEntry.objects.count(), Entry.objects.count(), Edition.objects.count()) == before
    assert "everything was there already" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_public_pages_show_all_of_it(client, language):
    client.cookies.load({"django_language": language})
    page = client.get("/public/lists/").content.decode()
    for edition in Edition.objects.select_related("duty_list"):
        assert edition.duty_list.title in page
        whole = client.get(f"/public/lists/{edition.duty_list_id}/?on=2026-10-01").content.decode()
        assert edition.document_no in whole
        assert "2026-09-01" in whole
        for entry in edition.entries.all():
            assert entry.title in whole
    for entry in Entry.objects.filter(seq_no="1"):
        single = client.get(f"/public/entries/{entry.pk}/").content.decode()
        for part in entry.participations.select_related("body"):
            assert all(clause in single for clause in part.clauses)
        assert entry.internal_note == "" or entry.internal_note not in single


@pytest.mark.parametrize("kind", ListKind.values)
def test_the_public_file_says_the_same_read_in_again(client, kind):
    edition = Edition.objects.public().get(duty_list__kind=kind)
    file = io.BytesIO(client.get(f"/public/editions/{edition.pk}/list.xlsx").content)
    (parsed,) = read_lists(file, "清单.xlsx", owner=edition.duty_list.owner, kinds=[kind])
    assert not [*parsed.faults, *parsed.confirmations]
    again = [told(content_of(entry)) for entry in parsed.entries]
    assert again == [told(content) for content in contents(edition).values()]


def told(content):
    """What is public of it; where a text came from is the file's own."""
    parts = tuple(replace(part, source_text="") for part in content.parts)
    return replace(content, internal_note="", source={}, parts=parts)


@pytest.mark.parametrize("kind", ListKind.values)
def test_exported_and_brought_back_untouched_a_list_is_the_same(kind):
    edition = Edition.objects.public().get(duty_list__kind=kind)
    file = io.BytesIO(exported_table(edition))
    found = round_trip(edition, file=file, filename="清单.xlsx")
    assert (found.edits, found.missing, found.faults, found.confirmations) == ([], {}, [], [])


@pytest.mark.parametrize("kind", ListKind.values)
def test_every_cell_of_the_lists_reads_back_as_what_it_was_written_from(kind):
    """Also if each counts as changed: what the grid shows is what it saves."""
    edition = Edition.objects.public().get(duty_list__kind=kind)
    says = contents(edition)
    writer, reader = cell_writer(kind, says.values()), CellReader(kind, edition.duty_list.owner)
    for content in says.values():
        cells = writer.cells(content)
        read, faults = reader.read("row", cells, list(cells), content)
        assert not faults
        assert without_sources(read) == without_sources(content)


def without_sources(content):
    """What is said, without the cells it was once read from."""
    return replace(content, source={}, parts=tuple(replace(part, source_text="") for part in content.parts))
