"""Do loading, undoing and reading year tables and local terms leave one truth, and refusals none?"""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from governance.calendars import current_calendar
from governance.errors import NotPermitted, RuleViolation
from governance.local_values import local_term
from governance.models import AuditEntry, CalendarDay, CalendarYear, LocalTerm
from governance.operations.calendar import (
    load_calendar_year,
    load_shipped_calendars,
    set_local_term,
    undo_calendar_year,
)
from governance.roles import Role
from governance.workdays.calendar import Day
from governance.workdays.counting import due_date, recompute
from governance.workdays.terms import Regime, Term, Unit, Whose
from governance.year_tables import HEADINGS, read_days, shipped_years
from tests.factories import CountyFactory, TownshipFactory, member

pytestmark = pytest.mark.django_db

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
FIXED = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
EXAMPLE_20 = Term.of_days("enforcement.decide", 90, Regime.PENALTY, whose=Whose.PARTY)


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county)


@pytest.fixture
def admin(county):
    return member(county, Role.SYSTEM_ADMIN)


def days_of_2027(*more: Day) -> list[Day]:
    fixed = [Day(date(2027, month, day), is_off=True, is_statutory=True) for month, day in FIXED]
    return [*fixed, *more]


def spring_festival() -> list[Day]:
    return [Day(date(2027, 2, day), is_off=True, name="春节") for day in range(5, 12)]


def load_2027(county, admin, days=None, **rest) -> CalendarYear:
    return load_calendar_year(
        county, by=admin, year=2027, days=days_of_2027() if days is None else days, source_document=NOTICE, **rest
    )


def refusal_code(action: str) -> str:
    """The code of the one refusal in the audit log."""
    refusal = AuditEntry.objects.get(action=action, outcome=AuditEntry.Outcome.REFUSED)
    return (refusal.after or {})["code"]


# --- Year tables ----------------------------------------------------------------------------------------------------


def test_calendar_without_any_table_uses_the_package_for_past_years():
    calendar = current_calendar()

    assert not calendar.is_provisional(2025)
    assert calendar.source(2025).startswith("chinesecalendar")
    assert calendar.is_provisional(2027)


def test_shipped_tables_load_once(county):
    portal = member(county, Role.PORTAL)

    loaded = load_shipped_calendars(county, by=portal)
    again = load_shipped_calendars(county, by=portal)

    assert [year.year for year in loaded] == [shipped.year for shipped in shipped_years()]
    assert again == []
    assert current_calendar().source(2026) == loaded[0].source_document
    assert sum(1 for _ in current_calendar().working_days(date(2026, 1, 1), date(2026, 12, 31))) == 248


def test_loading_a_year_makes_its_dates_certain(county, admin):
    before = due_date(EXAMPLE_20, date(2026, 11, 9), current_calendar(), event="filed")

    loaded = load_2027(county, admin, days_of_2027(*spring_festival()))
    after = recompute(before, current_calendar())

    assert (before.limit, before.provisional) == (date(2027, 2, 8), True)
    assert (after.limit, after.provisional) == (date(2027, 2, 12), False)
    assert before.calendar_version != after.calendar_version == current_calendar().version
    entry = AuditEntry.objects.get(action="load_calendar_year")
    assert (entry.target_id, entry.organisation) == (str(loaded.pk), county)
    assert entry.after and entry.after["source_document"] == NOTICE


def test_later_edition_replaces_and_undo_restores_the_one_before(county, admin):
    first = load_2027(county, admin)
    second = load_2027(county, admin, days_of_2027(*spring_festival()))
    with_both = current_calendar()

    undo_calendar_year(second, by=admin, county=county, reason="公布后又有更正")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.edition, first.is_current) == (1, True)
    assert (second.edition, second.is_current, second.undone_at is None) == (2, False, False)
    assert not with_both.is_working_day(date(2027, 2, 8))
    assert current_calendar().is_working_day(date(2027, 2, 8))
    assert CalendarDay.objects.filter(calendar_year=second).exists()
    # An edition's number is never given again: a stored version always means the same table.
    assert load_2027(county, admin, days_of_2027(*spring_festival())).edition == 3


def test_undoing_the_only_edition_makes_the_year_provisional_again(county, admin):
    loaded = load_2027(county, admin)
    assert not current_calendar().is_provisional(2027)

    undo_calendar_year(loaded, by=admin, county=county, reason="导入错误")

    assert current_calendar().is_provisional(2027)
    entry = AuditEntry.objects.get(action="undo_calendar_year")
    assert (entry.before, entry.after, entry.reason) == ({"edition": 1}, {"edition": None}, "导入错误")


def test_edition_is_undone_once_and_with_a_reason(county, admin):
    loaded = load_2027(county, admin)
    with pytest.raises(RuleViolation) as refusal:
        undo_calendar_year(loaded, by=admin, county=county, reason=" ")
    assert refusal.value.code == "reason_missing"
    assert not current_calendar().is_provisional(2027)

    undo_calendar_year(loaded, by=admin, county=county, reason="导入错误")
    with pytest.raises(RuleViolation) as refusal:
        undo_calendar_year(loaded, by=admin, county=county, reason="导入错误")
    assert refusal.value.code == "calendar_year_not_current"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"days": days_of_2027(Day(date(2026, 2, 16), is_off=True))}, "calendar_day_of_other_year"),
        ({"days": days_of_2027(Day(date(2027, 1, 1), is_off=True))}, "calendar_day_twice"),
        ({"days": days_of_2027()[:-1]}, "statutory_day_missing"),
        ({"days": []}, "statutory_day_missing"),
        ({"source_document": " "}, "source_document_missing"),
    ],
)
def test_faulty_table_leaves_only_its_refusal(county, admin, change, code):
    given = {"year": 2027, "days": days_of_2027(), "source_document": NOTICE} | change

    with pytest.raises(RuleViolation) as refusal:
        load_calendar_year(county, by=admin, **given)

    assert refusal.value.code == code
    assert not CalendarYear.objects.exists()
    assert refusal_code("load_calendar_year") == code


def test_same_table_is_not_loaded_twice(county, admin):
    load_2027(county, admin)

    with pytest.raises(RuleViolation) as refusal:
        load_2027(county, admin, list(reversed(days_of_2027())))

    assert refusal.value.code == "calendar_year_unchanged"
    assert CalendarYear.objects.count() == 1


def test_days_known_in_advance_leave_the_year_provisional_and_yield_to_the_notice(county, admin):
    load_2027(county, admin, spring_festival(), is_official=False)
    entered = due_date(EXAMPLE_20, date(2026, 11, 9), current_calendar())
    assert (entered.limit, entered.provisional) == (date(2027, 2, 12), True)

    load_2027(county, admin, days_of_2027(*spring_festival()))
    assert not recompute(entered, current_calendar()).provisional

    with pytest.raises(RuleViolation) as refusal:
        load_2027(county, admin, spring_festival()[:1], is_official=False)
    assert refusal.value.code == "calendar_year_already_official"


def test_clerk_may_neither_load_nor_undo(county, township, admin):
    clerk = member(township, Role.TOWNSHIP_CLERK)
    loaded = load_2027(county, admin)

    with pytest.raises(NotPermitted):
        load_2027(county, clerk, days_of_2027(*spring_festival()))
    with pytest.raises(NotPermitted):
        undo_calendar_year(loaded, by=clerk, county=county, reason="x")

    assert CalendarYear.objects.get() == loaded
    loaded.refresh_from_db()
    assert loaded.is_current


def test_calendar_costs_one_query_once_it_is_known(county, admin, django_assert_num_queries):
    load_2027(county, admin)
    current_calendar()

    with django_assert_num_queries(1):
        known = current_calendar()

    with django_assert_num_queries(1):
        assert current_calendar() is known


def test_table_that_appears_behind_our_back_counts_at_once(county, admin):
    loaded = load_2027(county, admin)
    current_calendar()

    # What another process commits reaches this one through the database only.
    CalendarYear.objects.filter(pk=loaded.pk).update(is_current=False)
    assert current_calendar().is_provisional(2027)


def test_database_keeps_one_current_edition_and_sane_days(county, admin):
    loaded = load_2027(county, admin)

    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarYear.objects.create(year=2027, edition=9, source_document="x", loaded_by=admin, digest="sha256:x")
    for flags in ({}, {"is_off": True, "is_makeup": True}, {"is_makeup": True, "is_statutory": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarDay.objects.create(calendar_year=loaded, date=date(2027, 3, 6), **flags)


# --- Reading a table from CSV ---------------------------------------------------------------------------------------


def test_csv_names_the_faulty_row():
    lines = ["date,is_off,is_statutory,is_makeup,name", "2027-01-01,1,1,0,元旦", "2027-01-04,0,0,1,元旦"]

    with pytest.raises(RuleViolation) as refusal:
        read_days(lines)  # 2027-01-04 is a Monday

    assert refusal.value.code == "calendar_row_invalid"
    assert "3" in str(refusal.value.message)


def test_the_december_before_is_arranged_by_the_notice_of_the_new_year(county, admin):
    before = current_calendar()
    new_year = [Day(date(2026, 12, 26), is_makeup=True), Day(date(2026, 12, 31), is_off=True)]
    loaded = load_2027(county, admin, days_of_2027(*new_year))

    calendar = current_calendar()
    assert (before.is_working_day(date(2026, 12, 26)), before.is_working_day(date(2026, 12, 31))) == (False, True)
    assert (calendar.is_working_day(date(2026, 12, 26)), calendar.is_working_day(date(2026, 12, 31))) == (True, False)
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.version != before.version  # so that what was counted before is counted again

    undo_calendar_year(loaded, by=admin, county=county, reason="导入错误")
    assert current_calendar().is_working_day(date(2026, 12, 31))


@pytest.mark.parametrize(
    "table",
    [
        "日期\t名称\t放假\t法定\t调休上班\n2027/1/1\t元旦\t1\t1\t\n2026年12月26日\t元旦\t\t\t1\n\t\t\t\t",
        "日期\t节日\t休息\t法定\t上班\n2027-01-01\t元旦\t休\tTRUE\tFALSE\n2026-12-26\t元旦\t班\t\t班",
        "日期，放假，是否法定节假日，补班，节日\n2027-01-01，是，是，否，元旦\n2026.12.26，否，否，是，元旦",
    ],
)
def test_a_table_pasted_from_a_spreadsheet_is_read(table):
    assert read_days(table.splitlines()) == [
        Day(date(2027, 1, 1), is_off=True, is_statutory=True, name="元旦"),
        Day(date(2026, 12, 26), is_makeup=True, name="元旦"),
    ]


@pytest.mark.parametrize("row", ["2027-13-01,1,0,0,x", ",1,0,0,x", "2027-01-01,yes,0,0,x", "2027-01-01"])
def test_csv_row_that_cannot_be_read_is_refused(row):
    with pytest.raises(RuleViolation) as refusal:
        read_days(["date,is_off,is_statutory,is_makeup,name", row])
    assert refusal.value.code == "calendar_row_invalid"


def test_the_name_of_a_day_has_a_limit_at_every_door(county, admin):
    with pytest.raises(RuleViolation) as refusal:
        read_days(["日期,放假,法定节假日,调休上班,节日", "2027-01-01,1,1,0,元旦", f"2027-01-02,1,0,0,{'假' * 41}"])
    assert refusal.value.code == "calendar_name_too_long"
    for told in ("3", "节日", "40", "41"):
        assert told in str(refusal.value.message)
    with pytest.raises(RuleViolation) as refusal:
        load_2027(county, admin, days_of_2027(Day(date(2027, 3, 6), is_off=True, name="假" * 41)))
    assert refusal.value.code == "calendar_name_too_long"
    assert not CalendarYear.objects.exists()
    assert read_days(["日期,放假,法定节假日,调休上班,节日", f"2027-01-02,1,0,0,{'假' * 40}"])[0].name == "假" * 40


def test_the_headings_that_the_page_offers_are_understood_in_both_languages():
    for language in ("en", "zh-hans"):
        with translation.override(language):
            headings = str(HEADINGS)
        assert headings.isascii() is (language == "en")
        assert read_days([headings, "2027-01-01,√,√,×,元旦"])[0].is_statutory


def test_csv_without_its_columns_is_refused():
    with pytest.raises(RuleViolation) as refusal:
        read_days(["date,name", "2027-01-01,元旦"])
    assert refusal.value.code == "calendar_columns_missing"
    assert "is_makeup" in str(refusal.value.message)


def test_a_chinese_table_is_refused_in_its_own_words():
    with pytest.raises(RuleViolation) as refusal:
        read_days(["日期\t节日\t放假\t法定", "2027/1/1\t元旦\t1\t1"])
    assert "调休上班" in str(refusal.value.message)
    assert "is_" not in str(refusal.value.message)
    with pytest.raises(RuleViolation) as refusal:
        read_days(["日期\t节日\t放假\t法定\t上班", "2027/1/1\t元旦\tTrue吗\t1\t"])
    assert "True吗" in str(refusal.value.message)


# --- Local terms ----------------------------------------------------------------------------------------------------


ANSWER = "transfer_answer"


def set_answer(organisation, admin, number: int, since: date, **rest) -> LocalTerm:
    given = {"unit": Unit.WORKING_DAYS, "document_no": f"澜法发〔{since.year}〕{number}号"} | rest
    return set_local_term(organisation, by=admin, code=ANSWER, number=number, effective_from=since, **given)


def test_new_local_term_ends_the_one_before(county, admin):
    old = set_answer(county, admin, 5, date(2025, 1, 1))
    new = set_answer(county, admin, 3, date(2026, 7, 1))

    old.refresh_from_db()
    assert (old.effective_to, new.effective_to) == (date(2026, 6, 30), None)
    assert local_term(ANSWER, at=county, on=date(2024, 12, 31)) is None
    assert local_term(ANSWER, at=county, on=date(2026, 6, 30)) == old
    assert local_term(ANSWER, at=county, on=date(2026, 7, 1)) == new


def test_local_term_set_between_others_leaves_no_overlap(county, admin):
    set_answer(county, admin, 5, date(2025, 1, 1))
    set_answer(county, admin, 3, date(2027, 1, 1))
    set_answer(county, admin, 4, date(2026, 1, 1))

    rows = list(LocalTerm.objects.filter(code=ANSWER).order_by("effective_from"))
    assert [(row.number, row.effective_to) for row in rows] == [
        (5, date(2025, 12, 31)),
        (4, date(2026, 12, 31)),
        (3, None),
    ]
    for on in (date(2025, 6, 1), date(2026, 1, 1), date(2026, 12, 31), date(2030, 1, 1)):
        assert LocalTerm.objects.filter(code=ANSWER).in_force(on).count() == 1


@pytest.fixture
def neighbour(county):
    return TownshipFactory(parent=county)


@pytest.fixture
def other_county():
    return CountyFactory()


def test_nearest_body_decides(county, township, neighbour, other_county, admin):
    of_county = set_answer(county, admin, 5, date(2025, 1, 1))
    of_township = set_answer(township, admin, 2, date(2025, 1, 1))

    on = date(2026, 3, 1)
    assert local_term(ANSWER, at=township, on=on) == of_township
    assert local_term(ANSWER, at=neighbour, on=on) == of_county
    assert local_term(ANSWER, at=other_county, on=on) is None


def test_local_term_counts_with_its_document(county, admin):
    load_shipped_calendars(county, by=admin)
    row = set_answer(county, admin, 5, date(2025, 1, 1))

    due = due_date(row.as_term(), date(2026, 6, 17), current_calendar(), event="received")

    assert due.limit == date(2026, 6, 25)  # worked example 19
    assert (due.term.rule, due.term.basis) == (ANSWER, row.document_no)


def test_roll_over_clause_of_the_rule_set_serves_organs_only(county, admin):
    row = set_answer(county, admin, 90, date(2025, 1, 1), unit=Unit.NATURAL_DAYS, roll_organ=True)
    load_shipped_calendars(county, by=admin)

    assert due_date(row.as_term(), date(2026, 7, 3), current_calendar()).limit == date(2026, 10, 8)
    measure = row.as_term(whose=Whose.MEASURE)
    assert measure == replace(row.as_term(), whose=Whose.MEASURE, roll_organ=False)
    assert due_date(measure, date(2026, 7, 3), current_calendar()).limit == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"document_no": ""}, "document_no_missing"),
        ({"effective_to": date(2025, 12, 31)}, "local_value_ends_before_start"),
        ({"number": 0}, "local_term_invalid"),
        ({"unit": Unit.HOURS, "pausable": True}, "local_term_invalid"),
        ({"unit": Unit.NATURAL_DAYS, "regime": Regime.PENALTY}, "local_term_contradicts_law"),
        ({"unit": Unit.NATURAL_DAYS, "regime": Regime.COERCION}, "local_term_contradicts_law"),
        ({"effective_from": date(2025, 1, 1)}, "local_value_already_set"),
    ],
)
def test_faulty_local_term_leaves_only_its_refusal(county, admin, change, code):
    standing = set_answer(county, admin, 5, date(2025, 1, 1))
    given = {
        "code": ANSWER,
        "number": 5,
        "unit": Unit.WORKING_DAYS,
        "effective_from": date(2026, 1, 1),
        "document_no": "澜法发〔2026〕1号",
    } | change

    with pytest.raises(RuleViolation) as refusal:
        set_local_term(county, by=admin, **given)

    assert refusal.value.code == code
    assert LocalTerm.objects.get() == standing
    standing.refresh_from_db()
    assert standing.effective_to is None
    assert refusal_code("set_local_term") == code


def test_database_refuses_a_local_term_against_the_law(county):
    row = LocalTerm(
        organisation=county, code=ANSWER, number=7, unit="natural_days", regime="penalty",
        effective_from=date(2026, 1, 1), document_no="x",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.number = 15
    row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalTerm.objects.create(
            organisation=county, code=ANSWER, number=1, unit="months", effective_from=date(2027, 1, 1), document_no="x"
        )


def test_township_clerk_may_not_set_terms(county, township):
    clerk = member(township, Role.TOWNSHIP_CLERK)
    with pytest.raises(NotPermitted):
        set_answer(county, clerk, 5, date(2026, 1, 1))
    assert not LocalTerm.objects.exists()
