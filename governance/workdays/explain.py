"""The words for terms, steps and windows, in the reader's language; nothing translated is ever stored."""

from collections.abc import Callable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.wording import listed, sentences
from governance.workdays.calendar import SHANGHAI
from governance.workdays.pausing import Standing
from governance.workdays.results import DueDate, Moment, Span, Step, StepKind, Window
from governance.workdays.terms import Term, Unit


def term_text(term: Term) -> str:
    """The term with its unit in words: “7 working days”."""
    return _amount(term.unit, term.number)


def explain(due: DueDate) -> list[str]:
    """One sentence for the term, one for each step, one for the result."""
    if due.term.basis:
        opening = _("Term: %(term)s (%(basis)s).") % {"term": term_text(due.term), "basis": due.term.basis}
    else:
        opening = _("Term: %(term)s.") % {"term": term_text(due.term)}
    dates = {"limit": moment_text(due.limit), "warn_on": moment_text(due.warn_on)}
    if due.provisional:
        closing = _("Last day: %(limit)s, provisional.") % dates
    elif isinstance(due.limit, datetime):
        closing = _("Ends at: %(limit)s.") % dates
    else:
        closing = _("Last day: %(limit)s.") % dates
    if due.warn_on != due.limit_on:
        closing = sentences(closing, _("Act by %(warn_on)s.") % dates)
    return [opening, *(step_text(step) for step in due.steps), closing]


def standing_text(standing: Standing) -> list[str]:
    """How a term stands on a day: what is used and left, since when it pauses, the end if that were over."""
    amounts = {
        "used": _amount(standing.unit, standing.used),
        "total": _amount(standing.unit, standing.total),
        "left": _amount(standing.unit, standing.left),
        "on": moment_text(standing.on),
    }
    lines = [_("On %(on)s: %(used)s of %(total)s used, %(left)s left.") % amounts]
    limit = moment_text(standing.due.limit)
    if standing.pause is None:
        end = _("Last day: %(limit)s, provisional.") if standing.due.provisional else _("Last day: %(limit)s.")
        return [*lines, end % {"limit": limit}]
    since = {"since": moment_text(standing.pause.first), "basis": standing.pause.basis}
    lines.insert(
        0, (_("Suspended since %(since)s (%(basis)s).") if since["basis"] else _("Suspended since %(since)s.")) % since
    )
    if standing.due.provisional:
        end = _("If the suspension ended on %(on)s, the last day would be %(limit)s, provisional.")
    else:
        end = _("If the suspension ended on %(on)s, the last day would be %(limit)s.")
    return [*lines, end % {"on": amounts["on"], "limit": limit}]


def window_text(window: Window) -> str:
    """The window as a range: “from … to …”."""
    dates = {"opens_on": moment_text(window.opens_on), "closes_on": moment_text(window.closes_on)}
    if window.provisional:
        return _("From %(opens_on)s to %(closes_on)s, provisional") % dates
    return _("From %(opens_on)s to %(closes_on)s") % dates


def step_text(step: Step) -> str:
    """One step as a sentence, with its article."""
    text = _SENTENCES[step.kind](step) % {
        "first": moment_text(step.first),
        "last": moment_text(step.last),
        "amount": _amount(_COUNTED_UNITS[step.kind], step.number) if step.kind in _COUNTED_UNITS else "",
        "number": step.number,
    }
    notes = []
    if step.off:
        notes.append(_("days off: %(spans)s") % {"spans": _spans_text(step.off)})
    if step.makeup:
        notes.append(_("make-up working days: %(spans)s") % {"spans": _spans_text(step.makeup)})
    if step.basis:
        notes.append(step.basis)
    if not notes:
        return text
    return _("%(sentence)s (%(notes)s)") % {"sentence": text, "notes": _("; ").join(notes)}


def moment_text(moment: Moment) -> str:
    """A date, or a time of day in Shanghai, as the reader's language writes it."""
    if isinstance(moment, datetime):
        return date_format(moment.astimezone(SHANGHAI), "DATETIME_FORMAT")
    return date_format(moment, "DATE_FORMAT")


def _amount(unit: Unit, number: int) -> str:
    texts: dict[Unit, Callable[[], str]] = {
        Unit.HOURS: lambda: ngettext("%(number)d hour", "%(number)d hours", number),
        Unit.WORKING_DAYS: lambda: ngettext("%(number)d working day", "%(number)d working days", number),
        Unit.NATURAL_DAYS: lambda: ngettext("%(number)d calendar day", "%(number)d calendar days", number),
        Unit.MONTHS: lambda: ngettext("%(number)d month", "%(number)d months", number),
        Unit.YEARS: lambda: ngettext("%(number)d year", "%(number)d years", number),
    }
    return texts[unit]() % {"number": number}


def _spans_text(spans: tuple[Span, ...]) -> str:
    return listed(_span_text(span) for span in spans)


def _span_text(span: Span) -> str:
    parts = {"first": moment_text(span.first), "last": moment_text(span.last), "name": span.name}
    if span.first == span.last:
        return _("%(first)s %(name)s") % parts if span.name else parts["first"]
    if span.name:
        return _("%(first)s to %(last)s %(name)s") % parts
    return _("%(first)s to %(last)s") % parts


def _counted(step: Step) -> str:
    return _("%(amount)s, counted from %(first)s to %(last)s")


def _back(step: Step) -> str:
    return _("%(amount)s counted back from %(first)s, which is not counted itself: %(last)s")


def _pause(step: Step) -> str:
    return ngettext(
        "%(first)s to %(last)s: %(number)d day not counted",
        "%(first)s to %(last)s: %(number)d days not counted",
        step.number,
    )


def _pause_working(step: Step) -> str:
    return ngettext(
        "%(first)s to %(last)s: %(number)d working day not counted",
        "%(first)s to %(last)s: %(number)d working days not counted",
        step.number,
    )


_COUNTED_UNITS = {
    StepKind.WORKING_DAYS: Unit.WORKING_DAYS,
    StepKind.NATURAL_DAYS: Unit.NATURAL_DAYS,
    StepKind.MONTHS: Unit.MONTHS,
    StepKind.YEARS: Unit.YEARS,
    StepKind.HOURS: Unit.HOURS,
    StepKind.BACK: Unit.WORKING_DAYS,
    StepKind.BACK_NATURAL: Unit.NATURAL_DAYS,
}
_SENTENCES: dict[StepKind, Callable[[Step], str]] = {
    StepKind.START: lambda step: _("%(first)s is the starting day and is not counted"),
    StepKind.WORKING_DAYS: _counted,
    StepKind.NATURAL_DAYS: _counted,
    StepKind.MONTHS: _counted,
    StepKind.YEARS: _counted,
    StepKind.HOURS: lambda step: _(
        "%(amount)s from %(first)s to %(last)s, running through nights, weekends and holidays"
    ),
    StepKind.MONTH_END: lambda step: _("The month has no such day: its last day, %(last)s, takes its place"),
    StepKind.PAUSE: _pause,
    StepKind.PAUSE_WORKING: _pause_working,
    StepKind.ROLL: lambda step: _("%(first)s is a day off, so the period ends on the next working day, %(last)s"),
    StepKind.STAY: lambda step: _(
        "%(first)s is a day off and remains the limit; the last working day before it is %(last)s"
    ),
    StepKind.EXPIRE: lambda step: _(
        "%(first)s is a day off, but a measure ends on its day and never rolls over; act by %(last)s"
    ),
    StepKind.BACK: _back,
    StepKind.BACK_NATURAL: _back,
    StepKind.SAFETY: lambda step: _("One working day of safety: %(last)s"),
    StepKind.PROVISIONAL: lambda step: _(
        "%(number)d has no official calendar yet: the date is provisional and will be computed again when it is loaded"
    ),
    StepKind.OPEN: lambda step: _("The period ended on %(first)s; the window opens on %(last)s"),
}
