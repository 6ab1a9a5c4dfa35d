"""Approvals to fill places over REST."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.concurrency import given_version, with_etag
from governance.api.fields import BodySerializer
from governance.api.filters import SpelledFilter, body_filter
from governance.api.idempotency import idempotent
from governance.api.inputs import FormSerializer
from governance.api.resources import RowSerializer
from governance.api.schema import IF_MATCH_OPTIONAL
from governance.api.views import Scoped, caller
from staffing import post_forms
from staffing.models import QuotaApproval
from staffing.operations import approvals as operations
from staffing.states import ApprovalStatus, PostClass, QuotaCategory


class ApprovalRowSerializer(RowSerializer):
    """用编核准: a unit asks to fill places; the slip reserves them."""

    id = serializers.IntegerField()
    slip_no = serializers.CharField(source="slip.number", allow_null=True, default=None)
    organisation = BodySerializer()
    category = serializers.ChoiceField(QuotaCategory.choices, source="account.category")
    status = serializers.ChoiceField(ApprovalStatus.choices)
    count = serializers.IntegerField(help_text="Places asked for.")
    entered = serializers.IntegerField(help_text="People who have arrived.")
    post_class = serializers.ChoiceField(PostClass.choices)
    grade = serializers.CharField()
    post_title = serializers.CharField()
    entry_channel = serializers.CharField()
    major = serializers.CharField()
    degree = serializers.CharField()
    service_years = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    check_opinion = serializers.CharField()
    requested_at = serializers.DateTimeField()
    expires_on = serializers.DateField(allow_null=True, help_text="Last day on which people come in by the slip.")


class ArrivalSerializer(serializers.Serializer):
    person = serializers.IntegerField(source="person_id")
    movement = serializers.IntegerField(source="movement_id")
    arrived_on = serializers.DateField()


class ApprovalSerializer(ApprovalRowSerializer):
    """用编核准 with those who came by it."""

    arrivals = ArrivalSerializer(many=True)


class RequestApprovalSerializer(FormSerializer):
    form = post_forms.RequestApprovalForm


class CheckApprovalSerializer(FormSerializer):
    form = post_forms.CheckApprovalForm


class EnterPersonSerializer(FormSerializer):
    form = post_forms.EnterPersonForm


class CancelApprovalSerializer(FormSerializer):
    form = post_forms.CancelApprovalForm


class ApprovalFilter(filters.FilterSet):
    body = body_filter("organisation", "Code of the unit.")
    category = filters.ChoiceFilter("account__category", choices=QuotaCategory.choices)
    slip_no = SpelledFilter("slip__number", label="Number of the slip.")

    class Meta:
        model = QuotaApproval
        fields = ("status", "post_class")


class ApprovalViewSet(Scoped, viewsets.GenericViewSet):
    """Filling places: request, check, approval with its slip, hiring, arrivals."""

    model = QuotaApproval
    serializer_class = ApprovalRowSerializer
    filterset_class = ApprovalFilter
    ordering = ("-id",)

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        return rows.select_related("organisation", "account__county", "slip").prefetch_related("arrivals")

    def list(self, request: Request) -> Response:
        """Approvals, the newest first."""
        return self.listed()

    @extend_schema(responses=ApprovalSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One approval with those who came by it."""
        return self._answer(self.get_object())

    @extend_schema(request=RequestApprovalSerializer, responses={201: ApprovalSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Ask to fill places of one category."""
        data: dict[str, Any] = dict(self.sent(RequestApprovalSerializer).validated_data)
        asked = operations.request_quota_approval(data.pop("organisation"), by=caller(request), **data)
        return self._answer(asked, status.HTTP_201_CREATED)

    @extend_schema(request=CheckApprovalSerializer, responses=ApprovalSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="check")
    @idempotent
    def check_quota_approval(self, request: Request, pk: str) -> Response:
        """Say what was found of quota, posts, structure and people."""
        return self._done(operations.check_quota_approval, CheckApprovalSerializer)

    @extend_schema(request=None, responses=ApprovalSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="approve")
    @idempotent
    def approve_quota_approval(self, request: Request, pk: str) -> Response:
        """Issue the slip and reserve its places."""
        return self._done(operations.approve_quota_approval)

    @extend_schema(request=None, responses=ApprovalSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="begin-hiring")
    @idempotent
    def begin_hiring(self, request: Request, pk: str) -> Response:
        """Begin hiring for the slip."""
        return self._done(operations.begin_hiring)

    @extend_schema(request=EnterPersonSerializer, responses=ApprovalSerializer)
    @action(detail=True, methods=["post"], url_path="arrivals")
    @idempotent
    def enter_person(self, request: Request, pk: str) -> Response:
        """Enter a person who has arrived; a reserved place becomes an occupied one."""
        data = self.sent(EnterPersonSerializer).validated_data
        operations.enter_person(self.get_object(), by=caller(request), **data)
        return self._answer(self.get_object())

    @extend_schema(request=CancelApprovalSerializer, responses=ApprovalSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="cancel")
    @idempotent
    def cancel_quota_approval(self, request: Request, pk: str) -> Response:
        """Cancel it; what it still reserves is vacant again."""
        return self._done(operations.cancel_quota_approval, CancelApprovalSerializer)

    def represent(self) -> dict[str, Any]:
        return ApprovalSerializer(self.get_object()).data

    def _done(self, perform: Any, shape: type[serializers.Serializer] = serializers.Serializer) -> Response:
        data = self.sent(shape).validated_data
        version = given_version(self.request, required=False)
        perform(self.get_object(), by=caller(self.request), version=version, **data)
        return self._answer(self.get_object())

    def _answer(self, approval: QuotaApproval, code: int = status.HTTP_200_OK) -> Response:
        return with_etag(Response(ApprovalSerializer(approval).data, status=code), approval)
