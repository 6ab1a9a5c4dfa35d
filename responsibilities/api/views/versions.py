"""Lists over time: what is different between two editions, and what became of one item."""

from collections.abc import Iterable
from typing import Any

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
from governance.api.views import Scoped
from governance.models import Organisation
from responsibilities.api import serializers as shapes
from responsibilities.api.filters import ComparisonFilter, DutiesFilter, HistoryFilter
from responsibilities.models import Edition, Entry, Participation
from responsibilities.selectors import comparison, duties, history, predecessor
from responsibilities.selectors.comparison import Change, Comparison, FieldChange
from responsibilities.selectors.texts import EntryText


class ComparisonView(Scoped, GenericAPIView):
    """Two editions of a list, entry by entry and word by word."""

    model = Edition
    serializer_class = shapes.ComparisonSerializer
    filterset_class = ComparisonFilter
    permission_classes = (PublicToRead,)
    pagination_class = None

    @extend_schema(responses=shapes.ComparisonSerializer, filters=True)
    def get(self, request: Request) -> Response:
        """Everything that is not the same; an edition the caller may not see is not found."""
        editions = self.get_queryset()
        self.filter_queryset(editions)
        asked = ComparisonFilter(request.query_params, editions, request=request)
        asked.is_valid()
        data: dict[str, Any] = asked.form.cleaned_data
        after = get_object_or_404(editions.select_related("based_on"), pk=data["to"])
        before = predecessor(after) if data["from"] is None else get_object_or_404(editions, pk=data["from"])
        if before is None:
            raise Http404
        return Response(_comparison(comparison(before, after), data["kind"] or ""))


class HistoryView(Scoped, GenericAPIView):
    """One item through all editions of its list."""

    model = Entry
    serializer_class = shapes.HistorySerializer
    filterset_class = HistoryFilter
    permission_classes = (PublicToRead,)
    pagination_class = None

    @extend_schema(responses=shapes.HistorySerializer, filters=True)
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
        editions = [{"edition": shapes.SignedEditionSerializer(step.edition).data} for step in steps]
        changes = _changes(step.change for step in steps)
        return Response(
            {
                "item": entry.item.uid,
                "known": data["known"],
                "steps": [edition | change for edition, change in zip(editions, changes, strict=True)],
            }
        )


class DutiesView(Scoped, GenericAPIView):
    """The lists from one body's side."""

    model = Entry
    serializer_class = shapes.BodyDutiesSerializer
    filterset_class = DutiesFilter
    permission_classes = (PublicToRead,)
    pagination_class = None

    @extend_schema(responses=shapes.BodyDutiesSerializer, filters=True)
    def get(self, request: Request, code: str) -> Response:
        """What the body must lead, support or take over on a date, in all lists."""
        body = get_object_or_404(Organisation.objects.all(), code=code)
        self.filter_queryset(self.get_queryset())
        asked = DutiesFilter(request.query_params, self.get_queryset(), request=request)
        asked.is_valid()
        data: dict[str, Any] = asked.asked
        on = data["on"] or timezone.localdate()
        found = duties(body, on, data["known"], data["role"] or "")
        if data["owner"]:
            found = found.filter(entry__edition__duty_list__owner__code=data["owner"])
        return Response(
            {
                "body": {"code": body.code, "name": body.name},
                "on": on,
                "known": data["known"],
                "duties": _duties(found),
            }
        )


def _duties(parts: Iterable[Participation]) -> list[dict[str, Any]]:
    places: dict[int, dict[str, Any]] = {}  # hundreds of duties stand in a few editions: each is shaped once
    return [_duty(part, places) for part in parts]


def _duty(part: Participation, places: dict[int, dict[str, Any]]) -> dict[str, Any]:
    entry, edition = part.entry, part.entry.edition
    if edition.pk not in places:
        places[edition.pk] = {
            "list": shapes.ListSummarySerializer(edition.duty_list).data,
            "edition": shapes.EditionSummarySerializer(edition).data,
        }
    return {
        "role": part.role,
        "duty_text": part.duty_text,
        "entry": {
            "id": entry.pk,
            "seq_no": entry.seq_no,
            "heading": entry.heading.title,
            "title": entry.title,
        },
        **places[edition.pk],
    }


def _comparison(found: Comparison, kind: str) -> dict[str, Any]:
    return {
        "before": shapes.EditionSummarySerializer(found.before).data,
        "after": shapes.EditionSummarySerializer(found.after).data,
        "unchanged": found.unchanged,
        "counts": found.counts,
        "changes": _changes(found.of_kind(kind)),
    }


def _changes(changes: Iterable[Change]) -> list[dict[str, Any]]:
    labels: dict[str, str] = {}  # a thousand fields have a dozen labels: each is translated once
    return [_change(change, labels) for change in changes]


def _change(change: Change, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "kinds": [kind.value for kind in change.kinds],
        "before": [_entry(text) for text in change.before],
        "after": [_entry(text) for text in change.after],
        "fields_changed": [_field(field, labels) for field in change.fields],
    }


def _entry(text: EntryText) -> dict[str, Any]:
    return {"id": text.id, "seq_no": text.seq_no, "heading": text.heading, "title": text.title}


def _field(field: FieldChange, labels: dict[str, str]) -> dict[str, Any]:
    if field.name not in labels:
        labels[field.name] = str(field.label)
    sides = {"before": field.pieces_before, "after": field.pieces_after}
    pieces = {
        side: [{"text": piece.text, "changed": piece.changed} for piece in found] for side, found in sides.items()
    }
    return {"name": field.name, "label": labels[field.name], "party": field.party, **pieces}
