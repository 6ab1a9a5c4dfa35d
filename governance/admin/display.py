"""Small pieces of markup that lists and records share: words of state, clocks, days."""

import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.calendars import current_calendar
from governance.middleware import request_id
from governance.workdays.calendar import Calendar
from governance.workdays.explain import explain
from governance.workdays.results import DueDate

TONES = frozenset({"neutral", "info", "success", "warning", "danger"})
SOON = 3  # working days; from here on a clock is amber


def chip(text: object, tone: str = "neutral") -> SafeString:
    """A state as a coloured word. The word carries the meaning, the colour only helps; amber and red are for clocks
    and faults (`warning`, `danger`)."""
    if tone not in TONES:
        raise ValueError(f"no such tone: {tone}")
    return format_html('<span class="chip chip-{}">{}</span>', tone, text)


def short_hash(digest: str) -> SafeString:
    """The beginning of a digest, which is enough to tell files apart, and a button that copies all of it."""
    start = digest.removeprefix("sha256:")[:12]
    return format_html(
        '<code title="{0}">{1}…</code> <button type="button" class="copy" data-copy="{0}" hidden>{2}</button>',
        digest, start, _("Copy"),
    )  # fmt: skip


def day(on: datetime.date) -> str:
    """2026-11-23 with its weekday, as terms are read."""
    return f"{on:%Y-%m-%d} {date_format(on, 'D')}"


def moment(at: datetime.datetime | None) -> str:
    """2026-11-23 09:05:00 in the county's time, to the second."""
    return "–" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")


def clock(due_at: datetime.datetime | None, *, provisional: bool = False, stopped: bool = False) -> SafeString | str:
    """A running term: how long is left, in working days, and until when. Amber when little is left, red when over.

    A provisional date (暂定) is said to be one and is never red, since nothing follows from it by itself. `stopped`:
    the term no longer runs, only the date is shown.
    """
    if due_at is None:
        return "–"
    due = timezone.localtime(due_at)
    date = format_html('<time datetime="{}">{}</time>', due.isoformat(), day(due.date()))
    if stopped:
        return date
    words, tone = _left(due, timezone.localtime())
    if provisional:
        words, tone = _("%(left)s, provisional") % {"left": words}, "warning" if tone == "danger" else tone
    return format_html('<span class="clock">{} {}</span>', chip(words, tone), date)


def computation(due: DueDate) -> SafeString:
    """How a due date was reached, step by step, to be opened by whoever wants to know."""
    lines = format_html_join("", "<li>{}</li>", ((line,) for line in explain(due)))
    calendar = _("Calendar: %(version)s") % {"version": due.calendar_version}
    return format_html(
        "<details><summary>{}</summary><ol>{}</ol><p><small>{}</small></p></details>",
        _("How it was computed"),
        lines,
        calendar,
    )


def _left(due: datetime.datetime, now: datetime.datetime) -> tuple[str, str]:
    if due < now:
        late = _working_days(due.date(), now.date())
        if late == 0:
            return _("overdue"), "danger"
        text = ngettext("overdue by %(count)d working day", "overdue by %(count)d working days", late)
        return text % {"count": late}, "danger"
    hours = int((due - now).total_seconds() // 3600)
    if due.date() == now.date():
        return _("due today"), "warning"
    left = _working_days(now.date(), due.date())
    if left == 0:  # a term in hours runs through the weekend
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}, "warning"
    text = ngettext("%(count)d working day left", "%(count)d working days left", left) % {"count": left}
    return text, "warning" if left <= SOON else "neutral"


def _working_days(after: datetime.date, until: datetime.date) -> int:
    """Working days after the one day up to and including the other."""
    return sum(1 for _day in page_calendar().working_days(after + datetime.timedelta(days=1), until))


def page_calendar() -> Calendar:
    """The calendar in force, read once for each page however many clocks it shows."""
    request = request_id.get()
    return _calendar_of(request) if request else current_calendar()


@lru_cache(maxsize=32)
def _calendar_of(request: str) -> Calendar:
    return current_calendar()
