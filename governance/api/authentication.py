"""Who calls the API: another organisation's system with a token, or a person with the portal's session."""

import hashlib

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.models import AccessToken
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2 import InvalidRequestError
from rest_framework.authentication import SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled

from governance.models import Account
from governance.sign_in_attempts import CountedAttempt, name_of_client
from governance.text import is_readable
from governance.throttling import WrongTokens


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

    def authenticate_client(self, request, *args, **kwargs) -> bool:
        """Whether id and secret belong together; wrong ones are counted and recorded like people's passwords.

        A client shows itself in one way only (RFC 6749, section 2.3), so that each request is one guess.
        """
        if self._extract_basic_auth(request) and request.client_secret:
            raise InvalidRequestError("Send the client's secret in the header or in the body, not in both.")
        request.attempt = None
        proven = super().authenticate_client(request, *args, **kwargs)
        if request.attempt and proven:
            request.attempt.right()
        elif request.attempt:
            request.attempt.wrong(_("Unknown client, or wrong secret."))
        return proven

    def _load_application(self, client_id, request):
        if not is_readable(client_id or ""):
            return None  # nobody's id; credentials in the header are encoded twice, so no guard has seen it
        client = super()._load_application(client_id, request)
        if client_id and request.attempt is None:
            account = client.user if client else None
            request.attempt = CountedAttempt(
                name_of_client(client_id), request.headers, action="sign_in", account=account
            )
        if client_id and client is None:
            make_password(client_id)  # as long as a secret takes: nobody learns which clients there are
        return client


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
            wrong = WrongTokens()
            if not wrong.allow_request(request, None):  # type: ignore[arg-type]  # it asks nothing of a view
                raise Throttled(wrong.wait())
            request.oauth2_error = {"error": "invalid_token"}
            raise AuthenticationFailed(
                _("The token is unknown, expired or no longer valid. Get a new one."), "invalid_token"
            )
        return account, verified[1]


class PortalSession(SessionAuthentication):
    """The signed-in person of the staff portal; writing needs the CSRF token that the portal's pages carry."""
