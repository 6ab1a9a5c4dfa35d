"""The quota ledger: balances, movements and their documents."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from staffing.api import inputs
from staffing.api.filters import BalanceFilter, DocumentFilter, MovementFilter
from staffing.api.serializers import ledger as shapes
from staffing.models import QuotaAccount, QuotaDocument, QuotaMovement
from staffing.operations.ledger import counter_movement, move_quota, register_quota_document
from staffing.selectors.ledger import sources, totals


class AtADay(Scoped):
    """Answers about a day, `on`, as known on another, `known`."""

    query_parameters = ("on", "known")

    def moment(self) -> dict[str, Any]:
        given = self.request.GET  # type: ignore[attr-defined]
        asked = self._read(
            shapes.MomentSerializer, {name: given[name] for name in self.query_parameters if name in given}
        )
        return {name: asked.validated_data.get(name) for name in self.query_parameters}


class BalanceViewSet(AtADay, viewsets.GenericViewSet):
    """What each holder has of each category: approved, filled, reserved and vacant, on a day as known on another."""

    model = QuotaAccount
    serializer_class = shapes.BalanceSerializer
    filterset_class = BalanceFilter
    ordering = ("category", "id")

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        return rows.holding().with_balances(**self.moment())

    @extend_schema(parameters=[shapes.MomentSerializer])
    def list(self, request: Request) -> Response:
        """Balances by category and holder. What a balance is made of: `movements/?account=`."""
        return self.listed()

    @extend_schema(parameters=[shapes.MomentSerializer], responses=shapes.TotalSerializer(many=True))
    @action(detail=False, methods=["get"], pagination_class=None)
    def totals(self, request: Request) -> Response:
        """The same, summed up by category over the accounts that the filters choose."""
        rows = totals(self.filter_queryset(self.get_queryset()))
        return Response(shapes.TotalSerializer(rows, many=True).data)


class MovementViewSet(AtADay, viewsets.GenericViewSet):
    """The entries of the ledger. They stay; what was wrong is taken back by a counter-entry."""

    model = QuotaMovement
    serializer_class = shapes.MovementSerializer
    filterset_class = MovementFilter
    ordering = ("-effective_on", "-id")

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        if self.action not in ("list", "sources"):
            related = ("document", "giver__organisation", "receiver__organisation")
            return rows.select_related(*related)
        moment = self.moment()
        rows = rows.known(moment["known"])
        return rows.until(moment["on"]) if moment["on"] or self.action == "sources" else rows

    @extend_schema(parameters=[shapes.MomentSerializer])
    def list(self, request: Request) -> Response:
        """Movements, the latest first; with `on` those that count on that day, with `known` those known then."""
        return self.listed()

    @extend_schema(responses=shapes.MovementSerializer, filters=False)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One movement with its document."""
        return Response(shapes.MovementSerializer(self.get_object()).data)

    @extend_schema(parameters=[shapes.MomentSerializer], responses=shapes.PlacesBySourceSerializer(many=True))
    @action(detail=False, methods=["get"], pagination_class=None)
    def sources(self, request: Request) -> Response:
        """Where the places came from that townships gained until `on` (today), by category."""
        rows = sources(self.filter_queryset(self.get_queryset()))
        return Response(shapes.PlacesBySourceSerializer(rows, many=True).data)

    @extend_schema(request=inputs.MoveQuotaSerializer, responses={201: shapes.MovementSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Enter a movement by a registered document."""
        data = dict(self.sent(inputs.MoveQuotaSerializer).validated_data)
        moved = move_quota(data.pop("document"), by=caller(request), **data)
        return Response(shapes.MovementSerializer(moved).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=inputs.CounterMovementSerializer, responses={201: shapes.MovementSerializer})
    @action(detail=True, methods=["post"], url_path="counter")
    @idempotent
    def counter_movement(self, request: Request, pk: str) -> Response:
        """Take places of a movement back from a day on; both entries stay."""
        data = self.sent(inputs.CounterMovementSerializer).validated_data
        back = counter_movement(self.get_object(), by=caller(request), **data)
        return Response(shapes.MovementSerializer(back).data, status=status.HTTP_201_CREATED)


class DocumentViewSet(Scoped, viewsets.GenericViewSet):
    """The documents that movements rest on."""

    model = QuotaDocument
    serializer_class = shapes.DocumentSerializer
    filterset_class = DocumentFilter
    ordering = ("-decided_on", "-id")

    def list(self, request: Request) -> Response:
        """Documents, the latest decision first."""
        return self.listed()

    @extend_schema(responses=shapes.DocumentSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One document; its movements: `movements/?document=`."""
        return Response(shapes.DocumentSerializer(self.get_object()).data)

    @extend_schema(request=inputs.RegisterDocumentSerializer, responses={201: shapes.DocumentSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Register a document, so that movements can name it."""
        data = dict(self.sent(inputs.RegisterDocumentSerializer).validated_data)
        document = register_quota_document(data.pop("county"), by=caller(request), **data)
        return Response(shapes.DocumentSerializer(document).data, status=status.HTTP_201_CREATED)
