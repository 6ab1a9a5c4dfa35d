"""Mid-level posts over REST: ceilings and allocations."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.concurrency import given_version, with_etag
from governance.api.fields import BodyByCode, BodySerializer, RowById
from governance.api.filters import body_filter
from governance.api.idempotency import idempotent
from governance.api.inputs import FormSerializer
from governance.api.resources import RowSerializer
from governance.api.schema import IF_MATCH_OPTIONAL
from governance.api.views import Scoped, caller
from staffing import post_forms
from staffing.models import MidlevelCeiling, MidlevelPlan, QuotaDocument
from staffing.operations import midlevel as operations
from staffing.states import MidlevelStatus


class CeilingSerializer(RowSerializer):
    """中层职数核定: no more mid-level posts than this from its day on."""

    id = serializers.IntegerField()
    township = BodySerializer()
    count = serializers.IntegerField()
    institution_count = serializers.IntegerField(allow_null=True, help_text="null: pooled.")
    effective_on = serializers.DateField()
    document_no = serializers.CharField(source="document.number")


class PlanRowSerializer(RowSerializer):
    """中层职数分配: how a township splits its mid-level posts."""

    id = serializers.IntegerField()
    township = BodySerializer()
    status = serializers.ChoiceField(MidlevelStatus.choices)
    document_no = serializers.CharField()
    decided_on = serializers.DateField()
    effective_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, help_text="Last day.")


class ShareSerializer(serializers.Serializer):
    body = BodySerializer()
    count = serializers.IntegerField()


class PlanSerializer(PlanRowSerializer):
    """中层职数分配 with the posts of each body."""

    shares = ShareSerializer(many=True)


class SetCeilingSerializer(FormSerializer):
    form = post_forms.CeilingForm

    document = RowById(queryset=QuotaDocument.objects.all(), help_text="Id of the document that decides it.")


class NewShareSerializer(serializers.Serializer):
    body = BodyByCode()
    count = serializers.IntegerField(min_value=0, max_value=100)


class ProposePlanSerializer(FormSerializer):
    form = post_forms.PlanForm

    township = BodyByCode()
    shares = NewShareSerializer(many=True)


class WithdrawPlanSerializer(FormSerializer):
    form = post_forms.WithdrawForm


class CeilingFilter(filters.FilterSet):
    body = body_filter("township", "Code of the township.")

    class Meta:
        model = MidlevelCeiling
        fields = ("effective_on",)


class PlanFilter(filters.FilterSet):
    body = body_filter("township", "Code of the township.")
    on = filters.DateFilter(label="Those in force on this day.", method="of_day")

    class Meta:
        model = MidlevelPlan
        fields = ("status",)

    def of_day(self, queryset, name: str, value: Any):
        return queryset.in_force(value)


class CeilingViewSet(Scoped, viewsets.GenericViewSet):
    """Ceilings of mid-level posts, by document of the county."""

    model = MidlevelCeiling
    serializer_class = CeilingSerializer
    filterset_class = CeilingFilter
    ordering = ("-effective_on", "-id")

    def list(self, request: Request) -> Response:
        """Ceilings, the latest first."""
        return self.listed()

    @extend_schema(request=SetCeilingSerializer, responses={201: CeilingSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Set the ceiling of a township from a day on."""
        data: dict[str, Any] = dict(self.sent(SetCeilingSerializer).validated_data)
        made = operations.set_midlevel_ceiling(data.pop("township"), by=caller(request), **data)
        return Response(CeilingSerializer(made).data, status=status.HTTP_201_CREATED)


class MidlevelViewSet(Scoped, viewsets.GenericViewSet):
    """Allocations of mid-level posts, by document of the township."""

    model = MidlevelPlan
    serializer_class = PlanRowSerializer
    filterset_class = PlanFilter
    ordering = ("-effective_on", "-id")

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("township").prefetch_related("shares__body")

    def list(self, request: Request) -> Response:
        """Allocations, the latest first; with `on` those in force on that day."""
        return self.listed()

    @extend_schema(responses=PlanSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One allocation with the posts of each body."""
        return self._answer(self.get_object())

    @extend_schema(request=ProposePlanSerializer, responses={201: PlanSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Propose how a township splits its mid-level posts."""
        data: dict[str, Any] = dict(self.sent(ProposePlanSerializer).validated_data)
        shares = {share["body"]: share["count"] for share in data.pop("shares")}
        made = operations.propose_midlevel_plan(data.pop("township"), by=caller(request), shares=shares, **data)
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=PlanSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="approve")
    @idempotent
    def approve_midlevel_plan(self, request: Request, pk: str) -> Response:
        """Approve the allocation; the one before it ends the day before."""
        self.sent(serializers.Serializer)
        version = given_version(request, required=False)
        operations.approve_midlevel_plan(self.get_object(), by=caller(request), version=version)
        return self._answer(self.get_object())

    @extend_schema(request=WithdrawPlanSerializer, responses=PlanSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="withdraw")
    @idempotent
    def withdraw_midlevel_plan(self, request: Request, pk: str) -> Response:
        """Withdraw a proposal that was not decided."""
        data = self.sent(WithdrawPlanSerializer).validated_data
        version = given_version(request, required=False)
        operations.withdraw_midlevel_plan(self.get_object(), by=caller(request), version=version, **data)
        return self._answer(self.get_object())

    def represent(self) -> dict[str, Any]:
        return PlanSerializer(self.get_object()).data

    def _answer(self, plan: MidlevelPlan, code: int = status.HTTP_200_OK) -> Response:
        return with_etag(Response(PlanSerializer(plan).data, status=code), plan)
