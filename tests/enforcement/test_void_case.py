"""Can a case that was filed twice be voided, and nothing else be made to disappear that way."""

import datetime

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone, translation

from enforcement.models import Custody, EnforcementCase
from enforcement.operations.cases import attach_file, file_case, void_case
from enforcement.operations.transfers import send_back_transfer, transfer_case
from enforcement.states import CaseStatus, CustodyEnd
from governance.models import AuditEntry, IssuedNumber
from governance.numbering import document_no
from governance.roles import Role
from tests.clients import signed_in
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, photo
from tests.enforcement.test_sending import browser, opened
from tests.factories import member
from tests.refusals import refused

REASON = "网络缓慢，点了两次。"


@pytest.fixture
def twin(world, facts, case):
    """The same matter, filed once more by mistake."""
    return file_case(world.township, by=world.clerk, **facts)


def test_a_voided_case_is_held_by_nobody_and_keeps_its_number(world, case, twin):
    void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)

    twin.refresh_from_db()
    assert (twin.status, twin.duplicate_of, twin.void_reason) == (CaseStatus.VOIDED, case, REASON)
    custody = Custody.objects.get(subject=twin)
    assert custody.until is not None and custody.ended_because == CustodyEnd.VOIDED
    number = IssuedNumber.objects.get(text=twin.case_no)
    assert number.voided_at is not None and number.void_reason == REASON
    entry = AuditEntry.objects.get(action="void_case")
    assert (entry.reason, entry.after["status"], entry.after["duplicate_of"]) == (REASON, "voided", case.pk)
    assert twin not in EnforcementCase.objects.open() and twin not in EnforcementCase.objects.held_by([twin.holder_id])


def test_the_number_is_not_given_out_again(world, facts, case, twin):
    void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)
    third = file_case(world.township, by=world.clerk, **facts)
    assert [number.number for number in IssuedNumber.objects.order_by("pk")] == [1, 2, 3]
    assert third.case_no.endswith("3号")


def test_no_custody_follows(world, case, twin):
    void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)
    over = Custody.objects.get(subject=twin)
    with pytest.raises(DatabaseError), transaction.atomic():
        Custody.objects.create(subject=twin, holder=world.department, since=over.until)


def test_nothing_is_done_with_it_any_more(world, case, twin, letter):
    void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)
    with refused("case_voided") as refusal:
        transfer_case(twin, by=world.clerk, **letter)
    assert case.case_no in str(refusal.value)
    with refused("case_voided"):
        attach_file(twin, by=world.clerk, file=photo())
    with refused("case_voided"):
        void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)


def test_a_case_that_went_out_stays(world, case, twin, letter):
    transfer = transfer_case(twin, by=world.clerk, **letter)
    with refused("has_transfer"):
        void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)
    send_back_transfer(transfer, by=world.department_clerk, reason_code="expired", explanation="已过时效。")
    with refused("has_transfer"):
        void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)


def test_only_for_another_filing_of_the_township(world, facts, case, twin):
    with refused("not_a_duplicate", "duplicate_of"):
        void_case(twin, by=world.clerk, duplicate_of=twin, reason=REASON)
    void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)
    with refused("not_a_duplicate", "duplicate_of"):  # else both filings of one matter would be gone
        void_case(case, by=world.clerk, duplicate_of=twin, reason=REASON)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"found_at": NOW - datetime.timedelta(days=2)}, "day on which the act was found"),
        ({"party_name": "李四", "place": "汀砚镇后街3号"}, "all of party, place of the act"),
        ({"power": None}, "differ in power"),
    ],
)
def test_only_for_the_same_matter(world, facts, case, changes, told):
    if "power" in changes:
        power = PenaltyPowerFactory(department=world.department)
        PowerGrantFactory(power=power, township=world.township)
        changes = {"power": power}
    other = file_case(world.township, by=world.clerk, **facts | changes)
    with translation.override("en"), refused("not_a_duplicate", "duplicate_of") as refusal:
        void_case(other, by=world.clerk, duplicate_of=case, reason=REASON)
    assert told in str(refusal.value) and case.case_no in str(refusal.value)
    other.refresh_from_db()
    assert other.status == CaseStatus.FILED


@pytest.mark.parametrize("changes", [{"party_name": "张 三丰", "place": "前街"}, {"party_name": "章三丰"}])
def test_the_same_matter_in_other_words(world, facts, case, changes):
    other = file_case(world.township, by=world.clerk, **facts | changes)
    void_case(other, by=world.clerk, duplicate_of=case, reason=REASON)


def test_a_case_that_others_were_voided_for_stays(world, facts, case, twin):
    void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)
    third = file_case(world.township, by=world.clerk, **facts)
    with refused("has_duplicates") as refusal:
        void_case(case, by=world.clerk, duplicate_of=third, reason=REASON)
    assert twin.case_no in str(refusal.value)
    void_case(third, by=world.clerk, duplicate_of=case, reason=REASON)
    assert set(case.duplicates.all()) == {twin, third}


def test_reason_is_needed(world, case, twin):
    with refused("reason_missing", "reason"):
        void_case(twin, by=world.clerk, duplicate_of=case, reason=" ")


@pytest.mark.parametrize("account", ["department_clerk", "neighbour_clerk", "nobody", "portal"])
def test_only_the_holders_own_people_may(world, case, twin, account):
    with refused("not_permitted"):
        void_case(twin, by=getattr(world, account), duplicate_of=case, reason=REASON)


def test_the_page_proposes_the_other_filing_and_leads_to_the_record(world, case, twin):
    clerk = browser(world.clerk)
    url = reverse("admin:enforcement_case_void", args=[twin.pk])
    assert case.case_no in clerk.get(url).content.decode()
    answer = clerk.post(url, opened(clerk, url) | {"duplicate_of": case.case_no, "reason": REASON})
    assert answer.headers["Location"] == f"/enforcement/case/{twin.pk}/"
    record = clerk.get(answer.headers["Location"]).content.decode()
    assert "Voided: filed twice" in record and f'href="/enforcement/case/{case.pk}/"' in record and REASON in record


def test_the_api_says_what_became_of_it(world, case, twin):
    answer = signed_in(world.clerk).post(
        f"/api/v1/enforcement/cases/{twin.pk}/void/", {"duplicate_of": case.pk, "reason": REASON}, format="json"
    )
    assert answer.status_code == 200, answer.json()
    said = answer.json()
    assert (said["status"], said["duplicate_of"]["case_no"]) == ("voided", case.case_no)
    assert said["custody"][0]["ended_because"] == "voided"


def test_the_register_names_used_and_voided_numbers(world, case, twin):
    void_case(twin, by=world.clerk, duplicate_of=case, reason=REASON)
    clerk = browser(world.clerk)
    register = clerk.get("/governance/number/").content.decode()
    assert case.case_no in register and twin.case_no in register and REASON in register
    voided = clerk.get("/governance/number/?view=voided").context["cl"].result_list
    assert [number.text for number in voided] == [twin.case_no]
    neighbour = browser(member(world.neighbour, Role.OFFICER))
    assert case.case_no not in neighbour.get("/governance/number/").content.decode()


def test_a_number_that_was_not_used_is_not_in_the_register(world):
    with transaction.atomic():
        document_no(world.township, "汀砚", "立", timezone.localdate().year)
        transaction.set_rollback(True)
    assert not IssuedNumber.objects.exists()
