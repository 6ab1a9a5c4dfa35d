"""Lists: which there are, opening one, starting its next edition."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from governance import access
from governance.api.concurrency import with_etag
from governance.api.idempotency import idempotent
from governance.api.jobs import JobSerializer
from governance.api.permissions import PublicToRead, SignedIn
from governance.api.views import Scoped, caller
from responsibilities.api import inputs
from responsibilities.api.filters import DutyListFilter
from responsibilities.api.serializers.lists import (
    DutyListSerializer,
    EditionSerializer,
)
from responsibilities.api.serializers.workshop import WorkshopSerializer
from responsibilities.models import DutyList
from responsibilities.operations.drafts import open_list, start_draft
from responsibilities.operations.grouping import cluster_inventories
from responsibilities.selectors.lists import listed_editions
from responsibilities.selectors.workshop import progress_of


class DutyListViewSet(Scoped, viewsets.GenericViewSet):
    """Duty lists of the county and its townships."""

    model = DutyList
    serializer_class = DutyListSerializer
    filterset_class = DutyListFilter
    permission_classes = (PublicToRead,)
    ordering = ("pk",)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("owner")

    def list(self, request: Request) -> Response:
        """Lists with their edition in force on a date, and the next one if it was published already."""
        asked = DutyListFilter(request.query_params, self.get_queryset(), request=request)
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        on, known = (asked.asked[name] if asked.is_valid() else None for name in ("on", "known"))
        return self.get_paginated_response(DutyListSerializer(listed_editions(page, on, known), many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One list, with its edition in force today."""
        return Response(_with_editions(self.get_object()))

    @extend_schema(request=inputs.OpenListSerializer, responses={201: DutyListSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Open a list of the county or of a township; it has no edition yet."""
        sent = self.sent(inputs.OpenListSerializer)
        data = dict(sent.validated_data)
        opened = open_list(data.pop("owner"), by=caller(request), **data)
        return Response(_with_editions(opened), status=status.HTTP_201_CREATED)

    @extend_schema(request=inputs.StartDraftSerializer, responses={201: EditionSerializer})
    @action(detail=True, methods=["post"], url_path="drafts")
    @idempotent
    def start_draft(self, request: Request, pk: str) -> Response:
        """Start the draft of the next edition: as a copy of the last published one or of another edition, or empty."""
        sent = self.sent(inputs.StartDraftSerializer)
        draft = start_draft(self.get_object(), by=caller(request), **sent.validated_data)
        body = EditionSerializer(draft).data
        return with_etag(Response(body, status=status.HTTP_201_CREATED), draft)

    @extend_schema(responses=WorkshopSerializer, filters=False)
    @action(detail=True, permission_classes=[SignedIn], pagination_class=None)
    def workshop(self, request: Request, pk: str) -> Response:
        """How far the list's workshop is: rows in the list, set aside and open; for those who keep the list."""
        duty_list = self.get_object()
        if not access.may(caller(request), "view_drafts", at=duty_list.owner):
            raise Http404
        return Response(WorkshopSerializer(progress_of(duty_list)).data)

    @extend_schema(request=None, responses={201: JobSerializer})
    @action(detail=True, methods=["post"], url_path="cluster-inventories")
    @idempotent
    def cluster_inventories(self, request: Request, pk: str) -> Response:
        """Have a worker group the undecided rows of the list's inventories; the job says how far it is."""
        self.sent(Serializer)
        job = cluster_inventories(self.get_object(), by=caller(request))
        return Response(JobSerializer(job).data, status=status.HTTP_201_CREATED)


def _with_editions(duty_list: DutyList) -> dict[str, Any]:
    return DutyListSerializer(listed_editions([duty_list])[0]).data
