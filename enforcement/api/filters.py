"""Which powers, grants, cases and transfers: the parameters of the API."""

import datetime
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters

from enforcement.models import EnforcementCase, PenaltyPower, PowerGrant, Transfer
from governance.api.filters import SpelledFilter, WholeNumberFilter, body_filter
from governance.models import Organisation
from governance.text import words_of


class OnDays(filters.FilterSet):
    """Moments asked about by days, as the county's clocks count them; both days are included."""

    def since(self, queryset, name: str, value: datetime.date):
        return queryset.filter(**{f"{name}__gte": _midnight(value)})

    def until(self, queryset, name: str, value: datetime.date):
        return queryset.filter(**{f"{name}__lt": _midnight(value + datetime.timedelta(days=1))})


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class PowerFilter(filters.FilterSet):
    department = body_filter("department", "Code of the department.")
    on = filters.DateFilter(label="Powers whose basis is in force on this day.", method="in_force")
    held_by = body_filter(None, "Code of a township: powers it holds on `on` (today).", method="held")
    search = filters.CharFilter(label="Words that all occur in the title, or a catalogue number.", method="words")
    catalogue_no = SpelledFilter(label="Number of the power.")

    class Meta:
        model = PenaltyPower
        fields = ("catalogue_edition", "domain", "procedure_ruleset", "summary_allowed")

    def in_force(self, queryset, name: str, value: Any):
        return queryset.in_force(value)

    def held(self, queryset, name: str, value: Organisation):
        return queryset.held_by(value, self.form.cleaned_data["on"])

    def words(self, queryset, name: str, value: str):
        numbered = queryset.filter(catalogue_no__spelled=value)
        if numbered.exists():
            return numbered
        for word in words_of(value):
            queryset = queryset.filter(title__mentions=word)
        return queryset


class GrantFilter(filters.FilterSet):
    on = filters.DateFilter(label="Grants in force on this day.", method="in_force")
    township = body_filter("township", "Code of the township.")
    department = body_filter("power__department", "Code of the department whose power it is.")
    catalogue_no = SpelledFilter("power__catalogue_no", label="Number of the power.")

    class Meta:
        model = PowerGrant
        fields = ("form", "level", "power")

    def in_force(self, queryset, name: str, value: Any):
        return queryset.in_force(value)


class CaseFilter(OnDays):
    township = body_filter("township", "Code of the township that filed.")
    holder = body_filter("holder", "Code of the body in charge now.")
    catalogue_no = SpelledFilter("power__catalogue_no", label="Number of the power.")
    filed_from = filters.DateFilter("filed_at", method="since", label="Filed on this day or later.")
    filed_to = filters.DateFilter("filed_at", method="until", label="Filed on this day or earlier.")
    case_no = SpelledFilter(label="The case's number.")
    external_ref = SpelledFilter(label="Its number in another system.")
    mine = filters.BooleanFilter(label="Handled by the caller.", method="handled")
    overdue = filters.BooleanFilter(label="Past the day by which it had to be decided.", method="late")
    search = filters.CharFilter(
        label="Words that all occur in number, cause, place or party (as far as the caller may see it).",
        method="words",
    )

    class Meta:
        model = EnforcementCase
        fields = ("status", "party_kind")

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
    sender = body_filter("sender", "Code of the sender.")
    receiver = body_filter("receiver", "Code of the receiver.")
    case = WholeNumberFilter("case_id", label="The case's id.")
    document_no = SpelledFilter(label="Number of the letter.")
    sender_ref = SpelledFilter(label="The sender's own number.")
    receiver_ref = SpelledFilter(label="The receiver's own number.")
    sent_from = filters.DateFilter("sent_at", method="since", label="Sent on this day or later.")
    sent_to = filters.DateFilter("sent_at", method="until", label="Sent on this day or earlier.")
    overdue = filters.BooleanFilter(label="Unanswered past the term.", method="late")

    class Meta:
        model = Transfer
        fields = ("status", "urgency", "reason_code", "send_back_reason")

    def boxed(self, queryset, name: str, value: str):
        account = self.request.user
        return queryset.incoming(account) if value == "in" else queryset.outgoing(account)

    def late(self, queryset, name: str, value: bool):
        return queryset.overdue() if value else queryset.in_time()
