"""What each reader is shown first: the menu, the home page, the first public page. May read every app."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db.models import Max, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from enforcement.models import EnforcementCase, Transfer
from enforcement.querysets import bodies_of
from enforcement.states import CaseStatus
from governance import access
from governance.admin import ScopedAdmin, clock, day
from governance.models import Account, AuditBlock, AuditEntry, AuditSeal, Delivery, Membership, Notice
from responsibilities.admin.grid import grid_button
from responsibilities.finder import who_is_responsible
from responsibilities.forms import QuestionForm
from responsibilities.models import DutyList, Edition
from responsibilities.selectors import listed_editions
from responsibilities.states import UNPUBLISHED, EditionStatus

# The menu in its readers' words, in the order of the work; a page names its section, or belongs to its app's.
SECTIONS = {
    "coordination": _("Co-ordination"),
    "enforcement": _("Enforcement"),
    "responsibilities": _("Duty lists"),
    "services": _("Public services"),
    "staffing": _("Staffing"),
    "governance": _("System"),
}
SHOWN = 6  # rows of a panel; the list behind has the rest


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu: home, then the pages the reader uses, by section."""
    groups: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTIONS}
    for page in sorted(_pages(), key=lambda page: page.menu_order):
        if page.in_menu_of(request):
            title = page.menu_title or page.opts.verbose_name_plural
            groups[page.section].append({"title": title, "icon": page.icon, "link": page.list_url()})
    home = {"items": [{"title": _("Home"), "icon": "home", "link": reverse("admin:index")}]}
    return [home, *({"title": SECTIONS[name], "items": items} for name, items in groups.items() if items)]


@dataclass(frozen=True)
class Line:
    """One thing that waits: what, where it is answered, and what helps to choose it."""

    title: Any
    url: str
    note: Any = ""
    clock: Any = ""


@dataclass(frozen=True)
class Panel:
    """Things of one kind that wait: how many, the most urgent of them, and the list with all."""

    title: Any
    count: int
    lines: list[Line]
    url: str
    empty: Any


@dataclass(frozen=True)
class Figure:
    """One number about the portal's own health, with the page behind it."""

    title: Any
    value: Any
    url: str
    tone: str = ""


@dataclass
class Home:
    """The home page of one account: what it may do at once, what waits for it, how the portal is."""

    actions: list[tuple[Any, str]] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What waits for the reader, most urgent first; every panel asks a fixed number of queries."""
    account: Account = request.user  # type: ignore[assignment]
    shown = Home(actions=list(_actions(account)))
    for right, panels in PANELS:
        if access.may_anywhere(account, right):
            shown.panels += panels(account)
    shown.panels.append(_notices(account))
    shown.panels.sort(key=lambda panel: panel.count == 0)  # what waits first; else in their order
    shown.figures = list(_figures(account))
    today = day(timezone.localdate())
    return {**context, "title": _("Home"), "home": shown, "today": today, "lists_url": reverse("public_lists")}


def _actions(account: Account) -> Iterator[tuple[Any, str]]:
    """The steps that begin something new, as their lists offer them."""
    for page in _pages():
        if page.opts.app_label != "governance":
            for step in page.list_steps:
                if step.offered_to(account):
                    yield step.verb, reverse(f"admin:{page.prefix}_{step.name}")


def _panel(
    title: Any, rows: QuerySet, line: Callable[[Any], Line], *, view: str, empty: Any, query: str = "view={}"
) -> Panel:
    lines = list(rows[: SHOWN + 1])
    count = len(lines) if len(lines) <= SHOWN else rows.count()
    url = f"{_page(rows.model).list_url()}?{query.format(view)}"
    return Panel(title, count, [line(row) for row in lines[:SHOWN]], url, empty)


def _pages() -> list[ScopedAdmin]:
    return list(admin.site._registry.values())  # type: ignore[arg-type]  # the site takes no others


def _page(model: type[Model]) -> ScopedAdmin:
    return admin.site._registry[model]  # type: ignore[return-value]


# --- Enforcement ---------------------------------------------------------------------------------------------------


def _transfers_to_answer(account: Account) -> Iterator[Panel]:
    rows = Transfer.objects.incoming(account).open().select_related("case", "sender").order_by("due_at", "pk")
    yield _panel(
        _("Transfers to answer"),
        rows,
        lambda transfer: _transfer_line(transfer, transfer.sender),
        view="inbox",
        empty=_("Nobody waits for your answer."),
    )


def _transfers_sent(account: Account) -> Iterator[Panel]:
    rows = Transfer.objects.outgoing(account).open().select_related("case", "receiver").order_by("due_at", "pk")
    yield _panel(
        _("Transfers without an answer yet"),
        rows,
        lambda transfer: _transfer_line(transfer, transfer.receiver),
        view="outbox",
        empty=_("Every transfer you sent has been answered."),
    )


def _transfer_line(transfer: Transfer, other: Any) -> Line:
    return Line(
        title=transfer.case.cause,
        url=_page(Transfer).url_of(transfer),
        note=f"{transfer.document_no} · {other}",
        clock=clock(transfer.due_at, provisional=transfer.due_provisional),
    )


def _cases(account: Account) -> Iterator[Panel]:
    rows = EnforcementCase.objects.filter(status=CaseStatus.FILED, holder__in=bodies_of(account))
    yield _panel(
        _("Cases we hold, by date"),
        rows.select_related("township").order_by("due_at", "pk"),
        lambda case: Line(
            title=case.cause,
            url=_page(EnforcementCase).url_of(case),
            note=f"{case.case_no} · {case.place}",
            clock=clock(case.due_at, provisional=case.due_provisional),
        ),
        view="held",
        empty=_("No open case."),
    )


def _silent_transfers(account: Account) -> Iterator[Panel]:
    """For those who watch and do not answer themselves: supervisors, reviewers, leaders."""
    if access.may_anywhere(account, "accept_transfer") or access.may_anywhere(account, "transfer_case"):
        return
    rows = Transfer.objects.for_user(account).overdue().select_related("case", "receiver").order_by("due_at", "pk")
    yield _panel(
        _("Transfers overdue for an answer"),
        rows,
        lambda transfer: _transfer_line(transfer, transfer.receiver),
        view="overdue",
        empty=_("Every transfer has been answered in time, or still has time."),
    )


# --- Duty lists ----------------------------------------------------------------------------------------------------


def _drafts(account: Account) -> Iterator[Panel]:
    rows = (
        Edition.objects.for_user(account).filter(status__in=UNPUBLISHED).select_related("duty_list__owner__managed_by")
    )
    yield _panel(
        _("Editions in preparation"),
        rows.order_by("-pk"),
        lambda edition: _draft_line(edition, account),
        view="preparation",
        empty=_("No edition is being prepared. Start a draft from the list in force."),
    )


def _draft_line(edition: Edition, account: Account) -> Line:
    note: Any = edition.get_status_display()
    table = grid_button(edition, account)
    if table is not None and edition.status == EditionStatus.DRAFT:
        note = format_html('{} · <a class="quiet" href="{}">{}</a>', note, table.url, table.label)
    return Line(edition.duty_list, _page(Edition).url_of(edition), note)


# --- The portal itself ---------------------------------------------------------------------------------------------


def _notices(account: Account) -> Panel:
    rows = Notice.objects.for_user(account).unread().select_related("event").order_by("-created_at", "-pk")
    return _panel(
        _("Unread notices"),
        rows,
        lambda notice: Line(
            notice.event.title,
            _page(Notice).url_of(notice),
            notice.event.label,
            timezone.localtime(notice.created_at).strftime("%m-%d %H:%M"),
        ),
        view="unread",
        empty=_("You have read everything."),
    )


def _figures(account: Account) -> Iterator[Figure]:
    if access.may_anywhere(account, "view_deliveries"):
        dead = Delivery.objects.for_user(account).filter(status=Delivery.Status.DEAD).count()
        url = f"{_page(Delivery).list_url()}?status__exact={Delivery.Status.DEAD}"
        yield Figure(_("deliveries given up"), dead, url, "danger" if dead else "")
    if access.may_anywhere(account, "view_accounts"):
        accounts = Account.objects.for_user(account).filter(is_active=True)
        idle = accounts.exclude(pk__in=Membership.objects.in_force().values("account")).count()
        yield Figure(_("accounts without a post"), idle, f"{_page(Account).list_url()}?view=without-post")
        yield Figure(_("accounts in use"), accounts.count(), f"{_page(Account).list_url()}?view=open")
    if access.may_anywhere(account, "view_audit"):
        week = timezone.now() - datetime.timedelta(days=7)
        refused = AuditEntry.objects.for_user(account).filter(outcome=AuditEntry.Outcome.REFUSED, at__gte=week).count()
        newest = AuditBlock.objects.order_by("-pk").first()
        sealed = AuditSeal.objects.aggregate(last=Max("entry_id"))["last"] or 0
        url = _page(AuditEntry).list_url()
        yield Figure(_("refusals in seven days"), refused, f"{url}?view=refused")
        yield Figure(_("entries not sealed yet"), AuditEntry.objects.filter(pk__gt=sealed).count(), url)
        last = timezone.localtime(newest.sealed_at).strftime("%Y-%m-%d %H:%M") if newest else "–"
        yield Figure(_("last seal"), last, url)


# By right, in the order of urgency.
PANELS: list[tuple[str, Callable[[Account], Iterator[Panel]]]] = [
    ("accept_transfer", _transfers_to_answer),
    ("transfer_case", _transfers_sent),
    ("transfer_case", _cases),
    ("view_cases", _silent_transfers),
    ("view_drafts", _drafts),
]


# --- The first public page -----------------------------------------------------------------------------------------

SHOWN_LISTS = 30


@require_safe
def public_home(request: HttpRequest) -> HttpResponse:
    """Who is responsible for a matter, by the lists in force on a date; and the lists themselves."""
    form = QuestionForm(request.GET.dict())
    valid, asked = form.is_valid(), form.cleaned_data  # a question stays there while its township is put right
    words, on, township = asked.get("q", ""), asked.get("on"), asked.get("township")
    lists = DutyList.objects.for_user(None).select_related("owner").order_by("owner__path", "pk")
    context = {
        "form": form,
        "words": words,
        "on": on if request.GET.get("on") else None,
        "rows": listed_editions(lists[:SHOWN_LISTS]),
        "lists_count": lists.count(),
    }
    if words and valid:
        context["answers"] = who_is_responsible(words, on=on, township=township)
        if isinstance(request.user, Account) and access.may_anywhere(request.user, "report_answer"):
            context["report_url"] = reverse("admin:responsibilities_suggestion_report")
    return render(request, "public/home.html", context)
