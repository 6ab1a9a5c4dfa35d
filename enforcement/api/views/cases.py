"""Cases: reading them, filing, their files, and sending them where they belong."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enforcement.api import inputs
from enforcement.api import serializers as shapes
from enforcement.api.filters import CaseFilter
from enforcement.api.views.transfers import transfer_answer
from enforcement.models import CaseFile, EnforcementCase
from enforcement.operations.cases import attach_file, file_case, party_as_seen, void_case
from enforcement.operations.transfers import transfer_case
from enforcement.selectors.receivers import proposed_receivers
from enforcement.selectors.relations import PINNED, read_case
from governance import attachments
from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.schema import IF_MATCH_OPTIONAL
from governance.api.views import Scoped, caller
from governance.parameters import KEY


class CaseViewSet(Scoped, viewsets.GenericViewSet):
    """Cases the caller's bodies filed, hold, or have been offered by a transfer."""

    model = EnforcementCase
    serializer_class = shapes.CaseRowSerializer
    filterset_class = CaseFilter

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        # No query joins more than eight tables; what a transfer is decided by and what a record shows are not the same.
        needed = ("holder", "township") if self.action == "transfer_case" else ("grant", "handler")
        return rows.select_related("power", *needed, *(f"entry__{name}" for name in PINNED))

    def list(self, request: Request) -> Response:
        """Cases, newest first; citizens' names are masked."""
        return self.listed()

    @extend_schema(responses=shapes.CaseSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One case; its version is the ETag.

        A citizen's name is given in full to roles that may see it, and that it was seen is recorded.
        """
        return self._answer(self.get_object())

    @extend_schema(request=inputs.FileCaseSerializer, responses={201: shapes.CaseSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """File a case under a power the township holds today."""
        data: dict[str, Any] = dict(self.sent(inputs.FileCaseSerializer).validated_data)
        filed = file_case(data.pop("township"), by=caller(request), **data)
        return self._answer(filed, status.HTTP_201_CREATED)

    @extend_schema(responses=shapes.CaseFileSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def files(self, request: Request, pk: str) -> Response:
        """The files of the case, in the order they came."""
        rows = self.get_object().files.select_related("attachment")
        return Response(shapes.CaseFileSerializer(rows, many=True, context=self.get_serializer_context()).data)

    @extend_schema(
        request={"multipart/form-data": inputs.AttachFileSerializer}, responses={201: shapes.CaseFileSerializer}
    )
    @files.mapping.post
    @idempotent
    def attach_file(self, request: Request, pk: str) -> Response:
        """Add a file to a case that one's own body holds and that is not in transfer."""
        case = self.get_object()
        kept = attach_file(case, by=caller(request), **self.sent(inputs.AttachFileSerializer).validated_data)
        shown = shapes.CaseFileSerializer(kept, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, methods=["get"], url_path=f"files/(?P<file_id>{KEY})", pagination_class=None)
    def file(self, request: Request, pk: str, file_id: str) -> FileResponse:
        """The bytes of one file."""
        rows = CaseFile.objects.for_user(caller(request)).select_related("attachment")
        return attachments.serve(get_object_or_404(rows, case=self.get_object(), pk=int(file_id)).attachment)

    @extend_schema(responses=shapes.ProposalSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="proposed-receivers", pagination_class=None)
    def proposed_receivers(self, request: Request, pk: str) -> Response:
        """To whom the case could go, best first, each with its reason."""
        proposals = proposed_receivers(self.get_object())
        return Response(shapes.ProposalSerializer(proposals, many=True).data)

    @extend_schema(
        request=inputs.TransferCaseSerializer,
        responses={201: shapes.TransferSerializer},
        parameters=[IF_MATCH_OPTIONAL],
    )
    @action(detail=True, methods=["post"], url_path="transfer")
    @idempotent
    def transfer_case(self, request: Request, pk: str) -> Response:
        """Send the case with its files to the body it belongs to; custody stays until that body accepts."""
        case = self.get_object()
        data = self.sent(inputs.TransferCaseSerializer).validated_data
        version = given_version(request, required=False)
        transfer = transfer_case(case, by=caller(request), version=version, **data)
        return transfer_answer(request, transfer, status.HTTP_201_CREATED)

    @extend_schema(request=inputs.VoidCaseSerializer, responses=shapes.CaseSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="void")
    @idempotent
    def void_case(self, request: Request, pk: str) -> Response:
        """Void a case that was filed twice; the other filing goes on, and the number stays registered."""
        case = self.get_object()
        data = self.sent(inputs.VoidCaseSerializer).validated_data
        version = given_version(request, required=False)
        void_case(case, by=caller(request), version=version, **data)
        return self._answer(case)

    def represent(self) -> dict[str, Any]:
        return self._record(self.get_object())

    def _record(self, case: EnforcementCase) -> dict[str, Any]:
        read_case(case)
        party = party_as_seen(case, by=caller(self.request))
        return shapes.CaseSerializer(case, context={**self.get_serializer_context(), "party": party}).data

    def _answer(self, case: EnforcementCase, code: int = status.HTTP_200_OK) -> Response:
        return with_etag(Response(self._record(case), status=code), case)
