"""How often somebody unknown may ask: for the API without a token, for public pages, for tokens; or try a token."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.views import TokenView
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle

from governance.addresses import address_of, network_of
from governance.api.problem_json import CONTENT_TYPE, problem
from governance.sign_in_attempts import TooManyAttempts


class Anonymous(AnonRateThrottle):
    """Callers without token or session, by address; the API and the public pages count together."""

    def get_ident(self, request) -> str:
        return network_of(address_of(request.META))


class PublicPagesMiddleware:
    """Turns away who reads the public pages without a session oftener than `Anonymous` allows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        throttle = Anonymous()
        if request.path.startswith("/public/") and not throttle.allow_request(request, self):  # type: ignore[arg-type]
            seconds = int(throttle.wait() or 0) + 1
            context = {"seconds": seconds, "most": throttle.num_requests}  # type: ignore[attr-defined]
            answer = render(request, "governance/too_many_requests.html", context, status=429)
            answer["Retry-After"] = str(seconds)
            return answer
        return self.get_response(request)


class ByAddress(SimpleRateThrottle):
    """Whatever comes from one address."""

    def get_cache_key(self, request, view) -> str:
        return self.cache_format % {"scope": self.scope, "ident": network_of(address_of(request.META))}


class WrongTokens(ByAddress):
    """Calls of the API with a token that opens nothing; right ones from the same address go on."""

    scope = "wrong_token"


class TokenRequests(ByAddress):
    """Requests for tokens, right or wrong; wrong secrets are counted in governance.sign_in_attempts."""

    scope = "token"


@method_decorator(csrf_exempt, name="dispatch")  # systems have no cookie; an override does not inherit the exemption
class ThrottledTokenView(TokenView):
    """The token endpoint (RFC 6749, client credentials), slowed down."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        throttle = TokenRequests()
        if not throttle.allow_request(request, self):  # type: ignore[arg-type]
            wait = int(throttle.wait() or 0) + 1
            return _later("throttled", f"Retry after {wait} s.", wait)
        try:
            return super().dispatch(request, *args, **kwargs)
        except TooManyAttempts as refusal:
            return _later(refusal.code, str(refusal), refusal.seconds)


def _later(code: str, detail: str, seconds: int) -> JsonResponse:
    headers = {"Retry-After": str(seconds)}
    return JsonResponse(problem(429, code, detail), status=429, content_type=CONTENT_TYPE, headers=headers)
