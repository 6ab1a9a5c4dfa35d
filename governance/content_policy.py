"""What a browser may load and do on our pages: Content-Security-Policy and Permissions-Policy on every answer.

Pages take everything from this server and run no script that stands in them. Those of the staff portal are wider where
Unfold needs it; a view that needs another policy sets the header itself.
"""

import functools
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

STRICT = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
# The browser's own controls and the styles of Swagger have pictures in them as data: addresses.
WITH_PICTURES = f"{STRICT}; img-src 'self' data:"
# Alpine makes functions of the expressions in Unfold's templates; Unfold and htmx put <style> into the page.
STAFF = f"{WITH_PICTURES}; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
# Django's page about an error, for who develops.
DEBUG_PAGE = f"{STRICT}; script-src 'unsafe-inline'; style-src 'unsafe-inline'"

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


class ContentPolicyMiddleware:
    """Stands first, so that what others answer has the headers too: files, redirects, errors."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_debug_page = settings.DEBUG and response.status_code in (404, 500)
        response.headers.setdefault("Content-Security-Policy", DEBUG_PAGE if is_debug_page else STRICT)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


def with_policy(policy: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Give a view's answers this policy instead, unless they bring their own."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Security-Policy", policy)
            return response

        return inner

    return decorate
