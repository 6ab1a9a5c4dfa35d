"""Do bodies open, change name, move, merge and close so that every name and every post stays explained."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from governance import access
from governance.directory import directory
from governance.models import Alias, AuditEntry, Membership, Organisation
from governance.operations.aliases import add_alias, end_alias, remove_alias
from governance.operations.organisations import (
    close_organisation,
    merge_organisations,
    move_organisation,
    open_organisation,
    rename_organisation,
)
from governance.roles import Role
from governance.text import match_key
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.refusals import refused

pytestmark = pytest.mark.django_db

Kind = Organisation.Kind
TODAY = datetime.date(2026, 9, 14)
DAY = datetime.timedelta(days=1)
NOON = datetime.time(12, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime.combine(TODAY, NOON), tick=False):
        yield


@pytest.fixture
def county():
    return CountyFactory(name="澜山市")


@pytest.fixture
def admin(county):
    return member(county, Role.SYSTEM_ADMIN)


@pytest.fixture
def bureau(county):
    return OrganisationFactory(parent=county, name="市水利局")


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county, name="汀砚镇")


def entry(action):
    return AuditEntry.objects.get(action=action, outcome=AuditEntry.Outcome.DONE)


# --- open ---------------------------------------------------------------------------------------------------------


def test_opened_body_is_found_by_all_its_names(county, admin):
    body = open_organisation(
        county, by=admin, code="LS-A05", name="市发展和改革局", kind=Kind.DEPARTMENT, aliases=["发改局", "发 改 委"]
    )
    known = directory()
    assert known.find("市发展和改革局") == known.find("发改局") == known.find("发改委") == body
    assert Organisation.objects.get_parent(body) == county
    assert entry("open_organisation").after["aliases"] == ["发改局", "发 改 委"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": Kind.COUNTY}, "wrong_place", "kind"),
        ({"kind": Kind.VILLAGE}, "wrong_place", "kind"),
        ({"kind": "ministry"}, "invalid", "kind"),
        ({"kind": Kind.TOWNSHIP}, "form_missing", "township_form"),
        ({"township_form": "town"}, "form_missing", "township_form"),
        ({"code": "ORG-TAKEN"}, "code_taken", "code"),
        ({"name": "市水利局"}, "name_taken", "name"),
        ({"name": "水利 局"}, "name_taken", "name"),
        ({"aliases": ["市水利局"]}, "name_taken", "name"),
        ({"aliases": ["水利局"]}, "name_taken", "name"),
        ({"name": "局" * 101}, "invalid", "name"),
        ({"name": "  "}, "invalid", "name"),
    ],
)
def test_a_body_that_does_not_fit_is_refused(county, admin, change, code, field):
    bureau = OrganisationFactory(parent=county, code="ORG-TAKEN", name="市水利局")
    Alias.objects.create(organisation=bureau, name="水利局", key="水利局")
    facts = {"code": "LS-A99", "name": "市林业局", "kind": Kind.DEPARTMENT}

    with refused(code, field):
        open_organisation(county, by=admin, **facts | change)

    open_organisation(county, by=admin, **facts)  # without the change it fits


def test_only_a_dispatched_unit_is_managed_and_by_a_township(county, bureau, township, admin):
    with refused("wrong_manager", "managed_by"):
        open_organisation(county, by=admin, code="X", name="市林业局", kind=Kind.DEPARTMENT, managed_by=township)
    with refused("wrong_manager", "managed_by"):
        open_organisation(bureau, by=admin, code="X", name="汀砚水利站", kind=Kind.DISPATCHED, managed_by=county)
    unit = open_organisation(bureau, by=admin, code="X", name="汀砚水利站", kind=Kind.DISPATCHED, managed_by=township)
    assert unit.managed_by == township


def test_nothing_opens_below_a_body_that_closes(county, bureau, admin):
    close_organisation(bureau, by=admin, on=TODAY + DAY)
    with refused("closed"):
        open_organisation(bureau, by=admin, code="X", name="汀砚水利站", kind=Kind.DISPATCHED)


def test_opening_needs_the_right_at_the_body_above(county, township):
    elsewhere = member(CountyFactory(), Role.SYSTEM_ADMIN)
    clerk = member(township, Role.TOWNSHIP_CLERK)
    for account in (elsewhere, clerk):
        with refused("not_permitted"):
            open_organisation(township, by=account, code="X", name="临波村", kind=Kind.VILLAGE)


# --- rename -------------------------------------------------------------------------------------------------------


def test_old_name_still_finds_the_renamed_body(bureau, admin):
    rename_organisation(bureau, by=admin, name="市水务局", short_name="水务局", reason="机构改革")
    known = directory()
    assert known.find("市水务局") == known.find("市水利局") == known.find("水务局") == bureau
    renamed = entry("rename_organisation")
    assert (renamed.before["name"], renamed.after["name"], renamed.reason) == ("市水利局", "市水务局", "机构改革")


def test_old_name_may_be_understood_for_a_while_only(bureau, admin):
    rename_organisation(bureau, by=admin, name="市水务局", old_name_until=TODAY + DAY)
    assert directory(TODAY + DAY).find("市水利局") == bureau
    assert directory(TODAY + 2 * DAY).find("市水利局") is None


def test_a_body_may_take_its_alias_as_name_and_go_back(bureau, admin):
    add_alias(bureau, by=admin, name="市水务局")
    rename_organisation(bureau, by=admin, name="市水务局")
    rename_organisation(bureau, by=admin, name="市水利局")
    assert directory().find("市水务局") == directory().find("市水利局") == bureau


def test_a_name_in_use_is_refused(county, bureau, admin):
    other = OrganisationFactory(parent=county, name="市林业局")
    add_alias(other, by=admin, name="林业局")
    for name in ("市林业局", "林业局"):
        with refused("name_taken", "name"):
            rename_organisation(bureau, by=admin, name=name)
    with refused("same_name", "name"):
        rename_organisation(bureau, by=admin, name="市 水利局")


# --- aliases ------------------------------------------------------------------------------------------------------


def test_on_one_day_a_name_means_one_body(county, bureau, admin):
    other = OrganisationFactory(parent=county, name="市林业局")
    add_alias(bureau, by=admin, name="水办", valid_to=TODAY)
    with refused("name_taken", "name"):
        add_alias(other, by=admin, name="水 办", valid_from=TODAY)
    add_alias(other, by=admin, name="水办", valid_from=TODAY + DAY)
    assert directory(TODAY).find("水办") == bureau
    assert directory(TODAY + DAY).find("水办") == other


def test_an_ended_alias_is_free_for_another_body(county, bureau, admin):
    other = OrganisationFactory(parent=county, name="市林业局")
    alias = add_alias(bureau, by=admin, name="水办")
    end_alias(alias, by=admin, on=TODAY)
    with refused("ended"):
        end_alias(alias, by=admin, on=TODAY)
    add_alias(other, by=admin, name="水办", valid_from=TODAY + DAY)
    assert directory(TODAY + DAY).find("水办") == other


def test_an_alias_ended_or_removed_today_means_nothing_today(county, bureau, admin):
    ended = add_alias(bureau, by=admin, name="水办")
    end_alias(ended, by=admin)
    assert directory(TODAY).find("水办") is None
    assert directory(TODAY - DAY).find("水办") == bureau, "what was right until yesterday still was"
    removed = add_alias(bureau, by=admin, name="甲局")
    remove_alias(removed, by=admin, reason="选错了。")
    assert directory(TODAY - DAY).find("甲局") is None
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.before["name"], entry.reason) == ("remove_alias", "甲局", "选错了。")
    approver = member(county, Role.LIST_APPROVER)
    with refused("not_permitted"):
        remove_alias(ended, by=approver)


@pytest.mark.parametrize("name", ["牵头 部门", "行业主管部门", "责任单位（部门）", "各乡镇（街道）"])
def test_a_word_for_a_role_or_for_bodies_in_general_is_no_name(county, bureau, admin, name):
    short = {"short_name": name}
    for write in (
        lambda: open_organisation(county, by=admin, code="LS-X", name="市新局", kind="department", **short),
        lambda: rename_organisation(bureau, by=admin, name="市水务局", **short),
    ):
        with refused("names_nobody", "short_name"):
            write()
    for write in (
        lambda: add_alias(bureau, by=admin, name=name),
        lambda: rename_organisation(bureau, by=admin, name=name),
        lambda: open_organisation(county, by=admin, code="LS-X", name=name, kind="department"),
        lambda: open_organisation(county, by=admin, code="LS-X", name="市新局", kind="department", aliases=[name]),
    ):
        with refused("names_nobody", "name"):
            write()
    Alias.objects.create(organisation=bureau, name=name, key=match_key(name))
    assert directory(TODAY).find(name) is None, "not even where it was once entered"


@pytest.mark.parametrize("name", ["", " 　", "\u200b"])
def test_an_alias_nobody_could_read_is_refused(bureau, admin, name):
    with refused("invalid", "name"):
        add_alias(bureau, by=admin, name=name)


def test_list_editor_may_teach_the_portal_a_name_but_not_rename(county, bureau):
    editor = member(county, Role.LIST_EDITOR)
    add_alias(bureau, by=editor, name="水利")
    with refused("not_permitted"):
        rename_organisation(bureau, by=editor, name="市水务局")


# --- move ---------------------------------------------------------------------------------------------------------


def test_rights_follow_a_moved_body_and_all_below_it(county, township, admin):
    bureau = OrganisationFactory(parent=county, name="市农业农村局")
    other = OrganisationFactory(parent=county, name="市水利局")
    unit = OrganisationFactory(parent=bureau, kind=Kind.DISPATCHED, name="汀砚水利站")
    head = member(other, Role.DEPARTMENT_HEAD)
    assert not access.may(head, "view_cases", at=unit)

    moved = move_organisation(unit, by=admin, to=other)

    assert access.may(head, "view_cases", at=moved)
    assert not Organisation.objects.find_problems()[0]
    assert (entry("move_organisation").before, entry("move_organisation").after) == (
        {"parent": bureau.code},
        {"parent": other.code},
    )


def test_a_body_moves_only_where_its_kind_stands(county, bureau, township, admin):
    unit = OrganisationFactory(parent=bureau, kind=Kind.DISPATCHED)
    for to in (township, county):
        with refused("wrong_place"):
            move_organisation(unit, by=admin, to=to)
    with refused("wrong_place"):
        move_organisation(unit, by=admin, to=bureau)  # where it is
    abroad = OrganisationFactory(parent=CountyFactory())
    with refused("not_permitted"):
        move_organisation(unit, by=admin, to=abroad)


# --- close and merge ----------------------------------------------------------------------------------------------


def test_closing_ends_posts_and_names_with_the_last_day(bureau, admin):
    clerk = member(bureau, Role.DEPARTMENT_CLERK)
    add_alias(bureau, by=admin, name="水办")
    close_organisation(bureau, by=admin, on=TODAY, reason="机构改革")

    assert directory(TODAY).find("水办") == bureau
    assert directory(TODAY + DAY).find("水办") is directory(TODAY + DAY).find("市水利局") is None
    assert clerk.memberships.get().ends_on == TODAY
    assert entry("close_organisation").after["memberships_ended"][0]["account"] == clerk.username
    with refused("closed"):
        close_organisation(bureau, by=admin, on=TODAY + DAY)


def test_nothing_is_left_standing_below_or_managed_by_a_closed_body(county, bureau, township, admin):
    village = OrganisationFactory(parent=township, kind=Kind.VILLAGE, name="临波村")
    unit = OrganisationFactory(parent=bureau, kind=Kind.DISPATCHED, name="汀砚水利站", managed_by=township)
    with refused("has_open_units") as refusal:
        close_organisation(township, by=admin)
    assert "临波村" in str(refusal.value) and "汀砚水利站" in str(refusal.value)

    close_organisation(village, by=admin, on=TODAY)
    close_organisation(unit, by=admin, on=TODAY + DAY)
    with refused("has_open_units"):  # the unit outlives it by a day
        close_organisation(township, by=admin, on=TODAY)
    close_organisation(township, by=admin, on=TODAY + DAY)


def test_a_body_with_posts_to_come_or_a_county_does_not_close(county, bureau, admin):
    person = AccountFactory()
    Membership.objects.create(
        account=person, organisation=bureau, role=Role.DEPARTMENT_CLERK, starts_on=TODAY + 5 * DAY
    )
    with refused("posts_begin_later"):
        close_organisation(bureau, by=admin, on=TODAY)
    with refused("county_stays"):
        close_organisation(county, by=admin)


def test_a_merged_body_s_names_and_managed_units_pass_to_its_successor(county, bureau, township, admin):
    old = TownshipFactory(parent=county, name="栖岩乡")
    clerk = member(old, Role.TOWNSHIP_CLERK)
    unit = OrganisationFactory(parent=bureau, kind=Kind.DISPATCHED, managed_by=old)
    add_alias(old, by=admin, name="栖岩")
    add_alias(old, by=admin, name="东片", valid_to=TODAY - DAY)  # long forgotten

    merge_organisations(old, by=admin, into=township, on=TODAY, reason="行政区划调整")

    for name in ("栖岩乡", "栖岩"):
        assert directory(TODAY).find(name) == old
        assert directory(TODAY + DAY).find(name) == township
    assert directory(TODAY + DAY).find("东片") is None
    old.refresh_from_db()
    assert (old.closed_on, old.merged_into) == (TODAY, township)
    unit.refresh_from_db()
    assert unit.managed_by == township
    # The clerk's post ends; a post at the successor is for the security administrator to grant.
    assert clerk.memberships.get().ends_on == TODAY
    assert entry("merge_organisations").after["names_moved"] == ["栖岩乡", "栖岩"]


def test_a_body_merges_only_into_one_that_goes_on(county, bureau, admin):
    other = OrganisationFactory(parent=county, name="市林业局")
    close_organisation(other, by=admin, on=TODAY)
    for into in (bureau, other):
        with refused("wrong_successor", "into"):
            merge_organisations(bureau, by=admin, into=into, on=TODAY)
    abroad = OrganisationFactory(parent=CountyFactory())
    with refused("not_permitted"):
        merge_organisations(bureau, by=admin, into=abroad, on=TODAY)


def test_units_below_are_moved_before_their_body_merges(county, bureau, admin):
    other = OrganisationFactory(parent=county, name="市农业农村局")
    unit = OrganisationFactory(parent=bureau, kind=Kind.DISPATCHED, name="汀砚水利站")
    with refused("has_open_units"):
        merge_organisations(bureau, by=admin, into=other)
    move_organisation(unit, by=admin, to=other)
    merge_organisations(bureau, by=admin, into=other)
    bureau.refresh_from_db()
    assert bureau.merged_into == other
