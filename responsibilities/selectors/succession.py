"""Which edition of a list followed which, where some were revoked and others published in their place."""

from collections.abc import Iterable

from django.db.models import QuerySet

from responsibilities.models import Edition
from responsibilities.states import UNPUBLISHED


def is_behind(earlier: Edition, edition: Edition) -> bool:
    """Whether the edition goes back to the earlier one of its list: that one stood when it was published (stands today,
    for a draft), and so did all it followed. What had been revoked by then is not behind it."""
    if earlier.edition_no is None or (edition.edition_no is not None and earlier.edition_no >= edition.edition_no):
        return False
    then = edition.published_at
    return earlier.revoked_at is None or (then is not None and then < earlier.revoked_at)


def followed(edition: Edition, editions: Iterable[Edition]) -> Edition | None:
    """Of the published editions of its list, the one the edition followed when it was published, or would today."""
    behind = [other for other in editions if is_behind(other, edition)]
    return max(behind, key=lambda other: other.edition_no or 0, default=None)


def drafts_copied_from(edition: Edition) -> QuerySet[Edition]:
    """Editions in preparation that began as a copy of it, in its own list or, from a template, in another's."""
    return edition.drafts.filter(status__in=UNPUBLISHED).select_related("duty_list").order_by("pk")
