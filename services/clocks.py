"""办件时限: what the clock of an application says on a day, from plain values; no ORM, no clock of its own.

The one calculator for list, record, public page and sweep. What it knows of an application is a `Course`.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from governance.workdays import pausing
from governance.workdays.calendar import ONE_DAY, Calendar
from governance.workdays.counting import due_date
from governance.workdays.results import DueDate
from governance.workdays.terms import Pause, Regime, Term, Unit, Whose

LICENSING_LAW = "《行政许可法》"
ARTICLE_32 = f"{LICENSING_LAW}第三十二条"
ARTICLE_42 = f"{LICENSING_LAW}第四十二条"
ARTICLE_44 = f"{LICENSING_LAW}第四十四条"
ARTICLE_45 = f"{LICENSING_LAW}第四十五条"

# 一次性告知: on the spot or in five working days. Other services keep to it as a promise; only licences are deemed
# accepted by silence.
ANSWER = Term.of_days("services.answer", 5, Regime.LICENSING, basis=ARTICLE_32)
# 统一办理、联合办理、集中办理: 45 working days, and once 15 more.
JOINT = Term.of_days("services.joint", 45, Regime.LICENSING, pausable=True, basis=ARTICLE_42)
AT_ONCE = Term(
    rule="services.at_once",
    number=1,
    unit=Unit.NATURAL_DAYS,
    regime=Regime.NATURAL,
    pausable=True,
    basis="即办件，当日办结",
)
EXTENSION, JOINT_EXTENSION = 10, 15
ISSUE = Term.of_days("services.issue", 10, Regime.LICENSING, basis=ARTICLE_44)


# What one clock says on a day; a pause that still lasts counts as ended with it, so that there is always a date.
Reading = pausing.Standing


class Phase(StrEnum):
    """Which clock runs."""

    ANSWER = "answer"  # accept, refuse, or say everything that is missing
    SUPPLEMENT = "supplement"  # the applicant brings what was asked for
    HANDLING = "handling"  # decide
    ISSUE = "issue"  # hand the result over
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Stage:
    """特别程序: first and last day (None while it lasts); `told_on` is when the applicant was told in writing."""

    first: date
    last: date | None
    counts: bool
    told_on: date | None = None
    basis: str = ARTICLE_45


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """办理经过: the days of an application that its clocks depend on.

    `promised` is None of what is done at once, `legal` where only a promise exists. `accepted_on` is the day handling
    is counted from, `decided_on` ends handling, `over_on` everything.
    """

    received_on: date
    promised: Term | None
    legal: Term | None = None
    is_licence: bool = False
    supplement_asked_on: date | None = None
    supplement_term: Term | None = None
    completed_on: date | None = None
    accepted_on: date | None = None
    is_joint: bool = False
    extended_by: int = 0
    stages: tuple[Stage, ...] = ()
    decided_on: date | None = None
    over_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands on a day. `main` is the clock people work by, `legal` the law's beside a promise.

    `is_deemed` (视为受理): silence of five working days has accepted the licence from the day of receipt, whether
    or not a person has confirmed it.
    """

    phase: Phase
    main: Reading | None = None
    legal: Reading | None = None
    is_deemed: bool = False


def limit_of(number: int, unit: str, *, is_licence: bool, rule: str, basis: str = "") -> Term:
    """A limit of the catalogue as a term that special stages may pause. A licence's days are working days (82)."""
    is_working = Unit(unit) is Unit.WORKING_DAYS
    regime = Regime.LICENSING if is_licence and is_working else Regime.NATURAL
    return Term(rule=rule, number=number, unit=Unit(unit), regime=regime, pausable=True, basis=basis)


def standing(course: Course, today: date, calendar: Calendar) -> Standing:
    """The clock that runs on the day, and what it says."""
    if course.over_on is not None:
        return Standing(Phase.OVER)
    if course.decided_on is not None:
        return Standing(Phase.ISSUE, read(ISSUE, course.decided_on, calendar, today, event="decided"))
    if course.accepted_on is not None:
        return _handling(course, course.accepted_on, today, calendar)
    if course.supplement_asked_on is not None and course.completed_on is None:
        # As if everything came today: the answer's five days would begin.
        return Standing(Phase.SUPPLEMENT, read(ANSWER, today, calendar, today, event="completed"))
    complete_on = course.completed_on or course.received_on
    answer = read(ANSWER, complete_on, calendar, today, event="received")
    if course.is_licence and today > answer.due.limit_on and not answer.due.provisional:
        return replace(_handling(course, complete_on, today, calendar), is_deemed=True)
    return Standing(Phase.ANSWER, answer)


def legal_term(course: Course) -> Term | None:
    """The law's term with what lengthens it: joint handling, and an extension with the head's approval (42)."""
    term = JOINT if course.is_joint and course.is_licence else course.legal
    if term is not None and course.extended_by:
        term = term.extended(course.extended_by, basis=ARTICLE_42)
    return term


def supplement_due(course: Course, calendar: Calendar) -> DueDate | None:
    """By when the applicant brings what was asked for; a party's period, so it rolls over."""
    if course.supplement_asked_on is None or course.supplement_term is None:
        return None
    term = replace(course.supplement_term, whose=Whose.PARTY, roll_organ=False)
    return due_date(term, course.supplement_asked_on, calendar, event="supplement_asked")


def pauses(stages: tuple[Stage, ...]) -> tuple[Pause, ...]:
    """The days that do not count: of stages the law excludes, and only from the day the applicant was told."""
    found = []
    for stage in stages:
        if stage.counts or stage.told_on is None:
            continue
        first = max(stage.first, stage.told_on)
        if stage.last is None or first <= stage.last:
            found.append(Pause(first, stage.last, stage.basis))
    return tuple(found)


def read(
    term: Term, start: date, calendar: Calendar, today: date, *, event: str, stages: tuple[Stage, ...] = ()
) -> Reading:
    """What the term says today."""
    return pausing.standing(term, start, calendar, on=today, event=event, pauses=pauses(stages))


def _handling(course: Course, start: date, today: date, calendar: Calendar) -> Standing:
    promised, counted_from = course.promised, start
    if promised is None:  # 即办件: until the end of the very day
        promised, counted_from = AT_ONCE, start - ONE_DAY
    if course.extended_by:
        promised = promised.extended(course.extended_by, basis=ARTICLE_42)
    term = legal_term(course)
    main = read(promised, counted_from, calendar, today, event="accepted", stages=course.stages)
    legal = read(term, start, calendar, today, event="accepted", stages=course.stages) if term else None
    return Standing(Phase.HANDLING, main, legal)
