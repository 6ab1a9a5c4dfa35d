"""Long work of duty lists: rows of inventories are grouped by a worker."""

from functools import partial

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from governance.jobs import Job, Result, Write, kind, note_progress
from governance.operations.founding import portal_account
from responsibilities.grouping import DecidedGroup, Group, group
from responsibilities.models import DutyList, InventoryRow
from responsibilities.operations.grouping import GROUP_INVENTORIES, to_be_grouped, write_groups
from responsibilities.selectors.workshop import law_names, text_of


def _describe(counts: dict[str, int]) -> str:
    rows = ngettext("%(count)s row", "%(count)s rows", counts["rows"]) % {"count": counts["rows"]}
    clusters = ngettext("%(count)s cluster", "%(count)s clusters", counts["clusters"]) % {"count": counts["clusters"]}
    return gettext("%(rows)s in %(clusters)s") % {"rows": rows, "clusters": clusters}


@kind(GROUP_INVENTORIES, _("Group inventories"), right="view_drafts", describe=_describe)
def group_inventories(job: Job) -> Write:
    """汇总分组: the undecided rows of the list are grouped anew, held against the clusters that stay."""
    duty_list = DutyList.objects.get(pk=job.subject_id)
    return partial(_write, duty_list, job.total, groups_of(duty_list, job))


def groups_of(duty_list: DutyList, job: Job) -> list[Group]:
    """The groups of the rows that wait."""
    columns = ("pk", "inventory", "title", "content", "legal_basis", "cluster")
    rows = InventoryRow.objects.filter(inventory__duty_list=duty_list).only(*columns)
    free = rows.filter(to_be_grouped(duty_list)).order_by("pk")
    kept: dict[int, list[InventoryRow]] = {}
    for row in rows.exclude(pk__in=free.order_by().values("pk")).order_by("pk"):
        kept.setdefault(row.cluster_id, []).append(row)  # type: ignore[arg-type]
    noted = 0

    def progress(share: float) -> None:
        nonlocal noted
        percent = int(share * 95)  # the rest is writing
        if percent >= noted + 5:
            noted = percent
            note_progress(job, job.total * percent // 100)

    return group(
        map(text_of, free.iterator()),
        [DecidedGroup(key, [text_of(row) for row in members]) for key, members in kept.items()],
        progress,
        laws=law_names(),
    )


def _write(duty_list: DutyList, rows: int, groups: list[Group]) -> Result:
    clusters = write_groups(duty_list, by=portal_account(), groups=groups)
    return Result({"rows": rows, "clusters": clusters})
