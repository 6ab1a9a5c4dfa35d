"""The penalty catalogue and who holds what of it."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from enforcement.api import serializers as shapes
from enforcement.api.filters import GrantFilter, PowerFilter
from enforcement.models import PenaltyPower, PowerGrant
from governance.api.views import Scoped


class PowerViewSet(Scoped, viewsets.GenericViewSet):
    """Penalty powers of the county's catalogue."""

    model = PenaltyPower
    serializer_class = shapes.PowerRowSerializer
    filterset_class = PowerFilter
    ordering = ("catalogue_no", "catalogue_edition")

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("department")

    def list(self, request: Request) -> Response:
        """Powers by number; with `on` those whose basis is in force, with `held_by` those a township holds."""
        return self.listed()

    @extend_schema(responses=shapes.PowerSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One power with its fines and measures."""
        return Response(shapes.PowerSerializer(self.get_object()).data)


class GrantViewSet(Scoped, viewsets.GenericViewSet):
    """Which township holds which power, from when to when."""

    model = PowerGrant
    serializer_class = shapes.GrantSerializer
    filterset_class = GrantFilter
    ordering = ("power__catalogue_no",)

    def list(self, request: Request) -> Response:
        """Grants by number of the power; with `on` those in force on that day."""
        return self.listed()
