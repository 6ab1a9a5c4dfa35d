"""Does what a township hands in come in whole, however it is laid out; once, replaced on a yes, and out again."""

import io

import pytest

from governance.errors import NotPermitted
from governance.imports import ImportRefused
from governance.models import AuditEntry
from governance.roles import Role
from responsibilities.kinds import ListKind
from responsibilities.models import Cluster, Inventory, InventoryRow
from responsibilities.operations.clusters import set_aside_cluster
from responsibilities.operations.inventories import import_inventory, remove_inventory
from tests.factories import TownshipFactory, member
from tests.refusals import refused
from tests.responsibilities.factories import DutyListFactory
from tests.responsibilities.files import table

pytestmark = pytest.mark.django_db

HEADER = ["序号", "工作事项", "工作内容", "法律依据", "上级部门", "备注"]
LAND = [1, "违法占地巡查", "每周巡查，发现当日制止", "《土地管理法》第六十七条", "市自然资源和规划局", ""]
WASTE = [2, "村庄保洁", "清运生活垃圾", "", "市住建局", "全年"]


@pytest.fixture
def duty_list(county):
    return DutyListFactory(owner=county, kind=ListKind.TOWNSHIP, title="澜山市乡镇职责清单")


@pytest.fixture
def bring(duty_list, township, editor):
    def call(*rows, name="摸底清单.xlsx", layout=None, **arguments):
        file = table(*rows, **(layout or {}))
        values = {"by": editor, "township": township, "file": file, "filename": name, **arguments}
        return import_inventory(duty_list, **values)

    return call


def titles() -> list[str]:
    return list(InventoryRow.objects.order_by("number").values_list("title", flat=True))


def test_every_row_comes_in_with_all_its_cells(bring, township, editor):
    bring(HEADER, LAND, WASTE)
    inventory = Inventory.objects.get()
    assert (inventory.township, inventory.row_count, inventory.uploaded_by) == (township, 2, editor)
    row = inventory.rows.get(number=2)
    assert (row.title, row.content) == ("违法占地巡查", "每周巡查，发现当日制止")
    assert (row.legal_basis, row.department, row.cluster) == ("《土地管理法》第六十七条", "市自然资源和规划局", None)
    assert inventory.rows.get(number=3).source["备注"] == "全年"
    assert AuditEntry.objects.about(inventory).get().after["rows"] == 2


@pytest.mark.parametrize(
    "rows",
    [
        [["汀砚镇事项摸底表"], ["填报单位：汀砚镇"], HEADER, LAND, WASTE, ["填表人：党政办"]],
        [["编号", "事项", "依据"], ["１", "违法占地巡查", "土地管理法"], ["２", "村庄保洁", ""]],
        [["序号", "事项名称"], [1, "违法占地巡查"], [2, "村庄保洁"]],
        [["序号", "事项名称", "内容", "频次"], [1, "违法占地巡查", "巡查", "每周"], [2, "村庄保洁", "清运", "每日"]],
        [HEADER, ["一、自然资源"], LAND, ["二、生态环境"], WASTE, ["合计：2项"]],
    ],
    ids=["title and signature", "other headings", "names alone", "an unknown column", "sections and a total"],
)
def test_townships_lay_their_tables_out_as_they_like(bring, rows):
    bring(*rows, confirmed=True)
    assert titles() == ["违法占地巡查", "村庄保洁"]


def test_columns_nobody_knows_and_sections_are_kept(bring):
    bring(["序号", "事项名称", "内容", "频次"], ["一、自然资源"], [1, "违法占地巡查", "巡查", "每周"], confirmed=True)
    row = InventoryRow.objects.get()
    assert (row.source["频次"], row.heading) == ("每周", "自然资源")


def test_a_cell_merged_over_rows_counts_for_each_of_them(bring):
    bring(HEADER, LAND, [2, "耕地保护", "巡田", "", "", ""], layout={"merges": ["E2:E3"]})
    assert {row.department for row in InventoryRow.objects.all()} == {"市自然资源和规划局"}


def test_a_blank_basis_is_none_and_not_the_one_above(bring):
    bring(["序号", "领域", "事项", "依据"], [1, "土地", "巡田", "《土地管理法》"], [2, "", "保洁", ""])
    assert list(InventoryRow.objects.order_by("number").values_list("legal_basis", "heading")) == [
        ("《土地管理法》", "土地"),
        ("", "土地"),
    ]


def test_a_file_with_a_fault_brings_nothing(bring):
    with refused("file_has_faults") as caught:
        bring(HEADER, LAND, [2, "", "清运", "", "", ""])
    assert isinstance(caught.value, ImportRefused)
    (parsed,) = caught.value.tables
    assert [(fault.row, fault.column) for fault in parsed.faults] == [(3, "B")]
    assert not Inventory.objects.exists()


def test_the_same_file_once_more_changes_nothing(bring):
    bring(HEADER, LAND, WASTE)
    before = list(InventoryRow.objects.values_list("pk", flat=True))
    bring(HEADER, LAND, WASTE)
    assert list(InventoryRow.objects.values_list("pk", flat=True)) == before
    assert AuditEntry.objects.filter(action="import_inventory").count() == 1


def test_another_file_takes_the_place_of_the_first_on_a_yes(bring):
    bring(HEADER, LAND, WASTE)
    with refused("inventory_exists", "replace"):
        bring(HEADER, LAND)
    bring(HEADER, WASTE, replace=True)
    assert titles() == ["村庄保洁"]
    inventory = Inventory.objects.get()
    assert (inventory.row_count, inventory.version) == (1, 2)


def decide(row: InventoryRow, editor) -> Cluster:
    cluster = Cluster.objects.create(duty_list=row.inventory.duty_list, title=row.title, size=1, townships=1)
    InventoryRow.objects.filter(pk=row.pk).update(cluster=cluster)
    return set_aside_cluster(cluster, by=editor, reason="非职责")


def test_what_is_decided_is_neither_replaced_nor_removed(bring, editor):
    bring(HEADER, LAND, WASTE)
    decide(InventoryRow.objects.first(), editor)
    with refused("rows_decided"):
        bring(HEADER, WASTE, replace=True)
    with refused("rows_decided"):
        remove_inventory(Inventory.objects.get(), by=editor, reason="误报")
    assert len(titles()) == 2


def test_removing_takes_the_rows_and_the_clusters_they_leave_empty(bring, editor, county):
    bring(HEADER, LAND, WASTE)
    other = TownshipFactory(parent=county)
    bring(HEADER, LAND, township=other)
    inventory = Inventory.objects.exclude(township=other).get()
    shared = Cluster.objects.create(duty_list=inventory.duty_list, title="违法占地巡查", size=2, townships=2)
    alone = Cluster.objects.create(duty_list=inventory.duty_list, title="村庄保洁", size=1, townships=1)
    InventoryRow.objects.filter(title="违法占地巡查").update(cluster=shared)
    InventoryRow.objects.filter(title="村庄保洁").update(cluster=alone)
    remove_inventory(inventory, by=editor, reason="误报")
    shared.refresh_from_db()
    assert (shared.size, shared.townships, shared.version) == (1, 1, 2)
    assert not Cluster.objects.filter(pk=alone.pk).exists()
    assert Inventory.objects.count() == 1


def test_what_an_inventory_needs(bring, county, bureaus, editor):
    with refused("wrong_township", "township"):
        bring(HEADER, LAND, township=bureaus["公安局"])
    abroad = TownshipFactory()
    with refused("wrong_township", "township"):
        bring(HEADER, LAND, township=abroad)
    with refused("nothing_to_import"):
        bring(HEADER)
    with refused("no_header"):
        bring(["甲", "乙"], [1, 2])
    bring(HEADER, LAND)
    inventory = Inventory.objects.get()
    with refused("reason_missing", "reason"):
        remove_inventory(inventory, by=editor, reason=" ")
    with refused("stale_version"):
        remove_inventory(inventory, by=editor, reason="误报", version=0)


def test_only_editors_bring_in_and_take_out(bring, approver, township):
    clerk = member(township, Role.TOWNSHIP_CLERK)
    for account in (approver, clerk):
        with pytest.raises(NotPermitted):
            bring(HEADER, LAND, by=account)
    bring(HEADER, LAND)
    inventory = Inventory.objects.get()
    for account in (approver, clerk):
        with pytest.raises(NotPermitted):
            remove_inventory(inventory, by=account, reason="误报")
    assert list(Inventory.objects.for_user(approver)) == [inventory]
    assert not Inventory.objects.for_user(clerk)
    assert not InventoryRow.objects.for_user(clerk)


def test_a_thousand_rows_come_in_with_few_queries(bring, django_assert_max_num_queries):
    rows = [[number, f"第{number}项工作", "", "", "", ""] for number in range(1, 1001)]
    with django_assert_max_num_queries(30):
        bring(HEADER, *rows)
    assert InventoryRow.objects.count() == 1000


def test_a_csv_file_is_read_as_well(duty_list, township, editor):
    file = io.BytesIO("序号,事项名称,依据\n1,村庄保洁,\n".encode("gb18030"))
    import_inventory(duty_list, by=editor, township=township, file=file, filename="清单.csv")
    assert titles() == ["村庄保洁"]
