"""Registration of the app with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnforcementConfig(AppConfig):
    name = "enforcement"
    verbose_name = _("Enforcement")

    def ready(self) -> None:
        """Declare what a publication touches here, what rests on laws, and how local values are called."""
        import_module("enforcement.rehearsal")
        import_module("enforcement.law_changes")
        import_module("enforcement.thresholds")
