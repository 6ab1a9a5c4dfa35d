"""Can cells of one kind of mark, as long as cells may be, make an importer search for minutes."""

import csv
import io
import time

import pytest

from enforcement.spreadsheets.columns import GRANTS, POWERS
from enforcement.spreadsheets.grants import read_grants
from enforcement.spreadsheets.powers import read_powers
from governance.spreadsheets.table import UnreadableSpreadsheet
from governance.text import LONGEST_TEXT
from responsibilities.selectors.imports import preview_import
from responsibilities.spreadsheets.inventories import read_inventory
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory
from tests.responsibilities.factories import EditionFactory

pytestmark = pytest.mark.django_db

MOST_SECONDS = 10  # of a processor
ROWS = 20
# What each cell is full of.
TEXTS = [
    "（", "【", "《", "、", "第1条", "\n第1条", "甲 ", "和甲", "甲局：", "\n甲局", "牵头单位：", "。1.", "①",
    "1.甲局：", "市林业局和",
]  # fmt: skip
WIDE = ["序号", "领域", "事项名称", "主体责任", "配合责任", "实施依据", "备注"]
BESIDE = ["序号", "领域", "事项名称", "牵头单位", "牵头单位职责", "配合单位", "配合单位职责"]
INVENTORY = ["序号", "领域", "事项名称", "内容", "依据", "部门", "别的"]


def file(header: list[str], text: str) -> io.BytesIO:
    written = io.StringIO()
    full = (text * LONGEST_TEXT)[:LONGEST_TEXT]
    rows = ([n, "自然资源", f"事项{n}", *[full] * (len(header) - 3)] for n in range(1, ROWS + 1))
    csv.writer(written).writerows([header, *rows])
    return io.BytesIO(written.getvalue().encode())


IMPORTERS = {
    "a list": lambda county, text: preview_import(
        EditionFactory(duty_list__owner=county), file=file(WIDE, text), filename="a.csv"
    ),
    "a list with duties beside": lambda county, text: preview_import(
        EditionFactory(duty_list__owner=county), file=file(BESIDE, text), filename="a.csv"
    ),
    "an inventory": lambda county, text: read_inventory(file(INVENTORY, text), "a.csv", kind="township_list"),
    "powers": lambda county, text: read_powers(file([c.title for c in POWERS], text), "a.csv", county=county),
    "grants": lambda county, text: read_grants(file([c.title for c in GRANTS], text), "a.csv", county=county),
}


@pytest.mark.parametrize("importer", IMPORTERS)
@pytest.mark.parametrize("text", TEXTS)
def test_long_cells_of_one_kind_are_read_or_refused_soon(importer, text):
    county = CountyFactory()
    TownshipFactory(parent=county)
    OrganisationFactory(parent=county, name="市林业局")
    began = time.process_time()
    try:
        IMPORTERS[importer](county, text)
    except UnreadableSpreadsheet as refusal:
        assert refusal.code == "too_large"
    assert time.process_time() - began < MOST_SECONDS
