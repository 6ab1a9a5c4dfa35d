"""Pages of inventories and their rows: what was handed in, and what became of each row."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip, short_hash
from governance.admin.filters import UsedFilter, View
from governance.admin.scoped import ScopedAdmin
from governance.admin.step_forms import ReasonForm
from governance.admin.steps import Step
from responsibilities.admin.markup import CLUSTER_TONES, cluster_link
from responsibilities.admin.workshop import workshop_link, workshop_url
from responsibilities.models import Inventory, InventoryRow
from responsibilities.operations.inventories import remove_inventory
from responsibilities.states import DECIDED, ClusterStatus


class RemoveInventory(Step):
    """移除摸底清单."""

    name = "remove"
    operation = staticmethod(remove_inventory)
    title = _("Take the inventory out")
    verb = _("Take out")
    tone = "danger"
    form_class = ReasonForm

    @classmethod
    def at(cls, obj: Inventory):
        return obj.duty_list.owner

    @classmethod
    def blocked(cls, obj: Inventory, account):
        decided = obj.rows.filter(cluster__status__in=DECIDED).count()
        if decided:
            return _("%(count)s of its rows are decided. Open their clusters again first.") % {"count": decided}
        return None

    def facts(self):
        return [(_("Township"), self.obj.township), (_("File"), self.obj.filename), (_("Rows"), self.obj.row_count)]

    def outcome(self):
        return _("The rows of the township are out of the workshop, as if they had never been handed in.")

    def next_url(self, result):
        return workshop_url(self.obj.duty_list)


@admin.register(Inventory)
class InventoryPage(ScopedAdmin):
    """摸底清单: what one township has handed in for one list."""

    noun = "inventory"
    icon = "inventory_2"
    menu_order = 34
    menu_right = "import_inventory"
    list_display = ["township", "duty_list", "filename", "row_count", "uploaded_at", "uploaded_by"]
    list_select_related = ["township", "duty_list", "uploaded_by"]
    search_fields = ["township__name", "filename"]
    search_help_text = _("Township or file")
    ordering = ["duty_list", "township__path"]
    steps = [RemoveInventory]
    headline = ["row_count", "filename"]
    fieldsets = [
        (None, {"fields": ["township", "duty_list", "uploaded_by", "uploaded_at", "digest_of_file", "rows_page"]}),
        (_("Workshop"), {"fields": ["workshop"], "classes": ["aside"]}),
    ]
    empty = _("No inventory fits. They are uploaded in the workshop of a list, which its page leads to.")

    @admin.display(description=_("SHA-256"))
    def digest_of_file(self, inventory: Inventory):
        return short_hash(inventory.digest)

    @admin.display(description=_("rows"))
    def rows_page(self, inventory: Inventory):
        url = reverse("admin:responsibilities_inventoryrow_changelist")
        words = _("All %(count)s rows, and what became of them") % {"count": inventory.row_count}
        return format_html('<a href="{}?inventory={}">{}</a>', url, inventory.pk, words)

    @admin.display(description=_("progress"))
    def workshop(self, inventory: Inventory):
        return workshop_link(inventory.duty_list)


class InventoryFilter(UsedFilter):
    """Whose inventory; named in one query, where Django's own would ask for each township by itself."""

    title = _("inventory")
    parameter_name = field = "inventory"
    names = ("township__name", "duty_list__title")

    def order(self):
        return ("township__path", "pk")

    def label(self, *names):
        township, duty_list = names
        return f"{township}（{duty_list}）"


@admin.register(InventoryRow)
class InventoryRowPage(ScopedAdmin):
    """摸底事项: one row as the township wrote it, and the cluster it stands in."""

    noun = "inventory-row"
    list_display = ["title", "township", "number", "legal_basis", "state", "cluster_of"]
    list_filter = [InventoryFilter]
    list_select_related = ["inventory__township", "inventory__duty_list", "cluster"]
    search_fields = ["title", "content", "legal_basis"]
    search_help_text = _("Words of the row")
    ordering = ["inventory", "number"]
    views = [
        View("open", _("Undecided"), lambda rows, account: rows.undecided()),
        View("accepted", _("In the list"), lambda rows, account: rows.filter(cluster__status=ClusterStatus.ACCEPTED)),
        View("set-aside", _("Set aside"), lambda rows, account: rows.filter(cluster__status=ClusterStatus.SET_ASIDE)),
        View("ungrouped", _("In no cluster"), lambda rows, account: rows.filter(cluster=None)),
    ]
    headline = ["township", "state"]
    has_timeline = False
    fieldsets = [
        (None, {"fields": ["inventory", "number", "content", "legal_basis", "department", "cluster_of"]}),
        (None, {"fields": ["cells"], "classes": ["aside"]}),
    ]
    empty = _("No row fits. Rows come with the inventories of townships.")

    def in_menu_of(self, request) -> bool:
        return False  # reached from an inventory, a cluster or an entry

    @admin.display(description=_("township"))
    def township(self, row: InventoryRow):
        return row.inventory.township

    @admin.display(description=_("state"))
    def state(self, row: InventoryRow):
        if row.cluster is None:
            return chip(_("In no cluster"))
        return chip(row.cluster.get_status_display(), CLUSTER_TONES[ClusterStatus(row.cluster.status)])

    @admin.display(description=_("cluster"))
    def cluster_of(self, row: InventoryRow):
        return cluster_link(row.cluster) if row.cluster else None

    @admin.display(description=_("cells of the file"))
    def cells(self, row: InventoryRow):
        return format_html_join("", "<p><small>{}</small><br>{}</p>", row.source.items())
