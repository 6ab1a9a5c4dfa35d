"""Ratings: reading them, their results, and what follows from a poor one."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.concurrency import with_etag
from governance.api.views import Scoped, caller
from services.api.filters import RatingFilter
from services.api.inputs import ratings as inputs
from services.api.serializers import ratings as shapes
from services.api.views.applications import verb
from services.models import Rating
from services.operations import ratings
from services.selectors.ratings import rating_results

SHAPE = shapes.RatingSerializer


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
        return self.answer_with(self.get_object())

    def answer_with(self, rating: Rating) -> Response:
        return with_etag(Response(shapes.RatingSerializer(rating).data), rating)

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

    assign_rating = verb(ratings.assign_rating, "assign", inputs.AssignSerializer, SHAPE)
    call_back_rating = verb(ratings.call_back_rating, "call-back", inputs.CallBackSerializer, SHAPE)
    answer_rating = verb(ratings.answer_rating, "answer", inputs.AnswerRatingSerializer, SHAPE)
    appeal_rating = verb(ratings.appeal_rating, "appeal", inputs.AppealSerializer, SHAPE)
    decide_rating_appeal = verb(ratings.decide_rating_appeal, "decide-appeal", inputs.AppealDecisionSerializer, SHAPE)
