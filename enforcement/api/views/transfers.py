"""Transfers: what has come and gone, with the files, and the receiver's answer."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from enforcement import operations
from enforcement.api import serializers as shapes
from enforcement.api.filters import TransferFilter
from enforcement.models import EnforcementCase, Transfer, TransferFile
from enforcement.selectors import transfer_record, transfer_row
from enforcement.selectors.rows import TRANSFER_FIELDS
from governance import attachments
from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.schema import IF_MATCH
from governance.api.views import Scoped, caller

TRANSFER_RELATIONS = (
    "sender",
    "receiver",
    "sent_by",
    "answered_by",
    "right_body",
    "entry__item",
    "entry__edition__duty_list",
    "right_entry__item",
    "right_entry__edition__duty_list",
    "case__township",
    "case__organ",
    "case__holder",
    "case__offered_to",
    "case__power",
    "case__entry__item",
    "case__entry__edition__duty_list",
)


class TransferViewSet(Scoped, viewsets.GenericViewSet):
    """Transfers the caller's bodies have sent or received."""

    model = Transfer
    serializer_class = shapes.TransferRowSerializer
    filterset_class = TransferFilter

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.select_related(*TRANSFER_RELATIONS)

    def list(self, request: Request) -> Response:
        """Transfers, newest first; `box=in&status=sent` is what waits for one's own answer."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()).values(*TRANSFER_FIELDS)) or []
        now = timezone.now()
        return self.get_paginated_response([transfer_row(row, now) for row in rows])

    @extend_schema(responses=shapes.TransferSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One transfer with its case and files; its version is the ETag.

        Who sent it back keeps the record of its answer, but no longer gets case and files.
        """
        return transfer_answer(request, self.get_object())

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, methods=["get"], url_path="files/(?P<file_id>[0-9]+)", pagination_class=None)
    def file(self, request: Request, pk: str, file_id: str) -> FileResponse:
        """The bytes of one file, as it went out."""
        rows = TransferFile.objects.for_user(caller(request)).select_related("attachment")
        return attachments.serve(get_object_or_404(rows, transfer=self.get_object(), pk=int(file_id)).attachment)

    @extend_schema(request=shapes.AcceptTransferSerializer, responses=shapes.TransferSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="accept")
    @idempotent
    def accept_transfer(self, request: Request, pk: str) -> Response:
        """Accept: the receiver holds the case from this instant."""
        return self._step(operations.accept_transfer, shapes.AcceptTransferSerializer)

    @extend_schema(request=shapes.ReturnTransferSerializer, responses=shapes.TransferSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="return")
    @idempotent
    def return_transfer(self, request: Request, pk: str) -> Response:
        """Send back before acceptance, with a coded reason; “not ours” names the competent body."""
        return self._step(operations.return_transfer, shapes.ReturnTransferSerializer)

    def represent(self) -> dict[str, Any]:
        return record_of(self.request, self.get_object())

    def _step(self, operation: Callable[..., Transfer], shape: type[serializers.Serializer]) -> Response:
        """An answer cannot be given twice, so If-Match is for those who want to be sure of what they answer."""
        transfer = self.get_object()
        sent = shape(data=self.request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        version = given_version(self.request, required=False)
        operation(transfer, by=caller(self.request), version=version, **sent.validated_data)
        return transfer_answer(self.request, self.get_object())


def record_of(request: Request, transfer: Transfer) -> dict[str, Any]:
    account = caller(request)
    sees_case = EnforcementCase.objects.for_user(account).filter(pk=transfer.case_id).exists()
    party = operations.party_as_seen(transfer.case, by=account) if sees_case else None

    def url(file: TransferFile) -> str:
        return reverse("transfer-file", args=[transfer.pk, file.pk], request=request)

    return transfer_record(transfer, account=account, party=party, file_url=url)


def transfer_answer(request: Request, transfer: Transfer, code: int = status.HTTP_200_OK) -> Response:
    """The transfer in full, as the caller may see it; the answer of every view that ends with one."""
    return with_etag(Response(record_of(request, transfer), status=code), transfer)
