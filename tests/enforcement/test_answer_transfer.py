"""Does an answer move custody exactly when it should, and does a return say why and whose."""

import datetime

import pytest

from enforcement.models import Custody
from enforcement.operations.transfers import accept_transfer, send_back_transfer, transfer_case
from enforcement.states import CaseStatus, SendBackReason, TransferStatus
from governance.models import AuditEntry, Event, EventDelivery
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import published_entry
from tests.factories import RuleSuspensionFactory
from tests.refusals import refused

EXPIRED = {"reason_code": SendBackReason.EXPIRED, "explanation": "已过二年追责时效。"}


def test_acceptance_moves_custody_in_one_instant(world, case, transfer, clock):
    clock.shift(datetime.timedelta(hours=1))
    accept_transfer(transfer, by=world.department_clerk, external_ref="城管-12")

    case.refresh_from_db()
    transfer.refresh_from_db()
    assert (transfer.status, transfer.answered_by, transfer.receiver_ref) == (
        TransferStatus.ACCEPTED,
        world.department_clerk,
        "城管-12",
    )
    assert (case.status, case.holder, case.offered_to) == (CaseStatus.TRANSFERRED, world.department, None)
    before, after = Custody.objects.filter(subject=case)
    assert (before.holder, before.until) == (world.township, transfer.answered_at)
    assert (after.holder, after.since, after.until) == (world.department, transfer.answered_at, None)


def test_sender_is_told_of_the_answer(world, transfer):
    accept_transfer(transfer, by=world.department_clerk)
    told = EventDelivery.objects.filter(event__kind="enforcement.transfer.accepted")
    assert [delivery.organisation for delivery in told] == [world.township]


def test_sender_keeps_what_is_sent_back(world, case, transfer):
    send_back_transfer(transfer, by=world.department_clerk, **EXPIRED)

    case.refresh_from_db()
    transfer.refresh_from_db()
    assert (transfer.status, transfer.send_back_reason) == (TransferStatus.SENT_BACK, SendBackReason.EXPIRED)
    assert (case.status, case.holder, case.offered_to) == (CaseStatus.FILED, world.township, None)
    assert Custody.objects.get(subject=case).until is None
    told = EventDelivery.objects.filter(event__kind="enforcement.transfer.sent_back")
    assert [delivery.organisation for delivery in told] == [world.township]
    assert AuditEntry.objects.about(transfer).get(action="send_back_transfer").reason == EXPIRED["explanation"]


def test_who_got_it_back_sends_it_to_the_body_named(world, case, transfer, letter):
    entry = published_entry(world.neighbour, lead=world.other)
    returned = send_back_transfer(
        transfer,
        by=world.department_clerk,
        reason_code=SendBackReason.NOT_OUR_ITEM,
        explanation="属水利事项。",
        right_body=world.other,
        right_entry=entry,
    )
    assert (returned.right_body, returned.right_entry) == (world.other, entry)
    second = transfer_case(case, by=world.clerk, **letter | {"receiver": world.other, "entry": entry})
    assert (second.round, second.document_no) == (2, "汀砚综执移〔2026〕2号")


def test_second_return_is_refused_and_points_to_designation(world, case, transfer, letter):
    send_back_transfer(transfer, by=world.department_clerk, **EXPIRED)
    second = transfer_case(case, by=world.clerk, **letter)
    with refused("sent_back_before") as refusal:
        send_back_transfer(second, by=world.department_clerk, **EXPIRED)
    assert "协调联动机制" in refusal.value.basis
    accept_transfer(second, by=world.department_clerk)


def test_where_the_county_has_switched_that_rule_off_a_second_return_goes_back(world, case, transfer, letter):
    RuleSuspensionFactory(organisation=world.county)
    send_back_transfer(transfer, by=world.department_clerk, **EXPIRED)
    second = transfer_case(case, by=world.clerk, **letter)
    send_back_transfer(second, by=world.department_clerk, **EXPIRED)
    assert case.transfers.filter(status="sent_back").count() == 2


@pytest.mark.parametrize("answer", [accept_transfer, send_back_transfer])
@pytest.mark.parametrize("account", ["clerk", "other_clerk", "neighbour_clerk", "nobody", "portal"])
def test_only_the_receiver_answers(world, transfer, answer, account):
    says = EXPIRED if answer is send_back_transfer else {}
    with refused("not_permitted"):
        answer(transfer, by=getattr(world, account), **says)


@pytest.mark.parametrize("first", [accept_transfer, send_back_transfer])
@pytest.mark.parametrize("second", [accept_transfer, send_back_transfer])
def test_an_answer_is_final(world, transfer, first, second):
    first(transfer, by=world.department_clerk, **(EXPIRED if first is send_back_transfer else {}))
    with refused("already_answered") as refusal:
        second(transfer, by=world.department_clerk, **(EXPIRED if second is send_back_transfer else {}))
    assert "周立夏" in str(refusal.value)


@pytest.mark.parametrize(
    ("code", "field", "says"),
    [
        ("invalid", "reason_code", lambda world: {"reason_code": "busy"}),
        ("invalid", "explanation", lambda world: EXPIRED | {"explanation": "  "}),
        ("right_body_missing", "right_body", lambda world: {"reason_code": SendBackReason.NOT_OUR_ITEM}),
        ("right_body_missing", "right_body", lambda world: {"reason_code": SendBackReason.NOT_OUR_TERRITORY}),
        (
            "right_entry_missing",
            "right_entry",
            lambda world: {"reason_code": SendBackReason.NOT_OUR_ITEM, "right_body": world.other},
        ),
        (
            "entry_names_other_body",
            "right_entry",
            lambda world: {
                "reason_code": SendBackReason.NOT_OUR_ITEM,
                "right_body": world.other,
                "right_entry": world.entry,
            },
        ),
        (
            "right_body_is_us",
            "right_body",
            lambda world: {"reason_code": SendBackReason.NOT_OUR_TERRITORY, "right_body": world.department},
        ),
        (
            "no_territory",
            "right_body",
            lambda world: {"reason_code": SendBackReason.NOT_OUR_TERRITORY, "right_body": world.other},
        ),
        (
            "not_a_body",
            "right_body",
            lambda world: {"reason_code": SendBackReason.NOT_OUR_TERRITORY, "right_body": world.county},
        ),
        ("open_case_missing", "external_ref", lambda world: {"reason_code": SendBackReason.DUPLICATE}),
        ("right_body_missing", "right_body", lambda world: EXPIRED | {"right_entry": world.entry}),
    ],
)
def test_refuses_a_return_without_ground(world, case, transfer, code, field, says):
    with refused(code, field):
        send_back_transfer(transfer, by=world.department_clerk, **{"explanation": "见附件。"} | says(world))
    case.refresh_from_db()
    assert case.offered_to == world.department


def test_duplicate_cites_the_open_case(world, transfer):
    returned = send_back_transfer(
        transfer,
        by=world.department_clerk,
        reason_code=SendBackReason.DUPLICATE,
        explanation="我局已立案。",
        external_ref="城管立〔2026〕88号",
    )
    assert returned.receiver_ref == "城管立〔2026〕88号"


def test_territory_names_the_township_of_the_place(world, transfer):
    returned = send_back_transfer(
        transfer,
        by=world.department_clerk,
        reason_code=SendBackReason.NOT_OUR_TERRITORY,
        explanation="行为发生在石汀乡。",
        right_body=world.neighbour,
    )
    assert returned.right_body == world.neighbour


def test_stale_version_is_refused(world, transfer):
    with refused("stale_version"):
        accept_transfer(transfer, by=world.department_clerk, version=transfer.version + 1)
    accept_transfer(transfer, by=world.department_clerk, version=transfer.version)
    assert Event.objects.count() == 2


def test_answer_in_the_very_instant_of_filing_leaves_no_empty_custody(world, case, transfer):
    accept_transfer(transfer, by=world.department_clerk)
    assert [row.holder for row in Custody.objects.filter(subject=case)] == [world.township, world.department]
    assert case.filed_at == NOW


def test_an_item_that_the_receiver_leads_as_well_is_no_reason_to_send_it_back(world, transfer):
    joint = published_entry(world.neighbour, lead=world.other, takeover=world.department)
    with refused("right_entry_is_ours", "right_entry"):
        send_back_transfer(
            transfer,
            by=world.department_clerk,
            reason_code=SendBackReason.NOT_OUR_ITEM,
            explanation="属水利事项。",
            right_body=world.other,
            right_entry=joint,
        )
    transfer.refresh_from_db()
    assert transfer.status == TransferStatus.SENT
