"""Errors of the API as application/problem+json (RFC 9457) with stable codes."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from governance.errors import RuleViolation
from governance.middleware import request_id
from governance.multipart import UnreadableName

CONTENT_TYPE = "application/problem+json"

# What kind of problem it is, for people; `code` says the same to programs, more finely.
TITLES = {
    400: _("The request is not understood"),
    401: _("Sign in first"),
    403: _("Not permitted"),
    404: _("Not found"),
    405: _("Not possible with this method"),
    406: _("Not available in this form"),
    409: _("A rule forbids this now"),
    412: _("Somebody else changed this meanwhile"),
    413: _("Too large"),
    415: _("Not accepted in this form"),
    422: _("What was sent cannot be used"),
    428: _("Say which version you mean"),
    429: _("Too many requests"),
    500: _("The portal made a mistake"),
}


class PreconditionRequired(exceptions.APIException):
    """An edit must say in `If-Match` which version it starts from."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = _("Send the ETag you have read in If-Match, so that nobody's changes are overwritten.")


def problem(
    status: int,
    code: str,
    detail: Any,
    *,
    field: str | None = None,
    basis: str | None = None,
    errors: list[dict[str, Any]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A problem document; `instance` is the request's id, under which logs and the audit know it."""
    if errors is None:
        errors = [{"field": field, "code": code, "detail": str(detail)}] if field else []
    return {
        "type": f"urn:township-governance:problem:{code}",
        "title": str(TITLES.get(status, HTTPStatus(status).phrase)),
        "status": int(status),
        "code": code,
        "detail": str(detail),
        "instance": request_id.get(),
        "errors": errors,
        "basis": basis,
        **more,
    }


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem document; None, hence a server error, for what nobody foresaw."""
    headers: dict[str, str] = {}
    match exc:
        case RuleViolation():
            body = problem(exc.status, exc.code, exc.message, field=exc.field, basis=exc.basis)
            if (current := getattr(exc, "representation", None)) is not None:
                body["current"] = current
                headers["ETag"] = f'"{exc.current}"'  # type: ignore[attr-defined]
        case exceptions.ValidationError():
            errors = list(_flatten(exc.get_full_details()))
            body = problem(400, "invalid", _("Some of what was sent is missing or wrong."), errors=errors)
        case exceptions.ParseError() | UnreadableName():
            # The parser's own words, with line and column, are English only.
            fault = exc.detail if isinstance(exc, exceptions.ParseError) else exc.args[0]
            body = problem(400, "parse_error", _("The body cannot be read: %(fault)s") % {"fault": fault})
        case exceptions.APIException():
            code = exc.get_codes()
            body = problem(exc.status_code, code if isinstance(code, str) else exc.default_code, exc.detail)
            if (challenge := getattr(exc, "auth_header", None)) is not None:
                headers["WWW-Authenticate"] = challenge
            if (wait := getattr(exc, "wait", None)) is not None:
                headers["Retry-After"] = str(int(wait) + 1)
        case Http404():
            body = problem(404, "not_found", _("There is nothing here, or nothing that you may see."))
        case PermissionDenied():
            body = problem(403, "not_permitted", exc.args[0] if exc.args else _("You may not do this."))
        case RequestDataTooBig():
            body = problem(413, "too_large", _("The request is larger than the portal accepts."))
        case SuspiciousOperation():
            body = problem(400, "malformed", _("The request is malformed."))
        case _:
            return None
    return Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)


def server_error(request: HttpRequest) -> JsonResponse:
    """The answer to an error nobody foresaw; what happened is in the log under the same id, not in the answer."""
    detail = _("What you sent may be all right. Quote the instance when you report this.")
    return JsonResponse(problem(500, "server_error", detail), status=500, content_type=CONTENT_TYPE)


def _flatten(details: Any, path: str = "") -> Iterator[dict[str, Any]]:
    """DRF's nested messages as a flat list: `parties.0.name` for the name of the first party."""
    if isinstance(details, Mapping) and set(details) == {"message", "code"} and isinstance(details["code"], str):
        yield {"field": path or None, "code": details["code"], "detail": str(details["message"])}
        return
    pairs = details.items() if isinstance(details, Mapping) else enumerate(details)
    for key, value in pairs:
        if isinstance(details, list) and isinstance(value, Mapping) and set(value) == {"message", "code"}:
            step = path  # several messages about one field
        elif key == "non_field_errors":
            step = path
        else:
            step = f"{path}.{key}" if path else str(key)
        yield from _flatten(value, step)
