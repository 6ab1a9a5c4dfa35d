"""The staff portal: Django's admin in unfold's skin, at the root of the address."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from unfold.sites import UnfoldAdminSite

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
        pages = {f"{model._meta.app_label}/{model._meta.model_name}/": page for model, page in self._registry.items()}
        return [
            path(f"{page.opts.app_label}/{page.noun}/", include(page.urls))
            if (page := pages.get(str(pattern.pattern)))
            else pattern
            for pattern in super().get_urls()
            if getattr(pattern, "name", None) != "view_on_site"
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from governance.models import Notice

        context = super().each_context(request)
        context["demonstration"] = settings.DEBUG
        if self.has_permission(request):
            context["unread_notices"] = Notice.objects.for_user(request.user).unread().count()
        return context

    def app_index(self, request: HttpRequest, app_label: str, extra_context=None) -> HttpResponseBase:
        """The menu shows an app's pages; there is no page about an app."""
        return redirect("admin:index")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        from governance.signin import record_sign_in

        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            record_sign_in(request.user)  # type: ignore[arg-type]
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        from governance.signin import ChangePasswordForm

        view = PasswordChangeView.as_view(
            form_class=ChangePasswordForm,
            template_name="registration/password_change_form.html",
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return view(request)

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Everything the reader may see that matches, by kind. Nothing is kept between searches: rights change."""
        term = request.GET.get("q", "").strip()
        kinds = []
        for page in self._registry.values() if term else ():
            if not (page.search_fields and page.has_view_permission(request)):
                continue
            rows, _duplicates = page.get_search_results(request, page.get_queryset(request), term)
            found = [(row, page.url_of(row)) for row in rows[: FOUND_AT_ONCE + 1]]
            if found:
                more = page.list_url() if len(found) > FOUND_AT_ONCE else None
                kinds.append({"name": page.opts.verbose_name_plural, "rows": found[:FOUND_AT_ONCE], "more": more})
        context = {**self.each_context(request), "term": term, "kinds": kinds, **(extra_context or {})}
        return TemplateResponse(request, "admin/search.html", context)
