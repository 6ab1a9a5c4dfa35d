"""The three lists of a township from one file."""

from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance import access
from governance.api.idempotency import idempotent
from governance.api.permissions import SignedIn
from governance.api.views import caller
from responsibilities.api.serializers.imports import (
    PreviewSerializer,
    TownshipImportSerializer,
    TownshipUploadSerializer,
)
from responsibilities.api.serializers.lists import EditionSerializer
from responsibilities.api.uploads import ReadsSpreadsheets
from responsibilities.operations.imports import import_township_lists
from responsibilities.selectors.imports import preview_import


class TownshipListsViewSet(ReadsSpreadsheets, viewsets.GenericViewSet):
    """The basic, support and withdrawn lists of a township, which are kept together in one table."""

    serializer_class = PreviewSerializer
    permission_classes = (SignedIn,)
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        request={"multipart/form-data": TownshipUploadSerializer},
        responses=PreviewSerializer(many=True),
    )
    @action(detail=False, methods=["post"], url_path="import/preview")
    def preview_import(self, request: Request) -> Response:
        """What a file would bring into the three lists, with every fault by row and column; writes nothing."""
        sent = self.upload(TownshipUploadSerializer)
        township = sent.pop("township")
        access.require(caller(request), "import_township_lists", at=township)
        return Response(PreviewSerializer(preview_import(township, **sent), many=True).data)

    @extend_schema(
        request={"multipart/form-data": TownshipImportSerializer},
        responses=EditionSerializer(many=True),
    )
    @action(detail=False, methods=["post"], url_path="import")
    @idempotent
    def import_township_lists(self, request: Request) -> Response:
        """Make drafts of the three lists that say what a file says: all of them or nothing."""
        sent = self.upload(TownshipImportSerializer)
        drafts = import_township_lists(sent.pop("township"), by=caller(request), **sent)
        return Response(EditionSerializer(drafts, many=True).data)
