"""Editions: reading them, and every step from draft to publication."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance import access
from governance.api.concurrency import given_version, with_etag
from governance.api.idempotency import idempotent
from governance.api.permissions import PublicToRead, SignedIn
from governance.api.schema import IF_MATCH
from governance.api.views import Scoped, caller
from governance.spreadsheets.writing import CONTENT_TYPE
from responsibilities.api import inputs
from responsibilities.api.filters import EditionFilter
from responsibilities.api.serializers import drafts
from responsibilities.api.serializers.findings import DefectSerializer, ExplanationSerializer
from responsibilities.api.serializers.imports import ImportSerializer, PreviewSerializer, UploadSerializer
from responsibilities.api.serializers.lists import (
    CopiedListSerializer,
    EditionSerializer,
    RehearsalSerializer,
    RehearsedDaySerializer,
    RevokedEditionSerializer,
)
from responsibilities.api.uploads import ReadsSpreadsheets
from responsibilities.contents import row_heads
from responsibilities.downloads import table_file
from responsibilities.models import Edition
from responsibilities.operations.drafts import copy_list, discard_draft
from responsibilities.operations.edits import Edited, edit_entries
from responsibilities.operations.findings import explain_finding
from responsibilities.operations.imports import import_entries
from responsibilities.operations.publication import publish_edition, revoke_edition
from responsibilities.operations.round_trip import as_list, import_edits, plan_round_trip
from responsibilities.operations.workflow import approve_edition, send_back_edition, submit_edition
from responsibilities.rehearsal import rehearse
from responsibilities.selectors.adaptation import adaptations
from responsibilities.selectors.amendments import with_amendment
from responsibilities.selectors.defects import edition_defects
from responsibilities.selectors.imports import preview_import
from responsibilities.selectors.renames import possible_renames
from responsibilities.selectors.round_trip import round_trip
from responsibilities.selectors.table import rows_of, rows_that_fit, table_changes, table_columns, table_rows
from responsibilities.states import UNPUBLISHED


def _edited(edition: Edition, edited: Edited) -> dict[str, Any]:
    """The answer to edits (`EditedSerializer`)."""
    touched = {*edited.keys.values()}
    rows = rows_of(edition, touched)
    batch = edited.batch
    moved = batch is not None and batch.order_before != batch.order_after
    shown = {
        "version": edition.version,
        "batch": batch and batch.pk,
        "rows": rows,
        "removed": sorted(touched - {row.key for row in rows}),
        "order": [head.key for head in row_heads(edition)] if moved else None,
        "keys": edited.keys,
    }
    return drafts.EditedSerializer(shown).data


class EditionViewSet(ReadsSpreadsheets, Scoped, viewsets.GenericViewSet):
    """Editions of duty lists: published ones for everybody, drafts for those who edit and approve them."""

    model = Edition
    serializer_class = EditionSerializer
    filterset_class = EditionFilter
    permission_classes = (PublicToRead,)

    def get_queryset(self) -> QuerySet:
        return with_amendment(super().get_queryset()).select_related("duty_list__owner")

    def list(self, request: Request) -> Response:
        """Editions, newest first; with `on` or `known` only those in force then."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One edition; its version is the ETag."""
        edition = self.get_object()
        return with_etag(Response(self.get_serializer(edition).data), edition)

    @extend_schema(request=None, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Send the draft to review; from then on it does not change."""
        return self._step(submit_edition)

    @extend_schema(request=inputs.ApproveSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Approve the reviewed edition under the document that decided it; not by an author of the draft."""
        return self._step(approve_edition, inputs.ApproveSerializer)

    @extend_schema(request=inputs.ReasonSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        """Make a draft again of what is in review or approved, with the reason."""
        return self._step(send_back_edition, inputs.ReasonSerializer)

    @extend_schema(request=inputs.PublishSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Publish the approved edition for the day it was rehearsed for; its predecessor ends the day before."""
        return self._step(publish_edition, inputs.PublishSerializer)

    @extend_schema(request=inputs.RevokeSerializer, responses=RevokedEditionSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """Revoke the last published edition: the one before it applies again, without an end."""
        return self._step(revoke_edition, inputs.RevokeSerializer, RevokedEditionSerializer)

    @extend_schema(request=inputs.CopyListSerializer, responses={201: CopiedListSerializer(many=True)})
    @action(detail=True, methods=["post"], url_path="copy")
    @idempotent
    def copy_list(self, request: Request, pk: str) -> Response:
        """Start drafts for other townships that say what this edition says, adapted to each: all of them or none."""
        edition = self.get_object()
        sent = self.sent(inputs.CopyListSerializer)
        drafts = copy_list(edition, by=caller(request), **sent.validated_data)
        owners = [draft.duty_list.owner for draft in drafts]
        copied = [
            {"edition": draft, "adapted": found.adapted, "became": found.became, "left": found.left}
            for draft, found in zip(drafts, adaptations(edition, owners), strict=True)
        ]
        return Response(CopiedListSerializer(copied, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=inputs.ReasonSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:
        """Give up the draft; its rows are kept."""
        return self._step(discard_draft, inputs.ReasonSerializer)

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses=PreviewSerializer)
    @action(detail=True, methods=["post"], url_path="import/preview")
    def preview_import(self, request: Request, pk: str) -> Response:
        """What a spreadsheet would bring into the draft, with every fault by row and column; writes nothing."""
        edition = self.get_object()
        access.require(caller(request), "import_entries", at=edition.duty_list.owner)
        (parsed,) = preview_import(edition, **self.upload(UploadSerializer))
        return Response(PreviewSerializer(parsed).data)

    @extend_schema(
        request={"multipart/form-data": ImportSerializer},
        responses=PreviewSerializer,
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"], url_path="import")
    def import_entries(self, request: Request, pk: str) -> Response:
        """Make the draft say what a spreadsheet says: all of it or nothing."""
        edition = self.get_object()
        sent = self.upload(ImportSerializer)
        parsed = import_entries(edition, by=caller(request), version=given_version(request), **sent)
        return with_etag(Response(PreviewSerializer(parsed).data), edition)

    @extend_schema(parameters=[drafts.KeysSerializer], responses=drafts.TableSerializer, filters=False)
    @action(detail=True, permission_classes=[SignedIn], pagination_class=None, query_parameters=("keys",))
    def table(self, request: Request, pk: str) -> Response:
        """The edition as the table its editors keep, or some of its rows; for those who edit and approve the list."""
        edition = self._kept()
        keys = self.asked(drafts.KeysSerializer).validated_data.get("keys")
        rows = table_rows(edition) if keys is None else rows_of(edition, keys)
        table = {"columns": table_columns(edition.duty_list.kind), "rows": rows}
        return with_etag(Response(drafts.TableSerializer(table).data), edition)

    @extend_schema(parameters=[drafts.SinceSerializer], responses=drafts.TableChangesSerializer, filters=False)
    @action(
        detail=True,
        permission_classes=[SignedIn],
        pagination_class=None,
        url_path="table/changes",
        query_parameters=("since",),
    )
    def table_changes(self, request: Request, pk: str) -> Response:
        """The rows of the draft that were saved after a version of it, with who saved them, when and why."""
        edition = self._kept()
        found = table_changes(edition, self.asked(drafts.SinceSerializer).validated_data["since"])
        return with_etag(Response(drafts.TableChangesSerializer(found).data), edition)

    @extend_schema(parameters=[drafts.RowSearchSerializer], responses=drafts.FoundRowsSerializer, filters=False)
    @action(
        detail=True,
        permission_classes=[SignedIn],
        pagination_class=None,
        url_path="table/search",
        query_parameters=("words", "different"),
    )
    def search_table(self, request: Request, pk: str) -> Response:
        """Which rows of the table have all these words.

        With `different`, only those that the edition before has otherwise.
        """
        edition = self._kept()
        asked = self.asked(drafts.RowSearchSerializer).validated_data
        keys = rows_that_fit(edition, asked["words"], different=asked["different"])
        return Response(drafts.FoundRowsSerializer({"keys": keys}).data)

    @extend_schema(request=drafts.EditsSerializer, responses=drafts.EditedSerializer)
    @action(detail=True, methods=["post"], url_path="edits")
    @idempotent
    def edit_entries(self, request: Request, pk: str) -> Response:
        """Change cells, add, move, split, merge and take out rows of the draft: all of them or none, as one batch.

        Each cell says what it was: one that others changed meanwhile is refused, with both texts in `conflicts`.
        """
        edition = self.get_object()
        sent = self.sent(drafts.EditsSerializer)
        edited = edit_entries(edition, by=caller(request), edits=sent.rows(), reason=sent.validated_data["reason"])
        return with_etag(Response(_edited(edition, edited)), edition)

    @extend_schema(responses={(200, CONTENT_TYPE): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, permission_classes=[SignedIn], pagination_class=None, url_path="table/file")
    def table_file(self, request: Request, pk: str) -> HttpResponse:
        """The same as an xlsx whose rows keep their keys, to be edited and sent to `edits/import`."""
        return table_file(self._kept())

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses=drafts.RoundTripSerializer)
    @action(detail=True, methods=["post"], url_path="edits/import/preview")
    def preview_edits(self, request: Request, pk: str) -> Response:
        """What an exported file that was edited would change, with faults and conflicts; writes nothing."""
        edition = self.get_object()
        access.require(caller(request), "import_edits", at=edition.duty_list.owner)
        found = round_trip(edition, **self.upload(UploadSerializer))
        plan, _edits = plan_round_trip(edition, found, {})
        shown = {"preview": as_list(edition, found), "found": found, "conflicts": plan.conflicts}
        return Response(drafts.RoundTripSerializer(shown).data)

    @extend_schema(
        request={"multipart/form-data": drafts.ImportEditsSerializer},
        responses=drafts.EditedSerializer,
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"], url_path="edits/import")
    def import_edits(self, request: Request, pk: str) -> Response:
        """Change in the draft exactly the cells that were changed in an exported file: all of them or none."""
        edition = self.get_object()
        sent = self.upload(drafts.ImportEditsSerializer)
        edited = import_edits(edition, by=caller(request), version=given_version(request), **sent)
        return with_etag(Response(_edited(edition, edited)), edition)

    @extend_schema(responses=drafts.PossibleRenameSerializer(many=True), filters=False)
    @action(detail=True, permission_classes=[SignedIn], pagination_class=None)
    def renames(self, request: Request, pk: str) -> Response:
        """New entries that may be former items under another name; for those who edit and approve the list."""
        return Response(drafts.PossibleRenameSerializer(possible_renames(self._kept()), many=True).data)

    @extend_schema(responses=DefectSerializer(many=True), filters=False)
    @action(detail=True, permission_classes=[SignedIn], pagination_class=None)
    def defects(self, request: Request, pk: str) -> Response:
        """What is wrong with the edition, open findings first; for those who edit and approve the list."""
        return Response(DefectSerializer(edition_defects(self._kept()), many=True).data)

    @extend_schema(parameters=[RehearsedDaySerializer], responses=RehearsalSerializer, filters=False)
    @action(detail=True, permission_classes=[SignedIn], pagination_class=None, query_parameters=("effective_from",))
    def rehearsal(self, request: Request, pk: str) -> Response:
        """What publishing the edition would bring about, until it is published; for those who keep the list."""
        edition = self._kept()
        if edition.status not in UNPUBLISHED:
            raise Http404
        asked = self.asked(RehearsedDaySerializer)
        day = asked.validated_data.get("effective_from") or timezone.localdate()
        return Response(RehearsalSerializer(rehearse(edition, caller(request), day)).data)

    @extend_schema(request=inputs.ExplainSerializer, responses=ExplanationSerializer)
    @action(detail=True, methods=["post"], url_path="defects/explain")
    def explain_finding(self, request: Request, pk: str) -> Response:
        """Say why a finding is right as it stands, in this edition and in later ones that have it alike."""
        sent = self.sent(inputs.ExplainSerializer)
        explanation = explain_finding(self.get_object(), by=caller(request), **sent.validated_data)
        return Response(ExplanationSerializer(explanation).data)

    def _kept(self) -> Edition:
        """The edition, if the caller is one of those who keep its list."""
        edition = self.get_object()
        if not access.may(caller(self.request), "view_drafts", at=edition.duty_list.owner):
            raise Http404
        return edition

    def _step(
        self,
        operation: Callable[..., Edition],
        serializer: type[serializers.Serializer] = serializers.Serializer,
        answer: type[serializers.Serializer] = EditionSerializer,
    ) -> Response:
        edition = self.get_object()
        sent = self.sent(serializer)
        data: dict[str, Any] = dict(sent.validated_data)
        edition = operation(edition, by=caller(self.request), version=given_version(self.request), **data)
        return with_etag(Response(answer(edition).data), edition)
