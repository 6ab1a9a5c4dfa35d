"""When to warn while a term runs, and the windows that open when one has ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from governance.workdays.calendar import ONE_DAY, Calendar
from governance.workdays.results import DueDate, Moment, Step, StepKind, Window, day_of


class ReminderKind(StrEnum):
    HALF_TIME = "half_time"
    THREE_WORKING_DAYS = "three_working_days"
    ONE_WORKING_DAY = "one_working_day"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One warning of a running term: from this day, or for terms in hours this moment, it is due to be given."""

    kind: ReminderKind
    on: Moment


def reminders(due: DueDate, calendar: Calendar) -> list[Reminder]:
    """The warnings of a term in order: half time, three and one working day before, due, overdue.

    At most one a day, the more urgent one; none before the term began; nothing is overdue by a provisional date.
    """
    if isinstance(due.start, datetime) and isinstance(due.limit, datetime):
        half = due.start + (due.limit - due.start) / 2
        return [
            Reminder(ReminderKind.HALF_TIME, half),
            Reminder(ReminderKind.DUE, due.limit),
            Reminder(ReminderKind.OVERDUE, due.limit),
        ]
    start, limit = day_of(due.start), due.limit_on
    planned: list[tuple[ReminderKind, date]] = []
    if not due.backwards:
        planned.append((ReminderKind.HALF_TIME, start + timedelta(days=(limit - start).days // 2)))
    planned += [
        (ReminderKind.THREE_WORKING_DAYS, calendar.add_working_days(limit, -3)),
        (ReminderKind.ONE_WORKING_DAY, calendar.add_working_days(limit, -1)),
        (ReminderKind.DUE, due.warn_on),
    ]
    if not due.provisional:
        planned.append((ReminderKind.OVERDUE, limit + ONE_DAY))
    by_day: dict[date, ReminderKind] = {}
    for kind, on in planned:  # in order of urgency: a later one replaces an earlier one of the same day
        if due.backwards or on > start or kind is ReminderKind.DUE:
            by_day[on] = kind
    return [Reminder(kind, on) for on, kind in sorted(by_day.items())]


def window_after(ended: DueDate, closes: DueDate, calendar: Calendar) -> Window:
    """The window from the working day after one term has ended until another one ends.

    Application to the court: after the 10 working days of the demand, until 3 months after the remedy period
    (行政强制法 53, 54).
    """
    opens_on = calendar.next_working_day(ended.limit_on + ONE_DAY)
    opening = Step(kind=StepKind.OPEN, first=ended.limit_on, last=opens_on)
    return Window(
        opens_on=opens_on,
        closes_on=closes.limit_on,
        provisional=ended.provisional or closes.provisional or calendar.is_provisional(opens_on.year),
        calendar_version=calendar.version,
        steps=(*ended.steps, opening, *closes.steps),
    )
