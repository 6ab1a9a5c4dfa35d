"""The ledger over REST: who sees what of it, and that entries come in by it as by the pages."""

import pytest

from governance.roles import Role
from staffing.models import QuotaMovement
from tests.clients import signed_in
from tests.factories import member

ROOT = "/api/v1/staffing/"


def test_a_township_sees_its_own_balances_and_movements(world):
    api = signed_in(world.personnel_officer)
    rows = api.get(f"{ROOT}balances/").json()["results"]
    assert {row["organisation"]["name"] for row in rows} == {"汀砚镇"}
    assert {row["category"]: row["approved"] for row in rows} == {"admin_quota": 10, "institution_quota": 20}
    assert {row["on_post"] for row in rows} == {None}, "nobody has counted its people"
    assert len(api.get(f"{ROOT}movements/").json()["results"]) == 2
    assert len(api.get(f"{ROOT}documents/").json()["results"]) == 1
    other = QuotaMovement.objects.get(receiver=world.neighbour_places)
    assert api.get(f"{ROOT}movements/{other.pk}/").status_code == 404


def test_a_movement_and_its_counter_entry_come_in_by_the_api(world):
    api = signed_in(world.keeper)
    document = api.post(
        f"{ROOT}documents/",
        {
            "county": "LS",
            "number": "澜编发〔2026〕3号",
            "issuer": "市委编委",
            "decided_on": "2026-02-20",
            "title": "通知",
        },
        format="json",
        HTTP_IDEMPOTENCY_KEY="first",
    )
    assert document.status_code == 201, document.json()
    sent = {
        "document": document.json()["id"],
        "kind": "downshift",
        "category": "institution_quota",
        "receiver": world.township.code,
        "count": 12,
        "effective_on": "2026-03-01",
        "source": "vacancies",
    }
    moved = api.post(f"{ROOT}movements/", sent, format="json", HTTP_IDEMPOTENCY_KEY="second")
    assert moved.status_code == 201, moved.json()
    again = api.post(f"{ROOT}movements/", sent, format="json", HTTP_IDEMPOTENCY_KEY="second")
    assert again.json()["id"] == moved.json()["id"]
    back = api.post(
        f"{ROOT}movements/{moved.json()['id']}/counter/",
        {"document": document.json()["id"], "count": 2, "effective_on": "2026-04-01", "reason": "更正。"},
        format="json",
    )
    assert back.json()["counters"] == moved.json()["id"]
    asked = {"body": world.township.code, "category": "institution_quota"}
    found = [
        api.get(f"{ROOT}balances/", {**asked, "on": day}).json()["results"][0]["approved"]
        for day in ("2026-02-28", "2026-03-01", "2026-04-01")
    ]
    assert found == [20, 32, 30]
    assert api.get(f"{ROOT}balances/", {**asked, "known": "2026-09-13"}).json()["results"][0]["approved"] == 20


def test_a_refusal_says_why(world):
    sent = {
        "document": world.document.pk,
        "kind": "transfer_between",
        "category": "admin_quota",
        "giver": world.department.code,
        "receiver": world.township.code,
        "count": 1,
        "effective_on": "2026-03-01",
    }
    refusal = signed_in(world.keeper).post(f"{ROOT}movements/", sent, format="json")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "level_approval_needed")
    assert "第十八条" in refusal.json()["basis"]


@pytest.mark.parametrize("query", ["on=yesterday", "known=2026-13-01", "day=2026-01-01", "category=special", "on="])
def test_what_is_not_understood_is_an_error(world, query):
    assert signed_in(world.keeper).get(f"{ROOT}balances/?{query}").status_code == 400


def test_days_beyond_the_bounds_are_an_error(world):
    assert signed_in(world.keeper).get(f"{ROOT}balances/?on=9999-12-31").status_code == 400


def test_who_has_nothing_to_do_with_quotas_sees_none(world):
    assert signed_in(member(world.township, Role.WINDOW_CLERK)).get(f"{ROOT}balances/").json()["results"] == []
