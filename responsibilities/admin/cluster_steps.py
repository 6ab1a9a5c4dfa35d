"""What an editor does with a cluster, each on a page of its own."""

import re

from django.utils.translation import gettext_lazy as _

from governance.admin.step_forms import ReasonForm
from governance.admin.steps import Step
from governance.parameters import KEY
from responsibilities.admin.markup import cluster_url
from responsibilities.admin.workshop import how_far, workshop_url
from responsibilities.forms.workshop import AcceptClusterForm, MergeClustersForm, MoveRowsForm, SplitClusterForm
from responsibilities.models import Cluster
from responsibilities.operations.clusters import (
    accept_cluster,
    merge_clusters,
    move_rows,
    reopen_cluster,
    set_aside_cluster,
    split_cluster,
)
from responsibilities.selectors.workshop import next_open, progress_of, proposal
from responsibilities.states import UNPUBLISHED, ClusterStatus, EditionStatus


class ClusterStep(Step):
    """A step on an undecided cluster."""

    @classmethod
    def at(cls, obj: Cluster):
        return obj.duty_list.owner

    @classmethod
    def blocked(cls, obj: Cluster, account):
        if obj.status == ClusterStatus.OPEN:
            return None
        return _("This cluster is decided. Open it again first.")

    def facts(self):
        cluster = self.obj
        return [
            (_("List"), cluster.duty_list),
            (_("Rows"), cluster.size),
            (_("Townships"), cluster.townships),
            (_("State"), cluster.get_status_display()),
        ]


class DecidingStep(ClusterStep):
    """A decision, after which comes the next undecided cluster."""

    def next_url(self, result):
        following = next_open(self.obj.duty_list)
        return cluster_url(following) if following else workshop_url(self.obj.duty_list)

    def done(self, result):
        return _("%(cluster)s: %(state)s. %(how_far)s.") % {
            "cluster": result,
            "state": result.get_status_display(),
            "how_far": how_far(progress_of(result.duty_list)),
        }


class AcceptCluster(DecidingStep):
    """纳入清单."""

    name = "accept"
    operation = staticmethod(accept_cluster)
    title = _("Accept as an entry of the draft")
    verb = _("Accept into the list")
    form_class = AcceptClusterForm

    @classmethod
    def blocked(cls, obj: Cluster, account):
        draft = obj.duty_list.editions.filter(status__in=UNPUBLISHED).first()
        if obj.status == ClusterStatus.OPEN and draft is None:
            return _("The list has no draft. Start one first.")
        if obj.status == ClusterStatus.OPEN and draft is not None and draft.status != EditionStatus.DRAFT:
            return _("The next edition is not a draft any more.")
        return super().blocked(obj, account)

    def initial(self):
        proposed = proposal(self.obj)
        return {
            "entry": proposed.entry,
            "heading": proposed.heading,
            "title": proposed.title,
            "content": proposed.content,
            "legal_basis": proposed.legal_basis,
        }

    def before_show(self, form):
        draft = self.obj.duty_list.editions.filter(status__in=UNPUBLISHED).first()
        if draft is not None:
            form.propose_headings(list(draft.headings.order_by("position").values_list("title", flat=True)))

    def outcome(self):
        return _("The draft has an entry of this wording, and the rows are its sources, in all later editions.")

    def consequences(self):
        return [_("You become an author of the draft; somebody else approves it.")]


class SetAsideCluster(DecidingStep):
    """不列入."""

    name = "set-aside"
    operation = staticmethod(set_aside_cluster)
    title = _("Set aside: no duty of the list")
    verb = _("Set aside")
    tone = "default"
    form_class = ReasonForm

    def outcome(self):
        return _("The rows count as decided and come into no entry. The reason stays with them.")


class ReopenCluster(ClusterStep):
    """重新打开."""

    name = "reopen"
    operation = staticmethod(reopen_cluster)
    title = _("Open the cluster again")
    verb = _("Open again")
    tone = "default"
    form_class = ReasonForm

    @classmethod
    def blocked(cls, obj: Cluster, account):
        return _("Nothing is decided yet.") if obj.status == ClusterStatus.OPEN else None

    def outcome(self):
        return _("The cluster waits for a decision again.")

    def consequences(self):
        if self.obj.batch is not None:
            return [_("The entry that was written for it leaves the draft, unless it was edited or published.")]
        return []


class RowsStep(ClusterStep):
    """A step on some rows, chosen in the table of the cluster; so it is no button of its own."""

    repeated_parameters = ("rows",)

    def button(self):
        return None

    def initial(self):
        return {"rows": [int(key) for key in self.request.GET.getlist("rows") if re.fullmatch(KEY, key)]}

    def next_url(self, result):
        return cluster_url(result)


class SplitCluster(RowsStep):
    """拆分."""

    name = "split"
    operation = staticmethod(split_cluster)
    title = _("Split rows off")
    verb = _("Split off")
    form_class = SplitClusterForm

    def outcome(self):
        return _("The chosen rows are a cluster of their own.")

    def consequences(self):
        return [_("Both stay as they are when the rows are grouped anew.")]


class MoveRows(RowsStep):
    """移到另一组."""

    name = "move"
    operation = staticmethod(move_rows)
    title = _("Move rows to another cluster")
    verb = _("Move the rows")
    form_class = MoveRowsForm

    def outcome(self):
        return _("The chosen rows belong to the other cluster; if it is in the list, they are sources of its entry.")


class MergeClusters(ClusterStep):
    """合并分组."""

    name = "merge"
    operation = staticmethod(merge_clusters)
    title = _("Merge with another cluster")
    verb = _("Merge clusters")
    tone = "default"
    form_class = MergeClustersForm
    parameters = ("into",)

    def initial(self):
        wanted = self.request.GET.get("into", "")
        found = Cluster.objects.for_user(self.account).filter(pk=wanted) if re.fullmatch(KEY, wanted) else None
        return {"into": (found and found.first()) or self.obj.like}

    def outcome(self):
        return _("All rows belong to the other cluster; if it is in the list, they are sources of its entry.")

    def consequences(self):
        return [_("This cluster is no more. Its rows can be split off again while the other one is undecided.")]

    def next_url(self, result):
        return cluster_url(result)
