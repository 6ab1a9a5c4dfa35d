"""Short words for the limits and days the tests of counting ask about; the calendar of 2026 as shipped."""

from datetime import date, datetime

from governance.workdays.calendar import SHANGHAI, YearTable
from governance.workdays.terms import Regime, Term, Unit, Whose
from governance.year_tables import shipped_years

PARTY, MEASURE = Whose.PARTY, Whose.MEASURE


def table_2026() -> YearTable:
    shipped = next(shipped for shipped in shipped_years() if shipped.year == 2026)
    return YearTable(2026, "1", shipped.days, source=shipped.source_document)


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
