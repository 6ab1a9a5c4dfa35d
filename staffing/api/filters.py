"""Which accounts, movements and documents: the parameters of the API."""

from typing import Any

from django.db.models import Q
from django_filters import rest_framework as filters

from governance.api.filters import SpelledFilter, WholeNumberFilter, body_filter
from governance.models import Organisation
from staffing.models import Person, QuotaAccount, QuotaDocument, QuotaMovement
from staffing.states import PostClass, QuotaCategory, Source


class BalanceFilter(filters.FilterSet):
    body = body_filter("organisation", "Code of the body.")

    class Meta:
        model = QuotaAccount
        fields = ("category", "kind", "level")


class MovementFilter(filters.FilterSet):
    body = body_filter(None, "Code of a body that gives or receives.", method="of_body")
    account = WholeNumberFilter(
        label="Id of an account that gives or receives: what its balance is made of.", method="of_account"
    )
    category = filters.ChoiceFilter("giver__category", choices=QuotaCategory.choices)
    source = filters.ChoiceFilter("quota_source", choices=Source.choices)
    document_no = SpelledFilter("document__number", label="Number of the document.")
    without_level_approval = filters.BooleanFilter(
        label="Administrative quotas moved between levels, and no approval is named.", method="unapproved"
    )

    class Meta:
        model = QuotaMovement
        fields = ("kind", "origin", "document", "counters")

    def of_body(self, queryset, name: str, value: Organisation):
        return queryset.filter(Q(giver__organisation=value) | Q(receiver__organisation=value))

    def of_account(self, queryset, name: str, value: int):
        return queryset.of_account(value)

    def unapproved(self, queryset, name: str, value: Any):
        found = queryset.without_level_approval()
        return found if value else queryset.exclude(pk__in=found.order_by().values("pk"))


class DocumentFilter(filters.FilterSet):
    number = SpelledFilter(label="Number of the document.")

    class Meta:
        model = QuotaDocument
        fields = ("decided_on",)


class PersonFilter(filters.FilterSet):
    body = body_filter(None, "Code of the body of the main post.", method="at_body")
    category = filters.ChoiceFilter("main__category", choices=QuotaCategory.choices)
    post_class = filters.ChoiceFilter("main__post_class", choices=PostClass.choices)
    grade = filters.CharFilter("main__grade", label="Grade or rank.")
    bound_on = filters.DateFilter(label="People within a service term on this day.", method="bound")

    class Meta:
        model = Person
        fields = ("gender", "entry_channel", "education")

    def at_body(self, queryset, name: str, value: Organisation):
        return queryset.filter(main__organisation=value)

    def bound(self, queryset, name: str, value: Any):
        return queryset.bound_on(value)
