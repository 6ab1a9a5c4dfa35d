"""Does the shipped ledger come in as it is: the reform's figures come out of it, and what it contradicts is found."""

import datetime

import pytest

from governance.models import Organisation
from governance.shipped_tables import read_table
from staffing.models import HeadCount, QuotaAccount, QuotaMovement
from staffing.operations.ledger import counter_movement, register_quota_document
from staffing.operations.taking_over import CATEGORIES
from staffing.reference_data import COUNTED_ON, ESTABLISHMENT, OPENED_ON, load_reference
from staffing.selectors.ledger import ledger_faults
from staffing.states import HolderKind, Origin, QuotaCategory
from tests.clients import signed_in

BALANCES, SOURCES = "/api/v1/staffing/balances/", "/api/v1/staffing/movements/sources/"
LATER = datetime.date(2027, 1, 1)


@pytest.fixture
def api(reference):
    return signed_in(reference.keeper)


def total(api, category: str, **asked) -> dict:
    answer = api.get(f"{BALANCES}totals/", {"level": "township", "category": category, **asked})
    assert answer.status_code == 200, answer.json()
    return answer.json()[0]


def by_source(api, **asked) -> dict[str, int]:
    answer = api.get(SOURCES, {"category": "institution_quota", **asked})
    assert answer.status_code == 200, answer.json()
    return {row["source"]: row["places"] for row in answer.json()}


def test_the_666_are_visible_by_source(api):
    found = by_source(api)
    assert found == {"merged_units": 300, "vacancies": 198, "dispatched_units": 168}
    assert sum(found.values()) == 666


def test_almost_doubled_and_40_percent_more_come_out_of_the_data(api):
    assert total(api, "institution_quota", on=OPENED_ON)["approved"] == 690
    assert total(api, "institution_quota", on=COUNTED_ON)["approved"] == 1356
    people = {
        day: sum(total(api, category, on=day)["on_post"] for category in QuotaCategory.values)
        for day in (OPENED_ON, COUNTED_ON)
    }
    assert people == {OPENED_ON: 1071, COUNTED_ON: 1500}


def test_between_the_days_that_were_counted_nothing_is_known(api):
    row = total(api, "institution_quota", on="2023-06-01")
    assert row["approved"] == 1356
    assert (row["on_post"], row["reserved"], row["vacant"]) == (None, None, None)
    row = total(api, "institution_quota", on=COUNTED_ON)
    assert (row["on_post"], row["reserved"], row["vacant"]) == (1056, 0, 300)


def test_a_counter_entry_of_10_gives_656_from_its_day_on_and_666_before(reference, api):
    wrong = QuotaMovement.objects.get(entry_no="LS-BZ-0011")
    document = register_quota_document(
        reference.county,
        by=reference.keeper,
        number="澜编发〔2026〕40号",
        issuer="市委编委",
        decided_on=datetime.date(2026, 11, 20),
        title="关于更正下沉编制的通知",
    )
    counter_movement(wrong, by=reference.keeper, document=document, count=10, effective_on=LATER, reason="多下沉十名。")
    before = LATER - datetime.timedelta(days=1)
    assert sum(by_source(api, on=before).values()) == 666
    assert sum(by_source(api, on=LATER).values()) == 656
    assert by_source(api, on=LATER)["merged_units"] == 290
    assert sum(by_source(api, on=LATER, known="2026-11-23").values()) == 0, "the ledger was taken over a day later"


def test_every_row_of_the_establishment_table_is_what_opening_and_movements_give(reference):
    accounts = QuotaAccount.objects.with_balances(COUNTED_ON).in_bulk(
        QuotaAccount.objects.filter(level="township").values_list("pk", flat=True)
    )
    found = {(a.organisation.code, a.category): (a.approved, a.on_post) for a in accounts.values()}
    stated = {
        (row["township_code"], str(CATEGORIES[row["category"]])): (int(row["approved_now"]), int(row["filled_now"]))
        for row in read_table(ESTABLISHMENT)
    }
    assert found == stated


def test_openings_that_no_document_states_are_marked(reference):
    inferred = QuotaMovement.objects.inferred().select_related("receiver")
    outside = [movement for movement in inferred if movement.receiver.kind == HolderKind.UNREGISTERED]
    assert len(outside) == 77
    assert {m.receiver.organisation.kind for m in inferred if m.receiver.organisation} == {Organisation.Kind.DEPARTMENT}
    assert len(inferred) == 77 + 4
    assert HeadCount.objects.count() == 42


def test_administrative_movements_between_levels_are_found_and_not_refused(api):
    answer = api.get("/api/v1/staffing/movements/", {"without_level_approval": "true"}).json()["results"]
    assert [row["entry_no"] for row in answer] == ["LS-BZ-0050", "LS-BZ-0049", "LS-BZ-0026", "LS-BZ-0025"]
    assert sum(row["count"] for row in answer) == 8
    assert {row["origin"] for row in answer} == {Origin.HISTORY}


def test_a_balance_opens_its_entries_and_their_documents(reference, api):
    row = api.get(BALANCES, {"body": "LS-T03", "category": "institution_quota", "on": COUNTED_ON}).json()["results"][0]
    entries = api.get("/api/v1/staffing/movements/", {"account": row["id"], "on": COUNTED_ON}).json()["results"]
    assert row["approved"] == sum(e["count"] for e in entries if e["giver"]["id"] != row["id"])
    assert {e["document"]["number"] for e in entries} >= {"澜编发〔2020〕9号", "澜编发〔2022〕11号"}


def test_the_ledger_adds_up_and_a_second_load_changes_nothing(reference):
    assert list(ledger_faults(reference.county)) == []
    assert reference.taken.movements == 156
    again = load_reference(reference.county, by=reference.portal)
    assert again.changed_nothing
    assert QuotaMovement.objects.filter(origin=Origin.HISTORY, kind__in=["opening", "counted"]).count() == 42 + 42
