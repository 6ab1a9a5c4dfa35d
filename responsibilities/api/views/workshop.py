"""The workshop: inventories, their rows, clusters and what becomes of them; for those who keep the list."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from governance import access
from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.permissions import SignedIn
from governance.api.schema import IF_MATCH
from governance.api.views import Scoped, caller
from responsibilities.api import inputs
from responsibilities.api.filters import ClusterFilter, InventoryFilter, InventoryRowFilter
from responsibilities.api.serializers import workshop as shapes
from responsibilities.api.serializers.imports import PreviewSerializer
from responsibilities.api.uploads import ReadsSpreadsheets
from responsibilities.models import Cluster, DutyList, Inventory, InventoryRow
from responsibilities.operations.clusters import (
    accept_cluster,
    merge_clusters,
    move_rows,
    reopen_cluster,
    set_aside_cluster,
    split_cluster,
)
from responsibilities.operations.inventories import import_inventory, remove_inventory
from responsibilities.selectors.workshop import members, proposal
from responsibilities.spreadsheets.inventories import read_inventory

M = TypeVar("M", bound=models.Model)

BIGGEST = 2**63 - 1


def visible(model: type[M], request: Request, pk: int) -> M:
    """The row of that number, if the caller may see it; else it is not found."""
    found = model._default_manager.for_user(request.user).filter(pk=min(pk, BIGGEST)).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


class InventoryViewSet(ReadsSpreadsheets, Scoped, viewsets.GenericViewSet):
    """What townships say they do, as they handed it in."""

    model = Inventory
    serializer_class = shapes.InventorySerializer
    filterset_class = InventoryFilter
    permission_classes = (SignedIn,)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("township", "uploaded_by", "duty_list__owner")

    def list(self, request: Request) -> Response:
        """Inventories, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One inventory; its rows are at `inventory-rows/?inventory=`."""
        inventory = self.get_object()
        return with_etag(Response(self.get_serializer(inventory).data), inventory)

    @extend_schema(
        operation_id="import_inventory",
        request={"multipart/form-data": shapes.InventoryImportSerializer},
        responses={201: shapes.InventorySerializer},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Bring in the inventory of a township: all rows of the file or none; the same file again changes nothing."""
        sent = self.upload(shapes.InventoryImportSerializer)
        duty_list = visible(DutyList, request, sent.pop("list"))
        import_inventory(duty_list, by=caller(request), **sent)
        made = self.get_queryset().get(duty_list=duty_list, township=sent["township"])
        return with_etag(Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED), made)

    @extend_schema(
        request={"multipart/form-data": shapes.InventoryUploadSerializer}, responses=PreviewSerializer, filters=False
    )
    @action(detail=False, methods=["post"], url_path="preview", pagination_class=None)
    def preview_import(self, request: Request) -> Response:
        """What a file would bring, with every fault by row and column; writes nothing."""
        sent = self.upload(shapes.InventoryUploadSerializer)
        duty_list = visible(DutyList, request, sent.pop("list"))
        access.require(caller(request), "import_inventory", at=duty_list.owner)
        return Response(PreviewSerializer(read_inventory(kind=duty_list.kind, **sent)).data)

    @extend_schema(request=inputs.ReasonSerializer, responses={204: None}, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="remove")
    def remove_inventory(self, request: Request, pk: str) -> Response:
        """Take the inventory out, as if never handed in; not once a row of it is decided."""
        inventory = self.get_object()
        sent = self.sent(inputs.ReasonSerializer)
        version = given_version(request)
        remove_inventory(inventory, by=caller(request), version=version, **sent.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InventoryRowViewSet(Scoped, viewsets.GenericViewSet):
    """Rows of inventories, each with the cluster it stands in."""

    model = InventoryRow
    serializer_class = shapes.InventoryRowSerializer
    filterset_class = InventoryRowFilter
    permission_classes = (SignedIn,)
    ordering = ("inventory_id", "number")

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("inventory__township")

    def list(self, request: Request) -> Response:
        """Rows by inventory, in the order of the file."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One row with all its cells."""
        return Response(self.get_serializer(self.get_object()).data)


class ClusterViewSet(Scoped, viewsets.GenericViewSet):
    """Clusters of rows about the same matter, and every decision on them."""

    model = Cluster
    serializer_class = shapes.ClusterSerializer
    filterset_class = ClusterFilter
    permission_classes = (SignedIn,)
    ordering = ("-size", "pk")

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("item", "duty_list__owner")

    def list(self, request: Request) -> Response:
        """Clusters, the largest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One cluster; its version is the ETag."""
        cluster = self.get_object()
        return with_etag(Response(self.get_serializer(cluster).data), cluster)

    @extend_schema(responses=shapes.MemberSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def members(self, request: Request, pk: str) -> Response:
        """Its rows, the most central wording first, each with why it is there."""
        return Response(shapes.MemberSerializer(members(self.get_object()), many=True).data)

    @extend_schema(responses=shapes.EntryProposalSerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def proposal(self, request: Request, pk: str) -> Response:
        """What an entry made of it could say."""
        return Response(shapes.EntryProposalSerializer(proposal(self.get_object())).data)

    @extend_schema(request=inputs.RowsSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="split")
    def split_cluster(self, request: Request, pk: str) -> Response:
        """Make a cluster of its own of some rows, which is the answer."""
        return self._step(split_cluster, inputs.RowsSerializer)

    @extend_schema(request=inputs.MoveRowsSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="move-rows")
    def move_rows(self, request: Request, pk: str) -> Response:
        """Move some rows to another cluster, which is the answer."""
        return self._step(move_rows, inputs.MoveRowsSerializer)

    @extend_schema(request=inputs.IntoSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="merge")
    def merge_clusters(self, request: Request, pk: str) -> Response:
        """Move all rows to another cluster, which is the answer; this one is no more."""
        return self._step(merge_clusters, inputs.IntoSerializer)

    @extend_schema(request=inputs.ReasonSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="set-aside")
    def set_aside_cluster(self, request: Request, pk: str) -> Response:
        """Say, with a reason, that this is no duty of the list."""
        return self._step(set_aside_cluster, inputs.ReasonSerializer)

    @extend_schema(request=inputs.AcceptClusterSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="accept")
    def accept_cluster(self, request: Request, pk: str) -> Response:
        """Make an entry of the list's draft of it, or sources of an entry that is there."""
        return self._step(accept_cluster, inputs.AcceptClusterSerializer)

    @extend_schema(request=inputs.ReasonSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="reopen")
    def reopen_cluster(self, request: Request, pk: str) -> Response:
        """Take the decision back; the entry it made leaves the draft, unless it was edited or published."""
        return self._step(reopen_cluster, inputs.ReasonSerializer)

    def _step(self, operation: Callable[..., Cluster], serializer: type[serializers.Serializer]) -> Response:
        cluster = self.get_object()
        sent = self.sent(serializer)
        data = self._objects(dict(sent.validated_data))
        result = operation(cluster, by=caller(self.request), version=given_version(self.request), **data)
        return with_etag(Response(self.get_serializer(result).data), result)

    def _objects(self, data: dict[str, Any]) -> dict[str, Any]:
        """Rows instead of their numbers, all by one query, as far as the caller may see them."""
        if "rows" in data:
            keys = {min(key, BIGGEST) for key in data["rows"]}
            data["rows"] = list(InventoryRow.objects.for_user(self.request.user).filter(pk__in=keys))
            if len(data["rows"]) != len(keys):
                raise _unknown("rows")
        return data


def _unknown(field: str) -> ValidationError:
    return ValidationError({field: [ErrorDetail(str(_("There is no such thing here.")), code="does_not_exist")]})
