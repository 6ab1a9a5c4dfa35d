"""How does a term stand that pauses? Cases worked out by hand, which an official can read, and 2,000 random ones."""

import csv
import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from governance.workdays.calendar import ONE_DAY, Calendar, days
from governance.workdays.counting import due_date
from governance.workdays.explain import explain, standing_text
from governance.workdays.pausing import standing
from governance.workdays.results import StepKind
from governance.workdays.terms import Pause, Regime, Term, Unit, Whose
from tests.governance.limits import d, natural, table_2026, term, working

CASES = Path(__file__).parent / "cases" / "terms-with-pauses.csv"
UNITS = {"个工作日": Unit.WORKING_DAYS, "日": Unit.NATURAL_DAYS, "个月": Unit.MONTHS, "年": Unit.YEARS}
WHOSE = {"机关": Whose.ORGAN, "当事人": Whose.PARTY, "措施": Whose.MEASURE}


@pytest.fixture(scope="module")
def cal() -> Calendar:
    """2026 official, every other year provisional."""
    return Calendar([table_2026()])


def cases():
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield pytest.param(row, id=row["情形"])


def pauses_of(text: str) -> list[Pause]:
    parts = [part.split("至") for part in text.split("；") if part]
    return [Pause(date.fromisoformat(first), date.fromisoformat(last) if last else None) for first, last in parts]


def test_there_are_enough_cases():
    assert len(list(cases())) >= 40


@pytest.mark.parametrize("row", list(cases()))
def test_dates_worked_out_by_hand(row, cal):
    number, unit = re.fullmatch(r"(\d+)(\D+)", row["期限"]).groups()
    asked = Term(
        rule="case",
        number=int(number),
        unit=UNITS[unit],
        regime=Regime.NATURAL,
        whose=WHOSE[row["所属"]],
        pausable=True,
    )
    on = date.fromisoformat(row["查询日"])

    found = standing(asked, date.fromisoformat(row["起算日"]), cal, on=on, pauses=pauses_of(row["中止"]))

    assert found.due.limit.isoformat() == row["届满日"]
    assert (found.used, found.left) == (int(row["已用"]), int(row["剩余"]))
    assert found.due.provisional == (row["暂定"] == "是")


def random_pauses(rng: random.Random, start: date) -> list[Pause]:
    """Some apart, some touching, many of one day; some before the term and some after it; the last may still last."""
    pauses = []
    day = start + timedelta(days=rng.randint(-4, 10))
    for _number in range(rng.randint(0, 5)):
        last = day + timedelta(days=rng.choice([0, 0, 1, 3, rng.randint(0, 25)]))
        pauses.append(Pause(day, last))
        day = last + ONE_DAY + timedelta(days=rng.choice([0, 0, 1, rng.randint(0, 20)]))
    rng.shuffle(pauses)
    return pauses


def counted(calendar: Calendar, asked: Term, first: date, last: date) -> list[date]:
    """The days that count, pauses aside, told one by one."""
    if last < first:
        return []
    return [on for on in days(first, last) if asked.unit is not Unit.WORKING_DAYS or calendar.is_working_day(on)]


def test_two_thousand_random_sets_of_pauses(cal):
    rng = random.Random(20260815)
    for _number in range(2000):
        unit = rng.choice([Unit.WORKING_DAYS, Unit.NATURAL_DAYS, Unit.MONTHS])
        number = rng.randint(1, 3) if unit is Unit.MONTHS else rng.randint(1, 60)
        asked = term(number, unit, pausable=True)
        start = date(2026, 1, 1) + timedelta(days=rng.randint(0, 200))
        pauses = random_pauses(rng, start)
        plain = due_date(asked, start, cal)
        due = due_date(asked, start, cal, pauses=pauses)
        told = (asked, start, pauses)

        # What is used up before a day and what is left after it is the term, on whatever day one asks.
        on = start + timedelta(days=rng.randint(0, 90))
        stands = standing(asked, start, cal, on=on, pauses=pauses)
        paused = {day for pause in pauses for day in days(pause.first, pause.last)}
        before = [day for day in counted(cal, asked, start + ONE_DAY, min(on, due.nominal)) if day not in paused]
        after = [day for day in counted(cal, asked, on + ONE_DAY, due.nominal) if day not in paused]
        assert (stands.used, stands.left) == (len(before), len(after)), told
        assert stands.used + stands.left == stands.total, told

        # The pauses within the term move its last counted day by just as many counted days as they have.
        within = [day for day in counted(cal, asked, start + ONE_DAY, due.nominal) if day in paused]
        assert len(counted(cal, asked, plain.nominal + ONE_DAY, due.nominal)) == len(within), told
        told_of = [step for step in due.steps if step.kind in (StepKind.PAUSE, StepKind.PAUSE_WORKING)]
        assert sum(step.number for step in told_of) == len(within), told

        # One pause more, after all others and before the end, moves the end by its own days and no more.
        latest = max([start, *(pause.last for pause in pauses)])
        if latest < due.nominal:
            more = Pause(latest + ONE_DAY, latest + timedelta(days=rng.choice([1, 1, 2, 9])))
            moved = due_date(asked, start, cal, pauses=[*pauses, more])
            taken = counted(cal, asked, more.first, more.last)
            assert len(counted(cal, asked, due.nominal + ONE_DAY, moved.nominal)) == len(taken), (told, more)
            # While it lasts, each day says what would be if it were over: at last just that.
            lasting = standing(asked, start, cal, on=more.last, pauses=[*pauses, Pause(more.first, None)])
            assert (lasting.due.limit, lasting.pause.first) == (moved.limit, more.first), (told, more)


def test_neighbouring_pauses_are_one_pause(cal):
    asked = natural(30, pausable=True)
    parts = [Pause(d("06-01"), d("06-04")), Pause(d("06-05"), d("06-05")), Pause(d("06-06"), d("06-10"))]

    assert due_date(asked, d("05-22"), cal, pauses=parts).limit == d("07-01")
    assert due_date(asked, d("05-22"), cal, pauses=[Pause(d("06-01"), d("06-10"))]).limit == d("07-01")


def test_a_lasting_pause_moves_the_end_with_each_working_day(cal):
    asked = working(5, pausable=True)
    ends = {
        text: standing(asked, d("04-30"), cal, on=d(text), pauses=[Pause(d("05-06"), None)]).due.limit
        for text in ("05-06", "05-08", "05-09", "05-10")
    }

    # 9 May is a make-up working day, 10 May an ordinary Sunday.
    assert ends == {"05-06": d("05-12"), "05-08": d("05-14"), "05-09": d("05-15"), "05-10": d("05-15")}


def test_a_pause_yet_to_come_is_none_today(cal):
    asked = natural(30, pausable=True)

    stands = standing(asked, d("05-22"), cal, on=d("05-31"), pauses=[Pause(d("06-01"), None)])

    assert (stands.pause, stands.due.limit) == (None, d("06-21"))


def test_what_cannot_be_asked_is_refused(cal):
    with pytest.raises(ValueError, match="hours run through"):
        standing(term(24, Unit.HOURS), d("05-22"), cal, on=d("05-23"))
    with pytest.raises(ValueError, match="two pauses"):
        lasting = [Pause(d("06-01"), None), Pause(d("06-02"), None)]
        standing(natural(30, pausable=True), d("05-22"), cal, on=d("06-03"), pauses=lasting)
    with pytest.raises(ValueError, match="no rule lets"):
        standing(natural(30), d("05-22"), cal, on=d("06-03"), pauses=[Pause(d("06-01"), None)])


def test_it_says_since_when_what_is_left_and_when_it_would_end(cal):
    asked = working(20, pausable=True)
    lasting = [Pause(d("02-12"), None, "补正通知")]
    with translation.override("en"):
        paused = standing_text(standing(asked, d("02-10"), cal, on=d("02-28"), pauses=lasting))
        running = standing_text(standing(asked, d("02-10"), cal, on=d("02-28")))
        ahead = standing_text(standing(asked, d("12-20"), cal, on=d("12-21"), pauses=[Pause(d("12-21"), None)]))

    assert paused == [
        "Suspended since 2026-02-12 (补正通知).",
        "On 2026-02-28: 1 working day of 20 working days used, 19 working days left.",
        "If the suspension ended on 2026-02-28, the last day would be 2026-03-26.",
    ]
    assert running[-1] == "Last day: 2026-03-16."
    assert re.search(r"2027-\d\d-\d\d, provisional\.$", ahead[-1])


def test_each_pause_is_told_with_what_it_keeps_from_counting(cal):
    overlapping = [Pause(d("02-12"), d("02-16"), "检测"), Pause(d("02-16"), d("02-24"), "鉴定")]
    with translation.override("en"):
        told = explain(due_date(working(20, pausable=True), d("02-10"), cal, pauses=overlapping))

    assert "2026-02-12 to 2026-02-16: 3 working days not counted (检测)" in told
    assert "2026-02-17 to 2026-02-24: 1 working day not counted (鉴定)" in told
