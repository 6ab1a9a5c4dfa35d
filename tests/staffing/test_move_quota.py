"""Does a movement of places count on both sides from its day on, and is what must not be refused with its reason?"""

import datetime

import pytest

from governance.models import AuditEntry, Organisation
from governance.roles import Role
from staffing.models import QuotaAccount, QuotaMovement
from staffing.operations.ledger import counter_movement, move_quota, register_quota_document
from staffing.states import MovementKind, Origin, QuotaCategory, Source
from tests.factories import CountyFactory, OrganisationFactory, member
from tests.refusals import refused
from tests.staffing.factories import QuotaDocumentFactory

DAY = datetime.date(2026, 3, 1)
ONE_DAY = datetime.timedelta(days=1)
INSTITUTION, ADMIN = QuotaCategory.INSTITUTION, QuotaCategory.ADMIN


def approved(account: QuotaAccount, on=None, known=None) -> int:
    return QuotaAccount.objects.with_balances(on, known).get(pk=account.pk).approved


@pytest.fixture
def downshift(world):
    return {
        "by": world.keeper,
        "kind": MovementKind.DOWNSHIFT,
        "category": INSTITUTION,
        "receiver": world.township,
        "count": 12,
        "effective_on": DAY,
        "source": Source.VACANCIES,
    }


@pytest.fixture
def transfer(world):
    return {
        "by": world.keeper,
        "kind": MovementKind.TRANSFER_BETWEEN,
        "category": INSTITUTION,
        "giver": world.township,
        "receiver": world.neighbour,
        "count": 5,
        "effective_on": DAY,
    }


def test_places_move_down_from_their_day_on(world, downshift):
    moved = move_quota(world.document, **downshift)
    assert (approved(world.places, DAY - ONE_DAY), approved(world.places, DAY)) == (20, 32)
    assert (approved(world.pool, DAY - ONE_DAY), approved(world.pool, DAY)) == (40, 28)
    assert (moved.quota_source, moved.origin) == (Source.VACANCIES, Origin.RECORDED)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.organisation, entry.after["count"]) == ("move_quota", world.county, 12)


def test_what_was_entered_late_was_not_known_before(world, downshift, clock):
    clock.shift(datetime.timedelta(days=10))
    move_quota(world.document, **downshift)
    assert approved(world.places, DAY, known=datetime.date(2026, 9, 23)) == 20
    assert approved(world.places, DAY, known=datetime.date(2026, 9, 24)) == 32


@pytest.mark.parametrize(
    ("kind", "giver", "receiver", "source"),
    [
        (MovementKind.RECLAIM, "township", None, Source.VACANCIES),
        (MovementKind.MERGE_UNIT, "department", None, Source.MERGED_UNITS),
        (MovementKind.TRANSFER_BETWEEN, "department", "township", Source.REDEPLOYED),
        (MovementKind.APPROVE, None, "township", ""),
        (MovementKind.APPROVE, None, None, ""),
    ],
)
def test_each_kind_knows_its_sides_and_its_source(world, downshift, kind, giver, receiver, source):
    sides = {"giver": giver and getattr(world, giver), "receiver": receiver and getattr(world, receiver)}
    moved = move_quota(world.document, **{**downshift, "kind": kind, "source": "", **sides})
    assert moved.quota_source == source


def test_a_dispatched_unit_brings_its_places_along(world, transfer):
    station = OrganisationFactory(parent=world.department, name="汀砚水利站", kind=Organisation.Kind.DISPATCHED)
    move_quota(world.document, **{**transfer, "giver": world.department, "receiver": station})
    moved = move_quota(world.document, **{**transfer, "giver": station, "receiver": world.township})
    assert moved.quota_source == Source.DISPATCHED_UNITS


def test_no_more_than_there_is(world, transfer):
    with refused("not_enough_places", "count") as refusal:
        move_quota(world.document, **{**transfer, "count": 21})
    assert "20" in str(refusal.value) and "21" in str(refusal.value)


def test_a_back_dated_entry_that_makes_a_later_day_negative_names_what_it_conflicts_with(world, transfer):
    later = QuotaDocumentFactory(county=world.county, number="澜编发〔2026〕88号")
    move_quota(later, **{**transfer, "count": 18, "effective_on": DAY + ONE_DAY})
    with refused("not_enough_places") as refusal:
        move_quota(world.document, **{**transfer, "count": 3})
    assert "2026-03-02" in str(refusal.value) and "澜编发〔2026〕88号" in str(refusal.value)
    move_quota(world.document, **{**transfer, "count": 2})


def test_administrative_quotas_move_between_levels_only_with_an_approval(world, transfer):
    down = {**transfer, "category": ADMIN, "giver": world.department, "receiver": world.township}
    for attempt in (down, {**down, "giver": world.township, "receiver": world.department}):
        with refused("level_approval_needed", "level_approval") as refusal:
            move_quota(world.document, **attempt)
        assert "第十八条" in str(refusal.value)
    approval = QuotaDocumentFactory(county=world.county)
    moved = move_quota(world.document, **down, level_approval=approval)
    assert moved.level_approval == approval
    abroad = QuotaDocumentFactory(county=CountyFactory(code="LH"))
    with refused("of_other_county", "level_approval"):
        move_quota(world.document, **down, level_approval=abroad)


def test_administrative_quotas_move_between_townships_without(world, transfer):
    move_quota(world.document, **{**transfer, "category": ADMIN})
    assert approved(world.neighbour_admin_places) == 15


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": MovementKind.OPENING}, "not_by_document", "kind"),
        ({"kind": MovementKind.OCCUPY}, "not_by_document", "kind"),
        ({"category": "special_quota"}, "unknown_category", "category"),
        ({"count": 0}, "invalid", "count"),
        ({"receiver": None}, "receiver_needed", "receiver"),
        ({"giver": None}, "giver_needed", "giver"),
        ({"kind": MovementKind.RECLAIM}, "no_receiver", "receiver"),
        ({"kind": MovementKind.APPROVE}, "no_giver", "giver"),
        ({"kind": MovementKind.DOWNSHIFT, "giver": None}, "source_needed", "source"),
    ],
)
def test_what_a_movement_must_say(world, transfer, change, code, field):
    with refused(code, field):
        move_quota(world.document, **transfer | change)


def test_who_can_have_places(world, transfer, downshift):
    with refused("holds_no_quota", "receiver"):
        move_quota(world.document, **{**transfer, "receiver": world.office})
    abroad = OrganisationFactory(parent=CountyFactory(code="LH"))
    with refused("holds_no_quota", "receiver"):
        move_quota(world.document, **{**transfer, "receiver": abroad})
    with refused("same_body", "receiver"):
        move_quota(world.document, **{**transfer, "receiver": world.township})
    with refused("receiver_not_a_township", "receiver"):
        move_quota(world.document, **{**downshift, "receiver": world.department})
    world.neighbour.closed_on = DAY - ONE_DAY
    world.neighbour.save()
    with refused("body_closed", "receiver"):
        move_quota(world.document, **transfer)


@pytest.mark.parametrize(
    "role", [Role.PERSONNEL_OFFICER, Role.ORGANISATION_OFFICER, Role.HR_OFFICER, Role.PARTY_OFFICER]
)
def test_the_staffing_office_alone_writes_into_the_ledger(world, transfer, role):
    place = world.township if role in (Role.PERSONNEL_OFFICER, Role.PARTY_OFFICER) else world.county
    by = member(place, role)
    with refused("not_permitted"):
        move_quota(world.document, **{**transfer, "by": by})


# --- Counter-entries --------------------------------------------------------------------------------------------------


@pytest.fixture
def back(world):
    return {"by": world.keeper, "document": world.document, "count": 2, "effective_on": DAY, "reason": "文件更正。"}


def test_a_counter_entry_takes_back_from_its_day_on(world, transfer, back):
    moved = move_quota(world.document, **transfer)
    taken = counter_movement(moved, **{**back, "effective_on": DAY + ONE_DAY})
    assert (taken.counters, taken.kind, taken.quota_source) == (moved, moved.kind, moved.quota_source)
    assert (approved(world.places, DAY), approved(world.places, DAY + ONE_DAY)) == (15, 17)


def test_no_more_is_taken_back_than_there_was(world, transfer, back):
    moved = move_quota(world.document, **transfer)
    counter_movement(moved, **back)
    with refused("counter_too_large", "count"):
        counter_movement(moved, **{**back, "count": 4})
    counter_movement(moved, **{**back, "count": 3})
    assert approved(world.places) == 20


def test_what_cannot_be_taken_back(world, transfer, back):
    moved = move_quota(world.document, **transfer)
    with refused("countered_before", "effective_on"):
        counter_movement(moved, **{**back, "effective_on": DAY - ONE_DAY})
    with refused("invalid", "count"):
        counter_movement(moved, **{**back, "count": 0})
    abroad = QuotaDocumentFactory(county=CountyFactory(code="LH"))
    with refused("of_other_county", "document"):
        counter_movement(moved, **{**back, "document": abroad})
    taken = counter_movement(moved, **back)
    with refused("is_counter_entry"):
        counter_movement(taken, **{**back, "count": 1})


def test_what_the_receiver_gave_on_is_not_taken_back(world, transfer, back):
    moved = move_quota(world.document, **transfer)
    move_quota(world.document, **{**transfer, "giver": world.neighbour, "receiver": world.department, "count": 24})
    with refused("not_enough_places", "count"):
        counter_movement(moved, **back)


# --- Documents --------------------------------------------------------------------------------------------------------


def test_a_document_is_registered_once_and_when_it_is_decided(world):
    facts = {
        "by": world.keeper,
        "number": "澜编发〔2026〕9号",
        "issuer": "市委编委",
        "decided_on": DAY,
        "title": "关于下沉编制的通知",
    }
    document = register_quota_document(world.county, **facts)
    assert str(document) == "澜编发〔2026〕9号"
    with refused("document_known", "number"):
        register_quota_document(world.county, **facts)
    with refused("invalid", "number"):
        register_quota_document(world.county, **{**facts, "number": " "})
    with refused("decided_later", "decided_on"):
        register_quota_document(world.county, **{**facts, "number": "10", "decided_on": datetime.date(2026, 9, 15)})


def test_the_day_of_learning_never_goes_back(world, transfer, clock):
    move_quota(world.document, **transfer)
    clock.shift(datetime.timedelta(days=-3))
    move_quota(world.document, **transfer)
    assert len(set(QuotaMovement.objects.filter(effective_on=DAY).values_list("known_on", flat=True))) == 1
