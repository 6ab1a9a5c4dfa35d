"""Jobs over REST: how far long work is, and cancelling it."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.fields import BodySerializer
from governance.api.permissions import SignedIn
from governance.api.resources import RowSerializer
from governance.api.views import Scoped, caller
from governance.models.job import Job, JobStatus
from governance.operations.jobs import cancel_job


class JobSerializer(RowSerializer):
    """任务: long work that a worker does. `done` of `total`, which is 0 while it is not known."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    label = serializers.CharField(help_text="What it is about.")  # type: ignore[assignment]  # a field, not its label
    subject_id = serializers.IntegerField(help_text="Id of the record it is about.")
    organisation = BodySerializer()
    status = serializers.ChoiceField(JobStatus.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    result = serializers.DictField(child=serializers.IntegerField(), help_text="Counts by name, once it is done.")
    failure = serializers.CharField(help_text="Why it failed.")
    requested_by = serializers.CharField(source="requested_by.name")
    requested_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class JobFilter(filters.FilterSet):
    class Meta:
        model = Job
        fields = ("kind", "status")


class JobViewSet(Scoped, viewsets.GenericViewSet):
    """Long work the caller asked for, or may see where it belongs."""

    model = Job
    serializer_class = JobSerializer
    filterset_class = JobFilter
    permission_classes = (SignedIn,)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("organisation", "requested_by")

    def list(self, request: Request) -> Response:
        """Jobs, newest first."""
        return self.listed()

    def retrieve(self, request: Request, pk: str) -> Response:
        """One job, and how far it is."""
        return Response(JobSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"], url_path="cancel")
    def cancel_job(self, request: Request, pk: str) -> Response:
        """Cancel a job that one asked for and that has not ended; nothing is written."""
        self.sent(serializers.Serializer)
        return Response(JobSerializer(cancel_job(self.get_object(), by=caller(request))).data)
