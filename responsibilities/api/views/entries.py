"""Entries and their counts, as in force on a date or of one edition."""

from typing import Any, cast

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from governance import access
from governance.api.permissions import PublicToRead, SignedIn
from governance.api.views import Scoped, caller
from responsibilities.api import inputs
from responsibilities.api.filters import CountedEntries, EntryFilter
from responsibilities.api.pages import EntryPages
from responsibilities.api.serializers import drafts
from responsibilities.api.serializers.entries import EntryRowSerializer, EntrySerializer, SummarySerializer
from responsibilities.api.serializers.workshop import SourceSerializer
from responsibilities.models import Entry, Item
from responsibilities.operations.identities import identify_entry
from responsibilities.selectors.entries import with_bodies, with_everything
from responsibilities.selectors.summary import summary
from responsibilities.selectors.workshop import sources


class EntryViewSet(Scoped, viewsets.GenericViewSet):
    """Entries of duty lists: who leads, who supports, in which edition."""

    model = Entry
    serializer_class = EntryRowSerializer
    filterset_class = EntryFilter
    permission_classes = (PublicToRead,)
    pagination_class = EntryPages

    def list(self, request: Request) -> Response:
        """Entries in force on a date, as known on a date; or all entries of one edition.

        A page looks through 20,000 entries at most: it may hold fewer than asked for although there is a next one.
        """
        return self.listed()

    def complete(self, values: Any) -> Any:
        return with_bodies(values)

    @extend_schema(responses=EntrySerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One entry with everybody's duties, legal bases and correspondences."""
        row = get_object_or_404(self.get_queryset().values(*EntrySerializer.columns()), pk=pk)
        return Response(EntrySerializer(with_everything([row])[0]).data)

    @extend_schema(request=inputs.IdentifySerializer, responses=drafts.BatchIdSerializer, filters=False)
    @action(detail=True, methods=["post"], url_path="identify")
    def identify_entry(self, request: Request, pk: str) -> Response:
        """Say of an entry that is new in a draft which item of the last edition it is, or that it is a new one."""
        entry = self.get_object()
        sent = self.sent(inputs.IdentifySerializer)
        uid = sent.validated_data["former"]
        former = None if uid is None else get_object_or_404(Item, uid=uid, duty_list=entry.edition.duty_list_id)
        batch = identify_entry(entry, by=caller(request), former=former)
        return Response(drafts.BatchIdSerializer({"batch": batch and batch.pk}).data)

    @extend_schema(responses=SourceSerializer(many=True), filters=False)
    @action(detail=True, permission_classes=[SignedIn], pagination_class=None)
    def sources(self, request: Request, pk: str) -> Response:
        """The rows of townships' inventories the entry was made of; for those who keep the list."""
        entry = self.get_object()
        if not access.may(caller(request), "view_drafts", at=entry.edition.duty_list.owner):
            raise Http404
        return Response(SourceSerializer(sources(entry.item), many=True).data)


class SummaryView(Scoped, GenericAPIView):
    """How many entries there are on a date: by kind of list, heading, role, and led by townships."""

    model = Entry
    serializer_class = SummarySerializer
    filterset_class = CountedEntries
    permission_classes = (PublicToRead,)
    pagination_class = None

    @extend_schema(responses=SummarySerializer, filters=True)
    def get(self, request: Request) -> Response:
        """Counts over the entries in force on a date, of all lists or of those asked for."""
        editions = cast(Any, self.filter_queryset(self.get_queryset())).editions
        asked: dict[str, Any] = {name: request.query_params.get(name) for name in ("on", "known")}
        on = asked["on"] or timezone.localdate().isoformat()
        shown = {"on": on, "known": asked["known"] or None, "kinds": summary(editions)}
        return Response(SummarySerializer(shown).data)
