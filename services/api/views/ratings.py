"""Ratings: reading them, their results, and what follows from a poor one."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.schema import IF_MATCH_OPTIONAL
from governance.api.views import Scoped, caller
from services.api.filters import RatingFilter
from services.api.inputs import ratings as inputs
from services.api.serializers import ratings as shapes
from services.models import Rating
from services.operations import ratings
from services.selectors.ratings import rating_results


def verb(operation: Callable[..., Any], path: str, shape: type[serializers.Serializer]) -> Any:
    """A POST that performs the operation on one rating, and answers with the rating."""

    def perform(self: "RatingViewSet", request: Request, pk: str) -> Response:
        rating = self.get_object()
        sent = self.sent(shape).validated_data
        operation(rating, by=caller(request), version=given_version(request, required=False), **sent)
        return with_etag(Response(shapes.RatingSerializer(rating).data), rating)

    perform.__name__ = operation.__name__
    perform.__doc__ = operation.__doc__
    described = extend_schema(request=shape, responses=shapes.RatingSerializer, parameters=[IF_MATCH_OPTIONAL])
    return described(action(detail=True, methods=["post"], url_path=path)(idempotent(perform)))


class RatingViewSet(Scoped, viewsets.GenericViewSet):
    """Ratings of applications that the caller's bodies received or decided."""

    model = Rating
    serializer_class = shapes.RatingSerializer
    filterset_class = RatingFilter

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("application__item__item", "application__centre")

    def list(self, request: Request) -> Response:
        """Ratings, newest first, by number of the application."""
        return self.listed()

    @extend_schema(responses=shapes.RatingSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One rating; its version is the ETag."""
        rating = self.get_object()
        return with_etag(Response(self.get_serializer(rating).data), rating)

    @extend_schema(responses=shapes.RatingResultsSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def results(self, request: Request) -> Response:
        """Results by item and by cause, of the ratings the caller may see."""
        found = rating_results(caller(request))
        by_item = [
            {"item": name, "grades": dict(zip(map(str, found.grades), counts, strict=True))}
            for name, counts in found.by_item
        ]
        by_cause = [{"cause": cause, "count": count} for cause, count in found.by_cause]
        return Response(shapes.RatingResultsSerializer({"by_item": by_item, "by_cause": by_cause}).data)

    assign_rating = verb(ratings.assign_rating, "assign", inputs.AssignSerializer)
    call_back_rating = verb(ratings.call_back_rating, "call-back", inputs.CallBackSerializer)
    answer_rating = verb(ratings.answer_rating, "answer", inputs.AnswerRatingSerializer)
    appeal_rating = verb(ratings.appeal_rating, "appeal", inputs.AppealSerializer)
    decide_rating_appeal = verb(ratings.decide_rating_appeal, "decide-appeal", inputs.AppealDecisionSerializer)
