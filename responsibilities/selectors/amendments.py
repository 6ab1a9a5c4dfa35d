"""修订中: that a text is being revised, for readers who may not see how."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from responsibilities.models import DutyList, Edition, Entry
from responsibilities.selectors.texts import entry_texts
from responsibilities.states import UNPUBLISHED, EditionStatus


def with_amendment(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """The editions with `amendment_pending`: the last published one, if its successor is in preparation."""
    next_one = Edition.objects.filter(duty_list=OuterRef("duty_list"), status__in=UNPUBLISHED)
    return editions.annotate(amendment_pending=Exists(next_one) & Q(status=EditionStatus.PUBLISHED))


def is_amended(duty_list: DutyList) -> bool:
    """Whether the next edition of the list is in preparation."""
    return duty_list.editions.filter(status__in=UNPUBLISHED).exists()


def amended_entries(entries: Mapping[int, int]) -> set[int]:
    """Which of the entries, given with their lists, the edition in preparation would change or leave out.

    One query if nothing is in preparation, else six, however many entries. Says that they change and never how; a
    draft that has no entries yet says nothing of any.
    """
    begun = Edition.objects.filter(duty_list__in=set(entries.values()), status__in=UNPUBLISHED)
    drafts = dict(begun.filter(Exists(Entry.objects.filter(edition=OuterRef("pk")))).values_list("duty_list", "pk"))
    ours = [entry for entry, duty_list in entries.items() if duty_list in drafts]
    if not ours:
        return set()
    current = Entry.objects.filter(pk__in=ours, edition__status=EditionStatus.PUBLISHED)
    items = list(current.values_list("item", flat=True))
    wanted = Q(pk__in=ours, edition__status=EditionStatus.PUBLISHED) | Q(edition__in=drafts.values(), item__in=items)
    texts = entry_texts(Entry.objects.filter(wanted))
    coming = {text.item_id: text for text in texts if text.edition_id in drafts.values()}
    return {
        text.id
        for text in texts
        if text.edition_id not in drafts.values()
        and (text.item_id not in coming or coming[text.item_id].says() != text.says())
    }
