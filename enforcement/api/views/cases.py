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
from rest_framework.reverse import reverse

from enforcement import operations
from enforcement.api import serializers as shapes
from enforcement.api.filters import CaseFilter
from enforcement.api.views.transfers import TRANSFER_RELATIONS, transfer_answer
from enforcement.models import CaseFile, EnforcementCase, Transfer
from enforcement.selectors import case_record, case_row, proposed_receivers
from enforcement.selectors.records import body, entry_record, file_record
from enforcement.selectors.rows import CASE_FIELDS
from governance import attachments
from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.schema import IF_MATCH
from governance.api.views import Scoped, caller

CASE_RELATIONS = (
    "township",
    "organ",
    "holder",
    "offered_to",
    "power__department",
    "grant",
    "handler",
    "entry__item",
    "entry__edition__duty_list",
)


class CaseViewSet(Scoped, viewsets.GenericViewSet):
    """Cases the caller's bodies filed, hold, or have been offered by a transfer."""

    model = EnforcementCase
    serializer_class = shapes.CaseRowSerializer
    filterset_class = CaseFilter

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.select_related(*CASE_RELATIONS)

    def list(self, request: Request) -> Response:
        """Cases, newest first; citizens' names are masked."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()).values(*CASE_FIELDS)) or []
        return self.get_paginated_response([case_row(row) for row in rows])

    @extend_schema(responses=shapes.CaseSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One case; its version is the ETag.

        A citizen's name is given in full to roles that may see it, and that it was seen is recorded.
        """
        return self._answer(self.get_object())

    @extend_schema(request=shapes.LogCaseSerializer, responses={201: shapes.CaseSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """File a case under a power the township holds today."""
        data = self._sent(shapes.LogCaseSerializer)
        filed = operations.log_case(data.pop("township"), by=caller(request), **data)
        return self._answer(filed, status.HTTP_201_CREATED)

    @extend_schema(responses=shapes.FileSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def files(self, request: Request, pk: str) -> Response:
        """The files of the case, in the order they came."""
        rows = self.get_object().files.select_related("attachment")
        return Response([file_record(row, self._file_url) for row in rows])

    @extend_schema(request={"multipart/form-data": shapes.AttachFileSerializer}, responses={201: shapes.FileSerializer})
    @files.mapping.post
    @idempotent
    def attach_file(self, request: Request, pk: str) -> Response:
        """Add a file to a case that one's own body holds and that is not in transfer."""
        case = self.get_object()
        kept = operations.attach_file(case, by=caller(request), **self._sent(shapes.AttachFileSerializer))
        return Response(file_record(kept, self._file_url), status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, methods=["get"], url_path="files/(?P<file_id>[0-9]+)", pagination_class=None)
    def file(self, request: Request, pk: str, file_id: str) -> FileResponse:
        """The bytes of one file."""
        rows = CaseFile.objects.for_user(caller(request)).select_related("attachment")
        return attachments.serve(get_object_or_404(rows, case=self.get_object(), pk=int(file_id)).attachment)

    @extend_schema(responses=shapes.ProposalSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="proposed-receivers", pagination_class=None)
    def proposed_receivers(self, request: Request, pk: str) -> Response:
        """To whom the case could go, best first, each with its reason."""
        proposals = proposed_receivers(self.get_object())
        return Response(
            [
                {"receiver": body(line.receiver), "reason": line.reason, "entry": entry_record(line.entry)}
                for line in proposals
            ]
        )

    @extend_schema(
        request=shapes.TransferCaseSerializer, responses={201: shapes.TransferSerializer}, parameters=[IF_MATCH]
    )
    @action(detail=True, methods=["post"], url_path="transfer")
    @idempotent
    def transfer_case(self, request: Request, pk: str) -> Response:
        """Send the case with its files to the body it belongs to; custody stays until that body accepts."""
        case = self.get_object()
        data = self._sent(shapes.TransferCaseSerializer)
        version = given_version(request, required=False)
        transfer = operations.transfer_case(case, by=caller(request), version=version, **data)
        transfer = Transfer.objects.select_related(*TRANSFER_RELATIONS).get(pk=transfer.pk)
        return transfer_answer(request, transfer, status.HTTP_201_CREATED)

    def represent(self) -> dict[str, Any]:
        return self._record(self.get_object())

    def _sent(self, shape: type) -> dict[str, Any]:
        sent = shape(data=self.request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def _record(self, case: EnforcementCase) -> dict[str, Any]:
        party = operations.party_as_seen(case, by=caller(self.request))
        return case_record(case, party=party, file_url=self._file_url)

    def _answer(self, case: EnforcementCase, code: int = status.HTTP_200_OK) -> Response:
        return with_etag(Response(self._record(case), status=code), case)

    def _file_url(self, file: CaseFile) -> str:
        return reverse("case-file", args=[file.case_id, file.pk], request=self.request)
