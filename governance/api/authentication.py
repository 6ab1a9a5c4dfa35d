"""Who calls the API: another organisation's system with a token, or a person with the portal's session."""

from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework.authentication import SessionAuthentication


class ClientCredentials(OAuth2Authentication):
    """OAuth2 client credentials: the token's application is bound to one service account, which is the caller."""

    def authenticate(self, request):
        found = super().authenticate(request)
        if found is None:
            return None
        _nobody, token = found  # a client's token has no user of its own
        return token.application.user, token


class PortalSession(SessionAuthentication):
    """The signed-in person of the staff portal."""
