"""Pages of the kernel that are not admin pages."""

import logging

from celery import current_app
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from governance.api import problem_json

logger = logging.getLogger(__name__)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: say so in words, keep what was typed one step back."""
    return render(request, "governance/csrf_failure.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error nobody foresaw: a problem document for other systems, a page for people."""
    return problem_json.server_error(request) if request.path.startswith("/api/") else defaults.server_error(request)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the database and the broker answer: 200, or 503 naming the one that does not.

    Asked by the container's health check and by load balancers, without an account, so it tells nothing else.
    """
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    return True


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
    except (BrokerError, OSError):
        logger.exception("The broker does not answer")
        return False
    return True
