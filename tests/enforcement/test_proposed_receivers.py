"""Are the right bodies proposed for a case, the best first, each with the reason a person would give."""

from enforcement.operations.cases import file_case
from enforcement.operations.transfers import send_back_transfer
from enforcement.selectors.receivers import proposed_receivers
from enforcement.states import SendBackReason
from governance.models import Organisation
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import published_entry


def names(case) -> list[str]:
    return [proposal.receiver.name for proposal in proposed_receivers(case)]


def test_the_lead_of_the_item_with_the_edition_that_says_so(world, case):
    (proposal,) = proposed_receivers(case)
    assert (proposal.receiver, proposal.entry) == (world.department, world.entry)
    assert world.entry.title in proposal.reason
    assert str(world.entry.edition) in proposal.reason


def test_the_catalogues_department_comes_after_the_lists_lead(world, facts):
    entry = published_entry(world.neighbour, lead=world.other)
    case = file_case(world.township, by=world.clerk, **facts | {"entry": entry})
    assert names(case) == ["市水利局", "市城市管理局"]
    assert "2026年版" in proposed_receivers(case)[1].reason


def test_who_holds_it_is_not_proposed(world, facts):
    entry = published_entry(world.neighbour, lead="townships")
    case = file_case(world.township, by=world.clerk, **facts | {"entry": entry})
    assert names(case) == ["市城市管理局"]


def test_whoever_a_return_names_comes_first_with_its_item(world, case, transfer):
    entry = published_entry(world.neighbour, lead=world.other)
    send_back_transfer(
        transfer,
        by=world.department_clerk,
        reason_code=SendBackReason.NOT_OUR_ITEM,
        explanation="属水利事项。",
        right_body=world.other,
        right_entry=entry,
    )
    assert names(case) == ["市水利局", "市城市管理局"]
    best = proposed_receivers(case)[0]
    assert best.entry == entry
    assert transfer.document_no in best.reason
    assert "市城市管理局" in best.reason
    assert entry.title in best.reason


def test_a_return_that_names_a_township_cites_no_item(world, case, transfer):
    send_back_transfer(
        transfer,
        by=world.department_clerk,
        reason_code=SendBackReason.NOT_OUR_TERRITORY,
        explanation="行为发生在石汀乡。",
        right_body=world.neighbour,
    )
    best = proposed_receivers(case)[0]
    assert (best.receiver, best.entry) == (world.neighbour, None)


def test_a_return_that_names_nobody_changes_no_proposal(world, case, transfer):
    send_back_transfer(
        transfer, by=world.department_clerk, reason_code=SendBackReason.PACKAGE_INCOMPLETE, explanation="缺询问笔录。"
    )
    assert names(case) == ["市城市管理局"]


def test_a_named_body_that_has_closed_since_is_not_proposed(world, case, transfer):
    entry = published_entry(world.neighbour, lead=world.other)
    send_back_transfer(
        transfer,
        by=world.department_clerk,
        reason_code=SendBackReason.NOT_OUR_ITEM,
        explanation="属水利事项。",
        right_body=world.other,
        right_entry=entry,
    )
    yesterday = NOW.date().replace(day=NOW.day - 1)
    Organisation.objects.filter(pk=world.other.pk).update(closed_on=yesterday)
    assert names(case) == ["市城市管理局"]
