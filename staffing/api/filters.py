"""Which accounts, movements and documents: the parameters of the API."""

from typing import Any

from django.db.models import Q
from django_filters import rest_framework as filters

from governance.api.filters import SpelledFilter, WholeNumberFilter, body_filter
from governance.models import Organisation
from staffing.models import (
    Applicant,
    Campaign,
    Person,
    PersonMovement,
    QuotaAccount,
    QuotaDocument,
    QuotaMovement,
    Secondment,
    TermInterruption,
)
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


class SecondmentFilter(filters.FilterSet):
    lender = body_filter("lender", "Code of the body that lends.")
    borrower = body_filter("borrower", "Code of the body that borrows.")
    person = WholeNumberFilter(label="Id of the person.")
    overdue = filters.BooleanFilter(label="Past its last day, and nobody is back.", method="is_overdue")
    begun_in_term = filters.BooleanFilter(label="Begun while a service term bound the person.", method="in_term")

    class Meta:
        model = Secondment
        fields = ("kind", "status", "origin")

    def is_overdue(self, queryset, name: str, value: Any):
        return queryset.overdue() if value else queryset.exclude(pk__in=queryset.overdue().order_by().values("pk"))

    def in_term(self, queryset, name: str, value: Any):
        found = queryset.begun_in_term()
        return found if value else queryset.exclude(pk__in=found.order_by().values("pk"))


class PersonMovementFilter(filters.FilterSet):
    body = body_filter("place", "Code of the body left.")
    person = WholeNumberFilter(label="Id of the person.")
    effective_from = filters.DateFilter("effective_on", "gte", label="From this day on.")
    effective_until = filters.DateFilter("effective_on", "lte", label="Until this day.")

    class Meta:
        model = PersonMovement
        fields = ("kind",)


class TermInterruptionFilter(filters.FilterSet):
    class Meta:
        model = TermInterruption
        fields = ("kind", "effect")


class CampaignFilter(filters.FilterSet):
    class Meta:
        model = Campaign
        fields = ("status", "cutoff_on")


class ApplicantFilter(filters.FilterSet):
    campaign = WholeNumberFilter(label="Id of the campaign.")
    post = WholeNumberFilter(label="Id of the post offered.")
    person = WholeNumberFilter(label="Id of the person.")
    place = body_filter("place", "Code of the own unit.")

    class Meta:
        model = Applicant
        fields = ("status", "is_eligible")
