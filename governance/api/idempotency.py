"""Creating requests that may be sent again: the same Idempotency-Key creates once and gets the first answer."""

import datetime
import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from governance.models import Account, IdempotentRequest

HEADER = "Idempotency-Key"
KEPT_FOR = datetime.timedelta(hours=24)
# A request that has not been answered for so long has died; what it did was undone with its transaction.
DEAD_AFTER = datetime.timedelta(minutes=10)
KEPT_HEADERS = ("Location", "ETag")


class KeyInUse(APIException):
    """The first request with this key is still running."""

    status_code = 409
    default_code = "idempotency_key_in_use"
    default_detail = _("The first request with this Idempotency-Key is still running. Send it again in a moment.")
    wait = 1


class KeyReused(APIException):
    """The key belongs to another request."""

    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was used for another request. Use a new one for each thing you create.")


def idempotent(handler: Callable[..., Response]) -> Callable[..., Response]:
    """Make a view's creating handler safe to call again with the same `Idempotency-Key`, for a day.

    What was created and the answer are stored in one transaction. Only success is stored: what was refused changed
    nothing and is asked anew. A repeated request is answered with `Idempotency-Replayed: true`. Without the header
    the handler runs as it is.
    """

    @functools.wraps(handler)
    def handle(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key(request)
        if key is None or not isinstance(request.user, Account):
            return handler(self, request, *args, **kwargs)
        claim, answer = _claim(request.user, key, request)
        if answer is not None:
            return answer
        try:
            with transaction.atomic():
                try:
                    response = handler(self, request, *args, **kwargs)
                except Exception as exc:  # noqa: BLE001 - what the view does not know, it raises again
                    response = self.handle_exception(exc)
                if 200 <= response.status_code < 300:
                    _keep(claim, response)
                else:
                    claim.delete()
        except Exception:
            claim.delete()
            raise
        return response

    handle.idempotent = True  # type: ignore[attr-defined]  # the schema names the header
    return handle


def purge(now: datetime.datetime | None = None) -> int:
    """Forget the answers of more than a day ago; how many."""
    return IdempotentRequest.objects.filter(created_at__lt=(now or timezone.now()) - KEPT_FOR).delete()[0]


def _key(request: Request) -> str | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not (1 <= len(key) <= 100 and key.isascii() and key.isprintable()):
        message = _("1 to 100 printable ASCII characters, such as a UUID.")
        raise ValidationError({HEADER: [ErrorDetail(str(message), code="invalid")]})
    return key


def _claim(account: Account, key: str, request: Request) -> tuple[IdempotentRequest, Response | None]:
    """The key's row, committed before anything else so that others see it; and its answer if it has one."""
    now = timezone.now()
    facts = {"method": request.method, "path": request.get_full_path()[:500], "body_sha256": _fingerprint(request)}
    claim, is_new = IdempotentRequest.objects.get_or_create(account=account, key=key, defaults=facts)
    if is_new:
        return claim, None
    if claim.created_at < now - KEPT_FOR or (claim.answer_status is None and claim.created_at < now - DEAD_AFTER):
        # Forgotten, or left by a request that died: whoever deletes the row first starts afresh.
        if IdempotentRequest.objects.filter(pk=claim.pk, created_at=claim.created_at).delete()[0]:
            return _claim(account, key, request)
        raise KeyInUse
    if any(getattr(claim, name) != value for name, value in facts.items()):
        raise KeyReused
    if claim.answer_status is None:
        raise KeyInUse
    return claim, Response(
        claim.body, status=claim.answer_status, headers={**claim.headers, "Idempotency-Replayed": "true"}
    )


def _keep(claim: IdempotentRequest, response: Response) -> None:
    claim.answer_status = response.status_code
    claim.headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    claim.body = None if response.data is None else json.loads(JSONRenderer().render(response.data))
    claim.save(update_fields=["answer_status", "headers", "body"])


def _fingerprint(request: Request) -> str:
    """SHA-256 of what was sent, as it was understood: another multipart boundary or key order is the same request."""
    data = request.data
    if isinstance(data, QueryDict):
        data = {name: [_plain(value) for value in data.getlist(name)] for name in data}
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return [value.name, value.size, digest.hexdigest()]
