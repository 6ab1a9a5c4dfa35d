"""Which powers, grants, cases and transfers: the parameters of the API."""

import datetime
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters

from enforcement.models import EnforcementCase, PenaltyPower, PowerGrant, Transfer
from governance.models import Organisation


def body(field: str, label: str) -> filters.ModelChoiceFilter:
    """A body by its code; an unknown code is an error, not an empty list."""
    return filters.ModelChoiceFilter(
        field_name=field, queryset=Organisation.objects.all(), to_field_name="code", label=label
    )


class OnDays(filters.FilterSet):
    """Moments asked about by days, as the county's clocks count them; both days are included."""

    def since(self, queryset, name: str, value: datetime.date):
        return queryset.filter(**{f"{name}__gte": _midnight(value)})

    def until(self, queryset, name: str, value: datetime.date):
        return queryset.filter(**{f"{name}__lt": _midnight(value + datetime.timedelta(days=1))})


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class PowerFilter(filters.FilterSet):
    department = body("department", "Code of the department.")
    on = filters.DateFilter(label="Powers whose basis is in force on this day.", method="in_force")
    held_by = filters.ModelChoiceFilter(
        queryset=Organisation.objects.all(),
        to_field_name="code",
        label="Code of a township: powers it holds on `on` (today).",
        method="held",
    )
    search = filters.CharFilter(label="Words that all occur in the title, or a catalogue number.", method="words")

    class Meta:
        model = PenaltyPower
        fields = ("catalogue_no", "catalogue_edition", "domain", "procedure_ruleset", "summary_allowed")

    def in_force(self, queryset, name: str, value: Any):
        return queryset.in_force(value)

    def held(self, queryset, name: str, value: Organisation):
        return queryset.held_by(value, self.form.cleaned_data["on"])

    def words(self, queryset, name: str, value: str):
        numbered = queryset.filter(catalogue_no__iexact=value.strip())
        if numbered.exists():
            return numbered
        for word in value.split():
            queryset = queryset.filter(title__icontains=word)
        return queryset


class GrantFilter(filters.FilterSet):
    on = filters.DateFilter(label="Grants in force on this day.", method="in_force")
    township = body("township", "Code of the township.")
    department = body("power__department", "Code of the department whose power it is.")
    catalogue_no = filters.CharFilter("power__catalogue_no", label="Number of the power.")

    class Meta:
        model = PowerGrant
        fields = ("form", "level", "power")

    def in_force(self, queryset, name: str, value: Any):
        return queryset.in_force(value)


class CaseFilter(OnDays):
    township = body("township", "Code of the township that filed.")
    holder = body("holder", "Code of the body in charge now.")
    catalogue_no = filters.CharFilter("power__catalogue_no", label="Number of the power.")
    filed_from = filters.DateFilter("filed_at", method="since", label="Filed on this day or later.")
    filed_to = filters.DateFilter("filed_at", method="until", label="Filed on this day or earlier.")
    mine = filters.BooleanFilter(label="Handled by the caller.", method="handled")
    overdue = filters.BooleanFilter(label="Past the day by which it had to be decided.", method="late")
    search = filters.CharFilter(
        label="Words that all occur in number, cause, place or party (as far as the caller may see it).",
        method="words",
    )

    class Meta:
        model = EnforcementCase
        fields = ("case_no", "status", "party_kind", "external_ref")

    def handled(self, queryset, name: str, value: bool):
        mine = {"handler": self.request.user}
        return queryset.filter(**mine) if value else queryset.exclude(**mine)

    def late(self, queryset, name: str, value: bool):
        return queryset.overdue() if value else queryset.in_time()

    def words(self, queryset, name: str, value: str):
        return queryset.search(value, self.request.user)


class TransferFilter(OnDays):
    box = filters.ChoiceFilter(
        choices=[("in", "in"), ("out", "out")], label="Received or sent by the caller's bodies.", method="boxed"
    )
    sender = body("sender", "Code of the sender.")
    receiver = body("receiver", "Code of the receiver.")
    case = filters.NumberFilter("case_id", label="The case's id.")
    sent_from = filters.DateFilter("sent_at", method="since", label="Sent on this day or later.")
    sent_to = filters.DateFilter("sent_at", method="until", label="Sent on this day or earlier.")
    overdue = filters.BooleanFilter(label="Unanswered past the term.", method="late")

    class Meta:
        model = Transfer
        fields = ("status", "urgency", "reason_code", "return_reason", "document_no", "sender_ref", "receiver_ref")

    def boxed(self, queryset, name: str, value: str):
        account = self.request.user
        return queryset.incoming(account) if value == "in" else queryset.outgoing(account)

    def late(self, queryset, name: str, value: bool):
        return queryset.overdue() if value else queryset.in_time()
