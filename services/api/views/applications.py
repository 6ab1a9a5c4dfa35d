"""Applications: reading them, receiving, and every step on their way."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.schema import IF_MATCH_OPTIONAL
from governance.api.views import Scoped, caller
from services.api.filters import ApplicationFilter
from services.api.inputs import applications as inputs
from services.api.serializers import applications as shapes
from services.models import Application, HandOver, Opinion
from services.operations import applications, hand_overs, handling
from services.operations.applications import applicant_as_seen
from services.operations.clocks import standing_now

RELATED = ("item__item", "centre", "body", "holder", "offered_to", "village", "right_body")


def verb(
    operation: Callable[..., Any],
    path: str,
    shape: type[serializers.Serializer],
    answered: type[serializers.Serializer] = shapes.ApplicationSerializer,
) -> Any:
    """A POST that performs the operation on one object of the view, and answers with the object (`answer_with`)."""

    def perform(self: Any, request: Request, pk: str) -> Response:
        row = self.get_object()
        sent = self.sent(shape).validated_data
        operation(row, by=caller(request), version=given_version(request, required=False), **sent)
        return self.answer_with(row)

    perform.__name__ = operation.__name__
    first = " ".join((operation.__doc__ or "").split("\n\n")[0].split()).split(" Raises ")[0]
    words = first.partition(": ")[2]
    perform.__doc__ = words[:1].upper() + words[1:]
    described = extend_schema(request=shape, responses=answered, parameters=[IF_MATCH_OPTIONAL])
    return described(action(detail=True, methods=["post"], url_path=path)(idempotent(perform)))


class ApplicationViewSet(Scoped, viewsets.GenericViewSet):
    """Applications the caller's bodies received, hold, are offered, decide, or were asked about."""

    model = Application
    serializer_class = shapes.ApplicationRowSerializer
    filterset_class = ApplicationFilter

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        hand_overs_made = HandOver.objects.select_related("sender", "receiver", "right_body")
        return rows.select_related(*RELATED).prefetch_related(
            "supplement_requests",
            "stages",
            "gaps",
            Prefetch("opinions", Opinion.objects.select_related("body")),
            Prefetch("hand_overs", hand_overs_made),
            "custodies__holder",
        )

    def list(self, request: Request) -> Response:
        """Applications, newest first; who applies is masked."""
        return self.listed()

    @extend_schema(responses=shapes.ApplicationSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One application with its clocks; its version is the ETag.

        The applicant is given in full to roles that may see it, and that it was seen is recorded.
        """
        application = self.get_object()
        return with_etag(Response(self._record(application)), application)

    @extend_schema(request=inputs.ReceiveSerializer, responses={201: shapes.ApplicationSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Receive an application: it has a number, and the five days for the answer begin."""
        data: dict[str, Any] = dict(self.sent(inputs.ReceiveSerializer).validated_data)
        received = applications.receive_application(data.pop("place"), by=caller(request), **data)
        return self.answer_with(received, status.HTTP_201_CREATED)

    request_application_supplement = verb(
        applications.request_application_supplement, "request-supplement", inputs.SupplementSerializer
    )
    complete_application = verb(applications.complete_application, "complete", serializers.Serializer)
    accept_application = verb(applications.accept_application, "accept", inputs.AcceptSerializer)
    not_accept_application = verb(applications.not_accept_application, "not-accept", inputs.NotAcceptSerializer)
    bring_paper = verb(applications.bring_paper, "bring-paper", inputs.PaperSerializer)
    hand_over_application = verb(hand_overs.hand_over_application, "hand-over", inputs.HandOverPapersSerializer)
    receive_papers = verb(hand_overs.receive_papers, "receive-papers", serializers.Serializer)
    send_papers_back = verb(hand_overs.send_papers_back, "send-papers-back", inputs.SendPapersBackSerializer)
    take_up_application = verb(handling.take_up_application, "take-up", serializers.Serializer)
    ask_opinion = verb(handling.ask_opinion, "ask-opinion", inputs.OpinionRequestSerializer)
    begin_special_stage = verb(handling.begin_special_stage, "begin-stage", inputs.BeginStageSerializer)
    end_special_stage = verb(handling.end_special_stage, "end-stage", inputs.OutcomeSerializer)
    extend_application = verb(handling.extend_application, "extend", inputs.ApplicationReasonSerializer)
    decide_application = verb(handling.decide_application, "decide", inputs.DecideSerializer)
    issue_application = verb(handling.issue_application, "issue", inputs.IssueSerializer)
    close_application = verb(handling.close_application, "close", serializers.Serializer)
    withdraw_application = verb(handling.withdraw_application, "withdraw", inputs.ApplicationReasonSerializer)
    terminate_application = verb(handling.terminate_application, "terminate", inputs.ApplicationReasonSerializer)
    lapse_application = verb(handling.lapse_application, "lapse", serializers.Serializer)
    check_commitment = verb(handling.check_commitment, "check-promise", inputs.CheckSerializer)

    def represent(self) -> dict[str, Any]:
        return self._record(self.get_object())

    def _record(self, application: Application) -> dict[str, Any]:
        context = {
            **self.get_serializer_context(),
            "applicant": applicant_as_seen(application, by=caller(self.request)),
            "standing": standing_now(application),
        }
        return shapes.ApplicationSerializer(application, context=context).data

    def answer_with(self, application: Application, code: int = status.HTTP_200_OK) -> Response:
        """The application as it is now, also to who has just lost sight of it."""
        rows = Application.objects.select_related(*RELATED)
        return with_etag(Response(self._record(rows.get(pk=application.pk)), status=code), application)


class OpinionViewSet(Scoped, viewsets.GenericViewSet):
    """Opinions on applications that the caller sees."""

    model = Opinion
    serializer_class = shapes.OpinionSerializer

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("body")

    @extend_schema(responses=shapes.OpinionSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One opinion; its version is the ETag."""
        opinion = self.get_object()
        return with_etag(Response(self.get_serializer(opinion).data), opinion)

    @extend_schema(
        request=inputs.GiveOpinionSerializer, responses=shapes.OpinionSerializer, parameters=[IF_MATCH_OPTIONAL]
    )
    @action(detail=True, methods=["post"], url_path="give")
    @idempotent
    def give_opinion(self, request: Request, pk: str) -> Response:
        """What the body that was asked thinks of it, once."""
        opinion = self.get_object()
        sent = self.sent(inputs.GiveOpinionSerializer).validated_data
        version = given_version(request, required=False)
        handling.give_opinion(opinion, by=caller(request), version=version, **sent)
        return with_etag(Response(self.get_serializer(opinion).data), opinion)
