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
from responsibilities import operations
from responsibilities.api import serializers as shapes
from responsibilities.api.uploads import ReadsSpreadsheets, preview_of, upload
from responsibilities.selectors import preview_import


class TownshipListsViewSet(ReadsSpreadsheets, viewsets.GenericViewSet):
    """The basic, support and withdrawn lists of a township, which are kept together in one table."""

    serializer_class = shapes.PreviewSerializer
    permission_classes = (SignedIn,)
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        request={"multipart/form-data": shapes.TownshipUploadSerializer},
        responses=shapes.PreviewSerializer(many=True),
    )
    @action(detail=False, methods=["post"], url_path="import/preview")
    def preview_import(self, request: Request) -> Response:
        """What a file would bring into the three lists, with every fault by row and column; writes nothing."""
        sent = upload(request, shapes.TownshipUploadSerializer)
        township = sent.pop("township")
        access.require(caller(request), "import_township_lists", at=township)
        return Response([preview_of(parsed) for parsed in preview_import(township, **sent)])

    @extend_schema(
        request={"multipart/form-data": shapes.TownshipImportSerializer},
        responses=shapes.EditionSerializer(many=True),
    )
    @action(detail=False, methods=["post"], url_path="import")
    @idempotent
    def import_township_lists(self, request: Request) -> Response:
        """Make drafts of the three lists that say what a file says: all of them or nothing."""
        sent = upload(request, shapes.TownshipImportSerializer)
        drafts = operations.import_township_lists(sent.pop("township"), by=caller(request), **sent)
        return Response(shapes.EditionSerializer(drafts, many=True).data)
