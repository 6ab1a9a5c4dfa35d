"""Orders of the hotline 12345."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.concurrency import with_etag
from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from services.api.filters import HotlineOrderFilter
from services.api.inputs import hotline as inputs
from services.api.serializers import hotline as shapes
from services.api.views.applications import verb
from services.models import HotlineOrder
from services.operations import hotline


class HotlineViewSet(Scoped, viewsets.GenericViewSet):
    """Hotline orders the caller's bodies have or had to answer. Who called is not given over the API."""

    model = HotlineOrder
    serializer_class = shapes.HotlineOrderSerializer
    filterset_class = HotlineOrderFilter

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("holder", "right_body")

    def list(self, request: Request) -> Response:
        """Orders, newest first."""
        return self.listed()

    @extend_schema(responses=shapes.HotlineOrderSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One order; its version is the ETag."""
        return self.answer_with(self.get_object())

    @extend_schema(request=inputs.ReceiveOrderSerializer, responses={201: shapes.HotlineOrderSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Receive an order under the hotline's own number."""
        data: dict[str, Any] = dict(self.sent(inputs.ReceiveOrderSerializer).validated_data)
        order = hotline.receive_order(data.pop("body"), by=caller(request), **data)
        return self.answer_with(order, status.HTTP_201_CREATED)

    answer_order = verb(hotline.answer_order, "answer", inputs.AnswerOrderSerializer, shapes.HotlineOrderSerializer)
    return_order = verb(hotline.return_order, "return", inputs.ReturnOrderSerializer, shapes.HotlineOrderSerializer)
    link_order = verb(hotline.link_order, "link", inputs.LinkOrderSerializer, shapes.HotlineOrderSerializer)

    def answer_with(self, order: HotlineOrder, code: int = status.HTTP_200_OK) -> Response:
        return with_etag(Response(self.get_serializer(order).data, status=code), order)
