"""What was done to drafts, batch by batch, and taking one back."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from governance.api.permissions import SignedIn
from governance.api.views import Scoped, caller
from responsibilities.api.filters import BatchFilter
from responsibilities.api.serializers import drafts as shapes
from responsibilities.models import Batch
from responsibilities.operations.batches import undo_batch


class BatchViewSet(Scoped, viewsets.GenericViewSet):
    """Saves, imports and undoings of drafts, for those who keep the lists."""

    model = Batch
    serializer_class = shapes.BatchSerializer
    filterset_class = BatchFilter
    permission_classes = (SignedIn,)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().counted()  # type: ignore[attr-defined]

    def list(self, request: Request) -> Response:
        """Batches, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One batch."""
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=shapes.BatchRowSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def rows(self, request: Request, pk: str) -> Response:
        """The entries it changed, each as it was before and as it was afterwards."""
        rows = self.get_object().rows.select_related("item").order_by("pk")
        return Response(shapes.BatchRowSerializer(rows, many=True).data)

    @extend_schema(request=None, responses=shapes.UndoneSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Put back what the batch changed; entries edited since stay as they are and are named."""
        self.sent(Serializer)
        return Response(shapes.UndoneSerializer(undo_batch(self.get_object(), by=caller(request))).data)
