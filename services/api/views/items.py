"""The catalogue and the village points over REST."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from services.api.inputs import items as inputs
from services.api.item_filters import ItemFilter, PointFilter, PointItemFilter
from services.api.serializers import items as shapes
from services.models import Implementation, PointItem, ServicePoint
from services.operations.catalogue import confirm_item
from services.operations.points import confirm_point_item


class ItemViewSet(Scoped, viewsets.GenericViewSet):
    """The catalogue of services."""

    model = Implementation
    serializer_class = shapes.ItemSerializer
    filterset_class = ItemFilter
    ordering = ("item__base_code", "item__code", "id")

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        return rows.select_related("item__service_item", "body").prefetch_related("materials", "steps")

    def list(self, request: Request) -> Response:
        """Items in force today, or on another day, by code. What a village does: `assured_in`."""
        return self.listed()

    @extend_schema(responses=shapes.WholeItemSerializer, filters=False)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One item as it is done from a day on, with materials and steps."""
        return Response(shapes.WholeItemSerializer(self.get_object()).data)

    @extend_schema(request=inputs.ConfirmItemSerializer, responses=shapes.WholeItemSerializer)
    @action(detail=True, methods=["post"], url_path="confirm")
    @idempotent
    def confirm_item(self, request: Request, pk: str) -> Response:
        """Confirm what people read of the item until a day."""
        item = self.get_object()
        confirm_item(item, by=caller(request), **self.sent(inputs.ConfirmItemSerializer).validated_data)
        return Response(shapes.WholeItemSerializer(item).data)


class PointViewSet(Scoped, viewsets.GenericViewSet):
    """Village points: where people are helped in their village."""

    model = ServicePoint
    serializer_class = shapes.PointSerializer
    filterset_class = PointFilter
    ordering = ("village__path", "-opened_on", "id")

    def list(self, request: Request) -> Response:
        """Points in the order of the villages."""
        return self.listed()

    @extend_schema(responses=shapes.PointSerializer, filters=False)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One point. What it does: `point-items/?within=` the village."""
        return Response(shapes.PointSerializer(self.get_object()).data)


class PointItemViewSet(Scoped, viewsets.GenericViewSet):
    """What villages do of which items, and until when that is certain."""

    model = PointItem
    serializer_class = shapes.PointItemSerializer
    filterset_class = PointItemFilter
    ordering = ("point", "item__base_code", "id")

    def list(self, request: Request) -> Response:
        """Items of points, point by point."""
        return self.listed()

    @extend_schema(responses=shapes.PointItemSerializer, filters=False)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One item of one point."""
        return Response(shapes.PointItemSerializer(self.get_object()).data)

    @extend_schema(request=inputs.ConfirmPointItemSerializer, responses=shapes.PointItemSerializer)
    @action(detail=True, methods=["post"], url_path="confirm")
    @idempotent
    def confirm_point_item(self, request: Request, pk: str) -> Response:
        """Confirm that the village does this, from today for the county's term."""
        one = self.get_object()
        data = self.sent(inputs.ConfirmPointItemSerializer).validated_data
        return Response(shapes.PointItemSerializer(confirm_point_item(one, by=caller(request), **data)).data)
