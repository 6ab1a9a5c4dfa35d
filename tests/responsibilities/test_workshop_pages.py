"""Can an editor go the whole way in the browser, and a machine over REST: from a township's file to an entry."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient

from governance.job_worker import run_waiting
from governance.roles import Role
from responsibilities.kinds import ListKind
from responsibilities.models import Cluster, Entry, Inventory, InventoryRow
from responsibilities.operations.clusters import accept_cluster, set_aside_cluster
from responsibilities.operations.grouping import cluster_inventories
from responsibilities.operations.inventories import import_inventory
from responsibilities.selectors.workshop import proposal
from tests.factories import TownshipFactory, member, portal_of
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory
from tests.responsibilities.files import table

pytestmark = pytest.mark.django_db

API = "/api/v1/responsibilities"
HEADER = ["序号", "领域", "事项名称", "内容", "依据"]
LAW = "土地管理法"
ROWS = [
    [1, "自然资源", "负责违法占地巡查制止工作", "每周巡查；当日制止", f"《{LAW}》第六十七条"],
    [2, "自然资源", "违法占地巡查制止", "1.每周巡查；2.上报", f"《中华人民共和国{LAW}》第67条、第七十七条；《森林法》"],
    [3, "党建", "党费收缴使用管理", "", ""],
]


@pytest.fixture(autouse=True)
def portal(county):
    return portal_of(county)


@pytest.fixture
def duty_list(county):
    return DutyListFactory(owner=county, kind=ListKind.TOWNSHIP, title="澜山市乡镇职责清单")


@pytest.fixture
def draft(duty_list):
    draft = EditionFactory(duty_list=duty_list)
    EntryFactory(edition=draft, title="耕地保护", heading=HeadingFactory(edition=draft, title="自然资源"))
    return draft


@pytest.fixture
def browser(client, editor):
    client.cookies.load({"django_language": "en"})
    client.force_login(editor)
    return client


@pytest.fixture
def api(editor):
    client = APIClient()
    client.force_login(editor)
    return client


def upload(*rows, name="摸底.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, table(HEADER, *rows).getvalue())


@pytest.fixture
def grouped(duty_list, township, editor):
    import_inventory(duty_list, by=editor, township=township, file=table(HEADER, *ROWS), filename="摸底.xlsx")
    cluster_inventories(duty_list, by=editor)
    run_waiting()
    return Cluster.objects.order_by("-size").first()


def take(browser, url: str, **form):
    """Open a step and take it, as the page's own form would."""
    token = browser.get(url).context["token"]
    return browser.post(url, {"_version": token, **form})


def test_from_the_file_of_a_township_to_an_entry_with_its_sources(browser, duty_list, township, draft):
    workshop = reverse("admin:responsibilities_list_workshop", args=[duty_list.pk])
    assert "No township has handed in" in browser.get(workshop).content.decode()
    step = reverse("admin:responsibilities_list_import-inventory", args=[duty_list.pk])
    shown = browser.post(step, {"township": township.name, "file": upload(*ROWS), "sheet": ""})
    assert "违法占地巡查制止" in shown.content.decode()
    assert not Inventory.objects.exists(), "nothing is written before the yes"
    done = browser.post(step, {"upload": shown.context["form"].initial["upload"]})
    assert (done.status_code, done["Location"]) == (302, workshop)
    take(browser, reverse("admin:responsibilities_list_cluster", args=[duty_list.pk]))
    waiting = browser.get(workshop).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert "The rows are being grouped." in waiting
    run_waiting()
    page = browser.get(workshop).content.decode()
    assert "0 of 3 rows decided" in page
    assert 'http-equiv="refresh"' not in page
    cluster = Cluster.objects.order_by("-size").first()
    record = browser.get(reverse("admin:responsibilities_cluster_change", args=[cluster.pk])).content.decode()
    assert "same law: 《土地管理法》第67条" in record
    accept = reverse("admin:responsibilities_cluster_accept", args=[cluster.pk])
    form = browser.get(accept).context["form"].initial
    done = take(browser, accept, **{name: value or "" for name, value in form.items()})
    other = Cluster.objects.get(status="open")
    assert done["Location"] == reverse("admin:responsibilities_cluster_change", args=[other.pk]), "the next one"
    entry = Entry.objects.get(title="违法占地巡查制止")
    page = browser.get(reverse("admin:responsibilities_entry_change", args=[entry.pk])).content.decode()
    assert "负责违法占地巡查制止工作" in page
    assert township.name in page


def test_another_file_needs_a_yes(browser, grouped, duty_list, township):
    step = reverse("admin:responsibilities_list_import-inventory", args=[duty_list.pk])
    shown = browser.post(step, {"township": township.name, "file": upload(ROWS[0]), "sheet": ""})
    token = shown.context["form"].initial["upload"]
    assert "takes the place" in shown.content.decode()
    refused = browser.post(step, {"upload": token})
    assert "Say that this file takes its place" in refused.content.decode()
    assert InventoryRow.objects.count() == 3
    assert browser.post(step, {"upload": token, "replace": "on"}).status_code == 302
    assert InventoryRow.objects.count() == 1


def test_rows_chosen_in_the_table_are_chosen_in_the_step(browser, grouped):
    row = grouped.rows.first()
    url = reverse("admin:responsibilities_cluster_split", args=[grouped.pk])
    step = browser.get(url, {"rows": row.pk})
    assert step.context["form"].initial["rows"] == [row.pk]
    done = browser.post(url, {"_version": step.context["token"], "rows": [row.pk]})
    made = InventoryRow.objects.get(pk=row.pk).cluster
    assert done["Location"] == reverse("admin:responsibilities_cluster_change", args=[made.pk])
    merge = reverse("admin:responsibilities_cluster_merge", args=[made.pk])
    assert take(browser, merge, into=str(grouped.pk)).status_code == 302
    assert grouped.rows.count() == 2


def test_what_somebody_else_did_meanwhile_is_shown(browser, grouped, editor):
    url = reverse("admin:responsibilities_cluster_set-aside", args=[grouped.pk])
    token = browser.get(url).context["token"]
    set_aside_cluster(grouped, by=editor, reason="非职责")
    answer = browser.post(url, {"_version": token, "reason": "也非职责"})
    assert "What was changed meanwhile" in answer.content.decode()


def test_the_list_of_clusters_keeps_its_filters_in_the_address(browser, grouped, duty_list):
    url = reverse("admin:responsibilities_cluster_changelist")
    assert browser.get(url)["Location"] == "?view=open"
    small = browser.get(url, {"view": "open", "size": "1", "list": duty_list.pk}).content.decode()
    assert "党费收缴使用管理" in small
    assert grouped.title not in small
    assert grouped.title in browser.get(url, {"q": "负责违法占地"}).content.decode(), "found by any of its rows"


def test_townships_do_not_see_what_others_handed_in(client, grouped, township, draft, editor):
    accept_cluster(grouped, by=editor, heading="自然资源", title="违法占地巡查")
    client.force_login(member(township, Role.TOWNSHIP_HEAD))
    hidden = {"cluster": grouped, "inventory": Inventory.objects.get(), "inventoryrow": grouped.rows.first()}
    for route, row in hidden.items():
        assert client.get(reverse(f"admin:responsibilities_{route}_change", args=[row.pk])).status_code == 404
    assert client.get(reverse("admin:responsibilities_list_workshop", args=[grouped.duty_list_id])).status_code == 404


# --- Proposals --------------------------------------------------------------------------------------------------------


def test_an_entry_is_proposed_in_the_words_of_the_rows(grouped, draft):
    found = proposal(grouped)
    assert (found.title, found.heading, found.entry) == ("违法占地巡查制止", "自然资源", None)
    assert found.content == "1.每周巡查；2.上报。"
    assert found.legal_basis.split("\n") == ["《土地管理法》第六十七条、第七十七条", "《森林法》"]


def test_an_entry_of_the_draft_with_the_name_of_a_row_is_proposed(grouped, draft):
    entry = EntryFactory(edition=draft, title="违法占地巡查制止")
    assert proposal(grouped).entry == entry


# --- Over REST --------------------------------------------------------------------------------------------------------


def test_the_whole_way_over_rest(api, duty_list, township, draft):
    sent = {"list": duty_list.pk, "township": township.code, "file": upload(*ROWS)}
    made = api.post(f"{API}/inventories/", sent, format="multipart")
    assert (made.status_code, made.json()["row_count"]) == (201, 3)
    assert api.post(f"{API}/lists/{duty_list.pk}/cluster-inventories/").status_code == 201
    run_waiting()
    workshop = api.get(f"{API}/lists/{duty_list.pk}/workshop/").json()
    assert (workshop["rows"], workshop["open"], workshop["clusters"]) == (3, 3, 2)
    assert workshop["job"]["status"] == "done"
    first = api.get(f"{API}/clusters/?status=open&min_size=2").json()["results"][0]
    url = f"{API}/clusters/{first['id']}/"
    members = api.get(f"{url}members/").json()
    assert members[0]["shared"] == ["《土地管理法》第67条"]
    wording = {name: text for name, text in api.get(f"{url}proposal/").json().items() if name != "headings"}
    assert api.post(f"{url}accept/", wording, format="json").status_code == 428, "which version was read?"
    stale = api.post(f"{url}accept/", wording, format="json", HTTP_IF_MATCH='"7"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    etag = api.get(url)["ETag"]
    accepted = api.post(f"{url}accept/", wording, format="json", HTTP_IF_MATCH=etag)
    assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    entry = Entry.objects.get(item__uid=accepted.json()["item"])
    sources = api.get(f"{API}/entries/{entry.pk}/sources/").json()
    assert [(source["township"]["code"], source["number"]) for source in sources] == [("LS-T03", 2), ("LS-T03", 3)]
    reopened = api.post(f"{url}reopen/", {"reason": "再议"}, format="json", HTTP_IF_MATCH="*")
    assert reopened.json()["status"] == "open"
    assert not Entry.objects.filter(pk=entry.pk).exists()


def test_what_may_not_be_seen_is_not_there_over_rest(api, grouped, county):
    hidden = Cluster.objects.create(duty_list=DutyListFactory(), title="别县", size=1)
    row = grouped.rows.first()
    answer = api.post(
        f"{API}/clusters/{grouped.pk}/move-rows/",
        {"rows": [row.pk], "into": hidden.pk},
        format="json",
        HTTP_IF_MATCH="*",
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "into")
    answer = api.post(
        f"{API}/clusters/{grouped.pk}/split/", {"rows": [row.pk, 10**30]}, format="json", HTTP_IF_MATCH="*"
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "rows.1")


def test_faults_are_told_by_cell_over_rest(api, duty_list):
    township = TownshipFactory(parent=duty_list.owner)
    sent = {"list": duty_list.pk, "file": upload([1, "", "", "每周巡查", ""])}
    preview = api.post(f"{API}/inventories/preview/", sent, format="multipart").json()
    assert [(fault["row"], fault["column"]) for fault in preview["faults"]] == [(2, "C")]
    sent = {"list": duty_list.pk, "township": township.code, "file": upload([1, "", "", "每周巡查", ""])}
    refused = api.post(f"{API}/inventories/", sent, format="multipart")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "C2")
