"""Public bodies for other systems: who exists on a day, and what they are called."""

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Length, Substr
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from governance.api.filters import body_filter
from governance.api.permissions import PublicToRead
from governance.api.views import Scoped
from governance.models import Alias, Organisation
from governance.search import MOST_CHARACTERS
from governance.text import match_key


class OrganisationSerializer(serializers.ModelSerializer):
    parent = serializers.CharField(  # type: ignore[assignment]  # a field, not the serializer it is nested in
        source="parent_code", allow_null=True, help_text="Code of the body above."
    )
    managed_by = serializers.CharField(
        source="managed_by.code",
        default=None,
        allow_null=True,
        help_text="Code of the township that manages a dispatched unit.",
    )
    merged_into = serializers.CharField(
        source="merged_into.code", default=None, allow_null=True, help_text="Code of the successor."
    )
    aliases = serializers.SerializerMethodField(help_text="Other names by which spreadsheets may call it today.")

    class Meta:
        model = Organisation
        fields = (
            "code", "name", "short_name", "aliases", "kind", "township_form", "region_code", "parent", "managed_by",
            "opened_on", "closed_on", "merged_into",
        )  # fmt: skip

    def get_aliases(self, body: Organisation) -> list[str]:
        return [alias.name for alias in body.current_aliases]


class OrganisationFilter(filters.FilterSet):
    on = filters.DateFilter(label="Bodies that exist on this day (today).", method="ignore")
    search = filters.CharFilter(
        label="Part of a name, short name or alias.", method="named", max_length=MOST_CHARACTERS
    )
    parent = body_filter(None, "Code of the body above.", method="below")

    class Meta:
        model = Organisation
        fields = ("kind", "township_form")

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).open(self.form.cleaned_data["on"])

    def ignore(self, queryset, name, value):
        """`on` counts also when it is not given, see filter_queryset."""
        return queryset

    def named(self, queryset, name, value):
        value = "".join(value.split())
        aliases = _current_aliases().filter(key__contains=match_key(value)).values("organisation")
        return queryset.filter(Q(name__mentions=value) | Q(short_name__mentions=value) | Q(pk__in=aliases))

    def below(self, queryset, name, value: Organisation):
        return queryset.filter(parent_code=value.code)


@extend_schema_view(
    list=extend_schema(description="Bodies that exist on a day, by code."),
    retrieve=extend_schema(description="One body by its code, also a closed one."),
)
class OrganisationViewSet(Scoped, viewsets.ReadOnlyModelViewSet):
    """Public bodies of the county; their names are public, so anybody may ask."""

    model = Organisation
    lookup_field = "code"
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter
    permission_classes = (PublicToRead,)
    ordering = ("code",)

    def get_queryset(self) -> QuerySet:
        above = Organisation.objects.filter(path=OuterRef("path_above")).order_by().values("code")
        return (
            super()
            .get_queryset()
            .annotate(path_above=Substr("path", Value(1), Length("path") - Organisation.steplen))
            .annotate(parent_code=Subquery(above))
            .select_related("managed_by", "merged_into")
            .prefetch_related(Prefetch("aliases", _current_aliases(), to_attr="current_aliases"))
        )


def _current_aliases() -> QuerySet[Alias]:
    today = timezone.localdate()
    return Alias.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gte=today)
    ).order_by("pk")
