"""Does the shipped catalogue come in whole, quickly, again without change, and a broken one not at all."""

import csv
import datetime
import time

import pytest
from django.core.management import CommandError, call_command

from enforcement.models import PenaltyPower, PowerGrant
from enforcement.operations import load_grants, load_powers
from enforcement.reference_data import GRANTS, POWERS, load_reference
from enforcement.states import GrantForm, TransitionRule
from governance.models import AuditEntry, LocalTerm, Organisation
from governance.roles import Role
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.refusals import refused

ON = datetime.date(2026, 11, 23)
FORMS = {"A": ("town", 9, 72), "B": ("rural_township", 3, 24), "C": ("sub_district", 2, 58)}


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def county(db):
    """The departments of the catalogue, nine towns, three rural townships, two sub-districts."""
    county = CountyFactory(name="澜山市")
    for name in dict.fromkeys(row["department"] for row in rows(POWERS)):
        OrganisationFactory(parent=county, name=name)
    for form, number, _powers in FORMS.values():
        for n in range(number):
            TownshipFactory(parent=county, name=f"{form}{n}", township_form=form)
    return county


@pytest.fixture
def portal(county):
    return member(county, Role.PORTAL, username="portal", kind="system")


@pytest.fixture
def loaded(county, portal):
    return load_reference(county, by=portal)


def test_counts_in_force_are_those_of_the_readme(county, loaded):
    assert loaded.powers.added == PenaltyPower.objects.count() == 441
    assert loaded.grants.added == PowerGrant.objects.count() == 92 * 9 + 32 * 3 + 72 * 2
    for form, number, powers in FORMS.values():
        townships = Organisation.objects.filter(township_form=form)
        assert townships.count() == number
        for township in townships:
            assert PowerGrant.objects.in_force(ON).filter(township=township).count() == powers
            assert PenaltyPower.objects.held_by(township, ON).count() == powers


def test_what_a_row_says_is_what_is_stored(loaded):
    power = PenaltyPower.objects.get(catalogue_no="LS-CG-001")
    assert (power.department.name, power.penalty_kinds, power.summary_allowed) == (
        "市城市管理局",
        ["警告", "罚款"],
        True,
    )
    entrusted = PowerGrant.objects.filter(form=GrantForm.ENTRUSTMENT, power__catalogue_no="LS-YJ-009").first()
    assert (entrusted.transition_rule, entrusted.lapse_days) == (TransitionRule.LAPSE_AFTER, 30)
    assert LocalTerm.objects.filter(document_no="澜政办发〔2022〕31号").count() == 2


def test_second_load_changes_nothing_and_is_quick(county, portal, loaded):
    entries = AuditEntry.objects.count()
    started = time.process_time()
    again = load_reference(county, by=portal)
    assert time.process_time() - started < 3
    assert (again.powers.added, again.powers.changed, again.powers.unchanged) == (0, 0, 441)
    assert (again.grants.added, again.grants.changed) == (0, 0)
    assert again.terms == []
    assert AuditEntry.objects.count() == entries


def test_first_load_is_quick(county, portal):
    started = time.process_time()
    load_reference(county, by=portal)
    assert time.process_time() - started < 3


def test_a_withdrawal_in_a_later_file_ends_the_grant_and_the_audit_keeps_both(county, portal, loaded):
    changed = rows(GRANTS)
    first = next(row for row in changed if not row["valid_to"])
    first |= {"valid_to": "2026-12-31", "transition_rule": "finish_in_place"}
    result = load_grants(county, by=portal, rows=changed)
    assert (result.added, result.changed) == (0, 9)
    grant = PowerGrant.objects.filter(power__catalogue_no=first["catalogue_no"]).first()
    assert grant.valid_to == datetime.date(2026, 12, 31)
    entry = AuditEntry.objects.filter(action="load_grants").latest("pk")
    assert next(iter(entry.before.values())) == {"valid_to": None, "transition_rule": ""}


def test_a_corrected_row_is_changed_in_place(county, portal, loaded):
    changed = rows(POWERS)
    changed[0]["domain"] = "市容"
    result = load_powers(county, by=portal, rows=changed)
    assert (result.added, result.changed) == (0, 1)
    assert PenaltyPower.objects.get(catalogue_no=changed[0]["catalogue_no"]).domain == "市容"


@pytest.mark.parametrize(
    ("code", "change", "says"),
    [
        ("body_unknown", {"department": "市城市管理居"}, ["Row 3", "市城市管理居", "市城市管理局"]),
        ("row_invalid", {"basis_valid_from": "去年"}, ["Row 3", "basis_valid_from", "去年"]),
        ("row_invalid", {"basis_valid_to": "1999-01-01"}, ["Row 3", "basis_valid_to"]),
        ("row_invalid", {"fine_citizen_min": "-5"}, ["Row 3", "fine_citizen_min"]),
        ("row_invalid", {"fine_citizen_min": "500", "fine_citizen_max": "50"}, ["Row 3", "fine_citizen_max"]),
        ("row_invalid", {"title": ""}, ["Row 3", "title"]),
        ("row_invalid", {"title": "长" * 301}, ["Row 3"]),
        ("row_invalid", {"procedure_ruleset": "XYZ"}, ["Row 3", "procedure_ruleset", "XYZ"]),
        ("number_twice", {"catalogue_no": "LS-CG-001"}, ["Row 3", "LS-CG-001"]),
    ],
)
def test_a_broken_catalogue_loads_nothing_and_names_the_row(county, portal, code, change, says):
    from django.utils import translation

    broken = rows(POWERS)[:5]
    broken[1] |= change
    with translation.override("en"), refused(code) as refusal:
        load_powers(county, by=portal, rows=broken)
    for word in says:
        assert word in str(refusal.value)
    assert not PenaltyPower.objects.exists()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("power_unknown", {"catalogue_no": "LS-XX-999"}),
        ("row_invalid", {"township_group": "D"}),
        ("row_invalid", {"acceptance_date": "2020-01-01"}),
        ("row_invalid", {"valid_to": "2020-01-01", "transition_rule": "hand_over"}),
        ("row_invalid", {"form": "借用"}),
        ("entrustment_without_term", {"form": "委托", "valid_to": "", "transition_rule": ""}),
        ("transition_rule_missing", {"valid_to": "2027-01-01"}),
        ("grants_overlap", {"catalogue_no": "LS-CG-001", "acceptance_date": "2023-01-01"}),
        ("number_twice", {"catalogue_no": "LS-CG-001"}),
    ],
)
def test_broken_grants_load_nothing(county, portal, code, change):
    load_powers(county, by=portal, rows=rows(POWERS))
    broken = rows(GRANTS)[:3]
    broken[1] |= change
    with refused(code):
        load_grants(county, by=portal, rows=broken)


def test_people_do_not_load_catalogues(county):
    administrator = member(county, Role.SYSTEM_ADMIN)
    with refused("not_permitted"):
        load_powers(county, by=administrator, rows=[])


def test_command_says_what_it_did(county, portal, capsys):
    call_command("load_powers")
    said = capsys.readouterr().out
    assert "441 added" in said
    call_command("load_powers")
    assert "0 added, 0 changed, 441 unchanged" in capsys.readouterr().out


def test_command_names_the_fault(county, portal, tmp_path):
    broken = tmp_path / "powers.csv"
    broken.write_text(POWERS.read_text(encoding="utf-8").replace("市水利局", "水利管理处"), encoding="utf-8")
    with pytest.raises(CommandError, match="水利管理处"):
        call_command("load_powers", powers=broken, verbosity=0)
    assert not PenaltyPower.objects.exists()
