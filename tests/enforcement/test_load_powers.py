"""Does the shipped catalogue come in whole, again without change, by command and page, and a broken one not at all."""

import csv
import datetime
import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from enforcement.models import PenaltyPower, PowerGrant
from enforcement.operations.powers import load_grants, load_powers
from enforcement.reference_data import GRANTS, POWERS, load_reference
from enforcement.spreadsheets.powers import read_powers
from enforcement.states import GrantForm, TransitionRule
from governance.models import Alias, AuditEntry, LocalValue, Organisation
from governance.roles import Role
from tests.enforcement.factories import PowerGrantFactory
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.governance.office_files import workbook
from tests.refusals import refused

ON = datetime.date(2026, 11, 23)
FORMS = {"A": ("town", 9, 72), "B": ("rural_township", 3, 24), "C": ("sub_district", 2, 58)}


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def table(rows, *, encoding="utf-8", delimiter=","):
    """The rows as a csv file, and its name."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return {"file": io.BytesIO(text.getvalue().encode(encoding)), "filename": "目录.csv"}


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
    assert LocalValue.objects.filter(document_no="澜政办发〔2022〕31号").count() == 6


def test_second_load_changes_nothing_and_is_quick(county, portal, loaded):
    entries = AuditEntry.objects.count()
    started = time.process_time()
    again = load_reference(county, by=portal)
    assert time.process_time() - started < 3
    assert (again.powers.added, again.powers.changed, again.powers.unchanged) == (0, 0, 441)
    assert (again.grants.added, again.grants.changed) == (0, 0)
    assert again.values == []
    assert AuditEntry.objects.count() == entries


def test_first_load_is_quick(county, portal):
    started = time.process_time()
    load_reference(county, by=portal)
    assert time.process_time() - started < 3


def test_a_withdrawal_in_a_later_file_ends_the_grant_and_the_audit_keeps_both(county, portal, loaded):
    changed = rows(GRANTS)
    first = next(row for row in changed if not row["valid_to"])
    first |= {"valid_to": "2026-12-31", "transition_rule": "finish_in_place"}
    result = load_grants(county, by=portal, **table(changed))
    assert (result.added, result.changed) == (0, 9)
    grant = PowerGrant.objects.filter(power__catalogue_no=first["catalogue_no"]).first()
    assert grant.valid_to == datetime.date(2026, 12, 31)
    entry = AuditEntry.objects.filter(action="load_grants").latest("pk")
    assert next(iter(entry.before.values())) == {"valid_to": None, "transition_rule": ""}


def test_a_corrected_row_is_changed_in_place(county, portal, loaded):
    changed = rows(POWERS)
    changed[0]["domain"] = "市容"
    result = load_powers(county, by=portal, **table(changed))
    assert (result.added, result.changed) == (0, 1)
    assert PenaltyPower.objects.get(catalogue_no=changed[0]["catalogue_no"]).domain == "市容"


@pytest.mark.parametrize(
    ("code", "column", "change", "says"),
    [
        ("unknown_body", "D", {"department": "市城市管理居"}, ["市城市管理居"]),
        ("not_a_date", "H", {"basis_valid_from": "去年"}, ["去年"]),
        ("out_of_order", "I", {"basis_valid_to": "1999-01-01"}, ["1999-01-01"]),
        ("not_whole_yuan", "J", {"fine_citizen_min": "-5"}, ["-5"]),
        ("not_whole_yuan", "J", {"fine_citizen_min": "50.5"}, ["50.5"]),
        ("out_of_order", "K", {"fine_citizen_min": "500", "fine_citizen_max": "50"}, ["500", "50"]),
        ("blank_value", "C", {"title": ""}, ["empty"]),
        ("does_not_fit", "C", {"title": "长" * 301}, ["300"]),
        ("unknown_word", "P", {"procedure_ruleset": "XYZ"}, ["XYZ", "市场监管"]),
        ("number_twice", "A", {"catalogue_no": "LS-CG-001"}, ["LS-CG-001", "2"]),
    ],
)
def test_a_broken_catalogue_loads_nothing_and_names_row_and_column(county, portal, code, column, change, says):
    broken = rows(POWERS)[:5]
    broken[1] |= change
    with translation.override("en"), refused("file_has_faults", "file") as refusal:
        load_powers(county, by=portal, **table(broken))
    (fault,) = refusal.value.tables[0].faults
    assert (fault.code, fault.row, fault.column) == (code, 3, column)
    for word in says:
        assert word in fault.message


def test_all_faults_are_told_at_once(county, portal):
    broken = rows(POWERS)[:5]
    broken[1] |= {"title": "", "department": "甲局"}
    broken[3] |= {"summary_allowed": "也许"}
    with refused("file_has_faults") as refusal:
        load_powers(county, by=portal, **table(broken))
    told = [(fault.code, fault.row) for fault in refusal.value.tables[0].faults]
    assert told == [("blank_value", 3), ("unknown_body", 3), ("unknown_word", 5)]


@pytest.mark.parametrize(
    ("code", "column", "change"),
    [
        ("power_unknown", "A", {"catalogue_no": "LS-XX-999"}),
        ("unknown_body", "B", {"township_group": "D"}),
        ("out_of_order", "G", {"acceptance_date": "2020-01-01"}),
        ("out_of_order", "H", {"valid_to": "2020-01-01", "transition_rule": "hand_over"}),
        ("unknown_word", "C", {"form": "借用"}),
        ("entrustment_without_term", "H", {"form": "委托", "valid_to": "", "transition_rule": ""}),
        ("transition_rule_missing", "I", {"valid_to": "2027-01-01"}),
        ("grants_overlap", "G", {"catalogue_no": "LS-CG-001", "acceptance_date": "2023-01-01"}),
        ("number_twice", "A", {"catalogue_no": "LS-CG-001"}),
    ],
)
def test_broken_grants_load_nothing(county, portal, code, column, change):
    load_powers(county, by=portal, **table(rows(POWERS)[:40]))
    broken = rows(GRANTS)[:3]
    broken[1] |= change
    with refused("file_has_faults") as refusal:
        load_grants(county, by=portal, **table(broken))
    assert {(fault.code, fault.row, fault.column) for fault in refusal.value.tables[0].faults} == {(code, 3, column)}


def test_grants_name_townships_by_name_form_or_all_together(county, portal):
    load_powers(county, by=portal, **table(rows(POWERS)[:40]))
    one, two, three = ({**row, "transition_rule": ""} for row in rows(GRANTS)[:3])
    one["township_group"], two["township_group"], three["township_group"] = "town0、town3", "各街道", "各乡镇（街道）"
    result = load_grants(county, by=portal, **table([one, two, three]))
    assert result.added == 2 + 2 + 14


# --- By people -------------------------------------------------------------------------------------------------------


LOAD_POWERS, LOAD_GRANTS = reverse("admin:enforcement_power_load"), reverse("admin:enforcement_grant_load")


@pytest.fixture
def browse(client):
    def sign_in(account):
        client.force_login(account)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def as_kept(rows) -> bytes:
    """The catalogue as a department keeps it: Chinese headings and words, a title above, xlsx."""
    titles = {
        "catalogue_no": "事项编码", "catalogue_edition": "版本", "title": "处罚事项", "department": "实施机关",
        "domain": "执法领域", "penalty_kinds": "处罚种类", "legal_basis": "法律依据",
        "basis_valid_from": "施行日期", "summary_allowed": "简易程序", "procedure_ruleset": "程序规则",
        "protected_interest": "追责时效",
    }  # fmt: skip
    words = {"yes": "是", "no": "否", "none": "无", "URB": "住建城管"}
    cells = [
        [words.get(row[key], row[key].replace("-", ".") if "from" in key else row[key]) for key in titles]
        for row in rows
    ]
    numbered = [[n, *row] for n, row in enumerate(cells, start=1)]
    return workbook([["澜山市行政处罚事项目录"], ["序号", *titles.values()], *numbered])


def test_an_editor_brings_the_catalogue_and_its_grants_in_on_a_page(browse, county):
    client = browse(member(county, Role.LIST_EDITOR))
    assert LOAD_POWERS in client.get(reverse("admin:enforcement_penaltypower_changelist")).content.decode()
    some = rows(POWERS)[:30]
    preview = client.post(LOAD_POWERS, {"file": SimpleUploadedFile("目录.xlsx", as_kept(some))})
    assert not preview.context["step"].faults, preview.context["step"].tables[0].faults
    assert "30 are new, 0 are corrected, 0 stay as they are." in preview.content.decode()
    assert not PenaltyPower.objects.exists(), "a preview writes nothing"
    done = client.post(LOAD_POWERS, {"upload": preview.context["step"].upload})
    assert done.status_code == 302
    assert PenaltyPower.objects.count() == 30
    assert "30 added, 0 corrected" in client.get(done.url).content.decode()
    power = PenaltyPower.objects.get(catalogue_no="LS-CG-001")
    assert (power.summary_allowed, power.procedure_ruleset) == (True, "URB")

    numbers = {power.catalogue_no for power in PenaltyPower.objects.all()}
    grants = [row for row in rows(GRANTS) if row["catalogue_no"] in numbers]
    file = table(grants, encoding="gb18030", delimiter="\t")["file"].read()
    preview = client.post(LOAD_GRANTS, {"file": SimpleUploadedFile("赋权.csv", file)})
    assert not preview.context["step"].faults
    client.post(LOAD_GRANTS, {"upload": preview.context["step"].upload})
    assert PowerGrant.objects.exists()


def test_the_page_says_what_is_corrected_and_what_rests_on_it(browse, county, portal):
    some = rows(POWERS)[:5]
    load_powers(county, by=portal, **table(some))
    PowerGrantFactory(power=PenaltyPower.objects.get(catalogue_no="LS-CG-001"), township__parent=county)
    some[0] |= {"domain": "市容"}
    client = browse(member(county, Role.LIST_EDITOR))
    preview = client.post(LOAD_POWERS, {"file": SimpleUploadedFile("目录.csv", table(some)["file"].read())})
    page = preview.content.decode()
    assert "0 are new, 1 are corrected, 4 stay as they are." in page
    assert "<mark>市容</mark>" in page


def test_an_unknown_department_is_explained_on_the_page(browse, county):
    some = rows(POWERS)[:3]
    some[1] |= {"department": "城管委"}
    client = browse(member(county, Role.LIST_EDITOR))
    preview = client.post(LOAD_POWERS, {"file": SimpleUploadedFile("目录.csv", table(some)["file"].read())})
    said = {"reread": preview.context["step"].upload, "name-城管委": "town1"}
    wrong = client.post(LOAD_POWERS, said)
    assert "town1 is not allowed in this column." in wrong.content.decode(), "a township is no department"
    again = client.post(LOAD_POWERS, {**said, "name-城管委": "市城市管理局"})
    client.post(LOAD_POWERS, {"upload": again.context["step"].upload})
    assert PenaltyPower.objects.count() == 3
    assert not Alias.objects.exists()


@pytest.mark.parametrize(
    ("load", "file", "column"), [(LOAD_POWERS, POWERS, "department"), (LOAD_GRANTS, GRANTS, "township_group")]
)
def test_nobody_is_asked_what_a_role_word_means(browse, county, load, file, column):
    some = rows(file)[:2]
    some[1] |= {column: "责任单位"}
    client = browse(member(county, Role.LIST_EDITOR))
    preview = client.post(load, {"file": SimpleUploadedFile("目录.csv", table(some)["file"].read())})
    step = preview.context["step"]
    assert "body_not_named" in [fault.code for fault in step.tables[0].faults]
    assert step.names is None


def test_what_is_doubtful_needs_a_yes_on_every_path(county, portal):
    file = io.BytesIO(
        workbook([list(rows(POWERS)[0]), *(list(row.values()) for row in rows(POWERS)[:3])], hidden_rows=[3])
    )
    with refused("file_needs_confirmation"):
        load_powers(county, by=portal, file=file, filename="目录.xlsx")
    assert load_powers(county, by=portal, file=file, filename="目录.xlsx", confirmed=True).added == 3


def test_nobody_else_loads_catalogues(county):
    administrator = member(county, Role.SYSTEM_ADMIN)
    with refused("not_permitted"):
        load_powers(county, by=administrator, **table(rows(POWERS)[:1]))


# --- By command ------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(("mark", "allowed"), [("√", True), ("是", True), ("×", False), ("✗", False), ("否", False)])
def test_a_mark_says_yes_or_no_and_an_amount_may_have_its_unit(county, portal, mark, allowed):
    row = rows(POWERS)[0] | {"summary_allowed": mark, "fine_citizen_min": "50元", "fine_citizen_max": "5,000元"}
    read = read_powers(table([row])["file"], "目录.csv", county=county)
    assert not read.faults
    (power,) = read.records.values()
    assert (power.summary_allowed, power.fine_citizen_min, power.fine_citizen_max) == (allowed, 50, 5000)


def test_an_amount_in_another_unit_is_refused_at_its_cell(county, portal):
    row = rows(POWERS)[0] | {"fine_citizen_max": "0.5万元"}
    (fault,) = read_powers(table([row])["file"], "目录.csv", county=county).faults
    assert (fault.code, fault.row, fault.value) == ("not_a_number", 2, "0.5万元")
    assert fault.column
