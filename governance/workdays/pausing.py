"""中止: how far a term that pauses has run on a day, what is left of it, and when it would end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.workdays.calendar import ONE_DAY, Calendar, days
from governance.workdays.counting import counted_days, due_date, is_counted
from governance.workdays.results import DueDate, Moment, day_of
from governance.workdays.terms import Pause, Term, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """已用与剩余: a term at the end of the day `on`.

    `total` and `used` count the days the term counts: working days of a term in working days, else calendar days, of
    months and years too. `pause` is the one that still lasts; `due` is then the end if it were over with this day.
    """

    on: date
    total: int
    used: int
    pause: Pause | None
    due: DueDate

    @property
    def left(self) -> int:
        return self.total - self.used

    @property
    def unit(self) -> Unit:
        """What `total` and `used` count."""
        return Unit.WORKING_DAYS if self.due.term.unit is Unit.WORKING_DAYS else Unit.NATURAL_DAYS


def standing(
    term: Term, start: Moment, calendar: Calendar, *, on: date, event: str = "", pauses: Iterable[Pause] = ()
) -> Standing:
    """How the term stands on the day, a pause that still lasts included.

    A pause that begins after the last day counted for the term is none of the term. Raises ValueError where
    `due_date` does, for hours, and for two pauses that still last.
    """
    if term.unit is Unit.HOURS:
        raise ValueError(f"{term.rule}: hours run through everything")
    pauses = tuple(pauses)
    closed = [pause for pause in pauses if pause.last is not None]
    lasting = [pause for pause in pauses if pause.last is None]
    if len(lasting) > 1:
        raise ValueError(f"{term.rule}: two pauses still last")
    due = due_date(term, start, calendar, event=event, pauses=closed)
    nominal = day_of(due.nominal)
    pause = next((pause for pause in lasting if pause.first <= min(on, nominal)), None)
    if pause is not None:
        closed.append(Pause(pause.first, on, pause.basis))
        due = due_date(term, start, calendar, event=event, pauses=closed)
        nominal = day_of(due.nominal)
    start_on = day_of(start)
    used = sum(is_counted(day, term, calendar, closed) for day in days(start_on + ONE_DAY, min(on, nominal)))
    return Standing(on=on, total=counted_days(term, start_on), used=used, pause=pause, due=due)
