"""Errors of the API as application/problem+json (RFC 9457) with stable codes."""

from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from governance.errors import RuleViolation


def exception_handler(exc: Exception, context: dict) -> Response | None:
    """Turn what a view raised into a problem document."""
    if isinstance(exc, RuleViolation):
        body = {"code": exc.code, "detail": str(exc.message), "field": exc.field, "basis": exc.basis}
        return Response(body, status=exc.status, content_type="application/problem+json")
    return drf_exception_handler(exc, context)
