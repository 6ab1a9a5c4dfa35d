"""Home of windows, agents and those who decide applications."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.models import Account
from governance.panels import Act, Line, Panel, Panels, begin, list_url, page_of, panel_of, verbs
from services.admin import markup
from services.models import Application, Implementation, Opinion
from services.states import ApplicationStatus

S = ApplicationStatus
NEXT = {
    S.SUBMITTED: ("accept", "supplement"),
    S.SUPPLEMENT_REQUESTED: ("complete",),
    S.ACCEPTED: ("take-up", "hand-over"),
    S.IN_PROCESS: ("decide",),
    S.SPECIAL_STAGE: ("end-stage",),
    S.DECIDED_GRANT: ("issue",),
    S.DECIDED_REFUSE: ("issue",),
}


def _shown(rows: QuerySet) -> QuerySet:
    related = ("item", "holder", "body", "offered_to", "centre")
    return rows.select_related(*related).prefetch_related("stages", "supplement_requests").order_by("due_on", "pk")


def _line(account: Account, application: Application, *names: str) -> Line:
    return Line(
        title=application.item.name,
        url=page_of(Application).url_of(application),
        note=f"{application.number} · {application.get_status_display()}",
        clock=markup.due(application),
        at=application.received_at,
        verbs=verbs(account, application, *names),
    )


def _with_us(account: Account) -> Iterator[Panel]:
    yield panel_of(
        _("Applications with us, by date"),
        _shown(Application.objects.held_by(account)),
        lambda application: _line(account, application, *NEXT.get(application.status, ())),
        view="due",
        empty=_("No application waits with you."),
    )


def _incoming(account: Account) -> Iterator[Panel]:
    yield panel_of(
        _("Papers on their way to us"),
        _shown(Application.objects.offered_to_us(account)),
        lambda application: _line(account, application, "receive-papers", "send-papers-back"),
        view="incoming",
        empty=_("No papers are on their way to you."),
    )


def _opinions(account: Account) -> Iterator[Panel]:
    rows: Any = Opinion.objects.asked_of(account).select_related("application__item", "body").order_by("due_on", "pk")
    if not rows.exists():
        return
    yield panel_of(
        _("Waiting for our opinion"),
        rows,
        lambda opinion: Line(
            title=opinion.application.item.name,
            url=page_of(Opinion).url_of(opinion),
            note=f"{opinion.application.number} · {opinion.due_on}",
            verbs=verbs(account, opinion, "give"),
        ),
        view="ours",
        empty=_("Nobody waits for an opinion."),
    )


PANELS: list[tuple[str, Panels]] = [
    ("receive_papers", _incoming),
    ("accept_application", _with_us),
    ("give_opinion", _opinions),
]
ACTS: list[tuple[str, Act]] = [
    ("load_items", lambda account: [(_("Service items"), list_url(Implementation))]),
    ("receive_application", lambda account: begin(Application, "receive")),
    ("receive_application", lambda account: [(_("Applications with us"), list_url(Application, "?view=due"))]),
]
