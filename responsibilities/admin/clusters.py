"""Pages of clusters: the undecided ones, largest first, and one cluster with all its rows and why they are together."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.display import chip
from governance.admin.filters import UsedFilter, View
from governance.admin.scoped import ScopedAdmin
from responsibilities.admin.cluster_steps import (
    AcceptCluster,
    MergeClusters,
    MoveRows,
    ReopenCluster,
    SetAsideCluster,
    SplitCluster,
)
from responsibilities.admin.markup import CLUSTER_TONES, cluster_link, entry_link
from responsibilities.admin.workshop import workshop_link
from responsibilities.models import Cluster, Entry
from responsibilities.selectors.workshop import alike, members
from responsibilities.states import ClusterStatus


class ListFilter(UsedFilter):
    """Lists that have a workshop; all the others would only be in the way."""

    title = _("duty list")
    parameter_name = "list"
    field = "duty_list"
    names = ("title",)


class SizeFilter(admin.SimpleListFilter):
    """How many rows."""

    title = _("rows")
    parameter_name = "size"
    STEPS = {"1": (1, 1), "2-4": (2, 4), "5-9": (5, 9), "10-": (10, None)}

    def lookups(self, request, model_admin):
        return [("10-", _("10 and more")), ("5-9", "5–9"), ("2-4", "2–4"), ("1", _("a single one"))]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen is None:
            return queryset
        least, most = self.STEPS[chosen]
        queryset = queryset.filter(size__gte=least)
        return queryset if most is None else queryset.filter(size__lte=most)


@admin.register(Cluster)
class ClusterPage(ScopedAdmin):
    """汇总分组: rows about the same matter, to be decided."""

    noun = "cluster"
    icon = "join_inner"
    menu_order = 36
    menu_title = _("Merge workshop")
    menu_right = "accept_cluster"
    list_display = ["title", "size", "townships", "state", "like_this", "duty_list"]
    list_filter = [ListFilter, SizeFilter, "by_hand"]
    list_select_related = ["duty_list", "like"]
    search_fields = ["title", "rows__title"]
    search_help_text = _("Words of any of its rows")
    ordering = ["-size", "pk"]
    views = [
        View("open", _("Undecided"), lambda rows, account: rows.filter(status=ClusterStatus.OPEN)),
        View("accepted", _("In the list"), lambda rows, account: rows.filter(status=ClusterStatus.ACCEPTED)),
        View("set-aside", _("Set aside"), lambda rows, account: rows.filter(status=ClusterStatus.SET_ASIDE)),
    ]
    steps = [AcceptCluster, SetAsideCluster, MergeClusters, ReopenCluster, SplitCluster, MoveRows]
    change_form_template = "responsibilities/admin/cluster.html"
    headline = ["state", "size", "townships", "workshop"]
    empty = _("No cluster fits. Upload inventories in the workshop of a list, then group their rows.")

    def changelist_view(self, request, extra_context=None):
        """Without any choice, what waits for a decision; where nothing was grouped yet, how to begin."""
        if not request.GET and self.get_queryset(request).exists():
            return HttpResponseRedirect("?view=open")
        return super().changelist_view(request, extra_context)

    def get_fieldsets(self, request, obj=None):
        if obj is None or obj.status == ClusterStatus.OPEN:
            return []
        return [(None, {"fields": ["entry" if obj.item_id else "set_aside_reason"]})]

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None):
        cluster = self.get_visible(request, object_id)
        may_move = access.may(request.user, "split_cluster", at=cluster.duty_list.owner)  # type: ignore[arg-type]
        context: dict[str, Any] = {
            "members": members(cluster),
            "alike": alike(cluster),
            "may_move": may_move and cluster.status == ClusterStatus.OPEN and cluster.size > 1,
            "may_merge": may_move and cluster.status == ClusterStatus.OPEN,
            **(extra_context or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)

    @admin.display(description=_("state"))
    def state(self, cluster: Cluster):
        return chip(cluster.get_status_display(), CLUSTER_TONES[ClusterStatus(cluster.status)])

    @admin.display(description=_("most like"))
    def like_this(self, cluster: Cluster):
        if cluster.like is None:
            return None
        return format_html("{} <small>{} %</small>", cluster_link(cluster.like), round(cluster.likeness * 100))

    @admin.display(description=_("progress"))
    def workshop(self, cluster: Cluster):
        return workshop_link(cluster.duty_list)

    @admin.display(description=_("entry"))
    def entry(self, cluster: Cluster):
        """The entry as the last edition prints it; none if the draft it was written into was given up."""
        found = Entry.objects.filter(item=cluster.item_id).exclude(edition__status="discarded").order_by("-edition")
        entry = found.select_related("edition__duty_list").first()
        return entry_link(entry) if entry else _("no longer in the draft; open the cluster again to decide anew")
