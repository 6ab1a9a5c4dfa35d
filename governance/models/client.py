"""Other organisations' systems as OAuth2 clients of the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication, ApplicationManager


class ClientQuerySet(models.QuerySet["Client"]):
    def for_user(self, account) -> "ClientQuerySet":
        from governance import access

        return self.filter(access.within(account, "view_accounts", "organisation"))


class ClientManager(ApplicationManager.from_queryset(ClientQuerySet)):  # type: ignore[misc]
    pass


class Client(AbstractApplication):
    """接口客户端: an organisation's system, with credentials of its own and one service account (`user`) it acts as.

    Its tokens carry no more than its scopes, and reach no further than the account's one membership.
    """

    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="clients", verbose_name=_("organisation")
    )
    scopes = models.JSONField(_("scopes"), default=list)

    objects = ClientManager()

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def is_usable(self, request) -> bool:
        """Asked for every token given and every token presented: closing the account closes the client at once."""
        return self.user is not None and self.user.is_active
