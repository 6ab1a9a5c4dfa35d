"""Selection campaigns and their applicants."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from staffing.api import inputs
from staffing.api.filters import ApplicantFilter, CampaignFilter
from staffing.api.serializers import campaigns as shapes
from staffing.models import Applicant, Campaign
from staffing.operations.applicants import (
    decide_tie,
    enter_applicant,
    give_department_consent,
    give_unit_consent,
    move_selected,
    record_points,
    reply_to_appraisal,
    sign_appraisal,
    withdraw_applicant,
)
from staffing.operations.campaigns import (
    announce_campaign,
    approve_selection,
    begin_notice,
    judge_applicants,
    offer_post,
    open_campaign,
    rank_applicants,
)
from staffing.selectors.campaigns import losses


class CampaignViewSet(Scoped, viewsets.GenericViewSet):
    """Selection campaigns (乡招县选), from the draft to the approved result."""

    model = Campaign
    serializer_class = shapes.CampaignRowSerializer
    filterset_class = CampaignFilter
    ordering = ("-cutoff_on", "-id")

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("county").prefetch_related("posts__organisation")

    def list(self, request: Request) -> Response:
        """Campaigns, the latest first."""
        return self.listed()

    @extend_schema(responses=shapes.CampaignSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One campaign with its posts; its applicants: `applicants/?campaign=`."""
        return Response(self.represent())

    def represent(self) -> dict[str, Any]:
        return shapes.CampaignSerializer(self.get_object()).data

    @extend_schema(request=inputs.OpenCampaignSerializer, responses={201: shapes.CampaignSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Draft a campaign with its rule set."""
        data = dict(self.sent(inputs.OpenCampaignSerializer).validated_data)
        campaign = open_campaign(data.pop("county"), by=caller(request), **data)
        return Response(shapes.CampaignSerializer(campaign).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=inputs.OfferPostSerializer, responses={201: shapes.OfferedPostSerializer})
    @action(detail=True, methods=["post"], url_path="posts")
    @idempotent
    def offer_post(self, request: Request, pk: str) -> Response:
        """Offer a post, or name one that is exempt with its reason."""
        data = self.sent(inputs.OfferPostSerializer).validated_data
        post = offer_post(self.get_object(), by=caller(request), **data)
        return Response(shapes.OfferedPostSerializer(post).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=inputs.VersionSerializer, responses=shapes.CampaignSerializer)
    @action(detail=True, methods=["post"], url_path="announce")
    @idempotent
    def announce_campaign(self, request: Request, pk: str) -> Response:
        """Announce it: posts and rules stay as they are."""
        return self._after(announce_campaign, inputs.VersionSerializer)

    @extend_schema(request=inputs.VersionSerializer, responses=shapes.CampaignSerializer)
    @action(detail=True, methods=["post"], url_path="judge")
    @idempotent
    def judge_applicants(self, request: Request, pk: str) -> Response:
        """Judge every applicant rule by rule as of the cut-off date."""
        return self._after(judge_applicants, inputs.VersionSerializer)

    @extend_schema(request=inputs.VersionSerializer, responses=shapes.CampaignSerializer)
    @action(detail=True, methods=["post"], url_path="rank")
    @idempotent
    def rank_applicants(self, request: Request, pk: str) -> Response:
        """Rank those in the running, and propose the first."""
        return self._after(rank_applicants, inputs.VersionSerializer)

    @extend_schema(request=inputs.BeginNoticeSerializer, responses=shapes.CampaignSerializer)
    @action(detail=True, methods=["post"], url_path="notice")
    @idempotent
    def begin_notice(self, request: Request, pk: str) -> Response:
        """Begin the public notice."""
        return self._after(begin_notice, inputs.BeginNoticeSerializer)

    @extend_schema(request=inputs.ApproveSelectionSerializer, responses=shapes.CampaignSerializer)
    @action(detail=True, methods=["post"], url_path="approve")
    @idempotent
    def approve_selection(self, request: Request, pk: str) -> Response:
        """Approve the result; a place is reserved for each."""
        return self._after(approve_selection, inputs.ApproveSelectionSerializer)

    @extend_schema(responses=shapes.LossSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def losses(self, request: Request, pk: str) -> Response:
        """What each township loses if those proposed leave."""
        return Response(shapes.LossSerializer(losses(self.get_object(), by=caller(request)), many=True).data)

    def _after(self, operation: Callable[..., Campaign], shape: type[serializers.Serializer]) -> Response:
        data = self.sent(shape).validated_data
        operation(self.get_object(), by=caller(self.request), **data)
        return Response(self.represent())


class ApplicantViewSet(Scoped, viewsets.GenericViewSet):
    """Applicants of selection campaigns."""

    model = Applicant
    serializer_class = shapes.ApplicantRowSerializer
    filterset_class = ApplicantFilter
    ordering = ("campaign_id", "post_id", "id")

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        if self.action == "list":
            return rows
        return rows.select_related("post__organisation", "campaign__county", "person__county", "place__managed_by")

    def list(self, request: Request) -> Response:
        """One's own people's applications."""
        return self.listed()

    @extend_schema(responses=shapes.ApplicantSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them with the judgement at the cut-off date."""
        return Response(self.represent())

    def represent(self) -> dict[str, Any]:
        return shapes.ApplicantSerializer(self.get_object()).data

    @extend_schema(request=inputs.EnterApplicantSerializer, responses={201: shapes.ApplicantSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Enter an applicant for a post offered."""
        data = dict(self.sent(inputs.EnterApplicantSerializer).validated_data)
        applicant = enter_applicant(data.pop("person"), by=caller(request), **data)
        return Response(shapes.ApplicantSerializer(applicant).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=inputs.SignAppraisalSerializer, responses=shapes.ApplicantSerializer)
    @action(detail=True, methods=["post"], url_path="appraisal")
    @idempotent
    def sign_appraisal(self, request: Request, pk: str) -> Response:
        """Sign for the township how the person works."""
        return self._after(sign_appraisal, inputs.SignAppraisalSerializer)

    @extend_schema(request=inputs.ReplySerializer, responses=shapes.ApplicantSerializer)
    @action(detail=True, methods=["post"], url_path="reply")
    @idempotent
    def reply_to_appraisal(self, request: Request, pk: str) -> Response:
        """Record what the person says to the appraisal."""
        return self._after(reply_to_appraisal, inputs.ReplySerializer)

    @extend_schema(request=inputs.ConsentSerializer, responses=shapes.ApplicantSerializer)
    @action(detail=True, methods=["post"], url_path="unit-consent")
    @idempotent
    def give_unit_consent(self, request: Request, pk: str) -> Response:
        """The unit consents, or does not."""
        return self._after(give_unit_consent, inputs.ConsentSerializer)

    @extend_schema(request=inputs.ConsentSerializer, responses=shapes.ApplicantSerializer)
    @action(detail=True, methods=["post"], url_path="department-consent")
    @idempotent
    def give_department_consent(self, request: Request, pk: str) -> Response:
        """The human-resources bureau consents, or does not."""
        return self._after(give_department_consent, inputs.ConsentSerializer)

    @extend_schema(request=inputs.PointsSerializer, responses=shapes.ApplicantSerializer)
    @action(detail=True, methods=["post"], url_path="points")
    @idempotent
    def record_points(self, request: Request, pk: str) -> Response:
        """Record the points of written test and interview."""
        return self._after(record_points, inputs.PointsSerializer)

    @extend_schema(request=inputs.DecideTieSerializer, responses=shapes.ApplicantSerializer)
    @action(detail=True, methods=["post"], url_path="tie")
    @idempotent
    def decide_tie(self, request: Request, pk: str) -> Response:
        """Order equals, for a reason."""
        return self._after(decide_tie, inputs.DecideTieSerializer)

    @extend_schema(request=inputs.WithdrawSerializer, responses=shapes.ApplicantSerializer)
    @action(detail=True, methods=["post"], url_path="withdraw")
    @idempotent
    def withdraw_applicant(self, request: Request, pk: str) -> Response:
        """Withdraw; after the result the next one moves up."""
        return self._after(withdraw_applicant, inputs.WithdrawSerializer)

    @extend_schema(request=inputs.MoveSelectedSerializer, responses=shapes.ApplicantSerializer)
    @action(detail=True, methods=["post"], url_path="move")
    @idempotent
    def move_selected(self, request: Request, pk: str) -> Response:
        """Move who was approved: the person holds the new post."""
        applicant = self.get_object()
        data = self.sent(inputs.MoveSelectedSerializer).validated_data
        return Response(shapes.ApplicantSerializer(move_selected(applicant, by=caller(request), **data)).data)

    def _after(self, operation: Callable[..., Any], shape: type[serializers.Serializer]) -> Response:
        data = self.sent(shape).validated_data
        operation(self.get_object(), by=caller(self.request), **data)
        return Response(self.represent())
