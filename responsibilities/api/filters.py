"""Which lists, editions and entries: the parameters of the API."""

from typing import Any

from django.db.models import Q
from django_filters import rest_framework as filters

from governance.models import Organisation
from responsibilities.kinds import ListKind
from responsibilities.models import (
    Batch,
    Cluster,
    Clustering,
    DutyList,
    Edition,
    Entry,
    Inventory,
    InventoryRow,
    Participation,
    SynonymSuggestion,
)
from responsibilities.selectors.comparison import ChangeKind


class OfDate(filters.FilterSet):
    """Parameters about time; they count also when they are not given, so each filter applies them itself."""

    on = filters.DateFilter(label="As in force on this day (today).", method="ignore")
    known = filters.DateFilter(label="As known at the end of this day (now).", method="ignore")

    def ignore(self, queryset, name: str, value: Any):
        return queryset

    @property
    def asked(self) -> dict[str, Any]:
        return self.form.cleaned_data


class DutyListFilter(OfDate):
    kind = filters.ChoiceFilter(choices=ListKind.choices)
    owner = filters.CharFilter("owner__code", label="Code of the county or township.")
    search = filters.CharFilter(label="Part of the title or of the owner's name.", method="named")

    class Meta:
        model = DutyList
        fields = ()

    def named(self, queryset, name: str, value: str):
        return queryset.filter(Q(title__icontains=value) | Q(owner__name__icontains=value))


class EditionFilter(OfDate):
    list = filters.NumberFilter("duty_list", label="The list's id.")
    kind = filters.ChoiceFilter("duty_list__kind", choices=ListKind.choices)
    owner = filters.CharFilter("duty_list__owner__code", label="Code of the county or township.")

    class Meta:
        model = Edition
        fields = ("status",)

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.asked["on"] or self.asked["known"]:
            return queryset.in_force(self.asked["on"], self.asked["known"])
        return queryset


class CountedEntries(OfDate):
    """Entries in force on a date, of some lists."""

    list = filters.NumberFilter(label="The list's id.", method="ignore")
    kind = filters.ChoiceFilter("edition__duty_list__kind", choices=ListKind.choices)
    owner = filters.CharFilter(label="Code of the county or township the list is of.", method="ignore")

    class Meta:
        model = Entry
        fields = ()

    def filter_queryset(self, queryset):
        return self._of_date(super().filter_queryset(queryset))

    def _of_date(self, queryset):
        on, known, duty_list, owner = (self.asked[name] for name in ("on", "known", "list", "owner"))
        # One edition a list at most: naming them lets the database walk their entries in order, where a condition on
        # dates makes it search the whole history of every list.
        editions = Edition.objects.in_force(on, known)
        if duty_list is not None:
            editions = editions.filter(duty_list=duty_list)
        if owner:
            editions = editions.filter(duty_list__owner__code=owner)
        return queryset.filter(edition__in=list(editions.values_list("pk", flat=True)))


class EntryFilter(CountedEntries):
    edition = filters.NumberFilter(label="One edition's id, whether in force or not.", method="ignore")
    heading = filters.CharFilter("heading__title", label="The heading's title.")
    body = filters.ModelChoiceFilter(
        queryset=Organisation.objects.all(),
        to_field_name="code",
        label="Code of a body that has a part; every township has the parts of “townships”.",
        method="ignore",
    )
    role = filters.ChoiceFilter(
        choices=Participation.Role.choices, label="The role of `body`, or of anybody.", method="ignore"
    )
    township_led = filters.BooleanFilter(label="Led by a township.", method="led")
    q = filters.CharFilter(label="Words that all occur in the title or content.", method="words")

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        body, role = self.asked["body"], self.asked["role"]
        if body is not None:
            return queryset.involving(body, role or "")
        return queryset.with_role(role) if role else queryset

    def _of_date(self, queryset):
        if self.asked["edition"] is None:
            return super()._of_date(queryset)
        queryset = queryset.filter(edition=self.asked["edition"])
        if self.asked["on"] or self.asked["known"]:
            queryset = queryset.in_force(self.asked["on"], self.asked["known"])
        if self.asked["list"] is not None:
            queryset = queryset.filter(edition__duty_list=self.asked["list"])
        if self.asked["owner"]:
            queryset = queryset.filter(edition__duty_list__owner__code=self.asked["owner"])
        return queryset

    def led(self, queryset, name: str, value: bool):
        return queryset.township_led(value)

    def words(self, queryset, name: str, value: str):
        return queryset.containing(value)


class ComparisonFilter(filters.FilterSet):
    """Which two editions; `to` alone is compared with its predecessor."""

    vars()["from"] = filters.NumberFilter(label="The earlier edition's id (the predecessor of `to`).", method="ignore")
    to = filters.NumberFilter(label="The later edition's id.", method="ignore", required=True)
    kind = filters.ChoiceFilter(choices=ChangeKind.choices, label="Only changes of this kind.", method="ignore")

    class Meta:
        model = Edition
        fields = ()

    def ignore(self, queryset, name: str, value: Any):
        return queryset


class DutiesFilter(OfDate):
    role = filters.ChoiceFilter(choices=Participation.Role.choices, label="Only in this role.", method="ignore")
    owner = filters.CharFilter(label="Only in the lists of the county or township of this code.", method="ignore")

    class Meta:
        model = Entry
        fields = ()


class HistoryFilter(filters.FilterSet):
    """Which item: by its own identity, or by any entry it has."""

    entry = filters.NumberFilter(label="An entry's id, of whatever edition.", method="ignore")
    item = filters.UUIDFilter(label="The item's identity.", method="ignore")
    known = filters.DateFilter(label="As known at the end of this day (now).", method="ignore")

    class Meta:
        model = Entry
        fields = ()

    def ignore(self, queryset, name: str, value: Any):
        return queryset


class SuggestionFilter(filters.FilterSet):
    organisation = filters.CharFilter("organisation__code", label="Code of the body that reported it.")

    class Meta:
        model = SynonymSuggestion
        fields = ("status",)


class BatchFilter(filters.FilterSet):
    edition = filters.NumberFilter(label="The edition's id.")

    class Meta:
        model = Batch
        fields = ("kind",)


# --- The workshop -----------------------------------------------------------------------------------------------------


class InventoryFilter(filters.FilterSet):
    list = filters.NumberFilter("duty_list", label="The list's id.")
    township = filters.CharFilter("township__code", label="Code of the township.")

    class Meta:
        model = Inventory
        fields = ()


class InventoryRowFilter(filters.FilterSet):
    inventory = filters.NumberFilter(label="The inventory's id.")
    list = filters.NumberFilter("inventory__duty_list", label="The list's id.")
    township = filters.CharFilter("inventory__township__code", label="Code of the township.")
    cluster = filters.NumberFilter(label="The cluster's id.")
    undecided = filters.BooleanFilter(label="In no list and not set aside.", method="waiting")
    q = filters.CharFilter("title", "icontains", label="Words of the title.")

    class Meta:
        model = InventoryRow
        fields = ()

    def waiting(self, queryset, name: str, value: bool):
        undecided = InventoryRow.objects.undecided().order_by().values("pk")
        return queryset.undecided() if value else queryset.exclude(pk__in=undecided)


class ClusterFilter(filters.FilterSet):
    list = filters.NumberFilter("duty_list", label="The list's id.")
    min_size = filters.NumberFilter("size", "gte", label="At least so many rows.")
    item = filters.UUIDFilter("item__uid", label="The identity of the item it became.")
    q = filters.CharFilter("title", "icontains", label="Words of the title.")

    class Meta:
        model = Cluster
        fields = ("status",)


class ClusteringFilter(filters.FilterSet):
    list = filters.NumberFilter("duty_list", label="The list's id.")

    class Meta:
        model = Clustering
        fields = ("status",)
