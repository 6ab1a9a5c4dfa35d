"""Does a township file a case under a power it holds, and only so."""

import datetime

import pytest

from enforcement.models import Custody, EnforcementCase
from enforcement.operations.cases import file_case
from enforcement.states import CaseStatus, GrantForm, PartyKind
from governance.models import AuditEntry, Organisation
from governance.roles import Role
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, published_entry
from tests.factories import OrganisationFactory, member
from tests.refusals import refused

DAY = datetime.timedelta(days=1)


def test_case_has_number_holder_clock_and_pinned_grant(world, facts):
    case = file_case(world.township, by=world.clerk, **facts)

    assert case.case_no == "汀砚综执立〔2026〕1号"
    assert (case.status, case.holder, case.organ) == (CaseStatus.FILED, world.township, world.township)
    assert (case.grant, case.entry, case.handler) == (world.grant, world.entry, world.clerk)
    assert case.filed_at == NOW
    assert case.acted_on == NOW.date()
    assert case.cause == "涉嫌乱扔果皮"
    # 行政处罚法 60: 90 calendar days; 2026-12-13 is a Sunday, and the organ's period stays where it ends.
    assert case.due_at.astimezone(NOW.tzinfo).date() == datetime.date(2026, 12, 13)
    assert case.due.term.basis == "《行政处罚法》第六十条"
    custody = Custody.objects.get(subject=case)
    assert (custody.holder, custody.since, custody.until) == (world.township, case.filed_at, None)


def test_numbers_run_on_without_gaps(world, facts):
    file_case(world.township, by=world.clerk, **facts)
    with refused("in_the_future"):
        file_case(world.township, by=world.clerk, **facts | {"found_at": NOW + DAY})
    assert file_case(world.township, by=world.clerk, **facts).case_no == "汀砚综执立〔2026〕2号"


def test_audit_knows_what_was_filed_but_not_the_party(world, case):
    entry = AuditEntry.objects.get(action="file_case")
    assert entry.after["case_no"] == case.case_no
    assert entry.organisation == world.township
    assert "张三丰" not in str(entry.after) + entry.reason


@pytest.mark.parametrize("account", ["department_clerk", "neighbour_clerk", "nobody", "portal"])
def test_only_the_townships_own_people_file(world, facts, account):
    with refused("not_permitted"):
        file_case(world.township, by=getattr(world, account), **facts)


def test_power_not_held_names_who_is_competent(world, facts):
    water = PenaltyPowerFactory(department=world.other)
    with refused("power_not_held", "power") as refusal:
        file_case(world.township, by=world.clerk, **facts | {"power": water})
    assert "市水利局" in str(refusal.value)
    assert "《行政处罚法》第十七条" in refusal.value.basis


@pytest.mark.parametrize(
    ("accepted_on", "valid_to", "held"),
    [
        (NOW.date(), None, True),
        (NOW.date() + DAY, None, False),
        (NOW.date() - 10 * DAY, NOW.date(), True),
        (NOW.date() - 10 * DAY, NOW.date() - DAY, False),
    ],
)
def test_grant_counts_from_its_first_to_its_last_day(world, facts, accepted_on, valid_to, held):
    power = PenaltyPowerFactory(department=world.other)
    grant = PowerGrantFactory(
        power=power,
        township=world.township,
        accepted_on=accepted_on,
        valid_to=valid_to,
        transition_rule="hand_over" if valid_to else "",
    )
    if held:
        assert file_case(world.township, by=world.clerk, **facts | {"power": power}).grant == grant
    else:
        with refused("power_not_held", "power") as refusal:
            file_case(world.township, by=world.clerk, **facts | {"power": power})
        assert str(valid_to or accepted_on) in str(refusal.value)


def test_entrusted_power_is_used_in_the_departments_name(world, facts):
    power = PenaltyPowerFactory(department=world.other)
    PowerGrantFactory(
        power=power,
        township=world.township,
        form=GrantForm.ENTRUSTMENT,
        valid_to=NOW.date() + 100 * DAY,
        transition_rule="hand_over",
    )
    case = file_case(world.township, by=world.clerk, **facts | {"power": power})
    assert case.organ == world.other
    assert case.case_no == "水利局综执立〔2026〕1号"
    assert case.holder == world.township


def test_law_of_the_day_of_the_act_decides(world, facts):
    new_law = PenaltyPowerFactory(department=world.department, basis_valid_from=datetime.date(2026, 8, 15))
    PowerGrantFactory(power=new_law, township=world.township)
    with refused("law_not_in_force", "acted_on"):
        file_case(world.township, by=world.clerk, **facts | {"power": new_law, "acted_on": datetime.date(2026, 8, 14)})
    case = file_case(
        world.township, by=world.clerk, **facts | {"power": new_law, "acted_on": datetime.date(2026, 8, 15)}
    )
    assert case.acted_on == datetime.date(2026, 8, 15)


@pytest.mark.parametrize(
    ("code", "field", "change"),
    [
        ("in_the_future", "found_at", {"found_at": NOW + datetime.timedelta(seconds=1)}),
        ("acted_after_found", "acted_on", {"acted_on": NOW.date() + DAY}),
        ("invalid", "facts", {"facts": "  "}),
        ("invalid", "place", {"place": ""}),
        ("invalid", "party_name", {"party_name": " "}),
        ("invalid", "party_kind", {"party_kind": "ghost"}),
        ("invalid", "place", {"place": "路" * 201}),
    ],
)
def test_refuses_what_cannot_be(world, facts, code, field, change):
    with refused(code, field):
        file_case(world.township, by=world.clerk, **facts | change)


def test_entry_must_be_in_an_edition_in_force(world, facts):
    world.entry.edition.__class__.objects.filter(pk=world.entry.edition_id).update(
        effective_from=datetime.date(2026, 10, 1)
    )
    with refused("entry_not_in_force", "entry"):
        file_case(world.township, by=world.clerk, **facts)


def test_without_entry_the_case_is_filed_all_the_same(world, facts):
    assert file_case(world.township, by=world.clerk, **facts | {"entry": None}).entry is None


def test_an_office_files_nothing(world, facts):
    brigade = OrganisationFactory(parent=world.township, kind=Organisation.Kind.INSTITUTION)
    with refused("not_a_township", "township"):
        file_case(brigade, by=world.clerk, **facts)


def test_citizens_name_is_masked_and_an_organisations_is_not(world, facts):
    citizen = file_case(world.township, by=world.clerk, **facts)
    shop = file_case(
        world.township, by=world.clerk, **facts | {"party_kind": PartyKind.ORGANISATION, "party_name": "汀砚食品厂"}
    )
    assert (citizen.masked_party, shop.masked_party) == ("张**", "汀砚食品厂")
    assert EnforcementCase.objects.count() == 2


def test_officer_of_the_township_may_file_too(world, facts):
    officer = member(world.township, Role.OFFICER)
    assert file_case(world.township, by=officer, **facts).handler == officer


def test_entry_of_another_list_may_be_cited(world, facts):
    entry = published_entry(world.neighbour, lead=world.other)
    assert file_case(world.township, by=world.clerk, **facts | {"entry": entry}).entry == entry
