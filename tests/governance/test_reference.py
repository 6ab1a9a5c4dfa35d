"""Does the shipped table of bodies arrive whole, once, and through the operations people use."""

import csv
import time
from collections import Counter

import pytest

from governance.directory import directory
from governance.models import Alias, AuditEntry, Organisation
from governance.operations.aliases import add_alias
from governance.operations.organisations import rename_organisation
from governance.operations.reference import ORGANISATIONS, ensure_county, load_organisations
from governance.roles import Role
from tests.factories import member
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return ensure_county()


@pytest.fixture
def table(tmp_path):
    """A table of a few rows, as `table(extra row…)`."""
    with ORGANISATIONS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    few = [row for row in rows if row["code"] in {"LS", "LS-A10", "LS-A25", "LS-T03", "LS-T03-P1", "LS-T03-P3"}]

    def write(*extra):
        path = tmp_path / "bodies.csv"
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]))
            writer.writeheader()
            writer.writerows(few)
            writer.writerows(dict.fromkeys(rows[0], "") | row for row in extra)
        return path

    return write


def test_the_whole_table_is_there_and_a_second_load_changes_nothing(portal):
    steps = []
    began = time.process_time()
    loaded = load_organisations(by=portal, progress=lambda done, of: steps.append((done, of)))
    took = time.process_time() - began

    assert Organisation.objects.count() == 397
    assert len(loaded.opened) == 396  # the county was founded
    assert Counter(Organisation.objects.values_list("kind", flat=True)) == {
        "county": 1,
        "department": 31,
        "township": 14,
        "township_office": 98,
        "township_institution": 84,
        "dispatched": 70,
        "village": 99,
    }
    townships = Organisation.objects.townships().values_list("township_form", flat=True)
    assert Counter(townships) == {"town": 9, "rural_township": 3, "sub_district": 2}
    # Of 70 dispatched units townships manage three kinds; police and justice offices stay their bureaus' own.
    managed = Organisation.objects.exclude(managed_by=None)
    assert managed.count() == 42 and {unit.kind for unit in managed} == {"dispatched"}
    assert Alias.objects.count() == 431
    known = directory()
    assert known.find("发改局").code == known.find("粮食局").code == "LS-A05"
    assert not any(Organisation.objects.find_problems())
    assert steps[0] == (1, 397) and steps[-1] == (397, 397)
    assert took < 8, f"{took:.1f} s of computing"

    entries = AuditEntry.objects.count()
    again = load_organisations(by=portal)
    assert again.changed_nothing and not again.different
    assert AuditEntry.objects.count() == entries


def test_what_people_changed_stays_and_is_named(portal, table):
    load_organisations(by=portal, file=table())
    admin = member(Organisation.objects.get(code="LS"), Role.SYSTEM_ADMIN)
    bureau = rename_organisation(Organisation.objects.get(code="LS-A10"), by=admin, name="市法治局")
    again = load_organisations(by=portal, file=table())
    bureau.refresh_from_db()
    assert bureau.name == "市法治局"
    assert again.changed_nothing and again.different == ["LS-A10.name"]


def test_new_rows_and_new_aliases_of_a_later_table_are_added(portal, table):
    load_organisations(by=portal, file=table())
    Alias.objects.filter(name="司法").delete()
    village = {"code": "V", "name": "临波村", "kind": "village", "parent_code": "LS-T03", "managed_by": "汀砚镇"}
    loaded = load_organisations(by=portal, file=table(village))
    assert (loaded.opened, loaded.aliases) == (["V"], ["司法"])
    assert Organisation.objects.get(code="V").managed_by is None  # the township above manages it anyway


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({"code": "V", "name": "临波村", "kind": "village", "parent_code": "LS-T99"}, "unknown_body", "parent_code"),
        (
            {"code": "V", "name": "临波村", "kind": "village", "parent_code": "LS-T03", "managed_by": "某镇"},
            "unknown_body",
            "managed_by",
        ),
        ({"code": "V", "name": "市司法局", "kind": "department", "parent_code": "LS"}, "name_taken", "name"),
        ({"code": "V", "name": "临波村", "kind": "hamlet", "parent_code": "LS-T03"}, "invalid", "kind"),
        ({"code": "V", "name": "临波", "kind": "township", "parent_code": "LS"}, "form_missing", "township_form"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_loaded(portal, table, row, code, field):
    good = {"code": "G", "name": "临岚村", "kind": "village", "parent_code": "LS-T03"}
    with refused(code, field) as refusal:
        load_organisations(by=portal, file=table(good, row))
    assert "9" in str(refusal.value) and row["name"] in str(refusal.value)


def test_a_form_is_read_from_the_region_code_where_the_name_does_not_say(portal, table):
    row = {"code": "T", "name": "临波管理区", "kind": "township", "parent_code": "LS", "region_code": "379981203000"}
    load_organisations(by=portal, file=table(row))
    assert Organisation.objects.get(code="T").township_form == Organisation.TownshipForm.RURAL_TOWNSHIP


def test_a_table_without_its_columns_or_of_another_county_is_refused(portal, tmp_path, table):
    path = tmp_path / "x.csv"
    path.write_text("code,name\nLS,澜山市\n", encoding="utf-8")
    with refused("missing_columns") as refusal:
        load_organisations(by=portal, file=path)
    assert "parent_code" in str(refusal.value)
    text = table().read_text(encoding="utf-8").replace("LS", "XX")
    path.write_text(text, encoding="utf-8")
    with refused("no_county"):
        load_organisations(by=portal, file=path)


def test_only_the_portal_loads(portal, table):
    admin = member(Organisation.objects.get(), Role.SYSTEM_ADMIN)
    with refused("not_permitted"):
        load_organisations(by=admin, file=table())


def test_an_alias_that_became_the_name_is_not_added_again(portal, table):
    load_organisations(by=portal, file=table())
    admin = member(Organisation.objects.get(code="LS"), Role.SYSTEM_ADMIN)
    bureau = Organisation.objects.get(code="LS-A10")
    rename_organisation(bureau, by=admin, name="司法行政部门")
    add_alias(bureau, by=admin, name="司法所的上级")
    assert load_organisations(by=portal, file=table()).changed_nothing
