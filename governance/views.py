"""Pages of the kernel that are not admin pages."""

import logging

from celery import current_app
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from governance.api import problem_json

logger = logging.getLogger(__name__)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: say so in words, and keep what was typed for the form's author."""
    from governance.admin.sending import KEEP, save_typed_form

    kept = save_typed_form(request)
    if KEEP in request.POST:
        if kept:
            told = _("You signed in or out in another window. What you typed is kept: open the form again and go on.")
        else:
            told = _("You signed in or out in another window, so what you type cannot be kept. Copy it.")
        return HttpResponse(told, status=409, content_type="text/plain; charset=utf-8")
    return render(request, "governance/csrf_failure.html", {"kept": kept}, status=403)


def bad_request(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    detail: str | Promise = "",
    field: str | None = None,
) -> HttpResponse:
    """What was sent is no request the portal could read: a problem document for other systems, a page for people."""
    detail = detail or _("The request is malformed.")
    if request.path.startswith(("/api/", "/oauth/")):
        body = problem_json.problem(400, "invalid" if field else "malformed", detail, field=field)
        return JsonResponse(body, status=400, content_type=problem_json.CONTENT_TYPE)
    return render(request, "400.html", {"detail": detail, "field": field}, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error nobody foresaw: a problem document for other systems, a page for people."""
    if request.path.startswith(("/api/", "/oauth/")):
        return problem_json.server_error(request)
    response = defaults.server_error(request)
    # The page asks for no other file, since whatever gives them out may be what failed.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the database and the broker answer: 503 without the database, 200 as long as people can work.

    Without the broker everything goes on but what works in the background, so nobody must be sent away for it; the
    answer and the log name it. Asked by the container's health check and by load balancers, without an account, so it
    tells nothing else.
    """
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    return JsonResponse(answers, status=200 if answers["database"] else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.error("The database does not answer: %s", error)
        return False
    return True


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
    except (BrokerError, OSError) as error:
        logger.error("The broker does not answer: %s", error)
        return False
    return True
