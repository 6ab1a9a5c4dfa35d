"""Does a case reach the body it belongs to, with its files, its number and a running clock; and nothing else happen."""

import datetime

import pytest

from enforcement.models import Custody, Transfer
from enforcement.operations.cases import attach_file, file_case
from enforcement.operations.transfers import accept_transfer, send_back_transfer, transfer_case
from enforcement.states import CaseStatus, GrantLevel, TransferReason, TransferStatus, Urgency
from governance.errors import StaleVersion
from governance.models import AuditEntry, Event, EventDelivery, LocalTerm, Organisation
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import photo, published_entry
from tests.factories import OrganisationFactory
from tests.refusals import refused

ELSEWHERE = {"territory": "石汀乡沿河村，界桩以东。"}


def test_letter_is_numbered_and_custody_stays(world, case, letter):
    transfer = transfer_case(case, by=world.clerk, **letter, external_ref="省-77")

    case.refresh_from_db()
    assert transfer.document_no == "汀砚综执移〔2026〕1号"
    assert (transfer.sender, transfer.receiver, transfer.round) == (world.township, world.department, 1)
    assert (transfer.status, transfer.sent_at, transfer.sender_ref) == (TransferStatus.SENT, NOW, "省-77")
    assert (case.status, case.holder, case.offered_to) == (CaseStatus.TRANSFERRING, world.township, world.department)
    assert Custody.objects.get(subject=case).holder == world.township


def test_manifest_is_the_case_file_as_it_was(world, case, letter):
    first = attach_file(case, by=world.clerk, file=photo("现场.png", b"1"))
    second = attach_file(case, by=world.clerk, file=photo("询问.png", b"22"))
    transfer = transfer_case(case, by=world.clerk, **letter)

    assert [(file.position, file.name, file.size, file.digest) for file in transfer.files.all()] == [
        (1, "现场.png", first.attachment.size, first.attachment.digest),
        (2, "询问.png", second.attachment.size, second.attachment.digest),
    ]


def test_files_are_frozen_while_in_transfer(world, case, transfer):
    with refused("files_frozen", "file"):
        attach_file(case, by=world.clerk, file=photo())
    send_back_transfer(transfer, by=world.department_clerk, reason_code="expired", explanation="已过追责时效。")
    attach_file(case, by=world.clerk, file=photo())
    assert transfer.files.count() == 0


def test_receiver_is_told_and_nobody_else(world, transfer):
    event = Event.objects.get()
    assert (event.kind, event.label) == ("enforcement.case.transferred", transfer.document_no)
    assert event.api_path == f"/api/v1/enforcement/transfers/{transfer.pk}/"
    assert event.page_path == f"/enforcement/transfer/{transfer.pk}/"
    assert [delivery.organisation for delivery in EventDelivery.objects.all()] == [world.department]


def test_audit_keeps_the_case_and_the_letter(world, case, transfer):
    of_case = AuditEntry.objects.about(case).get(action="transfer_case")
    assert of_case.before["status"] == CaseStatus.FILED
    assert of_case.after["status"] == CaseStatus.TRANSFERRING
    of_letter = AuditEntry.objects.about(transfer).get()
    assert of_letter.after["document_no"] == transfer.document_no
    assert of_letter.reason == transfer.explanation


def test_double_transfer_is_refused_and_names_the_first(world, case, transfer, letter):
    with refused("already_in_transfer") as refusal:
        transfer_case(case, by=world.clerk, **letter)
    assert transfer.document_no in str(refusal.value)
    assert "市城市管理局" in str(refusal.value)


def test_stale_version_is_refused(world, case, letter):
    with refused("stale_version"):
        transfer_case(case, by=world.clerk, **letter, version=case.version + 1)
    transfer_case(case, by=world.clerk, **letter, version=case.version)
    assert issubclass(StaleVersion, Exception)


@pytest.mark.parametrize("account", ["department_clerk", "neighbour_clerk", "other_clerk", "nobody", "portal"])
def test_only_the_holders_people_send(world, case, letter, account):
    with refused("not_permitted"):
        transfer_case(case, by=getattr(world, account), **letter)


def test_an_office_stands_for_its_body(world, case, letter):
    bureau = Organisation.objects.get(pk=world.department.pk)
    unit = OrganisationFactory(
        parent=bureau, kind=Organisation.Kind.DISPATCHED, name="汀砚城管所", managed_by=world.township
    )
    assert transfer_case(case, by=world.clerk, **letter | {"receiver": unit}).receiver == world.department


@pytest.mark.parametrize(
    ("code", "field", "change"),
    [
        ("receiver_holds_it", "receiver", lambda world: {"receiver": world.township}),
        ("not_a_body", "receiver", lambda world: {"receiver": world.county}),
        ("receiver_without_basis", "entry", lambda world: {"receiver": world.other}),
        ("receiver_without_basis", "entry", lambda world: {"receiver": world.neighbour}),
        ("entry_names_other_body", "entry", lambda world: {"receiver": world.other, "entry": world.entry}),
        ("reason_does_not_fit", "reason_code", lambda world: {"reason_code": TransferReason.LEVEL_RESERVED}),
        ("reason_does_not_fit", "reason_code", lambda world: {"reason_code": TransferReason.GRANT_WITHDRAWN}),
        ("invalid", "reason_code", lambda world: {"reason_code": "too_busy"}),
        ("invalid", "explanation", lambda world: {"explanation": " "}),
        ("invalid", "urgency", lambda world: {"urgency": "yesterday"}),
    ],
)
def test_refuses_a_letter_without_ground(world, case, letter, code, field, change):
    with refused(code, field):
        transfer_case(case, by=world.clerk, **letter | change(world))
    case.refresh_from_db()
    assert case.status == CaseStatus.FILED


def test_closed_body_receives_nothing_and_names_its_successor(world, case, letter):
    Organisation.objects.filter(pk=world.department.pk).update(
        closed_on=NOW.date() - datetime.timedelta(days=1), merged_into=world.other
    )
    with refused("body_closed", "receiver") as refusal:
        transfer_case(case, by=world.clerk, **letter | {"receiver": Organisation.objects.get(pk=world.department.pk)})
    assert "市水利局" in str(refusal.value)


def test_reserved_level_fits_a_grant_below_hearing(world, case, letter):
    world.grant.level = GrantLevel.BELOW_HEARING
    world.grant.save()
    transfer = transfer_case(case, by=world.clerk, **letter | {"reason_code": TransferReason.LEVEL_RESERVED})
    assert transfer.reason_code == TransferReason.LEVEL_RESERVED


def test_withdrawn_power_is_handed_over(world, case, letter):
    world.grant.valid_to = NOW.date() - datetime.timedelta(days=1)
    world.grant.transition_rule = "hand_over"
    world.grant.save()
    transfer = transfer_case(case, by=world.clerk, **letter | {"reason_code": TransferReason.GRANT_WITHDRAWN})
    assert transfer.reason_code == TransferReason.GRANT_WITHDRAWN


def test_own_entry_is_relied_on_if_it_names_the_receiver(world, transfer):
    assert transfer.entry == world.entry


def test_entry_in_force_today_is_relied_on_not_the_pinned_one(world, case, letter):
    edition = world.entry.edition
    edition.__class__.objects.filter(pk=edition.pk).update(
        status="superseded", effective_to=NOW.date() - datetime.timedelta(days=1), superseded_at=NOW
    )
    newer = published_entry_of(world.entry, lead=world.other)
    with refused("receiver_without_basis"):
        transfer_case(case, by=world.clerk, **letter | {"receiver": world.neighbour})
    transfer = transfer_case(case, by=world.clerk, **letter | {"receiver": world.other})
    assert transfer.entry == newer
    case.refresh_from_db()
    assert case.entry == world.entry


def published_entry_of(entry, **bodies):
    """The same item in the next edition of its list, in force today."""
    from tests.responsibilities.factories import EditionFactory, EntryFactory, publish_rows

    edition = EditionFactory(duty_list=entry.edition.duty_list)
    newer = EntryFactory(edition=edition, item=entry.item, bodies=bodies)
    publish_rows(edition, effective_from=NOW.date())
    return newer


def test_department_of_the_catalogue_needs_no_entry(world, facts, letter):
    case = file_case(world.township, by=world.clerk, **facts | {"entry": None})
    sent = transfer_case(case, by=world.clerk, **letter, argument="处罚目录列明由该局主管此项。")
    assert (sent.entry, sent.argument) == (None, "处罚目录列明由该局主管此项。")


def test_another_department_is_reached_through_an_entry_it_leads(world, case, letter):
    entry = published_entry(world.neighbour, lead=world.other)
    transfer = transfer_case(case, by=world.clerk, **letter | {"receiver": world.other, "entry": entry})
    assert (transfer.receiver, transfer.entry) == (world.other, entry)


def test_another_township_is_reached_by_the_place_of_the_act(world, case, letter):
    transfer = transfer_case(
        case,
        by=world.clerk,
        **letter | {"receiver": world.neighbour, "reason_code": TransferReason.NOT_OUR_TERRITORY, **ELSEWHERE},
    )
    accept_transfer(transfer, by=world.neighbour_clerk)
    case.refresh_from_db()
    assert (case.holder, case.township) == (world.neighbour, world.township)


def test_another_territory_is_a_townships_and_no_departments(world, case, letter):
    wanted = {"reason_code": TransferReason.NOT_OUR_TERRITORY, **ELSEWHERE}
    for entry in (None, world.entry):
        with refused("no_territory", "receiver") as refusal:
            transfer_case(case, by=world.clerk, **letter | wanted | {"receiver": world.department, "entry": entry})
        assert "市城市管理局" in str(refusal.value)
    assert not Transfer.objects.exists()


def test_who_accepted_does_not_pass_it_on(world, case, letter):
    transfer = transfer_case(
        case,
        by=world.clerk,
        **letter | {"receiver": world.neighbour, "reason_code": TransferReason.NOT_OUR_TERRITORY, **ELSEWHERE},
    )
    accept_transfer(transfer, by=world.neighbour_clerk)
    with refused("no_passing_on"):
        transfer_case(case, by=world.neighbour_clerk, **letter)
    assert Transfer.objects.count() == 1


def test_ordinary_answer_is_due_after_five_working_days_that_skip_the_holiday(world, case, letter, clock):
    # 04-calendar, example 10: 09-30, (1–7 off), 8, 9, make-up 10, 12, 13.
    clock.move_to(datetime.datetime(2026, 9, 30, 16, 20, tzinfo=NOW.tzinfo))
    transfer = transfer_case(case, by=world.clerk, **letter)
    assert transfer.due_at.astimezone(NOW.tzinfo) == datetime.datetime.combine(
        datetime.date(2026, 10, 13), datetime.time.max, tzinfo=NOW.tzinfo
    )
    assert not transfer.due_provisional
    assert transfer.due.term.basis == "澜政办发〔2022〕31号"
    assert transfer.due.calendar_version


def test_urgent_answer_is_due_after_24_hours_whatever_day_it_is(world, case, letter, clock):
    # 04-calendar, example 11.
    clock.move_to(datetime.datetime(2026, 9, 30, 16, 20, tzinfo=NOW.tzinfo))
    transfer = transfer_case(case, by=world.clerk, **letter, urgency=Urgency.URGENT)
    assert transfer.due_at.astimezone(NOW.tzinfo) == datetime.datetime(2026, 10, 1, 16, 20, tzinfo=NOW.tzinfo)


def test_without_a_local_term_nothing_is_sent(world, case, letter):
    LocalTerm.objects.all().delete()
    with refused("term_not_set"):
        transfer_case(case, by=world.clerk, **letter)


# --- Against the list -----------------------------------------------------------------------------------------------


@pytest.fixture
def own(world, facts):
    """A case of an item that the township itself leads, as the list says of all townships."""
    entry = published_entry(world.neighbour, lead="townships", support=world.department)
    return file_case(world.township, by=world.clerk, **facts | {"entry": entry})


def test_what_the_list_gives_to_the_sender_is_not_sent_as_not_ours(world, own, letter):
    with refused("sender_leads", "argument") as refusal:
        transfer_case(own, by=world.clerk, **letter, argument="  ")
    assert own.entry.title in str(refusal.value) and "汀砚镇" in str(refusal.value)
    own.refresh_from_db()
    assert (own.status, Transfer.objects.count(), Event.objects.count()) == (CaseStatus.FILED, 0, 0)


def test_an_argument_against_the_list_is_kept_for_the_receiver(world, own, letter):
    transfer = transfer_case(own, by=world.clerk, **letter, argument="该处属城市建成区，不适用本条。")
    assert transfer.argument == "该处属城市建成区，不适用本条。"
    assert AuditEntry.objects.about(transfer).get().after["argument"] == transfer.argument


def test_naming_another_entry_does_not_hide_that_the_list_gives_it_to_the_sender(world, own, letter):
    entry = published_entry(world.other, lead=world.other)
    with refused("sender_leads", "argument"):
        transfer_case(own, by=world.clerk, **letter | {"receiver": world.other, "entry": entry})


def test_who_leads_an_item_together_argues_too(world, case, letter):
    joint = published_entry(world.other, lead=world.other, takeover="townships")
    with refused("sender_leads", "argument"):
        transfer_case(case, by=world.clerk, **letter | {"receiver": world.other, "entry": joint})


@pytest.mark.parametrize("said", ["。", "同上", "理由理由理由。。。。。", "1 2 3 4 5 6 7 8 9"])
def test_a_few_signs_are_no_argument(world, own, letter, said):
    with refused("argument_too_short", "argument") as refusal:
        transfer_case(own, by=world.clerk, **letter, argument=said)
    assert "10" in str(refusal.value)


def test_without_an_entry_not_our_item_is_argued(world, facts, letter):
    """Otherwise leaving the entry out would be the way round the argument."""
    case = file_case(world.township, by=world.clerk, **facts | {"entry": None})
    with refused("entry_missing", "entry"):
        transfer_case(case, by=world.clerk, **letter)
    with refused("argument_too_short", "argument"):
        transfer_case(case, by=world.clerk, **letter, argument="属城管。")
    assert transfer_case(case, by=world.clerk, **letter | {"entry": world.entry}).argument == ""


EARLIER = {"earlier_case_no": "水立〔2026〕7号", "earlier_filed_on": NOW.date() - datetime.timedelta(days=3)}


@pytest.mark.parametrize(
    ("code", "field", "said"),
    [
        ("claim_missing", "earlier_case_no", {**EARLIER, "earlier_case_no": " —"}),
        ("claim_missing", "earlier_filed_on", {**EARLIER, "earlier_filed_on": None}),
        ("not_filed_earlier", "earlier_filed_on", {**EARLIER, "earlier_filed_on": NOW.date() + datetime.timedelta(1)}),
        ("claim_does_not_fit", "territory", {**EARLIER, **ELSEWHERE}),
    ],
)
def test_who_filed_earlier_is_cited_with_number_and_day(world, own, letter, code, field, said):
    wanted = letter | {"receiver": world.other, "reason_code": TransferReason.FILED_EARLIER}
    with refused(code, field):
        transfer_case(own, by=world.clerk, **wanted, **said)
    transfer = transfer_case(own, by=world.clerk, **wanted, **EARLIER)
    kept = AuditEntry.objects.about(transfer).get().after
    assert (kept["earlier_case_no"], kept["earlier_filed_on"]) == ("水立〔2026〕7号", "2026-09-11")


@pytest.mark.parametrize("said", ["", "。。。。。", "东边"])
def test_another_territory_says_where_the_place_lies(world, own, letter, said):
    wanted = letter | {"receiver": world.neighbour, "reason_code": TransferReason.NOT_OUR_TERRITORY}
    with refused("claim_missing", "territory"):
        transfer_case(own, by=world.clerk, **wanted, territory=said)
    with refused("claim_does_not_fit", "earlier_case_no"):
        transfer_case(own, by=world.clerk, **wanted, **ELSEWHERE, **EARLIER)
    assert transfer_case(own, by=world.clerk, **wanted, **ELSEWHERE).territory == ELSEWHERE["territory"]
