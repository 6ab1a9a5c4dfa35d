"""The townships' centres over REST."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from services.api.inputs import items as inputs
from services.api.item_filters import StationingFilter
from services.api.serializers import stationing as shapes
from services.models import Stationing
from services.operations.stationing import enter_centre, leave_centre
from services.selectors.coverage import coverage


class StationingViewSet(Scoped, viewsets.GenericViewSet):
    """What has entered which centre; a body sees its own matters in every centre."""

    model = Stationing
    serializer_class = shapes.StationingSerializer
    filterset_class = StationingFilter
    ordering = ("centre__path", "matter__body__path", "matter__name", "id")

    def list(self, request: Request) -> Response:
        """Matters, centre by centre."""
        return self.listed()

    @extend_schema(responses=shapes.StationingSerializer, filters=False)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One matter in one centre."""
        return self._answer(self.get_object())

    @extend_schema(request=inputs.EnterCentreSerializer, responses=shapes.StationingSerializer)
    @action(detail=True, methods=["post"], url_path="enter")
    @idempotent
    def enter_centre(self, request: Request, pk: str) -> Response:
        """The matter enters the centre, or moves to another window."""
        data: dict[str, Any] = self.sent(inputs.EnterCentreSerializer).validated_data
        return self._answer(enter_centre(self.get_object(), by=caller(request), **data))

    @extend_schema(request=inputs.LeaveCentreSerializer, responses=shapes.StationingSerializer)
    @action(detail=True, methods=["post"], url_path="leave")
    @idempotent
    def leave_centre(self, request: Request, pk: str) -> Response:
        """The matter leaves the centre; the reason stays on file."""
        data = self.sent(inputs.LeaveCentreSerializer).validated_data
        return self._answer(leave_centre(self.get_object(), by=caller(request), **data))

    @staticmethod
    def _answer(stationing: Stationing) -> Response:
        return Response(shapes.StationingSerializer(stationing).data)


class CoverageViewSet(Scoped, viewsets.GenericViewSet):
    """What of everything that should be there is there."""

    model = Stationing
    serializer_class = shapes.CoverageSerializer
    pagination_class = None

    @extend_schema(responses=shapes.CoverageSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """The figures of each township, in the order of the register; the help of a figure says where its rows are."""
        return Response(shapes.CoverageSerializer(coverage(self.get_queryset()), many=True).data)
