"""How far a token reaches: no further than its client was registered for."""

from oauth2_provider.scopes import BaseScopes
from oauth2_provider.settings import oauth2_settings

from governance.models.client import Client


class ClientScopes(BaseScopes):
    """The scopes of the settings, narrowed for each client to its own; a request that names none gets all of those."""

    def get_all_scopes(self) -> dict:
        return oauth2_settings.SCOPES

    def get_available_scopes(self, application: Client | None = None, request=None, *args, **kwargs) -> list[str]:
        known = self.get_all_scopes()
        return list(known) if application is None else [scope for scope in application.scopes if scope in known]

    def get_default_scopes(self, application: Client | None = None, request=None, *args, **kwargs) -> list[str]:
        return self.get_available_scopes(application, request)
