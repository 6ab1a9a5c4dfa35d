"""What each reader is shown first: the menu and the home page. Composition root: may read every app."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.admin import ScopedAdmin

# The menu in its readers' words, in the order of the work; a page names its section, or belongs to its app's.
SECTIONS = {
    "responsibilities": _("Duty lists"),
    "enforcement": _("Enforcement"),
    "services": _("Public services"),
    "staffing": _("Staffing"),
    "coordination": _("Co-ordination"),
    "governance": _("System"),
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu: home, then the pages the reader uses, by section."""
    groups: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTIONS}
    for page in admin.site._registry.values():
        if isinstance(page, ScopedAdmin) and page.in_menu_of(request):
            title = page.menu_title or page.opts.verbose_name_plural
            groups[page.section].append({"title": title, "icon": page.icon, "link": page.list_url()})
    home = {"items": [{"title": _("Home"), "icon": "home", "link": reverse("admin:index")}]}
    return [home, *({"title": SECTIONS[name], "items": items} for name, items in groups.items() if items)]


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What waits for the reader."""
    return {**context, "title": _("Home")}


def public_home(request: HttpRequest) -> HttpResponse:
    """The first public page: what is published here, and the way in for staff."""
    return render(request, "public/home.html")
