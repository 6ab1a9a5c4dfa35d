"""When an application is due: the cases of `cases/clocks.csv`, counted by hand, which an official can read."""

import csv
import datetime
import re
from pathlib import Path

import pytest

from governance.workdays.calendar import Calendar
from governance.workdays.terms import Regime, Term, Unit
from services.clocks import Course, Phase, Stage, limit_of, standing, supplement_due
from tests.governance.limits import table_2026

CASES = Path(__file__).parent / "cases" / "clocks.csv"
PHASES = {
    "答复": Phase.ANSWER,
    "补正": Phase.SUPPLEMENT,
    "办理": Phase.HANDLING,
    "出证": Phase.ISSUE,
    "结束": Phase.OVER,
}
CALENDAR = Calendar([table_2026()])
UNITS = {"工作日": Unit.WORKING_DAYS, "自然日": Unit.NATURAL_DAYS}


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def limit(text, *, is_licence):
    if not text:
        return None
    number, unit = re.fullmatch(r"(\d+)(工作日|自然日)", text).groups()
    return limit_of(int(number), UNITS[unit], is_licence=is_licence, rule="test")


def stage(text):
    first, last, kind, told = re.fullmatch(r"(\S+)至(\S+)，(\S+)，(?:告知|未告知)(\S*)", text).groups()
    return Stage(day(first), None if last == "今" else day(last), kind == "计入", day(told))


def course(row):
    is_licence = row["类别"] == "许可"
    return Course(
        received_on=day(row["收件"]),
        promised=limit(row["承诺"], is_licence=is_licence),
        legal=limit(row["法定"], is_licence=is_licence),
        is_licence=is_licence,
        supplement_asked_on=day(row["补正要求"]),
        completed_on=day(row["补齐"]),
        accepted_on=day(row["受理"]),
        is_joint=row["联合办理"] == "是",
        extended_by=int(row["延长"] or 0),
        stages=tuple(stage(row[name]) for name in ("特别程序一", "特别程序二") if row[name]),
        decided_on=day(row["决定"]),
        over_on=day(row["办结"]),
    )


def rows():
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [pytest.param(row, id=f"{row['编号']} {row['情形']}") for row in csv.DictReader(lines)]


@pytest.mark.parametrize("row", rows())
def test_case(row):
    today = day(row["查询日"])
    said = standing(course(row), today, CALENDAR)
    assert said.phase == PHASES[row["阶段"]]
    assert said.is_deemed == (row["视为受理"] == "是")
    if not row["到期"]:
        assert said.main is None
        return
    assert said.main.due.limit_on == day(row["到期"])
    assert said.main.left == int(row["剩余"])
    assert said.main.due.provisional == (row["暂定"] == "是")
    noon = datetime.datetime.combine(today, datetime.time(12), datetime.timezone(datetime.timedelta(hours=8)))
    assert said.main.due.is_overdue(noon) == (row["逾期"] == "是")
    assert (said.legal and said.legal.due.limit_on) == day(row["法定到期"])


def test_there_are_enough_cases():
    assert len(rows()) >= 60


def test_the_applicant_has_until_the_next_working_day():
    """案例：1月16日要求补正，三十日止于春节，顺延至节后第一个工作日。"""
    term = Term(rule="services.supplement", number=30, unit=Unit.NATURAL_DAYS, regime=Regime.NATURAL)
    promised = limit_of(5, Unit.WORKING_DAYS, is_licence=True, rule="test")
    asked = Course(
        received_on=datetime.date(2026, 1, 15),
        promised=promised,
        supplement_asked_on=datetime.date(2026, 1, 16),
        supplement_term=term,
    )
    assert supplement_due(asked, CALENDAR).limit_on == datetime.date(2026, 2, 24)
