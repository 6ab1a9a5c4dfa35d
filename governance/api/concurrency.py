"""Edits that notice each other: the version of an object as its ETag, and If-Match on what changes it.

The comparison that counts is the operation's, under its lock; a view only passes on what the client said:

    accept_transfer(transfer, by=request.user, version=given_version(request))

and the frame of `@operation` compares it with the locked row.
"""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.problem_json import PreconditionRequired


def etag(version: int) -> str:
    return f'"{version}"'


def with_etag(response: Response, obj: Any) -> Response:
    """The response with the object's version as its ETag."""
    response["ETag"] = etag(obj.version)
    return response


def given_version(request: Request, *, required: bool = True) -> int | None:
    """The version the client read, from If-Match; None for `*`, and if it is left out where that is allowed.

    Raises PreconditionRequired (428) if it is required and missing, ValidationError if it is no ETag of ours.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        if required:
            raise PreconditionRequired
        return None
    if header == "*":
        return None
    # W/ comes from a proxy that compresses answers.
    match = re.fullmatch(r'(?:W/)?"(0|[1-9][0-9]{0,8})"', header)
    if match is None:
        message = _('One ETag as this portal gave it, such as "3".')
        raise ValidationError({"If-Match": [ErrorDetail(str(message), code="invalid")]})
    return int(match[1])
