"""Are statutory limits counted as the law counts them? Worked examples, calendar and terms of 2026; no database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from governance.workdays.accrual import daily_accrual
from governance.workdays.calendar import Calendar, Day, YearTable
from governance.workdays.counting import due_date, latest_day
from governance.workdays.results import StepKind
from governance.workdays.terms import Regime, Term, Unit
from governance.workdays.watching import window_after
from governance.year_tables import package_tables
from tests.governance.limits import MEASURE, PARTY, at, coercion, d, natural, penalty, table_2026, term, working


@pytest.fixture(scope="module")
def cal() -> Calendar:
    """2026 official, every other year provisional."""
    return Calendar([table_2026()])


# --- The worked examples of 2026 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "start", "nominal", "limit", "warn_on"),
    [
        pytest.param(penalty(7, whose=MEASURE), "04-28", "05-11", "05-11", "05-11", id="1-preservation"),
        pytest.param(penalty(5, whose=PARTY), "02-11", "02-25", "02-25", "02-25", id="2-hearing-request"),
        pytest.param(penalty(15, whose=PARTY), "04-17", "05-02", "05-06", "05-06", id="3-payment"),
        pytest.param(penalty(7), "06-17", "06-29", "06-29", "06-29", id="4-delivery"),
        pytest.param(penalty(3), "04-03", "04-09", "04-09", "04-09", id="5-retraction"),
        pytest.param(working(15), "02-09", "03-06", "03-06", "03-06", id="6-verification"),
        pytest.param(working(15).extended(15), "02-09", "03-27", "03-27", "03-27", id="6-verification-extended"),
        pytest.param(coercion(10, whose=PARTY), "06-12", "06-29", "06-29", "06-29", id="7-demand"),
        pytest.param(penalty(90), "05-22", "08-20", "08-20", "08-20", id="8-decision"),
        pytest.param(penalty(90), "07-03", "10-01", "10-01", "09-30", id="9-decision-on-a-holiday"),
        pytest.param(penalty(90, roll_organ=True), "07-03", "10-01", "10-08", "10-08", id="9-with-the-clause"),
        pytest.param(penalty(90, whose=PARTY), "07-03", "10-01", "10-08", "10-08", id="9-were-it-a-party's"),
        pytest.param(working(3), "09-30", "10-10", "10-10", "10-10", id="10-send-in-3"),
        pytest.param(working(5), "09-30", "10-13", "10-13", "10-13", id="10-send-in-5"),
        pytest.param(natural(3), "09-30", "10-03", "10-03", "09-30", id="12-criminal-transfer"),
        pytest.param(coercion(30, whose=MEASURE), "09-05", "10-05", "10-05", "09-30", id="13-seizure"),
        pytest.param(natural(30, whose=PARTY), "01-16", "02-15", "02-24", "02-24", id="15-public-notice"),
        pytest.param(natural(60, whose=PARTY), "03-06", "05-05", "05-06", "05-06", id="16-reconsideration"),
        pytest.param(working(20), "02-10", "03-16", "03-16", "03-16", id="17-licence"),
        pytest.param(working(5), "06-17", "06-25", "06-25", "06-25", id="19-dispute"),
    ],
)
def test_worked_example(cal, question, start, nominal, limit, warn_on):
    due = due_date(question, d(start), cal)

    assert (due.nominal, due.limit, due.warn_on) == (d(nominal), d(limit), d(warn_on))
    assert not due.provisional


def test_worked_example_7_application_opens_on_the_next_working_day(cal):
    demand = due_date(coercion(10, whose=PARTY), d("06-12"), cal)
    closes = due_date(term(3, Unit.MONTHS, whose=PARTY), d("05-18"), cal)

    window = window_after(demand, closes, cal)

    assert (window.opens_on, window.closes_on) == (d("06-30"), d("08-18"))
    assert d("06-29") not in window
    assert d("06-30") in window
    assert d("08-19") not in window


def test_worked_example_11_hours_run_through_the_holiday(cal):
    due = due_date(term(24, Unit.HOURS), at("2026-09-30 16:20"), cal)

    assert due.limit == at("2026-10-01 16:20")
    assert due.warn_on == d("09-30")


def test_worked_example_14_hearing_notice_counts_backwards(cal):
    due = latest_day(penalty(7), d("10-12"), cal)

    assert due.limit == d("09-24")
    assert due.warn_on == d("09-23")
    assert not due.provisional


def test_worked_example_18_surcharge_reaches_its_cap_on_day_34():
    fine, due_on = Decimal(500), d("05-06")

    assert daily_accrual(fine, due_on, d("05-06")).amount == 0
    assert daily_accrual(fine, due_on, d("05-07")).amount == 15
    on_day_33 = daily_accrual(fine, due_on, d("06-08"))
    assert (on_day_33.days, on_day_33.amount, on_day_33.capped_on) == (33, 495, None)
    long_after = daily_accrual(fine, due_on, d("12-31"))
    assert (long_after.days, long_after.amount, long_after.capped_on) == (34, 500, d("06-09"))


def test_worked_example_20_ends_in_a_year_without_a_table(cal):
    due = due_date(penalty(90, whose=PARTY), d("11-09"), cal)

    assert due.nominal == d("02-07", 2027)  # a Sunday; counting natural days needs no calendar
    assert due.limit == d("02-08", 2027)
    assert due.provisional
    assert StepKind.PROVISIONAL in {step.kind for step in due.steps}


# --- The calendar of 2026 -------------------------------------------------------------------------------------------


def test_working_days_of_each_month_of_2026(cal):
    months = [0] * 12
    for day in cal.working_days(d("01-01"), d("12-31")):
        months[day.month - 1] += 1

    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert sum(months) == 248


def test_package_agrees_with_the_notice_of_2026():
    ours, theirs = Calendar([table_2026()]), Calendar([package_tables()[2026]])
    year = [d("01-01") + timedelta(days=offset) for offset in range(365)]

    assert [on for on in year if ours.is_working_day(on) != theirs.is_working_day(on)] == []


def test_statutory_holidays_are_13_days_and_all_off(cal):
    statutory = [on for on in (d("01-01") + timedelta(days=n) for n in range(365)) if cal.is_statutory_holiday(on)]

    assert len(statutory) == 13
    assert not any(cal.is_working_day(on) for on in statutory)
    assert not cal.is_statutory_holiday(d("10-07"))  # off, but by exchange


def test_past_years_come_from_the_package_and_say_so():
    cal = Calendar(package_tables().values())

    assert not cal.is_working_day(date(2024, 2, 12))
    assert cal.is_working_day(date(2024, 2, 18))  # a Sunday, exchanged for the Spring Festival
    assert cal.source(2024).startswith("chinesecalendar")
    assert not cal.is_provisional(2024)
    assert cal.is_provisional(2027)


def test_version_names_every_table():
    old = [YearTable(year, "chinesecalendar 1", ()) for year in (2023, 2024, 2025)]
    new = [YearTable(2026, "2", ()), YearTable(2028, "2", ())]

    assert Calendar(old + new).version == "2023-2025=chinesecalendar 1, 2026=2, 2028=2"


@pytest.mark.parametrize(
    "flags",
    [
        {},
        {"is_off": True, "is_makeup": True},
        {"is_statutory": True},
        {"is_makeup": True},  # 2026-05-08 is a Friday
    ],
)
def test_contradictory_day_cannot_be_listed(flags):
    with pytest.raises(ValueError, match="2026-05-08"):
        Day(d("05-08"), **flags)


def test_table_refuses_days_of_other_years_and_days_twice():
    new_year = Day(d("01-01"), is_off=True)
    with pytest.raises(ValueError, match="does not belong"):
        YearTable(2027, "1", (new_year,))
    with pytest.raises(ValueError, match="listed twice"):
        YearTable(2026, "1", (new_year, new_year))
    with pytest.raises(ValueError, match="two tables"):
        Calendar([YearTable(2026, "1", ()), YearTable(2026, "2", ())])


# --- Terms ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "working_numbers"),
    [
        (Regime.PENALTY, {2, 3, 5, 7}),
        (Regime.COERCION, set(range(1, 11))),
        (Regime.LICENSING, set(range(1, 100))),
        (Regime.NATURAL, set()),
    ],
)
def test_regime_says_which_days_are_working_days(regime, working_numbers):
    numbers = range(1, 100)

    assert {n for n in numbers if Term.of_days("r", n, regime).unit is Unit.WORKING_DAYS} == working_numbers
    for number in working_numbers:
        with pytest.raises(ValueError, match="working days under"):
            Term(rule="r", number=number, unit=Unit.NATURAL_DAYS, regime=regime)


def test_term_that_makes_no_sense_cannot_be_built():
    with pytest.raises(ValueError, match="at least one"):
        working(0)
    with pytest.raises(ValueError, match="organ's own"):
        natural(15, whose=PARTY, roll_organ=True)
    with pytest.raises(ValueError, match="hours run"):
        term(24, Unit.HOURS, pausable=True)
