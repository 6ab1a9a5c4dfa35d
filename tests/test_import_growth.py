"""Does an import cost the same number of statements for 3 rows and for 30, when they are new and when they differ."""

import csv
import io
import itertools

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from enforcement.operations.powers import load_grants, load_powers
from governance.admin.imports import ImportStep
from governance.models import AuditEntry
from governance.operations.local_values import load_local_values
from governance.roles import Role
from responsibilities.kinds import ListKind
from responsibilities.operations.imports import import_entries, import_township_lists
from responsibilities.operations.inventories import import_inventory
from responsibilities.operations.laws import load_laws
from responsibilities.operations.round_trip import import_edits
from responsibilities.selectors.round_trip import exported_table
from tests.enforcement.factories import PenaltyPowerFactory
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory
from tests.responsibilities.files import THREE, WIDE

FEW, MANY = 3, 30
POWER = {
    "目录版本": "2026年版",
    "主管部门": "市林业局",
    "领域": "林业",
    "处罚种类": "警告",
    "实施依据": "《中华人民共和国森林法》第七十四条",
    "依据生效日期": "2020-07-01",
    "可适用简易程序": "可",
    "程序规则": "仅适用《行政处罚法》",
    "延长追责时效的领域": "无",
}
GRANT = {
    "承接乡镇": "青石镇",
    "方式": "赋权",
    "处罚范围": "全部",
    "决定文件": "澜政发〔2026〕1号",
    "决定日期": "2026-01-01",
    "承接日期": "2026-02-01",
}


class Place:
    """A county with a township and a department, and whoever keeps its lists."""

    def __init__(self) -> None:
        self.county = CountyFactory(name="澜山市")
        self.township = TownshipFactory(parent=self.county, name="青石镇")
        self.department = OrganisationFactory(parent=self.county, name="市林业局")
        self.editor = member(self.county, Role.LIST_EDITOR)

    def draft(self):
        return EditionFactory(duty_list__owner=self.county, duty_list__kind=ListKind.TERRITORIAL)


def rows_of(header, rows) -> io.BytesIO:
    written = io.StringIO()
    csv.writer(written).writerows([header, *rows])
    return io.BytesIO(written.getvalue().encode())


def table(rows: list[dict]) -> dict:
    return {"file": rows_of(rows[0], [row.values() for row in rows]), "filename": "表.csv"}


def _powers(place, count):
    for title in ("毁林开垦", "擅自毁林开垦"):
        rows = [{"目录编号": f"LS-{n}", "事项名称": f"{title}{n}", **POWER} for n in range(count)]
        yield lambda rows=rows: load_powers(place.county, by=place.editor, **table(rows))


def _grants(place, count):
    for n in range(count):
        PenaltyPowerFactory(department=place.department, catalogue_no=f"LS-{n}", basis_valid_from="2020-01-01")
    for ends in ({}, {"截止日期": "2027-01-01", "过渡规则": "移交"}):
        rows = [{"目录编号": f"LS-{n}", **GRANT, **ends} for n in range(count)]
        yield lambda rows=rows: load_grants(place.county, by=place.editor, **table(rows))


def _laws(place, count):
    for year in (2026, 2025):
        rows = [
            {
                "名称": f"第{n}号办法",
                "施行情况": "已施行",
                "施行日期": "2020-01-01",
                "有效截止日期": f"{year}-01-31",
                "由何法接替": f"第{n + 1}号办法" if n + 1 < count else "",
                "单独施行的条款": f"第三条：{year}-01-01",
            }
            for n in range(count)
        ]
        rows[-1]["有效截止日期"] = ""
        for n, row in enumerate(rows):
            row["施行日期"] = f"20{n + 27}-01-01" if n else "2020-01-01"
            row["有效截止日期"] = f"20{n + 27}-12-{year - 2000}" if n else row["有效截止日期"]
        yield lambda rows=rows: load_laws(place.county, by=place.editor, **table(rows))


def _entries(place, count):
    draft = place.draft()
    for turned in (False, True):
        rows = [
            [count - n if turned else n + 1, "林业", f"事项{n}", f"市林业局：查处{turned}。", "乡镇：巡查。", ""]
            for n in range(count)
        ]
        yield lambda rows=rows: import_entries(
            draft, by=place.editor, file=rows_of(WIDE, rows), filename="清单.csv", confirmed=True
        )


def _edits(place, count):
    draft = place.draft()
    rows = [[n + 1, "林业", f"事项{n}", "市林业局：查处。", "乡镇：巡查。", ""] for n in range(count)]
    import_entries(draft, by=place.editor, file=rows_of(WIDE, rows), filename="清单.csv", confirmed=True)
    draft.refresh_from_db()
    book = load_workbook(io.BytesIO(exported_table(draft)))
    for cell in itertools.chain(*book.worksheets[0].iter_rows()):
        if "查处" in str(cell.value):
            cell.value = str(cell.value).replace("查处", "依法查处")
    file = io.BytesIO()
    book.save(file)
    yield lambda: import_edits(draft, by=place.editor, file=file, filename="清单.xlsx", confirmed=True)


def _township_lists(place, count):
    for text in ("制定计划。", "另定计划。"):
        rows = [["基本", n + 1, "党的建设", f"事项{n}", "", "", text, "", "", ""] for n in range(count)]
        yield lambda rows=rows: import_township_lists(
            place.township, by=place.editor, file=rows_of(THREE, rows), filename="清单.csv", confirmed=True
        )


def _inventory(place, count):
    duty_list = DutyListFactory(owner=place.county, kind=ListKind.TOWNSHIP)
    for text in ("巡查", "再巡查"):
        rows = [{"序号": n + 1, "工作事项": f"{text}{n}", "法律依据": ""} for n in range(count)]
        yield lambda rows=rows: import_inventory(
            duty_list, by=place.editor, township=place.township, replace=True, **table(rows)
        )


def _local_values(place, count):
    administrator = member(place.county, Role.SYSTEM_ADMIN)
    for number in (5000, 6000):
        rows = [
            {
                "名称代码": "hearing.citizen",
                "数值": number + n,
                "单位": "元",
                "生效日期": f"20{n + 27}-01-01",
                "有效截止日期": f"20{n + 27}-12-31",
                "依据文件": "澜政办发〔2026〕31号",
            }
            for n in range(count)
        ]
        yield lambda rows=rows: load_local_values(place.county, by=administrator, **table(rows))


KINDS = {
    load_local_values: _local_values,
    load_powers: _powers,
    load_grants: _grants,
    load_laws: _laws,
    import_entries: _entries,
    import_edits: _edits,
    import_township_lists: _township_lists,
    import_inventory: _inventory,
}


def kinds_of(step: type) -> set:
    found = {step.operation} if getattr(step, "operation", None) else set()
    return found.union(*(kinds_of(below) for below in step.__subclasses__()))


def test_every_import_by_a_page_is_measured_here():
    assert kinds_of(ImportStep) <= KINDS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_import_has_a_statement_for_each_row(kind):
    statements: dict[int, list[int]] = {}
    for count in (FEW, MANY):
        with transaction.atomic():
            for turn, bring_in in enumerate(KINDS[kind](Place(), count)):
                written = AuditEntry.objects.count()
                with CaptureQueriesContext(connection) as captured:
                    bring_in()
                statements.setdefault(turn, []).append(len(captured))
                assert AuditEntry.objects.count() - written <= 7  # of the import; of three lists and drafts it opens
            transaction.set_rollback(True)
    assert all(few == many for few, many in statements.values()), statements
