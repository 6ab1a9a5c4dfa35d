"""Transfers: what has come and gone, with the files, and the receiver's answer."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enforcement.api import inputs
from enforcement.api import serializers as shapes
from enforcement.api.filters import TransferFilter
from enforcement.models import Transfer, TransferFile
from enforcement.operations.cases import party_as_seen
from enforcement.operations.transfers import accept_transfer, send_back_transfer
from enforcement.selectors.relations import read_transfer
from governance import attachments
from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.schema import IF_MATCH_OPTIONAL
from governance.api.views import Scoped, caller
from governance.parameters import KEY


class TransferViewSet(Scoped, viewsets.GenericViewSet):
    """Transfers the caller's bodies have sent or received."""

    model = Transfer
    serializer_class = shapes.TransferRowSerializer
    filterset_class = TransferFilter

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return (
            rows
            if self.action == "list"
            else rows.select_related("sent_by", "answered_by", "case__power", "sender", "receiver")
        )

    def list(self, request: Request) -> Response:
        """Transfers, newest first; `box=in&status=sent` is what waits for one's own answer."""
        return self.listed()

    @extend_schema(responses=shapes.TransferSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One transfer with its case and files; its version is the ETag.

        Who sent it back keeps the record of its answer, but no longer gets case and files.
        """
        return transfer_answer(request, self.get_object())

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, methods=["get"], url_path=f"files/(?P<file_id>{KEY})", pagination_class=None)
    def file(self, request: Request, pk: str, file_id: str) -> FileResponse:
        """The bytes of one file, as it went out."""
        rows = TransferFile.objects.for_user(caller(request)).select_related("attachment")
        return attachments.serve(get_object_or_404(rows, transfer=self.get_object(), pk=int(file_id)).attachment)

    @extend_schema(
        request=inputs.AcceptTransferSerializer, responses=shapes.TransferSerializer, parameters=[IF_MATCH_OPTIONAL]
    )
    @action(detail=True, methods=["post"], url_path="accept")
    @idempotent
    def accept_transfer(self, request: Request, pk: str) -> Response:
        """Accept: the receiver holds the case from this instant."""
        return self._step(accept_transfer, inputs.AcceptTransferSerializer)

    @extend_schema(
        request=inputs.SendBackTransferSerializer, responses=shapes.TransferSerializer, parameters=[IF_MATCH_OPTIONAL]
    )
    @action(detail=True, methods=["post"], url_path="send-back")
    @idempotent
    def send_back_transfer(self, request: Request, pk: str) -> Response:
        """Send back before acceptance, with a coded reason; “not ours” names the competent body."""
        return self._step(send_back_transfer, inputs.SendBackTransferSerializer)

    def represent(self) -> dict[str, Any]:
        return record_of(self.request, self.get_object())

    def _step(self, operation: Callable[..., Transfer], serializer: type[serializers.Serializer]) -> Response:
        """An answer cannot be given twice, so If-Match is for those who want to be sure of what they answer."""
        transfer = self.get_object()
        sent = self.sent(serializer)
        version = given_version(self.request, required=False)
        operation(transfer, by=caller(self.request), version=version, **sent.validated_data)
        return transfer_answer(self.request, transfer)


def record_of(request: Request, transfer: Transfer) -> dict[str, Any]:
    account = caller(request)
    sees_case = transfer.case.is_visible_to(account)
    read_transfer(transfer, account=account, with_case=sees_case)
    party = party_as_seen(transfer.case, by=account) if sees_case else None
    return shapes.TransferSerializer(transfer, context={"request": request, "party": party}).data


def transfer_answer(request: Request, transfer: Transfer, code: int = status.HTTP_200_OK) -> Response:
    """The transfer in full, as the caller may see it; the answer of every view that ends with one."""
    return with_etag(Response(record_of(request, transfer), status=code), transfer)
