"""Do clocks say how long is left, in the days people count."""

import datetime

import pytest
import time_machine
from django.utils import timezone, translation

from governance.admin.display import chip, clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2025-11-24 09:00 +0800", tick=False), translation.override("en"):
        yield


def at(text: str) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        ("2025-12-01T23:59:59", "5 working days left", "neutral"),  # a weekend lies between
        ("2025-11-27T23:59:59", "3 working days left", "warning"),
        ("2025-11-25T23:59:59", "1 working day left", "warning"),
        ("2025-11-24T23:59:59", "due today", "warning"),
        ("2025-11-24T08:00:00", "overdue", "danger"),
        ("2025-11-20T23:59:59", "overdue by 2 working days", "danger"),
    ],
)
def test_clock_counts_working_days(due, words, tone):
    shown = clock(at(due))
    assert f'chip-{tone}">{words}<' in shown


def test_provisional_clock_is_never_red():
    shown = clock(at("2025-11-20T23:59:59"), provisional=True)
    assert "provisional" in shown
    assert "chip-danger" not in shown


def test_hours_through_the_weekend_are_hours():
    with time_machine.travel("2025-11-28 20:00 +0800", tick=False):
        assert "16 hours left" in clock(at("2025-11-29T12:00:00"))


def test_chip_escapes_and_knows_its_tones():
    assert "<b>" not in chip("<b>")
    with pytest.raises(ValueError, match="pink"):
        chip("word", "pink")
