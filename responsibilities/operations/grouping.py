"""Grouping the open rows of a list: asked for by an editor, done by a worker."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance import audit, jobs
from governance.access import operation
from governance.errors import RuleViolation
from governance.models import Account, Job
from responsibilities.grouping import Group
from responsibilities.models import LIMITS, Cluster, DutyList, InventoryRow
from responsibilities.operations.cluster_counts import update_counts
from responsibilities.states import ClusterStatus

GROUP_INVENTORIES = "group_inventories"  # the kind of job


def to_be_grouped(duty_list: DutyList) -> Q:
    """Rows in no cluster, or in one that nobody has decided or put together by hand."""
    free = Q(cluster=None) | Q(cluster__status=ClusterStatus.OPEN, cluster__by_hand=False)
    return Q(inventory__duty_list=duty_list) & free


@operation(_("Request grouping"), at="owner")
def cluster_inventories(duty_list: DutyList, *, by: Account) -> Job:
    """汇总分组: a worker groups the undecided rows of the list anew; what is decided or made by hand stays.

    Raises RuleViolation `already_running` or `nothing_to_group`.
    """
    rows = InventoryRow.objects.filter(to_be_grouped(duty_list)).count()
    if not rows:
        raise RuleViolation("nothing_to_group", _("No row waits to be grouped. Upload an inventory first."))
    job = jobs.start(GROUP_INVENTORIES, about=duty_list, at=duty_list.owner, total=rows)
    audit.record(duty_list, after={"rows": rows})
    return job


@operation(_("Write groups"), at="owner")
def write_groups(duty_list: DutyList, *, by: Account, groups: Iterable[Group]) -> int:
    """写入分组: the rows stand in clusters as the groups say, but for those decided, moved or removed meanwhile.

    A cluster keeps its number as long as its rows, or the most of them, stay together. How many clusters there are.
    """
    written = _Writing(duty_list).write(groups)
    audit.record(duty_list, after={"clusters": written})
    return written


class _Writing:
    """From groups of rows to clusters of the database."""

    def __init__(self, duty_list: DutyList) -> None:
        self.duty_list = duty_list
        free = InventoryRow.objects.filter(to_be_grouped(duty_list)).order_by("pk")
        self.titles: dict[int, str] = {}
        self.now: dict[int, int | None] = {}
        for key, title, cluster in free.values_list("pk", "title", "cluster"):
            self.titles[key], self.now[key] = title, cluster
        old = Cluster.objects.filter(pk__in={key for key in self.now.values() if key is not None})
        self.old = {cluster.pk: cluster for cluster in old}

    def write(self, groups: Iterable[Group]) -> int:
        """Put the rows where the groups say; how many clusters there are of them."""
        chosen = [(group, rows) for group in groups if (rows := [key for key in group.rows if key in self.now])]
        clusters = self._clusters(chosen)
        by_row = {key: cluster.pk for (_group, rows), cluster in zip(chosen, clusters, strict=True) for key in rows}
        for (group, rows), cluster in zip(chosen, clusters, strict=True):
            moving = [key for key in rows if self.now[key] != cluster.pk]
            for start in range(0, len(moving), 500):
                InventoryRow.objects.filter(pk__in=moving[start : start + 500]).update(cluster=cluster)
            cluster.like_id = by_row.get(group.like_row) if group.like_row is not None else group.like_kept
            cluster.likeness = group.likeness if cluster.like_id else 0.0
        known = {*Cluster.objects.filter(duty_list=self.duty_list).values_list("pk", flat=True)}
        for cluster in clusters:
            if cluster.like_id not in known:
                cluster.like_id, cluster.likeness = None, 0.0
        Cluster.objects.bulk_update(clusters, ["title", "like", "likeness"], batch_size=200)
        update_counts([*self.old, *(cluster.pk for cluster in clusters)])
        return len(clusters)

    def _clusters(self, chosen: list[tuple[Group, list[int]]]) -> list[Cluster]:
        """For each group the old cluster that has most of its rows, the largest group first; or a new one."""
        left = dict(self.old)
        found: list[Cluster] = []
        new: list[Cluster] = []
        for _group, rows in chosen:
            title = self.titles[rows[0]][: LIMITS["title"]]
            held = Counter(self.now[key] for key in rows if self.now[key] in left)
            cluster = left.pop(held.most_common(1)[0][0]) if held else None  # type: ignore[arg-type]
            if cluster is None:
                cluster = Cluster(duty_list=self.duty_list)
                new.append(cluster)
            cluster.title = title
            found.append(cluster)
        Cluster.objects.bulk_create(new, batch_size=200)
        return found
