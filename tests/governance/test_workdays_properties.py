"""Do the rules of counting hold for every calendar, term and date? Against a day-by-day oracle; no database."""

import json
from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from governance.workdays.accrual import daily_accrual
from governance.workdays.calendar import SHANGHAI, Calendar, Day, YearTable
from governance.workdays.counting import due_date, latest_day, recompute
from governance.workdays.explain import explain
from governance.workdays.results import DueDate
from governance.workdays.terms import Pause, Regime, Term, Unit, Whose
from governance.workdays.watching import reminders

YEARS = (2025, 2026)
EVERY_DAY = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]


@st.composite
def tables(draw, year: int, official: bool = True) -> YearTable:
    """Any announced arrangement: holidays of one to nine days anywhere, make-up days on any other weekends."""
    starts = draw(st.lists(st.dates(date(year, 1, 1), date(year, 12, 20)), max_size=8))
    off = {start + timedelta(days=n) for start in starts for n in range(draw(st.integers(1, 9)))}
    every_day = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    weekends = st.sampled_from([day for day in every_day if day.weekday() >= 5])
    makeup = set(draw(st.lists(weekends, max_size=8))) - off
    days = [Day(on, is_off=True, name="假") for on in off] + [Day(on, is_makeup=True) for on in makeup]
    return YearTable(year, "1", tuple(days), official=official)


calendars = st.tuples(*(tables(year) for year in YEARS)).map(Calendar)
starts = st.dates(date(2025, 1, 1), date(2026, 6, 30))
any_date = st.dates(date(1950, 1, 1), date(2150, 1, 1))
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1)).map(lambda moment: moment.replace(tzinfo=SHANGHAI))


@st.composite
def terms(draw, units=tuple(Unit), **fixed) -> Term:
    unit = draw(st.sampled_from(units))
    regime = draw(st.sampled_from(Regime))
    number = draw(st.integers(1, {Unit.MONTHS: 6, Unit.YEARS: 5}.get(unit, 120)))
    assume(not (unit is Unit.NATURAL_DAYS and regime.unit_of_days(number) is Unit.WORKING_DAYS))
    whose = fixed.pop("whose", None) or draw(st.sampled_from(Whose))
    roll_organ = whose is Whose.ORGAN and draw(st.booleans())
    return Term(rule="any", number=number, unit=unit, regime=regime, whose=whose, roll_organ=roll_organ, **fixed)


DAY_UNITS = (Unit.WORKING_DAYS, Unit.NATURAL_DAYS, Unit.MONTHS, Unit.YEARS)


def oracle_is_working(calendar_tables: dict[date, Day], on: date) -> bool:
    """Straight from the notice: make-up days work, days off do not, otherwise Monday to Friday."""
    listed = calendar_tables.get(on)
    if listed is not None and listed.is_makeup:
        return True
    return not (listed is not None and listed.is_off) and on.isoweekday() <= 5


@given(st.tuples(*(tables(year) for year in YEARS)), starts, st.integers(1, 100))
def test_working_days_are_those_of_a_list_written_by_hand(year_tables, start, number):
    listed = {day.on: day for table in year_tables for day in table.days}
    by_hand = [on for on in EVERY_DAY if on > start and oracle_is_working(listed, on)]
    assume(len(by_hand) >= number)
    term = Term(rule="any", number=number, unit=Unit.WORKING_DAYS, regime=Regime.NATURAL)

    due = due_date(term, start, Calendar(year_tables))

    assert due.limit == by_hand[number - 1]
    assert not due.provisional


@given(calendars, starts, st.integers(1, 60))
def test_counting_back_undoes_counting_forward(calendar, start, number):
    start = calendar.next_working_day(start)

    end = calendar.add_working_days(start, number)

    assert calendar.add_working_days(end, -number) == start
    assert len(list(calendar.working_days(start, end))) == number + 1


@given(calendars, st.dates(date(2025, 6, 1), date(2026, 12, 31)), st.integers(1, 60))
def test_exactly_the_promised_working_days_lie_before_the_event(calendar, event_on, number):
    term = Term(rule="any", number=number, unit=Unit.WORKING_DAYS, regime=Regime.NATURAL)

    due = latest_day(term, event_on, calendar)

    assert calendar.is_working_day(due.limit)
    assert len(list(calendar.working_days(due.limit, event_on - timedelta(days=1)))) == number
    # With the day of safety there is one more.
    assert len(list(calendar.working_days(due.warn_on, event_on - timedelta(days=1)))) == number + 1


@given(calendars, terms(units=DAY_UNITS), any_date, st.integers(0, 400))
def test_starting_later_never_ends_earlier(calendar, term, start, later):
    assert due_date(term, start, calendar).limit <= due_date(term, start + timedelta(days=later), calendar).limit


@given(calendars, terms(), moments, st.integers(1, 30))
def test_longer_term_never_ends_earlier(calendar, term, start, more):
    try:
        longer = term.extended(more)
    except ValueError:  # so many days would be working days under this regime
        assume(False)

    assert due_date(term, start, calendar).ends_at <= due_date(longer, start, calendar).ends_at


@given(calendars, terms(units=DAY_UNITS), any_date)
def test_end_rolls_to_the_first_working_day_or_not_at_all(calendar, term, start):
    due = due_date(term, start, calendar)

    if term.whose is Whose.PARTY or term.roll_organ:
        assert calendar.is_working_day(due.limit)
        assert list(calendar.working_days(due.nominal, due.limit)) == [due.limit]
    else:
        assert due.limit == due.nominal
    assert start <= due.warn_on <= due.limit_on
    assert calendar.is_working_day(due.warn_on) or due.warn_on == start


@given(calendars, terms(units=(Unit.NATURAL_DAYS,)), any_date)
def test_natural_days_count_every_day(calendar, term, start):
    assert due_date(term, start, calendar).nominal - start == timedelta(days=term.number)


@given(calendars, calendars, terms(units=(Unit.HOURS,)), moments)
def test_no_calendar_moves_an_hour(one, other, term, start):
    due = due_date(term, start, one)

    assert due.limit - start == timedelta(hours=term.number)
    assert recompute(due, other).limit == due.limit
    assert not due.provisional


@given(tables(2025), tables(2026), tables(2024), tables(2027), terms(units=DAY_UNITS), starts)
def test_what_is_not_provisional_stays_when_other_years_are_loaded(of_2025, of_2026, of_2024, of_2027, term, start):
    now, later = Calendar([of_2025, of_2026]), Calendar([of_2024, of_2025, of_2026, of_2027])
    due = due_date(term, start, now)
    again = recompute(due, later)

    if not due.provisional:
        assert (again.nominal, again.limit, again.warn_on) == (due.nominal, due.limit, due.warn_on)
    elif due.limit_on.year <= 2027:
        assert not again.provisional or again.limit_on.year > 2027


@given(terms(), any_date)
def test_no_year_raises_and_every_result_explains_itself_and_survives_storage(term, start):
    calendar = Calendar()
    moment = datetime(start.year, start.month, start.day, 9, tzinfo=SHANGHAI)

    due = due_date(term, moment, calendar)

    assert due.provisional == (term.unit is not Unit.HOURS)
    assert all(explain(due))
    assert DueDate.from_json(json.loads(json.dumps(due.to_json()))) == due


@given(
    calendars,
    terms(units=(Unit.WORKING_DAYS, Unit.NATURAL_DAYS), whose=Whose.ORGAN, pausable=True),
    starts,
    st.lists(st.tuples(st.integers(-5, 200), st.integers(0, 30)), max_size=4),
)
def test_paused_days_are_left_out_one_by_one(calendar, term, start, offsets):
    pauses = []
    paused = set()
    for offset, length in offsets:
        first = start + timedelta(days=offset)
        pauses.append(Pause(first, first + timedelta(days=length)))
        paused |= {first + timedelta(days=n) for n in range(length + 1)}

    due = due_date(term, start, calendar, pauses=pauses)

    span = [start + timedelta(days=n + 1) for n in range((due.nominal - start).days)]
    counted = [on for on in span if on not in paused]
    if term.unit is Unit.WORKING_DAYS:
        counted = [on for on in counted if calendar.is_working_day(on)]
    assert len(counted) == term.number
    assert counted[-1] == due.nominal


@given(st.decimals("1", "1000000", places=2), st.integers(0, 60), st.integers(0, 60))
def test_surcharge_grows_but_never_beyond_the_fine(fine, days, more):
    due_on = date(2026, 5, 6)

    earlier = daily_accrual(fine, due_on, due_on + timedelta(days=days))
    later = daily_accrual(fine, due_on, due_on + timedelta(days=days + more))

    assert earlier.amount <= later.amount <= fine
    assert (later.amount == fine) == (days + more >= 34)


@given(calendars, terms(), moments)
def test_reminders_come_in_order_within_the_term(calendar, term, start):
    due = due_date(term, start, calendar)
    days = [reminder.on for reminder in reminders(due, calendar)]

    assert days == sorted(days)
    assert all(due.start <= on for on in days)
