"""Markup that the pages of the service centre share: states, clocks, links."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.admin.display import chip, clock, day, page_calendar
from services.clock_texts import days_text
from services.clocks import Phase, Reading, Standing, standing
from services.models import Application
from services.states import ApplicationStatus

S = ApplicationStatus
TONES = {
    S.SUBMITTED: "info",
    S.SUPPLEMENT_REQUESTED: "neutral",
    S.REDIRECTED: "neutral",
    S.ACCEPTED: "info",
    S.IN_PROCESS: "info",
    S.SPECIAL_STAGE: "neutral",
    S.DECIDED_GRANT: "success",
    S.DECIDED_REFUSE: "neutral",
    S.ISSUED: "success",
    S.CLOSED: "success",
}


def application_state(application: Application) -> SafeString:
    return chip(application.get_status_display(), TONES.get(S(application.status), "neutral"))


def application_link(application: Application) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:services_application_change", args=[application.pk]), application
    )


def shown_standing(application: Application) -> Standing:
    """Where it stands today, by the one calculator, with the calendar this page has read."""
    if application.is_over:
        return Standing(Phase.OVER)
    return standing(application.course(), timezone.localdate(), page_calendar())


def reading(said: Reading | None) -> SafeString | str:
    """How long is left, and until when. Of a paused clock the days left, since when, and the day if it went on now."""
    if said is None:
        return "–"
    if said.pause is None:
        return clock(said.due.ends_at, provisional=said.due.provisional)
    words = days_text(said)
    return format_html(
        '<span class="clock">{} {}</span>',
        chip(_("paused, %(left)s") % {"left": words}, "neutral"),
        _("since %(since)s; ended today it would be %(day)s")
        % {"since": said.pause.first, "day": day(said.due.limit_on)},
    )


def due(application: Application) -> SafeString | str:
    """The clock people work by; that silence has accepted a licence is said before it."""
    said = shown_standing(application)
    if said.is_deemed:
        return format_html("{} {}", chip(_("accepted by silence"), "warning"), reading(said.main))
    if said.phase is Phase.SUPPLEMENT and said.main is not None:
        return format_html(
            '<span class="clock">{} {}</span>',
            chip(_("waiting for the applicant"), "neutral"),
            _("complete today, to be answered by %(day)s") % {"day": day(said.main.due.limit_on)},
        )
    return reading(said.main)
