"""What the views of all apps share: rows the caller may see, and the current version when an edit is stale."""

from contextlib import suppress
from typing import Any

from django.db import models
from django.http import Http404
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from governance.errors import StaleVersion
from governance.models import Account


class Scoped:
    """Mixed into DRF's generic views: `model` names what they show; `for_user` is the only way they get at it.

    Another organisation's object is not found, whether the list, one object or a verb asks for it.
    """

    model: type[models.Model]

    def get_queryset(self) -> models.QuerySet:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return self.model._default_manager.none()
        return self.model._default_manager.for_user(self.request.user)  # type: ignore[attr-defined]

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, StaleVersion) and "pk" in self.kwargs:  # type: ignore[attr-defined]
            with suppress(Http404):  # whoever changed it has moved it out of the caller's sight
                exc.representation = self.represent()  # type: ignore[attr-defined]
        return super().handle_exception(exc)  # type: ignore[misc]

    def represent(self) -> dict[str, Any]:
        """The object as it is now, as a `retrieve` would answer; sent along when a save comes too late."""
        return self.get_serializer(self.get_object()).data  # type: ignore[attr-defined]


def caller(request: Request) -> Account:
    """The account behind a call that writes; permissions have turned away everybody without one by then."""
    if not isinstance(request.user, Account):
        raise NotAuthenticated
    return request.user
