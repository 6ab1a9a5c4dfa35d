"""What the publication of a duty list touches in enforcement: open matters that rest on an entry it changes."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from enforcement.models import EnforcementCase, Transfer
from governance.models import Account
from responsibilities.rehearsal import Publication, RehearsalLine, RehearsalPart, touches


def touched_cases(publication: Publication) -> QuerySet[EnforcementCase]:
    """Open cases whose pinned entry is of an item that is removed, changed or gets another lead."""
    return EnforcementCase.objects.open().filter(entry__item__in=publication.touched_items)


def touched_transfers(publication: Publication) -> QuerySet[Transfer]:
    """Unanswered transfers that rely on such an entry."""
    return Transfer.objects.open().filter(entry__item__in=publication.touched_items)


@touches
def open_matters(publication: Publication, account: Account) -> Iterator[RehearsalLine]:
    """How many there are, and for a reader who may see some of them the list of those; the entry they pin stays."""
    matters: tuple[tuple[str, str, str, Any, str, tuple[str, ...]], ...] = (
        (
            "open_cases",
            _("Open cases rest on an item that changes; they keep the entry they were filed under"),
            _("Open cases rest on an item that changes; you may see %(seen)d of them"),
            touched_cases(publication),
            "admin:enforcement_enforcementcase_changelist",
            ("status", "entry", "power", "grant", "grant__valid_to"),
        ),
        (
            "open_transfers",
            _("Unanswered transfers rely on an item that changes; they keep the entry they rely on"),
            _("Unanswered transfers rely on an item that changes; you may see %(seen)d of them"),
            touched_transfers(publication),
            "admin:enforcement_transfer_changelist",
            ("status", "entry", "receiver"),
        ),
    )
    for code, text, seen_text, rows, page, matter in matters:
        keys = tuple(rows.values_list("pk", *matter))
        count, seen = len(keys), rows.for_user(account).count()
        tone = "warning" if count else "neutral"
        if seen:
            url = f"{reverse(page)}?publication={publication.edition.pk}"
            yield RehearsalLine(RehearsalPart.TOUCHED, code, seen_text % {"seen": seen}, count, url, tone, rows=keys)
        else:
            yield RehearsalLine(RehearsalPart.TOUCHED, code, text, count, tone=tone, rows=keys)
