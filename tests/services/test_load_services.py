"""Does the shipped catalogue come in whole and as it is, again without change, and a broken file not at all?"""

import csv
import datetime
import io

from django.core.management import call_command

from governance.models import AuditEntry, LocalTerm, Organisation
from governance.shipped_tables import read_table
from services.item_choices import MaterialSource, VillageRole
from services.models import CentreMatter, HandlingItem, Implementation, Material, ServiceItem, Stationing
from services.operations.catalogue import load_items
from services.reference_data import ITEMS, load_reference
from tests.refusals import refused

ON = datetime.date(2026, 11, 24)


def test_counts_are_those_of_the_data(reference):
    assert reference.loaded.items.added == HandlingItem.objects.count() == Implementation.objects.count() == 120
    assert ServiceItem.objects.count() == 74
    assert Implementation.objects.in_force(ON).in_villages().count() == 33
    assert Material.objects.filter(source=MaterialSource.SHARED).count() == 30
    assert Material.objects.count() == 247


def test_the_eight_done_in_villages_without_a_ground_are_findings(reference):
    found = Implementation.objects.in_force(ON).without_ground()
    assert found.count() == 8
    assert all(one.taken_over and one.village_role == VillageRole.DIRECT for one in found)


def test_44_of_50_have_entered_and_8_need_not_in_each_centre(reference):
    assert CentreMatter.objects.count() == 58
    for township in Organisation.objects.townships():
        rows = Stationing.objects.filter(centre=township)
        assert (rows.expected().count(), rows.entered().count(), rows.missing().count()) == (50, 44, 6)
        assert rows.filter(matter__should_enter=False).count() == 8


def test_companies_are_bodies_like_others(reference):
    assert Organisation.objects.filter(kind=Organisation.Kind.PROVIDER).count() == 14
    assert CentreMatter.objects.filter(body__name="市供水公司").count() == 2


def test_codes_stay_as_they_are_written(reference):
    one = Implementation.objects.get(name="高龄津贴申领")
    assert (one.item.base_code, one.item.code) == ("JF00005001", "JF00005001-4-379981-A09")
    assert (one.item.service_item.code, one.item.service_item.name) == ("JF00005", "老年人福利补贴")
    assert [(paper.name, paper.source) for paper in one.materials.all()] == [
        ("申请表", "window"),
        ("居民身份证", "applicant"),
        ("本人社会保障卡或者银行卡", "applicant"),
    ]


def test_nobody_has_confirmed_what_was_only_loaded(reference):
    assert Implementation.objects.to_be_verified(ON).count() == 120


def test_second_load_changes_nothing(reference):
    entries = AuditEntry.objects.count()
    again = load_reference(reference.county, by=reference.portal)
    assert (again.items.added, again.items.changed, again.items.unchanged) == (0, 0, 120)
    assert (again.stationing.added, again.stationing.changed) == (0, 0)
    assert not again.bodies and not again.terms
    assert AuditEntry.objects.count() == entries
    assert LocalTerm.objects.filter(code="services.point_assurance").count() == 1


def test_command_says_what_it_did(reference, capsys):
    call_command("load_services")
    assert "items: 0 added, 0 changed, 120 unchanged" in capsys.readouterr().out


def catalogue(changes: dict[str, dict[str, str]]) -> dict:
    """The shipped table, with other cells in the rows of some items."""
    columns = {column for cells in changes.values() for column in cells}
    rows = [dict.fromkeys(columns, "") | row | changes.get(row["sub_item"], {}) for row in read_table(ITEMS)]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return {"file": io.BytesIO(text.getvalue().encode()), "filename": "目录.csv"}


LATER = datetime.date(2027, 1, 1)
ALLOWANCE = "高龄津贴申领"


def test_a_change_is_a_new_implementation_and_the_earlier_one_stays(reference):
    file = catalogue(
        {ALLOWANCE: {"promised_limit": "5", "village_role": "协办", "materials": "申请表|1|原件|窗口提供"}}
    )
    loaded = load_items(
        reference.county, by=reference.keeper, effective_from=LATER, document_no="澜政发〔2026〕9号", **file
    )
    assert (loaded.added, loaded.changed, loaded.unchanged) == (0, 1, 119)
    old, new = Implementation.objects.filter(name=ALLOWANCE).order_by("effective_from")
    assert (old.promised_limit, old.effective_to, old.materials.count()) == (7, LATER - datetime.timedelta(1), 3)
    assert (new.promised_limit, new.effective_from, new.materials.count()) == (5, LATER, 1)
    assert (old.taken_over, new.taken_over) == (True, False)
    assert Implementation.objects.in_force(ON).get(item=old.item) == old
    assert Implementation.objects.in_force(LATER).get(item=old.item) == new


def test_a_new_item_is_added_with_its_steps(reference):
    steps = "受理|1|工作日|计入；公示|10|工作日|不计入|《行政许可法》第四十五条"
    codes = {"item_code": "JF00005009-4-379981-A09", "base_code": "JF00005009"}
    file = catalogue({ALLOWANCE: {**codes, "village_role": "none", "village_steps": "", "steps": steps}})
    assert load_items(reference.county, by=reference.keeper, effective_from=LATER, **file).added == 1
    new = Implementation.objects.get(item__code=codes["item_code"])
    assert [(step.name, step.limit, step.counts_in_limit) for step in new.steps.all()] == [
        ("受理", 1, True),
        ("公示", 10, False),
    ]


FAULTS = [
    ("低保对象家庭情况变更、退出核查", {"promised_limit": "31"}, "promise_beyond_law"),
    ("失业登记", {"legal_unit": "自然日"}, "promise_beyond_law"),
    ("特困人员救助供养认定", {"promised_limit": "2.5"}, "not_whole_number"),
    ("临时救助（一般程序）", {"legal_unit": ""}, "limit_without_unit"),
    ("就业登记", {"handling_kind": "即办件"}, "at_once_takes_days"),
    ("社会保障卡申领", {"item_code": "GG0004001-4-379981-A12"}, "code_does_not_fit"),
    ("特困供养人员终止供养", {"materials": "身份证|一|原件|申请人出示"}, "not_a_material"),
    ("小额临时救助（乡镇直接审批）", {"materials": "身份证|1|原件|路边捡的"}, "not_a_material"),
    ("困难残疾人生活补贴资格认定", {"village_steps": ""}, "village_step_missing"),
    ("重度残疾人护理补贴资格认定", {"fee": "20元"}, "fee_without_basis"),
    ("生育登记", {"visits": "3"}, "direct_without_ground"),
    ("就业困难人员认定", {"steps": "公示|10|工作日|不计入"}, "step_without_basis"),
    ("孤儿基本生活保障申请初审", {"department": "市没有局"}, "unknown_body"),
    ("事实无人抚养儿童保障申请初审", {"main_item": "别的主项"}, "main_item_two_names"),
    ("经济困难失能老年人养老服务补贴", {"duty": "999"}, "duty_unknown"),
]


def test_each_fault_is_named_at_its_row_and_none_of_the_file_comes_in(reference):
    rows = {row["sub_item"]: number for number, row in enumerate(read_table(ITEMS), start=2)}
    with refused("file_has_faults") as refusal:
        file = catalogue({name: cells for name, cells, fault in FAULTS})
        load_items(reference.county, by=reference.keeper, effective_from=LATER, **file)
    found = {(one.row, one.code) for table in refusal.value.tables for one in table.faults}
    assert found == {(rows[name], fault) for name, cells, fault in FAULTS}


def test_a_change_for_a_day_that_has_begun_is_refused(reference):
    file = catalogue({ALLOWANCE: {"village_role": "代办"}})
    with refused("file_has_faults") as refusal:
        load_items(reference.county, by=reference.keeper, effective_from=datetime.date(2026, 9, 1), **file)
    assert {one.code for table in refusal.value.tables for one in table.faults} == {"version_not_later"}
