"""Are statutory limits counted as the law counts them? The worked examples of 2026 and each rule; no database."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from governance.workdays import (
    SHANGHAI,
    Calendar,
    Day,
    DueDate,
    Pause,
    Regime,
    ReminderKind,
    StepKind,
    Term,
    Unit,
    Whose,
    Window,
    YearTable,
    daily_accrual,
    due_date,
    explain,
    latest_day,
    recompute,
    reminders,
    step_text,
    term_text,
    window_after,
    window_text,
)
from governance.year_tables import package_tables, shipped_years

PARTY, ORGAN, MEASURE = Whose.PARTY, Whose.ORGAN, Whose.MEASURE


def table_2026() -> YearTable:
    shipped = next(shipped for shipped in shipped_years() if shipped.year == 2026)
    return YearTable(2026, "1", shipped.days, source=shipped.source_document)


@pytest.fixture(scope="module")
def cal() -> Calendar:
    """2026 official, every other year provisional."""
    return Calendar([table_2026()])


def d(text: str, year: int = 2026) -> date:
    return date.fromisoformat(f"{year}-{text}")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def penalty(number: int, **rest) -> Term:
    return Term.of_days("test.penalty", number, Regime.PENALTY, **rest)


def coercion(number: int, **rest) -> Term:
    return Term.of_days("test.coercion", number, Regime.COERCION, **rest)


def natural(number: int, **rest) -> Term:
    return Term.of_days("test.natural", number, Regime.NATURAL, **rest)


def working(number: int, **rest) -> Term:
    return Term(rule="test.working", number=number, unit=Unit.WORKING_DAYS, regime=Regime.NATURAL, **rest)


def term(number: int, unit: Unit, **rest) -> Term:
    return Term(rule="test.term", number=number, unit=unit, regime=Regime.NATURAL, **rest)


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
    assert counting.basis == "行政处罚法第八十五条"


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
    question = penalty(90, basis="行政处罚法第六十条")
    with translation.override("en"):
        in_english = due_date(question, d("07-03"), cal)
        english = explain(in_english)
    with translation.override("zh-hans"):
        in_chinese = due_date(question, d("07-03"), cal)
        chinese = explain(in_chinese)

    assert in_english.to_json() == in_chinese.to_json()
    assert english == [
        "Term: 90 calendar days (行政处罚法第六十条).",
        "July 3, 2026 is the starting day and is not counted (民事诉讼法第八十五条)",
        "90 calendar days, counted from July 4, 2026 to Oct. 1, 2026 (行政处罚法第八十五条)",
        "Oct. 1, 2026 is a day off and remains the limit; the last working day before it is Sept. 30, 2026"
        " (days off: Oct. 1, 2026 国庆节)",
        "Last day: Oct. 1, 2026. Act by Sept. 30, 2026.",
    ]
    assert len(chinese) == len(english)
    assert "2026年10月1日" in chinese[-1]


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
    ]
    window = window_after(results[2], results[1], cal)
    steps = [step for due in results for step in due.steps] + list(window.steps)

    assert {step.kind for step in steps} == set(StepKind)
    with translation.override("en"):
        texts = [step_text(step) for step in steps]
        assert all(text and "%" not in text for text in texts)
        assert all(explain(due) for due in results)
        assert term_text(working(1)) == "1 working day"
        assert window_text(window) == "From May 7, 2026 to Oct. 10, 2026"


def test_backward_count_takes_days_only(cal):
    with pytest.raises(ValueError, match="only days"):
        latest_day(term(24, Unit.HOURS), d("10-12"), cal)
