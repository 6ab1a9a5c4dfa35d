"""Reported answers: telling that the finder was wrong, and what editors make of it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.permissions import SignedIn
from governance.api.schema import IF_MATCH
from governance.api.views import Scoped, caller
from responsibilities.api import inputs
from responsibilities.api.filters import SuggestionFilter
from responsibilities.api.serializers import suggestions as shapes
from responsibilities.models import SynonymSuggestion
from responsibilities.operations.synonyms import accept_suggestion, decline_suggestion, report_answer


class SuggestionViewSet(Scoped, viewsets.GenericViewSet):
    """Reports of wrong answers: all of their lists for editors, one's own for everybody else."""

    model = SynonymSuggestion
    serializer_class = shapes.SuggestionSerializer
    filterset_class = SuggestionFilter
    permission_classes = (SignedIn,)

    def get_queryset(self) -> QuerySet:
        entries = (f"{name}__edition__duty_list" for name in ("answered", "proposed"))
        return super().get_queryset().select_related("organisation", "synonym__item", *entries)

    def list(self, request: Request) -> Response:
        """Reports, newest first; `status=open` is what waits for an editor."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One report; its version is the ETag."""
        return self._answer(self.get_object())

    @extend_schema(request=inputs.ReportAnswerSerializer, responses={201: shapes.SuggestionSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Report that a question was answered wrongly, or not at all."""
        sent = self.sent(inputs.ReportAnswerSerializer)
        data: dict[str, Any] = dict(sent.validated_data)
        report = report_answer(data.pop("organisation"), by=caller(request), **data)
        return self._answer(report, status.HTTP_201_CREATED)

    @extend_schema(request=inputs.AcceptSuggestionSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="accept")
    def accept_suggestion(self, request: Request, pk: str) -> Response:
        """Take the question, or a phrase made of it, up as a name of an entry's item."""
        return self._step(accept_suggestion, inputs.AcceptSuggestionSerializer)

    @extend_schema(request=inputs.ReasonSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="decline")
    def decline_suggestion(self, request: Request, pk: str) -> Response:
        """Close the report with a reason; the finder goes on answering as before."""
        return self._step(decline_suggestion, inputs.ReasonSerializer)

    def _step(self, operation: Callable[..., Any], serializer: type[serializers.Serializer]) -> Response:
        report = self.get_object()
        sent = self.sent(serializer)
        operation(report, by=caller(self.request), version=given_version(self.request), **sent.validated_data)
        return self._answer(self.get_object())

    def _answer(self, report: SynonymSuggestion, code: int = status.HTTP_200_OK) -> Response:
        return with_etag(Response(self.get_serializer(report).data, status=code), report)
