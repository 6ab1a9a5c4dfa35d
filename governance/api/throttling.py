"""How often somebody unknown may ask: the API without a token, and the token endpoint."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.views import TokenView
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle

from governance.api.problem_json import CONTENT_TYPE, problem


class Anonymous(AnonRateThrottle):
    """Callers without token or session, by address."""


class TokenRequests(SimpleRateThrottle):
    """Requests for tokens, right or wrong, by address: guessing a client's secret takes for ever."""

    scope = "token"

    def get_cache_key(self, request, view) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


@method_decorator(csrf_exempt, name="dispatch")  # systems have no cookie; an override does not inherit the exemption
class ThrottledTokenView(TokenView):
    """The token endpoint (RFC 6749, client credentials), slowed down."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        throttle = TokenRequests()
        if not throttle.allow_request(request, self):  # type: ignore[arg-type]
            wait = int(throttle.wait() or 0) + 1
            body = problem(429, "throttled", f"Retry after {wait} s.")
            return JsonResponse(body, status=429, content_type=CONTENT_TYPE, headers={"Retry-After": str(wait)})
        return super().dispatch(request, *args, **kwargs)
