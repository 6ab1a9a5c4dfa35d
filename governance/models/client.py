"""Other organisations' systems as OAuth2 clients of the API."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication


class ClientQuerySet(models.QuerySet["Client"]):
    def for_user(self, account) -> "ClientQuerySet":
        from governance import access

        return self.filter(access.within(account, "view_clients", "organisation"))


class Client(AbstractApplication):
    """接口客户端: an organisation's system, with credentials of its own and one service account it acts as.

    Its tokens carry no more than its scopes, and reach no further than the account's one membership.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="client", verbose_name=_("service account")
    )
    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="clients", verbose_name=_("organisation")
    )
    scopes = models.JSONField(_("scopes"), default=list)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def is_usable(self, request) -> bool:
        """Asked for every token given and every token presented: closing the account closes the client at once."""
        return self.user.is_active
