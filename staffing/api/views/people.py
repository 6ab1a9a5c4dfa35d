"""The register of people: lists carry nothing sensitive, and each opening of a person is recorded."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from staffing.api import inputs
from staffing.api import serializers as shapes
from staffing.api.filters import PersonFilter
from staffing.models import Person
from staffing.operations.people import record_identity_number, view_person


class PersonViewSet(Scoped, viewsets.GenericViewSet):
    """People of the real-name register."""

    model = Person
    serializer_class = shapes.PersonRowSerializer
    filterset_class = PersonFilter
    ordering = ("staff_no", "id")

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        if self.action == "list":
            return rows.with_post()
        return rows.prefetch_related("assignments__organisation", "service_terms").select_related("county")

    def list(self, request: Request) -> Response:
        """People by staff number, with the main post they hold now."""
        return self.listed()

    @extend_schema(responses=shapes.PersonSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One person with posts and service terms; birth date and identity number in full for who may see them."""
        return self._answer(self.get_object())

    @extend_schema(request=inputs.IdentityNumberSerializer, responses=shapes.PersonSerializer)
    @action(detail=True, methods=["post"], url_path="identity-number")
    @idempotent
    def record_identity_number(self, request: Request, pk: str) -> Response:
        """Record the identity number."""
        data = self.sent(inputs.IdentityNumberSerializer).validated_data
        return self._answer(record_identity_number(self.get_object(), by=caller(request), **data))

    def _answer(self, person: Person) -> Response:
        shown = view_person(person, by=caller(self.request))
        return Response(shapes.PersonSerializer(person, context={**self.get_serializer_context(), "shown": shown}).data)
