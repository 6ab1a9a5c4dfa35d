"""Which items, points and matters of centres: the parameters of the API."""

from typing import Any

from django_filters import rest_framework as filters

from governance.api.filters import body_filter
from governance.models import Organisation
from services.models import Implementation, PointItem, ServicePoint, Stationing


class ItemFilter(filters.FilterSet):
    body = body_filter("body", "Code of the body whose business it is.")
    code = filters.CharFilter("item__code", label="Implementation code.")
    in_force_on = filters.DateFilter(label="In force on this day; today if not given.", method="ignore")
    assured_in = body_filter(
        None, "Code of a village or township: only what its open points are certain to do today.", method="assured"
    )

    class Meta:
        model = Implementation
        fields = ("item_type", "handling_kind", "village_role")

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.in_force(self.form.cleaned_data["in_force_on"]))

    def ignore(self, queryset, name: str, value: Any):
        return queryset

    def assured(self, queryset, name: str, value: Organisation):
        done = PointItem.objects.assured().filter(point__village__path__startswith=value.path)
        return queryset.filter(item__in=done.values("item"))


class PointFilter(filters.FilterSet):
    village = body_filter("village", "Code of the village.")
    township = body_filter("township", "Code of the township.")
    open = filters.BooleanFilter(label="Open today, or not.", method="is_open")

    class Meta:
        model = ServicePoint
        fields = ("opened_on",)

    def is_open(self, queryset, name: str, value: bool):
        found = queryset.open()
        return found if value else queryset.exclude(pk__in=found.order_by().values("pk"))


class PointItemFilter(filters.FilterSet):
    within = body_filter(None, "Code of a village or township.", method="is_within")
    code = filters.CharFilter("item__code", label="Implementation code.")
    assured = filters.BooleanFilter(label="At an open point, and certain for today or not.", method="is_assured")

    class Meta:
        model = PointItem
        fields = ("role",)

    def is_within(self, queryset, name: str, value: Organisation):
        return queryset.filter(point__village__path__startswith=value.path)

    def is_assured(self, queryset, name: str, value: bool):
        return queryset.assured() if value else queryset.lapsed()


class StationingFilter(filters.FilterSet):
    centre = body_filter("centre", "Code of the township.")
    body = body_filter("matter__body", "Code of the body whose matter it is.")
    should_enter = filters.BooleanFilter("matter__should_enter", label="Belongs in the centre.")

    class Meta:
        model = Stationing
        fields = ("has_entered", "window_kind")
