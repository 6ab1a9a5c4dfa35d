"""Creating requests that may be sent again: the same Idempotency-Key creates once and gets the first answer."""

import datetime
import functools
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from governance import access
from governance.errors import NotPermitted
from governance.idempotency import KEPT_FOR, fingerprint
from governance.models import Account, IdempotentRequest, Organisation

HEADER = "Idempotency-Key"
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
    nothing and is asked anew. A repeated request is answered with `Idempotency-Replayed: true`, to who still sees the
    record and still has the rights it used, where it used them. Without the header the handler runs as it is.
    """

    @functools.wraps(handler)
    def handle(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key(request)
        if key is None or not isinstance(request.user, Account):
            return handler(self, request, *args, **kwargs)
        claim, answer = _claim(request.user, key, request)
        if answer is not None:
            _check_rights_of_now(self, claim)
            return answer
        try:
            with transaction.atomic(), access.rights_used() as rights:
                response = _run(handler, self, request, *args, **kwargs)
                if 200 <= response.status_code < 300:
                    _keep(claim, response, rights)
                else:
                    claim.delete()
        except Exception:
            claim.delete()
            raise
        return response

    handle.idempotent = True  # type: ignore[attr-defined]  # the schema names the header
    return handle


def _run(handler: Callable[..., Response], view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
    try:
        return handler(view, request, *args, **kwargs)
    except Exception as exc:  # noqa: BLE001 - what the view does not know, it raises again
        return view.handle_exception(exc)


def _check_rights_of_now(view: Any, claim: IdempotentRequest) -> None:
    """Raise Http404 if the caller sees the record no more, NotPermitted if a right is lost that the request used.

    Only rights are asked for: where the record has gone since, and what has become of it, does not matter.
    """
    if view.kwargs:
        view.get_object()
    places = Organisation.objects.in_bulk(place for _name, place in claim.rights)
    for name, place in claim.rights:
        if not access.may(claim.account, name, at=places[place]):
            raise NotPermitted(name, account=claim.account, at=places[place])


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
    facts = {"method": request.method, "path": request.get_full_path()[:500], "body_digest": fingerprint(request.data)}
    try:  # most keys are new, so nothing is read first
        with transaction.atomic():
            return IdempotentRequest.objects.create(account=account, key=key, **facts), None
    except IntegrityError:
        claim = IdempotentRequest.objects.filter(account=account, key=key).first()
    if claim is None:  # it was given up in between
        return _claim(account, key, request)
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
        json.loads(claim.body), status=claim.answer_status, headers={**claim.headers, "Idempotency-Replayed": "true"}
    )


def _keep(claim: IdempotentRequest, response: Response, rights: set[tuple[str, int]]) -> None:
    claim.answer_status = response.status_code
    claim.headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    claim.body = "null" if response.data is None else JSONRenderer().render(response.data).decode()
    claim.rights = sorted(rights)
    claim.save(update_fields=["answer_status", "headers", "body", "rights"])
