"""Does each rule of counting hold by itself, and say what it did? No database."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from governance.workdays.accrual import daily_accrual
from governance.workdays.calendar import Calendar, Day, YearTable
from governance.workdays.counting import due_date, latest_day, recompute
from governance.workdays.explain import explain, step_text, term_text, window_text
from governance.workdays.results import DueDate, StepKind, Window
from governance.workdays.terms import Pause, Unit
from governance.workdays.watching import ReminderKind, reminders, window_after
from tests.governance.limits import MEASURE, PARTY, at, coercion, d, natural, penalty, table_2026, term, working


@pytest.fixture(scope="module")
def cal() -> Calendar:
    """2026 official, every other year provisional."""
    return Calendar([table_2026()])


# --- Months, years, hours -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unit", "start", "limit", "month_end"),
    [
        (3, Unit.MONTHS, "2026-01-08", "2026-04-08", False),
        (1, Unit.MONTHS, "2026-01-31", "2026-02-28", True),
        (1, Unit.MONTHS, "2024-01-31", "2024-02-29", True),
        (6, Unit.MONTHS, "2026-08-31", "2027-02-28", True),
        (12, Unit.MONTHS, "2025-12-31", "2026-12-31", False),
        (2, Unit.YEARS, "2024-02-29", "2026-02-28", True),
        (5, Unit.YEARS, "2021-07-15", "2026-07-15", False),
    ],
)
def test_months_and_years_keep_the_day_number_or_take_the_month_end(cal, number, unit, start, limit, month_end):
    due = due_date(term(number, unit), date.fromisoformat(start), cal)

    assert due.limit == date.fromisoformat(limit)
    assert (StepKind.MONTH_END in {step.kind for step in due.steps}) == month_end


def test_months_roll_over_for_parties(cal):
    due = due_date(term(2, Unit.MONTHS, whose=PARTY), d("03-03"), cal)

    assert (due.nominal, due.limit) == (d("05-03"), d("05-06"))


def test_hours_need_a_time_with_its_offset(cal):
    with pytest.raises(ValueError, match="from a time"):
        due_date(term(24, Unit.HOURS), d("09-30"), cal)
    with pytest.raises(ValueError, match="offset"):
        due_date(term(24, Unit.HOURS), datetime(2026, 9, 30, 16, 20), cal)


def test_days_count_from_the_day_it_is_in_shanghai(cal):
    just_past_midnight = datetime.fromisoformat("2026-04-16T16:30+00:00")  # 04-17 00:30 in Shanghai

    assert due_date(penalty(15, whose=PARTY), just_past_midnight, cal).nominal == d("05-02")


# --- What the calendar may move, and what not -----------------------------------------------------------------------


def without_makeup(on: date) -> Calendar:
    table = table_2026()
    return Calendar([replace(table, edition="2", days=tuple(day for day in table.days if day.on != on))])


def test_moving_a_makeup_day_changes_working_day_results_only(cal):
    moved = without_makeup(d("05-09"))
    questions = [natural(15), term(1, Unit.MONTHS), natural(15, whose=PARTY)]

    preservation = due_date(penalty(7, whose=MEASURE), d("04-28"), cal)
    assert recompute(preservation, moved).limit == d("05-12")
    for question in questions:
        due = due_date(question, d("04-28"), cal)
        assert recompute(due, moved).limit == due.limit
    urgent = due_date(term(240, Unit.HOURS), at("2026-04-30 09:00"), cal)
    assert recompute(urgent, moved).limit == urgent.limit


def test_loading_a_year_recomputes_what_ended_in_it(cal):
    spring_festival = [Day(d("02-05", 2027) + timedelta(days=n), is_off=True, name="春节") for n in range(7)]
    loaded = Calendar([table_2026(), YearTable(2027, "1", tuple(spring_festival))])

    before = due_date(penalty(90, whose=PARTY), d("11-09"), cal, event="filed")
    after = recompute(before, loaded)

    assert (before.limit, before.provisional) == (d("02-08", 2027), True)
    assert (after.limit, after.provisional) == (d("02-12", 2027), False)
    assert after.event == "filed"
    assert (before.calendar_version, after.calendar_version) == ("2026=1", "2026-2027=1")


def test_entered_lunar_days_count_but_leave_the_year_provisional():
    entered = YearTable(2027, "1", (Day(d("02-08", 2027), is_off=True, name="春节"),), official=False)
    cal = Calendar([table_2026(), entered])

    due = due_date(penalty(90, whose=PARTY), d("11-09"), cal)

    assert (due.limit, due.provisional) == (d("02-09", 2027), True)
    assert not cal.is_working_day(d("10-01", 2027))  # the law's fixed days hold all the same
    assert cal.is_statutory_holiday(d("04-05", 2027))  # 清明 is a solar term, known in advance


def test_provisional_date_never_takes_legal_effect_by_itself(cal):
    provisional = due_date(penalty(90), d("11-09"), cal)
    certain = due_date(penalty(90), d("05-22"), cal)
    much_later = at("2030-01-01 00:00")

    assert provisional.provisional
    assert not provisional.is_overdue(much_later)
    assert ReminderKind.OVERDUE not in {reminder.kind for reminder in reminders(provisional, cal)}
    assert certain.is_overdue(much_later)


def test_hours_are_certain_in_any_year(cal):
    due = due_date(term(24, Unit.HOURS), at("2027-02-06 10:00"), cal)

    assert not due.provisional
    assert due.is_overdue(at("2027-02-07 10:01"))


# --- Lateness -------------------------------------------------------------------------------------------------------


def test_day_ends_at_midnight_and_hours_at_their_moment(cal):
    by_day = due_date(working(5), d("06-17"), cal)  # 06-25
    assert not by_day.is_overdue(at("2026-06-25 23:59:59"))
    assert by_day.is_overdue(at("2026-06-26 00:00:00"))

    by_hour = due_date(term(24, Unit.HOURS), at("2026-09-30 16:20"), cal)
    assert not by_hour.is_overdue(at("2026-10-01 16:20"))
    assert by_hour.is_overdue(at("2026-10-01 16:20:01"))


def test_travel_time_of_posted_papers_does_not_count(cal):
    due = due_date(penalty(5, whose=PARTY), d("02-11"), cal)  # 02-25
    arrived = at("2026-02-28 09:00")

    assert not due.is_met_by(arrived)
    assert due.is_met_by(arrived, posted_at=at("2026-02-25 17:00"))
    assert not due.is_met_by(arrived, posted_at=at("2026-02-26 08:00"))


# --- Suspension and exclusion ---------------------------------------------------------------------------------------


def test_only_a_term_whose_rule_says_so_can_pause(cal):
    with pytest.raises(ValueError, match="no rule lets"):
        due_date(penalty(90), d("05-22"), cal, pauses=[Pause(d("06-01"), d("06-10"))])
    with pytest.raises(ValueError, match="suspended clock"):
        due_date(penalty(90, pausable=True), d("05-22"), cal, pauses=[Pause(d("06-01"), None)])


def test_paused_days_are_not_counted(cal):
    test_time = Pause(d("06-01"), d("06-10"), basis="检测")

    decision = due_date(penalty(90, pausable=True), d("05-22"), cal, pauses=[test_time])
    assert decision.limit == d("08-30")  # ten days after 08-20
    verification = due_date(working(5, pausable=True), d("05-29"), cal, pauses=[test_time])
    assert verification.limit == d("06-17")  # 06-11, 12, 15, 16, 17
    month = due_date(term(1, Unit.MONTHS, pausable=True), d("05-22"), cal, pauses=[test_time])
    assert month.limit == d("07-02")


def test_pause_that_begins_within_the_extension_extends_again(cal):
    pauses = [Pause(d("06-01"), d("06-10")), Pause(d("08-25"), d("08-26")), Pause(d("12-01"), d("12-31"))]

    due = due_date(penalty(90, pausable=True), d("05-22"), cal, pauses=pauses)

    assert due.limit == d("09-01")
    assert [step.number for step in due.steps if step.kind is StepKind.PAUSE] == [10, 2]


def test_surcharge_stops_while_the_court_has_the_matter():
    in_court = Pause(d("05-10"), d("05-19"))

    accrued = daily_accrual(Decimal(500), d("05-06"), d("05-25"), pauses=[in_court])

    assert (accrued.days, accrued.amount) == (9, 135)  # 05-07 to 05-09, 05-20 to 05-25
    assert daily_accrual(Decimal(500), d("05-06"), d("12-31"), pauses=[Pause(d("05-10"), None)]).capped_on is None
    assert daily_accrual(Decimal("33.33"), d("05-06"), d("05-07")).amount == Decimal("0.99")


# --- Warnings -------------------------------------------------------------------------------------------------------


def test_reminders_of_a_long_term(cal):
    due = due_date(penalty(90), d("07-03"), cal)  # example 9

    assert [(reminder.kind, reminder.on) for reminder in reminders(due, cal)] == [
        (ReminderKind.HALF_TIME, d("08-17")),
        (ReminderKind.THREE_WORKING_DAYS, d("09-28")),
        (ReminderKind.DUE, d("09-30")),  # also one working day before: the more urgent one is given
        (ReminderKind.OVERDUE, d("10-02")),
    ]


def test_reminders_never_precede_the_start(cal):
    due = due_date(working(2), d("06-17"), cal)  # 06-22

    assert [(reminder.kind, reminder.on) for reminder in reminders(due, cal)] == [
        (ReminderKind.ONE_WORKING_DAY, d("06-18")),
        (ReminderKind.HALF_TIME, d("06-19")),
        (ReminderKind.DUE, d("06-22")),
        (ReminderKind.OVERDUE, d("06-23")),
    ]


def test_reminders_of_a_term_in_hours(cal):
    due = due_date(term(24, Unit.HOURS), at("2026-09-30 16:20"), cal)

    assert [(reminder.kind, reminder.on) for reminder in reminders(due, cal)] == [
        (ReminderKind.HALF_TIME, at("2026-10-01 04:20")),
        (ReminderKind.DUE, at("2026-10-01 16:20")),
        (ReminderKind.OVERDUE, at("2026-10-01 16:20")),
    ]


def test_term_wholly_within_a_holiday_warns_on_its_first_day(cal):
    due = due_date(natural(3), d("10-02"), cal)

    assert (due.limit, due.warn_on) == (d("10-05"), d("10-02"))
    assert ReminderKind.DUE in {reminder.kind for reminder in reminders(due, cal)}


# --- Steps and words ------------------------------------------------------------------------------------------------


def test_steps_name_the_holidays_passed_and_the_makeup_days_counted(cal):
    due = due_date(penalty(7, whose=MEASURE), d("04-28"), cal)
    counting = next(step for step in due.steps if step.kind is StepKind.WORKING_DAYS)

    assert [(span.first, span.last, span.name) for span in counting.off] == [(d("05-01"), d("05-05"), "劳动节")]
    assert [(span.first, span.last) for span in counting.makeup] == [(d("05-09"), d("05-09"))]
    assert counting.basis == "《行政处罚法》第八十五条"


def test_results_survive_storage_as_json(cal):
    pause = Pause(d("06-01"), d("06-10"), basis="检测")
    results = [
        due_date(penalty(90, pausable=True, basis="x"), d("05-22"), cal, event="filed", pauses=[pause]),
        due_date(term(24, Unit.HOURS), at("2026-09-30 16:20"), cal),
        latest_day(penalty(7), d("10-12"), cal),
        due_date(penalty(90, whose=PARTY), d("11-09"), cal),
    ]
    for due in results:
        stored = json.loads(json.dumps(due.to_json()))
        assert DueDate.from_json(stored) == due
        assert recompute(DueDate.from_json(stored), cal) == due
    window = window_after(results[0], results[3], cal)
    assert Window.from_json(json.loads(json.dumps(window.to_json()))) == window
    assert window.provisional


def test_explanation_speaks_the_readers_language_and_stores_none(cal):
    question = penalty(90, basis="《行政处罚法》第六十条")
    with translation.override("en"):
        in_english = due_date(question, d("07-03"), cal)
        english = explain(in_english)
    with translation.override("zh-hans"):
        in_chinese = due_date(question, d("07-03"), cal)
        chinese = explain(in_chinese)

    assert in_english.to_json() == in_chinese.to_json()
    assert english == [
        "Term: 90 calendar days (《行政处罚法》第六十条).",
        "2026-07-03 is the starting day and is not counted (《民事诉讼法》第八十五条)",
        "90 calendar days, counted from 2026-07-04 to 2026-10-01 (《行政处罚法》第八十五条)",
        "2026-10-01 is a day off and remains the limit; the last working day before it is 2026-09-30"
        " (days off: 2026-10-01 国庆节)",
        "Last day: 2026-10-01. Act by 2026-09-30.",
    ]
    assert len(chinese) == len(english)
    assert "2026-10-01" in chinese[-1]


def test_every_kind_of_step_has_words(cal):
    pausable = term(1, Unit.MONTHS, pausable=True)
    results = [
        due_date(pausable, d("01-31"), cal, pauses=[Pause(d("02-01"), d("02-02"))]),
        due_date(working(3), d("09-30"), cal),
        due_date(natural(15, whose=PARTY), d("04-17"), cal),
        due_date(penalty(90), d("07-03"), cal),
        due_date(coercion(30, whose=MEASURE), d("09-05"), cal),
        due_date(term(24, Unit.HOURS), at("2026-09-30 16:20"), cal),
        due_date(term(2, Unit.YEARS), d("06-01"), cal),
        latest_day(penalty(7), d("10-12"), cal),
        latest_day(natural(15), d("10-12"), cal),
        due_date(working(3, pausable=True), d("09-30"), cal, pauses=[Pause(d("10-08"), d("10-08"))]),
    ]
    window = window_after(results[2], results[1], cal)
    steps = [step for due in results for step in due.steps] + list(window.steps)

    assert {step.kind for step in steps} == set(StepKind)
    with translation.override("en"):
        texts = [step_text(step) for step in steps]
        assert all(text and "%" not in text for text in texts)
        assert all(explain(due) for due in results)
        assert term_text(working(1)) == "1 working day"
        assert window_text(window) == "From 2026-05-07 to 2026-10-10"


def test_backward_count_takes_days_only(cal):
    with pytest.raises(ValueError, match="only days"):
        latest_day(term(24, Unit.HOURS), d("10-12"), cal)
