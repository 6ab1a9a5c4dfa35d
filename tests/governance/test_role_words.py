"""Are words for roles and for bodies in general told from names, whichever of them people put together."""

import csv
from itertools import product

import pytest

from enforcement.spreadsheets.columns import GRANTS, POWERS
from governance.operations.reference import ORGANISATIONS
from governance.role_words import names_nobody
from responsibilities.spreadsheets.inventories import WIDE
from responsibilities.spreadsheets.layouts import LAYOUTS

WHICH = ("", "业务", "行业", "条线", "来源", "所属", "所有", "相关", "上级", "市级", "县直")
DOES = ("", "主管", "牵头", "配合", "负责", "责任", "审批", "执法", "牵头负责")
WHO = ("部门", "单位", "机构", "主体", "责任人", "股室", "科室", "负责单位", "配合单位")
BEHIND = ("", "（部门）", "（盖章）", "及职责", "/责任人")


def test_every_role_word_that_can_be_put_together_names_nobody():
    words = map("".join, product(WHICH, DOES, WHO, BEHIND))
    assert not [word for word in words if not names_nobody(word)]


@pytest.mark.parametrize(
    "word",
    [
        "镇办", "乡镇（办）", "乡镇（街道、园区）", "所属乡镇", "属地镇人民政府", "相关镇街", "各乡镇党委政府", "县直",
        "村（社区）", "村（居）委会", "各级各有关部门", "按职责分工负责", "分工负责", "牵头", "主责", "未标明",
    ],
)  # fmt: skip
def test_words_for_bodies_in_general_name_nobody(word):
    assert names_nobody(word)


def test_every_heading_of_a_column_of_bodies_names_nobody():
    """A table that repeats its heading in a cell must not make a body of it."""
    maps = [GRANTS, POWERS, WIDE, *(layout.columns for layouts in LAYOUTS.values() for layout in layouts)]
    titles = {title for columns in maps for column in columns for title in (column.title, *column.synonyms)}
    bodies = {title for title in titles if title.endswith(("部门", "单位", "机构", "机关", "主体", "科室", "乡镇"))}
    assert len(bodies) > 30
    assert not [title for title in bodies if "/" not in title and not names_nobody(title)]


def test_no_body_of_the_shipped_table_is_called_by_such_a_word():
    with ORGANISATIONS.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {name for row in rows for name in (row["name"], row["short_name"], *row["aliases"].split("、"))}
    assert not [name for name in names if names_nobody(name)]


@pytest.mark.parametrize(
    "name",
    [
        "统计部门", "公安机关", "林业主管部门", "组织部门", "综合行政执法部门", "市场监督管理部门", "市政府", "审批局",
        "行政审批局", "执法大队", "执法", "审批", "社区办", "村镇办", "党政办", "政务大厅", "开发区管委会", "市局",
        "相关部门（市林业局）",
    ],
)  # fmt: skip
def test_a_name_with_a_word_of_its_own_stays_a_name(name):
    assert not names_nobody(name)


def test_a_very_long_word_is_looked_at_in_no_time():
    assert not names_nobody("各乡镇街道村社区" * 5000 + "局")
