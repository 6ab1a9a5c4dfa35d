"""The queue of a centre: taking tickets, calling them to windows, holding, ending."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, numbering
from governance.access import lock_row, operation
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.transitions import move
from services.models import Application, Implementation, Visit, VisitInterval, VisitMatter, Window
from services.visit_states import VisitStatus

TICK = datetime.timedelta(microseconds=1)


@operation(_("Take ticket"), at="self", lock=False)
def take_ticket(centre: Organisation, *, by: Account, item: Implementation | None = None) -> Visit:
    """取号: the next number of the centre's day; whoever has it waits. Raises RuleViolation `no_windows`."""
    now = timezone.now()
    day = timezone.localdate(now)
    if not Window.objects.filter(centre=centre, closed_on=None).exists():
        message = _("%(centre)s has no open window.") % {"centre": centre}
        raise RuleViolation("no_windows", message)
    number = numbering.next_number(centre, f"ticket {day}", day.year)
    visit = Visit.objects.create(centre=centre, day=day, number=number, item=item, taken_at=now)
    VisitInterval.objects.create(visit=visit, kind=VisitStatus.WAITING, since=now)
    audit.record(visit, organisation=centre, after=audit.snapshot(visit, "day", "number", "item"))
    return visit


@operation(_("Call next ticket"), at="centre")
def call_next(window: Window, *, by: Account) -> Visit:
    """叫号: the first who waits is at the window. Of two windows that call at once each gets another ticket, and none
    is passed over: a ticket another window is just calling is skipped by this one alone.

    Raises RuleViolation `window_closed`, `window_busy`, `queue_empty`.
    """
    _check_free(window)
    waiting = Visit.objects.of_day().filter(centre=window.centre_id).waiting()
    visit = waiting.select_for_update(skip_locked=True, no_key=True).first()
    if visit is None:
        raise RuleViolation("queue_empty", _("Nobody waits."))
    _go_on(visit, VisitStatus.SERVED, window=window, called_at=visit.called_at or timezone.now())
    return visit


@operation(_("Put visit on hold"), at="centre")
def hold_visit(visit: Visit, *, by: Account, version: int | None = None) -> Visit:
    """暂挂: the visitor fetches or fills in something and keeps the place; the window is free. Raises `wrong_state`."""
    _go_on(visit, VisitStatus.ON_HOLD)
    return visit


@operation(_("Go on with visit"), at="centre")
def resume_visit(visit: Visit, *, by: Account, window: Window, version: int | None = None) -> Visit:
    """恢复办理: at the same window or another. Raises RuleViolation `wrong_state`, `window_closed`, `window_busy`,
    `window_of_another_centre`; StaleVersion."""
    _check_here(visit, window)
    lock_row(window)
    _check_free(window)
    _go_on(visit, VisitStatus.SERVED, window=window)
    return visit


@operation(_("End visit"), at="centre")
def finish_visit(visit: Visit, *, by: Account, version: int | None = None) -> Visit:
    """办完: the visitor has been served. Raises RuleViolation `wrong_state`; StaleVersion."""
    _go_on(visit, VisitStatus.DONE, ended_at=timezone.now())
    return visit


@operation(_("Note that a visitor left"), at="centre")
def leave_visit(visit: Visit, *, by: Account, version: int | None = None) -> Visit:
    """未办离开: the visitor went without having been served. Raises RuleViolation `wrong_state`; StaleVersion."""
    _go_on(visit, VisitStatus.LEFT, ended_at=timezone.now())
    return visit


@operation(_("Substitute window"), at="centre")
def substitute_window(window: Window, *, by: Account, to: Window) -> list[Visit]:
    """窗口替补: a window closes for today; who is at it or on hold there goes on at the other, with the same ticket.

    Raises RuleViolation `window_of_another_centre`, `window_closed`, `window_busy`, `same_window`.
    """
    if to.pk == window.pk:
        raise RuleViolation("same_window", _("Name another window."), field="to")
    if to.centre_id != window.centre_id:
        raise RuleViolation("window_of_another_centre", _("This window belongs to another centre."), field="to")
    lock_row(to)
    visits = list(Visit.objects.of_day().present().filter(window=window).order_by("pk"))
    if any(visit.status == VisitStatus.SERVED for visit in visits):
        _check_free(to)
    for visit in visits:
        lock_row(visit)
        before = audit.snapshot(visit, "window")
        visit.window = to
        visit.version += 1
        visit.save(update_fields=["window", "version"])
        _interval(visit, visit.status)
        audit.record(visit, before=before, after=audit.snapshot(visit, "window"))
    audit.record(window, after={"to": str(to), "visits": len(visits)})
    return visits


@operation(_("Add matter to visit"), at="centre")
def add_matter(visit: Visit, *, by: Account, application: Application, version: int | None = None) -> Visit:
    """一次办多件: it was received in this visit. Raises RuleViolation `matter_elsewhere`, `matter_added`."""
    if application.centre_id != visit.centre_id:
        message = _("%(number)s was received by another centre.") % {"number": application}
        raise RuleViolation("matter_elsewhere", message, field="application")
    if VisitMatter.objects.filter(application=application).exists():
        message = _("%(number)s belongs to a visit already.") % {"number": application}
        raise RuleViolation("matter_added", message, field="application")
    VisitMatter.objects.create(visit=visit, application=application)
    audit.record(visit, after={"application": application.number})
    return visit


def _check_here(visit: Visit, window: Window) -> None:
    if window.centre_id != visit.centre_id:
        raise RuleViolation("window_of_another_centre", _("This window belongs to another centre."), field="window")


def _check_free(window: Window) -> None:
    if not window.is_open():
        raise RuleViolation("window_closed", _("Window %(window)s is closed.") % {"window": window}, field="window")
    served = Visit.objects.filter(window=window, status=VisitStatus.SERVED).first()
    if served is not None:
        message = _("Ticket %(ticket)s is at window %(window)s: end or hold that visit first.")
        raise RuleViolation("window_busy", message % {"ticket": served, "window": window}, field="window")


def _go_on(visit: Visit, to: str, **changes: Any) -> None:
    move(visit, to, organisation=visit.centre, **changes)
    _interval(visit, to)


def _interval(visit: Visit, kind: str) -> None:
    """The interval that runs ends now, and the next begins in the same instant, unless the visit is over."""
    current = VisitInterval.objects.get(visit=visit, until=None)
    at = max(timezone.now(), current.since + TICK)
    current.until = at
    current.save(update_fields=["until"])
    if visit.ended_at is None:
        VisitInterval.objects.create(visit=visit, kind=kind, window=visit.window, since=at)
