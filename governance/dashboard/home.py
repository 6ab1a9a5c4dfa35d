"""The menu and the home page of one account."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import access
from governance import home as own_home
from governance.admin.display import day
from governance.app_modules import app_modules
from governance.models import Account
from governance.panels import Figure, Link, Panel, pages
from responsibilities.home import duties

# The menu in its readers' words, in the order of the work; a page names its section, or belongs to its app's.
SECTIONS = {
    "coordination": _("Co-ordination"),
    "enforcement": _("Enforcement"),
    "responsibilities": _("Duty lists"),
    "services": _("Public services"),
    "staffing": _("Staffing"),
    "governance": _("System"),
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu: home, then the pages the reader uses, by section."""
    groups: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTIONS}
    for page in sorted(pages(), key=lambda page: page.menu_order):
        if page.in_menu_of(request):
            title = page.menu_title or page.opts.verbose_name_plural
            groups[page.section].append({"title": title, "icon": page.icon, "link": page.list_url()})
    if access.may_anywhere(request.user, "view_rights"):  # type: ignore[arg-type]
        groups["governance"].append({"title": _("Table of rights"), "icon": "rule", "link": reverse("admin:rights")})
    if access.may_anywhere(request.user, "view_rules"):  # type: ignore[arg-type]
        groups["governance"].append({"title": _("Register of rules"), "icon": "gavel", "link": reverse("admin:rules")})
    home = {"items": [{"title": _("Home"), "icon": "home", "link": reverse("admin:index")}]}
    return [home, *({"title": SECTIONS[name], "items": items} for name, items in groups.items() if items)]


# What each app shows at home, in the order of the menu: its module `home` says `PANELS` and `ACTS`, by right.
HOMES = list(app_modules("home", filter(apps.is_installed, SECTIONS)))


@dataclass
class Home:
    """The home page of one account: what it may do at once, what waits for it, how the portal is."""

    acts: list[Link] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What waits for the reader, by date; every panel asks a fixed number of queries."""
    account: Account = request.user  # type: ignore[assignment]
    shown = Home(acts=list(_acts(account)))
    for app in HOMES:
        for right, panels in app.PANELS:
            if access.may_anywhere(account, right):
                shown.panels += panels(account)
    shown.figures = list(own_home.figures(account))
    if not shown.panels and not shown.figures:  # figures are for administrators, who have no duties in lists
        shown.panels += duties(account)
    shown.panels += own_home.saved_forms(account)
    shown.panels.append(own_home.notifications(account))
    shown.panels.sort(key=lambda panel: panel.urgency)  # else in their order
    today = day(timezone.localdate())
    return {**context, "title": _("Home"), "home": shown, "today": today, "lists_url": reverse("public_lists")}


def _acts(account: Account) -> Iterator[Link]:
    """What the reader does most, first; at the end what everybody may ask."""
    for app in HOMES:
        for right, act in app.ACTS:
            if access.may_anywhere(account, right):
                yield from act(account)
    yield _("Who is responsible?"), reverse("public_home")
