"""The pages of the ledger: from a document to a movement and back, and balances that say what is not known."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staffing.models import QuotaDocument, QuotaMovement
from staffing.operations.ledger import account_of
from tests.factories import TownshipFactory
from tests.staffing.factories import moved, opening


@pytest.fixture
def keeper(client, world):
    client.force_login(world.keeper)
    return client


def test_from_a_document_to_a_movement_and_its_counter_entry(keeper, world):
    registered = keeper.post(
        "/staffing/document/register/",
        {
            "number": "澜编发〔2026〕3号",
            "issuer": "市委编委",
            "decided_on": "2026-02-20",
            "title": "关于下沉编制的通知",
        },
    )
    document = QuotaDocument.objects.get(number="澜编发〔2026〕3号")
    assert registered.url == f"/staffing/document/{document.pk}/"
    form = {
        "kind": "transfer_between", "category": "admin_quota", "count": "2", "effective_on": "2026-03-01",
        "giver": "市水利局", "receiver": "汀砚镇", "source": "", "level_approval": "", "reason": "",
    }  # fmt: skip
    refusal = keeper.post(f"/staffing/document/{document.pk}/move/", form)
    assert "编制管理条例》第十八条" in refusal.content.decode()
    approval = str(world.document)
    done = keeper.post(f"/staffing/document/{document.pk}/move/", {**form, "level_approval": approval})
    movement = QuotaMovement.objects.latest("pk")
    assert done.url == f"/staffing/movement/{movement.pk}/"
    assert "市水利局" in keeper.get(done.url).content.decode()
    back = {"document": document.number, "count": "1", "effective_on": "2026-04-01", "reason": "更正。"}
    assert keeper.post(f"{done.url}counter/", back).status_code == 302
    assert movement.countered_by.get().count == 1


def test_balances_say_what_is_not_known_and_open_their_entries(keeper, world):
    page = keeper.get("/staffing/balance/?view=townships").content.decode()
    assert "未掌握" in page
    moved(world.document, "counted", world.places, world.places, 15)
    page = keeper.get(f"/staffing/balance/{world.places.pk}/")
    assert (page.context["original"].on_post, page.context["original"].vacant) == (15, 5)
    entries = keeper.get(f"/staffing/movement/?account={world.places.pk}")
    assert entries.context["cl"].result_count == 2


def test_an_inferred_opening_says_so(keeper, world):
    moved(world.document, "counted", world.places, world.places, 15, origin="inferred")
    page = keeper.get("/staffing/movement/?view=inferred")
    assert page.context["cl"].result_count == 1 and "推定" in page.content.decode()


def test_the_county_pool_is_among_the_balances(keeper):
    assert keeper.get("/staffing/balance/?view=pool").context["cl"].result_count == 1


# --- The establishment table ------------------------------------------------------------------------------------------


def test_the_table_says_who_has_how_many_places_on_a_day(keeper, world):
    moved(world.document, "counted", world.places, world.places, 15, effective_on=datetime.date(2026, 1, 1))
    page = keeper.get("/staffing/balance/establishment/", {"on": "2026-03-01"})
    institution = page.context["parts"][1]
    assert [row.holder for row in institution.rows] == ["汀砚镇", "石汀乡", "市水利局", "市级周转池"]
    assert [institution.rows[0].on_post, institution.rows[0].vacant] == [15, 5]
    assert institution.total == {"approved": 110, "on_post": None, "reserved": None, "vacant": None}
    before = keeper.get("/staffing/balance/establishment/", {"on": "2019-12-30"}).context["parts"][1]
    assert before.total["approved"] == 0
    assert keeper.get("/staffing/balance/establishment/", {"on": "soon"}).status_code == 400


def test_a_township_reads_its_own_part_of_the_table(client, world):
    client.force_login(world.personnel_officer)
    parts = client.get("/staffing/balance/establishment/").context["parts"]
    assert {row.holder for part in parts for row in part.rows} == {"汀砚镇"}


def test_the_table_costs_the_same_queries_however_many_have_places(keeper, world, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as few:
        keeper.get("/staffing/balance/establishment/")
    for _ in range(10):
        opening(account_of(TownshipFactory(parent=world.county), "institution_quota", world.county), 5)
    with django_assert_max_num_queries(len(few)):
        keeper.get("/staffing/balance/establishment/")
