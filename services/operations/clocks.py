"""Keeping what the clock of an application says beside it, for lists and the sweep."""

import copy
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.calendars import current_calendar
from governance.models import Account
from governance.transitions import move
from governance.workdays.counting import recompute
from services.clocks import Phase, Standing, standing
from services.models import Application
from services.operations.telling import DEEMED, OVERDUE, tell
from services.states import OVER, Clock

COLUMNS = ("clock", "due_on", "due_provisional", "paused_left", "paused_since", "calendar_version")


def standing_now(application: Application) -> Standing:
    """Where the application stands today."""
    return standing(application.course(), timezone.localdate(), current_calendar())


def clock_columns(application: Application) -> dict[str, Any]:
    """What lists order by, as it follows from the application's days now."""
    said = Standing(Phase.OVER) if application.status in OVER else standing_now(application)
    main = said.main
    paused = main is not None and (main.pause is not None or said.phase is Phase.SUPPLEMENT)
    return {
        "clock": Clock(said.phase.value),
        "due_on": main.due.limit_on if main and not paused else None,
        "due_provisional": bool(main and main.due.provisional),
        "paused_left": main.left if main and paused else None,
        "paused_since": main.pause.first if main and main.pause else None,
        "calendar_version": current_calendar().version,
    }


def advance(application: Application, to: str, *, reason: str = "", **changes: Any) -> None:
    """Move the application, and its clock with it."""
    after = copy.copy(application)
    for name, value in {**changes, "status": to}.items():
        setattr(after, name, value)
    move(application, to, reason=reason, **changes, **clock_columns(after))


def change(application: Application, *, reason: str = "", **changes: Any) -> None:
    """Change the application without moving it, and its clock with it."""
    changes["version"] = application.version + 1
    before = audit.snapshot(application, *changes, *COLUMNS)
    for name, value in changes.items():
        setattr(application, name, value)
    for name, value in clock_columns(application).items():
        setattr(application, name, value)
    application.save(update_fields=[*changes, *COLUMNS])
    audit.record(application, before=before, after=audit.snapshot(application, *changes, *COLUMNS), reason=reason)


@operation(_("Report clock of an application"), at="holder")
def report_application_clock(application: Application, *, by: Account) -> bool:
    """时限提醒: who holds the papers knows, once, that silence has accepted the licence, or that a term has ended.

    Nothing is decided by it: the law has accepted the licence already, and a person confirms that. A provisional day
    tells nobody. Returns whether somebody was told.
    """
    said = standing_now(application)
    main = said.main
    if main is None:
        return False
    kind = "deemed" if said.is_deemed else said.phase.value
    if application.told_of == kind or not (said.is_deemed or main.due.is_overdue(timezone.now())):
        return False
    change(application, told_of=kind)
    places = [application.holder] if said.is_deemed else [application.holder, application.centre]
    tell(DEEMED if said.is_deemed else OVERDUE, application, to=places)
    return True


@operation(_("Compute clock of an application again"), at="holder")
def recompute_application_clock(application: Application, *, by: Account) -> bool:
    """重新计算时限: the clock follows from the calendar as loaded now; whether a day changed."""
    calendar = current_calendar()
    before = application.due_on
    for asked in application.supplement_requests.all():
        due = recompute(asked.due, calendar)
        asked.due_on, asked.due_provisional, asked.due_steps = due.limit_on, due.provisional, due.to_json()
        asked.save(update_fields=["due_on", "due_provisional", "due_steps"])
    change(application)
    return before != application.due_on
