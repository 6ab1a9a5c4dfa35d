"""Grouping the open rows of a list: asked for by an editor, done by a worker."""

import datetime
import logging
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account
from governance.transitions import move
from responsibilities import states
from responsibilities.grouping import Group
from responsibilities.models import LIMITS, Cluster, Clustering, DutyList, InventoryRow
from responsibilities.operations.locks import lock_list
from responsibilities.operations.recounting import recount
from responsibilities.states import ClusteringStatus, ClusterStatus

logger = logging.getLogger(__name__)

# Grouping takes seconds. A worker that has not come back by then never will.
DEAD_AFTER = datetime.timedelta(minutes=10)


def to_be_grouped(duty_list: DutyList) -> Q:
    """Rows in no cluster, or in one that nobody has decided or put together by hand."""
    free = Q(cluster=None) | Q(cluster__status=ClusterStatus.OPEN, cluster__by_hand=False)
    return Q(inventory__duty_list=duty_list) & free


@operation
def cluster_inventories(duty_list: DutyList, *, by: Account) -> Clustering:
    """汇总分组: a worker groups the undecided rows of the list anew; what is decided or made by hand stays.

    Raises RuleViolation `already_running` or `nothing_to_group`.
    """
    require(by, "cluster_inventories", at=duty_list.owner)
    lock_list(duty_list)
    going = duty_list.clusterings.filter(status__in=(ClusteringStatus.WAITING, ClusteringStatus.RUNNING)).first()
    if going is not None:
        if going.started_at is None or going.started_at > timezone.now() - DEAD_AFTER:
            raise RuleViolation("already_running", _("The rows of this list are being grouped already."))
        move(
            going,
            ClusteringStatus.FAILED,
            table=states.CLUSTERING,
            by=by,
            action="fail_clustering",
            organisation=duty_list.owner,
            finished_at=timezone.now(),
        )
    rows = InventoryRow.objects.filter(to_be_grouped(duty_list)).count()
    if not rows:
        raise RuleViolation("nothing_to_group", _("No row waits to be grouped. Upload an inventory first."))
    clustering = Clustering.objects.create(duty_list=duty_list, requested_by=by, row_count=rows)
    audit.record("cluster_inventories", clustering, by=by, organisation=duty_list.owner, after={"rows": rows})
    transaction.on_commit(_nudge, robust=True)
    return clustering


def _nudge() -> None:
    """Wake a worker. An economy: the poller is what guarantees."""
    from responsibilities.tasks import group_inventories

    try:
        group_inventories.delay()
    except (OperationalError, OSError) as error:
        logger.warning("The broker is away (%s); the grouping waits for the poller.", error)


@operation
def start_clustering(clustering: Clustering, *, by: Account) -> Clustering:
    """开始分组: a worker has taken it. Raises RuleViolation `wrong_state` if another one was first."""
    require(by, "start_clustering", at=clustering.duty_list.owner)
    lock_list(clustering.duty_list)
    clustering.refresh_from_db()
    move(
        clustering,
        ClusteringStatus.RUNNING,
        table=states.CLUSTERING,
        by=by,
        action="start_clustering",
        organisation=clustering.duty_list.owner,
        started_at=timezone.now(),
    )
    return clustering


@operation
def fail_clustering(clustering: Clustering, *, by: Account, reason: str) -> Clustering:
    """分组失败: nothing was grouped, and it may be asked for again."""
    require(by, "fail_clustering", at=clustering.duty_list.owner)
    clustering.refresh_from_db()
    move(
        clustering,
        ClusteringStatus.FAILED,
        table=states.CLUSTERING,
        by=by,
        action="fail_clustering",
        organisation=clustering.duty_list.owner,
        reason=reason,
        finished_at=timezone.now(),
    )
    return clustering


@operation
def finish_clustering(clustering: Clustering, *, by: Account, groups: Iterable[Group]) -> Clustering:
    """完成分组: the rows stand in clusters as the groups say, but for those decided, moved or removed meanwhile.

    A cluster keeps its number as long as its rows, or the most of them, stay together. Raises `wrong_state`.
    """
    duty_list = clustering.duty_list
    require(by, "finish_clustering", at=duty_list.owner)
    lock_list(duty_list)
    clustering.refresh_from_db()
    written = _Writing(duty_list).write(groups)
    move(
        clustering,
        ClusteringStatus.DONE,
        table=states.CLUSTERING,
        by=by,
        action="finish_clustering",
        organisation=duty_list.owner,
        finished_at=timezone.now(),
        progress=100,
        cluster_count=written,
    )
    return clustering


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
        recount([*self.old, *(cluster.pk for cluster in clusters)])
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


def note_progress(clustering: Clustering, percent: int) -> None:
    """How far the worker is; no decision of anybody, so it is in no audit."""
    Clustering.objects.filter(pk=clustering.pk, progress__lt=percent).update(progress=percent)
