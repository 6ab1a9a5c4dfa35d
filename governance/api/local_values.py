"""Local values for other systems: which number applies where and when, and by which document."""

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.filters import body_filter
from governance.api.resources import Computed, RowSerializer
from governance.api.views import Scoped
from governance.local_values import local_value, no_rule_known
from governance.models import LocalValue, Organisation
from governance.models.local_values import REGIME_LABELS, VALUE_UNITS, plain


class LocalValueSerializer(RowSerializer):
    """地方规定的数值: a term, threshold, ratio or maximum on the days from the first to the last, both inclusive."""

    id = serializers.IntegerField()
    organisation = serializers.CharField(source="organisation.code", help_text="It holds here and below.")
    code = serializers.CharField()
    number = Computed(serializers.CharField(help_text="A decimal number, such as 5000 or 37.5."), plain, "number")
    unit = serializers.ChoiceField(list(VALUE_UNITS.items()))
    regime = serializers.ChoiceField(
        [(regime.value, label) for regime, label in REGIME_LABELS.items()], help_text="Counts for terms alone."
    )
    roll_organ = serializers.BooleanField()
    pausable = serializers.BooleanField()
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True, help_text="Last day.")
    document_no = serializers.CharField()
    checked_on = serializers.DateField(help_text="The day somebody last compared it with its document.")


class ValueAskedSerializer(serializers.Serializer):
    code = serializers.CharField(max_length=64)
    at = serializers.SlugRelatedField("code", queryset=Organisation.objects.all())
    on = serializers.DateField(required=False)


class KnownValueSerializer(serializers.Serializer):
    """What applies on the day; without a value no rule is known, and `words` says what is known around it."""

    on = serializers.DateField()
    value = LocalValueSerializer(allow_null=True)
    words = serializers.CharField()


class LocalValueFilter(filters.FilterSet):
    on = filters.DateFilter(label="Values in force on this day.", method="in_force")
    organisation = body_filter("organisation", "Code of the body that laid it down.")

    class Meta:
        model = LocalValue
        fields = ("code", "unit")

    def in_force(self, queryset, name, value):
        return queryset.in_force(value)


class LocalValueViewSet(Scoped, viewsets.GenericViewSet):
    """What the county and its bodies have laid down in numbers."""

    model = LocalValue
    serializer_class = LocalValueSerializer
    filterset_class = LocalValueFilter
    ordering = ("code", "effective_from")

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("organisation")

    def list(self, request: Request) -> Response:
        """Values by code and first day; with `on` those in force that day."""
        return self.listed()

    @extend_schema(responses=LocalValueSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One value."""
        return Response(LocalValueSerializer(self.get_object()).data)

    @extend_schema(
        parameters=[
            OpenApiParameter("code", str, required=True, description="Code of the value."),
            OpenApiParameter("at", str, required=True, description="Code of the body it is asked for."),
            OpenApiParameter("on", str, description="The day asked about, such as 2026-08-15 (today)."),
        ],
        responses=KnownValueSerializer,
    )
    @action(detail=False, pagination_class=None, filterset_class=None, query_parameters=("code", "at", "on"))
    def known(self, request: Request) -> Response:
        """The value that applies to a body on a day, or the answer that no rule is known."""
        asked = self.asked(ValueAskedSerializer).validated_data
        code, at, on = asked["code"], asked["at"], asked.get("on") or timezone.localdate()
        value = local_value(code, at=at, on=on)
        words = str(value) if value else no_rule_known(code, at=at, on=on)
        return Response(KnownValueSerializer({"on": on, "value": value, "words": words}).data)
