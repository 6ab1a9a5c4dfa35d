"""One item through all editions of its list: what it said, what changed, under which document."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from governance.models import AuditEntry
from responsibilities.models import Edition, Entry, Item, Lineage
from responsibilities.querysets import midnight_after
from responsibilities.selectors.comparison import Change, ChangeKind, entry_change
from responsibilities.selectors.succession import followed, is_behind
from responsibilities.selectors.texts import EntryText, entry_texts
from responsibilities.states import EditionStatus


@dataclass(frozen=True)
class HistoryStep:
    """An edition in which something happened to the item, or in which it simply went on (`change` has no kinds).

    `change.after` is what the edition says of it: the item, what it was split into, or what it was merged from before.
    """

    edition: Edition
    change: Change


def history(item: Item, editions: QuerySet[Edition], known: datetime.date | None = None) -> list[HistoryStep]:
    """沿革: the item in each of `editions`, which are those one may see, newest first; six queries.

    With `known`, as it was known at the end of that day: editions published later do not count. What was revoked
    stays, beside the line of the others: each edition is compared with the one it followed.
    """
    editions = editions.filter(duty_list=item.duty_list_id).exclude(status=EditionStatus.DISCARDED)
    if known is not None:
        editions = editions.filter(published_at__lt=midnight_after(known))
    inside = sorted(editions, key=lambda edition: (edition.edition_no is None, edition.edition_no or 0))
    rows = list(
        Lineage.objects.filter(edition__in=inside, kind__in=(Lineage.Kind.SPLIT, Lineage.Kind.MERGED))
        .order_by("pk")
        .values_list("edition_id", "kind", "from_item_id", "to_item_id")
    )
    before = _reached(item.pk, [(other, one or 0) for _edition, _kind, one, other in rows])
    after = _reached(item.pk, [(one or 0, other) for _edition, _kind, one, other in rows])
    texts: dict[int, dict[int, EntryText]] = {edition.pk: {} for edition in inside}
    for text in entry_texts(Entry.objects.filter(edition__in=inside, item__in={item.pk} | before | after)):
        texts[text.edition_id][text.item_id] = text
    steps: list[HistoryStep] = []
    said: dict[Edition | None, tuple[EntryText, ...]] = {None: ()}
    for edition in inside:
        found = texts[edition.pk]
        last = said[followed(edition, inside)]
        if item.pk in found:
            now: tuple[EntryText, ...] = (found[item.pk],)
        else:
            others = after if any(item.pk in texts[one.pk] for one in inside if is_behind(one, edition)) else before
            now = tuple(text for other, text in found.items() if other in others)
        regrouped = [
            (kind, one, other)
            for key, kind, one, other in rows
            if key == edition.pk and ({one, other} & {text.item_id for text in (*last, *now)})
        ]
        if now or last:
            steps.append(HistoryStep(edition, _step(last, now, regrouped, found)))
        said[edition] = now
    return steps[::-1]


def _step(
    last: tuple[EntryText, ...],
    now: tuple[EntryText, ...],
    regrouped: list[tuple[str, int, int]],
    found: dict[int, EntryText],
) -> Change:
    if regrouped:
        parts = [found[other] for _kind, _one, other in regrouped if other in found]
        together = {text.item_id: text for text in (*now, *parts)}
        return Change((ChangeKind(regrouped[0][0]),), last, tuple(together.values()))
    if len(last) <= 1 and len(now) <= 1:
        return entry_change(last[0] if last else None, now[0] if now else None)
    return Change((), last, now)


def _reached(start: int, steps: Iterable[tuple[int, int]]) -> set[int]:
    """Items one comes to from the start, in any number of steps; without the start."""
    steps = list(steps)
    reached, fresh = {start}, {start}
    while fresh:
        fresh = {other for one, other in steps if one in fresh} - reached
        reached |= fresh
    return reached - {start}


@dataclass(frozen=True)
class Signature:
    """Who did what to an edition, under the name held then."""

    action: str
    name: str
    at: datetime.datetime


def signatures(editions: Iterable[Edition]) -> dict[int, list[Signature]]:
    """Who approved and published each edition, for staff; one query."""
    done = AuditEntry.objects.filter(
        Q(action="approve_edition") | Q(action="publish_edition"),
        target_type=Edition._meta.label_lower,
        target_id__in=[str(edition.pk) for edition in editions],
        outcome=AuditEntry.Outcome.DONE,
    ).order_by("pk")
    signed: dict[int, list[Signature]] = {}
    for entry in done:
        signed.setdefault(int(entry.target_id), []).append(
            Signature(entry.action, entry.account_name, timezone.localtime(entry.at))
        )
    return signed
