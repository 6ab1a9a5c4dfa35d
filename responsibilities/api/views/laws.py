"""The law register."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance import access
from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from governance.models import Account, Organisation
from governance.spreadsheets.writing import CONTENT_TYPE
from responsibilities.api.filters import LawFilter
from responsibilities.api.serializers import laws as shapes
from responsibilities.api.serializers.imports import ImportSerializer, TablePreviewSerializer, UploadSerializer
from responsibilities.api.uploads import ReadsSpreadsheets
from responsibilities.downloads import laws_file
from responsibilities.law_changes import law_on_day
from responsibilities.models import Law
from responsibilities.operations.laws import LoadedLaws, load_laws, what_loading_laws_does
from responsibilities.spreadsheets.laws import read_laws


class LawViewSet(ReadsSpreadsheets, Scoped, viewsets.GenericViewSet):
    """Laws that something in the portal rests on."""

    model = Law
    serializer_class = shapes.LawRowSerializer
    filterset_class = LawFilter
    preview_serializer = TablePreviewSerializer
    ordering = ("title",)

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self.is_of_one_object():
            return rows.prefetch_related("names", "versions__articles", "versions__successor__law")
        return rows

    def list(self, request: Request) -> Response:
        """Laws by title; with `name` the one that is called so, with `on` those of which a text applies that day."""
        return self.listed()

    @extend_schema(responses=shapes.LawSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One law with its names, its versions and their articles that begin on days of their own."""
        return Response(shapes.LawSerializer(self.get_object()).data)

    @extend_schema(
        parameters=[OpenApiParameter("on", str, description="The day asked about, such as 2026-08-15 (today).")],
        responses=shapes.LawOnDaySerializer,
    )
    @action(detail=True, pagination_class=None, query_parameters=("on",))
    def citing(self, request: Request, pk: str) -> Response:
        """法变推演: which texts apply on the day, and what of that you may see rests on them."""
        on = self.asked(shapes.DayAskedSerializer).validated_data.get("on") or timezone.localdate()
        return Response(shapes.LawOnDaySerializer(law_on_day(self.get_object(), caller(request), on)).data)

    @extend_schema(responses={(200, CONTENT_TYPE): OpenApiTypes.BINARY}, filters=False)
    @action(detail=False, pagination_class=None, filterset_class=None, url_path="table/file")
    def table_file(self, request: Request) -> HttpResponse:
        """The whole register as an xlsx, a version a row, that can be corrected and sent to `import`."""
        return laws_file(self.get_queryset().order_by("title"))

    @extend_schema(
        request={"multipart/form-data": UploadSerializer}, responses=shapes.LawsPreviewSerializer, filters=False
    )
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None, url_path="import/preview")
    def preview_load(self, request: Request) -> Response:
        """What a table would do to the register, with every fault by row and column; writes nothing."""
        sent = self.upload(UploadSerializer)
        access.require(caller(request), "load_laws", at=_county(caller(request)))
        table = read_laws(sent.pop("file"), sent.pop("filename"), **sent)
        effect = what_loading_laws_does(table)
        counts = LoadedLaws(len(effect.added), len(effect.corrected), effect.unchanged)
        shown = {
            "sheet": table.sheet, "faults": table.faults, "confirmations": table.confirmations,
            "repairs": table.repairs, "effect": counts,
        }  # fmt: skip
        return Response(shapes.LawsPreviewSerializer(shown).data)

    @extend_schema(request={"multipart/form-data": ImportSerializer}, responses=shapes.LoadedSerializer, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None, url_path="import")
    @idempotent
    def load_laws(self, request: Request) -> Response:
        """Load a table of laws, a version a row: all of it or nothing."""
        return Response(vars(load_laws(_county(caller(request)), by=caller(request), **self.upload(ImportSerializer))))


def _county(account: Account) -> Organisation:
    """The one whose register the account keeps; of who keeps none any, where it is then refused."""
    counties = Organisation.objects.filter(kind=Organisation.Kind.COUNTY)
    return counties.filter(pk__in=access.organisations_of(account, "load_laws")).first() or counties.earliest("path")
