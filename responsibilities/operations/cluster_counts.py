"""Keeping what clusters say about their rows true, whenever rows came or went."""

from collections.abc import Iterable

from django.db.models import Count, F

from responsibilities.grouping import as_one
from responsibilities.models import LIMITS, Cluster, InventoryRow
from responsibilities.selectors.workshop import text_of


def update_counts(clusters: Iterable[int]) -> None:
    """Count the rows of these clusters, and delete those that have none left."""
    keys = list(clusters)
    counted = {
        row["cluster"]: row
        for row in InventoryRow.objects.filter(cluster__in=keys)
        .order_by()
        .values("cluster")
        .annotate(size=Count("pk"), bodies=Count("inventory__township", distinct=True))
    }
    changed = []
    for cluster in Cluster.objects.filter(pk__in=counted):
        now = counted[cluster.pk]["size"], counted[cluster.pk]["bodies"]
        if (cluster.size, cluster.townships) != now:
            cluster.size, cluster.townships = now
            changed.append(cluster)
    Cluster.objects.bulk_update(changed, ["size", "townships"], batch_size=200)
    Cluster.objects.filter(pk__in=[cluster.pk for cluster in changed]).update(version=F("version") + 1)
    Cluster.objects.filter(pk__in=[key for key in keys if key not in counted]).delete()


def central_title(rows: Iterable[InventoryRow]) -> str:
    """The wording nearest to what all the rows say, shortened to what fits an entry."""
    by_key = {row.pk: row for row in rows}
    central = as_one([text_of(row) for row in by_key.values()]).rows[0]
    return by_key[central].title[: LIMITS["title"]]
