"""Is a promise never longer than the law allows, in whatever units, by rule and by database alike?"""

import bisect
import datetime
from itertools import product

import chinese_calendar
import pytest
from django.db import IntegrityError, transaction

from services.item_choices import LimitUnit
from services.limits import HOLIDAYS, is_within
from services.models import Implementation
from tests.services.factories import ImplementationFactory

WORKING, NATURAL = LimitUnit.WORKING_DAYS, LimitUnit.NATURAL_DAYS


def test_no_term_of_working_days_ever_took_longer_than_is_assumed():
    """Every term begun on any day since 2004, against the calendars as they were published."""
    first = datetime.date(2004, 1, 1)
    days = (datetime.date(2026, 12, 31) - first).days + 1
    at_work = [n for n in range(days) if chinese_calendar.is_workday(first + datetime.timedelta(n))]
    for number in (1, 2, 3, 5, 7, 10, 15, 20, 30, 60, 120, 180):
        spans = []
        for start in range(days - 400):
            last = at_work[bisect.bisect_right(at_work, start) + number - 1]
            spans.append(last - start)
        assert max(spans) <= 1.5 * number + HOLIDAYS
        assert min(spans) >= number


@pytest.mark.parametrize(
    ("promised", "unit", "legal", "legal_unit", "fits"),
    [
        (20, WORKING, 20, WORKING, True),
        (21, WORKING, 20, WORKING, False),
        (20, NATURAL, 20, WORKING, True),  # twenty working days are never fewer than twenty days
        (21, NATURAL, 20, WORKING, False),
        (20, WORKING, 30, NATURAL, False),  # 30 days with the spring festival among them
        (20, WORKING, 40, NATURAL, True),
        (0, WORKING, 1, NATURAL, True),
        (1, WORKING, 1, NATURAL, False),
    ],
)
def test_units_are_compared_at_the_worst(promised, unit, legal, legal_unit, fits):
    assert is_within(promised, unit, legal, legal_unit) is fits


def test_the_database_says_the_same_of_every_pair(db):
    row = ImplementationFactory(legal_limit=200, legal_unit=WORKING, promised_limit=1, promised_unit=WORKING)
    for promised, legal in product((0, 1, 5, 13, 14, 20, 21), (1, 10, 15, 20, 30, 31)):
        for unit, legal_unit in product((WORKING, NATURAL), repeat=2):
            says = {
                "promised_limit": promised, "promised_unit": unit, "legal_limit": legal, "legal_unit": legal_unit
            }  # fmt: skip
            try:
                with transaction.atomic():
                    Implementation.objects.filter(pk=row.pk).update(**says)
                stored = True
            except IntegrityError:
                stored = False
            assert stored is is_within(promised, unit, legal, legal_unit), says


def test_without_a_legal_limit_there_is_only_the_promise(db):
    assert ImplementationFactory(legal_limit=None, legal_unit="", promised_limit=500).pk
