"""Whether a call gets as far as an operation: somebody signed in, with a token that reaches this far.

What the caller may then see and do is decided by `for_user` and the operations, as everywhere.
"""

from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractAccessToken
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission


class InsufficientScope(PermissionDenied):
    """The token was not given the scope this needs (RFC 6750, section 3.1)."""

    default_code = "insufficient_scope"

    def __init__(self, scope: str) -> None:
        super().__init__(_("The token lacks the scope “%(scope)s”.") % {"scope": scope})
        self.auth_header = f'Bearer realm="api",error="insufficient_scope",scope="{scope}"'


class SignedIn(BasePermission):
    """A person with the portal's session, or a system whose token has the scope: `read` to read, `write` to write."""

    def has_permission(self, request, view) -> bool:
        _check_scope(request)
        return bool(request.user and request.user.is_authenticated)


class PublicToRead(BasePermission):
    """Anybody may read this, as on the public pages; a token, if one is sent, still needs its scope."""

    def has_permission(self, request, view) -> bool:
        _check_scope(request)
        return request.method in SAFE_METHODS or bool(request.user and request.user.is_authenticated)


def _check_scope(request) -> None:
    scope = "read" if request.method in SAFE_METHODS else "write"
    if isinstance(request.auth, AbstractAccessToken) and not request.auth.allow_scopes([scope]):
        raise InsufficientScope(scope)
