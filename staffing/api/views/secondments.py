"""Borrowed people, and movements of people."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from staffing.api import inputs
from staffing.api.filters import PersonMovementFilter, SecondmentFilter
from staffing.api.serializers import secondments as shapes
from staffing.models import PersonMovement, Secondment
from staffing.operations.secondments import (
    approve_secondment,
    extend_secondment,
    give_department_opinion,
    give_unit_opinion,
    record_return,
    request_secondment,
)


class SecondmentViewSet(Scoped, viewsets.GenericViewSet):
    """Secondments and call-ups: asked for, agreed to, approved, running, over."""

    model = Secondment
    serializer_class = shapes.SecondmentSerializer
    filterset_class = SecondmentFilter
    ordering = ("-id",)

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("person__county", "lender", "borrower")

    def list(self, request: Request) -> Response:
        """Those of one's own people, and those one's own body borrows."""
        return self.listed()

    @extend_schema(responses=shapes.SecondmentSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return Response(self.represent())

    @extend_schema(request=inputs.RequestSecondmentSerializer, responses={201: shapes.SecondmentSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Ask for somebody to be lent. Inside the service term this is refused."""
        data = dict(self.sent(inputs.RequestSecondmentSerializer).validated_data)
        secondment = request_secondment(data.pop("person"), by=caller(request), **data)
        return Response(shapes.SecondmentSerializer(secondment).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=inputs.OpinionSerializer, responses=shapes.SecondmentSerializer)
    @action(detail=True, methods=["post"], url_path="unit-opinion")
    @idempotent
    def give_unit_opinion(self, request: Request, pk: str) -> Response:
        """The unit agrees, or does not and it ends there."""
        return self._after(give_unit_opinion, inputs.OpinionSerializer)

    @extend_schema(request=inputs.OpinionSerializer, responses=shapes.SecondmentSerializer)
    @action(detail=True, methods=["post"], url_path="department-opinion")
    @idempotent
    def give_department_opinion(self, request: Request, pk: str) -> Response:
        """The human-resources bureau agrees, or does not and it ends there."""
        return self._after(give_department_opinion, inputs.OpinionSerializer)

    @extend_schema(request=inputs.ApproveSecondmentSerializer, responses=shapes.SecondmentSerializer)
    @action(detail=True, methods=["post"], url_path="approve")
    @idempotent
    def approve_secondment(self, request: Request, pk: str) -> Response:
        """Approve by a document; it runs from its first day on."""
        return self._after(approve_secondment, inputs.ApproveSecondmentSerializer)

    @extend_schema(request=inputs.ExtendSecondmentSerializer, responses=shapes.SecondmentSerializer)
    @action(detail=True, methods=["post"], url_path="extend")
    @idempotent
    def extend_secondment(self, request: Request, pk: str) -> Response:
        """Extend once."""
        return self._after(extend_secondment, inputs.ExtendSecondmentSerializer)

    @extend_schema(request=inputs.ReturnSerializer, responses=shapes.SecondmentSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    @idempotent
    def record_return(self, request: Request, pk: str) -> Response:
        """Record that the person is back."""
        return self._after(record_return, inputs.ReturnSerializer)

    def _after(self, operation: Callable[..., Secondment], serializer: type[serializers.Serializer]) -> Response:
        data = self.sent(serializer).validated_data
        secondment = operation(self.get_object(), by=caller(self.request), **data)
        return Response(shapes.SecondmentSerializer(secondment).data)


class PersonMovementViewSet(Scoped, viewsets.GenericViewSet):
    """Movements of people: transfers, promotions, and who left."""

    model = PersonMovement
    serializer_class = shapes.PersonMovementSerializer
    filterset_class = PersonMovementFilter
    ordering = ("-effective_on", "-id")

    def list(self, request: Request) -> Response:
        """The latest first. They are recorded at `people/{id}/`."""
        return self.listed()
