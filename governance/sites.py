"""The staff portal: Django's admin in unfold's skin, at the root of the address."""

from django.urls import include, path
from unfold.sites import UnfoldAdminSite


class PortalSite(UnfoldAdminSite):
    """The one admin site; what it shows to whom is decided by governance.access."""

    final_catch_all_view = False

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Take over scoped pages only (`governance.admin.ScopedAdmin`).

        Third-party packages register pages that show every row to every administrator; those get no address here.
        """
        if hasattr(admin_class, "view_right"):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        """Django's addresses, each page under its noun: `/enforcement/case/`, not `/enforcement/enforcementcase/`."""
        pages = {
            f"{model._meta.app_label}/{model._meta.model_name}/": page for model, page in self._registry.items()
        }
        return [
            path(f"{page.opts.app_label}/{page.noun}/", include(page.urls))
            if (page := pages.get(str(pattern.pattern)))
            else pattern
            for pattern in super().get_urls()
        ]
