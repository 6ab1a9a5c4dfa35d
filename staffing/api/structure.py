"""The structure over REST: changes by document, upgrades, two days side by side."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from governance import access
from governance.api.fields import BodyByCode, BodySerializer, RowById
from governance.api.filters import body_filter
from governance.api.idempotency import idempotent
from governance.api.inputs import FormSerializer
from governance.api.resources import RowSerializer
from governance.api.views import Scoped, caller
from governance.models import Examination
from staffing import post_forms
from staffing.models import QuotaDocument, StructureChange
from staffing.operations.structure import approve_upgrade, change_structure
from staffing.selectors.structure import side_by_side
from staffing.states import StructureChangeKind

_DOCUMENTS = QuotaDocument.objects.all()


class StructureChangeSerializer(RowSerializer):
    """机构变动: what happened to a body, by which document, approved by whom."""

    id = serializers.IntegerField()
    township = BodySerializer()
    kind = serializers.ChoiceField(StructureChangeKind.choices)
    body = BodySerializer()
    into = BodySerializer(allow_null=True)
    effective_on = serializers.DateField()
    document_no = serializers.CharField(source="document.number")
    approver = serializers.CharField()
    conditions = serializers.CharField(help_text="Of the end of a co-ordination body.")
    ends_on = serializers.DateField(allow_null=True)
    rank_before = serializers.CharField()
    rank_after = serializers.CharField()
    head_rank = serializers.CharField()
    examination = serializers.IntegerField(source="examination_id", allow_null=True)
    places_moved = serializers.IntegerField(allow_null=True)
    people_moved = serializers.IntegerField(allow_null=True)
    stays = serializers.CharField(help_text="What stays with the line department.")


class ChangeStructureSerializer(FormSerializer):
    form = post_forms.ChangeStructureForm

    document = RowById(queryset=_DOCUMENTS, help_text="Id of the document that decides it.")


class ApproveUpgradeSerializer(FormSerializer):
    form = post_forms.ApproveUpgradeForm

    examination = RowById(queryset=Examination.objects.all(), help_text="Id of the examination that was passed.")
    document = RowById(queryset=_DOCUMENTS, help_text="Id of the document that decides it.")


class SidesSerializer(serializers.Serializer):
    township = BodyByCode()
    before = serializers.DateField()
    after = serializers.DateField()


class BodyBesideSerializer(serializers.Serializer):
    """One body on both days; null: not the township's then. Empty: there, its rank not stated."""

    body = BodySerializer()
    kind = serializers.CharField(source="body.kind")
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)
    changes = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of the changes between.")


class StructureFilter(filters.FilterSet):
    body = body_filter("township", "Code of the township.")

    class Meta:
        model = StructureChange
        fields = ("kind", "effective_on")


class UpgradeFilter(filters.FilterSet):
    body = body_filter("township", "Code of the township.")

    class Meta:
        model = StructureChange
        fields = ("effective_on",)


class StructureViewSet(Scoped, viewsets.GenericViewSet):
    """Changes of the structure, by document."""

    model = StructureChange
    serializer_class = StructureChangeSerializer
    filterset_class = StructureFilter
    ordering = ("-effective_on", "-id")

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("township", "body", "into", "document")

    def list(self, request: Request) -> Response:
        """Changes, the latest first."""
        return self.listed()

    @extend_schema(responses=StructureChangeSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One change."""
        return Response(StructureChangeSerializer(self.get_object()).data)

    @extend_schema(request=ChangeStructureSerializer, responses={201: StructureChangeSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Record a change by a registered document; the register of bodies follows it."""
        data: dict[str, Any] = dict(self.sent(ChangeStructureSerializer).validated_data)
        change = change_structure(data.pop("township"), by=caller(request), **data)
        return Response(StructureChangeSerializer(change).data, status=status.HTTP_201_CREATED)


class SidesViewSet(Scoped, viewsets.GenericViewSet):
    """The structure of a township on two days."""

    model = StructureChange
    query_parameters = ("township", "before", "after")
    pagination_class = None
    serializer_class = BodyBesideSerializer

    @extend_schema(parameters=[SidesSerializer], responses=BodyBesideSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """Offices, institutions and agencies of a township before and after, side by side."""
        asked = self.asked(SidesSerializer).validated_data
        seen = access.organisations_of(caller(request), "view_structure")
        if not seen.filter(pk=asked["township"].pk).exists():
            raise NotFound
        rows = [
            {
                "body": row.body,
                "before": row.before,
                "after": row.after,
                "changes": [change.pk for change in row.changes],
            }
            for part in side_by_side(**asked)
            for row in part.rows
        ]
        return Response(BodyBesideSerializer(rows, many=True).data)


class UpgradeViewSet(Scoped, viewsets.GenericViewSet):
    """Institutions that were upgraded after an examination."""

    model = StructureChange
    serializer_class = StructureChangeSerializer
    filterset_class = UpgradeFilter
    ordering = ("-effective_on", "-id")

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        return rows.upgrades()

    def list(self, request: Request) -> Response:
        """Upgrades, the latest first. The examinations, failed ones too: `governance/examinations/`."""
        return self.listed()

    @extend_schema(request=ApproveUpgradeSerializer, responses={201: StructureChangeSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Approve the upgrade of an institution that has passed."""
        data: dict[str, Any] = dict(self.sent(ApproveUpgradeSerializer).validated_data)
        change = approve_upgrade(data.pop("examination"), by=caller(request), **data)
        return Response(StructureChangeSerializer(change).data, status=status.HTTP_201_CREATED)
