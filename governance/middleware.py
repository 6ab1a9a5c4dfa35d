"""What every request gets: an id that ties log lines and audit entries together, the reader's language, and a no to
parameters that its page does not know."""

import logging
import uuid
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from governance.parameters import WrongParameters, faults_of

# Only the id travels in the context, for logs and audit; never the request or its user.
request_id: ContextVar[str] = ContextVar("request_id", default="")


REQUEST_ID = "portal.request_id"


class RequestIdMiddleware:
    """Gives each request an id, returned in `X-Request-ID`, so that a person can quote it and an auditor find it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex)
        request.META[REQUEST_ID] = request_id.get()  # for what Django logs of the answer, after all middleware
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class RequestIdFilter(logging.Filter):
    """Puts the request's id on log records, also on those about its answer."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.request_id = request_id.get() or getattr(request, "META", {}).get(REQUEST_ID) or "-"
        return True


class RefusalFilter(logging.Filter):
    """A request that was refused is one line: where it was refused in the code is nobody's error."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True


class LanguageMiddleware(LocaleMiddleware):
    """Pages are Chinese until the reader chooses English; the API answers in what `Accept-Language` asks for.

    A browser's own language is ignored on pages: office computers are often set up in a language
    their users do not read.
    """

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith("/api/"):
            language = translation.get_language_from_request(request)
        else:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            if language not in dict(settings.LANGUAGES):
                language = settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class BodySizeMiddleware:
    """Turns away a request that says it is larger than the portal takes, before any of it is read.

    What comes without a length has no body for Django. Only files may fill the larger limit: a body that is kept in
    memory as a whole, as JSON is, has the smaller one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with_files = request.content_type == "multipart/form-data"
        most = settings.REQUEST_MAX_BYTES if with_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        stated = request.META.get("CONTENT_LENGTH") or ""
        if stated.isdecimal() and (len(stated) > _LONGEST_LENGTH or int(stated) > most):
            return _too_large(request, most)
        return self.get_response(request)


_LONGEST_LENGTH = 18


def _too_large(request: HttpRequest, most: int) -> HttpResponse:
    limit = f"{most / (1024 * 1024):g}"
    if request.path.startswith("/api/"):
        from governance.api.problem_json import CONTENT_TYPE, problem  # which needs the id of the request from here

        message = _("The request is larger than %(limit)s MB, which is all the portal accepts.") % {"limit": limit}
        return JsonResponse(problem(413, "too_large", message), status=413, content_type=CONTENT_TYPE)
    return render(request, "governance/too_large.html", {"limit": limit}, status=413)


class ParametersMiddleware:
    """Turns away parameters that a page has not declared with `takes`, and says which values it did not understand.

    The API checks its own (`governance.api.views.Strict`), and so do lists of the staff portal (`admin.changelist`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if getattr(getattr(view, "cls", view), "checks_parameters", False):
            return None
        faults = faults_of(request.GET, getattr(view, "parameters", ()), many=getattr(view, "repeated_parameters", ()))
        return _wrong_parameters(request, faults) if faults else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _wrong_parameters(request, exception.faults) if isinstance(exception, WrongParameters) else None


def _wrong_parameters(request: HttpRequest, faults: dict[str, str]) -> HttpResponse:
    return render(request, "governance/wrong_parameters.html", {"faults": faults}, status=400)
