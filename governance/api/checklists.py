"""Check lists and examinations over REST."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance import attachments, checklists
from governance.api.concurrency import given_version, with_etag
from governance.api.fields import BodyByCode, BodySerializer, ReasonField, RowById
from governance.api.filters import SpelledFilter, body_filter
from governance.api.idempotency import idempotent
from governance.api.resources import RowSerializer
from governance.api.schema import IF_MATCH_OPTIONAL
from governance.api.views import Scoped, caller
from governance.examination_states import ExaminationResult, ExaminationStatus, Silence, Verdict
from governance.models import Checklist, Criterion, Examination
from governance.operations import checklists as operations
from governance.parameters import KEY
from governance.text import LONGEST_REASON, LONGEST_TEXT


class CriterionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.IntegerField()
    text = serializers.CharField()
    evidence = serializers.CharField(help_text="What shows it.")
    is_required = serializers.BooleanField()


class ChecklistRowSerializer(RowSerializer):
    """核查清单: what a document asks of a body."""

    id = serializers.IntegerField()
    use = serializers.CharField(help_text="What the list is for.")
    title = serializers.CharField()
    document_no = serializers.CharField()
    issuer = serializers.CharField()
    decided_on = serializers.DateField()
    evidence_days = serializers.IntegerField(help_text="Working days.")
    reading_days = serializers.IntegerField(help_text="Working days of each look.")
    reply_days = serializers.IntegerField(help_text="Working days.")
    silence = serializers.ChoiceField(Silence.choices, help_text="What the silence of the examiner means.")


class ChecklistSerializer(ChecklistRowSerializer):
    """核查清单 with its criteria."""

    criteria = CriterionSerializer(many=True)


class ExaminationRowSerializer(RowSerializer):
    """评估: one body measured by one list."""

    id = serializers.IntegerField()
    checklist = serializers.IntegerField(source="checklist_id")
    subject = BodySerializer()
    attempt = serializers.IntegerField()
    status = serializers.ChoiceField(ExaminationStatus.choices)
    result = serializers.ChoiceField([("", ""), *ExaminationResult.choices])
    due_at = serializers.DateTimeField(help_text="The term of whoever has the turn.")
    due_provisional = serializers.BooleanField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class EvidenceSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    is_reply = serializers.BooleanField()
    text = serializers.CharField()
    file = serializers.CharField(source="attachment.name", default="", help_text="Its name; empty: no file.")
    added_at = serializers.DateTimeField()


VERDICT = [("", ""), *Verdict.choices]


class CriterionFindingSerializer(serializers.Serializer):
    criterion = CriterionSerializer()
    evidence = EvidenceSerializer(many=True)
    first = serializers.ChoiceField(VERDICT)
    first_reason = serializers.CharField()
    first_by_silence = serializers.BooleanField()
    second = serializers.ChoiceField(VERDICT)
    second_reason = serializers.CharField()
    second_by_silence = serializers.BooleanField()


class SampleSerializer(serializers.Serializer):
    """抽样: seed, bounds and rows drawn; the same seed draws the same rows."""

    seed = serializers.CharField()
    share = serializers.IntegerField(help_text="Per cent.")
    at_least = serializers.IntegerField()
    at_most = serializers.IntegerField()
    population = serializers.ListField(child=serializers.CharField())
    chosen = serializers.ListField(child=serializers.CharField())


class ExaminationSerializer(ExaminationRowSerializer):
    """评估 with what was handed in and found."""

    findings = CriterionFindingSerializer(many=True)
    sample = SampleSerializer(read_only=True, allow_null=True)


class NewCriterionSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=LONGEST_REASON)
    evidence = serializers.CharField(max_length=LONGEST_REASON, required=False)
    is_required = serializers.BooleanField(default=True)


class DrawUpSerializer(serializers.Serializer):
    owner = BodyByCode()
    use = serializers.CharField(max_length=40)
    title = serializers.CharField(max_length=200)
    document_no = serializers.CharField(max_length=64)
    issuer = serializers.CharField(max_length=100)
    decided_on = serializers.DateField()
    criteria = NewCriterionSerializer(many=True)
    evidence_days = serializers.IntegerField(min_value=1, max_value=250, required=False)
    reading_days = serializers.IntegerField(min_value=1, max_value=250, required=False)
    reply_days = serializers.IntegerField(min_value=1, max_value=250, required=False)
    silence = serializers.ChoiceField(Silence.choices, required=False)


class OpenSerializer(serializers.Serializer):
    subject = BodyByCode()


class AddEvidenceSerializer(serializers.Serializer):
    criterion = RowById(queryset=Criterion.objects.all())
    text = serializers.CharField(max_length=LONGEST_TEXT)
    file = serializers.FileField(required=False)


class GiveFindingSerializer(serializers.Serializer):
    criterion = RowById(queryset=Criterion.objects.all())
    verdict = serializers.ChoiceField(Verdict.choices)
    reason = ReasonField(required=False)


class DrawSerializer(serializers.Serializer):
    population = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_REASON), max_length=operations.MOST_DRAWN_FROM
    )
    share = serializers.IntegerField(min_value=1, max_value=100)
    at_least = serializers.IntegerField(min_value=1, max_value=operations.MOST_DRAWN_FROM)
    at_most = serializers.IntegerField(min_value=1, max_value=operations.MOST_DRAWN_FROM)


class ChecklistFilter(filters.FilterSet):
    use = filters.ChoiceFilter(choices=lambda: list(checklists.choices()))
    document_no = SpelledFilter(label="Number of the document.")

    class Meta:
        model = Checklist
        fields = ("decided_on",)


class ExaminationFilter(filters.FilterSet):
    body = body_filter("subject", "Code of the examined body.")

    class Meta:
        model = Examination
        fields = ("checklist", "status", "result")


class ChecklistViewSet(Scoped, viewsets.GenericViewSet):
    """Check lists: criteria from a document, with the terms of each round."""

    model = Checklist
    serializer_class = ChecklistRowSerializer
    filterset_class = ChecklistFilter
    ordering = ("-decided_on", "-id")

    def list(self, request: Request) -> Response:
        """Check lists, the latest decision first."""
        return self.listed()

    @extend_schema(responses=ChecklistSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One check list with its criteria."""
        return Response(ChecklistSerializer(self.get_object()).data)

    @extend_schema(request=DrawUpSerializer, responses={201: ChecklistSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Draw up a check list from a document."""
        data: dict[str, Any] = dict(self.sent(DrawUpSerializer).validated_data)
        made = operations.draw_up_checklist(data.pop("owner"), by=caller(request), **data)
        return Response(ChecklistSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=OpenSerializer, responses={201: ExaminationSerializer})
    @action(detail=True, methods=["post"], url_path="examinations")
    @idempotent
    def open_examination(self, request: Request, pk: str) -> Response:
        """Open an examination of a body by the list."""
        data = self.sent(OpenSerializer).validated_data
        opened = operations.open_examination(self.get_object(), by=caller(request), **data)
        return with_etag(Response(ExaminationSerializer(opened).data, status=status.HTTP_201_CREATED), opened)


class ExaminationViewSet(Scoped, viewsets.GenericViewSet):
    """Examinations: evidence, first look, replies, second look at what was refused, result."""

    model = Examination
    serializer_class = ExaminationRowSerializer
    filterset_class = ExaminationFilter
    ordering = ("-id",)

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        related = ("findings__criterion", "findings__evidence__attachment")
        return rows.select_related("subject", "checklist__owner", "sample").prefetch_related(*related)

    def list(self, request: Request) -> Response:
        """Examinations, the newest first."""
        return self.listed()

    @extend_schema(responses=ExaminationSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One examination with what was handed in and found."""
        return self._answer()

    @extend_schema(
        request={"multipart/form-data": AddEvidenceSerializer, "application/json": AddEvidenceSerializer},
        responses=ExaminationSerializer,
    )
    @action(detail=True, methods=["post"], url_path="evidence")
    @idempotent
    def add_evidence(self, request: Request, pk: str) -> Response:
        """Add evidence for a criterion, or a reply to its refusal."""
        data = self.sent(AddEvidenceSerializer).validated_data
        operations.add_evidence(self.get_object(), by=caller(request), **data)
        return self._answer()

    @extend_schema(request=None, responses=ExaminationSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="submit")
    @idempotent
    def submit_examination(self, request: Request, pk: str) -> Response:
        """Hand in what was collected; it is frozen while the examiner looks."""
        self.sent(serializers.Serializer)
        version = given_version(request, required=False)
        operations.submit_examination(self.get_object(), by=caller(request), version=version)
        return self._answer()

    @extend_schema(request=GiveFindingSerializer, responses=ExaminationSerializer)
    @action(detail=True, methods=["post"], url_path="findings")
    @idempotent
    def give_finding(self, request: Request, pk: str) -> Response:
        """Say whether a criterion is met."""
        data = self.sent(GiveFindingSerializer).validated_data
        operations.give_finding(self.get_object(), by=caller(request), **data)
        return self._answer()

    @extend_schema(request=None, responses=ExaminationSerializer, parameters=[IF_MATCH_OPTIONAL])
    @action(detail=True, methods=["post"], url_path="result")
    @idempotent
    def give_result(self, request: Request, pk: str) -> Response:
        """Give the result of the look."""
        self.sent(serializers.Serializer)
        version = given_version(request, required=False)
        operations.give_result(self.get_object(), by=caller(request), version=version)
        return self._answer()

    @extend_schema(request=DrawSerializer, responses=SampleSerializer)
    @action(detail=True, methods=["post"], url_path="sample")
    @idempotent
    def draw_sample(self, request: Request, pk: str) -> Response:
        """Draw the sample, once."""
        data = self.sent(DrawSerializer).validated_data
        sample = operations.draw_sample(self.get_object(), by=caller(request), **data)
        return Response(SampleSerializer(sample).data)

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, methods=["get"], url_path=f"files/(?P<file_id>{KEY})", pagination_class=None)
    def file(self, request: Request, pk: str, file_id: str) -> FileResponse:
        """The bytes of a piece of evidence."""
        file = self.get_object().file_of(int(file_id))
        if file is None:
            raise Http404
        return attachments.serve(file)

    def represent(self) -> dict[str, Any]:
        return ExaminationSerializer(self.get_object()).data

    def _answer(self) -> Response:
        found = self.get_object()
        return with_etag(Response(ExaminationSerializer(found).data), found)
