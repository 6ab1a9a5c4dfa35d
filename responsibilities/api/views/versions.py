"""Lists over time: what is different between two editions, and what became of one item."""

from typing import Any, cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.permissions import PublicToRead
from governance.api.views import Scoped, answer_with_pages
from governance.models import Organisation
from responsibilities.api.filters import ComparisonFilter, DutiesFilter, HistoryFilter
from responsibilities.api.pages import ChangePages, DutyPages
from responsibilities.api.serializers.versions import (
    BodyDutiesSerializer,
    BodyDutySerializer,
    ComparisonSerializer,
    HistorySerializer,
)
from responsibilities.models import Edition, Entry
from responsibilities.selectors.comparison import comparison, predecessor
from responsibilities.selectors.duties import duty_rows, duty_shares
from responsibilities.selectors.history import history


class ComparisonView(Scoped, GenericAPIView):
    """Two editions of a list, entry by entry and word by word."""

    model = Edition
    serializer_class = ComparisonSerializer
    filterset_class = ComparisonFilter
    permission_classes = (PublicToRead,)
    pagination_class = ChangePages

    @extend_schema(responses=ComparisonSerializer, filters=True)
    def get(self, request: Request) -> Response:
        """What is not the same, page by page; an edition the caller may not see is not found."""
        editions = self.get_queryset()
        self.filter_queryset(editions)
        asked = ComparisonFilter(request.query_params, editions, request=request)
        asked.is_valid()
        data: dict[str, Any] = asked.form.cleaned_data
        after = get_object_or_404(editions.select_related("based_on"), pk=data["to"])
        before = predecessor(after) if data["from"] is None else get_object_or_404(editions, pk=data["from"])
        if before is None:
            raise Http404
        found = comparison(before, after)
        return answer_with_pages(
            self,
            ComparisonSerializer,
            found.of_kind(data["kind"] or ""),
            under="changes",
            before=found.before,
            after=found.after,
            unchanged=found.unchanged,
            counts=found.counts,
        )


class HistoryView(Scoped, GenericAPIView):
    """One item through all editions of its list."""

    model = Entry
    serializer_class = HistorySerializer
    filterset_class = HistoryFilter
    permission_classes = (PublicToRead,)
    pagination_class = ChangePages

    @extend_schema(responses=HistorySerializer, filters=True)
    def get(self, request: Request) -> Response:
        """What it said in each edition, what changed, and under which document; name `entry` or `item`."""
        entries = self.get_queryset()
        self.filter_queryset(entries)
        asked = HistoryFilter(request.query_params, entries, request=request)
        asked.is_valid()
        data: dict[str, Any] = asked.form.cleaned_data
        if (data["entry"] is None) == (data["item"] is None):
            raise ValidationError({"entry": _("Name either an entry or an item.")})
        named = {"pk": data["entry"]} if data["item"] is None else {"item__uid": data["item"]}
        entry = entries.filter(**named).select_related("item").order_by("pk").first()
        if entry is None:
            raise Http404
        steps = history(entry.item, Edition.objects.for_user(request.user), data["known"])
        return answer_with_pages(
            self, HistorySerializer, steps, under="steps", item=entry.item.uid, known=data["known"]
        )


class DutiesView(Scoped, GenericAPIView):
    """The lists from one body's side."""

    model = Entry
    serializer_class = BodyDutiesSerializer
    filterset_class = DutiesFilter
    permission_classes = (PublicToRead,)
    pagination_class = DutyPages

    @extend_schema(responses=BodyDutiesSerializer, filters=True)
    def get(self, request: Request, code: str) -> Response:
        """What the body must lead, support or take over on a date, in all lists, page by page."""
        body = get_object_or_404(Organisation.objects.all(), code=code)
        self.filter_queryset(self.get_queryset())
        asked = DutiesFilter(request.query_params, self.get_queryset(), request=request)
        asked.is_valid()
        data: dict[str, Any] = asked.asked
        on = data["on"] or timezone.localdate()
        owner = data["owner"].code if data["owner"] else ""
        shares = duty_shares(body, on, data["known"], data["role"] or "", owner)
        cast(DutyPages, self.paginator).shares = shares
        return answer_with_pages(
            self,
            BodyDutiesSerializer,
            self.values_for(BodyDutySerializer, duty_rows(body)),
            under="duties",
            body=body,
            on=on,
            known=data["known"],
            count=sum(share.count for share in shares),
        )
