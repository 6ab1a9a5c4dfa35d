"""What a computation returns: due dates and windows, with the steps that led to them, storable as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Self

from governance.workdays.calendar import SHANGHAI
from governance.workdays.terms import Pause, Term

Moment = date | datetime


class StepKind(StrEnum):
    """The kinds of step in a computation; `explain` has the words for each."""

    START = "start"  # the starting day or hour is not counted
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    MONTH_END = "month_end"  # the month has no such day
    PAUSE = "pause"
    PAUSE_WORKING = "pause_working"  # of a term in working days: only those are kept from counting
    ROLL = "roll"  # 顺延
    STAY = "stay"  # a day off remains the limit
    EXPIRE = "expire"  # a measure ends even on a day off
    BACK = "back"  # working days counted backwards from an event
    BACK_NATURAL = "back_natural"
    SAFETY = "safety"
    PROVISIONAL = "provisional"  # 暂定
    OPEN = "open"  # a window opens


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive days of one name, both ends inclusive: 05-01 to 05-05, 劳动节."""

    first: date
    last: date
    name: str = ""

    def to_json(self) -> list[str]:
        return [self.first.isoformat(), self.last.isoformat(), self.name]

    @classmethod
    def from_json(cls, data: list[str]) -> Self:
        first, last, name = data
        return cls(date.fromisoformat(first), date.fromisoformat(last), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: from which moment to which, how many, on what basis, and the announced days that mattered.

    `off` are the holidays passed over, `makeup` the weekend days that counted as working days.
    """

    kind: StepKind
    first: Moment
    last: Moment
    number: int = 0
    basis: str = ""
    off: tuple[Span, ...] = ()
    makeup: tuple[Span, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "number": self.number,
            "basis": self.basis,
            "off": [span.to_json() for span in self.off],
            "makeup": [span.to_json() for span in self.makeup],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            kind=StepKind(data["kind"]),
            first=read_moment(data["first"]),
            last=read_moment(data["last"]),
            number=data["number"],
            basis=data["basis"],
            off=tuple(Span.from_json(span) for span in data["off"]),
            makeup=tuple(Span.from_json(span) for span in data["makeup"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """到期日: when a term that began with `event` at `start` ends, and why.

    - `nominal`: where counting alone leads; `limit`: the legal end after roll-over. Datetimes for hours, else dates.
    - `warn_on`: the last working day on which one can still act: the limit itself unless that is a day off. Of a term
      counted backwards, the day one working day earlier.
    - `provisional` (暂定): a year without an official table took part. Such a date has no automatic legal effect.
    - `calendar_version` tells which calendar it rests on; `recompute` (in counting) makes it anew on another one.
    """

    term: Term
    event: str
    start: Moment
    nominal: Moment
    limit: Moment
    warn_on: date
    provisional: bool
    calendar_version: str
    steps: tuple[Step, ...]
    pauses: tuple[Pause, ...] = ()
    backwards: bool = False

    @property
    def limit_on(self) -> date:
        """The day of the limit, whatever the unit."""
        return day_of(self.limit)

    @property
    def ends_at(self) -> datetime:
        """The last moment that is still in time: the limit's hour, or the end of its day in Shanghai."""
        if isinstance(self.limit, datetime):
            return self.limit
        return datetime.combine(self.limit, time.max, tzinfo=SHANGHAI)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the term has certainly ended: never true of a provisional date."""
        return not self.provisional and now > self.ends_at

    def is_met_by(self, done_at: datetime, *, posted_at: datetime | None = None) -> bool:
        """Whether an act was in time; travel time of posted papers does not count (民事诉讼法 85)."""
        return (posted_at or done_at) <= self.ends_at

    def to_json(self) -> dict[str, Any]:
        return {
            "term": self.term.to_json(),
            "event": self.event,
            "start": self.start.isoformat(),
            "nominal": self.nominal.isoformat(),
            "limit": self.limit.isoformat(),
            "warn_on": self.warn_on.isoformat(),
            "provisional": self.provisional,
            "calendar_version": self.calendar_version,
            "steps": [step.to_json() for step in self.steps],
            "pauses": [pause.to_json() for pause in self.pauses],
            "backwards": self.backwards,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            term=Term.from_json(data["term"]),
            event=data["event"],
            start=read_moment(data["start"]),
            nominal=read_moment(data["nominal"]),
            limit=read_moment(data["limit"]),
            warn_on=date.fromisoformat(data["warn_on"]),
            provisional=data["provisional"],
            calendar_version=data["calendar_version"],
            steps=tuple(Step.from_json(step) for step in data["steps"]),
            pauses=tuple(Pause.from_json(pause) for pause in data["pauses"]),
            backwards=data["backwards"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """期间 “from … to …”, both inclusive: what a court or reconsideration limit is shown as, never as “today”."""

    opens_on: date
    closes_on: date
    provisional: bool
    calendar_version: str
    steps: tuple[Step, ...]

    def __contains__(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on

    def to_json(self) -> dict[str, Any]:
        return {
            "opens_on": self.opens_on.isoformat(),
            "closes_on": self.closes_on.isoformat(),
            "provisional": self.provisional,
            "calendar_version": self.calendar_version,
            "steps": [step.to_json() for step in self.steps],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            opens_on=date.fromisoformat(data["opens_on"]),
            closes_on=date.fromisoformat(data["closes_on"]),
            provisional=data["provisional"],
            calendar_version=data["calendar_version"],
            steps=tuple(Step.from_json(step) for step in data["steps"]),
        )


def day_of(moment: Moment) -> date:
    """The day of a moment in Shanghai; a naive datetime is refused, for it says no moment."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a time needs its offset")
    return moment.astimezone(SHANGHAI).date()


def read_moment(text: str) -> Moment:
    """The date, or the datetime with its offset, that `isoformat` wrote."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
