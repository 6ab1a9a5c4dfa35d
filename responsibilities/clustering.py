"""What the worker does while rows wait to be grouped: it reads them, groups them, and hands the groups over."""

import logging

from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.operations.founding import portal_account
from responsibilities import operations
from responsibilities.grouping import Group, Kept, group
from responsibilities.models import Clustering, InventoryRow
from responsibilities.operations.clusterings import note_progress, to_be_grouped
from responsibilities.selectors.workshop import text_of
from responsibilities.states import ClusteringStatus

logger = logging.getLogger(__name__)


def group_waiting() -> int:
    """Do every grouping that waits, the oldest first; how many were done."""
    waiting = list(Clustering.objects.filter(status=ClusteringStatus.WAITING).order_by("pk"))
    return sum(_group(clustering) for clustering in waiting)


def _group(clustering: Clustering) -> bool:
    by = portal_account()
    try:
        operations.start_clustering(clustering, by=by)
    except RuleViolation:  # another worker was first
        return False
    try:
        operations.finish_clustering(clustering, by=by, groups=groups_of(clustering))
    except RuleViolation as refusal:  # it took so long that somebody asked for it anew
        logger.warning("Grouping %s came too late: %s", clustering.pk, refusal)
        return False
    except Exception:
        operations.fail_clustering(clustering, by=by, reason=_("The rows could not be grouped; see the log."))
        raise
    return True


def groups_of(clustering: Clustering) -> list[Group]:
    """The groups of the rows that wait, held against the clusters that stay; no transaction, for it takes a while."""
    duty_list = clustering.duty_list
    columns = ("pk", "inventory", "title", "content", "legal_basis", "cluster")
    rows = InventoryRow.objects.filter(inventory__duty_list=duty_list).only(*columns)
    free = rows.filter(to_be_grouped(duty_list)).order_by("pk")
    kept: dict[int, list[InventoryRow]] = {}
    for row in rows.exclude(pk__in=free.order_by().values("pk")).order_by("pk"):
        kept.setdefault(row.cluster_id, []).append(row)  # type: ignore[arg-type]
    told = 0

    def progress(share: float) -> None:
        nonlocal told
        percent = int(share * 95)  # the rest is writing
        if percent >= told + 5:
            told = percent
            note_progress(clustering, percent)

    return group(
        map(text_of, free.iterator()),
        [Kept(key, [text_of(row) for row in members]) for key, members in kept.items()],
        progress,
    )
