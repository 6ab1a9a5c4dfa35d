"""Small pieces that the pages of lists share."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.admin.display import chip
from responsibilities.models import Cluster, Edition, Entry, Participation
from responsibilities.selectors.workshop import sources
from responsibilities.states import ClusterStatus, EditionStatus

TONES = {
    EditionStatus.DRAFT: "info",
    EditionStatus.REVIEW: "info",
    EditionStatus.APPROVED: "info",
    EditionStatus.PUBLISHED: "success",
    EditionStatus.SUPERSEDED: "neutral",
    EditionStatus.REVOKED: "warning",
    EditionStatus.DISCARDED: "neutral",
}


def edition_state(edition: Edition) -> SafeString:
    return chip(edition.get_status_display(), TONES[EditionStatus(edition.status)])


def edition_url(edition: Edition) -> str:
    return reverse("admin:responsibilities_edition_change", args=[edition.pk])


def edition_link(edition: Edition) -> SafeString:
    return format_html('<a href="{}">{}</a>', edition_url(edition), edition)


def entries_link(edition: Edition, count: Any) -> SafeString:
    """The number of entries, leading to them."""
    url = reverse("admin:responsibilities_entry_changelist")
    return format_html('<a href="{}?edition={}">{}</a>', url, edition.pk, count)


def entry_link(entry: Entry) -> SafeString:
    return format_html(
        '<a href="{}">{}</a> <small>{}</small>',
        reverse("admin:responsibilities_entry_change", args=[entry.pk]),
        entry,
        entry.edition.duty_list,
    )


def validity(edition: Edition) -> str:
    """From when to when an edition applies."""
    if edition.effective_from is None:
        return "–"
    if edition.revoked_at is not None:
        return _("revoked on %(date)s") % {"date": timezone.localdate(edition.revoked_at).isoformat()}
    if edition.effective_to is None:
        return _("from %(start)s") % {"start": edition.effective_from.isoformat()}
    dates = {"start": edition.effective_from.isoformat(), "end": edition.effective_to.isoformat()}
    return _("%(start)s to %(end)s") % dates


def names(entry: Entry, *roles: str) -> str:
    """The bodies with one of the roles; from the prefetched participations."""
    return "、".join(part.party for part in entry.participations.all() if part.role in roles)


LEADING = (Participation.Role.LEAD, Participation.Role.TAKEOVER, Participation.Role.UNSTATED)


CLUSTER_TONES = {
    ClusterStatus.OPEN: "info",
    ClusterStatus.ACCEPTED: "success",
    ClusterStatus.SET_ASIDE: "neutral",
}


def cluster_url(cluster: Cluster) -> str:
    return reverse("admin:responsibilities_cluster_change", args=[cluster.pk])


def cluster_link(cluster: Cluster) -> SafeString:
    return format_html('<a href="{}">{}</a>', cluster_url(cluster), cluster)


def sources_of(entry: Entry) -> SafeString | None:
    """The rows of inventories an entry was made of: how many, and unfolded whose, which row, in which words."""
    found = sources(entry.item)
    if not found:
        return None
    townships = len({row.inventory.township_id for row in found})
    words = _("%(rows)s rows of %(townships)s townships") % {"rows": len(found), "townships": townships}
    rows = (
        (
            row.inventory.township,
            _("row %(number)s") % {"number": row.number},
            reverse("admin:responsibilities_inventoryrow_change", args=[row.pk]),
            row.title,
        )
        for row in found
    )
    listed = format_html_join("", '<p><small>{} {}</small><br><a href="{}">{}</a></p>', rows)
    return format_html("<details><summary>{}</summary>{}</details>", words, listed)
