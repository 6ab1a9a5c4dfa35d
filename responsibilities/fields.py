"""Form fields in which a row is written as people write it: an entry as T-14, or by words of its title."""

import re
from typing import Any

from django.db.models import QuerySet

from governance.admin.fields import RowField
from governance.text import words_of
from responsibilities.kinds import KINDS
from responsibilities.models import Cluster, DutyList, Entry
from responsibilities.states import UNPUBLISHED, ClusterStatus

LISTS = {rules.letter: kind for kind, rules in KINDS.items() if rules.letter}
LETTERS = {kind: letter for letter, kind in LISTS.items()}


class EntryField(RowField):
    """An entry of a duty list in force today, as T-14 (territorial management), D-3 (township duties), or by words of
    its title."""

    model = Entry

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.propose(lambda: self.entries().order_by("edition__duty_list__kind", "position"))

    def __deepcopy__(self, memo: dict[int, Any]) -> "EntryField":
        copy = super().__deepcopy__(memo)
        copy.propose(lambda: copy.entries().order_by("edition__duty_list__kind", "position"))
        return copy

    def entries(self) -> QuerySet[Entry]:
        return (
            Entry.objects.in_force()
            .filter(edition__duty_list__kind__in=LETTERS)
            .select_related("edition__duty_list")
            .defer(*Entry.LONG_TEXTS)
        )

    def written(self, row: Entry) -> str:
        return f"{LETTERS[row.edition.duty_list.kind]}-{row.seq_no} {row.title}"

    def meant(self, text: str) -> QuerySet[Entry]:
        entries = self.entries()
        number = re.match(r"([A-Za-z])[-－–—](\S+)", text)
        if number and number[1].upper() in LISTS:
            return entries.filter(edition__duty_list__kind=LISTS[number[1].upper()], seq_no=number[2])
        for word in words_of(text):
            entries = entries.filter(title__mentions=word)
        return entries


class ClusterField(RowField):
    """Another cluster of the same list, by its number or by words of its title; none that was set aside."""

    model = Cluster

    PROPOSED = 200

    def beside(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.propose(lambda: self.clusters().order_by("-size", "pk")[: self.PROPOSED])

    def clusters(self) -> QuerySet[Cluster]:
        others = Cluster.objects.filter(duty_list=self.cluster.duty_list_id).exclude(pk=self.cluster.pk)
        return others.exclude(status=ClusterStatus.SET_ASIDE)

    def written(self, row: Any) -> str:
        return f"{row.pk} {row.title}"

    def meant(self, text: str) -> QuerySet:
        number = re.match(r"\d{1,18}(?= |$)", text)
        if number:
            return self.clusters().filter(pk=int(number[0]))
        return self.clusters().filter(title__mentions=text).order_by("-size", "pk")


class DraftEntryField(RowField):
    """An entry of the draft of a list, by its number there or by words of its title."""

    model = Entry

    def of(self, duty_list: DutyList) -> None:
        self.duty_list = duty_list
        self.propose(lambda: self.entries().order_by("position"))

    def entries(self) -> QuerySet[Entry]:
        drafted = Entry.objects.filter(edition__duty_list=self.duty_list, edition__status__in=UNPUBLISHED)
        return drafted.select_related("item").only("seq_no", "title", "edition", "item")

    def written(self, row: Any) -> str:
        return f"{row.seq_no} {row.title}"

    def meant(self, text: str) -> QuerySet:
        number, _space, title = text.partition(" ")
        numbered = self.entries().filter(seq_no=number)
        if title:
            numbered = numbered.filter(title=title.strip())
        return numbered if numbered.exists() else self.entries().filter(title__mentions=text).order_by("position")
