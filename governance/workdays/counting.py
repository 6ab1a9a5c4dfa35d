"""From a term and its start to a due date: the rules of counting, each leaving its step."""

import calendar as gregorian
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from governance.workdays.calendar import ONE_DAY, SHANGHAI, Calendar, days
from governance.workdays.results import DueDate, Moment, Span, Step, StepKind, day_of
from governance.workdays.terms import Pause, Term, Unit, Whose

# 民事诉讼法 85: the starting hour or day is not counted; a period that ends on a day off ends on the day after it.
COUNTING_ARTICLE = "《民事诉讼法》第八十五条"


def due_date(
    term: Term, start: Moment, calendar: Calendar, *, event: str = "", pauses: Iterable[Pause] = ()
) -> DueDate:
    """到期日 of a term that begins with `event` at `start`: a date, or a datetime with offset (required for hours).

    A year without an official table gives a provisional result, never an error. Raises ValueError for what is a
    mistake of the caller: hours without a time, pauses of a term that has none, or a pause that still lasts; for such
    a one there is `pausing.standing`.
    """
    pauses = _checked(pauses, term)
    if term.unit is Unit.HOURS:
        return _due_hour(term, start, calendar, event)
    start_on = day_of(start)
    steps = [Step(kind=StepKind.START, first=start_on, last=start_on, basis=COUNTING_ARTICLE)]
    nominal, steps_of_count = _count(term, start_on, calendar, pauses)
    steps += steps_of_count
    limit, warn_on = _end(term, nominal, start_on, calendar, steps)
    # The days whose kind mattered: all that were counted as working days, otherwise those around the end.
    first_asked = start_on + ONE_DAY if term.unit is Unit.WORKING_DAYS else min(warn_on, nominal)
    provisional = _note_provisional(first_asked, limit, calendar, steps)
    return DueDate(
        term=term,
        event=event,
        start=start_on,
        nominal=nominal,
        limit=limit,
        warn_on=warn_on,
        provisional=provisional,
        calendar_version=calendar.version,
        steps=tuple(steps),
        pauses=pauses,
    )


def latest_day(term: Term, event_on: date, calendar: Calendar, *, event: str = "") -> DueDate:
    """The last day to act “N days before” an event, such as a hearing notice: the event's day is not counted.

    `limit` is the latest lawful day; `warn_on` lies one working day earlier, for safety. Raises ValueError for terms
    in other units than days.
    """
    event_on = day_of(event_on)
    if term.unit is Unit.WORKING_DAYS:
        limit = calendar.add_working_days(event_on, -term.number)
        kind = StepKind.BACK
        off, makeup = _announced(limit, event_on - ONE_DAY, calendar)
    elif term.unit is Unit.NATURAL_DAYS:
        kind = StepKind.BACK_NATURAL
        limit = event_on - timedelta(days=term.number)
        off, makeup = (), ()
    else:
        raise ValueError(f"{term.rule}: only days are counted backwards")
    safe_on = calendar.add_working_days(limit, -1)
    steps = [
        Step(
            kind=kind,
            first=event_on,
            last=limit,
            number=term.number,
            basis=term.regime.article,
            off=off,
            makeup=makeup,
        ),
        Step(kind=StepKind.SAFETY, first=limit, last=safe_on, number=1),
    ]
    last_asked = event_on - ONE_DAY if term.unit is Unit.WORKING_DAYS else limit
    provisional = _note_provisional(safe_on, last_asked, calendar, steps)
    return DueDate(
        term=term,
        event=event,
        start=event_on,
        nominal=limit,
        limit=limit,
        warn_on=safe_on,
        provisional=provisional,
        calendar_version=calendar.version,
        steps=tuple(steps),
        backwards=True,
    )


def recompute(due: DueDate, calendar: Calendar) -> DueDate:
    """The same question asked of another calendar: same term, event, start and pauses."""
    if due.backwards:
        return latest_day(due.term, day_of(due.start), calendar, event=due.event)
    return due_date(due.term, due.start, calendar, event=due.event, pauses=due.pauses)


def add_months(start: date, months: int) -> date:
    """The same day number `months` later, or the end of a month that has no such day."""
    position = start.year * 12 + start.month - 1 + months
    year, month = position // 12, position % 12 + 1
    return date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))


def counted_days(term: Term, start: date) -> int:
    """How many days the term counts from its start: months and years have as many as lie in them."""
    if term.unit in (Unit.WORKING_DAYS, Unit.NATURAL_DAYS):
        return term.number
    return (add_months(start, term.number * (12 if term.unit is Unit.YEARS else 1)) - start).days


def is_counted(day: date, term: Term, calendar: Calendar, pauses: Iterable[Pause]) -> bool:
    """Whether a day after the start uses up one of the term's days."""
    if term.unit is Unit.WORKING_DAYS and not calendar.is_working_day(day):
        return False
    return not any(pause.covers(day) for pause in pauses)


def _checked(pauses: Iterable[Pause], term: Term) -> tuple[Pause, ...]:
    pauses = tuple(sorted(pauses, key=lambda pause: pause.first))
    if pauses and not term.pausable:
        raise ValueError(f"{term.rule}: no rule lets this term pause")
    if any(pause.last is None for pause in pauses):
        raise ValueError(f"{term.rule}: a suspended clock has no due date")
    return pauses


def _due_hour(term: Term, start: Moment, calendar: Calendar, event: str) -> DueDate:
    """Hours run through nights, weekends and holidays: no calendar can move their limit."""
    if not isinstance(start, datetime):
        raise ValueError(f"{term.rule}: hours count from a time, not from a day")
    start_on = day_of(start)
    start = start.astimezone(SHANGHAI)
    limit = start + timedelta(hours=term.number)
    return DueDate(
        term=term,
        event=event,
        start=start,
        nominal=limit,
        limit=limit,
        warn_on=max(calendar.last_working_day(limit.date()), start_on),
        provisional=False,
        calendar_version=calendar.version,
        steps=(Step(kind=StepKind.HOURS, first=start, last=limit, number=term.number),),
    )


def _count(term: Term, start: date, calendar: Calendar, pauses: tuple[Pause, ...]) -> tuple[date, list[Step]]:
    """The day on which the last of the term's days is used up, and how that was found."""
    day = start
    remaining = counted_days(term, start)
    unpaused = start + timedelta(days=remaining)
    while remaining:
        day += ONE_DAY
        remaining -= is_counted(day, term, calendar, pauses)
    working = term.unit is Unit.WORKING_DAYS
    off, makeup = _announced(start + ONE_DAY, day, calendar) if working else ((), ())
    step = Step(
        kind=StepKind(term.unit.value),
        first=start + ONE_DAY,
        last=day,
        number=term.number,
        basis=term.regime.article,
        off=off,
        makeup=makeup,
    )
    steps = [*_pause_steps(term, start, day, calendar, pauses), step]
    if term.unit in (Unit.MONTHS, Unit.YEARS) and unpaused.day != start.day:
        steps.append(Step(kind=StepKind.MONTH_END, first=start, last=unpaused))
    return day, steps


def _end(term: Term, nominal: date, start: date, calendar: Calendar, steps: list[Step]) -> tuple[date, date]:
    """The limit and the day to warn on, where counting led to `nominal`."""
    if calendar.is_working_day(nominal):
        return nominal, nominal
    if term.whose is Whose.PARTY or term.roll_organ:
        limit = calendar.next_working_day(nominal)
        off, makeup = _announced(nominal, limit, calendar)
        basis = COUNTING_ARTICLE if term.whose is Whose.PARTY else term.basis
        steps.append(Step(kind=StepKind.ROLL, first=nominal, last=limit, basis=basis, off=off, makeup=makeup))
        return limit, limit
    # Nobody can be warned before the term began: one that lies wholly within a holiday warns on its first day.
    warn_on = max(calendar.last_working_day(nominal), start)
    kind = StepKind.EXPIRE if term.whose is Whose.MEASURE else StepKind.STAY
    off, makeup = _announced(warn_on + ONE_DAY, nominal, calendar)
    steps.append(Step(kind=kind, first=nominal, last=warn_on, off=off, makeup=makeup))
    return nominal, warn_on


def _note_provisional(first: date, last: date, calendar: Calendar, steps: list[Step]) -> bool:
    years = [year for year in range(first.year, last.year + 1) if calendar.is_provisional(year)]
    steps += [
        Step(kind=StepKind.PROVISIONAL, first=date(year, 1, 1), last=date(year, 12, 31), number=year) for year in years
    ]
    return bool(years)


def _pause_steps(term: Term, start: date, end: date, calendar: Calendar, pauses: tuple[Pause, ...]) -> Iterator[Step]:
    """The parts of the pauses that lie within the term, each day once, with how many days they keep from counting."""
    reached = start
    for pause in pauses:
        first, last = max(pause.first, reached + ONE_DAY), min(pause.last or end, end)
        if first > last:
            continue
        reached = last
        number = sum(is_counted(day, term, calendar, ()) for day in days(first, last))
        kind = StepKind.PAUSE_WORKING if term.unit is Unit.WORKING_DAYS else StepKind.PAUSE
        yield Step(kind=kind, first=first, last=last, number=number, basis=pause.basis)


def _announced(first: date, last: date, calendar: Calendar) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The holidays and the make-up working days from first to last; ordinary weekends explain themselves."""
    listed = [day for on in days(first, last) if (day := calendar.day(on))]
    off = tuple(_spans((day.on, day.name) for day in listed if day.is_off))
    makeup = tuple(_spans((day.on, day.name) for day in listed if day.is_makeup))
    return off, makeup


def _spans(named_days: Iterable[tuple[date, str]]) -> Iterator[Span]:
    current: Span | None = None
    for on, name in named_days:
        if current and current.last + ONE_DAY == on and current.name == name:
            current = Span(current.first, on, name)
            continue
        if current:
            yield current
        current = Span(on, on, name)
    if current:
        yield current
