"""Registration of the kernel with Django."""

from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from governance.app_modules import load_modules


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = _("System")

    def ready(self) -> None:
        from governance import checks, lookups, path_converters  # noqa: F401 - registers them
        from governance.audit import faults  # noqa: F401 - kinds of events

        for app in (self.name, *settings.APPS):  # operations and kinds of events, in every process
            if find_spec(f"{app}.operations") is not None:
                load_modules(f"{app}.operations")

        autodiscover_modules("rules")  # what refusals rest on
        autodiscover_modules("jobs")  # the kinds of long work of each app


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own site."""

    default_site = "governance.sites.PortalSite"

    def ready(self) -> None:
        autodiscover_modules("rights")  # pages ask for them
        super().ready()
