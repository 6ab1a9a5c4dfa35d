"""Which applications: the parameters of the API."""

from django_filters import rest_framework as filters

from governance.api.filters import SpelledFilter, WholeNumberFilter, body_filter
from services.models import Application, HotlineOrder, Rating


class ApplicationFilter(filters.FilterSet):
    number = SpelledFilter(label="Number of the application.")
    item = WholeNumberFilter("item", label="Id of the item, in its version.")
    centre = body_filter("centre", "Code of the body that received it.")
    body = body_filter("body", "Code of the body that decides it.")
    holder = body_filter("holder", "Code of the body that has the papers.")
    due_before = filters.DateFilter("due_on", lookup_expr="lte", label="Due on this day or before.")

    class Meta:
        model = Application
        fields = ("status", "way", "clock")


class RatingFilter(filters.FilterSet):
    application = SpelledFilter("application__number", label="Number of the application.")
    item = WholeNumberFilter("application__item", label="Id of the item, in its version.")

    class Meta:
        model = Rating
        fields = ("grade", "cause", "status")


class HotlineOrderFilter(filters.FilterSet):
    order_no = SpelledFilter(label="The hotline's number.")
    holder = body_filter("holder", "Code of the body that has to answer.")
    due_before = filters.DateFilter("due_on", lookup_expr="lte", label="Due on this day or before.")

    class Meta:
        model = HotlineOrder
        fields = ("status", "is_complex")
