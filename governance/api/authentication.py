"""Who calls the API: another organisation's system with a token, or a person with the portal's session."""

import hashlib

from django.utils.translation import gettext_lazy as _
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.models import AccessToken
from oauth2_provider.oauth2_validators import OAuth2Validator
from rest_framework.authentication import SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from governance.models import Account


class TokenValidator(OAuth2Validator):
    """Reads a token together with its client and the client's account, which every call needs, and no more of them."""

    def _load_access_token(self, token: str) -> AccessToken | None:
        tokens = AccessToken.objects.select_related("application__user").only(
            "user",
            "expires",
            "scope",
            "resource",
            "application__name",
            "application__organisation",
            "application__user__name",
            "application__user__username",
            "application__user__kind",
            "application__user__is_active",
        )
        checksum = hashlib.sha256(token.encode()).hexdigest()
        return next(iter(tokens.filter(token_checksum=checksum)), None)  # unique, so without the ordering of first()


class ClientCredentials(OAuth2Authentication):
    """OAuth2 client credentials: the token's application is bound to one service account, which is the caller.

    A token that is wrong, expired or of a closed account is an error, never an anonymous call or somebody's session.
    """

    def authenticate(self, request):
        if not get_authorization_header(request).lower().startswith(b"bearer"):
            return None
        verified = super().authenticate(request)
        account = verified[1].application.user if verified and verified[1].application else None
        if account is None or not account.is_active or account.kind != Account.Kind.SERVICE:
            request.oauth2_error = {"error": "invalid_token"}
            raise AuthenticationFailed(
                _("The token is unknown, expired or no longer valid. Get a new one."), "invalid_token"
            )
        return account, verified[1]


class PortalSession(SessionAuthentication):
    """The signed-in person of the staff portal; writing needs the CSRF token that the portal's pages carry."""
