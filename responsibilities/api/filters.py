"""Which lists, editions and entries: the parameters of the API."""

from typing import Any

from django.db.models import Q
from django_filters import rest_framework as filters

from governance.api.filters import WholeNumberFilter, body_filter
from governance.search import MOST_CHARACTERS
from responsibilities.kinds import ListKind
from responsibilities.models import (
    Batch,
    Cluster,
    DutyList,
    Edition,
    Entry,
    Inventory,
    InventoryRow,
    Law,
    LawVersion,
    Participation,
    SynonymSuggestion,
)
from responsibilities.models.law import law_key
from responsibilities.querysets import EditionQuerySet
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
    owner = body_filter("owner", "Code of the county or township.")
    search = filters.CharFilter(
        label="Part of the title or of the owner's name.", method="named", max_length=MOST_CHARACTERS
    )

    class Meta:
        model = DutyList
        fields = ()

    def named(self, queryset, name: str, value: str):
        return queryset.filter(Q(title__mentions=value) | Q(owner__name__mentions=value))


class EditionFilter(OfDate):
    list = WholeNumberFilter("duty_list", label="The list's id.")
    kind = filters.ChoiceFilter("duty_list__kind", choices=ListKind.choices)
    owner = body_filter("duty_list__owner", "Code of the county or township.")

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

    list = WholeNumberFilter(label="The list's id.", method="ignore")
    kind = filters.ChoiceFilter(choices=ListKind.choices, label="The list's kind.", method="ignore")
    owner = body_filter(None, "Code of the county or township the list is of.", method="ignore")

    class Meta:
        model = Entry
        fields = ()

    def filter_queryset(self, queryset):
        editions = self.editions()
        return super().filter_queryset(queryset).of(editions, editions)

    def editions(self) -> EditionQuerySet:
        """The editions in force of the lists asked for, one of each list."""
        editions = Edition.objects.in_force(self.asked["on"], self.asked["known"])
        if self.asked["list"] is not None:
            editions = editions.filter(duty_list=self.asked["list"])
        if self.asked["kind"]:
            editions = editions.filter(duty_list__kind=self.asked["kind"])
        if self.asked["owner"] is not None:
            editions = editions.filter(duty_list__owner=self.asked["owner"])
        return editions


class EntryFilter(CountedEntries):
    edition = WholeNumberFilter(label="One edition's id, whether in force or not.", method="ignore")
    heading = filters.CharFilter("heading__title", label="The heading's title.")
    body = body_filter(
        None, "Code of a body that has a part; every township has the parts of “townships”.", method="ignore"
    )
    role = filters.ChoiceFilter(
        choices=Participation.Role.choices, label="The role of `body`, or of anybody.", method="ignore"
    )
    township_led = filters.BooleanFilter(label="Led by a township.", method="led")
    q = filters.CharFilter(
        label="Words that all occur in the title or content.", method="words", max_length=MOST_CHARACTERS
    )

    def filter_queryset(self, queryset):
        queryset = filters.FilterSet.filter_queryset(self, queryset)
        body, role = self.asked["body"], self.asked["role"]
        if body is not None:
            queryset = queryset.involving(body, role or "")
        elif role:
            queryset = queryset.with_role(role)
        return self._of_edition(queryset) if self.asked["edition"] is not None else self._in_force(queryset)

    def _in_force(self, queryset):
        editions = self.editions()
        likely = editions.holding(
            words=self.asked["q"],
            heading=self.asked["heading"],
            body=self.asked["body"],
            role=self.asked["role"],
            township_led=self.asked["township_led"],
        )
        return queryset.of(editions, likely)

    def _of_edition(self, queryset):
        queryset = queryset.filter(edition=self.asked["edition"])
        if self.asked["on"] or self.asked["known"]:
            queryset = queryset.in_force(self.asked["on"], self.asked["known"])
        if self.asked["list"] is not None:
            queryset = queryset.filter(edition__duty_list=self.asked["list"])
        if self.asked["kind"]:
            queryset = queryset.filter(edition__duty_list__kind=self.asked["kind"])
        if self.asked["owner"] is not None:
            queryset = queryset.filter(edition__duty_list__owner=self.asked["owner"])
        return queryset

    def led(self, queryset, name: str, value: bool):
        return queryset.township_led(value)

    def words(self, queryset, name: str, value: str):
        return queryset.containing(value)


class ComparisonFilter(filters.FilterSet):
    """Which two editions; `to` alone is compared with its predecessor."""

    vars()["from"] = WholeNumberFilter(label="The earlier edition's id (the predecessor of `to`).", method="ignore")
    to = WholeNumberFilter(label="The later edition's id.", method="ignore", required=True)
    kind = filters.ChoiceFilter(choices=ChangeKind.choices, label="Only changes of this kind.", method="ignore")

    class Meta:
        model = Edition
        fields = ()

    def ignore(self, queryset, name: str, value: Any):
        return queryset


class DutiesFilter(OfDate):
    role = filters.ChoiceFilter(choices=Participation.Role.choices, label="Only in this role.", method="ignore")
    owner = body_filter(None, "Only in the lists of the county or township of this code.", method="ignore")

    class Meta:
        model = Entry
        fields = ()


class HistoryFilter(filters.FilterSet):
    """Which item: by its own identity, or by any entry it has."""

    entry = WholeNumberFilter(label="An entry's id, of whatever edition.", method="ignore")
    item = filters.UUIDFilter(label="The item's identity.", method="ignore")
    known = filters.DateFilter(label="As known at the end of this day (now).", method="ignore")

    class Meta:
        model = Entry
        fields = ()

    def ignore(self, queryset, name: str, value: Any):
        return queryset


class SuggestionFilter(filters.FilterSet):
    organisation = body_filter("organisation", "Code of the body that reported it.")

    class Meta:
        model = SynonymSuggestion
        fields = ("status",)


class BatchFilter(filters.FilterSet):
    edition = WholeNumberFilter(label="The edition's id.")

    class Meta:
        model = Batch
        fields = ("kind",)


# --- The workshop -----------------------------------------------------------------------------------------------------


class InventoryFilter(filters.FilterSet):
    list = WholeNumberFilter("duty_list", label="The list's id.")
    township = body_filter("township", "Code of the township.")

    class Meta:
        model = Inventory
        fields = ()


class InventoryRowFilter(filters.FilterSet):
    inventory = WholeNumberFilter(label="The inventory's id.")
    list = WholeNumberFilter("inventory__duty_list", label="The list's id.")
    township = body_filter("inventory__township", "Code of the township.")
    cluster = WholeNumberFilter(label="The cluster's id.")
    undecided = filters.BooleanFilter(label="In no list and not set aside.", method="waiting")
    q = filters.CharFilter("title", "mentions", label="Words of the title.")

    class Meta:
        model = InventoryRow
        fields = ()

    def waiting(self, queryset, name: str, value: bool):
        undecided = InventoryRow.objects.undecided().order_by().values("pk")
        return queryset.undecided() if value else queryset.exclude(pk__in=undecided)


class ClusterFilter(filters.FilterSet):
    list = WholeNumberFilter("duty_list", label="The list's id.")
    min_size = WholeNumberFilter("size", "gte", label="At least so many rows.")
    item = filters.UUIDFilter("item__uid", label="The identity of the item it became.")
    q = filters.CharFilter("title", "mentions", label="Words of the title.")

    class Meta:
        model = Cluster
        fields = ("status",)


class LawFilter(filters.FilterSet):
    name = filters.CharFilter(label="Title, short name or old name of the law.", method="called")
    on = filters.DateFilter(label="Laws of which a text applies on this day.", method="in_force")
    search = filters.CharFilter(
        label="Part of a name.", field_name="names__name", lookup_expr="mentions", distinct=True
    )

    class Meta:
        model = Law
        fields = ()

    def called(self, queryset, name: str, value: str):
        return queryset.filter(names__key=law_key(value))

    def in_force(self, queryset, name: str, value: Any):
        return queryset.filter(pk__in=LawVersion.objects.in_force(value).values("law"))
