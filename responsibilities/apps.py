"""Registration of the app with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponsibilitiesConfig(AppConfig):
    name = "responsibilities"
    verbose_name = _("Duty lists")

    def ready(self) -> None:
        """Declare which rules and local values rest on laws."""
        import_module("responsibilities.rule_sources")
        import_module("responsibilities.value_sources")
