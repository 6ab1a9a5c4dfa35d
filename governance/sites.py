"""The staff portal: Django's admin in unfold's skin, at the root of the address."""

from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from governance.content_policy import STAFF, with_policy
from governance.parameters import UNKNOWN_VALUE, WrongParameters, takes

FOUND_AT_ONCE = 6  # rows of one kind on the search page; the list behind shows the rest


class PortalSite(UnfoldAdminSite):
    """The one admin site; what it shows to whom is decided by governance.access."""

    final_catch_all_view = False
    enable_nav_sidebar = True

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Take over scoped pages only (`governance.admin.ScopedAdmin`).

        Third-party packages register pages that show every row to every administrator; those get no address here.
        """
        if hasattr(admin_class, "view_right"):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        """Django's addresses, each page under its noun: `/enforcement/case/`, not `/enforcement/enforcementcase/`."""
        from governance.admin.pages.rights import rights_page
        from governance.admin.pages.rules import rules_page

        pages = {f"{model._meta.app_label}/{model._meta.model_name}/": page for model, page in self._registry.items()}
        return [
            path("governance/rights/", self.admin_view(rights_page), name="rights"),
            path("governance/rules/", self.admin_view(rules_page), name="rules"),
            *[
                path(f"{page.opts.app_label}/{page.noun}/", include(page.urls))
                if (page := pages.get(str(pattern.pattern)))
                else pattern
                for pattern in super().get_urls()
                if getattr(pattern, "name", None) != "view_on_site"
            ],
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from governance.models import Notification

        context = super().each_context(request)
        context["demonstration"] = settings.DEBUG
        if self.has_permission(request):
            context["unread_notifications"] = Notification.objects.for_user(request.user).unread().count()
        return context

    def admin_view(self, view, cacheable: bool = False):
        """Only for staff; who has lost the session meanwhile is told so, and what they typed is kept for them."""
        guarded = with_policy(STAFF)(super().admin_view(view, cacheable))

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if self.has_permission(request) or request.path == reverse("admin:logout"):
                return guarded(request, *args, **kwargs)
            return self._sign_in_first(request)

        return update_wrapper(inner, guarded)

    def _sign_in_first(self, request: HttpRequest) -> HttpResponseBase:
        from governance.admin.sending import KEEP, save_typed_form

        kept = save_typed_form(request) if request.method == "POST" else None
        if KEEP in request.POST and kept:
            return HttpResponse(status=401)
        if KEEP in request.POST:
            reason = _("Your session has ended, and what you type cannot be kept. Copy it before you sign in again.")
            return HttpResponse(reason, status=409, content_type="text/plain; charset=utf-8")
        told = {"ended": settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_anonymous, "kept": kept}
        query = urlencode({name: 1 for name, holds in told.items() if holds})
        return redirect_to_login(kept.url if kept else request.get_full_path(), f"{reverse('admin:login')}?{query}")

    def app_index(self, request: HttpRequest, app_label: str, extra_context=None) -> HttpResponseBase:
        """The menu shows an app's pages; there is no page about an app."""
        return redirect("admin:index")

    @takes("next", "ended", "kept")
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        from governance.signin import record_sign_in

        wrong = {name: UNKNOWN_VALUE for name in ("ended", "kept") if request.GET.get(name, "1") != "1"}
        if wrong:
            raise WrongParameters(wrong)
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            record_sign_in(request)
        return response

    @takes("next")
    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        from governance.signin import ChangePassword

        context = {**self.each_context(request), **(extra_context or {})}
        return ChangePassword.as_view(extra_context=context)(request)

    @takes("app_label", "model_name", "field_name", "term", "page")
    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        return super().autocomplete_view(request)

    @takes("q")
    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Everything the reader may see that matches, by kind. Nothing is kept between searches: rights change."""
        term = request.GET.get("q", "").strip()
        kinds = []
        for page in self._registry.values() if term else ():
            if not (page.search_fields and page.has_view_permission(request)):
                continue
            rows, _duplicates = page.get_search_results(request, page.get_queryset(request), term)
            found = [(row, page.url_of(row), page.hit_words(row)) for row in rows[: FOUND_AT_ONCE + 1]]
            if found:
                more = page.list_url() if len(found) > FOUND_AT_ONCE else None
                kinds.append({"name": page.opts.verbose_name_plural, "rows": found[:FOUND_AT_ONCE], "more": more})
        context = {**self.each_context(request), "term": term, "kinds": kinds, **(extra_context or {})}
        return TemplateResponse(request, "admin/search.html", context)
