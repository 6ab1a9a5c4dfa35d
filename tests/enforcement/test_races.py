"""Do two people who act on one case at the same moment leave one truth; on PostgreSQL, with real commits."""

from functools import partial

import pytest
from django.db import connection

from enforcement.models import CaseFile, Custody, Transfer
from enforcement.operations.cases import attach_file, file_case, void_case
from enforcement.operations.transfers import accept_transfer, report_overdue, send_back_transfer, transfer_case
from enforcement.states import CaseStatus, SendBackReason, TransferStatus
from governance.errors import RuleViolation
from governance.models import AuditEntry, Event
from tests.enforcement.factories import photo
from tests.test_races import one_wins, race

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

EXPIRED = {"reason_code": SendBackReason.EXPIRED, "explanation": "已过时效。"}


@pytest.fixture(autouse=True)
def on_postgresql():
    assert connection.vendor == "postgresql", "races need DATABASE_URL to name a PostgreSQL database"


@pytest.fixture
def fresh(world, facts, letter):
    """A case, and the same case in transfer, as often as a race is to be run."""

    def file():
        return file_case(world.township, by=world.clerk, **facts)

    def send():
        return transfer_case(file(), by=world.clerk, **letter)

    file.in_transfer = send  # type: ignore[attr-defined]
    return file


def check_one_truth(transfer: Transfer) -> str:
    """Custody, case and transfer say the same, and one answer has been told; which."""
    transfer = Transfer.objects.select_related("case").get(pk=transfer.pk)
    case = transfer.case
    holder = Custody.objects.get(subject=case, until=None).holder
    accepted = transfer.status == TransferStatus.ACCEPTED
    assert holder == case.holder == (transfer.receiver if accepted else transfer.sender)
    assert case.status == (CaseStatus.TRANSFERRED if accepted else CaseStatus.FILED)
    told = Event.objects.filter(subject_id=str(transfer.pk)).exclude(kind="enforcement.case.transferred")
    assert told.get().kind == f"enforcement.transfer.{transfer.status}"
    return transfer.status


def test_of_those_who_accept_one_does(world, fresh):
    for _ in range(5):
        transfer = fresh.in_transfer()
        results = race(*[partial(accept_transfer, transfer, by=world.department_clerk)] * 3)
        one_wins(results, "already_answered")
        assert check_one_truth(transfer) == TransferStatus.ACCEPTED


def test_acceptance_and_return_exclude_each_other(world, fresh):
    for _ in range(10):
        transfer = fresh.in_transfer()
        results = race(
            partial(accept_transfer, transfer, by=world.department_clerk),
            partial(send_back_transfer, transfer, by=world.department_clerk, **EXPIRED),
        )
        one_wins(results, "already_answered")
        check_one_truth(transfer)


def test_a_case_goes_out_once(world, fresh, letter):
    for attempt in range(1, 6):
        case = fresh()
        results = race(*[partial(transfer_case, case, by=world.clerk, **letter)] * 3)
        one_wins(results, "already_in_transfer")
        assert case.transfers.get().document_no == f"汀砚综执移〔2026〕{attempt}号"


def test_a_file_is_in_the_manifest_or_frozen_out(world, fresh, letter):
    for _ in range(5):
        case = fresh()
        race(
            partial(transfer_case, case, by=world.clerk, **letter),
            partial(attach_file, case, by=world.clerk, file=photo()),
        )
        assert case.transfers.get().files.count() == case.files.count()


def test_same_file_sent_twice_at_once_is_kept_once(world, case):
    results = race(*[lambda: attach_file(case, by=world.clerk, file=photo())] * 3)
    one_wins(results, "file_already_there")
    assert CaseFile.objects.count() == 1


def test_cases_filed_at_once_get_numbers_without_gaps_or_doubles(world, facts):
    results = [
        case for _ in range(3) for case in race(*[partial(file_case, world.township, by=world.clerk, **facts)] * 3)
    ]
    numbers = sorted(int(case.case_no.rpartition("〕")[2].removesuffix("号")) for case in results)
    assert numbers == list(range(1, 10))


def test_two_sweepers_report_once(world, transfer, clock):
    clock.move_to(transfer.due_at)
    clock.shift(1)
    results = race(*[partial(report_overdue, transfer, by=world.portal)] * 3)
    assert sorted(results) == [False, False, True]
    assert AuditEntry.objects.filter(action="report_overdue").count() == 1


def test_two_filings_are_not_voided_for_each_other(world, fresh):
    for _ in range(5):
        first, second = fresh(), fresh()
        results = race(
            partial(void_case, first, by=world.clerk, duplicate_of=second, reason="点了两次。"),
            partial(void_case, second, by=world.clerk, duplicate_of=first, reason="点了两次。"),
        )
        refusals = [result for result in results if isinstance(result, RuleViolation)]
        assert [refusal.code for refusal in refusals] in (["not_a_duplicate"], ["case_voided"]), results
        assert Custody.objects.filter(subject__in=[first, second], until=None).count() == 1


def test_a_void_case_never_stands_for_another(world, fresh):
    """One is voided for the second while the second is voided for the third: one of the two must be refused."""
    for _ in range(3):
        first, second, third = fresh(), fresh(), fresh()
        results = race(
            partial(void_case, first, by=world.clerk, duplicate_of=second, reason="点了两次。"),
            partial(void_case, second, by=world.clerk, duplicate_of=third, reason="点了两次。"),
        )
        refusals = [result.code for result in results if isinstance(result, RuleViolation)]
        assert refusals in (["not_a_duplicate"], ["has_duplicates"]), results
