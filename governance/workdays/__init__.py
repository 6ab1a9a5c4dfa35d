"""Statutory day arithmetic that explains itself: calendars, terms, due dates; no ORM, no clock, no database."""

from governance.workdays.accrual import Accrual, daily_accrual
from governance.workdays.calendar import SHANGHAI, Calendar, Day, YearTable
from governance.workdays.counting import due_date, latest_day, recompute
from governance.workdays.explain import explain, step_text, term_text, window_text
from governance.workdays.results import DueDate, Span, Step, StepKind, Window
from governance.workdays.terms import Pause, Regime, Term, Unit, Whose
from governance.workdays.watching import Reminder, ReminderKind, reminders, window_after

__all__ = [
    "SHANGHAI",
    "Accrual",
    "Calendar",
    "Day",
    "DueDate",
    "Pause",
    "Regime",
    "Reminder",
    "ReminderKind",
    "Span",
    "Step",
    "StepKind",
    "Term",
    "Unit",
    "Whose",
    "Window",
    "YearTable",
    "daily_accrual",
    "due_date",
    "explain",
    "latest_day",
    "recompute",
    "reminders",
    "step_text",
    "term_text",
    "window_after",
    "window_text",
]
