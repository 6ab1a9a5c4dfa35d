"""The law register."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.views import Scoped, caller
from responsibilities.api.filters import LawFilter
from responsibilities.api.serializers import laws as shapes
from responsibilities.law_changes import law_on_day
from responsibilities.models import Law


class LawViewSet(Scoped, viewsets.GenericViewSet):
    """Laws that something in the portal rests on."""

    model = Law
    serializer_class = shapes.LawRowSerializer
    filterset_class = LawFilter
    ordering = ("title",)

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self.is_of_one_object():
            return rows.prefetch_related("names", "versions__articles", "versions__successor__law")
        return rows

    def list(self, request: Request) -> Response:
        """Laws by title; with `name` the one that is called so, with `on` those of which a text applies that day."""
        return self.listed()

    @extend_schema(responses=shapes.LawSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One law with its names, its versions and their articles that begin on days of their own."""
        return Response(shapes.LawSerializer(self.get_object()).data)

    @extend_schema(
        parameters=[OpenApiParameter("on", str, description="The day asked about, such as 2026-08-15 (today).")],
        responses=shapes.LawOnDaySerializer,
    )
    @action(detail=True, pagination_class=None, query_parameters=("on",))
    def citing(self, request: Request, pk: str) -> Response:
        """法变推演: which texts apply on the day, and what of that you may see rests on them."""
        on = self.asked(shapes.DayAskedSerializer).validated_data.get("on") or timezone.localdate()
        return Response(shapes.LawOnDaySerializer(law_on_day(self.get_object(), caller(request), on)).data)
